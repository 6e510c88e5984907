"""Whether a fact can still change an answer: proven by two values of it that end in different decisions.

The other blanks are filled in one at a time (with values at which some test
turns), and only as long as the fact is still reached through what is open; a
value that cuts it off is not followed. What the enterprise could not tell
stays blank. A search that finds nothing within its runs begins anew in
another order with twice as many; one that has tried everything has proven
that there is nothing. What was found for one fact is tried first for the next.
"""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from ..engines.scalar.engine import Trace
from .answers import Key
from .board import Board, Standing

#: runs of one policy spent on one fact and award; only rules made for it need more
MOST_RUNS = 3000
FIRST_RUNS = 150
#: values of the fact tried on the way; at the end all are
MOST_PROBED = 5
#: ways of filling in the blanks that are remembered
MOST_KEPT = 10

Fill = dict[Key, object]  # values of facts as an engine keeps them


class Bearing:
    """Searches in one policy; what they found is kept for the next ones."""

    def __init__(self, board: Board):
        self.board = board
        self.kept: list[Fill] = []

    def bears(self, inputs: list, key: Key, answered: Collection[Key], unclear: Collection[Key], *, or_blank: bool = False) -> bool:
        """Whether two values of ``key`` can end in different decisions.

        ``answered`` and ``unclear`` are not filled in. ``or_blank``: it is
        enough that a value settles more than the blank does, which happens
        where an engine cannot see that every value comes to the same.
        """
        for fill in self.kept:
            if self._holds(inputs, key, {k: v for k, v in fill.items() if k != key and k not in answered}):
                self._keep(fill)
                return True
        trace = self.board.run(inputs)
        for award in self.board.awards_on(key, trace):
            fill = self._search(inputs, key, award, unclear, or_blank)
            if fill is not None:
                self._keep(fill)
                return True
        return False

    def _keep(self, fill: Fill) -> None:
        self.kept = [fill, *(other for other in self.kept if other is not fill)][:MOST_KEPT]

    def _holds(self, inputs: list, key: Key, fill: Fill) -> bool:
        for other, value in fill.items():
            inputs = self.board.with_value(inputs, other, value)
        trace = self.board.run(inputs)
        if key not in self.board.open_keys(trace):
            return False
        outcomes = [self.board.standings(self.board.run(self.board.with_value(inputs, key, value))) for value in self.board.values(key, trace)]
        return any(_apart(standings) for standings in zip(*outcomes))

    def _search(self, inputs: list, key: Key, award: int, unclear: Collection[Key], or_blank: bool) -> Fill | None:
        left, runs, attempt = MOST_RUNS, FIRST_RUNS, 0
        while left > 0:
            search = _Search(self.board, key, award, unclear, or_blank, min(runs, left), attempt)
            fill = search.found(inputs, {})
            if fill is not None or search.runs <= search.most:
                return fill
            left, runs, attempt = left - search.runs, 2 * runs, attempt + 1
        return None


class _Search:
    """One attempt, in an order of its own; the first in the order of the rules."""

    def __init__(self, board: Board, key: Key, award: int, unclear: Collection[Key], or_blank: bool, most: int, attempt: int):
        self.board, self.key, self.award, self.unclear, self.or_blank = board, key, award, unclear, or_blank
        self.most, self.runs = most, 0
        self.random = Random(attempt) if attempt else None
        self.probes: list | None = None

    def found(self, inputs: list, fill: Fill) -> Fill | None:
        """The values filled in under which ``key``, itself blank in ``inputs``, decides."""
        trace = self._run(inputs)
        reached = self.board.open_keys(trace, self.award)
        if self.key not in reached:
            return None
        others = [k for k in reached if k != self.key and k not in self.unclear]
        outcomes = self._outcomes(inputs, trace, bool(others))
        if _apart(outcomes) or (len(set(outcomes)) > 1 and (self.or_blank or not others)):
            return fill
        if not others:
            return None
        other = self.random.choice(others) if self.random else others[0]
        for value in self._values(other, trace):
            if self.runs > self.most:
                return None
            done = self.found(self.board.with_value(inputs, other, value), {**fill, other: value})
            if done is not None:
                return done
        return None

    def _outcomes(self, inputs: list, trace: Trace, on_the_way: bool) -> list[Standing]:
        """How the award ends for values of the fact."""
        if not on_the_way or self.probes is None:
            values = self.board.values(self.key, trace)
            self.probes = self.probes or values[:: -(-len(values) // MOST_PROBED)]
        else:
            values = self.probes
        outcomes = [self.board.standings(trace)[self.award]] if self.or_blank else []
        return outcomes + [self.board.standings(self._run(self.board.with_value(inputs, self.key, value)))[self.award] for value in values]

    def _values(self, key: Key, trace: Trace) -> list:
        values = self.board.values(key, trace)
        return self.random.sample(values, len(values)) if self.random else values

    def _run(self, inputs: list) -> Trace:
        self.runs += 1
        return self.board.run(inputs)


def _apart(standings: Collection[Standing]) -> bool:
    """Whether two of them differ whatever the remaining blanks turn out to be."""
    if len({s.status for s in standings} - {None}) > 1:
        return True
    return max(s.low for s in standings) > min(s.high for s in standings)
