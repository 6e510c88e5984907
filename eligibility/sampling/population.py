"""A population made up: slices of enterprises that are no one's, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..engines.scalar.engine import ScalarEngine
from ..profiles.population.slice import CODE, NAME, PAID, POSITION, ROW, Slice, column_of, count_column, none_column
from . import identity
from .drawing import BLANK, Drawn, Stream, draw, firms, rows
from .outline import Outline, outline_of

if TYPE_CHECKING:
    import polars as pl

SLICE_ROWS = 131_072
BLOCK_ROWS = 16_384  # drawn at once and always whole, so that a row is the same however many follow
BOUNDARY = 0.2
MOST = identity.MOST

_LIST_LENGTHS = (0.4, 0.25, 0.2, 0.1, 0.05)  # of lists with 0, 1, … rows
_PAID = 0.05  # of enterprises were paid before
_PAID_TWICE = 0.2  # of those
_PAID_UNSTATED = 0.05  # of payments without the amount


@dataclass(slots=True)
class Tally:
    """What was written: ``cells`` of facts and lists, of which ``blanks``; of ``edged`` cells that have a value, ``placed``."""

    enterprises: int = 0
    columns: int = 0
    cells: int = 0
    blanks: int = 0
    edged: int = 0
    placed: int = 0

    def take(self, drawn: Drawn) -> None:
        self.cells += drawn.cells
        self.blanks += drawn.blanks
        self.edged += drawn.edged
        self.placed += drawn.placed


def sample(engine: ScalarEngine, n: int, seed: int, boundary: float = BOUNDARY, *,
           all_facts: bool = False, tally: Tally | None = None) -> Iterator[Slice]:
    """``n`` enterprises in slices of ``SLICE_ROWS``, with the facts that the documents of ``engine`` ask for in its years.

    Of the cells of facts that comparisons rest on, the share ``boundary`` lies
    just under, at or just over where one turns. Row k is the same whatever
    ``n``. ``tally`` is counted up while slices are taken.
    Raises ValueError for ``n`` outside 1 … ``MOST``, ``seed`` below 0, or a ``boundary`` that is no share.
    """
    if not 1 <= n <= MOST or seed < 0 or not 0 <= boundary <= 1:
        raise ValueError(f"n {n}, seed {seed}, boundary {boundary}")
    outline = outline_of(engine, all_facts)
    return _slices(outline, n, seed, boundary, tally or Tally())


def _slices(outline: Outline, n: int, seed: int, boundary: float, tally: Tally) -> Iterator[Slice]:
    for start in range(0, n, SLICE_ROWS):
        stop = min(n, start + SLICE_ROWS)
        blocks = []
        for first in range(start, stop, BLOCK_ROWS):
            count = min(stop - first, BLOCK_ROWS)
            blocks.append(_first(_block(outline, first // BLOCK_ROWS, count, seed, boundary, tally), count))
        tally.enterprises += stop - start
        yield _joined(blocks)


def _block(outline: Outline, block: int, counted: int, seed: int, boundary: float, tally: Tally) -> Slice:
    """All enterprises of one block, from its number alone; the first ``counted`` go to the tally."""
    import polars as pl

    stream = Stream(seed, block)
    numbers = np.arange(block * BLOCK_ROWS, (block + 1) * BLOCK_ROWS)
    columns = {ROW: pl.Series(numbers + 2), CODE: identity.codes(numbers), NAME: identity.names(numbers)}
    group = firms(BLOCK_ROWS, counted, stream)
    for leaf in outline.order:
        drawn = draw(outline, leaf, group, boundary, stream)
        tally.take(drawn)
        columns[column_of(leaf)] = drawn.column
        if drawn.none is not None:
            columns[none_column(leaf)] = pl.Series(drawn.none)
    records = {}
    for name in outline.columns:
        columns[count_column(name)], records[name] = _records(outline, name, counted, boundary, stream, tally)
    paid = None
    if outline.awards:
        columns[count_column(PAID)], paid = _paid_before(outline, stream)
    tally.columns = len(outline.order) + len(outline.columns)
    return Slice(pl.DataFrame(columns), records, paid)


def _records(outline: Outline, name: str, counted: int, boundary: float, stream: Stream,
             tally: Tally) -> tuple["pl.Series", "pl.DataFrame"]:  # fmt: skip
    """How many rows each enterprise of a block has, and the rows."""
    import polars as pl

    rng = stream.of("rows", name)
    lengths = np.searchsorted(np.cumsum(_LIST_LENGTHS)[:-1], rng.random(BLOCK_ROWS))
    counts, lengths = _unknown_counts(lengths, rng)
    group = rows(int(lengths.sum()), int(lengths[:counted].sum()))
    columns = {POSITION: pl.Series(np.repeat(np.arange(BLOCK_ROWS), lengths))}
    empty = np.ones(group.count, bool)  # a row that states nothing would be returned by readers
    for leaf in (leaves := outline.columns[name]):
        drawn = draw(outline, leaf, group, boundary, stream, empty if leaf == leaves[-1] else None)
        tally.take(drawn)
        empty &= drawn.column.is_null().to_numpy()
        columns[leaf[1]] = drawn.column
        if drawn.none is not None:
            columns[none_column((leaf[1], None))] = pl.Series(drawn.none)
    tally.cells += counted
    tally.blanks += counts.head(counted).null_count()
    return counts, pl.DataFrame(columns)


def _paid_before(outline: Outline, stream: Stream) -> tuple["pl.Series", "pl.DataFrame"]:
    """What a few enterprises were paid before: one or two awards, 10 000元 to some 1 000 000元."""
    import polars as pl

    rng = stream.of("paid")
    awards = outline.awards
    lengths = (rng.random(BLOCK_ROWS) < _PAID) * (1 + (rng.random(BLOCK_ROWS) < _PAID_TWICE) * (len(awards) > 1))
    counts, lengths = _unknown_counts(lengths, rng)
    who = np.repeat(np.arange(BLOCK_ROWS), lengths)
    second = np.concatenate([[False], who[1:] == who[:-1]]) if who.size else np.zeros(0, bool)
    first = rng.integers(0, len(awards), BLOCK_ROWS)
    which = (first[who] + second) % len(awards)
    ten_thousands = np.clip(np.rint(np.exp(2.3 + 0.9 * rng.standard_normal(who.size))), 1, 10_000).astype(np.int64)
    fen = pl.Series(ten_thousands * 10**6)
    stated = pl.Series(rng.random(who.size) >= _PAID_UNSTATED)
    return counts, pl.DataFrame({
        POSITION: pl.Series(who, dtype=pl.Int64),
        "policy": pl.Series([awards[i][0] for i in which], dtype=pl.String),
        "award": pl.Series([awards[i][1] for i in which], dtype=pl.String),
        "fen": fen.zip_with(stated, pl.Series([None], dtype=pl.Int64)),
    })  # fmt: skip


def _unknown_counts(lengths: np.ndarray, rng) -> tuple["pl.Series", np.ndarray]:
    """Counts, null where the list is not known, and how many rows are then written."""
    import polars as pl

    unknown = rng.random(len(lengths)) < BLANK
    counts = pl.Series(lengths.astype(np.int64)).zip_with(pl.Series(~unknown), pl.Series([None], dtype=pl.Int64))
    return counts, np.where(unknown, 0, lengths)


def _first(block: Slice, count: int) -> Slice:
    """The first enterprises of a block."""
    if count == block.frame.height:
        return block
    records = {name: frame.filter(frame[POSITION] < count) for name, frame in block.records.items()}
    paid = None if block.paid is None else block.paid.filter(block.paid[POSITION] < count)
    return Slice(block.frame.head(count), records, paid)


def _joined(blocks: list[Slice]) -> Slice:
    """Blocks one after another as one slice; positions count on."""
    import polars as pl

    def moved(frames: list[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat([frame.with_columns(pl.col(POSITION) + i * BLOCK_ROWS) for i, frame in enumerate(frames)], rechunk=True)

    records = {name: moved([block.records[name] for block in blocks]) for name in blocks[0].records}
    paid = None if blocks[0].paid is None else moved([block.paid for block in blocks])
    return Slice(pl.concat([block.frame for block in blocks], rechunk=True), records, paid)
