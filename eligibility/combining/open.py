"""Awards that have to do with each other while something is open: what could be best, and between which numbers it lies.

An undetermined award that replaces others is tried both ways. Any other that
is undetermined pays nothing or something, as an open number may. Then three
things are told apart:

- Only groups of which the highest is paid: a combination is a set of awards no
  two of which share a group, and it pays their sum. It can be best if and only
  if it is best with its own awards at their highest and all others at their
  lowest: whatever else they are, it is no better off.
- Groups one inside the other, the inner first: claiming everything is always
  best, and the intervals of the settlement hold.
- Anything else: bounds that surely hold. A set of awards cannot be best where
  the most that it could come to is less than what other claims surely give.

In the last two the combinations are tried at the ends of the numbers as well;
where some that could not be ruled out is not found so, ``exact`` is False.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from ..engines.scalar.values import INFINITY, Interval, ends
from .best import Best, best
from .lawful import after_overrides, payments, relaxed
from .problem import Group, Problem
from .shapes import MOST_SETS, independent_sets, is_nested

Span = tuple[float, float]

#: undetermined awards that replace others and are tried both ways, under caps any undetermined ones
MOST_OPEN = 4
#: ways in which the numbers can turn out that are tried
MOST_ENDS = 32
#: sets of awards looked at that might be ruled out, and those told that could not be
MOST_LOOKED = 600
MOST_LEFT = 64
#: 分 in place of a number that nothing bounds; more than any rule can come to
BOUNDLESS = 10**20


class Scene(NamedTuple):
    """One way everything can turn out, with the best of it: ``amounts`` stand for those of the problem."""

    statuses: tuple[bool | None, ...]
    own: tuple[int, ...]
    groups: tuple[Group, ...]
    best: Best


class Solved(NamedTuple):
    """``possible``: combinations (positions) that could be best. Spans are (lowest, highest) 分.

    ``policies``: what each policy is paid in all. ``exact``: ``possible`` are
    all there are and each can be best; else there may be some that cannot be,
    and where there are too many to look at all, others.
    """

    possible: tuple[frozenset[int], ...]
    total: Span
    paid: tuple[Span, ...]
    policies: dict[str, Span]
    exact: bool
    scenes: tuple[Scene, ...]


def solve(problem: Problem) -> Solved:
    """Of awards that have to do with each other (see ``components``)."""
    overriding = {over for over, _ in problem.overrides}
    capped = any(g.cap is not None or g.before for g in problem.groups)
    undecided = [i for i, status in enumerate(problem.statuses) if status is None]
    if not capped or len(undecided) > MOST_OPEN:
        undecided = [i for i in undecided if i in overriding][:MOST_OPEN]
    solved = [_numbers(problem, statuses) for statuses in _ways(problem.statuses, undecided)]
    return Solved(
        tuple(dict.fromkeys(s for one in solved for s in one.possible)),
        _hull(s.total for s in solved),
        tuple(_hull(s.paid[i] for s in solved) for i in range(len(problem.awards))),
        {policy: _hull(s.policies[policy] for s in solved) for policy in solved[0].policies},
        all(s.exact for s in solved),
        tuple(scene for s in solved for scene in s.scenes),
    )


def _ways(statuses: tuple, undecided: list[int]) -> Iterator[tuple]:
    """The statuses with those ``undecided`` each way."""
    for turned in product((True, False), repeat=len(undecided)):
        way = list(statuses)
        for i, status in zip(undecided, turned):
            way[i] = status
        yield tuple(way)


def _numbers(problem: Problem, statuses: tuple) -> Solved:
    """What is still undetermined counts as a number that may be 0."""
    own = after_overrides(problem._replace(statuses=statuses))
    groups = problem.groups
    view = _View(problem, statuses, own, groups)
    if not any(isinstance(v, Interval) for v in (*own, *(v for g in groups for v in (g.cap, g.before)))):
        return view.known()
    if all(g.cap is None and not g.before for g in groups):
        return view.highest_only()
    return view.nested() if is_nested(groups) else view.any_other()


class _View:
    """The numbers of one way of the statuses."""

    def __init__(self, problem: Problem, statuses: tuple, own: tuple, groups: tuple[Group, ...]):
        self.problem, self.statuses, self.own, self.groups = problem, statuses, own, groups
        self.low = self.at(tuple(_known(v, 0) for v in own), 0)
        self.high = self.at(tuple(_known(v, 1) for v in own), 1)

    def at(self, own: tuple[int, ...], end: int) -> Scene:
        """The scene with these amounts, caps at one end and what was paid before at the other."""
        groups = tuple(g._replace(cap=_known(g.cap, end), before=_known(g.before, 1 - end)) for g in self.groups)
        return Scene(self.statuses, own, groups, best(own, groups))

    def solved(self, possible, total: Span, paid, exact: bool, scenes) -> Solved:
        """With the sums of the policies."""
        policies: dict[str, Span] = {}
        for (policy, _), (low, high) in zip(self.problem.awards, paid):
            before = policies.get(policy, (0, 0))
            policies[policy] = before[0] + low, before[1] + high
        if len(policies) == 1:
            policies = dict.fromkeys(policies, total)
        policies = {policy: (low, min(high, total[1])) for policy, (low, high) in policies.items()}
        replaced = any(self.statuses[over] is None for over, _ in self.problem.overrides)
        return Solved(tuple(possible), total, tuple(paid), policies, exact and not replaced, tuple(scenes))

    # ------------------------------------------------------------------ the three sorts

    def known(self) -> Solved:
        """Nothing is open."""
        found = self.low.best
        if not found.exact:
            return self.any_other()
        return self.solved([found.combination], (found.total,) * 2, [(fen, fen) for fen in found.paid], True, [self.low])

    def highest_only(self) -> Solved:
        """Each set that can be paid at once is held against the best there is when it is at its highest."""
        spans = [ends(v) for v in self.own]
        sets = independent_sets([i for i, (_, high) in enumerate(spans) if high], {i for i, (low, _) in enumerate(spans) if not low}, self.groups)
        scenes: dict[frozenset[int], Scene] = {}
        exact = len(sets) < MOST_SETS and self.low.best.exact and self.high.best.exact
        for chosen in sets if exact else ():
            own = tuple(_known(v, int(i in chosen)) for i, v in enumerate(self.own))
            scene = self.at(own, 1)
            exact = exact and scene.best.exact
            if sum(own[i] for i in chosen) >= scene.best.total:
                scenes[chosen] = scene
        if not exact:
            return self.any_other()
        paid = [(low if all(i in s for s in scenes) else 0, high if any(i in s for s in scenes) else 0) for i, (low, high) in enumerate(spans)]
        return self.solved(scenes, (self.low.best.total, _unbounded(self.high.best.total)), paid, True, scenes.values())

    def nested(self) -> Solved:
        """Everything that is there is claimed."""
        if not (self.low.best.exact and self.high.best.exact):
            return self.any_other()
        paid = [ends(v) for v in payments(self.own, self.groups, range(len(self.own)))]
        return self._tried((self.low.best.total, _unbounded(self.high.best.total)), paid, self._not_ruled_out(self.low.best.total))

    def any_other(self) -> Solved:
        """A lower bound from claims that are there, upper ones from the caps alone."""
        everything = range(len(self.own))
        sure = max(sum(ends(v)[0] for v in payments(self.own, self.groups, claims))
                   for claims in (everything, self.low.best.claims, self.high.best.claims))
        left = self._not_ruled_out(sure)
        if left is None:
            paid = [(0, _unbounded(self._most([i]))) for i in everything]
            return self._tried((sure, _unbounded(self._most(everything))), paid, None)
        paid = [(max(0, min((sure - self._most(s - {i}) for s in left), default=0)) if all(i in s for s in left) else 0,
                 _unbounded(max((self._most([i]) for s in left if i in s), default=0))) for i in everything]
        return self._tried((sure, _unbounded(max(map(self._most, left), default=0))), paid, left)

    def _most(self, claims) -> int:
        """What no payment of ``claims`` goes beyond."""
        return relaxed(self.high.own, self.high.groups, claims)

    def _not_ruled_out(self, sure: int) -> list[frozenset[int]] | None:
        """Every set of awards that may be paid at once and may come to ``sure``; None where there are too many to look."""
        highest = [set(g.members) for g in self.groups if g.pay == "highest"]
        there = [i for i, fen in enumerate(self.high.own) if fen]
        found, looked = [], 0
        waiting = [(0, there)]
        while waiting:
            place, claims = waiting.pop()
            looked += 1
            if looked > MOST_LOOKED or len(found) > MOST_LEFT:
                return None
            if self._most(claims) < sure or any(len(members.intersection(claims[:place])) > 1 for members in highest):
                continue
            if place == len(claims):
                found.append(frozenset(claims))
                continue
            waiting.append((place, claims[:place] + claims[place + 1 :]))
            waiting.append((place + 1, claims))
        return found

    def _tried(self, total: Span, paid, left: list[frozenset[int]] | None) -> Solved:
        """The combinations that come out best at some ends, and after them what could not be ruled out."""
        scenes = list(self._ends())
        possible = list(dict.fromkeys(scene.best.combination for scene in scenes))
        exact = left is not None and len(possible) == len(left)
        return self.solved(possible if exact or left is None else dict.fromkeys([*possible, *left]), total, paid, exact, scenes)

    def _ends(self) -> Iterator[Scene]:
        yield self.high
        yield self.low
        perhaps = [i for i, v in enumerate(self.own) if isinstance(v, Interval)]
        for turned in product((1, 0), repeat=min(len(perhaps), MOST_ENDS.bit_length() - 2)):
            end = dict(zip(perhaps, turned))
            for ceiling in (1, 0):
                yield self.at(tuple(_known(v, end.get(i, 1)) for i, v in enumerate(self.own)), ceiling)


def _known(value, end: int):
    """A value, or that end of it."""
    return value if value is None or not isinstance(value, Interval) else min((value.low, value.high)[end], BOUNDLESS)


def _unbounded(fen: int) -> float:
    return INFINITY if fen >= BOUNDLESS // 2 else fen


def _hull(spans) -> Span:
    lows, highs = zip(*spans)
    return min(lows), max(highs)
