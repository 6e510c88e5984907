"""What a program reads from a slice: facts and cells of rows as intervals, truths and texts; and what stands for a blank."""

from __future__ import annotations

from dataclasses import dataclass

from ...language.fact import Fact
from ...plan.facts import fact_span
from ...profiles.population.slice import Key, column_of, none_column, scale_of
from ..scalar.inputs import blank_of
from ..scalar.values import INFINITY, Interval
from .nodes import Node
from .numbers import End, Num, Numbers, Truth


@dataclass(frozen=True, slots=True)
class Text:
    """A choice or text of each row: the column it stands in (None: blank for everybody), and whether it is 无."""

    column: str | None
    none: Node


@dataclass(frozen=True, slots=True)
class List:
    """A records fact: how many rows each enterprise has, no bound where the list is not known."""

    fact: str
    count: Node


class Inputs:
    """Reads the columns that are ``there``; every other fact is blank for everybody."""

    def __init__(self, numbers: Numbers, there: frozenset[str]):
        self.numbers, self.nodes, self.there = numbers, numbers.nodes, there

    def value(self, fact: Fact, key: Key) -> Num | Truth | Text:
        """A fact, or the cell of a column."""
        n = self.nodes
        name = column_of(key)
        name = name if name in self.there else None
        none = n.truth_column(none_column(key), False) if fact.none and none_column(key) in self.there else n.truth(False)
        if fact.type == "yes_no":
            return self._truth(name, none)
        if fact.type in ("choice", "text", "code"):
            return Text(name, none)
        return self._number(fact, name, none)

    def _truth(self, name: str | None, none: Node) -> Truth:
        n = self.nodes
        if name is None:
            return Truth(n.truth(False), n.no(none))
        return Truth(n.truth_column(name, False), n.both(n.truth_column(name, True), n.no(none)))

    def _number(self, fact: Fact, name: str | None, none: Node) -> Num:
        n = self.nodes
        blank = blank_of(fact)
        if name is None:
            return self.interval(blank, none, n.truth(True) if blank.maybe_none else n.truth(False))
        low, high = (int(end * scale_of(fact)) for end in fact_span(fact))
        column = n.column(name, low, high)
        ends = [End(n.filled(column, int(blank.low))), End(column if blank.high == INFINITY else n.filled(column, int(blank.high)))]
        maybe = n.no(n.given(name)) if blank.maybe_none else n.truth(False)
        return Num(*ends, none, maybe)

    def interval(self, value, none: Node | None = None, maybe: Node | None = None) -> Num:
        """A constant interval or number of scalar code."""
        never = self.nodes.truth(False)
        low, high = (value.low, value.high) if isinstance(value, Interval) else (value, value)
        ends = [self.numbers.end(None if abs(end) == INFINITY else end) for end in (low, high)]
        return Num(*ends, none or never, maybe or never)

    def given(self, key: Key) -> tuple[Node, Node]:
        """Where a fact has a value, and where it is 无."""
        n, name = self.nodes, column_of(key)
        none = n.truth_column(none_column(key), False) if none_column(key) in self.there else n.truth(False)
        return (n.given(name) if name in self.there else n.truth(False)), none

    def is_one_of(self, text: Text, words: list[str]) -> Truth:
        """Whether a text is one of ``words``; a blank may be any, 无 is none."""
        n = self.nodes
        if text.column is None:
            return Truth(n.truth(False), n.no(text.none))
        words = tuple(sorted(words))
        return Truth(n.words(text.column, words, False), n.both(n.words(text.column, words, True), n.no(text.none)))
