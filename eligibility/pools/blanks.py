"""The blanks that stand in the way of a status."""

from __future__ import annotations

from collections.abc import Iterable

from ..decisions.decision import Reason
from ..decisions.missing import Work, missing_of
from ..decisions.reason_trees import deciding, every_test
from ..engines.scalar.engine import Trace
from .asked import Asked


def blanks_of(trace: Trace, conditions: Iterable[int], asked: Asked, work: Work | None) -> tuple[str, ...]:
    """Facts whose values would settle ``conditions`` (operations), each once.

    Of an open condition the smallest sets that could make it hold, and what
    could refuse it alone. Without ``work``, or once it is spent: every blank
    that the open tests rest on. Of one that fails, the blanks of its open
    tests: they say by how many tests it does.
    """
    found: dict[str, None] = {}
    for condition in conditions:
        truth = trace.raw(condition)
        names = _searched(trace, condition, work) if work is not None and truth is None else ()
        if not names and truth is not True:
            reason = asked.reason(condition)
            names = blank_facts(deciding(reason) if truth is None else every_test(reason))
        found |= dict.fromkeys(names)
    return tuple(found)


def _searched(trace: Trace, condition: int, work: Work) -> list[str]:
    missing = missing_of(trace, condition, work)
    least = min(map(len, missing.sets), default=0)
    return [name for chosen in missing.sets if len(chosen) == least for name in chosen] + list(missing.could_refuse)


def blank_facts(reasons: Iterable[Reason]) -> list[str]:
    """The facts among what tests rest on that are not stated."""
    return [shown.fact for reason in reasons if reason.result is None for shown in reason.facts if shown.value == "未填写"]
