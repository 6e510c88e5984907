"""Labels across a row: one row for each enterprise, or one for each of its years."""

from __future__ import annotations

from ...language.diagnostic import Findings
from .grid import Cell, Grid
from .headings import YEARS, Heading, Headings, is_footnote, is_note, is_total, is_unit, squeezed, year_heading, year_of
from .columns import Column, SheetUnit, Stated, label_as_value, unknown

Known = dict[tuple[int, int], Heading]


def read_across(grid: Grid, known: Known, headings: Headings, unit: SheetUnit, findings: Findings) -> list[Column]:
    """One ``Column`` for each row below the row of labels that holds a value."""
    counts: dict[int, int] = {}
    for row, _ in known:
        counts[row] = counts.get(row, 0) + 1
    top = max(counts, key=lambda row: (counts[row], -row))
    below = [number for number in sorted(grid.rows) if number > top]
    heads = {col: heading for (row, col), heading in known.items() if row == top}
    if len(below) > 1 and _years_below(grid, top, below[0], heads):
        below.pop(0)
    units: dict[int, str] = {}
    if below and _is_units(grid, below[0], heads):
        units = {col: squeezed(cell.text) for col, cell in grid.rows[below.pop(0)].items()}
    years = next((c.col for c in grid.rows[top].values() if squeezed(c.text) in YEARS and (top, c.col) not in known), None)
    for row, col in known:
        if row < top:
            cell = grid.rows[row][col]
            findings.error("F783", grid.where(cell), f"“{cell.text}”写在表头的上面，没有采用。", "在表头里加一列写它，或放到另一个工作表里。")
    columns = []
    for number in below:
        column = _row(grid, number, top, known, heads, years, unit, units, findings)
        if column:
            columns.append(column)
    _others(grid, top, below, heads, years, headings, findings)
    return columns


def _years_below(grid: Grid, top: int, number: int, heads: dict[int, Heading]) -> bool:
    """Whether the second row splits headings into years (营业收入 over 2019年 and 2020年); then ``heads`` get them."""
    found: dict[int, Heading] = {}
    for col, cell in grid.rows[number].items():
        year = year_heading(cell.text)
        head = heads.get(max((c for c in grid.rows[top] if c <= col), default=0))
        if year is None or head is None or head.fact is None or not head.fact.per_year or head.year:
            return False
        strange = year[1] if year[1] and not is_unit(year[1], head.fact) else ""
        found[col] = head._replace(year=year[0], unit=year[1] if year[1] and not strange else head.unit, strange=head.strange or strange)
    heads.update(found)
    return True


def _is_units(grid: Grid, number: int, heads: dict[int, Heading]) -> bool:
    """Whether the row below the labels names nothing but units."""
    cells = grid.rows[number].values()
    facts = {col: heading.fact for col, heading in heads.items()}
    found = [bool(facts.get(c.col)) and is_unit(squeezed(c.text), facts[c.col]) for c in cells]
    return bool(found) and all(found)


def _row(
    grid: Grid, number: int, top: int, known: Known, heads: dict[int, Heading], years: int | None, unit: SheetUnit, units: dict[int, str], findings: Findings
) -> Column | None:
    row = grid.rows[number]
    first = row[min(row)]
    if len(row) == 1 and is_footnote(first.text):
        return None
    if any(is_total(c.text) for c in row.values()):
        return findings.warning("F789", grid.where(first), "这是合计行，没有采用。", "删去合计行。")
    year = None
    if years is not None:
        cell = row.get(years)
        year = year_of(cell.text) if cell else None
        if year is None:
            return findings.error("F717", grid.place(number, years), "这一行没有可用的年度，整行没有采用。", "在“年度”一栏写四位年份，例如 2020。")
    column = Column(grid, first, yearly=years is not None)
    for col in sorted(row):
        heading, cell = heads.get(col), row[col]
        if heading is None:
            continue
        if (number, col) in known and cell.kind == "text":
            label_as_value(cell, grid, findings)
            continue
        stated = _stated(grid, heading, grid.at(top, col) or cell, cell, year, unit, units.get(col, ""), findings)
        if stated:
            column.stated.append(stated)
    return column if column.stated else None


def _stated(grid: Grid, heading: Heading, label: Cell, cell: Cell, year: int | None, sheet: SheetUnit, below: str, findings: Findings) -> Stated | None:
    fact = heading.fact
    if below and heading.unit and below != heading.unit:
        return findings.error("F774", grid.where(cell), f"“{heading.name}”的单位两处不一致：{heading.unit} 和 {below}。", "只留一处单位。")
    if fact is not None and fact.role is None and (fact.per_year or year is None) and grid.reaches_down(cell):
        code, whose = ("F787", "几家企业的格，不知道是哪一家的") if year is None else ("F717", "几年的格，不知道是哪一年的")
        return findings.error(code, grid.where(cell), f"“{heading.name}”的这一格合并了{whose}，没有采用。", "拆开合并的单元格，每格各写一个值。")
    unit = heading.unit or below or sheet.of(fact, cell.row)
    if year is not None and (fact is None or not fact.per_year):
        year = None
    return Stated(heading, label, cell, grid, heading.year or year, unit)


def _others(grid: Grid, top: int, below: list[int], heads: dict[int, Heading], years: int | None, headings: Headings, findings: Findings) -> None:
    """Report headings that nobody knows, and values without heading."""
    reported: set[int] = set()
    for number in below:
        for cell in grid.rows[number].values():
            if cell.col in heads or cell.col in reported or cell.col == years or is_footnote(cell.text):
                continue
            heading = grid.at(top, cell.col)
            reported.add(cell.col)
            if heading is None:
                findings.error("F786", grid.where(cell), "这一格上面没有指标的名称，没有采用；这一列以下也一样。", "在表头写上指标的名称；合并的表头要拆开，每列写全，例如 2020年营业收入。")
            elif not is_note(heading.text):
                unknown(heading, grid, headings, findings)
