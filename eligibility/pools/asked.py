"""What entering a pool asks for, as it is written: the pools it names are tests of their own.

The plan follows these pools down to facts; told to people, "in pool X" says more.
"""

from __future__ import annotations

from ..decisions.decision import Reason
from ..decisions.reasons import Explainer
from ..engines.scalar.engine import Trace
from ..engines.scalar.values import truth_at_least
from ..plan.plan import PoolPlan
from ..profiles.profile import Profile


class AskedTrace(Trace):
    """A run in which the symbolic pools of ``asks`` have their truth too."""

    __slots__ = ("_inside", "_found")

    def __init__(self, trace: Trace):
        super().__init__(trace.engine, trace.inputs, trace._row, trace._known)
        self._inside = {(d.id, pool.name): pool.inside for d in trace.engine.selection.documents for pool in d.pools}
        self._found: dict[int, bool | None] = {}

    def raw(self, index: int):
        """As ``Trace.raw``, and groups above symbolic pools; KeyError for what is neither."""
        index = self.engine.target(index)
        if index not in self._found:
            op = self.engine.operations[index]
            if op.op == "pool":
                self._found[index] = super().raw(self._inside[tuple(op.data)])
            else:
                try:
                    return super().raw(index)
                except KeyError:
                    self._found[index] = self._group(index, op)
        return self._found[index]

    def _group(self, index: int, op) -> bool | None:
        if op.op not in ("all", "any", "at_least", "not", "is"):
            raise KeyError(index)
        values = [self.raw(arg) for arg in op.args]
        if op.op == "not" or (op.op == "is" and op.data == ["否"]):
            return None if values[0] is None else not values[0]
        return truth_at_least({"at_least": op.data[0] if op.data else 0, "any": 1}.get(op.op, len(values)), values)


class Asked:
    """Reasons of the conditions of pools, for one enterprise; ``trace`` knows the operations in them."""

    def __init__(self, trace: Trace, profile: Profile):
        self.explainer = Explainer(trace, profile)
        self.trace = AskedTrace(trace)
        self._as_written = Explainer(self.trace, profile)
        self.operations = trace.engine.operations
        self._reasons: dict[int, Reason] = {}

    def reason(self, index: int) -> Reason:
        """The tree of a condition that rests on no pool."""
        if index not in self._reasons:
            self._reasons[index] = self.explainer.reason(index)
        return self._reasons[index]

    def entering(self, pool: PoolPlan) -> Reason | None:
        """The tree of ``enter``; None where nobody knows the conditions."""
        if pool.enter is None:
            return None
        try:
            return self._named(self._as_written.reason(pool.asks if pool.asks is not None else pool.enter))
        except KeyError:  # a pool inside a number or a choice: the plan has its value, and nothing shorter can be said
            return self.explainer.reason(pool.enter)

    def _named(self, reason: Reason) -> Reason:
        """The tree with pools said as such."""
        if reason.kind != "test":
            return reason._replace(children=tuple(map(self._named, reason.children)))
        op = self.operations[reason.operation]
        pool = self.operations[op.args[0]] if op.op == "is" else op
        if pool.op != "pool":
            return reason
        return reason._replace(condition=in_pool(pool.data[1]), actual="未知" if reason.result is None else reason.actual)


def in_pool(name: str) -> str:
    """How being in a pool is said in conditions, needs and links."""
    return f"在“{name}”"


def membership(name: str, inside: bool | None, pool: PoolPlan | None = None) -> Reason:
    """Being in another pool as a test of its own."""
    actual = {True: "是", False: "否", None: "未知"}[inside]
    operation = pool.inside if pool else -1
    return Reason("test", operation, in_pool(name), inside, "是", actual, None, pool.clause if pool else None, pool.ref if pool else None)
