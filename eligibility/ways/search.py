"""Values for a given set of facts that make a condition hold, the least far first; or the proof that there are none.

Best first over boxes: a box that the intervals refuse is done, one that they
grant is a witness, any other is cut where a comparison turns, else in the
middle. So a set is refused only by interval arithmetic, never by not finding.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import product
from math import floor
from typing import NamedTuple

from ..decisions.turning import turning_values
from ..engines.scalar.engine import Trace
from .domains import Choice, Domain, Piece, Span
from .goal import Goal
from .guessing import guessed
from .live import live_slots
from .reachable import Reachable

#: boxes run for one set
MOST_BOXES = 600
#: what following a bound back costs, in operations
TURNING = 150
#: boxes run before values are guessed
BEFORE_GUESSING = 60
#: boxes run after some values are found, to find nearer ones
MOST_BETTER = 150


class Settled(NamedTuple):
    """``inputs`` that make it hold, or None; then ``proven`` says that no values of these facts do."""

    inputs: list | None
    proven: bool


class Search:
    """Values for one set of facts after another."""

    def __init__(self, goal: Goal, domains: dict[int, Domain], reachable: Reachable):
        self.goal = goal
        self.domains = domains
        self.leaves = reachable.leaves
        self.amount = () if goal.amount is None else (goal.engine.target(goal.amount),)

    def settle(self, chosen: list[int], inputs: list, most: int = MOST_BOXES) -> Settled:
        """Values for ``chosen``, all else as in ``inputs``."""
        return _Boxes(self, chosen, inputs).settle(most)

    def nearest(self, chosen: list[int], found: list) -> list:
        """``found`` made nearer: one fact after another moved as near as it can be with the others as they are."""
        for slot in chosen:
            closer = self.settle([slot], found, MOST_BETTER).inputs
            if closer is not None:
                cost = self.domains[slot].cost
                found = closer if cost(closer[slot]) < cost(found[slot]) else found
        return found


class _Boxes:
    def __init__(self, search: Search, chosen: list[int], inputs: list):
        self.search = search
        self.goal = search.goal
        self.chosen = chosen
        self.domains = [search.domains[s] for s in chosen]
        self.inputs = inputs
        self.queue: list[tuple] = []
        self.count = 0
        self.best: tuple[float, list] | None = None
        self.lost = False  # something was left out, so that nothing is proven

    def settle(self, most: int) -> Settled:
        """Boxes first, then a guess, then boxes to the end."""
        for pieces in product(*(d.pieces for d in self.domains)):
            self._look(pieces)
        if len(self.domains) > 1:
            self._work_off(min(most, BEFORE_GUESSING))
            if self.queue and not self.best:
                found = guessed(self.goal, self.domains, self._free())
                if found:
                    return Settled(found, False)
        self._work_off(most)
        if self.queue and not self.best:
            self.lost = True
        return Settled(self.best[1], False) if self.best else Settled(None, not self.lost)

    def _free(self) -> list:
        """The inputs with all that may be chosen not known."""
        inputs = list(self.inputs)
        for slot in self.chosen:
            inputs[slot] = self.goal.engine.slots[slot].blank
        return inputs

    def _work_off(self, most: int) -> None:
        """Cut boxes until none is left that could be nearer, or ``most`` were run."""
        until = most
        while self.queue and not (self.best and self.queue[0][0] >= self.best[0]):
            if self.best:
                until = min(until, self.count + MOST_BETTER) if until == most else until
            if self.count >= until or self.goal.spent:
                break
            _, _, pieces, trace = heappop(self.queue)
            for parts in self._cut(pieces, trace):
                self._look(parts)

    def _look(self, pieces: tuple[Piece, ...]) -> None:
        """Run a box; keep its nearest point where it holds, and the box where it is open."""
        cost = sum(d.cost(d.nearest(p)) for d, p in zip(self.domains, pieces))
        if self.best and cost >= self.best[0]:
            return
        self.count += 1
        trace = self._run(d.given(p) for d, p in zip(self.domains, pieces))
        verdict = self.goal.verdict(trace)
        if verdict:
            point = trace if all(map(_single, pieces)) else self._run(d.nearest(p) for d, p in zip(self.domains, pieces))
            if self.goal.verdict(point):
                self.best = cost, point.inputs
                return
        if verdict is not False and not all(map(_single, pieces)):
            heappush(self.queue, (cost, self.count, pieces, trace))

    def _run(self, values) -> Trace:
        inputs = list(self.inputs)
        for slot, value in zip(self.chosen, values):
            inputs[slot] = value
        return self.goal.run(inputs)

    # ------------------------------------------------------------------- cutting a box

    def _cut(self, pieces: tuple[Piece, ...], trace: Trace) -> list[tuple[Piece, ...]]:
        """The box in parts; none where no values inside it can settle what is open."""
        touched = self._open_slots(pieces, trace)
        for number in touched:
            if isinstance(pieces[number], Span):
                cuts = self._turns(number, pieces[number], trace)
                if cuts:
                    near = self.domains[number].nearest(pieces[number])
                    at = min(cuts, key=lambda c: (abs(c - near), c))
                    return _parted(pieces, number, (Span(pieces[number].low, at - 1), Span(at, pieces[number].high)))
        choices = [n for n in touched if isinstance(pieces[n], Choice)]
        if choices:
            number = min(choices, key=lambda n: (not pieces[n].whole, len(pieces[n].values)))
            self.lost = self.lost or not pieces[number].whole
            return _parted(pieces, number, [Choice((value,)) for value in pieces[number].values])
        if not touched:
            return []
        number = max(touched, key=lambda n: _width(pieces[n]))
        low, high = pieces[number]
        near = self.domains[number].nearest(pieces[number])
        at = near if low < near <= high else (low + high) // 2 + 1
        return _parted(pieces, number, (Span(low, at - 1), Span(at, high)))

    def _open_slots(self, pieces: tuple[Piece, ...], trace: Trace) -> list[int]:
        """Which of the free facts some open test rests on, those of most tests first; the amount is a test too."""
        counts = dict.fromkeys((n for n, p in enumerate(pieces) if not _single(p)), 0)
        for leaf in (*self.search.leaves, *self.search.amount):
            value = trace.raw(leaf)
            if (value is None or leaf in self.search.amount) and not self.goal.slots_below[leaf].isdisjoint(self.chosen):
                below = live_slots(self.goal, leaf, trace)
                for number in counts:
                    counts[number] += self.chosen[number] in below
        return sorted((n for n, c in counts.items() if c), key=lambda n: (-counts[n], n))

    def _turns(self, number: int, piece: Span, trace: Trace) -> set[int]:
        """Where an open comparison turns: the first numbers of the far sides."""
        slot, scale = self.chosen[number], self.domains[number].scale
        for comparison in self.goal.comparisons:
            if slot in self.goal.slots_below[comparison] and trace.raw(comparison) is None:
                self.goal.spend(TURNING)
                turns = (floor(v * scale) for v in turning_values(trace, comparison, slot, self.goal.slots_below).get(slot, ()))
                found = {c for at in turns for c in (at, at + 1) if piece.low < c <= piece.high}
                if found:
                    return found
        return set()


def _single(piece: Piece) -> bool:
    return piece.low == piece.high if isinstance(piece, Span) else piece.whole and len(piece.values) == 1


def _parted(pieces: tuple[Piece, ...], number: int, parts) -> list[tuple[Piece, ...]]:
    return [(*pieces[:number], part, *pieces[number + 1 :]) for part in parts]


def _width(piece: Span) -> float:
    """How wide a span is by proportion, so that small facts are cut as often as large ones."""
    return (piece.high - piece.low) / (abs(piece.high) + abs(piece.low) + 1)
