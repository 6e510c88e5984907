"""Write what came out into a cases file: only the result texts of failing expectations, all else byte for byte."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ..language.diagnostic import Findings
from ..language.replacing import replace_file
from ..language.tree import Scalar
from .run import CaseResult

_LINE_END = re.compile(r"\r\n|\r|\n")  # as the YAML reader counts lines
_SAFE = re.compile(r"[^\s,\[\]{}:#&*!|>'\"%@`?]([^,\[\]{}:#'\"\\\n\r]*[^\s,\[\]{}:#'\"\\])?")  # plain also between braces


class Change(NamedTuple):
    """A result text and what it becomes."""

    scalar: Scalar
    text: str


def changes_of(results: Iterable[CaseResult]) -> list[Change]:
    """What would make failing results pass; ``needs`` and ``because`` are left to people."""
    return [Change(c.result, c.got) for r in results for c in r.checked if not c.matches]


def update(changes: list[Change], sources: dict[str, str], findings: Findings) -> list[Change]:
    """Rewrite the files of ``changes``, each at once or not at all; return the changes made.

    ``sources``: file → the text that was run. A file that is another by now,
    or a place that cannot be rewritten, goes to ``findings``. Raises OSError
    where a file cannot be written.
    """
    by_file: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_file[change.scalar.where.file].append(change)
    made: list[Change] = []
    for file, its in by_file.items():
        with open(file, "rb") as opened:
            text = opened.read().decode("utf-8")
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix(mark)
        if text != sources.get(file):
            for change in its:
                _refuse(change, "文件在运行期间被改动了", "重新运行一次 eligibility test --update", findings)
            continue
        written = [c for c in its if _fits(c, text, findings)]
        if written:
            replace_file(file, (mark + _rewritten(text, written)).encode("utf-8"))
        made += written
    return made


def _fits(change: Change, text: str, findings: Findings) -> bool:
    """Whether the old text stands where it was read, and the new one may."""
    if text[_start(change.scalar, text) :].startswith(change.scalar.text) and change.scalar.style not in ("|", ">"):
        if _SAFE.fullmatch(change.text):
            return True
        _refuse(change, f"新的结果“{change.text}”不能直接写进 YAML", "请手工改写，必要时加引号", findings)
    else:
        _refuse(change, "这一处的写法不能自动改写", "请手工改写：把结果写在一行里，不用转义", findings)
    return False


def _refuse(change: Change, why: str, remedy: str, findings: Findings) -> None:
    findings.error("C811", change.scalar.where, f"{why}，没有改写。", f"{remedy}。")


def _start(scalar: Scalar, text: str) -> int:
    """Index of the scalar's first character in ``text``, after its quote."""
    line = 0
    for number, end in enumerate(_LINE_END.finditer(text), 2):
        if number == scalar.where.line:
            line = end.end()
            break
    return line + scalar.where.col - 1 + (1 if scalar.style in ("'", '"') else 0)


def _rewritten(text: str, changes: list[Change]) -> str:
    for start, change in sorted(((_start(c.scalar, text), c) for c in changes), key=lambda pair: -pair[0]):
        text = text[:start] + change.text + text[start + len(change.scalar.text) :]
    return text
