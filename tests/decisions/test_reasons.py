"""The words of a reason: what was found is told apart from what was required."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.engines.small_rules import award, engine_of, one_award

from eligibility.decisions.affirmed import affirmed
from eligibility.decisions.reason_trees import deciding, every_test
from eligibility.reports.reasons import decisive


def reasons(when: str, facts: dict, before: str = "") -> list:
    return deciding(award(engine_of(one_award(f"    when:\n{when}    amount: 1元\n", before)), facts).reason)


@pytest.mark.parametrize("share, actual, short", [
    (Fraction(499999, 10**7), "4.99999%", "0.00001个百分点"),
    (Fraction(1, 20) - Fraction(1, 10**12), "4.9999999999%", "0.0000000001个百分点"),
    (Fraction(4, 100), "4%", "1个百分点"),
])
def test_a_share_just_below_the_bound_is_not_shown_as_the_bound(share, actual, short):
    """4.99999% falls short of 5% by 0.00001 points, and is never shown as ≈5% short by ≈0."""
    [reason] = reasons("      - 上年研发 / 上年收入 不低于 5%\n", {("收入", 2020): 10**14, ("研发", 2020): int(share * 10**14)})
    assert (reason.actual, reason.short_by) == (actual, short)


def test_equality_and_a_number_on_the_left_have_words():
    """Every reason says what it is about and what was required."""
    [reason] = reasons("      成立年: 2018年\n", {"成立年": 2017})
    assert (reason.condition, reason.required, reason.actual) == ("成立年", "为 2018年", "2017年")
    [reason] = reasons("      - 5% 低于 上年研发 / 上年收入\n", {("收入", 2020): 100, ("研发", 2020): 5})
    assert reason.condition and reason.required == "低于 上年研发 ÷ 上年收入（5%）"


def test_a_reading_deep_inside_still_leaves_a_reason():
    """An award that fails by a reading within a group within a group says so."""
    when = ("      - all:\n          - {规上: 是}\n          - all:\n              - 点\n              - {专利: 不低于 3项}\n")
    found = reasons(when, {"规上": True, "专利": 5}, "readings:\n  点: {take: 否, why: 原文没有说清}\n")
    assert [r.condition for r in found] == ["原文理解：点"]
    found = reasons(when, {"规上": False, "专利": 5}, "readings:\n  点: {take: 否, why: 原文没有说清}\n")
    assert found and all(r.result is False for r in found)


def test_a_definition_with_a_source_lends_it_to_the_reason():
    """The clause of a score sheet is the clause of the test that it fails; a source of the test's own goes first."""
    sheet = "define:\n  得分: {clause: 第六条, ref: SM-06, bands: {of: 专利, steps: [不低于 3项: 20分, 其余: 0分]}}\n"
    [reason] = reasons("      得分: 超过 0分\n", {"专利": 2}, sheet)
    assert (reason.clause, reason.ref) == ("第六条", "SM-06")
    [reason] = reasons("      - {if: {得分: 超过 0分}, clause: 第七条}\n", {"专利": 2}, sheet)
    assert (reason.clause, reason.ref) == ("第七条", None)


def test_a_condition_definition_may_be_written_with_its_source():
    """``名: {if: 条件, clause}`` says where a definition stands without a list of one."""
    [reason] = reasons("      够多: 是\n", {"专利": 2}, "define:\n  够多: {if: {专利: 不低于 3项}, clause: 第八条, evidence: official}\n")
    assert (reason.clause, reason.evidence, reason.short_by) == ("第八条", "official", "1项")


def test_a_source_beside_not_is_kept():
    """``{if: {not: 测试}, clause, ref}`` shows its clause, also where only one test stands inside."""
    when = "      - if:\n          not: {专利: 低于 3项}\n        clause: 第九条\n        ref: AB-01\n"
    reason = award(engine_of(one_award(f"    when:\n{when}    amount: 1元\n")), {"专利": 2}).reason
    [test] = every_test(affirmed(reason))
    assert (test.required, test.clause, test.ref) == ("不低于 3项", "第九条", "AB-01")


@pytest.mark.parametrize("facts, row", [
    ({"规上": True}, ("专利 = 未填写", "规上 = 是", "按“大户”一行 = 3元")),
    ({"规上": False, "专利": 4}, ("专利 = 4项", "规上 = 否", "按“专利 不低于 3项”一行 = 2元")),
    ({"规上": False, "专利": 1}, ("专利 = 1项", "规上 = 否", "按“其余”一行 = 1元")),
])  # fmt: skip
def test_the_row_that_counts_is_told_with_the_facts_that_chose_it(facts, row):
    """Why 15万元 and not 20万元: the values behind the rows before are told, and no open point of the text."""
    rule = one_award(
        "    first_of:\n      - {if: {大户: 是}, then: 3元}\n      - {if: {专利: 不低于 3项}, then: 2元}\n      - {其余: 1元}\n",
        "readings:\n  看规上: {take: 是, why: 没有说}\ndefine:\n  大户:\n    any:\n      - {看规上: 是, 规上: 是}\n      - {看规上: 否, 上市: 是}\n",
    )
    assert tuple(" = ".join(step) for step in award(engine_of(rule), facts).calculation) == row


