"""Whether one test decides: would the outcome be another if just this test came out the other way?

The three-valued skeleton above a test (all, any, not, at_least, 是/否 of a
definition) is reckoned again with that one value turned. It decides when the
turn reaches an outcome, or makes a ``first_of``, ``if`` or guard choose
another value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from ..engines.scalar.engine import ScalarEngine
from ..engines.scalar.values import truth_at_least
from ..plan.operations import Operation

Truth = Callable[[int], "bool | None"]

#: operations whose first argument is the rows that the others are computed for
OVER_ROWS = ("has", "for_each")
_GROUPS = ("all", "any", "not", "at_least")
_CHOICES = ("first_of", "if", "guard")


def reach(engine: ScalarEngine, roots: Iterable[int]) -> list[int]:
    """The operations that ``roots`` rest on in this selection, in plan order, definitions looked through.

    What is given directly ends the way, and so do the rows of a records fact
    (they have a skeleton of their own, see ``rows``).
    """
    found: set[int] = set()
    pending = [engine.target(root) for root in roots]
    while pending:
        index = pending.pop()
        if index in found:
            continue
        found.add(index)
        op = engine.operations[index]
        if index in engine.given or op.op in ("version", "parameter"):
            continue
        pending += [engine.target(a) for a in (op.args[:1] if op.op in OVER_ROWS else op.args)]
    return sorted(found)


class Skeleton:
    """What rests on ``outcomes`` and ``roots``; ``outcomes`` are those of the roots whose truth is a result."""

    def __init__(self, engine: ScalarEngine, roots: Iterable[int], outcomes: Iterable[int]):
        self.operations = engine.operations
        self.target = engine.target
        self.below = reach(engine, roots)
        self.outcomes = {engine.target(o) for o in outcomes}
        self.above: dict[int, list[int]] = {}
        for index in self.below:
            op = engine.operations[index]
            if index not in engine.given and (self._is_group(op) or op.op in _CHOICES):
                for arg in {engine.target(a) for a in op.args}:
                    self.above.setdefault(arg, []).append(index)

    def decides(self, test: int, truth: Truth) -> bool:
        """Whether turning ``test`` alone turns an outcome or a choice; an unknown test never decides."""
        now = truth(test)
        if now is None:
            return False
        turned: dict[int, bool | None] = {test: not now}
        if test in self.outcomes:
            return True

        def after(index: int) -> bool | None:
            return turned[index] if index in turned else truth(index)

        waiting = list(self.above.get(test, ()))  # arguments stand before what uses them, so the lowest is next
        while waiting:
            index = heappop(waiting)
            if index in turned:
                continue
            op = self.operations[index]
            if op.op in _CHOICES:
                if self._chosen(op, truth) != self._chosen(op, after):
                    return True
                continue
            value = self._group(op, after)
            if value is truth(index):
                continue
            if index in self.outcomes:
                return True
            turned[index] = value
            for parent in self.above.get(index, ()):
                heappush(waiting, parent)
        return False

    def _is_group(self, op: Operation) -> bool:
        return op.op in _GROUPS or (op.op == "is" and self.operations[op.args[0]].unit == "bool")

    def _group(self, op: Operation, truth: Truth) -> bool | None:
        values = [truth(self.target(a)) for a in op.args]
        if op.op == "at_least":
            return truth_at_least(op.data[0], values)
        if op.op == "all":
            return truth_at_least(len(values), values)
        if op.op == "any":
            return truth_at_least(1, values)
        turns = op.op == "not" or op.data == ["否"]
        return values[0] if values[0] is None or not turns else not values[0]

    def _chosen(self, op: Operation, truth: Truth) -> tuple:
        """The values a choice can come to, up to the first condition surely true; None stands for no value."""
        args = [self.target(a) for a in op.args]
        if op.op != "first_of":
            args = [*args, None] if op.op == "guard" else args
        chosen = []
        for condition, value in zip(args[:-1:2], args[1::2]):
            held = truth(condition)
            if held is not False:
                chosen.append(value)
            if held:
                return tuple(chosen)
        return (*chosen, args[-1])
