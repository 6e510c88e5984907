"""All cases of some files, run and measured."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from ..language.diagnostic import Findings
from ..language.model import Library
from ..plan.plan import Plan
from .check import prepare_cases
from .coverage import Coverage, DocumentCoverage
from .run import CaseResult, Engines, run_case


@dataclass(frozen=True, slots=True)
class Suite:
    """``not_run``: how many cases could not be run (the findings of ``check_cases`` say why)."""

    results: tuple[CaseResult, ...]
    not_run: int
    coverage: tuple[DocumentCoverage, ...]

    @property
    def failed(self) -> list[CaseResult]:
        return [r for r in self.results if not r.passed]

    @property
    def least(self) -> Fraction:
        """The lowest coverage of a document, in percent."""
        return min((d.percent for d in self.coverage), default=Fraction(100))


def run_suite(library: Library, plan: Plan, files: Collection[str]) -> Suite:
    """Run the cases that stand in ``files``; measure the documents there and those the cases are for."""
    engines, coverage = Engines(plan), Coverage(plan)
    results: list[CaseResult] = []
    total = 0
    measured = set(files)
    for cases in library.cases:
        if cases.file not in files:
            continue
        total += len(cases.cases)
        measured |= {d.file for d in plan.documents if d.id == cases.rules.text}
        for prepared in prepare_cases(cases, plan, Findings()):
            results.append(run_case(prepared, engines))
            coverage.observe(prepared)
    return Suite(tuple(results), total - len(results), tuple(coverage.documents(measured)))
