"""The next question and all that is open as JSON, for programs that ask in their own way."""

from __future__ import annotations

from ..interview.question import Item, Question

FORMAT = "eligibility-question/1"


def to_dict(question: Question | None, open_items: list[Item], decision: dict) -> dict:
    """``question`` is null where nothing asked can change an answer; ``decision`` as check gives it."""
    return {
        "format": FORMAT,
        "question": None if question is None else {
            "kind": "confirm" if question.together else _kind(question.items[0]),
            "facts": [_item(item) for item in question.items],
        },
        "open": [_item(item) for item in open_items],
        "decision": decision,
    }


def _kind(item: Item) -> str:
    return item.fact.type


def _item(item: Item) -> dict:
    fact = item.fact
    return {
        "fact": item.key[0],
        "year": item.key[1],
        "label": item.label,
        "ask": fact.ask,
        "type": fact.type,
        "unit": fact.unit or None,
        "options": list(fact.options),
        "none": fact.none,
        "proof": fact.proof,
        "usual": item.usual,
        "columns": {name: {"ask": column.ask, "type": column.type, "unit": column.unit or None, "options": list(column.options), "none": column.none}
                    for name, column in fact.columns.items()},
        "for": [{"policy": p.policy, "award": p.award, "basis": p.basis} for p in item.purposes],
    }
