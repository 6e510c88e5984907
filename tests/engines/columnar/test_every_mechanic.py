"""Every operation of the plan in small rules: known, blank, 无, infinite, negative and huge numbers, in columns and by rows."""

from __future__ import annotations

import random
from datetime import date
from itertools import product

import pytest

from eligibility.plan.operations import OPERATIONS
from tests.combining.limited_rules import FIRST, SECOND, limits_file
from tests.engines.columnar.agreement import Agreement
from tests.engines.columnar.corners import Corners
from tests.engines.columnar.libraries import AMOUNTS, CAPS, CONDITIONS, CUTS, OVERRIDES, PAYS, VERSIONS, VOCABULARY, amounts, conditions, together
from tests.engines.conftest import ROOT, compiled
from tests.engines.small_rules import compiled as compiled_text
from tests.pools import library as pools

YEAR, DAY = 2021, date(2022, 6, 30)
TOGETHER = 20  # lines that are compiled into one policy


def plan_of(*texts: str):
    """The plan of files that are without findings, but for readings and parameters that nothing uses."""
    plan, found = compiled_text(*texts, facts=VOCABULARY)
    assert set(found) <= {"P622"}, found
    return plan


def checked(plan, seed: int, count: int = 250, year: int = YEAR, day: date = DAY, **corners) -> float:
    """Checks enterprises at the corners; returns the share that columns left to the scalar engine."""
    agreement = Agreement(plan, year, day)
    profiles = Corners(agreement.scalar, random.Random(seed), **corners).profiles(count)
    agreement.check(profiles)
    return agreement.doubtful(agreement.slice_of(profiles)) / count


def check_lines(write, lines: list[str], seed: int) -> None:
    """All lines as one policy; where columns leave too much of it to the scalar engine, in halves, so that each line is seen in columns."""
    if checked(plan_of(write(lines)), seed) > 0.5 and len(lines) > 1:
        middle = len(lines) // 2
        check_lines(write, lines[:middle], seed)
        check_lines(write, lines[middle:], seed)


@pytest.mark.parametrize("start", range(0, len(CONDITIONS), TOGETHER))
def test_every_condition_is_decided_alike(start):
    """Comparisons of every sort, presence, groups of conditions, rows of lists."""
    check_lines(conditions, CONDITIONS[start : start + TOGETHER], start)


@pytest.mark.parametrize("start", range(0, len(AMOUNTS), TOGETHER))
def test_every_amount_is_reckoned_alike(start):
    """Sums, shares, quotients, rounding, bands, tiers, choices, rows and groups of rows, to the 分."""
    check_lines(amounts, AMOUNTS[start : start + TOGETHER], start)


@pytest.mark.parametrize("pay, cut", [*product(PAYS, CUTS)])
def test_awards_together_are_paid_alike(pay, cut):
    """Overrides in chains that are open, the highest, ceilings, what was paid before, cuts from the last and in proportion."""
    for number, (cap, overrides, per) in enumerate(product(CAPS, OVERRIDES, ("year", "lifetime"))):
        checked(plan_of(together(pay, per, cut, cap, overrides, outside=number % 3 > 0)), number, count=40, most=2000, blank=0.3)


@pytest.mark.parametrize("pay", ["pay: highest", "cap: 50万元", "pay: highest, cap: 45万元, per: lifetime", "cap: 50万元, per: lifetime, cut: pro_rata"])
def test_limits_across_policies_are_decided_alike(pay):
    """Awards of two policies under one limit, open and known."""
    limits = f"  限: {{awards: {{t/first: 全部, t/second: [丙奖]}}, {pay}, clause: 一}}\n"
    checked(plan_of(FIRST, SECOND, limits_file(limits)), 1, count=150, blank=0.3)


@pytest.mark.parametrize("year, day", [(2020, date(2021, 6, 30)), (2021, DAY), (2022, date(2023, 6, 30)), (1999, date(1999, 6, 30))], ids=str)
def test_versions_and_their_absence_are_decided_alike(year, day):
    """The version in force, and none: of what a standard says nothing is known then."""
    checked(plan_of(*VERSIONS), 3, year=year, day=day)


def test_the_library_of_all_mechanics_is_decided_alike():
    """The rules that the scalar engine is tried with."""
    plan = compiled(ROOT / "tests/engines/mechanics")
    for year, day in ((2021, DAY), (2020, date(2021, 2, 28)), (2021, date(2024, 2, 29))):
        checked(plan, year, count=300, year=year, day=day)


def test_pools_are_decided_alike():
    """Pools that lead into one another, and a policy that one of them opens."""
    plan = pools.compiled(pools.FILES)
    circle = pools.POOLS.replace("enter: {高企证书有效期至: 不早于 申报日期}", "enter:\n      any:\n        - {高企证书有效期至: 不早于 申报日期}\n        - {精选库: 是}")
    assert circle != pools.POOLS
    for made in (plan, pools.compiled(pools.FILES | {"pools.yaml": circle})):
        checked(made, 5)


def test_amounts_up_to_64_bits_are_reckoned_alike():
    """A cap of 9·10¹⁸ 分, and an open product that no bound of 64 bits holds."""
    checked(plan_of(amounts(["{amount: 巨款 × 100%}"], cap="90000万亿元")), 1)
    one = "awards:\n  奖: {clause: 一, amount: 上年人数 × 上年人数 × 上年收入, floor: 5元, cap: 上年研发}\n"
    checked(plan_of(one), 2, blank=0.4)


def test_every_operation_is_met():
    """The libraries above use all that there is."""
    plans = [plan_of(conditions()), plan_of(amounts()), plan_of(*VERSIONS), compiled(ROOT / "tests/engines/mechanics"), pools.compiled(pools.FILES)]
    used = {op.op for plan in plans for op in plan.operations}
    assert not set(OPERATIONS) - used
