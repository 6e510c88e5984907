"""Whether awards rest on so much, taken together, that explaining each one would take too long."""

from __future__ import annotations

from ..language.diagnostic import Findings, Where
from .plan import Plan

#: operations below the status and the amount of each award, all awards together
MOST_BELOW = 500_000


def check_proportion(plan: Plan, findings: Findings) -> None:
    """Report the award at which ``MOST_BELOW`` is passed; each award is explained by all that it rests on."""
    below = 0
    for document in plan.documents:
        for award in document.awards:
            below += _below(plan, [award.status, award.amount])
            if below > MOST_BELOW:
                findings.error("P621", Where(document.file, award.line, 1), f"到奖补项“{award.name}”为止，各奖补项所依据的运算步骤合计超过 {MOST_BELOW} 个。",
                               "把很长的共用定义改短，或把奖补项分到几个规则库。")
                return


def _below(plan: Plan, roots: list[int]) -> int:
    found: set[int] = set()
    pending = roots
    while pending:
        index = pending.pop()
        if index not in found:
            found.add(index)
            pending += [a for a in plan.operations[index].args if a not in found]
    return len(found)
