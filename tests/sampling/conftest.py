from __future__ import annotations

from datetime import date

import pytest

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from tests.setup.tree import ROOT

POLICY_YEAR, DAY = 2021, date(2022, 6, 30)


def engine_of(folder: str) -> ScalarEngine:
    """All documents of a folder of rules for 2021, on 2022-06-30."""
    findings = Findings()
    plan = compile_library(load([str(ROOT / folder)], findings), findings)
    assert not any(d.severity == "error" for d in findings.items)
    return ScalarEngine(plan, POLICY_YEAR, DAY)


@pytest.fixture(scope="session", params=["rules", "bench/rules"])
def engine(request) -> ScalarEngine:
    """The rules that come with the program, and those of the benchmark."""
    return engine_of(request.param)


@pytest.fixture(scope="session")
def bench() -> ScalarEngine:
    return engine_of("bench/rules")
