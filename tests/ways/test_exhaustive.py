"""The shortest ways against trying everything: no smaller set does, and each that is named does."""

from __future__ import annotations

import random

import pytest

from eligibility.ways.shortest import shortest_ways
from tests.ways.exhaustive import Case


def held_against_all(seed: int, rows: bool) -> bool:
    """One enterprise; whether anything had to be changed."""
    rng = random.Random(seed)
    case = Case(rng, rows)
    found = shortest_ways(case.trace, case.status, most=50)
    if case.holds(case.facts):
        assert found.ways == ((),) and found.exact
        return False
    sizes = {len(way) for way in found.ways}
    assert len(sizes) <= 1
    for way in found.ways:
        assert case.holds(case.facts | {change.key: change.value for change in way})
        for change in way:
            assert change.value in case.allowed(change.key) or any(change.value is v for v in case.allowed(change.key)) or change.key[0] == "合同"
            assert change.blank == (change.key not in case.facts)
    size = sizes.pop() if sizes else None
    if found.exact and size is None:
        assert case.never(rng)
    for smaller in range(1, size or 1):
        if found.exact:
            assert not next(case.sets_that_do(smaller), None)
    if size is not None and size <= 3 and found.exact and not rows:
        assert {frozenset(c.key for c in way) for way in found.ways} == {frozenset(chosen) for chosen in case.sets_that_do(size)}
    if not rows:
        assert found.exact
    return True


@pytest.mark.parametrize("rows", [False, True])
def test_ways_are_those_of_exhaustive_search(rows):
    """Random rules, marks and enterprises: all smallest sets are found, what they say does it, and nothing smaller does."""
    changed = sum(held_against_all(seed, rows) for seed in range(100))
    assert changed > 50


@pytest.mark.long
@pytest.mark.parametrize("rows", [False, True])
def test_ways_are_those_of_exhaustive_search_of_two_thousand(rows):
    """The same for two thousand enterprises."""
    assert sum(held_against_all(seed, rows) for seed in range(1000, 2000)) > 500
