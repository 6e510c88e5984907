"""Cells read by whole columns mean what the same cell means alone, however it is written."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligibility.profiles.population.cells import read_cell, read_cells
from eligibility.profiles.population.columns import SMALLEST, Column
from eligibility.profiles.population.plain import KIND
from eligibility.profiles.tables.grid import Grid
from eligibility.profiles.tables.headings import is_unit
from eligibility.profiles.values import NONE_VALUE
from tests.profiles.vocabulary import VOCABULARY

GRID = Grid("甲.csv", "")
UNITS = ("", "元", "千元", "万元", "亿元", "分", "%", "％", "‰", "亿分之一", "百万分之一", "人", "万人", "㎡", "万㎡")
FACTS = [f for f in VOCABULARY.values() if f.type != "records"]
#: every fact under every unit that a heading may give it
columns = st.sampled_from([Column(0, f.name, (f.name, None), f, unit) for f in FACTS for unit in UNITS if not unit or unit == SMALLEST.get(f.type) or is_unit(unit, f)])
numbers = st.from_regex(r"-?[0-9]{1,17}(\.[0-9]{1,8})?", fullmatch=True)
texts = st.one_of(
    numbers,
    st.tuples(numbers, st.sampled_from(["元", "万元", "亿元", "%", "人", "㎡", " 元", "万", "分"])).map("".join),
    st.tuples(st.integers(-(10**12), 10**12), st.sampled_from(["", ".5", ".25元", "元", "万元", ",123", "%"])).map(lambda pair: f"{pair[0]:,}{pair[1]}"), numbers.map(lambda text: f"{KIND}number:{text}"), st.dates().map(str), st.dates().map(lambda day: f"{KIND}date:{day}"),
    st.sampled_from(["是", "否", "无", "不详", "-", "NA", "nan", " 5", "5 ", "５", "1,234.5", "1,23", "007", "1e5", "-0", "0.0", "首次认定", "2021-02-30", "2021年2月3日", "44512", "TRUE", f"{KIND}truth:TRUE", f"{KIND}error:#N/A", "虚构甲公司", "甲\u200b公司", "ab-c1", "a bc"]),
    st.text(max_size=8).filter(lambda text: KIND not in text),
)  # fmt: skip


def alone(column: Column, cell: object) -> tuple:
    value, fault, doubts = read_cell(column, cell, 2, GRID)
    return (None, True, fault, ()) if value is NONE_VALUE else (value, False, fault, tuple(d.message for d in doubts))


def together(column: Column, raw: pl.Series) -> list[tuple]:
    read = read_cells(column, raw, pl.repeat(2, len(raw), eager=True, dtype=pl.Int64), GRID)
    told = {d.message for d in read.doubts}
    none = read.none if read.none is not None else [False] * len(raw)
    faults = read.faults if read.faults is not None else [None] * len(raw)
    return [(*cell, told) for cell in zip(read.values, none, faults)]


def agree(column: Column, cells: list, raw: pl.Series) -> None:
    """Value, 无 and reason are the same for each cell; a doubt about any of them is told."""
    for cell, found in zip(cells, together(column, raw), strict=True):
        value, none, fault, doubts = alone(column, cell)
        assert (value, none, fault) == found[:3], (column.fact.name, column.unit, cell)
        assert set(doubts) <= found[3]


@settings(max_examples=300, deadline=None)
@given(column=columns, cells=st.lists(texts, min_size=1, max_size=8))
@example(Column(0, "营业收入", ("营业收入", None), VOCABULARY["营业收入"], "元"), ["9007199254740993.01", "90071992547409.93", "0.005", "999999999999.99"])
def test_texts_read_together_mean_what_they_mean_alone(column, cells):
    """Whatever plain forms are read at once, nothing reads otherwise than through ``profiles.values``."""
    cells = [cell for cell in cells if cell.strip("\x00") == cell]
    agree(column, cells, pl.Series(cells, dtype=pl.String))


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Int32, pl.UInt64, pl.Float64, pl.Decimal(38, 4)])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_numbers_read_together_mean_what_they_mean_alone(dtype, data):
    """Numbers of Parquet mean what the same number in a workbook means, to the last 分 and the last bit."""
    column = data.draw(columns.filter(lambda c: c.factor is not None and (dtype.is_integer() or c.unit != SMALLEST.get(c.fact.type))))
    least, most = {pl.Int64: (-(2**63), 2**63 - 1), pl.Int32: (-(2**31), 2**31 - 1), pl.UInt64: (0, 2**64 - 1)}.get(dtype, (-(10**17), 10**17))
    if dtype == pl.Float64:
        one = st.floats() | st.decimals(-(10**8), 10**8, places=2).map(float) | st.decimals(0, 100, places=7).map(float)
    elif dtype.is_integer():
        one = st.integers(least, most) | st.integers(0, 3000)
    else:
        one = st.decimals(-(10**12), 10**12, places=4)
    cells = data.draw(st.lists(one, min_size=1, max_size=6))
    raw = pl.Series(cells, dtype=dtype)
    agree(column, [Decimal(cell) if dtype.is_decimal() else cell for cell in raw.to_list()], raw)
