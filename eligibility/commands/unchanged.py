"""What ``validate`` says of rules, kept until anything that it depends on changes.

The name under which an answer is kept is a hash of the content of all rule
files, cases too, of those asked for and of the rules around them; of their
names as this user would type them; of the program's sources, the schemas and
the version. Nothing is kept of files that cannot be read. On a hit nothing of
the compiler is imported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .. import __version__, resources
from ..language.diagnostic import Diagnostic, Findings, Where
from ..language.digest import sha256_of
from ..language.rule_files import rule_files, shown_name
from ..plan import kept
from .exits import CouldNotRun
from .loading import rules_roots

_FORMAT = "eligibility-answer/1"
PACKAGES = ("language", "plan", "profiles", "engines/scalar", "combining", "decisions", "pools", "cases", "commands")  # whose sources make findings
_LARGEST = 4 * 1024 * 1024  # bytes of a file that are worth reading to see whether it changed

Contents = dict[str, bytes]


class Answer(NamedTuple):
    """``counts``: what was looked at, and how much is wrong. ``sources``: texts of the files that findings stand in."""

    findings: list[Diagnostic]
    counts: dict[str, int]
    apart: bool
    sources: dict[str, str]


def answer_for(paths: Sequence[str], rules: Sequence[str], validate: Callable[[], Answer]) -> Answer:
    """What ``validate`` says of ``paths`` with ``rules``; it is called only where that is not known."""
    key, contents = _looked_at(paths, rules)
    file = kept.place("findings", key) if key else None
    answer = _read(file, contents) if file else None
    if answer is None:
        answer = validate()
        # Only what was hashed may be kept under the hash: a file saved meanwhile makes no entry.
        if file and _looked_at(paths, rules)[0] == key:
            kept.keep(file, _to_json(answer))
    return answer


# ------------------------------------------------------------------------- the key


def _looked_at(paths: Sequence[str], rules: Sequence[str]) -> tuple[str | None, Contents]:
    """The name of the answer, None where there can be none, and the rule files by their shown names."""
    here = os.getcwd()
    parts: list[str | bytes] = [_FORMAT, __version__, "alone or with the shipped rules" if not rules else "with chosen rules"]
    everything: Contents = {}
    try:
        roots, shipped = rules_roots(rules), resources.rules_dir()
        for group in (paths, roots, [] if shipped in roots else [shipped]):  # names may be looked for in those, too
            contents = _contents(group, here)
            everything |= contents
            names = [shown_name(path, here) for path in group]
            parts += [str(len(names)), *names, str(len(contents)), *(part for pair in contents.items() for part in pair)]
        folders = [kept.PACKAGE, *(os.path.join(kept.PACKAGE, name) for name in PACKAGES)]
        parts.append(kept.sources_sha256([*folders, resources.schemas_dir()], (".py", ".lark", ".json")))
    except (OSError, ValueError, CouldNotRun):
        return None, {}
    return sha256_of(parts), everything


def _contents(paths: Sequence[str], here: str) -> Contents:
    """The rule files at or below ``paths``; OSError where anything is in the way of reading them."""
    findings, contents = Findings(), {}
    for path, name in rule_files(paths, here, findings):
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST:
            raise OSError(path)
        with open(path, "rb") as file:
            contents[name] = file.read()
    if findings.items:
        raise OSError(findings.items[0].message)
    return contents


# -------------------------------------------------------------------------- the text


def _to_json(answer: Answer) -> str:
    findings = [[d.code, d.message, list(d.where), d.hint, d.severity] for d in answer.findings]
    return json.dumps({"findings": findings, "counts": answer.counts, "apart": answer.apart}, ensure_ascii=False)


def _read(file: str, contents: Contents) -> Answer | None:
    """The answer in ``file``; None where there is none or it is not as it was written."""
    text = kept.recall(file)
    try:
        found = None if text is None else json.loads(text)
        if found is None:
            return None
        findings = [Diagnostic(code, message, Where(*where), hint, severity) for code, message, where, hint, severity in found["findings"]]
        files = {d.where.file for d in findings} & contents.keys()
        return Answer(findings, found["counts"], found["apart"], {name: contents[name].decode("utf-8-sig", "replace") for name in files})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
