"""Which sets of facts can settle one test, by intervals: none that is left out could.

A set is a number whose bits are slots. What else is blank counts against the
set: it must come out as wanted whatever that turns out to be, so one way of
filling it in that refuses the test is enough to refuse the set.
"""

from __future__ import annotations

from itertools import chain, combinations, islice, product

from ..engines.scalar.engine import Trace
from ..engines.scalar.values import BLANK, Interval
from .domains import OTHER_TEXT, Domain
from .goal import Goal
from .live import live_slots

#: ways of being 无 or not that are run through for one set
MOST_CORNERS = 16
#: ways of filling in what else is blank; up to so many blanks all their ends are combined
MOST_FILLED, FEW = 60, 2
#: sets looked at for one test
MOST_TRIED = 1500
_FAR = 10**30  # an end of what has none


class Settling:
    """Sets for the tests of ``goal``; ``lost`` once some were not looked at."""

    def __init__(self, goal: Goal, domains: dict[int, Domain]):
        self.goal = goal
        self.domains = domains
        self.lost = False
        self._runs: dict[int, list[Trace]] = {}
        self._known: dict[tuple[int, bool, int], bool] = {}
        self._core: dict[tuple[int, bool], int] = {}
        self._sets: dict[tuple[int, bool], tuple[int, list[int]]] = {}  # size up to which it was looked through, sets

    def slots(self, test: int) -> list[int]:
        """Slots that the test rests on and that something may be done about."""
        return sorted(s for s in self.goal.slots_below[test] if s in self.domains)

    def can(self, test: int, chosen: list[int] | tuple[int, ...], wanted: bool) -> bool:
        """Whether the test might come out as wanted, for sure, with ``chosen`` free."""
        group = sum(1 << s for s in chosen)
        key = test, wanted, group
        if key not in self._known:
            self._known[key] = self._can(test, group, tuple(chosen), wanted)
        return self._known[key]

    def _can(self, test: int, group: int, chosen: tuple[int, ...], wanted: bool) -> bool:
        if group not in self._runs:
            self._runs[group] = self._free(chosen)
        others = [s for s in self.goal.slots_below[test] if not group >> s & 1 and _open(self.goal.inputs[s])]
        for run in self._runs[group]:
            if self._may(test, run, chosen, wanted) and (run.raw(test) is wanted or all(
                    self._may(test, filled, chosen, wanted) for filled in self._filled(run, others))):
                return True
        return False

    def _free(self, chosen: tuple[int, ...]) -> list[Trace]:
        """Runs with the facts free, one for each way of being 无 or not; where there are very many, with anything in their place."""
        found = []
        corners = 1
        for s in chosen:
            corners *= len(self.domains[s].pieces)
        if corners > MOST_CORNERS:
            blank = self.goal.engine.slots
            return [self.goal.run([blank[s].blank if s in chosen else value for s, value in enumerate(self.goal.inputs)])]
        for pieces in product(*(self.domains[s].pieces for s in chosen)):
            inputs = list(self.goal.inputs)
            for s, piece in zip(chosen, pieces):
                inputs[s] = self.domains[s].given(piece)
            found.append(self.goal.run(inputs))
        return found

    def _may(self, test: int, run: Trace, chosen: tuple[int, ...], wanted: bool) -> bool:
        value = run.raw(test)
        return value is wanted or value is None and not live_slots(self.goal, test, run).isdisjoint(chosen)

    def _filled(self, run: Trace, others: list[int]):
        """The same with what else is blank filled in, some ways: at all ends where few are blank, else together and one by one."""
        ends = [self._ends(s) for s in others]
        if len(others) <= FEW:
            ways = product(*ends)
        else:
            sides = [[e[0] for e in ends], [e[-1] for e in ends]]
            ways = chain(sides, (side[:n] + [value] + side[n + 1 :] for n, e in enumerate(ends) for side in sides for value in e))
        for values in islice(ways, MOST_FILLED if others else 0):
            inputs = list(run.inputs)
            for s, value in zip(others, values):
                inputs[s] = value
            yield self.goal.run(inputs)

    def _ends(self, place: int) -> tuple:
        """Extreme values of a blank; of a choice every one."""
        slot, given = self.goal.engine.slots[place], self.goal.inputs[place]
        fact = self.goal.engine.plan.vocabulary.get(slot.key[0]) if slot.kind == "fact" else None
        if given is BLANK:
            return (fact.options if fact else ()) or (OTHER_TEXT,)
        if given.__class__ is Interval:
            return max(given.low, -_FAR), min(given.high, _FAR)
        return ([],) if self.goal.engine.operations[slot.operation].unit == "records" else (True, False)

    # ---------------------------------------------------------------------- smallest sets

    def sets(self, test: int, wanted: bool, most: int) -> list[int]:
        """The smallest sets of at most ``most`` facts, none within another."""
        if self.goal.start.raw(test) is wanted:
            return [0]
        slots = self.slots(test)
        if not slots or not self.can(test, slots, wanted):
            return []
        done, found = self._sets.get((test, wanted), (0, []))
        core = self._needed(test, slots, wanted)
        rest = [s for s in slots if not core >> s & 1]
        base = core.bit_count()
        for size in range(max(done + 1, base), min(most, len(slots)) + 1):
            if core in found:
                break
            for chosen in islice(combinations(rest, size - base), MOST_TRIED + 1):
                group = core | sum(1 << s for s in chosen)
                if self.goal.spent:
                    self.lost = True
                    return found
                if not any(f & group == f for f in found) and self.can(test, _places(group), wanted):
                    found.append(group)
            self.lost = self.lost or _many(len(rest), size - base)
            self._sets[test, wanted] = size, found
        return [f for f in found if f.bit_count() <= most]

    def _needed(self, test: int, slots: list[int], wanted: bool) -> int:
        """The facts without which all the others together cannot do it."""
        key = test, wanted
        if key not in self._core:
            self._core[key] = sum(1 << s for s in slots if len(slots) > 1 and not self.can(test, [o for o in slots if o != s], wanted))
        return self._core[key] if len(slots) > 1 else 0


def _places(group: int) -> list[int]:
    return [place for place in range(group.bit_length()) if group >> place & 1]


def _many(count: int, size: int) -> bool:
    """Whether there are more sets of this size than are looked at."""
    ways = 1
    for n in range(size):
        ways = ways * (count - n) // (n + 1)
    return ways > MOST_TRIED


def _open(value) -> bool:
    return value is None or value is BLANK or value.__class__ is Interval
