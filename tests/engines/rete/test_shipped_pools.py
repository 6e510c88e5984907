"""The shipped pools, on verdicts at random: both engines put every enterprise into the same pools."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from eligibility.engines.chaining.infer import infer
from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.pools_program import PoolsProgram, pools_program
from eligibility.engines.rete.engine import ReteEngine, available
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.select import select
from tests.setup.tree import ROOT


@pytest.fixture(scope="module")
def programs() -> list[PoolsProgram]:
    """Each document of pools in the shipped rules, as seen on 30 June 2022."""
    findings = Findings()
    selection = select(compile_library(load([ROOT / "rules"], findings), findings), 2021, date(2022, 6, 30))
    found = [pools_program(selection, document) for document in selection.documents if document.pools]
    assert found and max(len(program.inside) for program in found) >= 12
    return found


def enterprise(rng: Random, program: PoolsProgram) -> dict[str, bool | None]:
    """Verdicts at random, some enterprises with much that is true or unknown, some with little."""
    true, unknown = rng.random(), rng.choice((0, 0.1, 0.5))
    return {token: None if rng.random() < unknown else rng.random() < true for token in sorted(program.verdicts)}


def test_every_pool_can_be_had_and_lost(programs):
    """With every verdict true but those that put an enterprise out, it is in all pools with known conditions; with none in none."""
    for program in programs:
        denied = {denies for part in program.parts for denies in part.denied.values()}
        best = infer(program, {token: token not in denied for token in program.verdicts}, chain).inside
        assert set(best.values()) <= {True, None} and True in best.values()
        assert True not in infer(program, dict.fromkeys(program.verdicts, False), chain).inside.values()


@pytest.mark.skipif(not available(), reason="durable-rules comes with the rete extra, where it builds and imports")
@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.long)])
def test_both_engines_agree_on_the_shipped_pools(programs, count):
    """The same pools, sure and possible, twice in a row in one child process."""
    rng = Random(8)
    with ReteEngine() as engine:
        for program in programs:
            enterprises = [enterprise(rng, program) for _ in range(count)]
            own = [infer(program, verdicts, chain) for verdicts in enterprises]
            for _ in range(2):
                theirs = [infer(program, verdicts, engine.chain) for verdicts in enterprises]
                assert [found.inside for found in theirs] == [found.inside for found in own]
            assert {value for found in own for value in found.inside.values()} == {True, False, None}
