"""What decided the status of a pool, and what the enterprise lacks for it."""

from __future__ import annotations

from ..decisions.affirmed import affirmed
from ..decisions.decision import Need, Reason
from ..decisions.reason_trees import deciding, every_test, with_clause
from ..decisions.shortfall import Shortfalls, together
from ..plan.plan import PoolPlan
from .asked import Asked, in_pool, membership
from .decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE

Truth = bool | None


def why(pool: PoolPlan, status: str, truth: dict[str, Truth], parents: list[tuple[PoolPlan, Truth]], asked: Asked) -> tuple[Reason, ...]:
    """The tests that made the status what it is.

    ``truth``: of member, enter and leave (None also where a pool has none);
    ``parents``: the pools of ``after``, each with whether the enterprise is in it.
    """

    def tests(operation: int | None) -> list[Reason]:
        return [] if operation is None else deciding(with_clause(affirmed(asked.reason(operation)), pool.clause, pool.ref))

    def entering() -> list[Reason]:
        reason = asked.entering(pool)
        return [] if reason is None else deciding(with_clause(affirmed(reason), pool.clause, pool.ref))

    def lost(*results: Truth) -> list[Reason]:
        return [membership(parent.name, inside, parent) for parent, inside in parents if inside in results]

    def near() -> list[Reason]:
        """What fails of the condition that measures nearness, then what is open."""
        decided = tests(pool.short_of)
        return decided if pool.short_of is None else decided + [t for t in every_test(asked.reason(pool.short_of)) if t.result is None]

    if status == MEMBER:
        found = tests(pool.member) if truth["member"] else entering()
    elif status == PROMOTE:
        found = lost(True) + entering()
    elif status == LEAVE:
        gone = (tests(pool.leave) if truth["leave"] else []) + lost(False)
        found = gone or entering()
    elif status == CANDIDATE:
        found = lost(False, None) + near()
    elif status == OUTSIDE:
        found = (tests(pool.leave) if truth["leave"] else []) + lost(False)
        found += entering() if truth["enter"] is False else []
        found = found or near()
    else:
        found = _open(pool, truth, tests, entering, lost, near)
    said = {(r.condition, r.required, r.actual, r.result): r for r in reversed(found)}  # the first of those that say the same
    return tuple(r for r in dict.fromkeys(found) if said[r.condition, r.required, r.actual, r.result] is r)


def _open(pool: PoolPlan, truth: dict[str, Truth], tests, entering, lost, near) -> list[Reason]:
    """What is not known: of an undetermined status."""
    found = [] if pool.member is None or truth["member"] is not None else tests(pool.member)
    found += [] if pool.leave is None or truth["leave"] is not None else tests(pool.leave)
    found += lost(None)
    found += entering() if pool.enter is not None and truth["enter"] is None else []
    return found or near()


def lacks(pool: PoolPlan, status: str, parents: list[tuple[PoolPlan, Truth]], asked: Asked, shortfalls: Shortfalls) -> Need | None:
    """The tests that fail, nearest alternatives alone, parents among them; None for those who are in it or fit."""
    if status in (MEMBER, PROMOTE):
        return None
    needs = [Need("test", in_pool(parent.name), "否", "是") for parent, inside in parents if inside is False]
    if status == LEAVE:
        return together(needs)
    if pool.short_of is not None:
        reason = asked.reason(pool.short_of)
    else:
        reason = asked.entering(pool)
    need = None if reason is None else shortfalls.need(reason)
    return together(needs + ([need] if need else []))
