"""The laws once more on the shipped pools, with the fictitious enterprises that move in them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.pools.decide_pools import decide_pools
from eligibility.pools.decision import UNDETERMINED, PoolsDecision
from eligibility.profiles.profile import Profile
from eligibility.profiles.reader import read_profile

ROOT = Path(__file__).parents[2]
PROFILES = ("虚构-青禾.yaml", "虚构-砺锋.yaml", "虚构-江岸.yaml")
DAYS = ((2025, date(2026, 6, 30)), (2025, date(2026, 3, 31)))  # before and after the standards of 2026-04-01


@cache
def engine(day: int) -> ScalarEngine:
    """The shipped pools on one of the days."""
    findings = Findings()
    plan = compile_library(load([ROOT / "rules"], findings), findings)
    return ScalarEngine(plan, *DAYS[day], ["nanan/enterprise-pools"])


@cache
def example(name: str) -> Profile:
    """A fictitious enterprise."""
    return read_profile(ROOT / "examples" / name, engine(0).plan.vocabulary, Findings())


def decide(day: int, profile: Profile, **more) -> PoolsDecision:
    used = engine(day)
    return decide_pools(used, next(d for d in used.documents if d.kind == "pools"), profile, **more)


def without(profile: Profile, slots) -> Profile:
    """The enterprise with some facts not known."""
    return Profile(profile.file, {key: given for key, given in profile.facts.items() if key not in slots}, profile.paid, profile.name, profile.code)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PROFILES), st.sampled_from([0, 1]), st.data())
def test_what_is_said_of_fewer_facts_holds_of_more(name, day, data):
    """Facts made blank leave a status as it was or undetermined, and bounds of distance only widen."""
    whole = example(name)
    blanked = data.draw(st.lists(st.sampled_from(sorted(whole.facts, key=str)), max_size=8, unique=True))
    fewer, more = decide(day, without(whole, blanked), search=False), decide(day, whole, search=False)
    for was, now in zip(fewer.pools, more.pools):
        assert was.status in (UNDETERMINED, now.status), was.pool
        if was.distance and now.distance:
            assert was.distance[0] <= now.distance[0]
            assert was.distance[1] is None or now.distance[1] <= was.distance[1]


@pytest.mark.parametrize("name", PROFILES)
def test_each_status_says_why_and_each_candidate_what_it_lacks(name):
    """No status without a reason; a candidate's needs are there unless it meets everything; open ones name blanks or say that nobody knows."""
    for pool in decide(0, example(name)).pools:
        assert pool.why or pool.unknown, pool.pool
        if pool.status == "candidate":
            assert (pool.lacks is None) == (pool.distance[0] == 0), pool.pool
        if pool.status == UNDETERMINED:
            assert pool.missing or pool.unknown, pool.pool
        if pool.inside:
            assert pool.chain, pool.pool
