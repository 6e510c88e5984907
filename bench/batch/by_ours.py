"""Our own batches, as ``eligibility batch`` runs them but for the workbook: rules compiled beforehand, Parquet to a folder of Parquet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.source import YEAR
from eligibility.batch.decider import Decider
from eligibility.batch.folder import Folder
from eligibility.batch.job import prepare
from eligibility.batch.run import run
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan
from eligibility.profiles.population.open import Population, open_population
from eligibility.profiles.population.slice import Key

DAY = date(YEAR + 1, 6, 30)


def compiled(rules: Path) -> Plan:
    """The plan of a folder of rules. ValueError where there is anything wrong with them."""
    findings = Findings()
    plan = compile_library(load([rules], findings), findings)
    if findings.has_errors:
        raise ValueError("\n".join(f"{item.where} {item.code} {item.message}" for item in findings.sorted()))
    return plan


def tables(population: Path) -> list[str]:
    """The files of a population: the enterprises first, then their lists."""
    return [str(population), *sorted(str(path) for path in population.parent.glob(f"{population.stem}*.parquet") if path != population)]


def opened(plan: Plan, population: Path) -> Population:
    """A population, looked over as a batch does it first. ValueError where it cannot be read."""
    findings = Findings()
    found = open_population(tables(population), plan.vocabulary, findings, plan)
    if found is None:
        raise ValueError("\n".join(f"{item.where} {item.code} {item.message}" for item in findings.sorted()))
    return found


def batch(plan: Plan, population: Path, out: str, *, policies: Sequence[str] = (), trace: bool, awards: bool, since: str | None = None) -> int:
    """A whole batch; gives the rows decided, which are those not returned. ValueError where the population cannot be read."""
    found, chosen, files = opened(plan, population), documents(plan, policies), tables(population)
    prepared = prepare(Folder(out), plan, YEAR, DAY, chosen, found, files, trace=trace, awards=awards, since=Folder(since) if since else None)
    return run(prepared, found).counts.used


def documents(plan: Plan, policies: Sequence[str] = ()) -> list[str]:
    """The ids that a batch of these policies is made of; of all without any."""
    return [document.id for document in ScalarEngine(plan, YEAR, DAY, policies or None, many=True).documents]


def decisions(out: str) -> str:
    """Where the decisions of a batch stand, for polars."""
    return os.path.join(out, "判定", "*.parquet")


def facts(plan: Plan, policies: Sequence[str] = ()) -> frozenset[Key]:
    """What a batch of these policies, or of all, reads of an enterprise: facts and their years."""
    return Decider(plan, YEAR, DAY, documents(plan, policies)).facts
