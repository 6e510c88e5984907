"""The bench set in our own engine: its YAML read, compiled and run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.source import YEAR, BenchSet
from bench.to_yaml import RULES
from eligibility.engines.scalar.engine import ScalarEngine, Trace
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library


class Ours:
    """``engine.run(facts)`` gives the trace; ``read`` takes statuses and payments out of it."""

    def __init__(self, rules: Path = RULES) -> None:
        findings = Findings()
        plan = compile_library(load([rules], findings), findings)
        if findings.items:
            raise ValueError("\n".join(f"{item.where} {item.code} {item.message}" for item in findings.sorted()))
        self.engine = ScalarEngine(plan, policy_year=YEAR, as_of=date(YEAR + 1, 6, 30), many=True)
        policies = [document for document in self.engine.documents if document.awards]
        self.policies = [(d.id.removeprefix("bench/"), d.settle, [a.status for a in d.awards]) for d in policies]

    def read(self, trace: Trace) -> dict[str, tuple[bool | None, int]]:
        """Award token → (status, 分 paid)."""
        found = {}
        for policy, settle, statuses in self.policies:
            _total, payments = trace.raw(settle)
            for number, (status, payment) in enumerate(zip(statuses, payments), start=1):
                found[f"{policy}_a{number}"] = (trace.raw(status), payment)
        return found


def facts(firm: dict, bench: BenchSet) -> dict:
    """A sample enterprise as our engine takes it."""
    given: dict = {}
    for fact in bench.facts:
        value = firm[fact.name]
        years = value.items() if fact.yearly else [(None, value)]
        given.update({(fact.name, year): one for year, one in years})
    return given
