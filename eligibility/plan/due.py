"""What has to be done by a day, to the plan."""

from __future__ import annotations

from collections.abc import Callable

from ..language.model import Due
from ..language.syntax import Expr
from .expressions import build_expression
from .plan import DuePlan
from .scope import Scope
from .units import unit_name


def build_dues(dues: tuple[Due, ...], scope: Scope, resolved: Callable[[int], int | None] = lambda index: index) -> list[DuePlan]:
    """All that are sound. ``resolved``: what stands for an operation outside of the document."""
    made = []
    for due in dues:
        by, every = _day(due.by, scope, resolved)
        start, start_every = _day(due.start, scope, resolved)
        if (by or every) and (due.start is None or start or start_every):
            made.append(DuePlan(due.do, by and by[0], every, start and start[0], due.clause.clause, due.clause.ref, due.where.line, start_every,
                                due.clause.evidence))  # fmt: skip
    return made


def _day(day: Expr | tuple[int, int] | None, scope: Scope, resolved) -> tuple[tuple[int] | None, list[int] | None]:
    """((operation,), None) or (None, [month, day]); two times None where there is none or it is wrong (reported)."""
    if day is None or isinstance(day, tuple):
        return None, list(day) if day else None
    index = build_expression(day, scope)
    if index is not None and scope.draft.unit(index) != "date":
        scope.draft.findings.error("T537", day.where, f"这里要写一天，写的却是{unit_name(scope.draft.unit(index))}。",
                                   "写成 2022-06-30、每年5月31日，或结果是日期的指标或算式，如 EDATE（高企证书有效期至，-6个月）。")
        index = None
    index = None if index is None else resolved(index)
    return None if index is None else (index,), None
