"""A blank that cannot matter leaves nothing open."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.small_rules import amount, award, engine_of, one_award

OLD = {"成立日期": date(2001, 5, 1).toordinal()}
SURE = {
    "the cap is reached whatever the rest": ("    amount: 上年收入 + 100万元\n    cap: 50万元\n", {}, 50_0000_00),
    "the floor is not left": ("    amount: MIN（上年收入，5元） × 10%\n    floor: 1元\n    cap: 2元\n", {}, 1_00),
    "both ways of an IF": ("    amount: IF（上年收入 超过 5元，7元，7元）\n", {}, 7_00),
    "all bands alike": ("    bands: {of: 上年收入, steps: [低于 5元: 3元, 其余: 3元]}\n", {}, 3_00),
    "a row before it is sure": ("    first_of:\n      - {if: [规上], then: 5元}\n      - {if: {类别: 甲}, then: 7元}\n      - {其余: 9元}\n", {"规上": True}, 5_00),
    "a row after it is not reached": ("    first_of:\n      - {if: {规上: 否}, then: 5元}\n      - {其余: 9元}\n", {"规上": True}, 9_00),
    "times zero": ("    amount: 上年收入 × 0%\n", {}, 0),
    "too small in any case": ("    amount: MIN（上年收入，5元）\n    nothing_below: 6元\n", {}, 0),
    "years before it was founded": ("    amount: 近三年收入 × 10%\n    cap: 1万元\n", {"成立日期": date(2020, 3, 1).toordinal(), ("收入", 2020): 100_00}, 10_00),
    "a mean over the years it existed": ("    amount: 近三年平均收入 × 10%\n    cap: 1万元\n",
                                         {"成立日期": date(2019, 3, 1).toordinal(), ("收入", 2019): 100_00, ("收入", 2020): 300_00}, 20_00),
    "a cell that no condition reads": ("    for_each: {of: 合同, where: {类: 转让}, amount: 额 × 2}\n    cap: 1万元\n", {"合同": [{"类": "转让", "额": 100}]}, 200),
    "a row left out for another reason": ("    for_each: {of: 合同, where: {类: 转让, 日: 在 本年}, amount: 额}\n    cap: 1万元\n",
                                          {"合同": [{"类": "许可", "额": 100}, {"类": "转让", "日": OLD["成立日期"]}]}, 0),
    "rounded to the same": ("    amount: MIN（上年收入，4元）\n    round_down: 5元\n", {}, 0),
    "each group capped": ("    for_each: {of: 合同, by: 类, amount: SUM（额） + 10元, cap: 5元}\n    cap: 1万元\n", {"合同": [{"类": "转让"}]}, 5_00),
}
SETTLED = {
    "one of any holds": ("any:\n        - 规上\n        - {类别: 甲}\n", {"规上": True}, "eligible"),
    "one of all fails": ("all:\n        - 规上\n        - {类别: 甲}\n", {"规上": False}, "ineligible"),
    "enough hold": ("some:\n        at_least: 1\n        of:\n          - 规上\n          - {类别: 甲}\n", {"规上": True}, "eligible"),
    "too few can hold": ("some:\n        at_least: 2\n        of:\n          - 规上\n          - {类别: 甲}\n", {"规上": False}, "ineligible"),
    "a row that surely holds": ("has:\n        of: 合同\n        where: {类: 转让}\n", {"合同": [{}, {"类": "转让"}]}, "eligible"),
    "no row can hold": ("has:\n        of: 合同\n        where: {类: 转让, 额: 不低于 5元}\n", {"合同": [{"类": "许可"}, {"额": 4_99}]}, "ineligible"),
    "one year is too low": ("近两年每年收入: 不低于 5元\n", OLD | {("收入", 2020): 4_99}, "ineligible"),
    "a range says it": ("盈亏: 不低于 -1亿元\n", {}, "eligible"),
    "not below zero": ("上年收入: 不低于 0元\n", {}, "eligible"),
    "a quotient of which the divisor is known": ("上年研发 / 上年收入: 不低于 0%\n", {("收入", 2020): 5}, "eligible"),
}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("block, facts, fen", SURE.values(), ids=SURE)
def test_an_amount_is_a_number_where_the_blanks_change_nothing(block, facts, fen, many):
    """One number, not an interval."""
    assert amount(engine_of(one_award(block), many=many), facts) == (fen, fen)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("when, facts, status", SETTLED.values(), ids=SETTLED)
def test_a_status_is_settled_where_the_blanks_change_nothing(when, facts, status, many):
    """Eligible or not, whatever is filled in."""
    assert award(engine_of(one_award(f"    when:\n      {when}    amount: 1元\n"), many=many), facts).status == status
