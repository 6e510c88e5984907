"""Pools as the page tells them: what the enterprise is in, should enter or leave, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from ...decisions.reason_trees import condition_text
from ...pools.decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED, PoolDecision, PoolsDecision
from ..conditions_text import EVIDENCE
from .page import PoolLine

WORDS = {MEMBER: "在库", PROMOTE: "应当进入", LEAVE: "应当退出", CANDIDATE: "接近", UNDETERMINED: "不能确定", OUTSIDE: "不在库"}
#: what has to be acted on stands first
ORDER = (PROMOTE, LEAVE, CANDIDATE, MEMBER, UNDETERMINED, OUTSIDE)


def pool_lines(found: Sequence[PoolsDecision]) -> tuple[PoolLine, ...]:
    """All pools, those with something to do first."""
    lines = [_line(decision, pool) for decision in found for pool in decision.pools]
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.status)))


def _line(decision: PoolsDecision, pool: PoolDecision) -> PoolLine:
    basis = "，".join(filter(None, (pool.clause, pool.ref, EVIDENCE.get(pool.evidence or ""))))
    return PoolLine(pool.pool, pool.title, decision.title, pool.status, WORDS[pool.status], pool.stage, basis, tuple(_says(pool)), pool.missing)


def _says(pool: PoolDecision):
    if pool.unknown:
        yield f"条件不清楚：{pool.unknown}"
    match pool.status:
        case "promote":
            yield "入库条件已经符合，还没有登记在库"
        case "leave":
            failed = dict.fromkeys(condition_text(reason) for reason in pool.why)
            yield f"不再符合在库条件{'：' if failed else ''}{'；'.join(failed)}"
        case "candidate" | "outside" if pool.distance is not None:
            yield distance_words(pool)
    if pool.note:
        yield pool.note


def distance_words(pool: PoolDecision) -> str:
    """还差 2项; 条件已全部符合，可以申报."""
    low, high = pool.distance or (0, 0)
    if high == 0:
        return "条件已全部符合，可以申报"
    count = f"{low}项" if low == high else f"{low} 至 {high}项"
    return f"还差 {count}（“{pool.short_of}”）" if pool.short_of else f"还差 {count}"
