"""How cases of a limits file name awards: by their name where only one member has it, else ``policy-id/award``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..combining.combination import Key
from ..plan.plan import DocumentPlan


def policies_of(document: DocumentPlan) -> list[str]:
    """The ids of the policies that a limits file speaks of; none for other files."""
    return list(dict.fromkeys(policy for limit in document.limits for policy, _ in limit.awards))


def named_members(documents: Iterable[DocumentPlan], there: Iterable[DocumentPlan]) -> dict[str, Key]:
    """Name → award: every way to name each member of the limits of ``documents`` that is an award of ``there``."""
    known = {(d.id, award.name) for d in there for award in d.awards}
    keys = dict.fromkeys((policy, award) for d in documents for limit in d.limits for policy, award in limit.awards if (policy, award) in known)
    counted = Counter(award for _, award in keys)
    short = {award: (policy, award) for policy, award in keys if counted[award] == 1}
    return short | {f"{policy}/{award}": (policy, award) for policy, award in keys}
