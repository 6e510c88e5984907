"""Engines that decide one enterprise at a time, on the three policies: zen-engine and durable-rules.

Neither knows blanks, so they get enterprises of whom everything is known. What
is timed is what others are timed for: Parquet read, rows as Python dicts,
decided, and what was decided written as Parquet.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from bench import to_durable, to_zen
from bench.batch.three import ANSWERS, COMPRESSION, FACTS, POLICIES, headings
from bench.generate import bench_set
from bench.source import BenchSet

Decided = dict[str, tuple[int, int]]  # award → status and 分


def three() -> BenchSet:
    """The bench set with the three policies and no fact that they do not ask for."""
    whole = bench_set()
    return BenchSet([f for f in whole.facts if f.name in FACTS], whole.shared, [p for p in whole.policies if f"bench/{p.id}" in POLICIES])


def firms(population: str, count: int) -> list[dict]:
    """The first enterprises: fact name → value, or {year: value} where it is yearly."""
    keys = headings()
    found = []
    for row in pl.read_parquet(population, columns=list(keys)).head(count).iter_rows(named=True):
        firm: dict = {}
        for heading, value in row.items():
            name, year = keys[heading]
            if year is None:
                firm[name] = value
            else:
                firm.setdefault(name, {})[year] = value
        found.append(firm)
    return found


Decide = Callable[[list[dict]], list[Decided]]


def zen() -> Decide:
    """Decides firms one by one. ImportError where zen-engine is absent."""
    bench = three()
    decide, names = to_zen.engine(bench), _names(bench)

    def all_of(firms: list[dict]) -> list[Decided]:
        results = (decide(to_zen.facts(firm, bench))["result"] for firm in firms)
        return [{name: (int(r[f"{token}_ok"]), round(r[token])) for token, name in names.items()} for r in results]

    return all_of


def durable() -> Decide:
    """The same by durable-rules; ImportError where it is absent."""
    bench = three()
    engine, names = to_durable.Durable(bench), _names(bench)

    def all_of(firms: list[dict]) -> list[Decided]:
        results = (engine.decide(firm) for firm in firms)
        return [{name: (int(f"{token}_ok" in seen), round(paid.get(token, 0))) for token, name in names.items()} for seen, paid in results]

    return all_of


def decide(engine: Decide, population: str, count: int, out: str) -> int:
    """Reads the first ``count`` enterprises and writes what is decided of their awards; gives how many there were."""
    decided = engine(firms(population, count))
    frame(decided).write_parquet(out, compression=COMPRESSION, statistics=False)
    return len(decided)


def frame(decided: list[Decided]) -> pl.DataFrame:
    """What was decided as the columns that others write, of awards alone."""
    columns: dict[str, list[int]] = {}
    for name in (answer for answer in ANSWERS if answer.count("/") == 2):
        columns[name] = [firm[name][0] for firm in decided]
        columns[f"{name} 至少"] = [firm[name][1] for firm in decided]
    return pl.DataFrame(columns)


def _names(bench: BenchSet) -> dict[str, str]:
    return {award.id: f"bench/{policy.id}/{award.name}" for policy in bench.policies for award in policy.awards}
