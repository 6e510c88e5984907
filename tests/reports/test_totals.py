"""Sums over the policies: certain, provisional, open and unknown are never mixed."""

from __future__ import annotations

from eligibility.decisions.decision import (
    ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount, AwardDecision, EnterpriseDecision, Missing, PolicyDecision, Reason,
)
from eligibility.reports.totals import totals

REASON = Reason("test", 0, "条件", True)


def award(status: str, low: int, high: int | None, *because: str, reference: Amount | None = None) -> AwardDecision:
    return AwardDecision("奖", "奖", status, Amount(low, high), None, None, "official", because, REASON, Missing(), reference=reference)


def decision(*policies: tuple[Amount, list[AwardDecision]]) -> EnterpriseDecision:
    made = tuple(PolicyDecision(f"p/{i}", f"政策{i}", "《办法》", ELIGIBLE, amount, tuple(awards)) for i, (amount, awards) in enumerate(policies))
    return EnterpriseDecision(2021, "2022-06-30", "0" * 64, None, None, False, made, ())


def test_kinds_of_money_are_kept_apart():
    """A sure award, a provisional one, an open one and a refused one each go into their own sum, or none."""
    found = totals(decision(
        (Amount(300, 1300), [award(ELIGIBLE, 100, 100), award(ELIGIBLE, 200, 200, "推定"), award(UNDETERMINED, 0, 1000), award(INELIGIBLE, 0, 0)]),
        (Amount(5, 7), [award(ELIGIBLE, 5, 7)]),
    ))  # fmt: skip
    assert (found.certain, found.provisional, found.open, found.unknown) == (105, 200, Amount(0, 1002), ())


def test_one_award_in_place_of_another_is_counted_where_only_the_sum_is_sure():
    """5万元, or 10万元 in its place if a blank says so: 5万元 are sure and 5万元 open, though neither award is sure alone."""
    either = [award(ELIGIBLE, 0, 5), award(UNDETERMINED, 0, 10)]
    assert totals(decision((Amount(5, 10), either)))[:3] == (5, 0, Amount(0, 5))
    weak = [*either, award(ELIGIBLE, 3, 3), award(ELIGIBLE, 2, 2, "推定")]
    assert totals(decision((Amount(10, 15), weak)))[:3] == (3, 7, Amount(0, 5))


def test_amount_without_a_bound_is_named_not_added():
    """A policy of unknown amount is named; its sure part counts, its comparable never."""
    found = totals(decision((Amount(40, None), [award(ELIGIBLE, 40, 40), award(ELIGIBLE, 0, None, reference=Amount(900, 900))])))
    assert (found.certain, found.provisional, found.open, found.unknown) == (40, 0, Amount(0, 0), ("政策0",))


def test_nothing_decided_is_nothing():
    """Without policies every sum is 0."""
    assert totals(decision()) == (0, 0, Amount(0, 0), ())
