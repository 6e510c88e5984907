"""The blanks that stand in the way of a status."""

from __future__ import annotations

from collections.abc import Iterable

from ..decisions.decision import Reason
from ..decisions.missing import Work, missing_of
from ..decisions.reason_trees import deciding, every_test
from ..engines.scalar.engine import Trace
from .asked import Asked


#: operations looked at in the search for the blanks of one condition: some hundredths of a second
MOST_WORK = 25_000


class Blanks:
    """The blanks of one enterprise, each condition looked at once: many pools ask for the same.

    ``search`` False: the smallest sets are not looked for, every blank that
    the open tests rest on is named.
    """

    def __init__(self, trace: Trace, asked: Asked, search: bool):
        self.trace, self.asked, self.search = trace, asked, search
        self._names: dict[int, list[str]] = {}

    def of(self, conditions: Iterable[int]) -> tuple[str, ...]:
        """Facts whose values would settle ``conditions`` (operations), each once.

        Of an open condition the smallest sets that could make it hold, and what
        could refuse it alone; where the search for these is given up, every blank
        that the open tests rest on. Of one that fails, the blanks of its open
        tests: they say by how many tests it does.
        """
        return tuple(dict.fromkeys(name for condition in conditions for name in self._of(condition)))

    def _of(self, condition: int) -> list[str]:
        if condition not in self._names:
            truth = self.trace.raw(condition)
            names = self._searched(condition) if self.search and truth is None else []
            if not names and truth is not True:
                reason = self.asked.reason(condition)
                names = blank_facts(deciding(reason) if truth is None else every_test(reason))
            self._names[condition] = names
        return self._names[condition]

    def _searched(self, condition: int) -> list[str]:
        missing = missing_of(self.trace, condition, Work(MOST_WORK))
        least = min(map(len, missing.sets), default=0)
        return [name for chosen in missing.sets if len(chosen) == least for name in chosen] + list(missing.could_refuse)


def blank_facts(reasons: Iterable[Reason]) -> list[str]:
    """The facts among what tests rest on that are not stated."""
    return [shown.fact for reason in reasons if reason.result is None for shown in reason.facts if shown.value == "未填写"]
