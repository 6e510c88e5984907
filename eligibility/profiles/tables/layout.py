"""A sheet's shape: labels down a column or across a row."""

from __future__ import annotations

from ...language.diagnostic import Findings
from .across import read_across
from .columns import Column, take_sheet_unit
from .down import read_down
from .grid import Grid
from .headings import Heading, Headings


def read_sheet(grid: Grid, headings: Headings, findings: Findings) -> list[Column] | None:
    """The enterprises of a sheet; None where it holds no label that is known."""
    unit = take_sheet_unit(grid, findings)
    for cell in [c for row in grid.rows.values() for c in row.values() if c.kind == "text"]:
        together = headings.with_value(cell.text)
        if together is not None:
            findings.error("F788", grid.where(cell), f"“{together.name}”和它的值写在一格里，没有采用。", "分成两格：名称一格，值在右边一格。")
    known = {(c.row, c.col): h for row in grid.rows.values() for c in row.values() if c.kind == "text" and (h := headings.of(c.text))}
    if not known:
        return None
    return (read_across if _across(grid, known) else read_down)(grid, known, headings, unit, findings)


def _across(grid: Grid, known: dict[tuple[int, int], Heading]) -> bool:
    """Whether values stand below their labels rather than to the right: where more labels have a value."""
    beside = below = 0
    columns: dict[int, int] = {}
    rows: dict[int, int] = {}
    for row, col in known:
        right = next((c for c in sorted(grid.rows[row]) if c > col), 0)
        beside += bool(right) and (row, right) not in known
        below += grid.at(row + 1, col) is not None and (row + 1, col) not in known
        columns[col], rows[row] = columns.get(col, 0) + 1, rows.get(row, 0) + 1
    if beside != below:
        return below > beside
    return max(rows.values()) > max(columns.values())
