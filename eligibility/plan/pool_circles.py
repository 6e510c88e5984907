"""How pools depend on one another: what each names, which stand in one circle, and what may not be in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..language.diagnostic import Findings
from ..language.model import Pool
from .operations import Operation

#: how many pools may depend on one another in a circle: each is followed along every way through the others
MOST_IN_CIRCLE = 6


class Dependence:
    """``names`` of a pool: the pools that its entering and its ``after`` name. Asked only of pools that can be built."""

    def __init__(self, names: Callable[[str], Iterable[str]]):
        self._names = names
        self._below: dict[str, frozenset[str]] = {}

    def below(self, name: str) -> frozenset[str]:
        """Every pool that ``name`` depends on, itself only where it stands in a circle."""
        if name not in self._below:
            found: set[str] = set()
            ahead = list(self._names(name))
            while ahead:
                other = ahead.pop()
                if other not in found:
                    found.add(other)
                    ahead += self._names(other)
            self._below[name] = frozenset(found)
        return self._below[name]

    def circle(self, name: str) -> frozenset[str]:
        """The pools that depend on ``name`` and it on them; none where nothing leads back to it."""
        return frozenset(other for other in self.below(name) if name in self.below(other)) if name in self.below(name) else frozenset()

    def walk(self, start: str, end: str) -> list[str]:
        """The shortest way from ``start`` to ``end``, both included."""
        return shortest(start, end, self._names)


def shortest(start: str, end: str, names: Callable[[str], Iterable[str]]) -> list[str]:
    """The shortest walk of at least one step from ``start`` to ``end``; empty where there is none."""
    walks, seen = [[start]], set()
    for walk in walks:
        for other in names(walk[-1]):
            if other == end:
                return [*walk, end]
            if other not in seen:
                seen.add(other)
                walks.append([*walk, other])
    return []


def denied_and_reckoned(index: int, operations: list[Operation], reached: Callable[[int], frozenset[str]]) -> tuple[set[str], set[str]]:
    """The pools that the condition ``index`` denies, and those it uses otherwise than as a condition."""
    denied: set[str] = set()
    reckoned: set[str] = set()
    seen: set[tuple[int, bool]] = set()
    ahead = [(index, False)]
    while ahead:
        at, turned = ahead.pop()
        if (at, turned) in seen or not reached(at):
            continue
        seen.add((at, turned))
        op = operations[at]
        if op.op == "pool":
            denied |= {op.data[1]} if turned else set()
        elif op.op in ("all", "any", "at_least", "named") or op.op == "is" and op.unit == "bool":
            turned ^= op.op == "is" and op.data == ["否"]
            ahead += [(a, turned) for a in op.args]
        elif op.op == "not":
            ahead += [(a, not turned) for a in op.args]
        else:
            reckoned |= reached(at)
    return denied, reckoned


def check_circle(pool: Pool, denied: set[str], dependence: Dependence, order: list[str], findings: Findings) -> bool:
    """Whether a pool may stand where it does; reports circles that deny, and those of too many pools once, at the first in ``order``."""
    circle = dependence.circle(pool.name)
    for other in sorted(denied & circle):
        walk = [pool.name, *(dependence.walk(other, pool.name) if other != pool.name else [other])]
        findings.error("P623", pool.where, f"“{pool.name}”的入库条件要求不在“{other}”，而“{other}”又取决于“{pool.name}”：{' → '.join(walk)}。",
                       "改其中一个条件，使一个库不会因为自己在库而不能入库；先在哪个库、后在哪个库，用 after 写。")
        return False
    if len(circle) > MOST_IN_CIRCLE:
        listed = [name for name in order if name in circle]
        if pool.name == listed[0]:
            findings.error("P625", pool.where, f"有 {len(circle)} 个企业库的入库条件互相依赖：{'、'.join(listed[:10])}。最多 {MOST_IN_CIRCLE} 个。", "去掉其中用不到的依赖，例如改为看指标，不看企业库。")
        return False
    return True
