"""Which facts can still settle an operation that is open, seen from one run of it."""

from __future__ import annotations

from ..engines.scalar.engine import Trace
from ..engines.scalar.values import BLANK, Interval
from ..plan.operations import Operation
from .goal import Goal


def live_slots(goal: Goal, root: int, trace: Trace) -> set[int]:
    """Slots below ``root`` that its value may still depend on; what is decided on the way to them is passed over.

    So a share whose divisor is 0 depends on nothing: it stays unknown.
    """
    engine = goal.engine
    found: set[int] = set()
    seen: set[int] = set()
    pending = [root]
    while pending:
        index = engine.target(pending.pop())
        below = goal.slots_below.get(index)
        if index in seen or not below:
            continue
        seen.add(index)
        op = engine.operations[index]
        if index in engine.slot_of:
            found.add(engine.slot_of[index])
        elif op.scope is not None:
            found |= below
        elif not _decided(trace, index):
            pending += _live_arguments(op, trace)
    goal.spend(2 * len(seen))
    return found


def _decided(trace: Trace, index: int) -> bool:
    value = trace.raw(index)
    return value is not None and value is not BLANK and value.__class__ is not Interval


def _live_arguments(op: Operation, trace: Trace) -> list[int]:
    """The arguments that the value may depend on."""
    args = list(op.args)
    match op.op:
        case "div":
            return [] if trace.raw(args[1]).__class__ is not Interval and trace.raw(args[1]) == 0 else args
        case "if":
            condition = trace.raw(args[0])
            return args if condition is None else args[1:2] if condition else args[2:]
        case "guard":
            return args if trace.raw(args[0]) is None else args[1:]
        case "first_of":
            return _reached(args, trace)
    return args


def _reached(args: list[int], trace: Trace) -> list[int]:
    """Of conditions and values in turn those that may count."""
    found = []
    for condition, value in zip(args[:-1:2], args[1::2]):
        truth = trace.raw(condition)
        if truth is not False:
            found += [value] if truth else [condition, value]
        if truth:
            return found
    return [*found, args[-1]]
