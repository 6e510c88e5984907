"""Where a comparison turns, seen from the inputs that it rests on.

The bound is carried back through the calculation, one operation at a time,
with everything else as it is: of ``a / b 不超过 5%`` with b known, a turns at
b × 5%. What else is blank stands at its ends, as far as it has any. A sum
over rows is seen as if there were one row.
"""

from __future__ import annotations

from fractions import Fraction

from ..engines.scalar.engine import Trace
from ..engines.scalar.values import add_months, ends

#: operations whose result is, or lies beside, one of these arguments
_PASS = {"min": slice(None), "max": slice(None), "round": slice(1), "round_up": slice(1), "round_down": slice(1),
         "nothing_below": slice(1), "if": slice(1, None), "guard": slice(1, None)}
MOST_STEPS = 200


def turning_values(trace: Trace, comparison: int, slot: int | None = None,
                   slots_below: dict[int, frozenset[int]] | None = None) -> dict[int | tuple[int, str], list[Fraction]]:
    """Slot → its true values at which ``comparison`` may turn; columns are under (records operation, name).

    With ``slot`` only this one is followed; ``slots_below`` says which
    operations rest on it.
    """
    engine = trace.engine
    left, right = engine.operations[comparison].args
    found: dict[int | tuple[int, str], list[Fraction]] = {}
    pending = [(mine, end) for mine, other in ((left, right), (right, left)) for end in _ends(trace, other)]
    for _ in range(MOST_STEPS):
        if not pending:
            break
        index, wanted = pending.pop()
        index = engine.target(index)
        op = engine.operations[index]
        if slots_below is not None and slot not in slots_below[index]:
            continue
        if index in engine.slot_of:
            found.setdefault(engine.slot_of[index], []).append(wanted)
        elif op.op.startswith("column"):
            found.setdefault((op.scope, op.data[0]), []).append(wanted)
        else:
            pending += _behind(trace, index, wanted)
    return found


def _behind(trace: Trace, index: int, wanted: Fraction) -> list[tuple[int, Fraction]]:
    """(argument, value) such that the operation comes to ``wanted``, the other arguments staying as they are."""
    op = trace.engine.operations[index]
    args = op.args
    match op.op:
        case "add" | "sum":
            lows, highs = zip(*(_both(trace, a) for a in args))
            return [(a, wanted - sum(side[:i] + side[i + 1 :])) for i, a in enumerate(args) for side in (lows, highs)
                    if None not in side[:i] + side[i + 1 :]]
        case "sub":
            return [(args[0], wanted + b) for b in _ends(trace, args[1])] + [(args[1], a - wanted) for a in _ends(trace, args[0])]
        case "neg":
            return [(args[0], -wanted)]
        case "mul":
            return [(a, wanted / b) for a, other in (args, args[::-1]) for b in _ends(trace, other) if b]
        case "div":
            return [(args[0], wanted * b) for b in _ends(trace, args[1])] + [(args[1], a / wanted) for a in _ends(trace, args[0]) if wanted]
        case "edate":
            return [(args[0], Fraction(add_months(wanted, -m))) for m in _ends(trace, args[1])]
        case "for_each":
            return [(args[-1], wanted)]
        case "first_of":
            return [(a, wanted) for a in (*args[1::2], args[-1])]
    return [(a, wanted) for a in args[_PASS[op.op]]] if op.op in _PASS else []


def _both(trace: Trace, index: int) -> tuple:
    """Both ends of a value, None where there is none, as in a row."""
    value = None if trace.engine.operations[trace.engine.target(index)].scope is not None else trace.value(index)
    found = ends(value) if value is not None else (None, None)
    return tuple(Fraction(e) if isinstance(e, (int, Fraction)) and not isinstance(e, bool) else None for e in found)


def _ends(trace: Trace, index: int) -> list[Fraction]:
    return [e for e in dict.fromkeys(_both(trace, index)) if e is not None]
