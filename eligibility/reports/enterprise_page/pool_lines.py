"""Pools as the page tells them: what the enterprise is in, should enter or leave, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...decisions.decision import Reason
from ...pools.decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED, PoolDecision, PoolsDecision
from ..conditions_text import basis_text
from ..pools.words import WORDS, distance_text, unknown_text
from .page import PoolLine

#: what has to be acted on stands first
ORDER = (PROMOTE, LEAVE, CANDIDATE, MEMBER, UNDETERMINED, OUTSIDE)


def pool_lines(found: Sequence[PoolsDecision]) -> tuple[PoolLine, ...]:
    """All pools, those with something to do first."""
    lines = [_line(decision, pool) for decision in found for pool in decision.pools]
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.status)))


def _line(decision: PoolsDecision, pool: PoolDecision) -> PoolLine:
    return PoolLine(pool.pool, pool.title, decision.title, pool.status, WORDS[pool.status], pool.stage, basis_text(pool),
                    tuple(_says(pool)), pool.missing)  # fmt: skip


def _says(pool: PoolDecision) -> Iterator[str]:
    """Short sentences: what has to be done, why, and what nobody knows."""
    match pool.status:
        case "promote":
            yield "入库条件已经符合，还没有登记在库"
        case "leave":
            yield "因为 " + "、".join(_found(pool.why))
        case "candidate":
            yield distance_text(pool)
    if pool.unknown:
        yield unknown_text(pool)
    if pool.note and pool.status in (LEAVE, CANDIDATE, UNDETERMINED):
        yield pool.note.rstrip("。")


def _found(why: Sequence[Reason]) -> Iterator[str]:
    """``高企证书有效期至 2021-12-27（早于 申报日期）``, what is found said once."""
    found: dict[tuple[str, str], list[str]] = {}
    for reason in why:
        asked = found.setdefault((reason.condition, reason.actual), [])
        if reason.actual not in ("是", "否") and reason.required not in ("", "有", reason.actual, f"为 {reason.actual}", *asked):
            asked.append(reason.required)
    for (condition, actual), asked in found.items():
        yield f"{condition} {actual}" + (f"（{'，'.join(asked)}）" if asked else "")
