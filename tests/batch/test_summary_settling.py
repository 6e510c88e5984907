"""Which fact would settle an award, read from its clauses alone, against every value that the fact can have."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.decisions import test_missing
from tests.decisions.test_missing import VALUES, engine_for

from eligibility.batch.by_rows import row_of
from eligibility.batch.clause_tree import Clauses
from eligibility.batch.clauses import bits_of
from eligibility.batch.settling import Pattern, Settling, Worlds


def told(engine, facts: dict) -> tuple[Settling, Pattern, bool | None]:
    """The logic of the one award, the pattern of one enterprise, and whether it gets the award."""
    clauses = Clauses(engine, bits_of(engine), engine.run({}))
    award = engine.documents[0].awards[0]
    trace = engine.run(facts)
    masks = row_of(engine, trace, bits_of(engine))
    pattern = Pattern(*({int(k.split("_")[1]): v for k, v in masks.items() if k.startswith(kind)} for kind in ("sure_", "open_")))
    return Settling(clauses, clauses.tree(award.status), Worlds(engine)), pattern, trace.raw(award.status)


def some_facts(rng: random.Random) -> dict:
    """Values for about half of the facts."""
    return {(name, None): rng.choice(values) for name, values in VALUES.items() if rng.random() < 0.5}


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_said_to_settle_settles_whatever_the_value(seed, tmp_path_factory):
    """A fact that is said to settle an award is blank, and the award is open with no value that it can have."""
    rng = random.Random(seed)
    engine = engine_for(tmp_path_factory.mktemp("library"), rng)
    status = engine.documents[0].awards[0].status
    for _ in range(8):
        facts = some_facts(rng)
        settling, pattern, truth = told(engine, facts)
        if truth is not None:
            continue
        for fact in settling.settled_by(pattern):
            assert fact not in facts
            assert all(engine.run(facts | {fact: value}).raw(status) is not None for value in VALUES[fact[0]])


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_said_to_lack_is_blank(seed, tmp_path_factory):
    """Of every group of facts that is said to be missing one is blank at least, and what is said to be known is known."""
    rng = random.Random(seed)
    engine = engine_for(tmp_path_factory.mktemp("library"), rng)
    for _ in range(8):
        facts = some_facts(rng)
        settling, pattern, truth = told(engine, facts)
        assert settling.known(pattern) <= facts.keys()
        for lack in settling.lacks(pattern) if truth is None else ():
            assert not lack.facts <= facts.keys() and not lack.rules


def test_of_tests_on_one_fact_each_nothing_that_would_settle_is_missed(tmp_path, monkeypatch):
    """Where every test is on one fact alone, exactly the facts that settle the award are found, by trying all their values."""
    monkeypatch.setattr(test_missing, "TESTS", [test for test in test_missing.TESTS if "基数" not in test])
    found = 0
    for seed in range(60):
        rng = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        engine = engine_for(folder, rng)
        status = engine.documents[0].awards[0].status
        for _ in range(8):
            facts = some_facts(rng)
            settling, pattern, truth = told(engine, facts)
            if truth is not None:
                continue
            settles = [(name, None) for name, values in VALUES.items() if (name, None) not in facts
                       and all(engine.run(facts | {(name, None): value}).raw(status) is not None for value in values)]  # fmt: skip
            assert settling.settled_by(pattern) == sorted(settles, key=str)
            found += len(settles)
    assert found > 50
