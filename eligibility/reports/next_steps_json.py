"""What to do next as JSON: ``next_steps`` of ``schemas/decision.schema.json``."""

from __future__ import annotations

from ..decisions.decision import EnterpriseDecision, Gap, Need
from ..decisions.shortfall import written
from .next_steps import gap_text


def next_steps(decision: EnterpriseDecision) -> dict:
    """Plain dicts and lists: papers to hand in, gates that refuse whole policies, and what each refused award lacks."""
    return {
        "papers": [
            {"paper": p.paper, "awards": [{"policy": policy, "award": award} for policy, award in p.awards], "if_any": p.if_any}
            for p in decision.papers
        ],
        "gates": [{"policy": p.policy, "need": need_json(p.gate)} for p in decision.decisions if p.gate],
        "shortfalls": [
            {"policy": p.policy, "award": a.award, "need": need_json(a.lacks)} for p in decision.decisions for a in p.awards if a.lacks
        ],
    }


def need_json(need: Need) -> dict:
    """A test, or a group with ``children``."""
    if need.kind == "test":
        also = {"fact": need.also[0], **_gap(need.also[1])} if need.also else None
        return {"kind": "test", "condition": need.condition, "actual": need.actual, "required": need.required,
                "gap": _gap(need.gap) if need.gap else None, "also": also, "reading": need.reading}  # fmt: skip
    return {"kind": need.kind, "condition": need.condition, "count": need.count or None, "children": [need_json(c) for c in need.children]}


def _gap(gap: Gap) -> dict:
    return {"text": gap_text(gap), "by": written(gap.by, gap.unit), "direction": "more" if gap.more else "less", "strict": gap.strict}
