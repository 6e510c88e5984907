"""The rules as published: columns and rows agree on generated enterprises and on those of every case."""

from __future__ import annotations

from collections import defaultdict

import pytest

from eligibility.cases.check import prepare_cases
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from tests.engines.columnar.agreement import Agreement
from tests.engines.columnar.shipped import DAYS, disagreements
from tests.engines.conftest import ROOT, compiled


@pytest.fixture(scope="module")
def rules():
    """The rules as published."""
    return compiled(ROOT / "rules")


def test_five_thousand_enterprises_are_decided_alike(rules):
    """Not one answer or clause differs, a third stand on a boundary, and columns answer nearly all themselves."""
    on_boundary, doubtful = disagreements(rules, *DAYS[0], seed=1, count=4000)
    assert on_boundary > 4000 / 3 and doubtful < 20
    for number, (year, day) in enumerate(DAYS[1:3]):
        disagreements(rules, year, day, seed=10 + number, count=500)


@pytest.mark.long
@pytest.mark.parametrize("year, day", DAYS, ids=str)
def test_two_hundred_thousand_enterprises_are_decided_alike(rules, year, day):
    """The same for 200,000, over years and days in which other versions and parameters are in force."""
    on_boundary, _ = disagreements(rules, year, day, seed=year, count=200_000 // len(DAYS) + 1)
    assert on_boundary > 200_000 / len(DAYS) / 3


def test_the_enterprise_of_every_case_is_decided_alike():
    """The profiles of all cases in the rules, each for its year and day."""
    findings = Findings()
    library = load([ROOT / "rules"], findings)
    plan = compile_library(library, findings)
    profiles = defaultdict(list)
    for cases in library.cases:
        for prepared in prepare_cases(cases, plan, findings):
            profiles[prepared.policy_year, prepared.as_of].append(prepared.profile)
    assert sum(map(len, profiles.values())) > 1000 and not findings.has_errors
    for (year, day), some in profiles.items():
        Agreement(plan, year, day).check(some)
