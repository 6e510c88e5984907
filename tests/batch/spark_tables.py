"""Populations for Spark, in a module that its processes can import too."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import polars as pl

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.plan.plan import Plan
from eligibility.profiles.population.open import Population, open_population
from eligibility.profiles.population.write import write_population
from eligibility.sampling.population import sample
from tests.batch.diff_rules import DAY, YEAR

CODE_HEADING = "统一社会信用代码"
PARTS = 3


def write_tables(folder: Path, plan: Plan, documents: list[str], count: int) -> list[str]:
    """A sample in a folder of ``PARTS`` files, with some codes that cannot be and some that stand twice, far apart; then its lists. Their paths."""
    files = write_population(sample(ScalarEngine(plan, YEAR, DAY, documents), count, 7, 0.3), str(folder / "样本.parquet"), plan.vocabulary)
    whole = pl.read_parquet(files[0])
    wrong = pl.int_range(pl.len()) % 997 == 5
    whole = whole.with_columns(pl.when(wrong).then(pl.lit("91000000MA00000000")).otherwise(pl.col(CODE_HEADING)).alias(CODE_HEADING))
    whole = pl.concat([whole, whole.gather_every(1013, offset=11)])
    size = -(-whole.height // PARTS)
    (folder / "名单").mkdir()
    for part in range(PARTS):
        whole.slice(part * size, size).write_parquet(folder / "名单" / f"{part}.parquet")
    return [str(folder / "名单"), *files[1:]]


def opened(paths: list[str], plan: Plan) -> Population:
    """Raises AssertionError where the tables cannot be used."""
    findings = Findings()
    population = open_population(paths, plan.vocabulary, findings)
    assert population is not None, findings.items
    return population


class Deadly:
    """The population, but the process that is first to read the row ``at`` dies of it; ``times`` more do, each leaving a file in ``folder``."""

    def __init__(self, population: Population, folder: Path, at: int, times: int):
        self.population, self.folder, self.at, self.times = population, str(folder), at, times
        self.rows, self.digest = population.rows, population.digest

    def slices(self, start: int, stop: int, size: int, wanted: frozenset):
        for part in self.population.slices(start, stop, size, wanted):
            dead = len(os.listdir(self.folder))
            if part.start <= self.at < part.start + part.rows and dead < self.times:
                with open(os.path.join(self.folder, f"{dead}"), "x"):
                    os.kill(os.getpid(), signal.SIGKILL)
            yield part
