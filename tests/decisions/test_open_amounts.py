"""An eligible award whose amount is open says which facts it waits for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eligibility.decisions.decide import decide
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.profiles.profile import Profile
from eligibility.profiles.reader import read_profile

ROOT = Path(__file__).parents[2]


def awards(without: tuple[str, ...]) -> dict:
    """The awards of 高新技术企业补助 for the eligible example, with some facts left out."""
    findings = Findings()
    plan = compile_library(load([ROOT / "rules"], findings), findings)
    profile = read_profile(ROOT / "examples" / "虚构-智芯.yaml", plan.vocabulary, findings)
    assert isinstance(profile, Profile)
    profile.facts = {key: given for key, given in profile.facts.items() if key[0] not in without}
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30), ["nanan/high-tech-enterprise"])
    return {a.award: a for a in decide(engine, profile).decisions[0].awards}


def test_the_fact_that_decides_between_two_amounts_is_asked():
    """15万元 or 20万元 depends on 认定时规模以上 alone: the other reading's fact is not asked for."""
    award = awards(("认定时规模以上", "年末规上"))["首次认定"]
    assert (award.status, award.amount.text) == ("eligible", "15万元 至 20万元")
    assert award.missing.amount == ("认定时规模以上",) and award.missing.sets == ()


def test_nothing_is_asked_where_the_amount_is_known():
    """A full profile, and a refused award."""
    found = awards(())
    assert found["首次认定"].missing.amount == () and found["升规"].missing.amount == ()
