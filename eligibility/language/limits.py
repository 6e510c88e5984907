"""Limits across policies: tree → ``model.Limit``."""

from __future__ import annotations

from .conditions import read_clause
from .diagnostic import Findings
from .expressions import parse_expression
from .model import Limit
from .nodes import entries, names_of, text_of
from .syntax import Name
from .tree import Mapping, Node, Scalar
from .words import check_name

ALL = "全部"


def read_limits(node: Node | None, findings: Findings) -> dict[str, Limit]:
    """``limits``: name → limit."""
    return {key.text: _limit(key, value, findings) for key, value in entries(node)
            if check_name(key, "限额", findings) and isinstance(value, Mapping)}


def _limit(key: Scalar, node: Mapping, findings: Findings) -> Limit:
    cap = node.get("cap")
    pay = text_of(node.get("pay")) or "all"
    if pay == "all" and node.key("cap") is None:
        findings.error("L345", key.where, f"限额“{key.text}”各项都付，又没有封顶，不起作用。", "只付最高一项的写 pay: highest；合计封顶的写 cap: 50万元 这样的金额。")
    return Limit(
        name=key.text,
        awards=tuple((Name(policy.text, policy.where), _awards(awards)) for policy, awards in entries(node.get("awards"))),
        pay=pay,
        per=text_of(node.get("per")) or "year",
        cap=parse_expression(cap, findings, comparison=False) if isinstance(cap, Scalar) and not cap.blank else None,
        cut=text_of(node.get("cut")) or "last_first",
        refer=text_of(node.get("refer")),
        clause=read_clause(node),
        where=key.where,
        note=text_of(node.get("note")),
    )


def _awards(node: Node) -> tuple[Name, ...]:
    """The awards named; () for 全部."""
    names = names_of(node)
    return () if [name.text for name in names] == [ALL] else names
