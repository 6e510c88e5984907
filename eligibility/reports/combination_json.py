"""The best lawful combination as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..combining.combination import Combination, Key
from ..decisions.decision import Amount


def combination_json(combination: Combination | None, amount_json: Callable[[Amount], dict]) -> dict | None:
    """None where no award has to do with another."""
    if combination is None:
        return None
    return {
        "claimed": _awards(combination.claimed),
        "total": amount_json(Amount(*combination.total)),
        "payments": [{**_award(award), "amount": amount_json(Amount(*paid))} for award, paid in combination.payments.items()],
        "left_out": [{**_award(row.award), "rule": row.rule, "clause": row.clause, "by": _awards(row.by), "lost": amount_json(Amount(*row.lost))}
                     for row in combination.left_out],
        "possible": [_awards(chosen) for chosen in combination.possible],
        "decided_by": list(combination.decided_by),
        "refer": list(combination.refer),
        "exact": combination.exact,
    }


def _award(award: Key) -> dict:
    return {"policy": award[0], "award": award[1]}


def _awards(awards: Iterable[Key]) -> list[dict]:
    return [_award(award) for award in awards]
