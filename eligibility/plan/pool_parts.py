"""What of a pools document has to be computed besides its names: conditions by themselves, the parts that chaining asks for, days."""

from __future__ import annotations

from .operations import Operation
from .plan import DocumentPlan


def roots_of_pools(document: DocumentPlan, operations: list[Operation]) -> list[int]:
    """Operations of every pool of ``document``, and of what is due by it; none of them rests on an operation ``pool``."""
    found = [day for due in document.due for day in (due.by, due.start)]
    for pool in document.pools:
        found += [pool.member, pool.enter, pool.leave, pool.inside, pool.short_of]
        found += [day for due in pool.due for day in (due.by, due.start)]
        found += parts_without_pools(pool.asks, operations) if pool.asks is not None else []
    return [index for index in dict.fromkeys(found) if index is not None]


def parts_without_pools(index: int, operations: list[Operation]) -> list[int]:
    """The largest parts of a condition that name no pool: their verdicts are what chaining starts from."""
    resting: dict[int, bool] = {}

    def rests(at: int) -> bool:
        if at not in resting:
            op = operations[at]
            resting[at] = op.op == "pool" or any([rests(a) for a in op.args])
        return resting[at]

    if not rests(index):
        return [index]
    below = [a for at, named in resting.items() if named for a in operations[at].args]
    return list(dict.fromkeys(a for a in below if not resting[a]))
