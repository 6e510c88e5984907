"""What a column program is made of: columns calculated from columns, each written once, constants folded.

A node is a whole number or a yes/no of every row. An open whole number is
null where no bound is known (an end of an interval at infinity); yes/no nodes
have no nulls. ``low`` and ``high`` bound every known value, so that a product
is known to fit before any row is read.
"""

from __future__ import annotations

import operator
from typing import NamedTuple

INT64 = 2**63 - 1
INT128 = 2**127 - 1

#: the largest numbers that a fact, known or blank, can be
SIGNS = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt, "eq": operator.eq}
_TURNED = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq"}


class NotInColumns(Exception):
    """Something that columns do not express, such as a number that may leave 128 bits: it is for the scalar engine."""


class Node(NamedTuple):
    """``args`` are nodes by their place in the program, or plain values, as ``op`` takes them (see ``expressions``)."""

    place: int
    op: str
    args: tuple
    truth: bool
    open: bool = False
    low: int = 0
    high: int = 0

    @property
    def is_literal(self) -> bool:
        return self.op == "lit"

    @property
    def value(self):
        """Of a literal: an int, True, False, or None for no bound."""
        return self.args[0]

    @property
    def wide(self) -> bool:
        """Whether it needs 128 bits."""
        return not self.truth and max(-self.low, self.high) > INT64


