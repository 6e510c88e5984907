"""The plan of one or more rules folders, from the cache where nothing that it depends on has changed.

A cached plan is JSON (see ``plan.to_json``) under a checksum, never code and
never pickle. Its name is a hash of everything that went into it: the content
of the rule files, the compiler's own sources, the schemas and the version. So
a changed rule can never be decided by an old plan, and no date of a file
matters. A cache that cannot be read or written only costs time.

On a hit nothing of the compiler is imported.

``ELIGIBILITY_CACHE`` names another folder, or switches the cache ``off``.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from .. import __version__, resources
from ..language.digest import library_sha256, sha256_of
from .plan import Plan, from_json, to_json

if TYPE_CHECKING:
    from ..language.diagnostic import Findings

VARIABLE = "ELIGIBILITY_CACHE"
OFF = ("off", "0", "no")
#: plans kept; the least recently used go first
MOST_FILES = 20

_FORMAT = "eligibility-plan/1"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SUFFIXES = (".yaml", ".yml")  # of rule files, as in language.library

Contents = list[tuple[str, bytes]]


def cached_plan(roots: Sequence[str], findings: Findings) -> Plan | None:
    """The plan of all rule files at or below ``roots`` (folders or files) together.

    ``Plan.sha256`` is the hash of these files. Places in it are relative to the
    folder in which the roots lie, wherever the command runs. None where there
    are errors, which are then in ``findings``; such a plan is never kept.
    """
    contents = rule_contents(roots)
    key = _key(roots, contents)
    file = _file(key)
    plan = _read(file) if file else None
    if plan is None:
        plan = compiled_plan(roots, contents, findings)
        # Only what was hashed may be kept under the hash: a file saved meanwhile makes no entry.
        if plan is not None and file and _key(roots, rule_contents(roots)) == key:
            _write(file, to_json(plan))
    return plan


def compiled_plan(roots: Sequence[str], contents: Contents, findings: Findings) -> Plan | None:
    """The plan made from the files, whatever the cache holds; None with errors in ``findings``."""
    from ..language.library import load
    from .compile import compile_library

    folder = _folder(roots)
    paths = [os.path.join(folder, *name.split("/")) for name, _ in contents]
    paths += [root for root in roots if not rule_contents([root])]  # to be told that nothing is there
    library = load(paths, findings, base=_around(roots))
    if findings.has_errors:
        return None
    plan = compile_library(library, findings, library_sha256(contents))
    return None if findings.has_errors else plan


# ------------------------------------------------------------------ the rule files


def rule_contents(roots: Sequence[str]) -> Contents:
    """(posix path, bytes) of every file that rules are made of, sorted by path.

    Paths are relative to the root; to the folder around them where there are
    several. Files of ``kind: cases`` are left out: a case more or less is no
    other rule. OSError where anything cannot be read: rules must not go
    missing silently.
    """
    folder = _folder(roots)
    found = {}
    for root in roots:
        for path in _paths(root) if os.path.isdir(root) else [root]:
            found[os.path.relpath(path, folder)] = path
    contents = []
    for name, path in sorted(found.items()):
        if os.path.exists(path) and not os.path.isfile(path):
            raise OSError(errno.EINVAL, "不是普通的文件", path)
        with open(path, "rb") as file:
            source = file.read()
        if not is_cases(source):
            contents.append((name.replace(os.sep, "/"), source))
    return contents


def _folder(roots: Sequence[str]) -> str:
    """What names of contents are relative to."""
    if len(roots) > 1:
        return _around(roots)
    return roots[0] if os.path.isdir(roots[0]) else os.path.dirname(os.path.abspath(roots[0]))


def _around(roots: Sequence[str]) -> str:
    """The folder in which all roots lie."""
    return os.path.commonpath([os.path.dirname(os.path.abspath(root)) for root in roots])


def is_cases(source: bytes) -> bool:
    """Whether a rule file holds cases: its first line that says anything is ``kind: cases``."""
    for line in source.removeprefix(b"\xef\xbb\xbf").splitlines():
        words = line.split(b"#")[0].split()
        if words and words != [b"---"]:
            return words == [b"kind:", b"cases"]
    return False


def _paths(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder, onerror=_refuse):
        for name in names:
            if name.lower().endswith(_SUFFIXES) and not name.startswith("."):
                yield os.path.join(parent, name)


def _refuse(error: OSError) -> None:
    raise error


# ------------------------------------------------------------------------- the key


def _key(roots: Sequence[str], contents: Contents) -> str:
    """A hash of everything a plan depends on."""
    around = _around(roots)
    places = sorted(os.path.relpath(root, around) for root in roots)
    return sha256_of([_FORMAT, __version__, *places, _compiler_sha256(), library_sha256(contents)])


def _compiler_sha256() -> str:
    """A hash of the sources that make plans: without it, an upgraded compiler would go on with old plans."""
    parts = []
    for folder, suffixes in (("language", (".py", ".lark")), ("plan", (".py",))):
        parts += _sources(os.path.join(_PACKAGE, folder), suffixes)
    return sha256_of(parts + _sources(resources.schemas_dir(), (".json",)))


def _sources(folder: str, suffixes: tuple[str, ...]) -> list[str | bytes]:
    parts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(suffixes):
            with open(os.path.join(folder, name), "rb") as file:
                parts += [name, file.read()]
    return parts


# ----------------------------------------------------------------------- the cache


def cache_folder() -> str | None:
    """Where plans are kept; None where the cache is switched off or there is no home for it."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        return None if chosen.lower() in OFF else os.path.abspath(chosen)
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(home):  # the XDG specification: a relative path is to be ignored
        home = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "eligibility") if os.path.isabs(home) else None


def _file(key: str) -> str | None:
    folder = cache_folder()
    return folder and os.path.join(folder, f"plan-{key}.json")


def _read(file: str) -> Plan | None:
    """The plan in ``file``; None where there is none or any bit of it is not as it was written."""
    try:
        with open(file, encoding="utf-8", newline="") as opened:
            checksum, _, body = opened.read().partition("\n")
        if checksum != sha256_of([body]):
            return None
        plan = from_json(body)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    with suppress(OSError):
        os.utime(file)  # used just now, so not the first to go
    return plan


def _write(file: str, body: str) -> None:
    """Keep ``body``; readers see all of it or nothing. Does nothing where the folder cannot be written."""
    new = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(new, "w", encoding="utf-8", newline="") as opened:
            opened.write(f"{sha256_of([body])}\n{body}")
        os.replace(new, file)
    except OSError:
        with suppress(OSError):
            os.remove(new)
        return
    _forget_the_oldest(os.path.dirname(file))


def _forget_the_oldest(folder: str) -> None:
    with suppress(OSError):
        kept = [os.path.join(folder, n) for n in os.listdir(folder) if n.startswith("plan-") and ".json" in n]
        for file in sorted(kept, key=os.path.getmtime, reverse=True)[MOST_FILES:]:
            with suppress(OSError):
                os.remove(file)
