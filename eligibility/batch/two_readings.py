"""A population read with two vocabularies side by side: the enterprises that both can read, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from ..profiles.population.slice import POSITION, ROW, Slice
from .compare import Pair

if TYPE_CHECKING:
    from ..profiles.population.open import Population


def pairs_of(old: "Population", new: "Population | None", size: int) -> Iterator[Pair]:
    """Slices of at most ``size`` rows; ``new`` None: the vocabularies are alike, and one reading does for both."""
    if new is None:
        for part in old.slices(size=size):
            yield Pair(part.slice, part.slice, part.rows)
        return
    for one, other in zip(old.slices(size=size), new.slices(size=size), strict=True):
        yield Pair(*in_both(one.slice, other.slice), one.rows)


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
