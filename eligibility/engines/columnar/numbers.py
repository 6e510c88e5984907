"""Intervals as pairs of nodes, with the meaning of ``engines.scalar.values``: what scalar code does with one, done with all rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from .nodes import Node, Nodes


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval: ``num``, or the fraction ``num / den`` with ``den`` above 0; a ``num`` without bound is infinite."""

    num: Node
    den: Node | None = None


@dataclass(frozen=True, slots=True)
class Num:
    """A number of each row between two ends; ``none``: it is 无; ``maybe``: it is or may be 无 (truth nodes)."""

    low: End
    high: End
    none: Node
    maybe: Node

    @property
    def known(self) -> bool:
        """Whether it is a number, and the same at both ends, in every row."""
        return self.low == self.high and not self.low.num.open


@dataclass(frozen=True, slots=True)
class Truth:
    """A truth of each row: surely so, and possibly so."""

    sure: Node
    possible: Node


class Numbers:
    """Calculates with ``Num``; ``doubt`` gathers the rows that are left to the scalar engine."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.never = nodes.truth(False)
        self.doubts: list[Node] = []

    def doubt(self, rows: Node) -> None:
        """Leave ``rows`` to the scalar engine: what is calculated for them here does not count."""
        if not (rows.is_literal and not rows.value):
            self.doubts.append(rows)

    def plain(self, x: Num) -> Num:
        """``x`` where it cannot be 无; rows where it may be are left to the scalar engine."""
        self.doubt(x.maybe)
        return Num(x.low, x.high, self.never, self.never)

    def constant(self, low, high) -> Num:
        """An interval of constants; None: no bound. Fractions stay fractions."""
        return Num(self.end(low), self.end(high), self.never, self.never)

    def end(self, value) -> End:
        if isinstance(value, Fraction) and value.denominator != 1:
            return End(self.nodes.number(value.numerator), self.nodes.number(value.denominator))
        return End(self.nodes.number(None if value is None else int(value)))

    # ------------------------------------------------------------------ single ends

    def times(self, end: End, factor: int) -> End:
        """A multiple by a constant above 0."""
        if factor == 1:
            return end
        if end.den is not None and end.den.is_literal and end.den.value % factor == 0:
            under = end.den.value // factor
            return End(end.num, None if under == 1 else self.nodes.number(under))
        return End(self.nodes.mul(end.num, self.nodes.number(factor)), end.den)

    def _crossed(self, a: End, b: End) -> tuple[Node, Node]:
        """The numerators over one denominator, to compare or to add."""
        n = self.nodes
        if a.den is b.den:
            return a.num, b.num
        left = a.num if b.den is None else n.mul(a.num, b.den)
        return left, b.num if a.den is None else n.mul(b.num, a.den)

    def _under(self, a: End, b: End) -> Node | None:
        if a.den is b.den:
            return a.den
        if a.den is None or b.den is None:
            return a.den or b.den
        return self.nodes.mul(a.den, b.den)

    def compare_ends(self, op: str, a: End, b: End, when_open: bool) -> Node:
        left, right = self._crossed(a, b)
        return self.nodes.compare(op, left, right, when_open)

    def where_end(self, condition: Node, yes: End, no: End) -> End:
        """One end or the other, by row."""
        if condition.is_literal:
            return yes if condition.value else no
        if yes == no:
            return yes
        num = self.nodes.where(condition, yes.num, no.num)
        if yes.den is no.den:
            return End(num, yes.den)
        one = self.nodes.number(1)
        return End(num, self.nodes.where(condition, yes.den or one, no.den or one))

    def extreme_end(self, a: End, b: End, smaller: bool, absorbing: bool) -> End:
        """The smaller or larger end; an end without bound wins (``absorbing``) or gives way."""
        if a == b:
            return a
        if a.den is None and b.den is None:
            choose = self.nodes.smaller if smaller else self.nodes.larger
            return End(choose(a.num, b.num, absorbing))
        takes_a = self.compare_ends("le" if smaller else "ge", a, b, False)
        takes_a = self.nodes.either(takes_a, self.nodes.unbounded(a.num if absorbing else b.num))
        if absorbing:  # neither comparison nor bound: b has none, and is taken
            return self.where_end(takes_a, a, b)
        return self.where_end(takes_a, a, b)

    def _add_ends(self, a: End, b: End) -> End:
        left, right = self._crossed(a, b)
        return End(self.nodes.add(left, right), self._under(a, b))

    def _neg_end(self, a: End) -> End:
        return End(self.nodes.neg(a.num), a.den)

    # --------------------------------------------------------------------- intervals

    def scaled(self, x: Num, factor: int) -> Num:
        """A multiple by a constant above 0: the same number at another scale."""
        if factor == 1:
            return x
        low = self.times(x.low, factor)
        return Num(low, low if x.high == x.low else self.times(x.high, factor), x.none, x.maybe)

    def add(self, a: Num, b: Num) -> Num:
        low = self._add_ends(a.low, b.low)
        known = a.low == a.high and b.low == b.high
        return Num(low, low if known else self._add_ends(a.high, b.high), *self._flags(a, b))

    def neg(self, a: Num) -> Num:
        low = self._neg_end(a.high)
        return Num(low, low if a.low == a.high else self._neg_end(a.low), a.none, a.maybe)

    def sub(self, a: Num, b: Num) -> Num:
        return self.add(a, self.neg(b))

    def _flags(self, a: Num, b: Num) -> tuple[Node, Node]:
        none = self.nodes.either(a.none, b.none)
        return none, self.nodes.either(a.maybe, b.maybe)

    def mul(self, a: Num, b: Num) -> Num:
        none, maybe = self._flags(a, b)
        if all(self._at_least_0(e) for x in (a, b) for e in (x.low, x.high)):
            low = self._product(a.low, b.low)
            high = low if a.low == a.high and b.low == b.high else self._product(a.high, b.high)
            return Num(low, high, none, maybe)
        for x in (a, b):  # of either sign: infinite ends are left to the scalar engine
            for end in (x.low, x.high):
                self.doubt(self.nodes.unbounded(end.num))
        products = [self._product(x, y) for x in dict.fromkeys((a.low, a.high)) for y in dict.fromkeys((b.low, b.high))]
        low = high = products[0]
        for product in products[1:]:
            low, high = self.extreme_end(low, product, True, False), self.extreme_end(high, product, False, False)
        return Num(low, high, none, maybe)

    def _at_least_0(self, end: End) -> bool:
        return end.num.low >= 0

    def _product(self, a: End, b: End) -> End:
        """A product in which 0 × ∞ is 0."""
        n = self.nodes
        num = n.mul(a.num, b.num)
        for x, y in ((a.num, b.num), (b.num, a.num)):
            if x.open and y.low <= 0 <= y.high:
                num = n.where(n.compare("eq", y, n.number(0), False), n.number(0), num)
        under = a.den if b.den is None else b.den if a.den is None else n.mul(a.den, b.den)
        return End(num, under)

    def quotient(self, a: Num, b: Num, over: int, under: int) -> Num:
        """``a·over / b·under``; open where the divisor may be 0. A divisor below 0 is left to the scalar engine."""
        shared = gcd(over, under)
        a, b = self.scaled(a, over // shared), self.scaled(b, under // shared)
        n = self.nodes
        none = n.either(a.none, b.none)
        zero = n.number(0)
        above = self.compare_ends("gt", b.low, self.end(0), False)
        self.doubt(n.both(n.no(above), self.compare_ends("lt", b.high, self.end(0), False)))  # surely below 0
        if a.low == a.high and b.low == b.high and a.low.num.low >= 0:
            return self._plain_quotient(a, b, above, none)
        bounded = n.no(n.unbounded(b.high.num))
        positive = n.compare("ge", a.low.num, zero, False)
        low = self.where_end(bounded, self._ratio(a.low, b.high), End(zero))
        if a.low.num.low < 0:
            low = self.where_end(positive, low, self._ratio(a.low, b.low))
        possible = self.compare_ends("ge", b.low, self.end(0), False)
        low = self.where_end(above, low, self.where_end(n.both(positive, possible), End(zero), End(n.number(None))))
        high = self._ratio(a.high, b.low)
        if a.high.num.low < 0:
            negative = self.where_end(bounded, self._ratio(a.high, b.high), End(zero))
            high = self.where_end(n.compare("ge", a.high.num, zero, True), high, negative)
        return Num(low, self.where_end(above, high, End(n.number(None))), none, none)

    def _plain_quotient(self, a: Num, b: Num, above: Node, none: Node) -> Num:
        """Both known in every row and not below 0."""
        found = self._ratio(a.low, b.low)
        low = self.where_end(above, found, End(self.nodes.number(0)))
        return Num(low, low if above.is_literal and above.value else self.where_end(above, found, End(self.nodes.number(None))), none, none)

    def _ratio(self, a: End, b: End) -> End:
        """An end above or at 0 over one that is above 0 wherever the result is used."""
        n = self.nodes
        num = a.num if b.den is None else n.mul(a.num, b.den)
        den = b.num if a.den is None else n.mul(b.num, a.den)
        if den.is_literal and den.value:
            return End(num, None if den.value == 1 else den)
        return End(num, self._positive(den))

    def _positive(self, den: Node) -> Node:
        """A divisor that is above 0 in every row, also where nobody uses the result."""
        den = self.nodes.filled(den, 1)
        return den if den.low > 0 else self.nodes.larger(den, self.nodes.number(1), False)

    # ------------------------------------------------------- comparing and choosing

    def compare(self, op: str, a: Num, b: Num) -> Truth:
        """Of 无 no comparison holds."""
        n = self.nodes
        there = n.no(n.either(a.none, b.none))
        surely_there = n.no(n.either(a.maybe, b.maybe))
        if op == "eq":
            sure = n.both(*(self.compare_ends("eq", x, y, False) for x, y in ((a.low, b.low), (a.high, b.high), (a.low, a.high))))
            possible = n.both(self.compare_ends("ge", a.high, b.low, True), self.compare_ends("le", a.low, b.high, True))
        else:
            high_side = op in ("ge", "gt")
            (a1, a2), (b1, b2) = ((a.low, a.high), (b.low, b.high)) if high_side else ((a.high, a.low), (b.high, b.low))
            sure = self.compare_ends(op, a1, b2, False)
            possible = sure if a1 == a2 and b1 == b2 and not (a1.num.open or b1.num.open) else self.compare_ends(op, a2, b1, True)
        return Truth(n.both(sure, surely_there), n.both(possible, there))

    def extreme(self, a: Num, b: Num, smaller: bool) -> Num:
        """min or max, as scalar code has them: the one that surely is, else the hull of both."""
        if not (a.maybe.is_literal and b.maybe.is_literal):
            self.doubt(self.nodes.either(a.maybe, b.maybe))
        low = self.extreme_end(a.low, b.low, smaller, absorbing=smaller)
        known = a.low == a.high and b.low == b.high and not (a.low.num.open or b.low.num.open)
        return Num(low, low if known else self.extreme_end(a.high, b.high, smaller, absorbing=not smaller), self.never, self.never)

    def hull(self, a: Num, b: Num) -> Num:
        """The smallest interval that holds both; 无 must have been ruled out."""
        return Num(self.extreme_end(a.low, b.low, True, True), self.extreme_end(a.high, b.high, False, True), self.never, self.never)

    def chosen(self, condition: Truth, yes: Num, no: Num) -> Num:
        """``yes`` where it surely holds, ``no`` where it surely does not, else the hull of both."""
        n = self.nodes
        open_rows = n.both(condition.possible, n.no(condition.sure))
        for x in (yes, no):
            self.doubt(n.both(open_rows, x.maybe))
        both = self.hull(yes, no)

        def end(name: str) -> End:
            a, b, either = (getattr(x, name) for x in (yes, no, both))
            if either == a:  # what surely holds possibly holds
                return self.where_end(condition.possible, a, b)
            return self.where_end(condition.sure, a, b if either == b else self.where_end(condition.possible, either, b))

        low = end("low")
        known = yes.low == yes.high and no.low == no.high and condition.sure is condition.possible
        none, maybe = (n.either(n.both(condition.sure, a), n.both(n.no(condition.possible), b))
                       for a, b in ((yes.none, no.none), (yes.maybe, no.maybe)))
        return Num(low, low if known else end("high"), none, maybe)

    def nothing_below(self, x: Num, least: Num) -> Num:
        """0 where less than ``least``."""
        x, least = self.plain(x), self.plain(least)
        zero = self.end(0)
        low = self.where_end(self.compare_ends("ge", x.low, least.high, False), x.low, zero)
        high = self.where_end(self.compare_ends("ge", x.high, least.low, True), x.high, zero)
        return Num(low, high, self.never, self.never)
