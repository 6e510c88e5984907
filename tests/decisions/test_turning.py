"""A condition that only a narrow range of a blank meets still names that blank."""

from __future__ import annotations


import pytest
from tests.engines.small_rules import award, engine_of, one_award

from eligibility.profiles.values import NONE_VALUE

NARROW = {
    "a share, its divisor known": ("上年研发 / 上年收入: 超过 3%，不超过 3.001%", {("收入", 2020): 10**9}, [("研发（2020年）",)]),
    "a share, its dividend known": ("上年研发 / 上年收入: 超过 3%，不超过 3.001%", {("研发", 2020): 10**9}, [("收入（2020年）",)]),
    "a share, nothing known": ("上年研发 / 上年收入: 超过 3%，不超过 5%", {}, [("研发（2020年）", "收入（2020年）")]),
    "a product": ("面积 × 系数: 超过 30㎡，不超过 30.01㎡", {"系数": 7}, [("面积",)]),
    "a sum": ("上年收入 + 前年收入: 超过 100万元，不超过 100.01万元", {("收入", 2019): 90_0000_00}, [("收入（2020年）",)]),
    "a difference": ("100万元 - 上年收入: 超过 5万元，不超过 5.01万元", {}, [("收入（2020年）",)]),
    "rounded": ("ROUND（上年收入 × 5%，-2）: 超过 9900元，不超过 1万元", {}, [("收入（2020年）",)]),
    "the larger": ("MAX（上年收入，1元）: 超过 9900元，不超过 9900.01元", {}, [("收入（2020年）",)]),
    "days on": ("成立日期 + 30天: 在 2020年", {}, [("成立日期",)]),
    "months on": ("EDATE（成立日期，12）: 在 2020年", {}, [("成立日期",)]),
    "a sum over rows": ("和: 不低于 500元，低于 500.01元", {}, [("合同",)]),
    "a cell of a row": ("和: 不低于 500元，低于 500.01元", {"合同": [{"类": "转让"}]}, [("合同（第1行的额）",)]),
    "none of a yes/no": ("上市: 无", {}, [("上市",)]),
}


@pytest.mark.parametrize("when, facts, sets", NARROW.values(), ids=NARROW)
def test_a_narrow_range_is_found(when, facts, sets):
    """The bound is carried back through the calculation to the blank."""
    engine = engine_of(one_award(f"    when: {{{when}}}\n    amount: 1元\n", "define:\n  和: {for_each: {of: 合同, amount: 额 × 2}}\n"))
    found = award(engine, facts)
    assert found.status == "undetermined" and (list(found.missing.sets), found.missing.exact) == (sets, True)


def test_a_yes_no_that_may_be_none_can_refuse_by_that():
    """是 or 否 satisfies 有; only 无 refuses."""
    engine = engine_of(one_award("    when: {上市: 有}\n    amount: 1元\n"))
    assert award(engine, {}).missing.could_refuse == ("上市",)
    assert award(engine, {"上市": NONE_VALUE}).status == "ineligible"
