"""Reasons said without a *not*: what must not hold is told as what must hold instead."""

from __future__ import annotations

import re

from .decision import Reason

_AT_LEAST = re.compile(r"以下至少 (\d+) 项")  # what a list without a name is called
_SWAPPED = {"all": "any", "any": "all"}
_PAIRS = (
    ("是", "否"), ("有", "无"), ("为", "不为"), ("属于", "不属于"), ("在", "不在"), ("不低于", "低于"), ("超过", "不超过"),
    ("早于", "不早于"), ("晚于", "不晚于"), ("≥", "<"), (">", "≤"),
)  # fmt: skip
_OPPOSITE = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])} | {
    "达到": "低于", "至少": "低于", "以上": "低于", "不足": "不低于", "以下": "超过",
}  # fmt: skip


def affirmed(reason: Reason, negated: bool = False) -> Reason:
    """The same tree with every *not* moved down to the tests and spoken there: 不是 → 否, 不低于 → 低于."""
    if reason.kind == "not" and len(reason.children) == 1:
        inner = affirmed(reason.children[0], not negated)
        if not (inner.clause or inner.ref):  # the source may stand beside the *not*
            inner = inner._replace(clause=reason.clause, ref=reason.ref, evidence=inner.evidence or reason.evidence)
        if inner.kind == "test" or negated:  # twice denied: what the *not* is called says the contrary
            return inner
        return inner._replace(condition=reason.condition or inner.condition)
    if not negated:
        return reason._replace(children=tuple(affirmed(c) for c in reason.children)) if reason.children else reason
    result = None if reason.result is None else not reason.result
    if reason.kind in _SWAPPED:
        return reason._replace(kind=_SWAPPED[reason.kind], result=result, children=tuple(affirmed(c, True) for c in reason.children))
    if reason.kind == "test":
        return reason._replace(result=result, required=_opposite(reason.required), short_by=None)
    return reason._replace(result=result, condition=_few(reason), children=tuple(affirmed(c, True) for c in reason.children))


def _few(listed: Reason) -> str:
    """So many of a list must not hold: of six not four is three of them not."""
    found = _AT_LEAST.fullmatch(listed.condition)
    return f"以下至少 {len(listed.children) - int(found[1]) + 1} 项" if found else f"不得：{listed.condition}"


def _opposite(required: str) -> str:
    word, space, rest = required.partition(" ")
    return f"{_OPPOSITE[word]}{space}{rest}" if word in _OPPOSITE else f"不得 {required}"
