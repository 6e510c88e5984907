"""The read-only roof: polars reads the columns that a batch reads and sums them, which nobody who decides can undercut."""

from __future__ import annotations

import polars as pl

from eligibility.profiles.population.open import Population
from eligibility.profiles.population.slice import Key

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
