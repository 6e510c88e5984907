"""Facts told twice or in the wrong column: a cell that points to the sheet of its rows, and facts without years under years."""

from __future__ import annotations

import pytest

from tests.profiles.tables.books import facts, read_sheets

CONTRACTS = [["编号", "到账金额（万元）"], ["A", 3], ["B", 4]]


@pytest.mark.parametrize("word", ["有", "见附表", "详见附表", "见“技术合同”表", "2份", "2", 2, "共2项", "有2个"])
def test_cell_that_points_to_the_sheet(tmp_path, word):
    """有, 详见附表 and the right number of rows say nothing but that the rows stand in their sheet."""
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"], ["技术合同", word]], "技术合同": CONTRACTS})
    assert found.codes == [] and len(found.values["技术合同"]) == 2


@pytest.mark.parametrize("word", ["3份", 1, "无"])
def test_cell_that_says_otherwise(tmp_path, word):
    """Another number than there are rows, or 无, is a contradiction; both places are named and neither is used."""
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"], ["技术合同", word]], "技术合同": CONTRACTS})
    assert [code for code, _ in found.codes] == ["F712"] and "技术合同" not in found.values
    message = found.findings[0].message
    assert "技术合同!A" in message and ("企业信息!B2" in message or found.findings[0].where.cell == "企业信息!B2")


@pytest.mark.parametrize("sheets", [{}, {"技术合同": CONTRACTS[:1]}])
def test_pointer_to_nothing(tmp_path, sheets):
    """详见附表 without any row is no answer; the remedy says where rows go."""
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"], ["技术合同", "详见附表"]], **sheets})
    assert found.codes == [("F721", "企业信息!B2")] and "技术合同" not in found.values
    assert "在名为“技术合同”的工作表里每份写一行" in found.findings[0].hint


def test_pointer_to_a_sheet_that_is_wrong(tmp_path):
    """Where the sheet itself is refused, that alone is reported."""
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"], ["技术合同", "有"]], "技术合同": [*CONTRACTS, [None, 7]]})
    assert [code for code, _ in found.codes] == ["F789"] and "技术合同" not in found.values


def test_pointers_of_several(tmp_path):
    """Each enterprise's cell is held against its own rows."""
    firms = [["企业名称", "技术合同"], ["甲", "2份"], ["乙", "2份"]]
    rows = [["企业名称", "编号", "到账金额（万元）"], ["甲", "A", 3], ["甲", "B", 4], ["乙", "C", 5]]
    found = read_sheets(tmp_path, {"企业信息": firms, "技术合同": rows})
    assert found.codes == [("F712", "企业信息!B3")]
    assert [len(facts(p).get("技术合同") or ()) for p in found.profiles] == [2, 0]


def test_facts_without_years_under_years(tmp_path):
    """In a table of years they are refused once each, whatever the cells say; a column 填写 takes them."""
    years = [["项目", "2020年", "2021年"], ["企业名称", "甲", "甲"], ["认定类型", "首次认定", "首次认定"], ["规模以上", "否", None], ["营业收入（万元）", 5, 6]]
    found = read_sheets(tmp_path, years)
    assert found.codes == [("F716", "企业信息!B3"), ("F716", "企业信息!B4")]
    assert [f.message for f in found.findings][0] == "“认定类型”不分年度，这里写在 2020年、2021年 下面。"
    assert "认定类型" not in found.values and found.values["营业收入", 2021] == 6_000_000
    mended = [["项目", "填写", "2020年", "2021年"], ["企业名称", "甲"], ["认定类型", "首次认定"], ["规模以上", "否"], ["营业收入（万元）", None, 5, 6]]
    found = read_sheets(tmp_path, mended)
    assert found.codes == [] and found.values["认定类型"] == "首次认定" and found.values["营业收入", 2020] == 5_000_000
