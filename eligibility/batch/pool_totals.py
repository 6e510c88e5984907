"""How many belong in each pool, are recorded there, or not: exact counts over everybody, shard by shard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..pools import decision
from ..pools.decision import LEAVE, MEMBER, OUTSIDE, PROMOTE
from .columns import ELIGIBLE, INELIGIBLE, UNDETERMINED, PoolAnswer
from .written import Written

if TYPE_CHECKING:
    import polars as pl

#: of ``pools.decision.STATUSES`` those that a batch tells apart: a candidate, short of a few tests, stands outside
TOLD = (MEMBER, PROMOTE, LEAVE, OUTSIDE, decision.UNDETERMINED)
#: status → whether the enterprise belongs inside, and whether it is recorded
_BOTH = {MEMBER: (ELIGIBLE, ELIGIBLE), PROMOTE: (ELIGIBLE, INELIGIBLE), LEAVE: (INELIGIBLE, ELIGIBLE), OUTSIDE: (INELIGIBLE, INELIGIBLE)}


class PoolTotal(NamedTuple):
    """``counts``: status → enterprises, of each of ``TOLD``; together they are all."""

    answer: PoolAnswer
    title: str
    counts: dict[str, int]


def pool_totals(written: Written, titles: dict[PoolAnswer, str]) -> list[PoolTotal]:
    """One for each pool of ``titles``."""
    wanted = [has_status(pool, status).sum().alias(f"{n} {status}") for n, pool in enumerate(titles) for status in TOLD]
    found = written.sums(pool_columns(titles), wanted) if titles else {}
    return [PoolTotal(pool, title, {status: found[f"{n} {status}"] for status in TOLD}) for n, (pool, title) in enumerate(titles.items())]


def pool_columns(pools: Iterable[PoolAnswer]) -> list[str]:
    """What ``has_status`` reads."""
    return [column for pool in pools for column in (pool.inside, pool.recorded)]


def has_status(pool: PoolAnswer, status: str) -> "pl.Expr":
    """Whether ``pools.status.status_of`` gives this one of ``TOLD``, candidates being outside."""
    import polars as pl

    inside, recorded = pl.col(pool.inside), pl.col(pool.recorded)
    if status == decision.UNDETERMINED:
        return (inside == UNDETERMINED) | (recorded == UNDETERMINED)
    belongs, is_there = _BOTH[status]
    return (inside == belongs) & (recorded == is_there)
