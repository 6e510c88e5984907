"""The chain in words: which pool follows from which verdicts and pools, and how one was lost."""

from __future__ import annotations

from collections.abc import Callable

from ..decisions.affirmed import affirmed
from ..decisions.decision import Reason
from ..decisions.reason_trees import condition_text, deciding
from ..engines.chaining.infer import Inference
from ..engines.chaining.pools_program import PoolsProgram
from ..engines.chaining.program import Clause
from ..plan.plan import PoolPlan
from .asked import Asked, in_pool
from .decision import Link

Truth = bool | None


class Links:
    """The links of one enterprise."""

    def __init__(self, program: PoolsProgram, inference: Inference, pools: dict[str, PoolPlan], asked: Asked, truth: Callable[[int], Truth]):
        self.program, self.inference, self.pools, self.asked, self.truth = program, inference, pools, asked, truth
        self.pool_of = {token: pool for pool, token in program.inside.items()}
        self.first: dict[str, Clause] = {}
        for step in inference.steps:
            self.first.setdefault(step.head, step)
        self._because: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._said: dict[tuple[str, bool], tuple[str, ...]] = {}

    def of(self, pool: str, leaving: bool) -> tuple[Link, ...]:
        """How ``pool`` follows, earliest first; of one that is left, how it was lost."""
        if leaving:
            return tuple(self._lost(pool, set()))
        token = self.program.inside[pool]
        if token not in self.first:
            return ()
        wanted, pending = set(), [token]
        while pending:
            token = pending.pop()
            if token not in wanted:
                wanted.add(token)
                pending += self._behind(token)[1]
        return tuple(Link(in_pool(self.pool_of[head]), self._behind(head)[0]) for head in self.first if head in wanted)

    def _behind(self, token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the token of a pool rests on: in words, and the tokens of other pools among it."""
        if token not in self._because:
            words: dict[str, None] = {}
            pools: dict[str, None] = {}
            pending = list(reversed(self.first[token].body))
            while pending:
                part = pending.pop()
                if part in self.pool_of:
                    words[in_pool(self.pool_of[part])] = None
                    pools[part] = None
                elif part in self.first:  # a step between: what it rests on itself
                    pending += reversed(self.first[part].body)
                else:
                    words |= dict.fromkeys(self._words(part))
            self._because[token] = tuple(words), tuple(pools)
        return self._because[token]

    def _words(self, token: str) -> tuple[str, ...]:
        """A verdict, or something denied."""
        denies = self.program.program.denied.get(token)
        if denies in self.pool_of:
            return (f"不{in_pool(self.pool_of[denies])}",)
        verdict = self.program.verdicts.get(denies or token)
        return self._verdict(verdict, denies is None) if verdict is not None else ()

    def _verdict(self, index: int, holds: bool) -> tuple[str, ...]:
        """A verdict by its name, else by the tests that decided it."""
        if (index, holds) not in self._said:
            operations = self.asked.operations
            op = operations[index]
            named = operations[op.args[0]] if op.op == "is" and operations[op.args[0]].unit == "bool" else op
            if named.label and named.op in ("named", "version", "fact"):
                said = ("是" if holds else "否") if named is op or op.data == ["是"] else ("否" if holds else "是")
                self._said[index, holds] = (f"{named.label} {said}",)
            else:
                self._said[index, holds] = _facts(self.asked.reason(index))
        return self._said[index, holds]

    def _lost(self, name: str, seen: set[str]) -> list[Link]:
        """Why a pool is not, or no longer, the enterprise's: the pools before it first."""
        pool = self.pools[name]
        seen.add(name)
        if pool.leave is not None and self.truth(pool.leave):
            return [Link(f"不{in_pool(name)}", self._verdict(pool.leave, True))]
        gone = [parent for parent in pool.after if self.inference.inside[parent] is False]
        if gone:
            before = [link for parent in gone if parent not in seen for link in self._lost(parent, seen)]
            return [*before, Link(f"不{in_pool(name)}", tuple(f"不{in_pool(parent)}" for parent in gone))]
        reason = self.asked.entering(pool)
        return [Link(f"不{in_pool(name)}", () if reason is None else _facts(reason))]


def _facts(reason: Reason) -> tuple[str, ...]:
    """What decided, each test said so that it holds: 低于 where 不低于 was asked for and failed."""
    return tuple(dict.fromkeys(_said(affirmed(test, test.result is False)) for test in deciding(reason) if test.result is not None))


def _said(test: Reason) -> str:
    """A test in words; being in a pool shorter."""
    if test.condition.startswith(in_pool("")[:2]) and test.required in ("是", "否"):
        return test.condition if test.required == "是" else f"不{test.condition}"
    return condition_text(test)
