"""Workbooks as populations: what a cell is, besides its value, counts as it does in a single profile."""

from __future__ import annotations

from datetime import date

from tests.profiles.population.test_open import A, B, C, D, opened, whole
from tests.profiles.tables.books import Shown, workbook

HEAD = ["统一社会信用代码", "2021年营业收入（万元）", "研发占比", "成立日期", "规模以上"]


def test_cells_of_a_workbook(tmp_path):
    """A share shown in per cent, a day, TRUE, and a formula with its result are read; other sheets hold the records."""
    path = workbook(tmp_path / "甲.xlsx", {
        "企业": [HEAD, [A, 12.34, Shown(0.05, "0.00%"), date(2020, 2, 1), True], [None], [B, Shown("=1+1", 2), Shown("=0.1/2", 0.05), None, None]],
        "技术合同": [["信用代码", "合同编号", "到账金额（元）"], [B, "A-12", 0.1], [A, "无", None]], "填写说明": [["随便写"]],
    })  # fmt: skip
    population, findings = opened(str(path))
    part = whole(population)
    assert not findings and population.rows == 2
    assert part.slice.frame.to_dict(as_series=False) | {"name": None} == {
        "row": [2], "code": [A], "name": None, "营业收入 2021": [12_340_000], "研发占比": [5_000_000], "成立日期": [date(2020, 2, 1).toordinal()], "规模以上": [True],
        "技术合同 行数": [0],
    }  # fmt: skip
    assert part.rejected["row"].to_list() == [4] and part.rejected["原因"][0].startswith("F746 ")  # a share of which nobody knows whether it is shown so
    assert part.rejected["2021年营业收入（万元）"].to_list() == ["2"]


def test_cells_that_must_not_be_read(tmp_path):
    """An error, a formula never calculated, a code that became a number, a scaled format and a serial number of a day reject their rows."""
    rows = [
        [A, Shown("=1/0", "#DIV/0!"), None, None, None], [B, Shown("=1+1", ""), None, None, None], [C, Shown(123, '0.00"万元"'), None, None, None],
        [D, 1, None, 44512, None], [91000000000000000, 1, None, None, None],
    ]  # fmt: skip
    population, _ = opened(str(workbook(tmp_path / "甲.xlsx", {"企业": [HEAD, *rows]})))
    part = whole(population)
    assert part.slice.frame.is_empty() and [text[:4] for text in part.rejected["原因"]] == ["F770", "F771", "F776", "F773", "F777"]


def test_a_sheet_that_nobody_knows(tmp_path):
    """A further sheet that is no list is left aside with a warning."""
    path = workbook(tmp_path / "甲.xlsx", {"企业": [HEAD[:1], [A]], "联系人": [["姓名"], ["某某"]]})
    population, findings = opened(str(path))
    assert population.rows == 1 and [(d.code, d.severity, d.where.inside) for d in findings] == [("F813", "warning", "联系人")]
