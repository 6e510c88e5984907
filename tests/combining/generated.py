"""Problems made at random: awards under overrides and overlapping groups, with and without blanks."""

from __future__ import annotations

from itertools import product
from random import Random

from eligibility.combining.problem import Group, Problem
from eligibility.engines.scalar.values import Interval, ends


def known_problem(random: Random, most: int = 12) -> Problem:
    """Everything known; up to ``most`` awards of three policies in up to five groups that may overlap."""
    count = random.randint(1, most)
    awards = tuple((f"p{random.randrange(3)}", f"a{i}") for i in range(count))
    statuses = tuple(random.random() < 0.9 for _ in awards)
    amounts = tuple(random.choice([0, 10, 20, 30, random.randrange(100), random.randrange(100)]) for _ in awards)
    overrides = tuple((a, b) for a in range(count) for b in range(a + 1, count) if random.random() < 0.03)
    return Problem(awards, statuses, amounts, overrides, tuple(_group(random, n, count) for n in range(random.randint(1, 5))))


def _group(random: Random, number: int, count: int) -> Group:
    pay = random.choice(["all", "highest"])
    cap = random.randrange(20, 120) if pay == "all" or random.random() < 0.2 else None
    before = random.choice([None, None, None, random.randrange(40)])
    members = tuple(random.sample(range(count), random.randint(1, min(count, 6))))
    return Group(f"限额{number}", members, pay, random.choice(["last_first", "pro_rata"]), cap, before, across=True)


def open_problem(random: Random) -> Problem:
    """Few awards and small numbers, so that every completion can be tried; caps in half of them."""
    problem = known_problem(random, 4)
    capped = random.random() < 0.5
    groups = tuple(g._replace(pay=g.pay if capped else "highest", cap=_some(random, g.cap, 12) if capped else None,
                              before=_some(random, g.before, 4) if capped else None) for g in problem.groups[:3])
    return problem._replace(
        statuses=tuple(None if random.random() < 0.3 else s for s in problem.statuses),
        amounts=tuple(_some(random, fen, 9) for fen in problem.amounts),
        groups=groups,
    )


def _some(random: Random, fen: int | None, most: int):
    """A number up to ``most``, or a short interval."""
    if fen is None:
        return None
    low = random.randint(0, most)
    return Interval(low, low + random.randint(1, 3)) if random.random() < 0.35 else low


def completions(problem: Problem):
    """The problem with its blanks filled in, in every way."""

    def values(value):
        low, high = ends(value)
        return [value] if value is None else range(low, high + 1)

    caps = [values(g.cap) if g.cap is not None else [None] for g in problem.groups]
    befores = [values(g.before) if g.before is not None else [None] for g in problem.groups]
    count, groups = len(problem.awards), len(problem.groups)
    for filled in product(*([True, False] if s is None else [s] for s in problem.statuses), *map(values, problem.amounts), *caps, *befores):
        limits = [g._replace(cap=cap, before=before)
                  for g, cap, before in zip(problem.groups, filled[2 * count :], filled[2 * count + groups :])]
        yield problem._replace(statuses=filled[:count], amounts=filled[count : 2 * count], groups=tuple(limits))
