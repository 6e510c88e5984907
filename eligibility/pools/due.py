"""The days by which something has to be done for a pool."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ..engines.scalar.engine import Trace
from ..plan.plan import DuePlan
from .decision import DueDay


def due_days(plans: list[DuePlan], trace: Trace) -> tuple[DueDay, ...]:
    """The due days of a pool, earliest first; one whose day is not known, or is 无, is left out."""
    today = trace.engine.selection.as_of
    days = [day for plan in plans if (day := _due_day(plan, trace, today))]
    return tuple(sorted(days, key=lambda day: (day.by, day.what)))


def _due_day(plan: DuePlan, trace: Trace, today: date) -> DueDay | None:
    by = _next(plan.every, today) if plan.every else _day(trace, plan.by)
    if by is None:
        return None
    start = _last(plan.start_every, by) if plan.start_every else _day(trace, plan.start)
    return DueDay(plan.do, by, (by - today).days, start, plan.clause, plan.ref, plan.evidence)


def _next(every: list[int], today: date) -> date:
    """The next such day of a year, today included."""
    this_year = date(today.year, *every)
    return this_year if this_year >= today else date(today.year + 1, *every)


def _last(every: list[int], by: date) -> date:
    """The last such day of a year that is not after ``by``."""
    same_year = date(by.year, *every)
    return same_year if same_year <= by else date(by.year - 1, *every)


def _day(trace: Trace, operation: int | None) -> date | None:
    value = None if operation is None else trace.value(operation)
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    known = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= date.max.toordinal()
    return date.fromordinal(value) if known else None
