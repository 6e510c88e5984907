"""How near an enterprise is to a condition: the fewest tests that would have to come out otherwise.

A test that two parts of the condition share counts once, and where there are
alternatives the nearest counts. Blanks are counted both ways: as fine for the
lowest number, as failing for the highest. What no enterprise can change (an
open point of the text, a comparison of constants, whether the firm existed in
some year) is never counted as if it could come out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from ..engines.scalar.engine import ScalarEngine, Trace

#: different ways kept while they are followed; beyond that the numbers are bounds, still true
MOST_WAYS = 300
NEVER = 1_000_000  # more tests than any condition has: cannot be reached
_EXISTED = "已成立"  # the plan's own test, whether the firm was founded by then

Distance = tuple[int, "int | None"]
Price = Callable[[int, bool], int]  # what it costs that a test comes out as wanted


class _TooMany(Exception):
    """More different ways than are kept."""


def distance(trace: Trace, condition: int) -> Distance | None:
    """(lowest, highest) number of tests of ``condition`` that fail.

    Highest None: while something is blank, nobody can say that it can be
    reached at all. None: nothing that the enterprise can change makes it hold.
    """
    tests = _Tests(trace.engine, condition)
    truth = {test: trace.raw(test) for test in tests.leaves}

    def price(test: int, wanted: bool, blank: int) -> int:
        fixed = test in tests.fixed
        if truth[test] is None:
            return NEVER if fixed and blank else blank
        return 0 if truth[test] is wanted else NEVER if fixed else 1

    low, _ = tests.fewest(lambda test, wanted: price(test, wanted, 0))
    _, high = tests.fewest(lambda test, wanted: price(test, wanted, 1))
    return None if low >= NEVER else (low, high if high < NEVER else None)


class _Tests:
    """The groups of a condition (all, any, at_least, not) down to its tests."""

    def __init__(self, engine: ScalarEngine, condition: int):
        self.engine = engine
        self.operations = engine.operations
        self.leaves: list[int] = []
        self.fixed: set[int] = set()
        self.parts: dict[int, list[tuple[int, bool]]] = {}  # group → (part, whether it stands as it is)
        self.wanted: set[tuple[int, bool]] = set()  # how each test is wanted somewhere
        self.tests_below: dict[int, frozenset[int]] = {}
        self.root = self._same(condition)
        self._open(self.root)
        self._want(self.root, True, set())

    def _same(self, index: int) -> int:
        index = self.engine.target(index)
        return self.engine.same.get(index, index)

    def _open(self, index: int) -> None:
        if index in self.parts or index in self.leaves:
            return
        op = self.operations[index]
        truth = op.op == "is" and self.operations[op.args[0]].unit == "bool"
        closed = index in self.engine.given or index in self.engine.slot_of or index in self.engine.constants or op.word == "在"
        if closed or not (truth or op.op in ("all", "any", "at_least", "not")):
            self.leaves.append(index)
            if op.op == "reading" or op.label == _EXISTED or index in self.engine.constants:
                self.fixed.add(index)
            return
        stands = op.data == ["是"] if truth else op.op != "not"
        self.parts[index] = [(self._same(arg), stands) for arg in op.args]
        for part, _ in self.parts[index]:
            self._open(part)

    def _want(self, index: int, wanted: bool, seen: set) -> None:
        """Note which way each test may be wanted."""
        if (index, wanted) in seen:
            return
        seen.add((index, wanted))
        if index not in self.parts:
            self.wanted.add((index, wanted))
        for part, stands in self.parts.get(index, ()):
            self._want(part, wanted is stands, seen)

    def needed(self, index: int, wanted: bool) -> tuple[int, list[tuple[int, bool]]]:
        """How many of which parts make a group come out as wanted."""
        parts = [(part, wanted is stands) for part, stands in self.parts[index]]
        op = self.operations[index]
        least = op.data[0] if op.op == "at_least" else 1 if op.op == "any" else len(parts)
        return (least if wanted else len(parts) - least + 1), parts

    # --------------------------------------------------------------- counting

    def fewest(self, price: Price) -> tuple[int, int]:
        """A number that surely does not exceed the fewest tests, and one that surely reaches them; mostly the same."""
        memo: dict[tuple[int, bool], tuple[int, int]] = {}

        def of(index: int, wanted: bool) -> tuple[int, int]:
            if (index, wanted) not in memo:
                memo[index, wanted] = self._fewest(index, wanted, price, of)
            return memo[index, wanted]

        return of(self.root, True)

    def _fewest(self, index: int, wanted: bool, price: Price, of) -> tuple[int, int]:
        if index not in self.parts:
            return (price(index, wanted),) * 2
        least, parts = self.needed(index, wanted)
        found = [of(*part) for part in parts]
        at_most = _cheapest(least, [high for _, high in found])
        if self._apart(index):
            return _cheapest(least, [low for low, _ in found]), at_most
        if self._twice(index):
            at_most = NEVER
        try:
            exact = self._by_ways(index, wanted, price, at_most)
            return exact, exact
        except _TooMany:
            dearest = sorted(low for low, _ in found)[: max(0, least)]
            return NEVER if least > len(parts) else max([0, *dearest]), at_most

    def _below(self, index: int) -> frozenset[int]:
        """The tests of a group."""
        if index not in self.tests_below:
            parts = self.parts.get(index)
            below = [self._below(part) for part, _ in parts] if parts is not None else [frozenset([index])]
            self.tests_below[index] = frozenset().union(*below)
        return self.tests_below[index]

    def _apart(self, index: int) -> bool:
        """Whether no two parts of a group share a test, so that what they cost adds up."""
        return sum(len(self._below(part)) for part, _ in self.parts[index]) == len(self._below(index))

    def _twice(self, index: int) -> bool:
        """Whether a test of a group may be wanted both ways."""
        return any((test, True) in self.wanted and (test, False) in self.wanted for test in self._below(index))

    def _by_ways(self, index: int, wanted: bool, price: Price, at_most: int) -> int:
        """By the ways themselves: a way is a set of tests with how each must come out, one bit for each of the two."""
        tests = sorted(self._below(index))
        literals: dict[tuple[int, bool], int | None] = {}
        costly = 0
        for place, test in enumerate(tests):
            both = (test, True) in self.wanted and (test, False) in self.wanted
            for wants, shift in ((True, 0), (False, len(tests))):
                cost, bit = price(test, wants), 1 << (place + shift)
                costly |= bit if cost else 0
                literals[test, wants] = None if cost >= NEVER else bit if cost or both else 0
        ways = _Ways(self, literals, costly, len(tests), at_most).of(index, wanted)
        return min(((way & costly).bit_count() for way in ways), default=NEVER)


def _cheapest(least: int, costs: list[int]) -> int:
    """So many of the parts, together."""
    return NEVER if least > len(costs) else min(NEVER, sum(sorted(costs)[: max(0, least)]))


class _Ways:
    """The different ways in which a condition comes out as wanted."""

    def __init__(self, tests: _Tests, literals: dict[tuple[int, bool], "int | None"], costly: int, count: int, at_most: int):
        self.tests, self.literals, self.costly, self.count, self.at_most = tests, literals, costly, count, at_most
        self.low_half = (1 << count) - 1
        self.memo: dict[tuple[int, bool], list[int]] = {}

    def of(self, index: int, wanted: bool) -> list[int]:
        """Ways of which none holds all of another; an empty list where there is none."""
        key = index, wanted
        if key not in self.memo:
            self.memo[key] = self._found(index, wanted)
        return self.memo[key]

    def _found(self, index: int, wanted: bool) -> list[int]:
        if index not in self.tests.parts:
            literal = self.literals[index, wanted]
            return [] if literal is None else [literal]
        least, parts = self.tests.needed(index, wanted)
        chosen: list[list[int]] = [[0], *([] for _ in range(max(0, least)))]  # ways of so many parts
        for part, wants in parts:
            ways = self.of(part, wants)
            for so_many in range(len(chosen) - 1, 0, -1):
                chosen[so_many] = self._different(chosen[so_many] + self._joined(chosen[so_many - 1], ways))
        return chosen[-1]

    def _joined(self, some: list[int], others: list[int]) -> list[int]:
        if len(some) * len(others) > 10 * MOST_WAYS:
            raise _TooMany
        joined = {a | b for a, b in product(some, others)}
        no_test_both_ways = (way for way in joined if not way & (way >> self.count) & self.low_half)
        return [way for way in no_test_both_ways if (way & self.costly).bit_count() <= self.at_most]

    def _different(self, ways: list[int]) -> list[int]:
        kept: list[int] = []
        for way in sorted(set(ways), key=int.bit_count):
            if not any(other & way == other for other in kept):
                kept.append(way)
            if len(kept) > MOST_WAYS:
                raise _TooMany
        return kept
