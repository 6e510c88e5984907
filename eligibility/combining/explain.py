"""Why an award is not paid, or not in full: the rules, and the awards that kept it out."""

from __future__ import annotations

from typing import NamedTuple

from ..engines.scalar.values import ends
from .lawful import apply
from .open import Scene, Solved, Span
from .problem import Group, Problem

OVERRIDDEN = "取代"

class Cause(NamedTuple):
    """A rule and the awards (positions) that it prefers; none where a cap or what was paid before is enough."""

    rule: str
    clause: str | None
    by: tuple[int, ...]


def surely_lost(problem: Problem, solved: Solved) -> dict[int, Span]:
    """Position → 分 that an eligible award loses whatever is open; what may yet be paid in full is not among them."""
    found = {}
    for i, (status, amount, (low, high)) in enumerate(zip(problem.statuses, problem.amounts, solved.paid)):
        least, most = ends(amount)
        if status and least > high:
            found[i] = (least - high, most - low)
    return found


def causes(problem: Problem, solved: Solved, position: int) -> list[Cause]:
    """What keeps an award out, by each combination that comes out best in some way."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for scene in {scene.best.combination: scene for scene in reversed(solved.scenes)}.values():
        for cause in _in_scene(problem, scene, position):
            by = found.setdefault((cause.rule, cause.clause), [])
            by += [i for i in cause.by if i not in by]
    return [Cause(rule, clause, tuple(by)) for (rule, clause), by in found.items()]


def _in_scene(problem: Problem, scene: Scene, position: int) -> list[Cause]:
    over = tuple(a for a, under in problem.overrides if under == position and scene.statuses[a])
    if over:
        return [Cause(OVERRIDDEN, None, over)]
    mine = [n for n, group in enumerate(scene.groups) if position in group.members]
    kept = [cause for n in mine if (cause := _by_group(scene, n, position)) is not None]
    return kept or [Cause(scene.groups[n].name, scene.groups[n].clause, _others(scene, scene.groups[n], position)) for n in mine]


def _by_group(scene: Scene, number: int, position: int) -> Cause | None:
    """What one group takes from the award, or would take from those that are paid, were the award claimed as well."""
    group = scene.groups[number]
    paid = _claimed(scene, scene.best.claims | {position})
    for earlier in scene.groups[:number]:
        apply(earlier, paid)
    before = list(paid)
    apply(group, paid)
    others = _others(scene, group, position)
    if before[position] and (paid[position] < before[position] or any(paid[i] < before[i] for i in others)):
        return Cause(group.name, group.clause, others)
    return None


def _others(scene: Scene, group: Group, position: int) -> tuple[int, ...]:
    """The other awards of a group that are paid."""
    return tuple(i for i in group.members if i != position and scene.best.paid[i])


def _claimed(scene: Scene, claims: frozenset[int]) -> list[int]:
    return [fen if i in claims else 0 for i, fen in enumerate(scene.own)]
