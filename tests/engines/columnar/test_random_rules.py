"""Random rules over random enterprises at their corners: columns and rows agree whatever the rules are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.columnar.agreement import Agreement
from tests.engines.columnar.corners import Corners
from tests.engines.columnar.random_library import MAY_BE_REFUSED, WARNINGS, random_library
from tests.engines.columnar.test_every_mechanic import DAY, YEAR
from tests.engines.meaning import enterprise
from tests.engines.small_rules import compiled, profile_of
from tests.engines.test_language_meaning import ledger, written

SEEDS = st.integers(0, 2**32)


def check_policy(seed: int, count: int) -> bool:
    """One random policy; False where it is rightly refused."""
    rng = random.Random(seed)
    made = written(rng)
    if made is None:
        return False
    policy, engine = made
    agreement = Agreement(engine.plan, YEAR, DAY)
    known = [profile_of(enterprise(rng), rng.choice([None, ledger(rng, policy)])) for _ in range(count // 2)]
    agreement.check(Corners(agreement.scalar, rng).profiles(count) + known)
    return True


def check_library(seed: int, count: int) -> bool:
    """A random library on two days between which its standard changes; False where it is rightly refused."""
    rng = random.Random(seed)
    plan, found = compiled(*random_library(rng, limits=seed % 4 == 0))
    found = set(found) - WARNINGS
    assert found <= MAY_BE_REFUSED, found
    for year, day in ((YEAR, DAY), (2020, DAY.replace(year=2021, month=1, day=31))) if not found else ():
        agreement = Agreement(plan, year, day)
        agreement.check(Corners(agreement.scalar, rng, most=rng.choice((None, 10**6))).profiles(count))
    return not found


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_a_random_policy_is_decided_alike(seed):
    """Every status, amount and clause of a random policy for some dozens of enterprises in one slice."""
    check_policy(seed, 30)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_a_random_library_is_decided_alike(seed):
    """Two policies, pools, versions of a standard, limits, numbers that nobody found."""
    check_library(seed, 25)


def test_half_of_the_random_rules_are_tried():
    """The tests above are not empty."""
    assert sum(check_policy(seed, 4) for seed in range(20)) > 10
    assert sum(check_library(seed, 4) for seed in range(12)) > 5


@pytest.mark.long
def test_thousands_of_random_rules_are_decided_alike():
    """The same for many more."""
    assert sum(check_policy(seed, 60) for seed in range(10_000, 12_000)) > 1000
    assert sum(check_library(seed, 40) for seed in range(10_000, 10_400)) > 200
