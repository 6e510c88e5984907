"""Year words before a fact and after 在."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.small_rules import award, engine_of, one_award


@pytest.mark.parametrize("word, year", [("本年", 2021), ("上年", 2020), ("前年", 2019), ("大前年", 2018), ("大前年度", 2018)])
def test_a_year_word_stands_for_one_year(word, year):
    """本年 is the policy year; 上年, 前年 and 大前年 are the three before it."""
    engine = engine_of(one_award(f"    amount: {word}收入\n    cap: 100万元\n"))
    assert award(engine, {("收入", year): 5_00}).amount.low == 5_00


@pytest.mark.parametrize("day, status", [("2017-12-31", "ineligible"), ("2018-12-31", "eligible"), ("2019-01-01", "ineligible")])
def test_a_date_lies_in_the_year_that_a_word_names(day, status):
    """在 大前年 is any day of the year three years back."""
    engine = engine_of(one_award("    when: {成立日期: 在 大前年}\n    amount: 1元\n"))
    assert award(engine, {"成立日期": date.fromisoformat(day).toordinal()}).status == status
