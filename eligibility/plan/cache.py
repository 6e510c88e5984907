"""The plan of one or more rules folders, from the cache where nothing that it depends on has changed.

A cached plan is JSON (see ``plan.to_json``) under a checksum, never code and
never pickle. Its name is a hash of everything that went into it: the content
of the rule files, the compiler's own sources, the schemas and the version. So
a changed rule can never be decided by an old plan, and no date of a file
matters (see ``kept``). On a hit nothing of the compiler is imported.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .. import __version__, resources
from ..language.digest import library_sha256, sha256_of
from .kept import PACKAGE as _PACKAGE
from .kept import keep, place, recall, sources_sha256
from .plan import Plan, from_json, to_json

if TYPE_CHECKING:
    from ..language.diagnostic import Findings

_FORMAT = "eligibility-plan/1"
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
    file = place("plan", key)
    plan = _read(file) if file else None
    if plan is None:
        plan = compiled_plan(roots, contents, findings)
        # Only what was hashed may be kept under the hash: a file saved meanwhile makes no entry.
        if plan is not None and file and _key(roots, rule_contents(roots)) == key:
            keep(file, to_json(plan))
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
    folders = [os.path.join(_PACKAGE, folder) for folder in ("language", "plan")]
    return sources_sha256([*folders, resources.schemas_dir()], (".py", ".lark", ".json"))


# ------------------------------------------------------------------------ the plan


def _read(file: str) -> Plan | None:
    """The plan in ``file``; None where there is none or it is not as it was written."""
    body = recall(file)
    try:
        return None if body is None else from_json(body)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
