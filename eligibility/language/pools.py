"""Pools and titles: tree → ``model.Pool``, and the stages that a worklist is ordered by."""

from __future__ import annotations

import re

from .conditions import read_clause, read_condition
from .diagnostic import Findings, Where
from .due import read_due
from .expressions import half_width
from .model import Pool
from .nodes import entries, name_of, names_of, text_of
from .spelling import did_you_mean
from .syntax import Condition, Name
from .tree import Mapping, Node, Scalar
from .words import UNKNOWN, check_name

STAGES = ("挖掘", "培育", "申报", "进规")
_ITEMS = re.compile(r"\s*(\d{1,4}|[一二两三四五六七八九十])\s*项?\s*")
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def read_stages(node: Node | None) -> tuple[Name, ...]:
    """``stages`` in their order; the usual four where the file has none."""
    return names_of(node) or tuple(Name(stage, Where("")) for stage in STAGES)


def read_pools(node: Node | None, stages: tuple[Name, ...], findings: Findings) -> dict[str, Pool]:
    """``pools``: name → pool. One that cannot be read stays, without its conditions, so that its name is known."""
    return {
        key.text: _pool(key, value, stages, findings)
        for key, value in entries(node)
        if check_name(key, "企业库", findings) and isinstance(value, Mapping)
    }


def _pool(key: Scalar, node: Mapping, stages: tuple[Name, ...], findings: Findings) -> Pool:
    enter, unknown = _enter(node, findings)
    short_of, at_most = _candidate(node.get("candidate"))
    return Pool(
        name=key.text,
        stage=_stage(node.get("stage"), stages, findings),
        after=names_of(node.get("after")),
        member=_condition(node.get("member"), findings),
        enter=enter,
        unknown=unknown,
        leave=_condition(node.get("leave"), findings),
        short_of=short_of,
        at_most=at_most,
        due=read_due(node.get("due"), findings),
        clause=read_clause(node),
        where=key.where,
        title=text_of(node.get("title")),
        note=text_of(node.get("note")),
    )


def _condition(node: Node | None, findings: Findings) -> Condition | None:
    return None if node is None or isinstance(node, Scalar) and node.blank else read_condition(node, findings)


def _enter(node: Mapping, findings: Findings) -> tuple[Condition | None, str | None]:
    """The condition, or why nobody knows it."""
    enter = node.get("enter")
    if not isinstance(enter, Scalar) or enter.text != UNKNOWN:
        return _condition(enter, findings), None
    why = text_of(node.get("why"))
    if not why:
        findings.error("L340", enter.where, "写了 unknown，没有写 why 说明原因。", "在同一层加上 why: 为什么不知道入库条件。")
    return None, why


def _stage(node: Node | None, stages: tuple[Name, ...], findings: Findings) -> Name | None:
    stage = name_of(node)
    listed = [name.text for name in stages]
    if stage is None or stage.text in listed:
        return stage
    findings.error("L343", stage.where, f"stages 里没有“{stage.text[:40]}”这个阶段。" + did_you_mean(stage.text, listed),
                   f"可以写：{'、'.join(listed)}；要用别的阶段，写进 stages。")
    return None


def _candidate(node: Node | None) -> tuple[Name | None, int | None]:
    """The condition that nearness is measured by, and how many of its tests may fail (the schema sees to its shape)."""
    if not isinstance(node, Mapping):
        return None, None
    written = node.get("by_at_most")
    found = _ITEMS.fullmatch(half_width(written.text)) if isinstance(written, Scalar) else None
    return name_of(node.get("short_of")), (_NUMERALS.get(found[1]) or int(found[1])) if found else None
