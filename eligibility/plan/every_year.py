"""近两年每年…: a comparison that holds in each of the years in which the firm existed."""

from __future__ import annotations

from typing import Callable

from ..language.diagnostic import Where
from ..language.syntax import Binary, Call, Clause, Compare, Expr, Name, Negate
from .scope import Scope
from .years import Years, cuts


def names_in(expr: Expr) -> list[Name]:
    """Every name in an expression, in order."""
    match expr:
        case Name():
            return [expr]
        case Binary() | Compare():
            return names_in(expr.left) + names_in(expr.right)
        case Negate():
            return names_in(expr.operand)
        case Call():
            return [n for arg in expr.args for n in names_in(arg)]
    return []


def over_years(exprs: list[Expr], scope: Scope, where: Where, clause: Clause | None,
               build: Callable[[Scope], int | None]) -> int | None:
    """``build`` once, or once a year where ``exprs`` hold 每年 names (all must mean the same years)."""
    draft = scope.draft
    spans: list[tuple[Name, Years]] = []
    for name in (n for e in exprs for n in names_in(e)):
        for _, years in [] if scope.find(name.text) else cuts(name.text, draft.vocabulary):
            if years and years.mode == "each":
                spans.append((name, years))
    if not spans or scope.each is not None:
        return build(scope)
    if len({years.years for _, years in spans}) > 1:
        draft.findings.error("N408", spans[-1][0].where, "同一个比较里的“每年”指不同的年份。", "把各个“近…年每年”写成相同的年数。")
        return None
    held, existed = [], []
    for year in spans[0][1].years:
        inner = build(scope.child(each=year))
        if inner is None:
            return None
        there = scope.existed(scope.anchor, year, where)
        if there is not None:
            inner = draft.add("any", (draft.add("not", (there,), "bool", where), inner), "bool", where)
            existed.append(there)
        held.append(inner)
    if existed:
        held.append(draft.add("any", tuple(existed), "bool", where, label="其中至少一年已成立"))
    return draft.add("all", tuple(held), "bool", where, clause=clause, label="每年")
