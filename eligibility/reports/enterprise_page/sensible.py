"""Of the shortest ways those that nobody would be advised to go are left out, as long as another is left.

A share of at least 10 % is also reached with fewer staff or less revenue
below the line. That is exact, and no advice.
"""

from __future__ import annotations

from ...engines.scalar.engine import Trace
from ...ways.way import Change, Ways


def sensible(ways: Ways, trace: Trace, operation: int, most: int) -> Ways:
    """At most ``most`` of the ways to ``operation``, without those that make a fact below the line of a share smaller."""
    below_the_line = _divisors(trace, operation)
    kept = [way for way in ways.ways if not any(_smaller(change) and change.key in below_the_line for change in way)]
    return ways._replace(ways=tuple(kept or ways.ways)[:most])


def _smaller(change: Change) -> bool:
    return not change.blank and change.gap is not None and not change.gap.more


def _divisors(trace: Trace, operation: int) -> set[tuple]:
    """(fact, year) of whatever something is divided by, anywhere below ``operation``."""
    engine = trace.engine
    found: set[tuple] = set()
    seen: set[tuple[int, bool]] = set()
    pending = [(operation, False)]
    while pending:
        index, divisor = pending.pop()
        index = engine.target(index)
        if (index, divisor) in seen or index in engine.constants:
            continue
        seen.add((index, divisor))
        slot = engine.slot_of.get(index)
        if slot is not None:
            found |= {engine.slots[slot].key} if divisor else set()
            continue
        op = engine.operations[index]
        pending += [(arg, divisor or op.op == "div" and place == 1) for place, arg in enumerate(op.args)]
    return found
