"""The shortest ways, made ready for the page: nearest first, equal ways told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ...language.fact import Fact
from ...ways.way import Change, Ways
from ..next_steps import gap_text
from .page import Goal, Nearest, Unmet, Step

_KINDS = ("gate", "pool", "award")
NONE = "无"


class Target(NamedTuple):
    """What is not reached: ``kind`` gate, pool or award; ``of`` the policy or document it belongs to.

    ``lacks``: the conditions that fail, a line each. ``pays``: what an award
    comes to on its first way, 分, with what other awards take from it; None
    where that was not asked.
    """

    kind: str
    name: str
    of: str
    basis: str
    lacks: tuple[str, ...] = ()
    pays: float | None = None


def nearest_of(found: Iterable[tuple[Target, Ways]], vocabulary: Mapping[str, Fact], as_of: date) -> Nearest:
    """Goals with the fewest changes first, gates before all: behind them nothing else helps."""
    goals: dict[tuple, Goal] = {}
    unreachable: list[Unmet] = []
    not_found: list[Unmet] = []
    instead: list[str] = []
    found = list(found)
    for target, ways in found:
        if any(_gives_way(target, ways, other, better) for other, better in found):
            instead.append(target.name)
            continue
        steps = tuple(tuple(_step(change, vocabulary, as_of) for change in way) for way in ways.ways)
        if not steps:
            (unreachable if ways.exact else not_found).append(Unmet(target.name, target.lacks))
            continue
        key = (target.kind, target.of, steps)
        same = goals.get(key)
        names = [same.name, target.name] if same else [target.name]
        bases = dict.fromkeys([same.basis, target.basis] if same else [target.basis])
        goals[key] = Goal(target.kind, "、".join(names), target.of, "；".join(filter(None, bases)), steps, ways.exact and (same is None or same.exact))
    return Nearest(tuple(sorted(goals.values(), key=_order)), tuple(dict.fromkeys(unreachable)), tuple(dict.fromkeys(not_found)),
                   tuple(dict.fromkeys(instead)))


def _order(goal: Goal) -> tuple:
    first = goal.ways[0]
    return goal.kind != "gate", sum(not step.blank for step in first), len(first), _KINDS.index(goal.kind)


def _gives_way(target: Target, ways: Ways, other: Target, better: Ways) -> bool:
    """Whether an award is replaced when it is reached, or each of its ways wants of one fact what rules out a way of another that pays more.

    Who can still become 首次认定 is not advised to become 重新认定.
    """
    if target.pays is None or not ways.ways:
        return False
    if not target.pays:
        return True
    return bool(other.pays and better.ways) and other.of == target.of and other.pays > target.pays and all(
        len(way) >= len(better.ways[0]) and any(_against(a, b) for a in way for b in better.ways[0]) for way in ways.ways)


def _against(one: Change, other: Change) -> bool:
    """Whether the same fact, which has one of several words, is wanted to be two of them."""
    return one.key == other.key and isinstance(one.value, (str, bool)) and isinstance(other.value, (str, bool)) and one.value != other.value


def _step(change: Change, vocabulary: Mapping[str, Fact], as_of: date) -> Step:
    by = gap_text(change.gap) if change.gap else ""
    fact = vocabulary.get(change.key[0])
    first = not change.blank and change.now == NONE and fact is not None and fact.type == "date" and isinstance(change.value, int)
    return Step(change.fact, change.now, change.to, by, change.blank, not change.blank and _past(change, vocabulary, as_of), first)


def _past(change: Change, vocabulary: Mapping[str, Fact], as_of: date) -> bool:
    """Whether it speaks of a year that is closed or a day that has gone by: it can no longer be brought about."""
    name, year = change.key[0], change.key[1] if len(change.key) > 1 else None
    if isinstance(year, int):
        return year < as_of.year
    fact = vocabulary.get(name)
    return fact is not None and fact.type == "date" and isinstance(change.value, int) and change.value < as_of.toordinal()
