"""What one sheet states of one enterprise, and what is wrong with a cell's part in that."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ...language.diagnostic import Findings
from ...language.fact import Fact
from ..words import shown
from .grid import Cell, Grid
from .headings import RELATIVE, Heading, Headings, sheet_unit, squeezed

_BRACKETED = re.compile("[(（].*[)）]")


class Stated(NamedTuple):
    """One value of one enterprise: what its heading says, its cell, and year and unit from wherever they are written."""

    heading: Heading
    label: Cell
    cell: Cell
    grid: Grid
    year: int | None
    unit: str


@dataclass(slots=True)
class Column:
    """What one enterprise states in one sheet; ``first``: the cell at which its column or row begins."""

    grid: Grid
    first: Cell
    stated: list[Stated] = field(default_factory=list)
    yearly: bool = False  # several rows or columns of one enterprise, one for each year
    title: Cell | None = None  # a heading that may name the enterprise


class SheetUnit(NamedTuple):
    """The unit of money that a line such as ``单位：万元`` gives to all below it; ``word`` is empty where there is no such line."""

    word: str = ""
    row: int = 0

    def of(self, fact: Fact | None, row: int) -> str:
        """The unit of a value of ``fact`` in ``row``; what stands above the line may be in another."""
        return self.word if fact is not None and fact.type == "money" and row >= self.row else ""


def take_sheet_unit(grid: Grid, findings: Findings) -> SheetUnit:
    """What a line such as ``单位：万元`` says; it is taken out."""
    found: list[tuple[Cell, str]] = []
    for row in list(grid.rows.values()):
        for cell in list(row.values()):
            unit = sheet_unit(cell.text)
            if unit:
                found.append((cell, unit))
                grid.take(cell)
    if len({unit for _, unit in found}) > 1:
        findings.error("F774", grid.where(found[1][0]), f"这个表写了两种金额单位：{found[0][1]} 和 {found[1][1]}，都没有采用。", "只留一处，或把单位写在各自的表头里。")
        return SheetUnit()
    return SheetUnit(found[0][1], found[0][0].row) if found else SheetUnit()


def unknown(cell: Cell, grid: Grid, headings: Headings, findings: Findings) -> None:
    """Report a label with values that names no fact."""
    word = squeezed(cell.text)
    known = headings.labels.ending(_BRACKETED.sub("", word)) if word.startswith(tuple(RELATIVE)) else None
    if known:
        return findings.error("F714", grid.where(cell), f"“{shown(cell.text)}”没有写明是哪一年。", f"写明年份，例如 2020年{known}。")
    near = headings.near(cell.text)
    hint = f"您是不是想写“{near}”？不是的话，用 eligibility facts 词 查指标。" if near else "用 eligibility facts 词 查指标，换成里面的名称；只是说明的，表头写“备注”或“说明”。"
    findings.error("F711", grid.where(cell), f"不认识的指标“{shown(cell.text)}”。", hint)


def label_as_value(cell: Cell, grid: Grid, findings: Findings) -> None:
    """Report a cell that should be a value and is the name of a fact."""
    findings.error("F785", grid.where(cell), f"这里应当是值，写的却是指标的名称“{cell.text}”，没有采用。", "每个指标一行（或一列），不要把几个表叠在一起；另一个表放到另一个工作表里。")
