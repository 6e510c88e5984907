"""Intervals, blanks and 无: what the generated code relies on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.engines.scalar.values import (
    BLANK, INFINITY, Interval, add_months, ends, exists, first_of, hull, nothing_below, quotient, rounded, truth_at_least, whole_fen,
)
from eligibility.profiles.values import NONE_VALUE

NUMBERS = st.integers(-1000, 1000)


@st.composite
def spans(draw):
    """A point inside an interval, with the interval."""
    low, mid, high = sorted((draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)))
    return mid, Interval(low, high)


@given(spans(), spans())
def test_arithmetic_on_intervals_holds_every_outcome(a, b):
    """Sum, difference and product of points lie inside those of their intervals."""
    for op in (lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x * y):
        low, high = ends(op(a[1], b[1]))
        assert low <= op(a[0], b[0]) <= high
        low, high = ends(op(a[0], b[1]))
        assert low <= op(a[0], b[0]) <= high


@given(spans(), spans())
def test_a_comparison_that_is_sure_is_right(a, b):
    """True and False of intervals hold for every point inside; on one point they are always sure."""
    for op in ("__ge__", "__gt__", "__le__", "__lt__", "__eq__"):
        verdict = getattr(a[1], op)(b[1])
        if verdict is not None:
            assert verdict is getattr(a[0], op)(b[0])


def test_what_may_be_none_is_never_surely_above():
    """A blank that may be 无 fails a comparison if it is, so even a sure bound leaves it open; below stays false."""
    maybe = Interval(5, 9, maybe_none=True)
    assert (maybe >= 5) is None and (maybe <= 9) is None and (maybe == 7) is None
    assert (maybe >= 10) is False and (maybe < 5) is False
    assert ((maybe + 1) >= 6) is None


def test_none_fails_every_comparison_and_a_blank_text_settles_none():
    """Comparing 无 is false; comparing a blank is unknown."""
    assert (NONE_VALUE >= 0) is False and (0 <= NONE_VALUE) is False and (Interval(0, 1) < NONE_VALUE) is False
    assert (BLANK == "甲") is None
    assert exists(NONE_VALUE) is False and exists(BLANK) is None and exists([]) is False and exists(0) is True


@pytest.mark.parametrize(("b", "expected"), [(0, (0, INFINITY)), (Interval(0, 5), (0, INFINITY)), (Interval(2, 5), (2, 5)), (4, (Fraction(5, 2), Fraction(5, 2)))])
def test_a_divisor_that_may_be_zero_leaves_the_quotient_open(b, expected):
    """Ten divided by a known, an open and a zero divisor."""
    assert ends(quotient(10, b, 1, 1)) == expected


@pytest.mark.parametrize(("x", "up", "expected"), [(149, 1, 100), (150, 1, 200), (-150, 1, -200), (199, 0, 100), (101, 2, 200), (100, 2, 100)])
def test_rounding_to_a_multiple(x, up, expected):
    """Half up, down and up, by the size of the number."""
    assert rounded(x, 100, 100, up) == expected


def test_half_a_fen_goes_up():
    """The last step of every award: 0.5 分 is 1 分."""
    assert whole_fen(1, 2) == 1 and whole_fen(3, 2) == 2 and whole_fen(Fraction(5, 2), 1) == 3
    assert ends(whole_fen(Interval(1, INFINITY), 2)) == (1, INFINITY)


def test_what_is_too_small_is_nothing():
    """起付线: less than the least becomes 0, at both ends."""
    assert nothing_below(9, 10) == 0 and nothing_below(10, 10) == 10
    assert ends(nothing_below(Interval(5, 20), 10)) == (0, 20)


def test_first_of_stops_at_the_first_surely_true():
    """An open row and all up to the next sure one can be reached."""
    assert ends(first_of([(False, 1), (None, 2), (True, 3), (None, 99)], 100)) == (2, 3)
    assert first_of([(False, 1), (False, 2)], 7) == 7


def test_at_least_counts_what_is_sure():
    """Two of three, with one open."""
    assert truth_at_least(2, (True, True, None)) is True
    assert truth_at_least(2, (True, None, False)) is None
    assert truth_at_least(2, (False, None, False)) is False


def test_months_end_where_the_month_ends():
    """31 January and one month is the last of February; EDATE as in Excel."""
    day = date(2020, 1, 31).toordinal()
    assert date.fromordinal(add_months(day, 1)) == date(2020, 2, 29)
    assert date.fromordinal(add_months(day, -2)) == date(2019, 11, 30)
    assert date.fromordinal(add_months(date(2021, 12, 5).toordinal(), 1)) == date(2022, 1, 5)


def test_a_hull_of_nothing_but_none_is_none():
    """无 adds nothing to a hull of numbers."""
    assert hull(NONE_VALUE) is NONE_VALUE and hull(NONE_VALUE, 3) == 3
