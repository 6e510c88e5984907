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
    """Why the award is provisional on account of its numbers: each weak number with how well it is known."""
    reasons: list[str] = []
    documents = {d.file: d.evidence for d in engine.plan.documents}
    if award.evidence in WEAK:
        reasons.append(f"“{award.title}”的金额为{WEAK[award.evidence]}")
    for index in operations_below(engine, [award.status, award.value]):
        op = engine.operations[index]
        if op.op == "parameter":
            row = engine.selection.rows.get(index)
            if row and row[1] != "unknown" and row[4] in WEAK:
                reasons.append(f"参数“{op.label}”为{WEAK[row[4]]}" + (f"（{row[5]}）" if row[5] else ""))
        elif op.op in COMPARISONS and engine.operations[engine.target(op.args[1])].op == "const":
            weak = WEAK.get(op.evidence or documents[engine.plan.files[op.file]])
            if weak:
                reasons.append(f"条件“{engine.operations[op.args[0]].label}”的界值为{weak}")
    return tuple(dict.fromkeys(reasons))


def readings_below(engine: ScalarEngine, roots: list[int]) -> list[int]:
    """Slots of the open points that ``roots`` rest on."""
    below = operations_below(engine, roots)
    return [engine.slot_of[i] for i in below if engine.operations[i].op == "reading" and i in engine.slot_of]


def unknown_below(engine: ScalarEngine, roots: list[int]) -> list[int]:
    """Parameters nobody found that ``roots`` rest on."""
    return [i for i in operations_below(engine, roots) if i in engine.selection.unknown and i in engine.slot_of]
