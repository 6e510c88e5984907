"""The rows of a band table cover every value, each once: no gap is missed and none is made up."""

from __future__ import annotations

import pytest
from tests.engines.small_rules import amount, codes, engine_of, one_award

from eligibility.profiles.values import NONE_VALUE

SOUND = [
    ("面积", "不超过 100㎡: 1元, 不超过 100.5㎡: 2元, 其余: 3元"),
    ("上年人数", "不超过 100人: 1元, 不低于 101人: 2元"),
    ("COUNT（合同）", "不超过 2份: 1元, 不低于 3份: 2元"),
    ("近三年收入", "不超过 1万元: 1元, 不低于 10000.01元: 2元"),
    ("盈亏", "低于 -5元: 1元, 低于 0元: 2元, 不低于 0元: 3元"),
    ("等级", "甲: 1元, 乙: 2元, 丙: 3元, 无: 0元"),
    ("等级", "有: 1元, 无: 0元"),
    ("贷款", "低于 5元: 1元, 不低于 5元: 2元, 无: 0元"),
    ("规上", "是: 1元, 否: 2元"),
    ("上市", "是: 1元, 否: 2元, 无: 3元"),
    ("成立日期", "早于 2020-01-01: 1元, 不早于 2020-01-01: 2元"),
    ("成立年", "不超过 2019: 1元, 不低于 2020: 2元"),
    ("上年研发 / 上年收入", "低于 5%: 1元, 不低于 5%: 2元"),
    ("上年收入", "低于 线: 1元, 不低于 线: 2元"),
]
WRONG = [
    ("面积", "不超过 100㎡: 1元, 不低于 101㎡: 2元", "P604"),
    ("上年人数 / 2", "不超过 100人: 1元, 不低于 101人: 2元", "P604"),
    ("上年收入 × 5%", "不超过 100元: 1元, 不低于 100.01元: 2元", "P604"),
    ("上年人数", "不超过 100人: 1元, 不低于 102人: 2元", "P604"),
    ("比例", "不超过 5%: 1元, 不低于 6%: 2元", "P604"),
    ("等级", "甲: 1元, 乙: 2元, 丙: 3元", "P604"),
    ("等级", "甲: 1元, 乙: 2元, 无: 0元", "P604"),
    ("上市", "是: 1元, 否: 2元", "P604"),
    ("字号", "是: 1元, 否: 2元", "P604"),
    ("上年人数", "不超过 100人: 1元, 不低于 100人: 2元", "P605"),
    ("面积", "低于 100㎡: 1元, 不超过 50㎡: 2元, 其余: 3元", "P606"),
    ("等级", "甲: 1元, 无: 0元, 无: 2元, 其余: 3元", "P606"),
    ("贷款", "低于 5元: 1元, 无: 0元, 不低于 5元: 2元, 其余: 3元", "P606"),
]
LINE = "define:\n  线: 5000万元\n"


def rules(of: str, steps: str) -> str:
    return one_award(f"    bands:\n      of: {of}\n      steps: [{steps}]\n", LINE)


@pytest.mark.parametrize("of, steps", SOUND)
def test_rows_that_cover_everything_are_accepted(of, steps):
    """Whole numbers leave no gap between neighbours; 无 is a row like any other."""
    assert codes(rules(of, steps)) == []


@pytest.mark.parametrize("of, steps, code", WRONG)
def test_gaps_overlaps_and_idle_rows_are_found(of, steps, code):
    """What has fractions has a gap between 100 and 101, whatever its unit."""
    assert codes(rules(of, steps)) == [code]


@pytest.mark.parametrize("facts, fen", [({"等级": NONE_VALUE}, (0, 0)), ({"等级": "丙"}, (300, 300)), ({}, (0, 300))])
def test_a_row_for_none_is_taken_for_none(facts, fen):
    """无 takes its row, an option its own, a blank any."""
    assert amount(engine_of(rules("等级", "甲: 1元, 乙: 2元, 丙: 3元, 无: 0元")), facts) == fen


def test_a_row_holds_no_yes_no():
    """A yes/no or a text as the value of a row cannot be summed or bounded."""
    for row, rest in (("上市", "规上"), ("字号", "类别")):
        assert codes(f"define:\n  甲:\n    first_of:\n      - {{if: [规上], then: {row}}}\n      - {{其余: {rest}}}\n") == ["T501"]
