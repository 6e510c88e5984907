"""Results of expectations: read, compared, written back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.cases.results import (
    WrongUnit, award_matches, award_text, read_award_result, read_value_result, result_text, value_matches,
)  # fmt: skip
from eligibility.decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount
from eligibility.engines.scalar.values import BLANK, Interval
from eligibility.profiles.values import NONE_VALUE

INFINITY = float("inf")
FEN = st.integers(0, 10**15)


@pytest.mark.parametrize(
    "text, status, amount, matches",
    [
        ("20万元", ELIGIBLE, Amount(20_000_000, 20_000_000), True),
        ("20万元", ELIGIBLE, Amount(20_000_000, 20_000_001), False),
        ("20万元", UNDETERMINED, Amount(20_000_000, 20_000_000), False),
        ("200000.01元", ELIGIBLE, Amount(20_000_001, 20_000_001), True),
        ("0元", ELIGIBLE, Amount(0, 0), True),
        ("0元", INELIGIBLE, Amount(0, 0), False),
        ("5万元 至 10万元", UNDETERMINED, Amount(5_000_000, 10_000_000), True),
        ("5万元至10万元", ELIGIBLE, Amount(5_000_000, 10_000_000), True),
        ("5万元 至 10万元", INELIGIBLE, Amount(5_000_000, 10_000_000), False),
        ("5万元 至 10万元", ELIGIBLE, Amount(5_000_000, None), False),
        ("0元 以上", UNDETERMINED, Amount(0, None), True),
        ("0元 以上", UNDETERMINED, Amount(1, None), False),
        ("eligible", ELIGIBLE, Amount(0, None), True),
        ("ineligible", UNDETERMINED, Amount(0, 0), False),
        ("undetermined", UNDETERMINED, Amount(0, 5), True),
    ],
)
def test_an_award_is_held_against_its_result(text, status, amount, matches):
    """Money means eligible and exactly so much, a span means that span and not refused, a word the status alone."""
    assert award_matches(read_award_result(text), status, amount) is matches


@pytest.mark.parametrize("text", ["", "很多", "20", "10万元 至 5万元", "5万元 至 5万元", "0.001元", "约20万元", "是", "以上", "万元"])
def test_what_is_no_result_of_an_award_is_refused(text):
    """A result that cannot be read, is not whole 分, or runs backwards is no result."""
    try:
        assert read_award_result(text) is None
    except WrongUnit:
        assert text == "20"


@pytest.mark.parametrize(
    "text, unit, value, matches",
    [
        ("是", "bool", True, True),
        ("否", "bool", None, False),
        ("未知", "bool", None, True),
        ("3家", "count:家", 3, True),
        ("0家 至 1家", "count:家", Interval(0, 1), True),
        ("3家 以上", "count:家", Interval(3, INFINITY), True),
        ("3家 以下", "count:家", Interval(-INFINITY, 3), True),
        ("未知", "ratio", Interval(-INFINITY, INFINITY), True),
        ("未知", "ratio", Interval(0, INFINITY), False),
        ("5%", "ratio", Fraction(1, 20), True),
        ("33.3333%", "ratio", Fraction(1, 3), False),
        ("≈33.3333%", "ratio", Fraction(1, 3), True),
        ("≈33.3334%", "ratio", Fraction(1, 3), False),
        ("2021-11-12", "date", 738106, True),
        ("2021年", "year", 2021, True),
        ("无", "date", NONE_VALUE, True),
        ("2021-11-12", "date", NONE_VALUE, False),
        ("无", "money", 0, False),
        ("软件", "text", "软件", True),
        ("软件", "text", BLANK, False),
        ("2个百分点", "points", Fraction(2, 100), True),
    ],
)
def test_a_defined_name_is_held_against_its_result(text, unit, value, matches):
    """Truth, quantities with their unit, spans, rounded values and 无 each mean exactly that."""
    assert value_matches(read_value_result(text, unit), value, unit) is matches


@pytest.mark.parametrize("text, unit", [("20万元", "count:家"), ("3人", "count:家"), ("5", "ratio"), ("5个百分点", "ratio")])
def test_another_unit_is_told_apart_from_nonsense(text, unit):
    """A quantity in a unit that the name does not have says so."""
    with pytest.raises(WrongUnit):
        read_value_result(text, unit)


@given(FEN, FEN, st.sampled_from([ELIGIBLE, INELIGIBLE, UNDETERMINED]), st.booleans())
def test_the_written_result_of_an_award_is_read_back_and_matches(a, b, status, is_open):
    """What --update writes for an award is what the engine said, for any amount."""
    amount = Amount(min(a, b), None if is_open else max(a, b))
    assert award_matches(read_award_result(award_text(status, amount)), status, amount)


@given(st.sampled_from(["money", "count:家", "ratio", "number", "bool", "date"]), st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from("vshl"))
def test_the_written_result_of_a_name_is_read_back_and_matches(unit, a, b, form):
    """What --update writes for a defined name is what the engine said."""
    if unit == "bool":
        value = [True, False, None][a % 3]
    else:
        scale = 10**4 if unit in ("ratio", "number") else 1
        low, high = (Fraction(700_000 + n, scale) for n in (a, a + b))
        ends = {"v": low, "s": Interval(low, high), "h": Interval(low, INFINITY), "l": Interval(-INFINITY, INFINITY)}
        value = ends[form]
    assert value_matches(read_value_result(result_text(value, unit), unit), value, unit)
