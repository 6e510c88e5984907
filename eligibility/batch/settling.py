"""What is open in a pattern of verdicts, and which one fact would settle it whatever it turns out to be.

A pattern is what the masks say of an award's clauses. Nothing is taken from it
that it does not surely say: a test that rests on two facts shows only that one
of them is blank at least, unless another test proves that one is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import floor
from typing import NamedTuple

from ..engines.scalar.engine import ScalarEngine, Trace
from ..plan.operations import COMPARISONS
from ..profiles.values import NONE_VALUE
from .clause_tree import Clauses, Key, Rests, Row, Tree, fact_of

TRUE, FALSE, OPEN = 1, 2, 4  # a set of these: how a verdict may come out
_TURNED = (0, 2, 1, 3, 4, 6, 5, 7)  # the set of the denial: true and false exchanged


class Pattern(NamedTuple):
    """The bits of an award's clauses by mask, those that no longer matter left out."""

    sure: dict[int, int]
    open: dict[int, int]


class Lack(NamedTuple):
    """What an open test waits for: at least one of ``facts`` is blank, or ``rules`` do not say. Neither: a division by 0."""

    facts: frozenset[Key]
    rules: frozenset[str]


class Worlds:
    """What a fact may be: enough values that no test on it alone comes out in a way that is not among theirs."""

    def __init__(self, engine: ScalarEngine):
        self._engine = engine
        self._runs: dict[tuple, Trace] = {}

    def of(self, fact: Key, tests: Sequence[int]) -> list[Trace]:
        """A run for each of the values with nothing else given; none where no such values can be told. ``tests`` rest on ``fact`` alone."""
        values = self._values(fact, tests)
        slots = [i for i, slot in enumerate(self._engine.slots) if fact_of(slot) == fact]
        for value in values:
            if (fact, value) not in self._runs:
                self._runs[fact, value] = self._engine.run({}, scenario=dict.fromkeys(slots, value))
        return [self._runs[fact, value] for value in values]

    def _values(self, fact: Key, tests: Sequence[int]) -> list:
        described = self._engine.plan.vocabulary.get(fact[0])
        match described.type if described else "":
            case "yes_no":
                values = [True, False]
            case "choice":
                values = [*described.options]
            case "money" | "count" | "number" | "ratio" | "points" | "date" | "year":
                values = self._turns(fact, tests)
            case _:
                return []
        return values + [NONE_VALUE] if values and described.none else values

    def _turns(self, fact: Key, tests: Sequence[int]) -> list[int]:
        """Scaled values on and beside the numbers that ``tests`` compare the fact with; none where one of them does anything else with it."""
        engine, found = self._engine, set()
        for index in map(engine.target, tests):
            op = engine.operations[index]
            subject = engine.slot_of.get(engine.target(op.args[0]))
            if subject is None or fact_of(engine.slots[subject]) != fact:
                return []
            if op.op in COMPARISONS:
                bound = engine.target(op.args[1])
                if bound not in engine.constants or not isinstance(engine.constants[bound], (int, Fraction)):
                    return []
                turn = floor(Fraction(engine.constants[bound]) / engine.scale(bound) * engine.slots[subject].scale)
                found |= {turn - 1, turn, turn + 1}
            elif op.op not in ("exists", "absent"):
                return []
        return sorted(found)


