"""Which blanks an amount still depends on."""

from __future__ import annotations

from ..engines.scalar.engine import Trace
from ..engines.scalar.values import BLANK, Interval
from .shown_values import slot_name


def blanks_of_amount(trace: Trace, value: int) -> tuple[str, ...]:
    """The facts not stated that the operation ``value`` rests on, in plan order; none where it is known.

    Only what is open is followed: a blank behind a row that surely does not
    count, or behind a number nobody found, is not asked for.
    """
    engine = trace.engine
    pending, seen, found = [engine.target(value)], set(), set()
    while pending:
        index = pending.pop()
        if index in seen or index in engine.constants or engine.operations[index].scope is not None:
            continue
        seen.add(index)
        raw = trace.raw(index)
        if not (raw is None or raw is BLANK or isinstance(raw, Interval)):
            continue
        slot = engine.slot_of.get(index)
        if slot is None:
            pending += [engine.target(a) for a in reachable(trace, index)]
        elif engine.slots[slot].kind in ("fact", "paid_sum"):
            found.add(index)
    return tuple(dict.fromkeys(slot_name(engine.slots[engine.slot_of[i]], engine.operations[i]) for i in sorted(found)))


def reachable(trace: Trace, index: int) -> list[int]:
    """Arguments that can still matter: of a table, the rows up to the first that surely counts."""
    op = trace.engine.operations[index]
    if op.op != "first_of":
        return list(op.args)
    reached = []
    for test, value in zip(op.args[:-1:2], op.args[1::2]):
        truth = trace.raw(test)
        if truth is not False:
            reached += [test, value]
        if truth:
            return reached
    return [*reached, op.args[-1]]
