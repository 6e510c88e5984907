"""How many belong in each pool, are recorded there, or not: exact counts over everybody, shard by shard; and who has to enter or leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..pools.decision import LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED
from ..profiles.population.slice import CODE, NAME, ROW
from .columns import ELIGIBLE, INELIGIBLE, PoolAnswer
from .written import Written

if TYPE_CHECKING:
    import polars as pl

#: of ``pools.decision.STATUSES`` those that a batch tells apart: a candidate, short of a few tests, stands outside
TOLD = (MEMBER, PROMOTE, LEAVE, OUTSIDE, UNDETERMINED)


class PoolTotal(NamedTuple):
    """``counts``: status → enterprises, of each of ``TOLD``; together they are all."""

    answer: PoolAnswer
    title: str
    counts: dict[str, int]


class Moves(NamedTuple):
    """An enterprise that has to enter a pool or to leave it; ``row``: in the table, its heading being row 1."""

    row: int
    code: str
    name: str | None
    answer: PoolAnswer
    status: str


def pool_totals(written: Written, titles: dict[PoolAnswer, str]) -> list[PoolTotal]:
    """One for each pool of ``titles``."""
    wanted = [_is(pool, status).sum().alias(f"{n} {status}") for n, pool in enumerate(titles) for status in TOLD]
    found: Counter[str] = Counter()
    for number, _, _ in written.manifest.shards if titles else ():
        found.update(written.shard(number, _columns(titles)).select(wanted).collect(engine="streaming").row(0, named=True))
    return [PoolTotal(pool, title, {status: found[f"{n} {status}"] for status in TOLD}) for n, (pool, title) in enumerate(titles.items())]


def moving(written: Written, pools: Sequence[PoolAnswer]) -> Iterator[Moves]:
    """In the order of the table, the pools of an enterprise in their order."""
    import polars as pl

    who = [column for column in (ROW, CODE, NAME) if column in written.columns]
    marks = {(pool, status): f"{n} {status}" for n, pool in enumerate(pools) for status in (PROMOTE, LEAVE)}
    for chunk in written.chunks([*who, *_columns(pools)]) if pools else ():
        told = chunk.select(*who, *(_is(*key).alias(mark) for key, mark in marks.items()))
        for row in told.filter(pl.any_horizontal(list(marks.values()))).iter_rows(named=True):
            for (pool, status), mark in marks.items():
                if row[mark]:
                    yield Moves(row[ROW], row[CODE], row.get(NAME), pool, status)


def _columns(pools: "Sequence[PoolAnswer] | dict") -> list[str]:
    return [column for pool in pools for column in (pool.inside, pool.recorded)]


def _is(pool: PoolAnswer, status: str) -> "pl.Expr":
    """Whether ``pools.status.status_of`` gives this status, candidates being outside."""
    import polars as pl

    belongs = {verdict: pl.col(pool.inside) == verdict for verdict in (ELIGIBLE, INELIGIBLE)}
    is_there = {verdict: pl.col(pool.recorded) == verdict for verdict in (ELIGIBLE, INELIGIBLE)}
    both = {
        MEMBER: belongs[ELIGIBLE] & is_there[ELIGIBLE], PROMOTE: belongs[ELIGIBLE] & is_there[INELIGIBLE],
        LEAVE: belongs[INELIGIBLE] & is_there[ELIGIBLE], OUTSIDE: belongs[INELIGIBLE] & is_there[INELIGIBLE],
    }  # fmt: skip
    return both[status] if status in both else ~pl.any_horizontal(list(both.values()))
