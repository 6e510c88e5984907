"""Numbers of different fineness side by side: parameters by date, names given directly, one year under two words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.engines.small_rules import amount, award, engine_of, one_award

RATES = "parameters:\n  率:\n    - {value: 3%}\n    - {from: 2021-01-01, value: 5%}\n"


@pytest.mark.parametrize("many", [False, True])
def test_a_parameter_whose_rows_are_of_different_fineness_multiplies_by_its_value(many):
    """3% and 5% of 1000元 by year: 30元 and 50元, not what the common denominator would make of them."""
    rules = one_award("    amount: 上年收入 × 率\n    cap: 100万元\n", RATES)
    assert amount(engine_of(rules, many=many), {("收入", 2020): 1000_00}) == (50_00, 50_00)
    assert amount(engine_of(rules, year=2020, many=many), {("收入", 2019): 1000_00}) == (30_00, 30_00)


@pytest.mark.parametrize("block, fen", [
    ("    when: {规上: 是}\n    amount: 每份\n", 5_00),
    ("    for_each: {of: 合同, amount: 每份}\n    cap: 1万元\n", 10_00),
    ("    amount: MAX（0元，10元 - 每份）\n", 5_00),
    ("    amount: 每份 / 2\n", 2_50),
    ("    first_of:\n      - {if: {规上: 是}, then: 每份}\n      - {其余: 0.003元}\n", 5_00),
    ("    amount: 每份\n    round_down: 3元\n", 3_00),
])
def test_a_dated_parameter_is_its_value_in_every_step(block, fen):
    """A row of 0.001元 before another of 5元 changes no step that uses the 5元."""
    rules = one_award(block, "parameters:\n  每份:\n    - {value: 0.001元}\n    - {from: 2021-01-01, value: 5元}\n")
    assert amount(engine_of(rules), {"规上": True, "合同": [{}, {}]}) == (fen, fen)


def test_a_quotient_given_directly_is_rounded_to_the_fen():
    """15 分 by a share of 10% that a case gives is 2 分, as it is when the share is calculated."""
    rules = one_award("    amount: 上年收入 × 占比\n    cap: 100万元\n", "define:\n  占比: 上年研发 / 上年收入\n")
    engine = engine_of(rules, definitions=frozenset({"占比"}))
    assert amount(engine, {("收入", 2020): 15}, None, {"占比": Fraction(1, 10)}) == (2, 2)


def test_a_share_given_directly_keeps_all_its_digits():
    """A share from a table of 5% and 3% may be given as 3.5%."""
    rules = one_award("    amount: 上年收入 × 率\n    cap: 100万元\n",
                      "define:\n  率: {bands: {of: 上年收入, steps: [低于 5元: 5%, 其余: 3%]}}\n")
    engine = engine_of(rules, definitions=frozenset({"率"}))
    assert amount(engine, {("收入", 2020): 1000_00}, None, {"率": Fraction(35, 1000)}) == (35_00, 35_00)


def test_one_year_under_two_words_is_one_blank():
    """上年 and 2020年 of policy year 2021 cannot be above 50元 and below 10元 at once."""
    rules = one_award("    when: {2020年收入: 不低于 %s元, 上年收入: 低于 10元}\n    amount: 1元\n")
    assert award(engine_of(rules % 50), {}).missing.sets == ()
    assert award(engine_of(rules % 5), {}).missing.sets == (("收入（2020年）",),)
