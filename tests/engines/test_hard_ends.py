"""Amounts and dates of which little is known, or that lie at an end: an answer, never a crash and never below zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.engines.small_rules import amount, award, decided, engine_of, one_award

from eligibility.engines.scalar.values import Interval
from eligibility.profiles.values import NONE_VALUE

LATER = ("kind: standard\nid: t/s\nin_force: {from: 2022-01-01}\ndefine:\n  额: 5万元\n  合: {上年收入: 不低于 5元}\n"
         "  比: 上年研发 / 上年收入\n  又: 合\n")


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


@pytest.mark.parametrize("rules", [
    one_award("    amount: 10000亿元 - 上年收入\n"),
    one_award("    amount: 10万元 - 后来\n", "parameters:\n  后来: {from: 2022-01-01, value: 5万元}\n"),
])
def test_an_amount_that_nothing_bounds_below_is_not_below_zero(rules):
    """A blank that is subtracted, or a number that is not yet known, leaves 0 to the rest."""
    low, high = amount(engine_of(rules), {})
    assert low == 0 and high > 0


def test_a_standard_that_is_not_in_force_leaves_what_rests_on_it_open():
    """Its numbers, its conditions, its shares and names of its names are unknown, in words too."""
    engine = engine_of(LATER, "uses: [t/s]\ndefine:\n  甲: 又\nawards:\n  一: {clause: 一, amount: 额}\n"
                       "  二: {clause: 一, when: {上年收入: 不低于 额, 合: 是, 又: 是, 甲: 是}, amount: 额}\n"
                       "  三: {clause: 一, when: {比: 不低于 5%}, amount: 1元}\n")
    found = decided(engine, {("收入", 2020): 5}).decisions[0].awards
    assert [a.status for a in found] == ["eligible", "undetermined", "undetermined"]
    assert [(a.amount.low, a.amount.high) for a in found] == [(0, None), (0, None), (0, 100)]


def test_a_negative_cap_of_several_awards_pays_nothing():
    """The total is never below zero."""
    engine = engine_of(one_award("    amount: 5元\n") + "together:\n  组: {awards: [奖], cap: 盈亏}\n")
    assert decided(engine, {"盈亏": -500}).decisions[0].amount == (0, 0)
    assert decided(engine, {"盈亏": 300}).decisions[0].amount == (300, 300)


def test_one_payment_without_its_amount_does_not_hide_the_others():
    """3元 and an unknown sum paid before leave at most 7元 of 10元."""
    engine = engine_of(one_award("    amount: 10元\n") + "together:\n  组: {awards: [奖], cap: 10元, per: lifetime}\n")
    assert amount(engine, {}, [("t/p", "奖", 3_00), ("t/p", "奖", None)]) == (0, 7_00)


@pytest.mark.parametrize("months, end", [(12, (2021, 2, 28)), (0, (2020, 2, 29)), (48, (2024, 2, 29))])
def test_months_may_be_a_number_with_a_unit(months, end):
    """A fact of type number counts months as a count does."""
    engine = engine_of(one_award("    when: {到期: 不晚于 %d-%02d-%02d, 又到期: 不早于 %d-%02d-%02d}\n    amount: 1元\n" % (*end, *end),
                                 "define:\n  到期: EDATE（成立日期，月数）\n  又到期: EDATE（成立日期，月数）\n"))
    assert award(engine, {"成立日期": day(2020, 2, 29), "月数": months}).status == "eligible"


@pytest.mark.parametrize("facts", [{}, {"成立日期": day(2020, 1, 31)}, {"天数": 10**8}, {"成立日期": day(2020, 1, 31), "天数": 10**8}])
def test_days_beyond_the_calendar_are_no_crash(facts):
    """However many days or months are added, and where they are blank."""
    rules = one_award("    when: {甲: 不晚于 申报日期, 乙: 早于 申报日期, 丙: 晚于 申报日期}\n    amount: 1元\n",
                      "define:\n  甲: EDATE（成立日期 + 天数，12）\n  乙: 成立日期 + 天数\n  丙: 成立日期 - 天数\n")
    assert award(engine_of(rules), facts).status in ("undetermined", "ineligible")


def test_a_group_that_may_lose_money_is_open_on_both_sides():
    """Where the group of a row is not known, a sum that can be negative is bounded on neither side."""
    engine = engine_of("define:\n  和: {for_each: {of: 合同, by: 类, amount: SUM（额） - 10元}}\n")
    value = engine.run({("合同", None): [{"类": "转让", "额": 500}, {"额": 100}]}).value(engine.documents[0].definitions["和"])
    assert isinstance(value, Interval) and value.low < -1500


def test_a_mean_over_a_group_of_shares_is_a_share():
    """The mean of 10% and 20% is 15%."""
    facts = "kind: facts\nfacts:\n  表:\n    type: records\n    columns: {率: {type: ratio}, 类: {type: choice, of: [甲, 乙]}}\n"
    engine = engine_of(one_award("    for_each: {of: 表, by: 类, amount: 100元 × AVERAGE（率）}\n    cap: 1万元\n"), facts=facts)
    assert amount(engine, {"表": [{"率": Fraction(1, 10), "类": "甲"}, {"率": Fraction(1, 5), "类": "甲"}]}) == (15_00, 15_00)


def test_a_comparison_with_what_may_be_none_is_open():
    """However far the ranges lie apart, 无 on the right makes it false."""
    later, earlier = Interval(10, 20), Interval(0, 5, maybe_none=True)
    assert [later >= earlier, later > earlier, earlier <= later, earlier < later] == [None] * 4
    assert [later <= earlier, earlier > later, later == earlier] == [False] * 3


def test_what_may_be_none_stays_so_at_another_scale():
    """A blank loan beside a product of a fine scale may still be 无, of which no comparison holds."""
    engine = engine_of(one_award("    when: {面积 × 盈亏: ≤ 贷款}\n    amount: 1元\n"))
    assert award(engine, {"面积": 1, "盈亏": -5}).status == "undetermined"
    assert award(engine, {"面积": 1, "盈亏": -5, "贷款": NONE_VALUE}).status == "ineligible"
    assert award(engine, {"面积": 1, "盈亏": -5, "贷款": 0}).status == "eligible"
