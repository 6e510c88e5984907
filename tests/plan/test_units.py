"""Units of results, and years as numbers."""

from __future__ import annotations

import pytest
from tests.engines.small_rules import award, codes, compiled, compiled_with_findings, engine_of, one_award


@pytest.mark.parametrize("text, unit", [
    ("2个百分点 × 3", "points"), ("3 × 2个百分点", "points"), ("50% × 2个百分点", "points"), ("2个百分点 × 50%", "points"),
    ("5% × 2", "ratio"), ("2 × 5%", "ratio"), ("比例 + 2个百分点", "ratio"), ("2个百分点 + 比例", "ratio"), ("比例 - 5%", "points"),
    ("专利 × 50%", "count:项"), ("50% × 专利", "count:项"), ("1万元 × 2个百分点", "money"), ("政策年度 - 成立年", "count:年"),
    ("政策年度 - 3年", "year"), ("申报日期 - 成立日期", "count:天"), ("1万元 / 5人", "money"), ("1万元 / 2万元", "ratio"),
])
def test_the_unit_of_a_result_does_not_depend_on_the_order(text, unit):
    """A product of a plain number, share or points and anything else is of the other's unit, on either side."""
    plan, found = compiled(f"define:\n  数: {text}\n")
    assert not found and plan.operations[plan.documents[0].definitions["数"]].unit == unit


@pytest.mark.parametrize("text", ["SUM（0，3，5元）", "MAX（0，3，5元）", "5元 + 3", "1万元 × 1万元", "3 / 5元"])
def test_numbers_of_no_unit_do_not_pass_for_money(text):
    """Only a bare 0 fits any unit; a 0 in front does not let a 3 in."""
    assert set(codes(f"define:\n  数: {text}\n")) in ({"T503"}, {"T508"})


@pytest.mark.parametrize("test, holds", [("不早于 2018", True), ("不早于 2018年", True), ("2018年", True), ("晚于 2018年", False)])
def test_a_year_is_compared_with_a_year_as_written(test, holds):
    """2018 and 2018年 are the same year."""
    engine = engine_of(one_award(f"    when: {{成立年: {test}}}\n    amount: 1元\n"))
    assert award(engine, {"成立年": 2018}).status == ("eligible" if holds else "ineligible")


@pytest.mark.parametrize("text, digits", [("专利 × 5000", "5000"), ("5000 × 专利", "5000"), ("人数 × 2 × 专利", None), ("20 × 3", "20")])
def test_no_amount_is_guessed_for_a_number_without_a_unit(text, digits):
    """件数 × 5000 lacks a unit, not another factor: both are named and neither is chosen."""
    hints = [d.hint for d in compiled_with_findings(one_award(f"    amount: {text}\n"))[1] if d.code == "T522"]
    if digits:
        assert hints == [f"“{digits}”是钱的，写明单位：{digits}元 还是 {digits}万元。"]


def test_a_count_of_years_is_no_year():
    """专利 in 项 and a difference in 年 do not compare with a calendar year."""
    assert codes("define:\n  甲: {成立年: 不早于 专利}\n") == ["T506"]
    assert codes("define:\n  差: 政策年度 - 成立年\n  甲: {成立年: 不早于 差}\n") == ["T506"]


@pytest.mark.parametrize("text", ["近0年收入 不低于 5元", "0000年收入 不低于 5元", "成立日期 在 近0年", "成立日期 在 0000年", "成立日期 在 近一二个月"])
def test_years_that_are_none_are_no_years(text):
    """No year, or one before any enterprise, is an unknown word and no crash."""
    assert set(codes(f"define:\n  甲: {text}\n")) <= {"N401", "N409"} and codes(f"define:\n  甲: {text}\n")
