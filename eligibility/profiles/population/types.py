"""Whole columns of the wrong type: found before any row is read, and refused once rather than in every row."""

from __future__ import annotations

import polars as pl

from ...language.diagnostic import Findings
from ..words import NONE_WORD, shown
from .cells import read_cell
from .columns import SMALLEST, WRITTEN_IN, Column, Table
from .source import Source

#: How many cells of a column are looked at, and how many of them must be unreadable.
_SAMPLE, _ENOUGH = 200, 3
_WORDS = {
    "money": "金额", "count": "整数", "number": "数", "ratio": "百分数", "points": "百分点", "date": "日期", "year": "年份", "yes_no": "是或否",
    "choice": "选项", "text": "文字", "code": "编号", "records": "无或空白",
}  # fmt: skip
_REMEDIES = {
    "date": "导出成日期（date），或写成 2021-11-12 的文字", "yes_no": "导出成真假值（boolean），或写成 是、否 的文字", "choice": "导出成文字，写选项的名称",
    "text": "导出成文字（string）", "code": "导出成文字（string）：前面的 0 不能丢", "records": "只在没有的企业写 无，其余留空；各条放进记录的表",
}  # fmt: skip


def check_types(source: Source, table: Table, findings: Findings, *, sample: bool = False, of_records: bool = False) -> None:
    """Report the columns of ``table`` that hold something else than their facts.

    Without ``sample`` by the types that the file declares; with it columns of
    text, by whether any of the first cells can be read.
    """
    dtypes = source.dtypes()
    if sample:
        texts = [c for c in table.columns.values() if dtypes[c.at] == pl.String and c.fact.type != "records" and c.fact.role is None]
        raw = source.read(0, 2000, [c.at for c in texts]) if texts else None
        for column in texts if raw is not None else ():
            cells = raw.cells[str(column.at)]
            if of_records:  # in any of its columns 无 may say that there are none
                cells = cells.set((cells.str.strip_chars() == NONE_WORD).fill_null(False), None)
            _sampled(column, cells, raw.rows, source, findings)
        return
    for column in table.columns.values():
        where = source.grid.place(source.top, column.at + 1)
        cause = _fault(column, dtypes[column.at])
        if cause:
            code, cause, hint = cause
            findings.error(code, where, f"“{shown(column.heading)}”这一栏{cause}。", f"{hint}。")
        if column.none_at is not None and dtypes[column.none_at] not in (pl.Boolean, pl.Null):
            place = source.grid.place(source.top, column.none_at + 1)
            findings.error("F818", place, f"“{shown(source.headings[column.none_at])}”这一栏要说哪些企业是“无”，类型却不是真假值（boolean）。", "导出成真假值；或删去这一栏，在文字的栏里直接写 无。")


def _fault(column: Column, dtype: pl.DataType) -> tuple[str, str, str] | None:
    kind = column.fact.type
    if dtype in (pl.String, pl.Null) or kind == "choice" and isinstance(dtype, (pl.Enum, pl.Categorical)):
        return None
    if isinstance(dtype, (pl.Enum, pl.Categorical)) and kind in ("text", "code"):
        return None
    numeric = dtype.is_integer() or dtype.is_float() or dtype.is_decimal()
    if kind in WRITTEN_IN or kind in ("count", "year"):
        if not numeric:
            return _wrong(column, dtype)
        if column.factor is None:
            units = {"money": "（元）、（万元），整数的分写（分）", "ratio": "（%），整数写（亿分之一）", "points": "（百分点），整数写（亿分之一）"}[kind]
            return "F744" if kind == "money" else "F746", "都是数，表头没有写单位", f"表头写明单位：{units}"
        if column.unit == SMALLEST.get(kind) and not dtype.is_integer():
            return _wrong(column, dtype)
        return None
    fits = {"yes_no": dtype == pl.Boolean, "date": dtype == pl.Date or isinstance(dtype, pl.Datetime) and dtype.time_zone is None}
    return None if fits.get(kind) else _wrong(column, dtype)


def _wrong(column: Column, dtype: pl.DataType) -> tuple[str, str, str]:
    kind = column.fact.type
    unit = f"，表头（{column.unit}）下面只能是整数" if column.unit and column.unit == SMALLEST.get(kind) else ""
    remedy = _REMEDIES.get(kind, "导出成整数（int64）或小数（decimal），单位写在表头")
    return "F807", f"应当是{_WORDS[kind]}{unit}，整栏的类型却是 {_name(dtype)}", remedy


def _name(dtype: pl.DataType) -> str:
    return str(dtype.base_type() if dtype.is_nested() else dtype).lower()


def _sampled(column: Column, raw: pl.Series, rows: pl.Series, source: Source, findings: Findings) -> None:
    """Refuse a column of which no cell can be read."""
    filled = raw.is_not_null().arg_true().head(_SAMPLE)
    first: tuple[int, str] | None = None
    wrong = 0
    for cell, row in zip(raw.gather(filled), rows.gather(filled)):
        value, fault, _ = read_cell(column, cell, row, source.grid)
        if value is not None:
            return
        if fault:
            wrong += 1
            first = first or (row, fault)
    if wrong >= _ENOUGH and first is not None:
        row, fault = first
        where = source.grid.place(row, column.at + 1)
        findings.error("F808", where, f"“{shown(column.heading)}”应当是{_WORDS[column.fact.type]}，前 {wrong} 格却一格也读不出；第一格：{fault}", "照第一格的提示改整栏；表头写错的改表头，用不着的删去这一栏。")
