"""What an award rests on: numbers only assumed or recalled, open readings, unknown parameters."""

from __future__ import annotations

from ..engines.scalar.engine import ScalarEngine
from ..plan.operations import COMPARISONS
from ..plan.plan import AwardPlan

WEAK = {"assumed": "推定", "recalled": "凭记忆"}


def operations_below(engine: ScalarEngine, roots: list[int]) -> list[int]:
    """Every operation that ``roots`` rest on in this selection, definitions included, in plan order."""
    found: set[int] = set()
    pending = list(roots)
    while pending:
        index = pending.pop()
        if index in found:
            continue
        found.add(index)
        op = engine.operations[index]
        if index in engine.given:
            continue
        if op.op in ("version", "parameter"):
            pending += [engine.selection.aliases[index]] if index in engine.selection.aliases else []
        else:
            pending += op.args
    return sorted(found)


def weak_numbers(engine: ScalarEngine, award: AwardPlan) -> tuple[str, ...]:
    """Why the award is provisional on account of its numbers: each weak number with how well it is known.

    A bound is as well known as its condition says, else the group of
    conditions or the definition around it, else its file; a number in a
    definition as the definition says, else its file; a parameter as its row.
    """
    files = {d.file: d.evidence for d in engine.plan.documents}
    found: dict[int, str] = {}
    pending: list[tuple[int, str | None]] = [(award.status, None), (award.value, None)]
    seen = set()
    while pending:
        index, around = pending.pop()
        op = engine.operations[index]
        if (index, around) in seen or index in engine.given:
            continue
        seen.add((index, around))
        own = op.evidence or around
        of_file = files[engine.plan.files[op.file]]
        if op.op == "parameter":
            row = engine.selection.rows.get(index)
            if row and row[1] != "unknown" and row[4] in WEAK:
                found[index] = f"参数“{op.label}”为{WEAK[row[4]]}" + (f"（{row[5]}）" if row[5] else "")
        elif op.op == "version":
            pending += [(engine.selection.aliases[index], None)] if index in engine.selection.aliases else []
        else:
            if op.op in COMPARISONS and _states_number(engine, op.args[1]) and (own or of_file) in WEAK:
                found[index] = f"条件“{engine.operations[op.args[0]].label}”的界值为{WEAK[own or of_file]}"
            elif op.op == "named" and op.unit != "bool" and (op.evidence or of_file) in WEAK and _states_number(engine, index):
                found[index] = f"“{op.label}”里的数字为{WEAK[op.evidence or of_file]}"
            pending += [(a, op.evidence if op.op == "named" else own) for a in op.args]
    reasons = [found[index] for index in sorted(found)]
    if award.evidence in WEAK:
        reasons.insert(0, f"“{award.title}”的金额为{WEAK[award.evidence]}")
    return tuple(dict.fromkeys(reasons))


def _states_number(engine: ScalarEngine, index: int) -> bool:
    """Whether a number other than 0 is written in what ``index`` says itself, other definitions not counted."""
    pending = [engine.operations[index].args[0] if engine.operations[index].op == "named" else index]
    while pending:
        op = engine.operations[pending.pop()]
        if op.op == "const" and op.data[0]:
            return True
        if op.op in ("named", "version", "parameter") or op.label == "已成立":
            continue
        counting_years = op.op == "if" and engine.operations[op.args[0]].label == "已成立"
        pending += [] if counting_years else op.args
    return False


def readings_below(engine: ScalarEngine, roots: list[int]) -> list[int]:
    """Slots of the open points that ``roots`` rest on."""
    below = operations_below(engine, roots)
    return [engine.slot_of[i] for i in below if engine.operations[i].op == "reading" and i in engine.slot_of]


def unknown_below(engine: ScalarEngine, roots: list[int]) -> list[int]:
    """Parameters nobody found that ``roots`` rest on."""
    return [i for i in operations_below(engine, roots) if i in engine.selection.unknown and i in engine.slot_of]
