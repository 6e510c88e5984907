"""The shortest ways, made ready for the page: nearest first, equal ways told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ...language.fact import Fact
from ...ways.way import Change, Ways
from ..next_steps import gap_text
from .page import Goal, Nearest, Step

_KINDS = ("gate", "pool", "award")


class Target(NamedTuple):
    """What is not reached: ``kind`` gate, pool or award; ``of`` the policy or document it belongs to."""

    kind: str
    name: str
    of: str
    basis: str


def nearest_of(found: Iterable[tuple[Target, Ways]], vocabulary: Mapping[str, Fact], as_of: date) -> Nearest:
    """Goals with the fewest changes first, gates before all: behind them nothing else helps."""
    goals: dict[tuple, Goal] = {}
    unreachable: list[str] = []
    not_found: list[str] = []
    for target, ways in found:
        steps = tuple(tuple(_step(change, vocabulary, as_of) for change in way) for way in ways.ways)
        if not steps:
            (unreachable if ways.exact else not_found).append(target.name)
            continue
        key = (target.kind, target.of, steps)
        same = goals.get(key)
        names = [same.name, target.name] if same else [target.name]
        bases = dict.fromkeys([same.basis, target.basis] if same else [target.basis])
        goals[key] = Goal(target.kind, "、".join(names), target.of, "；".join(filter(None, bases)), steps, ways.exact and (same is None or same.exact))
    return Nearest(tuple(sorted(goals.values(), key=_order)), tuple(dict.fromkeys(unreachable)), tuple(dict.fromkeys(not_found)))


def _order(goal: Goal) -> tuple:
    first = goal.ways[0]
    return goal.kind != "gate", sum(not step.blank for step in first), len(first), _KINDS.index(goal.kind)


def _step(change: Change, vocabulary: Mapping[str, Fact], as_of: date) -> Step:
    by = gap_text(change.gap) if change.gap else ""
    return Step(change.fact, change.now, change.to, by, change.blank, not change.blank and _past(change, vocabulary, as_of))


def _past(change: Change, vocabulary: Mapping[str, Fact], as_of: date) -> bool:
    """Whether it speaks of a year that is closed or a day that has gone by: it can no longer be brought about."""
    name, year = change.key[0], change.key[1] if len(change.key) > 1 else None
    if isinstance(year, int):
        return year < as_of.year
    fact = vocabulary.get(name)
    return fact is not None and fact.type == "date" and isinstance(change.value, int) and change.value < as_of.toordinal()
