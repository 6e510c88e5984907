"""The populations that are decided: sampled, as ``eligibility sample`` writes them, with 3 % blanks and a fifth of the cells at a bound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from bench.batch.by_ours import DAY
from bench.batch.three import heading, headings
from bench.source import YEAR
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.plan.plan import Plan
from eligibility.profiles.population.slice import CODE, ROW, Slice
from eligibility.profiles.population.write import write_population
from eligibility.sampling.identity import codes
from eligibility.sampling.population import sample

SEED = 7


def sampled(plan: Plan, rows: int, path: Path) -> None:
    """Enterprises with the facts that ``plan`` asks for, at ``path`` and their lists beside it."""
    write_population(sample(_engine(plan), rows, SEED), str(path), plan.vocabulary)


def repeated(plan: Plan, rows: int, times: int, path: Path) -> None:
    """The enterprises of ``sampled`` several times over, each with a code of its own: drawing ten million takes long."""

    drawn = list(sample(_engine(plan), rows, SEED))

    def slices() -> Iterator[Slice]:
        for number in range(times):
            for part in drawn:
                yield _moved(part, number * rows)

    write_population(slices(), str(path), plan.vocabulary)


def complete(population: Path, path: Path) -> int:
    """Those of whom all facts of the three policies are known, for engines that know no blanks; gives how many.

    Without revenue a share of it is not known either, and zen-engine stops.
    """
    revenue = pl.sum_horizontal(heading("营业收入", year) for year in (YEAR - 1, YEAR - 2))
    known = pl.read_parquet(population).drop_nulls(list(headings())).filter(revenue > 0)
    known.write_parquet(path)
    return known.height


def _engine(plan: Plan) -> ScalarEngine:
    return ScalarEngine(plan, YEAR, DAY, many=True)


def _moved(part: Slice, by: int) -> Slice:
    rows = part.frame[ROW] + by
    return Slice(part.frame.with_columns(rows, codes((rows - 2).to_numpy()).alias(CODE)), part.records, part.paid)
