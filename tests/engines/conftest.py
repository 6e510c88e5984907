"""The two libraries that the engine is held against: the rules as published, and one that uses every mechanic."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library

ROOT = Path(__file__).parents[2]


def compiled(path: Path):
    """The plan of a library that must be without findings."""
    findings = Findings()
    plan = compile_library(load([path], findings), findings)
    assert not findings.has_errors, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    return plan


@pytest.fixture(scope="session", params=["rules", "tests/engines/mechanics"])
def engine(request) -> ScalarEngine:
    """Each library, for policy year 2021 as seen on 30 June 2022."""
    return ScalarEngine(compiled(ROOT / request.param), 2021, date(2022, 6, 30), many=True)


@pytest.fixture(scope="session")
def mechanics() -> ScalarEngine:
    """The library that uses every mechanic."""
    return ScalarEngine(compiled(ROOT / "tests/engines/mechanics"), 2021, date(2022, 6, 30), many=True)
