"""What an enterprise may count on, over all policies: certain, provisional and still open kept apart."""

from __future__ import annotations

from typing import NamedTuple

from ..decisions.decision import ELIGIBLE, Amount, EnterpriseDecision, PolicyDecision


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
    """Sums over the policies of one decision; those under a common limit count together, as what they come to at once."""
    certain = provisional = still_open = 0
    together = _under_one_limit(decision)
    for policies in [*([together] if together else []), *([p] for p in decision.decisions if p not in together)]:
        low, high = decision.combination.whole if policies is together else policies[0].amount
        if any(p.provisional for p in policies):
            sure = sum(map(_sure, policies))
        else:
            sure = low
        certain += sure
        provisional += low - sure
        if high is not None:
            still_open += high - low
        else:
            still_open += sum(p.amount.high - p.amount.low for p in policies if p.amount.high is not None)
    unknown = tuple(p.title for p in decision.decisions if p.amount.high is None)
    return Totals(certain, provisional, Amount(0, still_open), unknown)


def _sure(policy: PolicyDecision) -> int:
    """What a policy pays whatever weak numbers and readings turn out to be."""
    if not policy.provisional:
        return policy.amount.low
    return sum(a.amount.low for a in policy.awards if a.status == ELIGIBLE and not a.provisional)


def _under_one_limit(decision: EnterpriseDecision) -> list[PolicyDecision]:
    """The policies with awards that have to do with those of another policy."""
    if decision.combination is None:
        return []
    named = dict.fromkeys(policy for policy, _ in decision.combination.payments)
    return [p for p in decision.decisions if p.policy in named] if len(named) > 1 else []
