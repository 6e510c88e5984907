"""The awards whose earlier payment some rule looks at: what 已兑现 is asked about."""

from __future__ import annotations

from typing import NamedTuple

from ..plan.plan import Plan


class Payable(NamedTuple):
    """An award by its names in the plan and its titles; ``summed``: the amount paid counts, not only that it was paid."""

    policy: str
    award: str
    policy_title: str
    title: str
    summed: bool


def payable_awards(plan: Plan, first: list[str]) -> list[Payable]:
    """All of the library, so that 无 and what is left out is true for every policy; those of the policies ``first`` lead."""
    looked_at: dict[tuple[str, str], bool] = {}
    for op in plan.operations:
        if op.op == "paid_ever":
            looked_at.setdefault((op.data[0], op.data[1]), False)
        elif op.op == "paid_sum":
            looked_at.update({(op.data[0], award): True for award in op.data[1]})
    titles = {(d.id, award.name): (d.title, award.title) for d in plan.documents for award in d.awards}
    found = [Payable(*key, *titles[key], summed) for key, summed in looked_at.items() if key in titles]
    return sorted(found, key=lambda p: p.policy not in first)
