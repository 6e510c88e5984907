"""What has to hold, as a small program that is run on points and on boxes; and what may be spent on it."""

from __future__ import annotations

from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.values import ends
from ..plan.operations import COMPARISONS

_GROUPS = ("all", "any", "not", "at_least")
#: runs of the small program for one condition
MOST_RUNS = 3_000
#: operations calculated for one condition, all runs together
MOST_STEPS = 500_000


class Goal:
    """The condition ``operation``, and an ``amount`` (operation in 分 or None) that must be able to be more than 0.

    ``order``: its operations, arguments first; ``slots_below``: the slots that
    each rests on; ``leaves``: its tests, and ``comparisons`` those that have a
    bound. Everything is of the engine's own part, ``start`` the run as it is now.
    """

    def __init__(self, trace: Trace, operation: int, amount: int | None = None):
        roots = [operation] if amount is None else [operation, amount]
        self.start: Trace = trace.engine.part(roots, trace.inputs)
        self.engine: ScalarEngine = self.start.engine
        self.inputs: list = self.start.inputs
        self.amount = amount
        self.root = self.engine.target(operation)
        self.order: list[int] = []
        self.slots_below: dict[int, frozenset[int]] = {}
        for root in roots:
            self._walk(self.engine.target(root))
        self.comparisons = [i for i in self.order if self.engine.operations[i].op in COMPARISONS and self.engine.operations[i].scope is None]
        rows = sum(len(value) for value in self.inputs if isinstance(value, list))
        self.cost = len(self.engine.positions) + 1 + rows * sum(op.scope is not None for op in (self.engine.operations[i] for i in self.order))
        self.any_rows: list[list] = []  # lists in which one row stands for all that could be added
        self.runs = 0
        self.steps = 0

    def _walk(self, root: int) -> None:
        """``order`` and ``slots_below`` of everything below ``root``; without recursion, since rules may be deep."""
        engine, pending = self.engine, [(root, False)]
        while pending:
            index, done = pending.pop()
            if index in self.slots_below:
                continue
            slot = engine.slot_of.get(index)
            args = () if slot is not None or index in engine.constants else tuple(map(engine.target, engine.operations[index].args))
            if not done and args:
                pending.append((index, True))
                pending += [(a, False) for a in args]
                continue
            own = frozenset() if slot is None else frozenset([slot])
            self.slots_below[index] = own.union(*(self.slots_below[a] for a in args))
            self.order.append(index)

    @property
    def spent(self) -> bool:
        return self.runs >= MOST_RUNS or self.steps >= MOST_STEPS

    def spend(self, steps: int) -> None:
        """Count work that is no run, as so many operations."""
        self.steps += steps

    def run(self, inputs: list) -> Trace:
        """The small program on points or intervals."""
        self.runs += 1
        self.steps += self.cost
        return self.engine.rerun(inputs)

    def verdict(self, trace: Trace) -> bool | None:
        """True: it surely holds and may pay. False: no values inside the inputs do. None: open."""
        truth = trace.raw(self.root)
        if self.amount is None or truth is False or any(rows is value for rows in self.any_rows for value in trace.inputs):
            return truth  # what one row pays says nothing of what several pay
        return False if ends(trace.raw(self.amount))[1] <= 0 else truth

    def is_group(self, index: int) -> bool:
        """Whether an operation only joins truths, so that Kleene's tables say all of it."""
        op, engine = self.engine.operations[index], self.engine
        if index in engine.slot_of or index in engine.constants:
            return False
        if op.op == "is":  # of a fact it is a test, since 无 is neither yes nor no
            return engine.operations[op.args[0]].unit == "bool" and engine.target(op.args[0]) not in engine.slot_of
        return op.op in _GROUPS
