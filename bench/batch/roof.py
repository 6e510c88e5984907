"""The read-only roof: polars reads the columns that a batch reads and sums them, which nobody who decides can undercut.

``writer`` adds what it takes to leave the same decisions behind, with nothing
decided: as a batch writes them, though it reads and decides meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from glob import glob

import polars as pl

from eligibility.batch.columns import Answer
from eligibility.batch.parquet_sink import ParquetSink
from eligibility.profiles.population.open import Population
from eligibility.profiles.population.slice import NAME, Key

SLICE = 1 << 17  # rows written at a time, as in a batch of so many columns
Columns = list[tuple[str, list[str]]]  # file → headings


def columns(population: Population, facts: set[Key]) -> Columns:
    """Of each file of ``population`` the columns that deciding from ``facts`` takes: the code and name too, of lists all."""
    mine = [column for key, column in population.table.columns.items() if key in facts or column in (population.code, population.name)]
    found = [(file, sorted({population.source.headings[at] for c in mine for at in (c.at, c.none_at) if at is not None})) for file in population.source.files()]
    for own in population.records:
        found += [(file, [own.source.headings[at] for at in own.places]) for file in own.source.files()]
    return found


def read_and_sum(files: Columns) -> int:
    """Sums of all the columns; gives the rows of the first file."""
    sums = [_sums(pl.scan_parquet(file), headings).collect() for file, headings in files]
    return sums[0]["\0rows"][0]


def writer(decisions: str) -> Callable[[str], None]:
    """Writes to a path what stands in the files ``decisions``, read beforehand, as a batch writes it."""
    frame = pl.read_parquet(glob(decisions))
    blank = [name for name in frame.columns if name == NAME or name.endswith(Answer("", None).high)]

    def write(out: str) -> None:
        with ParquetSink(out, frame.schema, blank) as sink:
            for part in frame.iter_slices(SLICE):
                sink.write(part)

    return write


def _sums(table: pl.LazyFrame, headings: list[str]) -> pl.LazyFrame:
    kinds = table.collect_schema()
    return table.select(pl.len().alias("\0rows"), *(_sum(name, kinds[name]) for name in headings))


def _sum(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        column = column.str.len_bytes()
    elif isinstance(kind, pl.Enum | pl.Categorical) or kind.is_temporal():
        column = column.to_physical()
    return column.sum()
