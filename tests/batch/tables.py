"""A table without a file: rows made from their numbers, some of them returned; and batches over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from eligibility.batch.folder import Folder
from eligibility.batch.manifest import read_manifest
from eligibility.batch.job import prepare
from eligibility.batch.run import Outcome, run
from eligibility.batch.written import Written
from eligibility.plan.plan import Plan
from tests.batch.diff_rules import DAY, YEAR, population

SHARD = 40


@dataclass
class Part:
    slice: object
    rejected: pl.DataFrame
    start: int
    rows: int
    doubts: tuple = ()


class Table:
    """``rows`` of which every ``bad``-th is returned; ``wanted`` is kept as asked for. Interrupted before row ``stops`` is read."""

    def __init__(self, plan: Plan, rows: int = 100, bad: int = 7, stops: int | None = None, digest: str = "数字"):
        self.plan, self.rows, self.bad, self.stops, self.digest = plan, rows, bad, stops, digest
        self.asked = []

    def slices(self, start: int, stop: int, size: int, wanted: frozenset) -> Iterator[Part]:
        self.asked.append((start, stop, wanted))
        for first in range(start, stop, size):
            last = min(first + size, stop)
            if self.stops is not None and last > self.stops:
                raise KeyboardInterrupt
            used = population(self.plan, last - first, seed=first, first=first + 2)
            returned = pl.Series([self.bad > 0 and row % self.bad == 0 for row in used.frame["row"]], dtype=pl.Boolean)
            rejected = used.frame.filter(returned).select("row", "code", pl.lit("虚构的原因").alias("原因"))
            used.frame = used.frame.filter(~returned)
            yield Part(used, rejected, first, last - first)


def decide(folder: Path, table: Table, *, sample: int = 0, trace: bool = True, since: Path | None = None, shard_rows: int = SHARD) -> Outcome:
    """A batch of all policies of the table's plan."""
    job = prepare(Folder(str(folder)), table.plan, YEAR, DAY, [d.id for d in table.plan.documents], table, ["甲.csv"],
                  trace=trace, since=since and Folder(str(since)), shard_rows=shard_rows)  # fmt: skip
    return run(job, table, sample=sample)


def decisions(folder: Path) -> pl.DataFrame:
    """Everything decided, in the order of the table."""
    manifest = read_manifest(Folder(str(folder)))
    return Written(Folder(str(folder)), manifest).scan(manifest.columns).collect()


def differing(one: Path, other: Path) -> list[str]:
    """The files of two folders that only one has, or that are not the same byte for byte."""
    contents = [{str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in (one, other)]
    return sorted(name for name in contents[0].keys() | contents[1].keys() if contents[0].get(name) != contents[1].get(name))
