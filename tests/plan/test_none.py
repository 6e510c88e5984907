"""What may be 无 is never paid, cut to size or summed; 有 in the same block allows it."""

from __future__ import annotations

import pytest
from tests.engines.small_rules import amount, award, codes, engine_of, one_award

from eligibility.profiles.values import NONE_VALUE

LEAKS = {
    "paid as it is": "    amount: 贷款\n",
    "one of two": "    amount: IF（规上，贷款，0元）\n",
    "a row's value": "    first_of: [{if: {规上: 是}, then: 贷款}, {其余: 0元}]\n",
    "days between dates": "    amount: （发证 - 成立日期） × 1元\n    floor: 0元\n    cap: 1万元\n",
    "several years": "    amount: 近两年年贷款 × 5%\n    cap: 1万元\n",
    "another year than the one tested": "    when: {上年年贷款: 有}\n    amount: 前年年贷款 × 5%\n    cap: 1万元\n",
    "the cap": "    amount: 上年收入\n    cap: 贷款\n",
    "tiers": "    tiers: {of: 贷款, steps: [不超过 10元: 5%, 其余: 1%]}\n    cap: 1万元\n",
    "a column": "    for_each: {of: 合同, amount: 押金}\n    cap: 1万元\n",
    "a column summed": "    for_each: {of: 合同, by: 类, amount: SUM（押金）}\n    cap: 1万元\n",
}
SOUND = {
    "a year that is tested": "    when: {上年年贷款: 有}\n    amount: 上年年贷款 × 5%\n    cap: 1万元\n",
    "years that are all tested": "    when: {近两年每年年贷款: 有}\n    amount: 近两年年贷款 × 5%\n    cap: 1万元\n",
    "a row that is tested": "    first_of: [{if: {贷款: 有}, then: 贷款 × 5%}, {其余: 0元}]\n    cap: 1万元\n",
    "a column that where tests": "    for_each: {of: 合同, where: {押金: 有}, by: 类, amount: SUM（押金）}\n    cap: 1万元\n",
    "a date that is only compared": "    when: {发证: 有}\n    amount: IF（发证 + 1天 晚于 申报日期，1元，2元）\n",
}


@pytest.mark.parametrize("block", LEAKS.values(), ids=LEAKS)
def test_what_may_be_none_is_not_calculated_with_untested(block):
    """T502, wherever 无 could reach an amount."""
    assert set(codes(one_award(block))) == {"T502"}


@pytest.mark.parametrize("block", SOUND.values(), ids=SOUND)
def test_what_is_tested_with_exists_may_be_calculated_with(block):
    """No finding; a column or year counts as well as a plain fact."""
    assert codes(one_award(block)) == []


def test_the_cap_of_several_awards_is_never_none():
    """A cap of ``together`` is held to the same."""
    assert codes(one_award("    amount: 5元\n") + "together:\n  组: {awards: [奖], cap: 贷款}\n") == ["T502"]


def test_a_row_without_deposit_adds_nothing():
    """Rows whose column is 无 are left out by ``where``, and shares of a 无 ratio are no crash."""
    rules = one_award("    for_each: {of: 合同, where: {率: 不低于 5%}, amount: 1元}\n    cap: 1万元\n")
    assert amount(engine_of(rules), {"合同": [{"率": NONE_VALUE}, {"率": 1}]}) == (1_00, 1_00)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("test, holds", [("上市: 是", False), ("上市: 否", False), ("上市: 有", False), ("上市: 无", True),
                                         ("not: {上市: 否}", True), ("not: {上市: 是}", True)])
def test_a_yes_no_that_is_none_is_neither_yes_nor_no(test, holds, many):
    """Comparing 无 is false, also for 是 and 否."""
    engine = engine_of(one_award(f"    when:\n      {test}\n    amount: 1元\n"), many=many)
    assert award(engine, {"上市": NONE_VALUE}).status == ("eligible" if holds else "ineligible")


def test_a_name_of_an_outer_row_is_not_seen_in_an_inner_list():
    """``has`` inside ``for_each`` would look at its own row under that name."""
    rules = one_award("    for_each:\n      of: 合同\n      define: {双倍: 额 × 2}\n      when:\n        has:\n          of: 处罚\n"
                      "          where: {罚款: 超过 双倍}\n      amount: 额\n    cap: 1万元\n")
    assert codes(rules) == ["N401"]


@pytest.mark.parametrize("inner, fen", [("{for_each: {of: 处罚, amount: 罚款}}", 12_00),
                                        ("{for_each: {of: 处罚, by: 种, amount: MAX（罚款）}}", 12_00)])
def test_a_list_inside_a_list_is_reckoned_by_itself(inner, fen):
    """The fines do not depend on the contract in whose block they are summed."""
    rules = one_award(f"    for_each:\n      of: 合同\n      define:\n        罚: {inner}\n      amount: 额 + 罚\n    cap: 1万元\n")
    facts = {"合同": [{"额": 5_00}, {"额": 1_00}], "处罚": [{"种": "重", "罚款": 3_00}]}
    assert amount(engine_of(rules), facts) == (fen, fen)
