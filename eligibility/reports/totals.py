"""What an enterprise may count on, over all policies: certain, provisional and still open kept apart."""

from __future__ import annotations

from typing import NamedTuple

from ..decisions.decision import ELIGIBLE, Amount, EnterpriseDecision


class Totals(NamedTuple):
    """分. ``certain``: what is paid at least; ``provisional``: that which rests on weak numbers or on one reading.

    The three add up to the policies' amounts: the low ends of the awards alone
    would not, where one pays in place of another and only their sum is sure.
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
    certain = provisional = still_open = 0
    for policy in decision.decisions:
        sure = sum(a.amount.low for a in policy.awards if a.status == ELIGIBLE and not a.provisional)
        if not policy.provisional:
            sure = policy.amount.low
        certain += sure
        provisional += policy.amount.low - sure
        if policy.amount.high is not None:
            still_open += policy.amount.high - policy.amount.low
    unknown = tuple(p.title for p in decision.decisions if p.amount.high is None)
    return Totals(certain, provisional, Amount(0, still_open), unknown)
