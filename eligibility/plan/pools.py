"""Pools and titles to the plan: membership followed to its fixed point in ordinary operations.

While the conditions of a document are built, a pool in them is an operation
``pool`` (this is ``asks``). Whatever leaves the document has every such
operation replaced by ``inside``. Where pools enter by one another in a circle,
each is followed along every way through the others and counts as not entered
where the way comes back to it: nobody is in a pool because he is in it. That
is the least fixed point, for the sure and for the possible alike, and no
reason ever rests on itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from ..language.model import Pool, Rules
from ..language.spelling import did_you_mean
from ..language.syntax import Condition, Name
from .conditions import build_condition
from .pool_circles import Dependence, check_circle, denied_and_reckoned
from .replacing import Replacing
from .scope import Scope

_NONE: frozenset[str] = frozenset()


class _Parts(NamedTuple):
    """What is built of one pool by itself: operations, None where the file has none of it."""

    member: int | None
    asks: int | None
    leave: int | None


class Pools:
    """The pools of one document; ``scope`` is where its conditions look names up."""

    def __init__(self, rules: Rules, scope: Scope):
        self.rules = rules
        self.scope = scope
        self.draft = scope.draft
        self.replacing = Replacing(scope.draft)
        self.dependence = Dependence(self._named)
        self._symbols: dict[str, int] = {}
        self._parts: dict[str, _Parts | None] = {}
        self._sound: dict[str, bool] = {}
        self._inside: dict[tuple[str, frozenset[str]], int] = {}
        self._unknown: dict[str, int] = {}

    def declare(self) -> None:
        """Each pool becomes a name that is yes or no."""
        for pool in self.rules.pools.values():
            self.scope.add(pool.name, pool.where, partial(self._symbol, pool))

    def _symbol(self, pool: Pool) -> int:
        if pool.name not in self._symbols:
            self._symbols[pool.name] = self.draft.add("pool", (), "bool", pool.where, data=[self.rules.id, pool.name], label=pool.name)
        return self._symbols[pool.name]

    # ------------------------------------------------------------------ by itself

    def parts(self, name: str) -> _Parts | None:
        """The conditions of a pool with pools in them as they are named; None where something is wrong (reported)."""
        if name not in self._parts:
            with self._once(name, "parts") as first:
                if not first:
                    return None
                self._parts[name] = self._build(self.rules.pools[name])
        return self._parts[name]

    @contextmanager
    def _once(self, name: str, what: str) -> Iterator[bool]:
        """False where this of ``name`` is under way already: documents that use one another may come back to it. Reported."""
        key, walk = (name, what, id(self)), [k for k, _ in self.draft.building]
        if key in walk:
            self._report_circle(name, [label for _, label in self.draft.building[walk.index(key):]])
            yield False
            return
        self.draft.building.append((key, name))
        try:
            yield True
        finally:
            self.draft.building.pop()

    def _report_circle(self, name: str, walk: list[str]) -> None:
        if name not in self.draft.circles:
            names = [label for label, after in zip(walk, [*walk[1:], ""]) if label != after] + [name]
            self.draft.findings.error("P601", self.rules.pools[name].where, f"定义绕成了圈：{' → '.join(names)}。",
                                      "把互相依赖的企业库写进同一个文件；一个文件里的企业库可以互相依赖。")
        self.draft.circles.add(name)

    def _build(self, pool: Pool) -> _Parts | None:
        found = [self._condition(pool, what) for what in ("member", "enter", "leave")]
        after = all([self._is_pool(name) for name in pool.after])
        sound = after and all(index is not None or getattr(pool, what) is None for what, index in zip(("member", "enter", "leave"), found))
        return _Parts(*found) if sound else None

    def _condition(self, pool: Pool, what: str) -> int | None:
        condition: Condition | None = getattr(pool, what)
        index = build_condition(condition, self.scope) if condition is not None else None
        if index is None or not self.replacing.reached(index):
            return index
        named = "”“".join(sorted(self.replacing.reached(index)))
        if what != "enter":
            self.draft.findings.error("P626", condition.where, f"{what} 不能取决于企业库，这里用到了“{named}”。",
                                      "换成指标，如记录是否在库的是/否指标；要先在别的库，用 after 写。")
            return None
        _, reckoned = denied_and_reckoned(index, self.draft.operations, self.replacing.reached)
        if reckoned:
            self.draft.findings.error("P627", condition.where, f"企业库“{'”“'.join(sorted(reckoned))}”用在了算式或记录的条件里，入库条件只能问在不在库。",
                                      f"写成“{sorted(reckoned)[0]}: 是”，与其他条件用 all、any 并列。")
            return None
        return index

    def _is_pool(self, name: Name) -> bool:
        if name.text in self.rules.pools:
            return True
        self.draft.findings.error("N419", name.where, f"本文件没有名为“{name.text}”的企业库。", did_you_mean(name.text, list(self.rules.pools))
                                  or "after 里只写本文件 pools 里的名称；别的条件写进 enter。")
        return False

    # -------------------------------------------------------------- among themselves

    def _named(self, name: str) -> list[str]:
        """The pools that a pool rests on directly."""
        parts = self.parts(name)
        asked = self.replacing.reached(parts.asks) if parts and parts.asks is not None else _NONE
        return [*self._after(name), *sorted(asked)] if parts else []

    def _after(self, name: str) -> list[str]:
        return [other.text for other in self.rules.pools[name].after if other.text in self.rules.pools]

    def sound(self, name: str) -> bool:
        """Whether the pool and all it rests on can be built; what stands wrongly among them is reported once."""
        if name not in self._sound:
            with self._once(name, "sound") as first:
                for circle in self.dependence.settled(name) if first else ():
                    self._sound.update(dict.fromkeys(circle, self._stands_well(circle)))
        return self._sound.get(name, False)

    def _stands_well(self, circle: frozenset[str]) -> bool:
        """Whether the pools of one circle, or one pool in none, can be built; those below them are known."""
        names = self.dependence.names
        if not all(self._sound[other] for name in circle for other in names(name) if other not in circle) or None in map(self.parts, circle):
            return False
        if not self.dependence.circle(min(circle)):
            return True
        return check_circle([pool for name, pool in self.rules.pools.items() if name in circle], self._denied, names, self.draft.findings)

    def _denied(self, name: str) -> set[str]:
        asks = self.parts(name).asks
        return denied_and_reckoned(asks, self.draft.operations, self.replacing.reached)[0] if asks is not None else set()

    # ---------------------------------------------------------------------- inside

    def resolved(self, index: int) -> int | None:
        """``index`` as it means outside of the document: every pool is membership at the fixed point."""
        values = {name: self.inside(name) for name in sorted(self.replacing.reached(index))}
        return None if None in values.values() else self.replacing.replaced(index, values)

    def inside(self, name: str) -> int | None:
        """Membership of a pool at the fixed point; None where something is wrong (reported)."""
        if not self.sound(name):
            return None
        index = self._along(name, _NONE)
        if self.draft.operations[index].op != "named":  # nobody can ever be in it
            pool = self.rules.pools[name]
            index = self._inside[name, _NONE] = self.draft.named(index, name, pool.where, pool.clause)
        return index

    def _along(self, name: str, path: frozenset[str]) -> int:
        """Membership on a way that came through ``path``, which counts as not entered."""
        circle = self.dependence.circle(name)
        path &= circle
        if (name, path) not in self._inside:
            outside = path | {name}
            never = self.draft.truth(False, self.rules.pools[name].where)
            values = {other: never if other in circle and other in outside else self._along(other, outside) for other in self.dependence.names(name)}
            self._inside[name, path] = self._formula(self.rules.pools[name], values)
        return self._inside[name, path]

    def _formula(self, pool: Pool, values: dict[str, int]) -> int:
        """All pools of ``after``, not ``leave``, and ``member`` or ``enter``."""
        draft, parts, where = self.draft, self.parts(pool.name), pool.where
        asked = [parts.member] if parts.member is not None else []
        if pool.unknown is not None:
            asked.append(self._nobody_knows(pool))
        elif parts.asks is not None:
            asked.append(self.replacing.replaced(parts.asks, values))
        needed = [draft.add("is", (values[other.text],), "bool", other.where, data=["是"], word="为") for other in pool.after]
        if parts.leave is not None:
            needed.append(draft.add("not", (parts.leave,), "bool", where))
        asked = [part for a in asked if self.replacing.settled(a) is not False for part in self._alternatives(a)]
        if not asked or any(self.replacing.settled(values[other.text]) is False for other in pool.after):
            return draft.truth(False, where)
        needed.append(asked[0] if len(asked) == 1 else draft.add("any", tuple(asked), "bool", where))
        whole = needed[0] if len(needed) == 1 else draft.add("all", tuple(needed), "bool", where)
        return draft.named(whole, pool.name, where, pool.clause)

    def _alternatives(self, index: int) -> tuple[int, ...]:
        """The parts of an ``any`` that says nothing of its own, so that they stand beside ``member`` in reasons."""
        op = self.draft.operations[index]
        return op.args if op.op == "any" and not (op.clause or op.ref or op.evidence) else (index,)

    def _nobody_knows(self, pool: Pool) -> int:
        if pool.name not in self._unknown:
            self._unknown[pool.name] = self.draft.add("unknown", (), "bool", pool.where, data=[pool.unknown], label=f"{pool.name}的入库条件")
        return self._unknown[pool.name]
