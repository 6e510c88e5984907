"""Values of one blank at which some test of a condition can turn: what a search has to try, and nothing else."""

from __future__ import annotations

from math import floor

from ..engines.scalar.engine import Trace
from ..plan.facts import fact_span
from ..plan.operations import COMPARISONS
from ..profiles.values import NONE_VALUE
from .turning import turning_values

_OTHER_TEXT = "（其他）"
_HIGHEST = 10**14  # of a number that is no fact


def candidate_values(trace: Trace, slot: int, order: list[int], slots_below: dict[int, frozenset[int]]) -> list:
    """Scaled values for ``slot`` (not one of records): the options of a choice, the bounds of comparisons and their neighbours, the ends.

    ``order`` are the operations of the condition and ``slots_below`` the slots
    that each rests on; the other inputs are as in ``trace``.
    """
    engine = trace.engine
    kind = engine.slots[slot]
    op = engine.operations[kind.operation]
    if kind.kind == "paid_sum":
        return [0]
    fact = engine.plan.vocabulary.get(kind.key[0]) if kind.kind == "fact" else None
    none = [NONE_VALUE] if fact is not None and fact.none else []
    if kind.kind == "paid_ever" or op.unit == "bool":
        return [True, False, *none]
    if op.unit == "text":
        used = [w for i in order if engine.operations[i].op in ("is", "one_of")
                and slot == engine.slot_of.get(engine.target(engine.operations[i].args[0])) for w in engine.operations[i].data]
        return list(dict.fromkeys([*used, *(fact.options if fact else ()), *([_OTHER_TEXT] if not fact or not fact.options else [])])) + none
    low, high = (fact_span(fact) if fact else (0, _HIGHEST))
    low, high = int(low * kind.scale), int(high * kind.scale)
    near = [floor(v * kind.scale) for i in order if engine.operations[i].op in COMPARISONS and slot in slots_below[i]
            for v in turning_values(trace, i, slot, slots_below).get(slot, ())]
    values = [v for n in near for v in (n, n + 1, n - 1) if low <= v <= high]
    return list(dict.fromkeys([*values, high, low, min(low + 1, high)])) + none