class Nodes:
    """The nodes of one program, in an order in which they can be calculated."""

    def __init__(self) -> None:
        self.all: list[Node] = []
        self._known: dict[tuple, Node] = {}

    def _add(self, op: str, args: tuple, truth: bool, open_: bool = False, low: int = 0, high: int = 0) -> Node:
        key = (op, *((type(a), a) for a in args))
        if key not in self._known:
            if max(-low, high) > INT128:
                raise NotInColumns(op)
            node = Node(len(self.all), op, args, truth, open_, low, high)
            self.all.append(node)
            self._known[key] = node
        return self._known[key]

    # --------------------------------------------------------------------- inputs

    def number(self, value: int | None) -> Node:
        """A constant; None: no bound."""
        value = None if value is None else int(value)
        return self._add("lit", (value,), False, value is None, value or 0, value or 0)

    def truth(self, value: bool) -> Node:
        return self._add("lit", (bool(value),), True)

    def column(self, name: str, low: int, high: int, open_: bool = True) -> Node:
        """Whole numbers of the input, null where blank if ``open_``."""
        return self._add("column", (name,), False, open_, low, high)

    def truth_column(self, name: str, when_null: bool) -> Node:
        """A yes/no of the input; a blank counts as ``when_null``."""
        return self._add("truth_column", (name, when_null), True)

    def words(self, name: str, texts: tuple[str, ...], when_null: bool) -> Node:
        """Whether a text of the input is one of ``texts``; a blank counts as ``when_null``."""
        return self._add("words", (name, texts, when_null), True)

    def given(self, name: str) -> Node:
        """Whether the input has a value, whatever its type."""
        return self._add("given", (name,), True)

    # ---------------------------------------------------------------------- truth

    def both(self, *parts: Node) -> Node:
        """All of them."""
        return self._joined("and", parts, True)

    def either(self, *parts: Node) -> Node:
        """One of them."""
        return self._joined("or", parts, False)

    def _joined(self, op: str, parts: tuple[Node, ...], empty: bool) -> Node:
        kept: dict[int, Node] = {}
        for part in parts:
            if part.is_literal:
                if part.value is not empty:
                    return self.truth(not empty)
            else:
                kept[part.place] = part
        if len(kept) < 2:
            return next(iter(kept.values()), self.truth(empty))
        return self._add(op, tuple(sorted(kept)), True)

    def no(self, part: Node) -> Node:
        """It does not hold."""
        if part.is_literal:
            return self.truth(not part.value)
        return self.all[part.args[0]] if part.op == "not" else self._add("not", (part.place,), True)

    def at_least(self, count: int, parts: list[Node]) -> Node:
        """So many of them; one that is written twice counts twice."""
        sure = sum(1 for p in parts if p.is_literal and p.value)
        rest = [p for p in parts if not p.is_literal]
        count -= sure
        if count <= 0 or count > len(rest):
            return self.truth(count <= 0)
        if count == len(rest):
            return self.both(*rest)
        return self.either(*rest) if count == 1 else self._add("at_least", (count, *(p.place for p in rest)), True)

    def compare(self, op: str, a: Node, b: Node, when_open: bool) -> Node:
        """A comparison; ``when_open`` where one side has no bound."""
        if a.is_literal and not b.is_literal:
            a, b, op = b, a, _TURNED[op]
        if (a.is_literal and a.value is None) or (b.is_literal and b.value is None):
            return self.truth(when_open)
        if a.is_literal and b.is_literal:
            return self.truth(SIGNS[op](a.value, b.value))
        if a.op == "filled" and b.is_literal:  # no need to fill what is only compared
            return self.compare(op, self.all[a.args[0]], b, SIGNS[op](a.args[1], b.value))
        if a is b and not a.open:
            return self.truth(op in ("ge", "le", "eq"))
        always = self._always(op, a, b)
        if always is not None and (always is when_open or not (a.open or b.open)):
            return self.truth(always)
        return self._add("compare", (op, a.place, b.place, when_open), True)

    @staticmethod
    def _always(op: str, a: Node, b: Node) -> bool | None:
        """What bounds alone say."""
        sign = SIGNS[op]
        if op == "eq":
            return False if a.high < b.low or a.low > b.high else None
        ends = (a.low, b.high), (a.high, b.low)
        found = {sign(x, y) for x, y in ends}
        return found.pop() if len(found) == 1 else None

    def unbounded(self, a: Node) -> Node:
        """Whether there is no bound."""
        if not a.open:
            return self.truth(False)
        return self.truth(True) if a.is_literal else self._add("unbounded", (a.place,), True)

    # -------------------------------------------------------------------- numbers

    def filled(self, a: Node, value: int) -> Node:
        """``value`` where there is no bound."""
        if not a.open:
            return a
        if a.is_literal:
            return self.number(value)
        return self._add("filled", (a.place, value), False, False, min(a.low, value), max(a.high, value))

    def add(self, a: Node, b: Node) -> Node:
        if a.is_literal and a.value == 0:
            return b
        if b.is_literal and b.value == 0:
            return a
        return self._reckoned("add", a, b, operator.add, (a.low + b.low, a.high + b.high))

    def sub(self, a: Node, b: Node) -> Node:
        if b.is_literal and b.value == 0:
            return a
        return self._reckoned("sub", a, b, operator.sub, (a.low - b.high, a.high - b.low))

    def mul(self, a: Node, b: Node) -> Node:
        """A product; null where one is. Infinity times 0 is for the caller."""
        if a.is_literal:
            a, b = b, a
        if b.is_literal and b.value == 1:
            return a
        ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self._reckoned("mul", a, b, operator.mul, (min(ends), max(ends)))

    def _reckoned(self, op: str, a: Node, b: Node, known, span: tuple[int, int]) -> Node:
        if a.is_literal and b.is_literal or any(x.is_literal and x.value is None for x in (a, b)):
            return self.number(None if a.value is None or b.value is None else known(a.value, b.value)) if a.is_literal and b.is_literal else self.number(None)
        return self._add(op, (a.place, b.place), False, a.open or b.open, *span)

    def neg(self, a: Node) -> Node:
        return self.sub(self.number(0), a)

    def floor(self, a: Node, step: Node) -> Node:
        """Whole steps in ``a``, down; ``step`` is above 0, ``a`` not below."""
        if step.is_literal and step.value == 1:
            return a
        if a.is_literal and step.is_literal:
            return self.number(None if a.value is None else a.value // step.value)
        if a.is_literal and a.value is None:
            return a
        low, high = a.low // max(1, step.high), a.high // max(1, step.low)
        return self._add("floor", (a.place, step.place), False, a.open or step.open, low, high)

    def smaller(self, a: Node, b: Node, absorbing: bool) -> Node:
        """The smaller; without a bound where one is (``absorbing``), else the other."""
        return self._extreme("smaller", min, a, b, absorbing)

    def larger(self, a: Node, b: Node, absorbing: bool) -> Node:
        """The larger; without a bound where one is (``absorbing``), else the other."""
        return self._extreme("larger", max, a, b, absorbing)

    def _extreme(self, op: str, choose, a: Node, b: Node, absorbing: bool) -> Node:
        if a is b:
            return a
        a, b = sorted((a, b))
        for x, y in ((a, b), (b, a)):
            if x.is_literal and x.value is None:
                return x if absorbing else y
        if a.is_literal and b.is_literal:
            return self.number(choose(a.value, b.value))
        for x, y in ((a, b), (b, a)):  # bounds alone say which it is, also where it has none and wins
            if (absorbing or not x.open) and not y.open and (x.high <= y.low if op == "smaller" else x.low >= y.high):
                return x
        low, high = choose(a.low, b.low), choose(a.high, b.high)
        if not absorbing and (a.open or b.open):  # where one has no bound it is the other alone
            known = [x for x in (a, b) if not x.open]
            low = max([x.low for x in known] or [min(a.low, b.low)]) if op == "larger" else low
            high = min([x.high for x in known] or [max(a.high, b.high)]) if op == "smaller" else high
        if absorbing or not (a.open or b.open):
            return self._add(op, (a.place, b.place, absorbing and (a.open or b.open)), False, a.open or b.open, low, high)
        return self._add(op, (a.place, b.place, False), False, a.open and b.open, low, high)

    def where(self, condition: Node, yes: Node, no: Node) -> Node:
        """``yes`` where the condition holds, else ``no``; of numbers or of truths."""
        if condition.is_literal:
            return yes if condition.value else no
        if yes is no:
            return yes
        if yes.truth:
            return self.either(self.both(condition, yes), self.both(self.no(condition), no))
        spans = [(n.low, n.high) for n in (yes, no) if not (n.is_literal and n.value is None)]
        low, high = min(s[0] for s in spans), max(s[1] for s in spans)
        return self._add("where", (condition.place, yes.place, no.place), False, yes.open or no.open, low, high)

    def looked_up(self, a: Node, table: tuple[int, ...]) -> Node:
        """``table[a − its lowest]``: a function of a small span, such as days moved by months; ``a`` is no constant."""
        if a.op == "filled":
            inner = self.all[a.args[0]]
            if a.low == inner.low and a.high == inner.high:
                return self.filled(self.looked_up(inner, table), table[a.args[1] - a.low])
        return self._add("looked_up", (a.place, a.low, table), False, a.open, min(table), max(table))

    # -------------------------------------------------------------------- results

    def status(self, sure: Node, possible: Node) -> Node:
        """1 where it surely holds, 2 where it is open, else 0."""
        return self._add("status", (sure.place, possible.place), False)

    def packed(self, bits: dict[int, Node]) -> Node:
        """A number of which each bit is a truth."""
        return self._add("packed", tuple((bit, node.place) for bit, node in sorted(bits.items())), False)
