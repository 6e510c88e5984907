"""``python -m bench.batch``: a million enterprises, Parquet to Parquet, as ratios.

Every contestant has a process of its own and as many threads; they run one
after another, round by round, so that what else the machine does meets all
alike. On a busy machine the best rounds say more than the medians.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from bench.batch.agreement import disagreements
from bench.batch.rounds import ROOT, THREADS, Broke, Contestant, alone, in_turn, ratio
from bench.batch.table import Table
from bench.batch.three import POLICIES

RULES = {"bench set": ROOT / "bench" / "rules", "whole library": ROOT / "rules"}
SLOW = {"openfisca": 1, "zen": 25, "durable": 250}  # one row in so many is decided
NAMES = {"openfisca": "OpenFisca", "zen": "zen-engine", "durable": "durable-rules"}
LEAST = 200  # rows of the slowest


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.batch")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--times", type=int, default=10, help="how many times as many rows memory is measured at")
    options.add_argument("--no-memory", action="store_true", help="leave out the memory")
    options.add_argument("--no-library", action="store_true", help="leave out the shipped rules")
    options.add_argument("--scratch", type=Path, help="where the files of a run stand, for as long as it takes; a few GB")
    chosen = options.parse_args()
    with TemporaryDirectory(dir=chosen.scratch, prefix="bench-batch-") as scratch:
        try:
            return measure(Path(scratch), chosen)
        except Broke as error:
            print(error, file=sys.stderr)
            return 2


def measure(scratch: Path, chosen: argparse.Namespace) -> int:
    """Everything in turn; 1 where somebody decides otherwise than we do."""
    print(f"{chosen.rows:,} rows, {chosen.rounds} rounds, {THREADS} threads each; Python {platform.python_version()}, {platform.machine()}")
    wrong = three_policies(scratch, chosen)
    table = Table("the same rules, Parquet to Parquet, beside reading and summing the same columns", "roof")
    sets = {"bench set": RULES["bench set"]} if chosen.no_library else RULES
    for name, rules in sets.items():
        whole_set(table, name, rules, scratch, chosen)
    table.print()
    if not chosen.no_memory:
        memory(scratch, chosen)
    return 1 if wrong else 0


def three_policies(scratch: Path, chosen: argparse.Namespace) -> list[str]:
    """Ours, hand-written and other engines on three policies; where they disagree."""
    from bench.batch import by_ours, populations

    rules = RULES["bench set"]
    population, known = scratch / "bench set.parquet", scratch / "known.parquet"
    populations.sampled(by_ours.compiled(rules), chosen.rows, population)
    complete = populations.complete(population, known)
    given = {"scratch": str(scratch), "population": str(population), "rows": chosen.rows, "rules": str(rules), "trace": False, "awards": True}
    ours = Contestant("ours", "ours", given | {"policies": POLICIES})
    contestants = [ours, Contestant("hand-written polars", "polars", given), Contestant("hand-written duckdb SQL", "duckdb", given)]
    for kind, share in SLOW.items():
        rows = min(complete, max(LEAST, chosen.rows // share))
        contestants.append(Contestant(NAMES[kind], kind, given | {"population": str(known), "rows": rows}))
    contestants.append(Contestant("roof: the same columns read and summed", "roof", given | {"policies": POLICIES}))
    wrong = disagreements(contestants[:-1], given | {"policies": POLICIES}, known, scratch)
    in_turn(contestants, chosen.rounds)

    table = Table(f"three policies of the bench set ({', '.join(POLICIES)}), Parquet to Parquet", "ours", per_row=True)
    for contestant in contestants:
        table.add(contestant, ours)
    polars, duckdb, _, zen, durable, roof = contestants[1:]
    table.target("ours to hand-written polars", ours, polars, at_most=1.3)
    table.target("ours to hand-written duckdb SQL", ours, duckdb, at_most=1)
    table.target("durable-rules to ours, a row", durable, ours, at_least=1000)
    table.target("zen-engine to ours, a row", zen, ours, at_least=300)
    for slow in (one for one in (durable, zen) if not one.absent):
        times = ratio(slow, roof) * roof.rows / slow.rows
        table.note(f"{slow.name} takes {times:,.0f} times as long a row as reading alone, which decides and writes nothing.")
    table.note(f"Of {complete:,} enterprises nothing is blank: OpenFisca, zen-engine and durable-rules, which know no blanks, decide the first of those only.")
    table.note("OpenFisca keeps amounts in 32-bit floats: near a bound and after seven digits it is not exact.")
    table.print()
    for line in wrong:
        print(line)
    return wrong


def whole_set(table: Table, name: str, rules: Path, scratch: Path, chosen: argparse.Namespace) -> None:
    """Ours on all policies: without trace, with, and one policy changed since; beside the roof of the same file."""
    from bench.batch import by_ours, populations

    population = scratch / f"{name}.parquet"
    if not population.exists():
        populations.sampled(by_ours.compiled(rules), chosen.rows, population)
    given = {"scratch": str(scratch), "population": str(population), "rules": str(rules)}
    roof = Contestant(f"{name}: roof", "roof", given)
    bare = Contestant(f"{name}: policies", "ours", given | {"trace": False, "awards": False})
    traced = Contestant(f"{name}: policies and trace", "ours", given | {"trace": True, "awards": False})
    awards = Contestant(f"{name}: policies and awards", "ours", given | {"trace": False, "awards": True})
    contestants = [roof, bare, traced, awards]
    bench = name == "bench set"
    if bench:
        alone(bare, scratch / "before")
        copied = given | {"decisions": by_ours.decisions(str(scratch / "before"))}
        contestants.append(Contestant(f"{name}: roof, decisions written", "roof", copied))
        changed = {"rules": str(one_changed(rules, scratch / "changed")), "since": str(scratch / "before")}
        contestants.append(Contestant(f"{name}: one policy changed", "ours", bare.given | changed))
    in_turn(contestants, chosen.rounds)
    for contestant in contestants:
        table.add(contestant, roof)
    table.target(f"{name} to its roof", bare, roof, at_most=3 if bench else 4)
    table.target(f"{name}: trace to no trace", traced, bare, at_most=1.25)
    if bench:
        table.target("one policy changed to the roof", contestants[-1], roof, at_most=0.5)


def one_changed(rules: Path, to: Path) -> Path:
    """The rules with another cap in one policy."""
    copytree(rules, to)
    policy = to / "p01.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("cap: 100万元", "cap: 90万元"), encoding="utf-8")
    return to


def memory(scratch: Path, chosen: argparse.Namespace) -> None:
    """The most that a batch of the bench set ever holds, at so many rows and at some times as many."""
    from bench.batch import by_ours, populations

    plan = by_ours.compiled(RULES["bench set"])
    few, many = scratch / "bench set.parquet", scratch / "many.parquet"
    populations.repeated(plan, chosen.rows, chosen.times, many)
    found = []
    for population in (few, many):
        given = {"scratch": str(scratch), "population": str(population), "rules": str(RULES["bench set"]), "trace": True, "awards": True}
        found.append(alone(Contestant("memory", "ours", given)))
    small, large = found
    print(f"\n{'peak memory, bench set with awards and trace':52}{'MB':>9}")
    for one in found:
        print(f"{f'{one.rows:,} rows':52}{one.peak / 1e6:9.0f}")
    growth = large.peak / small.peak
    print(f"{'growth':52}{growth:9.2f}   at most 1.2: {_met(growth <= 1.2)};  under 1 GB: {_met(large.peak < 1e9)}")


def _met(holds: bool) -> str:
    return "met" if holds else "NOT met"


if __name__ == "__main__":
    sys.exit(main())
