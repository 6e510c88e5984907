"""What awards do to one another: overrides, the highest alone, ceilings, and the 分 left over."""

from __future__ import annotations

import pytest

from eligibility.engines.scalar.settle import settle
from eligibility.engines.scalar.values import INFINITY, Interval, ends

PLAIN = {"pay": "all", "per": "year", "cut": "last_first", "cap": None, "paid": None}


def group(awards, **changes):
    """A together block over ``awards``."""
    return {"awards": awards, **PLAIN, **changes}


def spans(result):
    """(total, payments) as pairs of ends."""
    total, payments = result
    return ends(total), [ends(p) for p in payments]


def test_an_open_override_gives_the_hull_of_its_two_outcomes():
    """10 that may replace 5 is 5 to 10 in all, never 0 to 15."""
    total, payments = spans(settle([2, [[0, 1]], []], (None, True, 10, 5)))
    assert total == (5, 10)
    assert payments == [(0, 10), (0, 5)]


def test_an_overridden_award_pays_nothing_although_it_is_eligible():
    """Both hold: only the overriding one is paid."""
    assert settle([2, [[0, 1]], []], (True, True, 10, 5)) == (10, (10, 0))
    assert settle([2, [[0, 1]], []], (False, True, 10, 5)) == (5, (0, 5))


@pytest.mark.parametrize(("amounts", "expected"), [((7, 9, 9), (0, 9, 0)), ((9, 9, 1), (9, 0, 0)), ((0, 0, 0), (0, 0, 0))])
def test_only_the_highest_is_paid_and_the_first_of_equals(amounts, expected):
    """就高不重复."""
    assert settle([3, [], [group([0, 1, 2], pay="highest")]], (True, True, True, *amounts)) == (max(amounts), expected)


def test_rising_pays_the_difference_to_what_was_paid_before():
    """补差: the highest less what was paid, and never less than nothing."""
    rules = [2, [], [group([0, 1], pay="highest", per="lifetime", paid=4)]]
    assert settle(rules, (True, True, 20, 50, 20)) == (30, (0, 30))
    assert settle(rules, (True, True, 20, 50, 60)) == (0, (0, 0))
    assert spans(settle(rules, (True, True, 20, 50, Interval(0, INFINITY)))) == ((0, 50), [(0, 0), (0, 50)])


def test_a_ceiling_cuts_from_the_last_award_on():
    """A cap of 25 over 10, 10 and 10 leaves 10, 10 and 5."""
    assert settle([3, [], [group([0, 1, 2], cap=6)]], (True, True, True, 10, 10, 10, 25)) == (25, (10, 10, 5))


def test_a_cumulative_ceiling_counts_what_was_paid_before():
    """Of 100 with 90 paid, 10 are left."""
    assert settle([2, [], [group([0, 1], per="lifetime", cap=4, paid=5)]], (True, True, 8, 8, 100, 90)) == (10, (8, 2))


def test_pro_rata_adds_up_to_the_fen():
    """100 分 over three equal awards: the fen left over goes to the first."""
    assert settle([3, [], [group([0, 1, 2], cap=6, cut="pro_rata")]], (True, True, True, 50, 50, 50, 100)) == (100, (34, 33, 33))


def test_pro_rata_with_an_open_award_holds_every_outcome():
    """Whatever the open award turns out to be, the cut lies inside the interval."""
    rules = [2, [], [group([0, 1], cap=4, cut="pro_rata")]]
    total, payments = spans(settle(rules, (True, None, 60, 60, 100)))
    for status in (True, False):
        exact_total, exact = settle(rules, (True, status, 60, 60, 100))
        assert total[0] <= exact_total <= total[1]
        assert all(low <= e <= high for e, (low, high) in zip(exact, payments))
