"""The search for blanks leaves out only what cannot come out, and a part of the rules compiled once serves every enterprise."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from eligibility.decisions import missing as searching
from eligibility.decisions.missing import missing_of
from eligibility.engines.scalar import engine as scalar
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.pools.decide_pools import decide_pools
from eligibility.profiles.reader import read_profile
from tests.setup.tree import ROOT


@lru_cache(maxsize=None)
def shipped():
    """The shipped pools, and two example enterprises of which most is known."""
    findings = Findings()
    plan = compile_library(load([ROOT / "rules"], findings), findings)
    engine = ScalarEngine(plan, 2025, date(2026, 6, 30), ["nanan/enterprise-pools"])
    found = [read_profile(ROOT / "examples" / f"虚构-{name}.yaml", plan.vocabulary, findings) for name in ("砺锋", "江岸")]
    return engine, engine.documents[0], found


def sparse(seed: int):
    """One of the enterprises with some of its facts left out."""
    chance = random.Random(seed)
    profile = chance.choice(shipped()[2])
    keep = chance.choice([0.7, 0.85, 0.95])
    return replace(profile, facts={key: given for key, given in profile.facts.items() if chance.random() < keep})


@pytest.mark.parametrize("seed", range(12))
def test_leaving_out_what_cannot_come_out_changes_nothing(seed, monkeypatch):
    """Every search that trying everything finishes gives the same sets and the same refusals, in the same order."""
    engine, document, _ = shipped()
    trace = engine.run({key: given.value for key, given in sparse(seed).facts.items()})
    open_ones = [pool.inside for pool in document.pools if trace.raw(pool.inside) is None]
    quick = [missing_of(trace, index) for index in open_ones]
    monkeypatch.setattr(searching._Search, "could_come_out", lambda *_: (True, True))
    for index, found in zip(open_ones, quick):
        plain = missing_of(trace, index)
        if plain.exact:
            assert found == plain


def test_most_open_conditions_can_be_tried_in_full():
    """The law above is about something: of the twelve enterprises many conditions are open and searched exactly."""
    engine, document, _ = shipped()
    found = []
    for seed in range(12):
        trace = engine.run({key: given.value for key, given in sparse(seed).facts.items()})
        found += [missing_of(trace, pool.inside) for pool in document.pools if trace.raw(pool.inside) is None]
    assert sum(one.exact and bool(one.sets) for one in found) >= 10


def test_parts_are_compiled_once_and_never_mixed(monkeypatch):
    """Enterprises one after another get what each gets alone, also where hardly any part is kept."""
    engine, document, _ = shipped()
    profiles = [sparse(seed) for seed in range(4)]
    alone = []
    for profile in profiles:
        fresh = ScalarEngine(engine.plan, 2025, date(2026, 6, 30), ["nanan/enterprise-pools"])
        alone.append(decide_pools(fresh, document, profile))
    assert [decide_pools(engine, document, profile) for profile in profiles] == alone
    monkeypatch.setattr(scalar, "MOST_PARTS", 2)
    engine._parts.clear()
    assert [decide_pools(engine, document, profile) for profile in profiles] == alone
    assert len(engine._parts) <= 2
