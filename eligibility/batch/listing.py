"""Who may have what, who is refused why, and who has to enter a pool or leave it: row by row, read from the shards as far as somebody wants to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..pools.decision import LEAVE, PROMOTE
from ..profiles.population.slice import CODE, NAME, ROW
from .columns import ELIGIBLE, Answer, PoolAnswer
from .pool_totals import has_status, pool_columns
from .refusals import Check, columns_of, first_failing
from .written import Written


class Granted(NamedTuple):
    """An award (or a policy) that an enterprise surely gets; 分, ``high`` None where no highest is known. ``row``: in the table, its heading being row 1."""

    row: int
    code: str
    name: str | None
    answer: Answer
    low: int
    high: int | None


class Refused(NamedTuple):
    """An award, or by a gate a whole policy, that an enterprise surely does not get; ``condition`` is the first that fails."""

    row: int
    code: str
    name: str | None
    answer: Answer
    condition: str
    source: str


class Moving(NamedTuple):
    """An enterprise that has to enter a pool (``status`` ``PROMOTE``) or to leave it (``LEAVE``)."""

    row: int
    code: str
    name: str | None
    answer: PoolAnswer
    status: str


def granted(written: Written, answers: Sequence[Answer]) -> Iterator[Granted]:
    """In the order of the table, the ``answers`` of an enterprise in their order."""
    import polars as pl

    if not answers:
        return
    some = pl.any_horizontal([pl.col(a.status) == ELIGIBLE for a in answers])
    for chunk in written.chunks([*_who(written), *(c for a in answers for c in (a.status, a.low, a.high))]):
        for row in chunk.filter(some).iter_rows(named=True):
            for answer in answers:
                if row[answer.status] == ELIGIBLE:
                    yield Granted(row[ROW], row[CODE], row.get(NAME), answer, row[answer.low], row[answer.high])


def refused(written: Written, checks: Sequence[list[Check]]) -> Iterator[Refused]:
    """In the order of the table; the masks must have been written."""
    every = [check for policy in checks for check in policy]
    columns = list(dict.fromkeys(column for policy in checks for column in columns_of(policy)))
    marks = [mark for policy in checks for mark in first_failing(policy)]
    for chunk in written.chunks([*_who(written), *columns]) if every else ():
        for row in chunk.select(*_who(written), *marks).iter_rows(named=True):
            for check in every:
                number = row[check.column]
                if number is not None:
                    yield Refused(row[ROW], row[CODE], row.get(NAME), check.answer, *check.conditions[number][1:])


def moving(written: Written, pools: Sequence[PoolAnswer]) -> Iterator[Moving]:
    """In the order of the table, the ``pools`` of an enterprise in their order."""
    import polars as pl

    if not pools:
        return
    marks = [(pool, status, f"{n} {status}") for n, pool in enumerate(pools) for status in (PROMOTE, LEAVE)]
    told = [has_status(pool, status).alias(mark) for pool, status, mark in marks]
    some = pl.any_horizontal([mark for _, _, mark in marks])
    for chunk in written.chunks([*_who(written), *pool_columns(pools)]):
        for row in chunk.select(*_who(written), *told).filter(some).iter_rows(named=True):
            for pool, status, mark in marks:
                if row[mark]:
                    yield Moving(row[ROW], row[CODE], row.get(NAME), pool, status)


def _who(written: Written) -> list[str]:
    return [column for column in (ROW, CODE, NAME) if column in written.columns]
