"""Shortest ways on the rules that come with the program: what they say does it, and no one fact alone would where more are named."""

from __future__ import annotations

import random
from datetime import date

import pytest

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.fact import CHANGES
from eligibility.plan.cache import cached_plan
from eligibility.profiles.values import NONE_VALUE
from eligibility.ways.goal import MOST_RUNS, Goal
from eligibility.ways.shortest import Finder, shortest_ways, ways_to_award
from eligibility.ways.words import changed_inputs
from tests.engines.enterprises import Generator
from tests.setup.tree import ROOT


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> ScalarEngine:
    """The policy year that is under way, so that something can still be done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ELIGIBILITY_CACHE", "off")
        plan = cached_plan([str(ROOT / "rules")], Findings())
    return ScalarEngine(plan, 2022, date(2022, 6, 30))


def conclusions(engine: ScalarEngine) -> list[tuple[str, int]]:
    """Every definition of the standards in force that is yes or no."""
    return [(name, index) for document in engine.selection.documents if document.kind == "standard"
            for name, index in document.definitions.items() if engine.operations[index].unit == "bool"]


def alone(trace, operation: int, rng: random.Random) -> str | None:
    """A fact by which alone ``operation`` comes to hold, looked for on a grid of the values it may be changed to."""
    goal = Goal(trace, operation)
    generator = Generator(trace.engine, rng)
    latest = {name: max(s.key[1] for s in goal.engine.slots if s.kind == "fact" and s.key[0] == name and s.key[1])
              for name in {s.key[0] for s in goal.engine.slots if s.kind == "fact" and s.key[1]}}
    for place, slot in enumerate(goal.engine.slots):
        fact = trace.engine.plan.vocabulary.get(slot.key[0]) if slot.kind == "fact" else None
        if fact is None or fact.type in ("records", "date", "year", "text", "code") or fact.can_change != CHANGES:
            continue
        if slot.key[1] != latest.get(slot.key[0]):
            continue
        values = (True, False) if fact.type == "yes_no" else fact.options or [generator.value(fact) for _ in range(30)]
        for value in (*values, *([NONE_VALUE] if fact.none else [])):
            inputs = list(goal.inputs)
            inputs[place] = value * slot.scale if not isinstance(value, (bool, str)) and value is not NONE_VALUE else value
            if goal.engine.rerun(inputs).raw(operation) is True:
                return slot.key[0]
    return None


@pytest.mark.parametrize("seed", range(3))
def test_what_is_named_makes_the_award_eligible(engine, seed):
    """Random enterprises, every award: with the changes of a way made it is eligible and pays, and it was not before."""
    rng = random.Random(seed)
    generator = Generator(engine, rng)
    facts = generator.full() if seed else generator.blanked(generator.full())
    trace = engine.run(facts, [])
    for award in (a for d in engine.documents for a in d.awards):
        found = ways_to_award(trace, award)
        for way in found.ways:
            run = engine.rerun(changed_inputs(trace, way))
            paid = run.raw(award.amount)
            assert run.raw(award.status) is True and getattr(paid, "high", paid) > 0
            assert all(change.to != change.now for change in way)
        assert found.ways or found.exact or seed == 0


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.long if n else ()) for n in range(12)])
def test_no_single_fact_does_where_more_are_named(engine, seed):
    """Random enterprises, every conclusion of the standards: what is named holds; proven means that a search on a grid finds no one fact."""
    rng = random.Random(100 + seed)
    trace = engine.run(Generator(engine, rng).full(), [])
    named = conclusions(engine)
    for _, operation in named if seed else rng.sample(named, 25):
        found = shortest_ways(trace, operation)
        if found.ways == ((),):
            assert trace.raw(operation) is True
            continue
        for way in found.ways:
            assert engine.rerun(changed_inputs(trace, way)).raw(operation) is True
        if found.exact and (not found.ways or len(found.ways[0]) > 1):
            assert alone(trace, operation, rng) is None


def test_the_work_is_bounded(engine):
    """However much is blank, one condition takes no more than so many runs of its small program, and a little to end with."""
    trace = engine.run({}, [])
    for _, operation in conclusions(engine)[::5]:
        goal = Goal(trace, operation)
        Finder(goal).smallest(5)
        assert goal.runs < MOST_RUNS + 200
