"""The headings of a population: which fact, year and unit each column is.

Beside the headings of workbooks (``2021年营业收入（万元）``) a population may
state integers of the smallest unit, which are read as they are: money in
（分）, ratios and points in （亿分之一）, numbers in （百万分之一）. A column of
truth values headed ``<heading without unit> 无`` says whose fact is 无; in a
table of records the column ``无`` marks an enterprise without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from ...language.diagnostic import Findings
from ...language.fact import Fact
from ...language.quantities import MONEY
from ..labels import known_labels
from ..tables.columns import unknown
from ..tables.grid import Cell, Grid
from ..tables.headings import Heading, Headings, is_note
from ..words import NONE_WORD, shown
from .slice import NONE_MARK, Key, scale_of

#: The units of integers that are columns of a slice as they stand, by type of fact.
SMALLEST = {"money": "分", "ratio": "亿分之一", "points": "亿分之一", "number": "百万分之一"}
#: What one of them is in the unit that cells are written in.
WRITTEN_IN = {"money": (Fraction(1, 100), "元"), "ratio": (Fraction(1, 10**6), "%"), "points": (Fraction(1, 10**6), "百分点"), "number": (Fraction(1, 10**6), "")}

_EXACT = re.compile(r"(?:((?:19|20)[0-9]{2})年)?(.+?)(?:（([^（）]*)）)?")


class Column(NamedTuple):
    """``at``: its place among the headings, from 0. ``unit``: of the heading, or ''. ``none_at``: the column that says whose fact is 无."""

    at: int
    heading: str
    key: Key
    fact: Fact
    unit: str = ""
    none_at: int | None = None

    @property
    def factor(self) -> int | None:
        """By what a bare number is multiplied to stand in a slice; None where a bare number says too little."""
        scale, unit, fact = scale_of(self.fact), self.unit.replace("％", "%"), self.fact
        if unit == SMALLEST.get(fact.type):
            return 1
        match fact.type:
            case "money":
                return MONEY.get(unit)
            case "ratio":
                return {"%": scale // 100, "‰": scale // 1000}.get(unit)
            case "points":
                return scale // 100 if unit else None
            case "count" | "number":
                return scale * {"万": 10**4, "亿": 10**8}.get(unit.removesuffix(fact.unit) if fact.unit else unit, 1)
            case "year":
                return 1
        return None


class Table(NamedTuple):
    """What the headings of one table say. ``columns``: key → column; ``none_at``: the column ``无`` of a table of records."""

    columns: dict[Key, Column]
    unread: tuple[str, ...]
    none_at: int | None = None


def read_headings(
    headings: Sequence[str], facts: Iterable[Fact], grid: Grid, row: int, findings: Findings, *, of_records: str = "", aside: Iterable[Fact] = ()
) -> Table:
    """The columns under ``headings``, which stand in ``row``; errors are about columns that would be lost, warnings about those nobody knows.

    ``of_records``: the records fact of a table of records, which may have the
    column ``无``. ``aside``: facts that may have a column, which is not read.
    """
    facts = list(facts)
    read, known = Headings(facts), known_labels(facts)
    others = Headings(aside)
    found: dict[Key, Column] = {}
    unread: list[str] = []
    none_at: int | None = None
    companions: dict[str, int] = {}
    for at, text in enumerate(headings):
        cell = Cell(row, at + 1, text)
        heading = _exact(text, known) or read.of(text)
        if of_records and text.strip() == NONE_WORD:
            none_at = at
        elif heading is None and text.endswith(NONE_MARK):
            companions[text] = at
        elif heading is None:
            if text.strip() and not is_note(text) and others.of(text) is None:
                unread.append(text)
                _unknown(cell, grid, read, findings)
        else:
            _take(Column(at, text, (heading.fact.name, heading.year), heading.fact, heading.unit), heading, cell, grid, found, findings)
    for text, at in companions.items():
        _companion(text, at, found, Cell(row, at + 1, text), grid, known, read, findings)
    return Table(found, tuple(unread), none_at)


def _exact(text: str, known: dict[str, Fact]) -> Heading | None:
    """A heading as populations are written; also for names that have brackets of their own."""
    found = _EXACT.fullmatch(text.strip())
    if found is None:
        return None
    year, name, unit = found.groups(default="")
    fact = known.get(name)
    if fact is None or unit not in ("", SMALLEST.get(fact.type, "")):
        return None
    return Heading(fact, int(year) if year else None, unit)


def _unknown(cell: Cell, grid: Grid, headings: Headings, findings: Findings) -> None:
    own = Findings()
    unknown(cell, grid, headings, own)
    for finding in own.items:
        findings.warning(finding.code, finding.where, f"{finding.message.removesuffix('。')}，这一栏没有采用。", finding.hint)


def _take(column: Column, heading: Heading, cell: Cell, grid: Grid, found: dict[Key, Column], findings: Findings) -> None:
    fact, where = column.fact, grid.where(cell)
    if heading.strange == SMALLEST.get(fact.type):
        column = column._replace(unit=heading.strange)
    elif heading.strange:
        unit = f"（{'万元' if fact.type == 'money' else '%'}）" if fact.type in ("money", "ratio") else ""
        return findings.error("F779", where, f"“{shown(column.heading)}”括号里的“{shown(heading.strange)}”不知道是什么意思。", f"括号里只写单位，写作“{fact.name}{unit}”；这一栏用不着就删去。")
    if fact.per_year and not heading.year:
        return findings.error("F715", where, f"“{shown(column.heading)}”没有写是哪一年的。", f"表头写作“2021年{fact.name}”，一年一栏；这一栏用不着就删去。")
    if heading.year and not fact.per_year:
        return findings.error("F716", where, f"“{fact.name}”不分年度，表头却写了 {heading.year} 年。", f"表头只写“{fact.name}”；这一栏用不着就删去。")
    first = found.get(column.key)
    if first is not None:
        place = grid.place(cell.row, first.at + 1).inside
        return findings.error("F712", where, f"“{shown(column.heading)}”写了两栏：{place} 和 {where.inside}。", "只留一栏；另一栏删去，或换一个表头。")
    found[column.key] = column


def _companion(text: str, at: int, found: dict[Key, Column], cell: Cell, grid: Grid, known: dict[str, Fact], headings: Headings, findings: Findings) -> None:
    """The column that says whose fact is 无, put to the column of the fact."""
    heading = _exact(text.removesuffix(NONE_MARK), known) or headings.of(text.removesuffix(NONE_MARK))
    column = found.get((heading.fact.name, heading.year)) if heading and heading.fact else None
    if column is None:
        return findings.error("F818", grid.where(cell), f"“{shown(text)}”这一栏说明哪些企业写“无”，表里却没有它说的那一栏。", f"加上“{shown(text.removesuffix(NONE_MARK))}”这一栏，或删去这一栏。")
    if column.fact.none is None and column.fact.type != "records":
        return findings.error("F731", grid.where(cell), f"“{column.fact.name}”不能写“无”，表里却有“{shown(text)}”这一栏。", "删去这一栏。")
    found[column.key] = column._replace(none_at=at)


def heading_of(key: Key, unit: str = "") -> str:
    """The heading under which a fact is written."""
    name, year = key
    return (f"{year}年" if year is not None else "") + name + (f"（{unit}）" if unit else "")


def none_heading(key: Key) -> str:
    """The heading of the column that says whose fact is 无."""
    return heading_of(key) + NONE_MARK


def safe_name(fact: str) -> str:
    """The name of a fact as files and sheets may be called."""
    return "".join(c for c in fact if c not in "[]:*?/\\'")
