"""Generated enterprises for the rules as published, on several days: a third on boundaries, blanks, 无, open payments."""

from __future__ import annotations

import random
from datetime import date

from eligibility.plan.plan import Plan
from tests.engines.columnar.agreement import Agreement
from tests.engines.columnar.boundaries import Boundaries
from tests.engines.columnar.corners import Corners

#: policy years and days on which other versions and parameters are in force
DAYS = ((2021, date(2022, 6, 30)), (2022, date(2023, 2, 28)), (2024, date(2024, 2, 29)), (2026, date(2026, 12, 31)),
        (2018, date(2019, 1, 1)), (2015, date(2016, 3, 1)), (2030, date(2031, 5, 1)))


def disagreements(plan: Plan, year: int, day: date, seed: int, count: int, slices: int = 2000) -> tuple[int, int]:
    """Checks ``count`` enterprises in slices; returns how many stand on a boundary, and how many of the first slice columns left to the scalar engine."""
    agreement, rng = Agreement(plan, year, day), random.Random(seed)
    corners, boundaries = Corners(agreement.scalar, rng), Boundaries(agreement.decider.scalar, rng)
    on_boundary = doubtful = 0
    for start in range(0, count, slices):
        profiles = corners.profiles(min(slices, count - start))
        on_boundary += _move(profiles, boundaries, rng)
        agreement.check(profiles)
        doubtful += agreement.doubtful(agreement.slice_of(profiles)) if start == 0 else 0
    return on_boundary, doubtful


def _move(profiles: list, boundaries: Boundaries, rng: random.Random) -> int:
    """Move profiles onto boundaries until a little more than a third stand on one; those that know too little stay as they are."""
    done = 0
    for position in rng.sample(range(len(profiles)), len(profiles)):
        if done > len(profiles) / 3:
            break
        moved = boundaries.moved(profiles[position])
        done += moved is not profiles[position]
        profiles[position] = moved
    return done
