"""What an enterprise may count on, over all policies: certain, provisional and still open kept apart."""

from __future__ import annotations

from typing import NamedTuple

from ..decisions.decision import ELIGIBLE, Amount, EnterpriseDecision


class Totals(NamedTuple):
    """分. ``certain``: awards that hold; ``provisional``: those that hold on weak numbers or on one reading.

    ``open``: what blanks may still add. ``unknown``: titles of policies whose
    amount nothing bounds; they are in no other sum than their certain part.
    Comparables are in none, unless the whole decision was calculated with them.
    """

    certain: int
    provisional: int
    open: Amount
    unknown: tuple[str, ...]


def totals(decision: EnterpriseDecision) -> Totals:
    """Sums over the policies of one decision."""
    certain = provisional = 0
    still_open = 0
    for policy in decision.decisions:
        for award in policy.awards:
            if award.status == ELIGIBLE and award.provisional:
                provisional += award.amount.low
            elif award.status == ELIGIBLE:
                certain += award.amount.low
        if policy.amount.high is not None:
            still_open += policy.amount.high - policy.amount.low
    unknown = tuple(p.title for p in decision.decisions if p.amount.high is None)
    return Totals(certain, provisional, Amount(0, still_open), unknown)
