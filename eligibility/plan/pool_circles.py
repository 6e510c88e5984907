"""How pools depend on one another: what each names, which stand in one circle, and what may not be in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..language.diagnostic import Findings
from ..language.model import Pool
from .operations import Operation

#: how many pools may depend on one another in a circle: each is followed along every way through the others
MOST_IN_CIRCLE = 6

Names = Callable[[str], Iterable[str]]


class Dependence:
    """``names`` of a pool: the pools that its entering and its ``after`` name. Each is asked once, however many there are."""

    def __init__(self, names: Names):
        self._names = names
        self._edges: dict[str, list[str]] = {}
        self._closed: set[str] = set()  # all that these depend on has been asked
        self._component: dict[str, frozenset[str]] = {}

    def names(self, name: str) -> list[str]:
        """The pools that a pool rests on directly."""
        if name not in self._edges:
            self._edges[name] = list(self._names(name))
        return self._edges[name]

    def circle(self, name: str) -> frozenset[str]:
        """The pools that depend on ``name`` and it on them; none where nothing leads back to it. Only for what was settled."""
        component = self._component[name]
        return component if len(component) > 1 or name in self.names(name) else frozenset()

    def settled(self, name: str) -> list[frozenset[str]]:
        """The circles (pools in none stand alone) that ``name`` depends on and that were not settled before, the lowest first."""
        self._close(name)  # before anything is settled: asking may come back here from other documents
        found: list[frozenset[str]] = []
        number: dict[str, int] = {}
        lowest: dict[str, int] = {}
        open_: list[str] = []
        walk: list[tuple[str, Iterable[str]]] = []

        def enter(at: str) -> None:
            number[at] = lowest[at] = len(number)
            open_.append(at)
            walk.append((at, iter(self.names(at))))

        if name not in self._component:
            enter(name)
        while walk:
            at, ahead = walk[-1]
            other = next((o for o in ahead if o not in self._component), None)
            if other is None:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[at])
                if lowest[at] == number[at]:
                    component = frozenset(open_[open_.index(at):])
                    del open_[-len(component):]
                    self._component.update(dict.fromkeys(component, component))
                    found.append(component)
            elif other in number:
                lowest[at] = min(lowest[at], number[other])
            else:
                enter(other)
        return found

    def _close(self, name: str) -> None:
        found, ahead = {name}, [name]
        while ahead:
            for other in self.names(ahead.pop()):
                if other not in found and other not in self._closed:
                    found.add(other)
                    ahead.append(other)
        self._closed |= found


def shortest(start: str, end: str, names: Names) -> list[str]:
    """The shortest walk of at least one step from ``start`` to ``end``, both included; empty where there is none."""
    came: dict[str, str] = {}
    queue = [start]
    for at in queue:
        for other in names(at):
            if other == end:
                walk = [end, at]
                while walk[-1] != start:
                    walk.append(came[walk[-1]])
                return walk[::-1]
            if other not in came and other != start:
                came[other] = at
                queue.append(other)
    return []


def check_circle(pools: list[Pool], denied: Callable[[str], set[str]], names: Names, findings: Findings) -> bool:
    """Whether these pools, all that stand in one circle, in the order of the file, may do so; reports what may not be."""
    circle = {pool.name for pool in pools}
    after = {pool.name: [other.text for other in pool.after if other.text in circle] for pool in pools}
    walk = _any_circle(after)
    if walk:
        first = next(pool for pool in pools if pool.name in walk)
        at = walk.index(first.name)
        walk = [*walk[at:-1], *walk[:at], first.name]
        where = next(other.where for other in first.after if other.text == walk[1])
        findings.error("P624", where, f"after 绕成了圈：{_shown(walk)}。", "改其中一个 after：先入哪个库、后入哪个库，只能有一个方向。")
        return False
    if len(pools) > MOST_IN_CIRCLE:
        listed = "、".join(pool.name for pool in pools[:10]) + ("等" if pools[10:] else "")
        findings.error("P625", pools[0].where, f"有 {len(pools)} 个企业库的入库条件互相依赖：{listed}。最多 {MOST_IN_CIRCLE} 个。",
                       "去掉其中用不到的依赖，例如改为看指标，不看企业库。")
        return False
    sound = True
    for pool in pools:
        for other in sorted(denied(pool.name) & circle):
            walk = [pool.name, *(shortest(other, pool.name, names) if other != pool.name else [other])]
            findings.error("P623", pool.where, f"“{pool.name}”的入库条件要求不在“{other}”，而“{other}”又取决于“{pool.name}”：{_shown(walk)}。",
                           "改其中一个条件，使一个库不会因为自己在库而不能入库；先在哪个库、后在哪个库，用 after 写。")
            sound = False
    return sound


def _any_circle(names: dict[str, list[str]]) -> list[str]:
    """One walk that comes back to where it began; empty where there is none."""
    finished: set[str] = set()
    for start in names:
        path, ahead = [start], [iter(names[start])]
        on_path = {start}
        while path and start not in finished:
            other = next((o for o in ahead[-1] if o not in finished), None)
            if other is None:
                finished.add(path[-1])
                on_path.discard(path.pop())
                ahead.pop()
            elif other in on_path:
                return [*path[path.index(other):], other]
            else:
                path.append(other)
                on_path.add(other)
                ahead.append(iter(names[other]))
    return []


def _shown(walk: list[str]) -> str:
    """A walk in words, its middle left out where it is very long."""
    return " → ".join(walk if len(walk) <= 20 else [*walk[:10], "……", *walk[-9:]])


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
