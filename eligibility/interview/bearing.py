"""Whether a fact can still change an answer: proven by two values of it that end in different decisions.

The other blanks are filled in as may be (with values at which some test
turns), one at a time, and only as long as the fact is still reached through
what is open; a value that cuts it off is not followed. What the enterprise
could not tell stays blank. Where every blank is exact to the interval, as in
conditions that name each fact once, the first path goes through.
"""

from __future__ import annotations

from collections.abc import Collection

from ..engines.scalar.engine import Trace
from .answers import Key
from .board import Board, Standing

#: runs of one policy spent on one fact; only rules made for it need more
MOST_RUNS = 4000


def bears(board: Board, inputs: list, key: Key, unclear: Collection[Key], *, or_blank: bool = False) -> bool:
    """Whether two values of ``key`` can end in different decisions of this policy.

    ``or_blank``: it is enough that a value settles more than the blank does,
    which happens where an engine cannot see that every value comes to the same.
    """
    return _Search(board, key, unclear, or_blank).found(inputs)


class _Search:
    def __init__(self, board: Board, key: Key, unclear: Collection[Key], or_blank: bool):
        self.board, self.key, self.unclear, self.or_blank = board, key, unclear, or_blank
        self.runs = 0

    def found(self, inputs: list) -> bool:
        """``key`` itself is blank in ``inputs``."""
        trace = self._run(inputs)
        reached = self.board.open_keys(trace)
        if self.key not in reached:
            return False
        outcomes = self._outcomes(inputs, trace)
        if _apart(outcomes) or (self.or_blank and len(outcomes) > 1):
            return True
        other = next((k for k in reached if k != self.key and k not in self.unclear), None)
        if other is None:
            return len(outcomes) > 1
        for value in self.board.values(other, trace):
            if self.runs > MOST_RUNS:
                break
            if self.found(self.board.with_value(inputs, other, value)):
                return True
        return False

    def _outcomes(self, inputs: list, trace: Trace) -> list[tuple[Standing, ...]]:
        """The decision for each value of the fact, the different ones."""
        outcomes = [self.board.standings(trace)] if self.or_blank else []
        for value in self.board.values(self.key, trace):
            outcomes.append(self.board.standings(self._run(self.board.with_value(inputs, self.key, value))))
        return list(dict.fromkeys(outcomes))

    def _run(self, inputs: list) -> Trace:
        self.runs += 1
        return self.board.run(inputs)


def _apart(outcomes: list[tuple[Standing, ...]]) -> bool:
    """Whether two outcomes differ whatever the remaining blanks turn out to be."""
    for standings in zip(*outcomes):
        if len({s.status for s in standings} - {None}) > 1:
            return True
        if max(s.low for s in standings) > min(s.high for s in standings):
            return True
    return False
