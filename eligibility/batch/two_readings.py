"""A population read with two vocabularies side by side: the enterprises that both can read, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ..profiles.population.paid import Awards
from ..profiles.population.slice import POSITION, ROW, Key, Slice
from .policy_digest import same_facts

if TYPE_CHECKING:
    from ..plan.plan import Plan
    from ..profiles.population.open import Part, Population


class Pair(NamedTuple):
    """The same enterprises as both vocabularies read them, in the same order; ``read``: rows of the table they come from."""

    old: Slice
    new: Slice
    read: int


def read_by(old: Plan, new: Plan) -> list[Plan]:
    """The plans by which a population has to be read: one where both read any table, and what was paid before, alike."""
    alike = same_facts(old.vocabulary, new.vocabulary) and vars(Awards(old)) == vars(Awards(new))
    return [new] if alike else [old, new]


def pairs_of(read: Sequence[Population], wanted: Collection[Key], size: int, told: Callable[[tuple[Part, ...]], None]) -> Iterator[Pair]:
    """Slices of at most ``size`` rows with the facts ``wanted``; of each of ``read_by`` one population.

    ``told`` hears of the parts of a slice, one a plan, when they are done with. Raises ``source.Unreadable``.
    """
    for parts in zip(*(population.slices(size=size, wanted=wanted) for population in read), strict=True):
        first, last = in_both(parts[0].slice, parts[-1].slice)
        yield Pair(first, last, parts[0].rows)
        told(parts)


def in_both(one: Slice, other: Slice) -> tuple[Slice, Slice]:
    """Both without the rows that the other lacks."""
    rows = one.frame[ROW], other.frame[ROW]
    if rows[0].equals(rows[1]):
        return one, other
    return _only(one, rows[0].is_in(rows[1].implode())), _only(other, rows[1].is_in(rows[0].implode()))


def _only(slice_: Slice, kept: pl.Series) -> Slice:
    """The enterprises where ``kept`` is true, with their lists."""
    positions = pl.DataFrame({POSITION: kept.arg_true().cast(pl.Int64)}).with_row_index("after")

    def lists(rows: pl.DataFrame) -> pl.DataFrame:
        moved = rows.join(positions, on=POSITION, how="inner", maintain_order="left")
        return moved.with_columns(pl.col("after").cast(pl.Int64).alias(POSITION)).drop("after")

    paid = None if slice_.paid is None else lists(slice_.paid)
    return Slice(slice_.frame.filter(kept), {name: lists(rows) for name, rows in slice_.records.items()}, paid)
