"""All awards of the policies decided, together: what each is paid, and the best combination of those that depend on each other."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from ..engines.scalar.values import INFINITY, ends
from .combination import Combination, LeftOut
from .explain import causes, surely_lost
from .open import Solved, Span, solve
from .problem import Group, Problem, components, part

#: combinations that could be best that are told, those of parts that have nothing to do with each other multiplied
MOST_POSSIBLE = 64


class Part(NamedTuple):
    """Awards that have to do with each other (``positions``), and how they come out."""

    positions: tuple[int, ...]
    problem: Problem
    solved: Solved

    @property
    def across(self) -> bool:
        """Whether a limit across policies speaks of more than one of them, or cuts one."""
        return any(g.across for g in self.problem.groups)

    @property
    def left_out(self) -> dict[int, Span]:
        """Position → 分 that an eligible award surely loses."""
        return surely_lost(self.problem, self.solved)


def parts_of(problem: Problem) -> list[Part]:
    """Every award that is not refused is in one part."""
    split = [(positions, part(problem, positions)) for positions in components(problem)]
    return [Part(positions, own, solve(own)) for positions, own in split]


def combination_of(parts: list[Part], every: list[Part]) -> Combination | None:
    """What is said of ``parts``, out of ``every`` part there is; None without any."""
    if not parts:
        return None
    policies = {policy for p in parts for policy, _ in p.problem.awards}
    around = [p for p in every if any(policy in policies for policy, _ in p.problem.awards)]
    sets = [p.solved.possible for p in parts]
    count = 1
    for possible in sets:
        count *= len(possible)
    possible = []
    if count <= MOST_POSSIBLE:
        for chosen in product(*sets):
            possible.append(tuple(p.problem.awards[i] for p, own in zip(parts, chosen) for i in sorted(own)))
    exact = all(p.solved.exact for p in parts) and count <= MOST_POSSIBLE
    sure = len(possible) == 1 and exact
    return Combination(
        claimed=possible[0] if sure else (),
        total=_sum(parts),
        payments={award: span(*paid) for p in parts for award, paid in zip(p.problem.awards, p.solved.paid)},
        left_out=tuple(row for p in parts for row in _left_out(p)),
        possible=() if sure else tuple(possible),
        decided_by=() if sure else tuple(dict.fromkeys(name for p in parts for name in _deciding(p))),
        refer=tuple(dict.fromkeys(g.refer for p in parts for g in p.problem.groups if g.refer and _bites(p, g))),
        exact=exact,
        whole=_sum(around),
    )


def _sum(parts: list[Part]) -> tuple[int, int | None]:
    return span(sum(p.solved.total[0] for p in parts), sum(p.solved.total[1] for p in parts))


def span(low: float, high: float) -> tuple[int, int | None]:
    """A span as reports have it: None for a bound that nobody knows."""
    return int(low), None if high == INFINITY else int(high)


def _left_out(own: Part):
    awards = own.problem.awards
    for position, lost in own.left_out.items():
        found = causes(own.problem, own.solved, position)
        by = dict.fromkeys(awards[i] for cause in found for i in cause.by)
        yield LeftOut(awards[position], "、".join(dict.fromkeys(c.rule for c in found)),
                      "、".join(dict.fromkeys(c.clause for c in found if c.clause)) or None, tuple(by), span(*lost))


def _bites(own: Part, group: Group) -> bool:
    """Whether a group keeps awards out, or may."""
    lost = [i for i in own.left_out if i in group.members]
    named = any((cause.rule, cause.clause) == (group.name, group.clause) for i in lost for cause in causes(own.problem, own.solved, i))
    return named or any(own.solved.paid[i] != ends(own.problem.amounts[i]) for i in group.members if own.problem.statuses[i] and i not in lost)


def _deciding(own: Part) -> list[str]:
    """The blanks between the combinations: of awards that are in some and not in others, and of those that replace such."""
    problem, possible = own.problem, own.solved.possible
    if len(possible) < 2 and own.solved.exact:
        return []
    apart = frozenset().union(*possible) - frozenset.intersection(*possible)
    if any(g.cap is not None or g.before for g in problem.groups):
        apart = frozenset(range(len(problem.awards)))  # under a cap an amount decides also by the room that it leaves
    apart |= {over for over, under in problem.overrides if under in apart}
    names = [name for i in sorted(apart) for name in (problem.blanks[i] if problem.blanks else ())]
    return names + [name for g in problem.groups for name in g.blanks]
