"""A table file to one tree for each enterprise in it."""

from __future__ import annotations

import os
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from ...language.diagnostic import Findings, Where
from ...language.fact import Fact
from ...language.tree import Mapping
from ..files import read_bytes
from ..ledger import LABEL as PAID
from ..words import shown
from .enterprises import MAX_ENTERPRISES, Enterprise, gather
from .grid import Grid
from .headings import Heading, Headings, squeezed
from .columns import Column
from .layout import read_sheet
from .lists import Listed, read_list

MAX_BYTES = 8 * 1024 * 1024
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DELIMITED = (".csv", ".tsv", ".tab")

#: Sheets with such names say how to fill in the others.
_ASIDE = ("说明", "目录", "封面", "选项", "字典", "示例", "样例")


@dataclass(slots=True)
class Tables:
    """``enterprises``: each one's tree, and what was found in its cells."""

    grids: dict[str, Grid] = field(default_factory=dict)
    enterprises: list[tuple[Mapping, Findings]] = field(default_factory=list)

    def text_at(self, where: Where) -> str:
        """The text of a cell that a finding is about."""
        grid = self.grids.get(where.cell.rpartition("!")[0])
        cell = grid.at(where.line, where.col) if grid else None
        return cell.text if cell else ""


def read_tables(path: str | os.PathLike[str], vocabulary: Dict[str, Fact], findings: Findings) -> Tables:
    """The enterprises of an xlsx, xlsm, xls, ods, csv or tsv file; none where it cannot be read, with the reason in ``findings``."""
    file = os.fsencode(path).decode("utf-8", "replace")
    tables = Tables()
    source = read_bytes(path, file, findings, MAX_BYTES)
    grids = _grids(source, file, findings) if source is not None else None
    if grids is None:
        return tables
    tables.grids = {grid.sheet: grid for grid in grids}
    if not any(grid.rows for grid in grids):
        findings.error("F766", Where(file), "表格里没有任何内容。", "填好再检查；填写内容的工作表不要隐藏。")
        return tables
    sheets, lists = _read(grids, vocabulary, findings)
    if not sheets and not lists:
        known = "、".join(sorted(vocabulary, key=lambda name: vocabulary[name].role is None)[:3])
        findings.error("F767", Where(file), "表格里找不到指标的名称。", f"第一列（或第一行）写指标的名称，例如 {known}；名称用 eligibility facts 查。")
        return tables
    name = next((fact for fact in vocabulary.values() if fact.role == "name"), None)
    found = gather(sheets, lists, Heading(name) if name else None, findings)
    if len(found) > MAX_ENTERPRISES:
        findings.error("F768", Where(file), f"文件里有 {len(found)} 家企业，一个文件至多 {MAX_ENTERPRISES} 家。", "分成几个文件。")
        return tables
    filled = [enterprise for enterprise in found if enterprise.stated or enterprise.lists]
    if not filled and not findings.items:
        filled = [Enterprise(None, None, file)]  # a form that nobody has filled in yet is a profile of blanks
    tables.enterprises = [(enterprise.tree(grids[0]), enterprise.findings) for enterprise in filled]
    return tables


def _grids(source: bytes, file: str, findings: Findings) -> list[Grid] | None:
    if len(source) > MAX_BYTES:
        return findings.error("F760", Where(file), f"文件超过 {MAX_BYTES >> 20} MB。", "一个文件只放一家或几家企业；删去图片和用不到的工作表。")
    from .workbook import is_workbook, read_workbook

    if file.lower().endswith(DELIMITED):
        if is_workbook(source):
            return findings.error("F763", Where(file), "扩展名是 CSV，内容却是 Excel 工作簿。", "把扩展名改成 .xlsx（或 .xls）。")
        from .delimited import read_delimited

        grid = read_delimited(source, file, findings)
        return None if grid is None else [grid]
    return read_workbook(source, file, findings)


def _read(grids: list[Grid], vocabulary: Dict[str, Fact], findings: Findings) -> tuple[list[list[Column]], list[Listed]]:
    headings = Headings(vocabulary.values(), paid=True)
    owners = [fact for fact in vocabulary.values() if fact.role in ("name", "code")]
    sheets: list[list[Column]] = []
    lists: list[Listed] = []
    for grid in grids:
        _hidden(grid, findings)
        named = headings.of(grid.sheet) if grid.sheet else None
        if named is not None and (named.fact is None or named.fact.type == "records"):
            lists.append(read_list(grid, named.fact, owners, findings))
        elif grid.rows and not _aside(grid.sheet):
            columns = read_sheet(grid, headings, findings)
            if columns is not None:
                sheets.append(columns)
            elif len(grids) > 1:
                _unused(grid, vocabulary, findings)
    return sheets, lists


def _hidden(grid: Grid, findings: Findings) -> None:
    """What is hidden or filtered away counts like the rest; whoever fills in a form may not know that it is there."""
    if grid.hidden is not None and not _aside(grid.sheet):
        findings.warning("F790", grid.place(*grid.hidden), "从这一格起有隐藏（或筛选掉）的内容，照样采用。", "取消隐藏和筛选，核对；不要的删去。")


def _aside(sheet: str) -> bool:
    return any(word in squeezed(sheet) for word in _ASIDE)


def _unused(grid: Grid, vocabulary: Dict[str, Fact], findings: Findings) -> None:
    near = Headings([f for f in vocabulary.values() if f.type == "records"]).near(grid.sheet)
    hint = f"您是不是想写“{near}”？" if near else f"记录用的工作表以指标命名，例如“{PAID}”；只是说明的，名称里写“说明”。"
    say = findings.error if near else findings.warning  # with such a name it is a list that was meant to count
    say("F782", grid.whole, f"工作表“{shown(grid.sheet)}”里没有认得的名称，没有采用。", hint)
