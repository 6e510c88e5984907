"""Blank facts, those that open the most first, each with how to ask for it and what waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...decisions.decision import AwardDecision, EnterpriseDecision
from ...language.fact import Fact
from ...profiles.ledger import LABEL as PAID
from ..outcome_words import result_words
from .awards import open_span
from .page import PoolLine, Question

_ASK_PAID = "以前兑现过哪些奖补项？没有写“无”。"


def questions_of(decision: EnterpriseDecision, pools: Sequence[PoolLine], vocabulary: Mapping[str, Fact]) -> tuple[Question, ...]:
    """Every blank that an open award, an open amount or an undecided pool waits for.

    Ordered by the 分 that are open on the awards that wait, then by how many
    awards and pools do, then as they first come up.
    """
    awards: dict[str, list[AwardDecision]] = {}
    in_pools: dict[str, list[str]] = {}
    for award in (a for p in decision.decisions for a in p.awards):
        for name in dict.fromkeys(n for chosen in (*award.missing.sets, award.missing.could_refuse, award.missing.amount) for n in chosen):
            awards.setdefault(name, []).append(award)
    for pool in pools:
        for name in dict.fromkeys(pool.missing):
            in_pools.setdefault(name, []).append(pool.title)

    def opens(name: str) -> tuple[float, int]:
        waiting = awards.get(name, [])
        return -sum(map(open_span, waiting)), -len(waiting) - len(in_pools.get(name, ()))

    return tuple(_question(name, vocabulary, awards.get(name, []), in_pools.get(name, []), decision.assumed)
                 for name in sorted({**awards, **in_pools}, key=opens))


def _question(name: str, vocabulary: Mapping[str, Fact], awards: list[AwardDecision], pools: list[str], assumed: bool) -> Question:
    fact = vocabulary.get(name.partition("（")[0])
    ask = _ASK_PAID if name == PAID else fact.ask if fact else None
    waiting = tuple((a.award, result_words(a, assumed)) for a in awards)
    return Question(name, ask, fact.proof if fact else None, waiting, tuple(dict.fromkeys(pools)))