class Settling:
    """The logic for one award's tree."""

    def __init__(self, clauses: Clauses, tree: Tree, worlds: Worlds):
        self.engine, self.tree = clauses.engine, tree
        self.nothing_given = clauses.nothing_given
        self._worlds, self._told_apart = worlds, {}

    # ----------------------------------------------------------------- what is open

    def lacks(self, pattern: Pattern) -> set[Lack]:
        """What the tests wait for that keep the award open."""
        known = self.known(pattern)
        return {Lack(row.rests.facts - known, row.rests.rules) for row in self._open_tests(pattern)}

    def known(self, pattern: Pattern) -> frozenset[Key]:
        """Facts that are surely known: a test on them alone is settled, which it is not while they are blank."""
        found = set()
        for number in self._visible(pattern):
            row = self.tree.rows[number]
            if not row.args and row.bit is not None and self._shows(row) and self._verdict(pattern, row) != OPEN:
                found |= row.rests.facts
        return frozenset(found)

    def all_hold(self) -> Pattern:
        """The pattern of those whose award is due: every part holds."""
        sure: dict[int, int] = {}
        for bit in (self.tree.rows[part].bit for part in self.tree.parts):
            if bit is not None:
                sure[bit.mask] = sure.get(bit.mask, 0) | 1 << bit.bit
        return Pattern(sure, {})

    def _shows(self, row: Row) -> bool:
        """Whether a settled test shows that its one fact is known; of a list it does not show that every cell is."""
        if len(row.rests.facts) != 1 or row.rests.rules:
            return False
        (name, _), = row.rests.facts
        fact = self.engine.plan.vocabulary.get(name)
        return fact is not None and fact.type != "records" and self.nothing_given.raw(row.operation) is None

    def _visible(self, pattern: Pattern) -> list[int]:
        """The rows whose bits a pattern keeps: the parts, and all below those that are open."""
        found: dict[int, None] = {}
        for part in self.tree.parts:
            waiting = [part]
            while waiting:
                number = waiting.pop()
                if number in found:
                    continue
                found[number] = None
                if number != part or self._verdict(pattern, self.tree.rows[part]) == OPEN:
                    waiting += self.tree.rows[number].args
        return list(found)

    def _open_tests(self, pattern: Pattern) -> list[Row]:
        """The open tests that the award waits for: not those inside what is settled already."""
        found, seen, waiting = [], set(), list(self.tree.parts)
        while waiting:
            number = waiting.pop()
            row = self.tree.rows[number]
            if number in seen or self._verdict(pattern, row) != OPEN:
                continue
            seen.add(number)
            if row.args:
                waiting += row.args
            else:
                found.append(row)
        return found

    @staticmethod
    def _verdict(pattern: Pattern, row: Row) -> int:
        if row.bit is None or pattern.open.get(row.bit.mask, 0) >> row.bit.bit & 1:
            return OPEN
        return TRUE if pattern.sure.get(row.bit.mask, 0) >> row.bit.bit & 1 else FALSE

    # ----------------------------------------------------------- what would settle it

    def settled_by(self, pattern: Pattern) -> list[Key]:
        """The facts each of which, once known, settles the award whatever it is, with every other blank left as it is."""
        known = self.known(pattern)
        alone = {fact for lack in self.lacks(pattern) if len(lack.facts) == 1 for fact in lack.facts}
        return [fact for fact in sorted(alone, key=str) if not self._outcomes(pattern, known, fact) & OPEN]

    def _outcomes(self, pattern: Pattern, known: frozenset[Key], fact: Key) -> int:
        """How the award may come out once ``fact`` is known."""
        outcomes = 0
        for world in self._worlds_of(fact):
            found: dict[int, int] = {}
            verdicts = [self._after(part, pattern, known, fact, world, found) for part in self.tree.parts]
            outcomes |= _all(verdicts)
        return outcomes

    def _worlds_of(self, fact: Key) -> list[dict[int, bool | None]]:
        """How the tests on ``fact`` alone may come out together; nothing of them where it can be anything."""
        if fact not in self._told_apart:
            own = [i for i, row in enumerate(self.tree.rows) if not row.args and row.rests.facts == {fact}]
            traces = self._worlds.of(fact, [self.tree.rows[i].operation for i in own])
            ways = {tuple(trace.raw(self.tree.rows[i].operation) for i in own) for trace in traces}
            self._told_apart[fact] = [dict(zip(own, way)) for way in sorted(ways, key=str)] if traces else [{}]
        return self._told_apart[fact]

    def _after(self, number: int, pattern: Pattern, known: frozenset[Key], fact: Key, world: dict[int, bool | None], found: dict[int, int]) -> int:
        """How a row may come out in one ``world``."""
        row = self.tree.rows[number]
        verdict = self._verdict(pattern, row)
        if verdict != OPEN:
            return verdict
        if number not in found:
            if row.args:
                found[number] = combined(row, [self._after(arg, pattern, known, fact, world, found) for arg in row.args])
            elif number in world:
                found[number] = {True: TRUE, None: OPEN}.get(world[number], FALSE)
            else:
                found[number] = _test_after(row.rests, known, fact)
        return found[number]


def _test_after(rests: Rests, known: frozenset[Key], fact: Key) -> int:
    """How an open test may come out once ``fact`` is known, whatever it is."""
    if fact not in rests.facts:
        return OPEN
    return TRUE | FALSE if rests.settles and rests.facts - known == {fact} else TRUE | FALSE | OPEN


def combined(row: Row, verdicts: list[int]) -> int:
    """How a group may come out, its rows each being any of their sets; strong Kleene."""
    match row.kind:
        case "all":
            return _all(verdicts)
        case "any":
            return _TURNED[_all([_TURNED[v] for v in verdicts])]
        case "not":
            return _TURNED[verdicts[0]]
        case "same":
            return verdicts[0]
    return _at_least(row.need, verdicts)


def _all(verdicts: list[int]) -> int:
    found = FALSE if any(v & FALSE for v in verdicts) else 0
    if all(v & TRUE for v in verdicts):
        found |= TRUE
    if all(v & (TRUE | OPEN) for v in verdicts) and any(v & OPEN for v in verdicts):
        found |= OPEN
    return found


def _at_least(need: int, verdicts: list[int]) -> int:
    counts = {(0, 0)}  # (true, open)
    for verdict in verdicts:
        steps = [step for bit, step in ((TRUE, (1, 0)), (FALSE, (0, 0)), (OPEN, (0, 1))) if verdict & bit]
        counts = {(sure + s, maybe + m) for (sure, maybe), (s, m) in product(counts, steps)}
    return sum({TRUE if sure >= need else FALSE if sure + maybe < need else OPEN for sure, maybe in counts})
