"""A sheet named as a records fact (or 已兑现): a row of columns, then one row for each record, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ...language.diagnostic import Findings
from ...language.fact import Fact
from ...language.tree import Mapping, Node, Scalar, Sequence
from ..ledger import FIELDS
from ..ledger import LABEL as PAID
from ..words import NONE_WORD, or_list, shown
from .grid import NUMBER, TEXT, Cell, Grid
from .headings import Heading, Headings, is_footnote, is_note, is_total
from .columns import SheetUnit, take_sheet_unit
from .stated import scalar_of

_SUMMED = ("money", "count", "number")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class Row(NamedTuple):
    """``owners``: role (name or code) → the cell that says whose row it is. ``cells``: each with its column."""

    owners: dict[str, Cell]
    cells: list[tuple[Heading, Cell]]

    @property
    def none(self) -> bool:
        return len(self.cells) == 1 and self.cells[0][1].text == NONE_WORD


@dataclass(slots=True)
class Listed:
    """The rows of one sheet. ``fact`` None: 已兑现. ``broken``: nobody can tell what the sheet says."""

    grid: Grid
    fact: Fact | None
    unit: SheetUnit = SheetUnit()
    rows: list[Row] = field(default_factory=list)
    broken: bool = False
    owned: bool = False  # has a column that says whose each row is

    @property
    def name(self) -> str:
        return PAID if self.fact is None else self.fact.name

    def node(self, rows: list[Row], findings: Findings) -> Node | None:
        """``rows`` as a list of rows, or 无; None where the two are mixed."""
        none = next((row.cells[0][1] for row in rows if row.none), None)
        if none is not None and len(rows) > 1:
            return findings.error("F721", self.grid.where(none), f"“{self.name}”既写了 无，又有别的行，没有采用。", "有记录就删去写 无 的这一行。")
        if none is not None:
            return Scalar(NONE_WORD, self.grid.where(none))
        return Sequence([self._mapping(row, findings) for row in rows], self.grid.whole)

    def _mapping(self, row: Row, findings: Findings) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        for heading, cell in row.cells:
            unit = heading.unit or self.unit.of(heading.fact, cell.row)
            entries.append((Scalar(heading.name, self.grid.where(cell)), scalar_of(cell, self.grid, heading.fact, unit, findings)))
        first = row.cells[0][1]
        return Mapping(entries, self.grid.where(first))


def read_list(grid: Grid, fact: Fact | None, owner_facts: list[Fact], findings: Findings) -> Listed:
    """The rows of a sheet named as ``fact``. ``owner_facts``: those by which enterprises are told apart."""
    listed = Listed(grid, fact, take_sheet_unit(grid, findings))
    if not grid.rows:
        return listed
    columns = list(fact.columns.values()) if fact else FIELDS
    headings, owners = Headings(columns), Headings(owner_facts)
    counts = {number: sum(bool(c.kind == "text" and headings.of(c.text)) for c in row.values()) for number, row in grid.rows.items()}
    top = max(counts, key=lambda number: (counts[number], -number))
    if not counts[top]:
        return _without_header(listed, columns, findings)
    _check_header(listed, top, headings, owners, findings)
    for number in sorted(grid.rows):
        if number > top:
            _row(listed, grid.rows[number], grid.rows[top], headings, owners, findings)
    _check_sum(listed, findings)
    return listed


def _check_merged(listed: Listed, cells: list[tuple[Heading, Cell]], findings: Findings) -> None:
    """A number merged over several records belongs to none of them for certain."""
    shared = next(((h, c) for h, c in cells if h.fact is not None and h.fact.type in _SUMMED and listed.grid.reaches_down(c)), None)
    if shared is not None:
        heading, cell = shared
        cause = f"“{heading.name}”的这一格合并了几条记录的格，不知道是哪一条的，整个“{listed.name}”没有采用。"
        findings.error("F786", listed.grid.where(cell), cause, "拆开合并的单元格，每条记录各写一个值。")
        listed.broken = True


def _check_sum(listed: Listed, findings: Findings) -> None:
    """A row of nothing but sums of the rows above is most likely no record, though nothing says so."""
    sums: dict[str, Decimal] = {}
    told_more = 0  # rows above that hold more than numbers
    for number, row in enumerate(listed.rows):
        numbers = {heading.name: _number(cell) if heading.fact and heading.fact.type in _SUMMED else None for heading, cell in row.cells}
        bare = not row.owners and None not in numbers.values()
        doubtful = told_more or number > 1 and row is listed.rows[-1]
        if bare and doubtful and all(_equal(sums.get(name), value) for name, value in numbers.items()):
            where = listed.grid.where(row.cells[0][1])
            findings.error("F789", where, f"这一行像是上面各行的合计，整个“{listed.name}”没有采用。", "是合计就删去这一行；是一条记录就填上别的栏。")
            listed.broken = True
            return
        told_more += not bare
        for name, value in numbers.items():
            if value is not None:
                sums[name] = sums.get(name, Decimal()) + value


def _number(cell: Cell) -> Decimal | None:
    """The number in a cell, also where it is a text; None for anything else."""
    text = cell.text.replace(",", "").rstrip("%")
    return Decimal(text) if cell.kind in (NUMBER, TEXT) and _DECIMAL.fullmatch(text) else None


def _equal(total: Decimal | None, value: Decimal | None) -> bool:
    """Whether a sum made by a spreadsheet, in binary, is this sum."""
    return total is not None and value is not None and abs(total - value) <= abs(total) * Decimal("1e-9")


def _without_header(listed: Listed, columns: list[Fact], findings: Findings) -> Listed:
    """A sheet that says only 无 needs no header."""
    cells = [c for row in listed.grid.rows.values() for c in row.values()]
    if len(cells) == 1 and cells[0].text == NONE_WORD:
        listed.rows.append(Row({}, [(Heading(listed.fact), cells[0])]))
        return listed
    names = or_list(c.name for c in columns)
    findings.error("F767", listed.grid.whole, f"工作表“{shown(listed.grid.sheet)}”里没有“{listed.name}”的栏目。", f"第一行写栏目：{names}；一条也没有就在 A1 写 无。")
    listed.broken = True
    return listed


def _check_header(listed: Listed, top: int, headings: Headings, owners: Headings, findings: Findings) -> None:
    """Report columns that nobody knows, and values beside all columns."""
    header = listed.grid.rows[top]
    reported: set[int] = set()
    for number, row in sorted(listed.grid.rows.items()):
        for cell in row.values():
            if number > top and cell.col not in header and cell.col not in reported:
                reported.add(cell.col)
                findings.error("F786", listed.grid.where(cell), "这一格上面没有栏目的名称，没有采用；这一列以下也一样。", "在表头写上栏目的名称，或清空这一列。")
    for cell in header.values():
        heading = headings.of(cell.text)
        if heading is not None and (heading.strange or heading.year):
            reason = heading.strange or f"{heading.year}年"
            findings.error("F779", listed.grid.where(cell), f"栏目“{shown(cell.text)}”里的“{shown(reason)}”不知道是什么意思，整个“{listed.name}”没有采用。", _plain(heading))
            listed.broken = True
        elif heading is not None and heading.unit and listed.unit.row > top and listed.unit.word != heading.unit:
            cause = f"“{listed.name}”的金额单位两处不一致：栏目写“{heading.unit}”，第 {listed.unit.row} 行写“{listed.unit.word}”，整个“{listed.name}”没有采用。"
            findings.error("F774", listed.grid.where(cell), cause, "只留一处单位，各行用同一个单位。")
            listed.broken = True
        elif heading is None and owners.of(cell.text):
            listed.owned = True
        elif heading is None and not is_note(cell.text):
            near = headings.near(cell.text)
            hint = f"您是不是想写“{near}”？" if near else f"可以写：{or_list(headings.labels.facts)}。"
            findings.error("F713", listed.grid.where(cell), f"“{listed.name}”没有“{shown(cell.text)}”这一栏。", hint)


def _plain(heading: Heading) -> str:
    unit = "（万元）" if heading.fact is not None and heading.fact.type == "money" else ""
    return f"表头写作“{heading.name}{unit}”，括号里只写单位。"


def _row(listed: Listed, row: dict[int, Cell], header: dict[int, Cell], headings: Headings, owners: Headings, findings: Findings) -> None:
    if len(row) == 1 and is_footnote(row[min(row)].text):
        return None
    if any(is_total(c.text) for c in row.values()):
        return findings.warning("F789", listed.grid.where(row[min(row)]), "这是合计行，没有采用。", "删去合计行。")
    mine: dict[str, Cell] = {}
    cells: list[tuple[Heading, Cell]] = []
    for col in sorted(row):
        label = header.get(col)
        heading = headings.of(label.text) if label else None
        owner = owners.of(label.text) if label and heading is None else None
        if heading is not None:
            cells.append((heading, row[col]))
        elif owner is not None and owner.fact is not None and owner.fact.role:
            mine[owner.fact.role] = row[col]
    if cells and all(cell.kind == TEXT and headings.of(cell.text) == heading for heading, cell in cells):
        findings.error("F785", listed.grid.where(cells[0][1]), f"“{listed.name}”的栏目名称又写了一遍，整个“{listed.name}”没有采用。", "删去重复的表头，各行接着写。")
        listed.broken = True
    elif cells:
        _check_merged(listed, cells, findings)
        listed.rows.append(Row(mine, cells))
    elif mine:
        findings.error("F722", listed.grid.where(next(iter(mine.values()))), f"“{listed.name}”的这一行只写了企业，没有内容，整个“{listed.name}”没有采用。", "删去这一行，或填上各栏；确实没有就在第一栏写 无。")
        listed.broken = True
