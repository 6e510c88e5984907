"""The plan of a selection as the nodes of one column program."""

from __future__ import annotations

from itertools import count

import polars as pl

from ...language.fact import Fact
from ...plan.operations import GIVEN, STAND_FOR, Operation
from ...profiles.population.slice import PAID, Slice, count_column
from ..scalar.engine import ScalarEngine
from ..scalar.inputs import slot_for
from ..scalar.values import INFINITY, Interval
from .inputs import Inputs, List, Text
from .lists import DOUBT, MOST_ROWS, POSSIBLE, SURE, ListStep
from .nodes import Node, Nodes, NotInColumns
from .numbers import End, Num, Numbers, Truth
from .settling import Settling
from .payments import EVER, LEAST, MOST, MOST_PAID, Payments
from .templates import TEMPLATES


Value = Num | Truth | Text | List


class Compiler:
    """Values of operations as nodes, each compiled once. ``there``: the columns that the slices have, ``there_in_rows`` those of each list.

    ``payments`` (what was paid before) and ``lists`` are looked through before
    the program runs, and give it columns to read.
    """

    def __init__(self, engine: ScalarEngine, there: frozenset[str], there_in_rows: dict[str, frozenset[str]]):
        self.engine, self.selection, self.operations = engine, engine.selection, engine.operations
        self.nodes = Nodes()
        self.numbers = Numbers(self.nodes)
        self.inputs = Inputs(self.numbers, there)
        self.there, self.there_in_rows = there, there_in_rows
        self.settled: dict[int, tuple[Num, list[Num]]] = {}
        self._values: dict[int, Value] = {}
        self.payments = Payments()
        self.lists: list[ListStep] = []
        self._prefixes = count()

    # ------------------------------------------------------------ what templates ask

    def value(self, index: int) -> Value:
        """The value of an operation, at its own scale."""
        index = self.engine.target(index)
        if index not in self._values:
            self._values[index] = self._compiled(index)
        return self._values[index]

    def scale(self, index: int) -> int:
        """The scale at which ``number`` gives an operation: its own, also where another stands for it."""
        return self.operations[index].scale

    def number(self, index: int, scale: int | None = None) -> Num:
        """A number brought to ``scale`` (its own, if none is given)."""
        target = self.engine.target(index)
        return self.numbers.scaled(self.value(target), (scale or self.scale(index)) // self.operations[target].scale)

    def none_of(self, index: int) -> Node | None:
        """Of a yes/no: the rows in which it is 无, None where it never is."""
        fact = self.fact_of(index)
        return self.given(index)[1] if fact is not None and fact.none else None

    def given(self, index: int) -> tuple[Node, Node]:
        """Of a text or yes/no fact: the rows in which it has a value, and those in which it is 无."""
        return self.inputs.given(slot_for(self.engine.target(index), self.selection, self.engine.given).key)

    def fact_of(self, index: int) -> Fact | None:
        """The fact that an operation reads, or None."""
        op = self.operations[self.engine.target(index)]
        return self.selection.plan.vocabulary[op.data[0]] if op.op == "fact" else None

    # -------------------------------------------------------------------- compiling

    def _compiled(self, index: int) -> Value:
        op = self.operations[index]
        try:
            if index in self.engine.given or op.op in GIVEN or op.op in STAND_FOR:
                return self.given_value(index, op)
            return TEMPLATES[op.op](self, op)
        except NotInColumns:
            self.numbers.doubt(self.nodes.truth(True))
            return self.literal(op.unit, None if op.unit == "bool" else 0)

    def literal(self, unit: str, value) -> Value:
        """A value of scalar code that is the same for everybody."""
        if unit == "bool":
            return Truth(self.nodes.truth(value is True), self.nodes.truth(value is not False))
        if unit == "text":
            return Text(None, self.nodes.truth(False))
        return self.inputs.interval(value)

    def given_value(self, index: int, op: Operation) -> Value:
        """What is read from the slice, and what stands for a value of which nothing is known."""
        slot = slot_for(index, self.selection, self.engine.given)
        match slot.kind:
            case "fact" if op.op == "records":
                return List(op.data[0], self._count(count_column(op.data[0]), MOST_ROWS))
            case "fact":
                return self.inputs.value(self.selection.plan.vocabulary[op.data[0]], slot.key)
            case "paid_ever" | "paid_sum":
                return self._paid(slot.kind, *slot.key)
        return self.literal(op.unit, slot.blank)

    def _count(self, name: str, most: int) -> Node:
        return self.nodes.column(name, 0, most) if name in self.there else self.nodes.number(None)

    def _paid(self, kind: str, policy: str, awards) -> Num | Truth:
        """What was paid before, from the columns that ``payments`` has looked up; nothing is known where the count is not."""
        n = self.nodes
        known = self._count(count_column(PAID), MOST_ROWS)
        if known.is_literal:
            return self.literal("bool", None) if kind == "paid_ever" else self.inputs.interval(Interval(0, INFINITY))
        prefix = self.payments.of(policy, (awards,) if kind == "paid_ever" else awards)
        there = n.no(n.unbounded(known))
        if kind == "paid_ever":
            ever = n.truth_column(prefix + EVER, False)
            return Truth(n.both(there, ever), n.either(n.no(there), ever))
        low = n.column(prefix + LEAST, 0, MOST_PAID)
        high = n.column(prefix + MOST, 0, MOST_PAID)
        return Num(End(n.filled(low, 0)), End(high), n.truth(False), n.truth(False))

    def over_rows(self, op: Operation) -> Truth | Num:
        """``for_each`` or ``has``; of a list that is not known, open."""
        n, numbers, rows = self.nodes, self.numbers, self.value(op.args[0])
        least = -INFINITY if self.operations[op.args[-1]].low < 0 else 0
        if rows.count.is_literal:  # nobody's list is known
            return self.literal(op.unit, None if op.unit == "bool" else Interval(least, INFINITY))
        unknown = n.unbounded(rows.count)
        prefix = f"\3{next(self._prefixes)} "  # a list that asks for another is begun before it and done after
        try:
            step = ListStep(self, prefix, rows, op, self.there_in_rows.get(rows.fact, frozenset()))
        except NotInColumns:
            numbers.doubt(n.compare("gt", rows.count, n.number(0), False))
            nothing, no_bound = n.number(0), n.number(None)
            if op.op == "has":
                return Truth(n.truth(False), unknown)
            low = nothing if least == 0 else n.where(unknown, no_bound, nothing)
            return Num(End(low), End(n.where(unknown, no_bound, nothing)), numbers.never, numbers.never)
        self.lists.append(step)
        numbers.doubt(n.truth_column(prefix + DOUBT, False))
        if op.op == "has":
            return Truth(n.both(n.no(unknown), n.truth_column(prefix + SURE, False)), n.either(unknown, n.truth_column(prefix + POSSIBLE, False)))
        low, high = (n.column(prefix + name, min(0, a) * MOST_ROWS, max(0, b) * MOST_ROWS) for name, (a, b, _) in step.spans.items())
        if least == 0:
            low = n.filled(n.where(unknown, n.number(None), low), 0)
        return Num(End(n.where(unknown, n.number(None), low) if low.open else low), End(n.where(unknown, n.number(None), high)), numbers.never, numbers.never)

    def prepared(self, slice_: Slice) -> pl.DataFrame:
        """The frame of a slice with what was found out about payments before and lists, one after the other."""
        frame = slice_.frame.with_columns(**self.payments.columns(slice_))
        for step in self.lists:
            frame = frame.with_columns(**step.run(slice_, frame))
        return frame

    def settlement(self, index: int) -> tuple[Num, list[Num]]:
        """(total, payments) of a ``settle`` operation."""
        index = self.engine.target(index)
        if index not in self.settled:
            op = self.operations[index]
            count = op.data[0]
            try:
                statuses = [self.value(a) for a in op.args[:count]]
                amounts = [self.number(a) for a in op.args[count : 2 * count]]
                arguments = {i: self.number(a) for i, a in enumerate(op.args) if i >= 2 * count}
                self.settled[index] = Settling(self.numbers, op.data, statuses, amounts, arguments).run()
            except NotInColumns:
                self.numbers.doubt(self.nodes.truth(True))
                nothing = self.numbers.constant(0, 0)
                self.settled[index] = nothing, [nothing] * count
        return self.settled[index]