HAS = "      has: {of: 合同, where: {类: 转让, 额: 不低于 3万元, 日: 在 近36个月}}\n"


@pytest.mark.parametrize("rows, short", [
    ([], None),
    ([{"类": "许可", "额": 100_0000}], "所填的一条：类 许可，额 1万元"),
    ([{"类": "许可", "额": 100_0000}, {"类": "转让", "额": 500_0000, "日": date(2019, 1, 1).toordinal()}], "最接近的第 2 条：日 2019-01-01"),
    ([{"类": "许可"}] * 4, None),
])
def test_what_is_asked_of_a_row_is_said(rows, short):
    """All the conditions on a row, and of up to three rows the nearest with what it fails by."""
    [reason] = reasons(HAS, {"合同": rows})
    assert (reason.condition, reason.actual) == ("合同", f"{len(rows)} 条记录中没有")
    assert (reason.required, reason.short_by) == ("有一份：类 为 转让，额 不低于 3万元，日 在 近36个月", short)


def test_a_named_condition_on_rows_keeps_its_name():
    """A definition that is a `has` is called by its name, with its conditions; alternatives stand in brackets."""
    before = "define:\n  大单:\n    has:\n      of: 合同\n      where:\n        any: [{类: 转让}, {押金: 有}]\n        额: 不低于 3万元\n"
    [reason] = reasons("      大单: 是\n", {"合同": [{"类": "转让", "额": 1}]}, before)
    assert reason.required == "“大单”，即有一份：（类 为 转让，或 押金 有），额 不低于 3万元"
    assert reason.short_by == "所填的一条：额 0.01元"
    assert reasons("      has: {of: 合同}\n", {"合同": []})[0].required == "有记录"


@pytest.mark.parametrize("founded, conditions", [
    (date(2010, 1, 1), ["前年收入", "上年收入"]), (date(2020, 5, 1), ["上年收入"]), (date(2021, 5, 1), ["成立日期", "成立日期"]),
])
def test_every_year_shows_the_comparisons_alone(founded, conditions):
    """近两年每年…: each year's own comparison; the founding date only where it decides."""
    reason = award(engine_of(one_award("    when: {近两年每年收入: 不低于 3万元}\n    amount: 1元\n")),
                   {"成立日期": founded.toordinal(), ("收入", 2020): 100, ("收入", 2019): 200}).reason
    assert [r.condition for r in every_test(decisive(affirmed(reason)))] == conditions


LINES = """define:
  收入线:
    first_of:
      - {if: {类别: 甲}, then: 0元}
      - {其余: 5万元}
  人数线:
    first_of:
      - {if: {类别: 甲}, then: 10人}
      - {其余: 0人}
  大: {上年收入: 不低于 收入线, 上年人数: 不低于 人数线}
"""


@pytest.mark.parametrize("when, people", [("大: 否", 20), ("大: 是", 20), ("大: 是", 2)])
def test_what_cannot_come_out_otherwise_is_not_asked_for(when, people):
    """An amount is never below 0元: such a bound is no way to be small and no merit of being large."""
    found = award(engine_of(one_award(f"    when: {{{when}}}\n    amount: 1元\n", LINES)), {"类别": "甲", ("收入", 2020): 10**9, ("人数", 2020): people})
    assert [r.condition for r in every_test(decisive(affirmed(found.reason)))] == ["上年人数"]
    assert found.lacks is None or (found.lacks.kind, found.lacks.condition) == ("test", "上年人数")


@pytest.mark.parametrize(("patents", "told"), [(4, ["规上 否，否", "专利 低于 5项，4项"]), (5, ["专利 低于 5项，5项", "上年人数 低于 10人，10人"])])
def test_a_list_that_must_not_hold_says_what_decided(patents, told):
    """Where it does not hold, the tests that fail; where it holds, those that hold: never a result without a reason."""
    listed = "            - {规上: 是}\n            - {专利: 不低于 5项}\n            - {上年人数: 不低于 10人}\n"
    when = f"      not:\n        some:\n          at_least: 2\n          of:\n{listed}"
    found = award(engine_of(one_award(f"    when:\n{when}    amount: 1元\n")), {("规上", None): False, ("专利", None): patents, ("人数", 2020): 10})
    assert [f"{r.condition} {r.required}，{r.actual}" for r in deciding(affirmed(found.reason))] == told


@pytest.mark.parametrize(("when", "says"), [("{大户: 否}", "不是：大户"), ("{not: {大户: 否}}", "大户")])
def test_a_name_that_is_denied_twice_is_not_denied(when, says):
    """The head of a group is what has to hold."""
    before = "define:\n  大户: {any: [{规上: 是}, {专利: 不低于 5项}]}\n"
    found = award(engine_of(one_award(f"    when: {when}\n    amount: 1元\n", before)), {("规上", None): False, ("专利", None): 4})
    assert affirmed(found.reason).condition == says
