"""A finding as people read it: its place, the source line with a caret under the character, the cause, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..language.codes import TITLES
from ..language.diagnostic import ERROR, Diagnostic, Where
from ..language.source import source_lines
from .lines import fold
from .speech import say

WIDEST = 100  # columns of a source line shown; longer lines are cut around the caret
LEAD = 30  # columns kept before the caret of a cut line
TAB = 4
_INDENT = "    "
_CUT = "..."
_SEVERITIES = {ERROR: "错误"}


def render(diagnostic: Diagnostic, sources: Mapping[str, str], wide: int | None = None) -> str:
    """Several lines without a final line end.

    ``sources``: file → text, or the place of a cell → its text; where it lacks the place, no line is shown.
    ``wide``: columns of the terminal; without it every sentence stays on its line, for programs that search.
    """
    where = diagnostic.where
    severity, title = say(_SEVERITIES.get(diagnostic.severity, "警告")), say(TITLES.get(diagnostic.code, ""))
    lines = _lines_of(f"{where} {severity} {diagnostic.code} {title}".rstrip(), "", wide)
    source, col = _source(where, sources)
    if source is not None and col:
        widest = WIDEST if wide is None else min(WIDEST, wide - len(_INDENT) - 2 * len(_CUT))
        lines += [_INDENT + part for part in pointed(source, col, where.length, widest)]
    lines += _lines_of(say(diagnostic.message), _INDENT, wide)
    lines += _lines_of(say(f"改法：{diagnostic.hint}"), _INDENT, wide)
    return "\n".join(lines)


def _lines_of(said: str, indent: str, wide: int | None) -> list[str]:
    return [indent + said] if wide is None else fold(said, len(indent), 2, wide)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``3 个错误，1 个警告``, or ``没有发现问题``."""
    found = list(diagnostics)
    errors = sum(d.severity == ERROR for d in found)
    warnings = len(found) - errors
    counts = [f"{errors} 个错误"] * bool(errors) + [f"{warnings} 个警告"] * bool(warnings)
    return say("，".join(counts) or "没有发现问题")


def to_dict(diagnostic: Diagnostic) -> dict:
    """A finding for other programs."""
    where = diagnostic.where
    return {"code": diagnostic.code, "title": say(TITLES.get(diagnostic.code, "")), "severity": diagnostic.severity, "file": where.file,
            "line": where.line, "col": where.col, "message": say(diagnostic.message), "hint": say(diagnostic.hint)}  # fmt: skip


def pointed(line: str, col: int, length: int = 1, widest: int = WIDEST) -> tuple[str, str]:
    """The line as shown and the caret line under its characters ``col`` (from 1) to ``col + length - 1``.

    A line of more than ``widest`` columns is cut around the caret.
    """
    start = min(max(col - 1, 0), len(line))
    end = min(start + max(length, 1), max(len(line), start + 1))
    # Only the neighbourhood is measured, so a line of megabytes costs nothing.
    near = max(0, start - WIDEST)
    cells = [_cell(c) for c in line[near : end + WIDEST][: 3 * WIDEST]]
    start, end, before, after = start - near, end - near, near > 0, near + 3 * WIDEST < len(line)
    widths = [_width(cell) for cell in cells]
    if before or after or sum(widths) > widest:
        first = start
        while first > 0 and sum(widths[first - 1 : start]) <= LEAD:
            first -= 1
        last, used = first, 0
        while last < len(cells) and used + widths[last] <= widest:
            used += widths[last]
            last += 1
        before, after = before or first > 0, after or last < len(cells)
    else:
        first, last = 0, len(cells)
    shown = (_CUT if before else "") + "".join(cells[first:last]) + (_CUT if after else "")
    gap = _width(_CUT if before else "") + sum(widths[first:start])
    caret = max(1, sum(widths[start : min(end, last)]))
    return shown.rstrip(), " " * gap + "^" * caret


def _source(where: Where, sources: Mapping[str, str]) -> tuple[str | None, int]:
    """The line or cell of a place, and the column in it, from 1."""
    if where.cell:
        text = sources.get(str(where))
        return (text.replace("\n", " "), where.start + 1) if text else (None, 0)
    return _line(sources.get(where.file), where.line), where.col


def _line(text: str | None, number: int) -> str | None:
    if text is None or number < 1:
        return None
    lines = _lines(text)
    return lines[number - 1] if number <= len(lines) else None


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    return source_lines(text)


def _cell(c: str) -> str:
    """One character as it can be shown on any terminal."""
    if c == "\t":
        return " " * TAB
    return c if c.isprintable() or c == "\u3000" else "\ufffd" if ord(c) > 31 else "·"


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(c)) for c in text)
