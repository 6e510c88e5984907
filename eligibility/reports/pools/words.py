"""The words for where an enterprise stands with a pool, for what it lacks and for what is due."""

from __future__ import annotations

from datetime import date

from ...decisions.decision import Need
from ...pools.decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED, DueDay, PoolDecision
from ..conditions_text import basis_text
from ..next_steps import parts_of, shortfall_text

#: in the order in which they are told
WORDS = {MEMBER: "在库", PROMOTE: "应入库", LEAVE: "应退库", CANDIDATE: "候选", UNDETERMINED: "无法判定", OUTSIDE: "不在库"}
MARKS = {MEMBER: "√", PROMOTE: "↑", LEAVE: "↓", CANDIDATE: "○", UNDETERMINED: "?", OUTSIDE: "×"}  # all can be written in GBK
READY = "条件已全部符合，可以申报"
READY_AS_KNOWN = "已知的条件全部符合，可以申报"
UNKNOWN = "入库条件未公布"


def distance_text(pool: PoolDecision) -> str:
    """差 2 项; 差 1 至 3 项 where blanks may count, 至少差 1 项 where nobody can say; nothing where nothing is counted."""
    if pool.distance is None:
        return ""
    low, high = pool.distance
    if high is None:
        return f"至少差 {low} 项"
    if not high:
        return READY_AS_KNOWN if pool.unknown else READY
    return f"差 {low} 项" if low == high else f"差 {low} 至 {high} 项"


def due_text(due: DueDay, as_of: date) -> str:
    """``2022-05-31 前（还有 12 天）更新企业数据``; one that begins later says when."""
    left = f"已过 {-due.days} 天" if due.days < 0 else f"还有 {due.days} 天" if due.days else "就在今天"
    return f"{due.start} 至 {due.by}（{left}）{due.what}" if due.start and due.start > as_of else f"{due.by} 前（{left}）{due.what}"


def with_source(stated: DueDay, text: str) -> str:
    """``text`` with the source of a due day in brackets, where it has one."""
    said = basis_text(stated)
    return f"{text}（{said}）" if said else text


def unknown_text(pool: PoolDecision) -> str:
    """Why nobody can say what entering asks for, said plainly."""
    return pool.unknown if UNKNOWN in pool.unknown else f"{UNKNOWN}：{pool.unknown}"


def need_names(need: Need) -> str:
    """What a need is about: 研发费用占比; 全国市场占有率 或 全国市场排名."""
    return need.condition or (" 或 " if need.kind == "any" else "、").join(map(need_names, need.children))


def need_text(need: Need, inside: bool = False) -> str:
    """A need on one line, with how much is lacking; a group ``inside`` another stands in brackets.

    Of several alternatives those that are told by how much they miss; the others are named.
    """
    if need.kind == "test":
        return shortfall_text(need)
    told = need.children
    if need.kind == "any" and len(told) > 2:
        told = tuple(child for child in told if child.gap)
    parts = [need_text(child, True) for child in told] + [need_names(child) for child in need.children if child not in told]
    joined = (" 或 " if need.kind == "any" else "；").join(parts)
    if need.kind == "some":
        joined = f"{need.condition}，还差 {need.count} 项，可从中选：{joined}"
    return f"（{joined}）" if inside else joined


def needs_text(need: Need) -> str:
    """All that is lacking on one line."""
    parts = parts_of(need)
    return "；".join(need_text(part, len(parts) > 1) for part in parts)
