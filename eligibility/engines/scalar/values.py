"""What the generated code calculates with.

A known number is an int or Fraction, multiplied by its operation's scale.
What is not known is an ``Interval``; comparisons with one are True, False or
None (unknown). A text not known is ``BLANK``; 无 is ``NONE_VALUE``. Truth is
True, False or None, strong Kleene.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from ...profiles.values import NONE_VALUE

INFINITY = float("inf")
_LAST_DAY = date.max.toordinal()


class Blank:
    """A choice or text that is not known: equal to nothing and to everything, so None."""

    __slots__ = ()

    def __eq__(self, other):
        return None

    __hash__ = None

    def __repr__(self) -> str:
        return "空白"


BLANK = Blank()


class Interval:
    """A number between ``low`` and ``high``, both ends possible; ``maybe_none``: it may also be 无."""

    __slots__ = ("low", "high", "maybe_none")

    def __init__(self, low, high, maybe_none=False):
        self.low = low
        self.high = high
        self.maybe_none = maybe_none

    def __repr__(self) -> str:
        return f"[{self.low}, {self.high}]"

    def __add__(self, other):
        if other.__class__ is Interval:
            return Interval(self.low + other.low, self.high + other.high, self.maybe_none or other.maybe_none)
        return other if other is NONE_VALUE else Interval(self.low + other, self.high + other, self.maybe_none)

    __radd__ = __add__

    def __neg__(self):
        return Interval(-self.high, -self.low, self.maybe_none)

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if other is NONE_VALUE:
            return other
        low, high = ends(other)
        products = [times(a, b) for a in (self.low, self.high) for b in (low, high)]
        if self.maybe_none or (other.__class__ is Interval and other.maybe_none):
            return Interval(min(products), max(products), True)
        return hull_of(min(products), max(products))

    __rmul__ = __mul__

    def _surely(self, holds, other):
        """True where ``holds`` and neither side may be 无, of which no comparison holds."""
        return True if holds and not self.maybe_none and not (other.__class__ is Interval and other.maybe_none) else None

    def __ge__(self, other):
        low, high = ends(other)
        if other is NONE_VALUE or self.high < low:
            return False
        return self._surely(self.low >= high, other)

    def __gt__(self, other):
        low, high = ends(other)
        if other is NONE_VALUE or self.high <= low:
            return False
        return self._surely(self.low > high, other)

    def __le__(self, other):
        low, high = ends(other)
        if other is NONE_VALUE or self.low > high:
            return False
        return self._surely(self.high <= low, other)

    def __lt__(self, other):
        low, high = ends(other)
        if other is NONE_VALUE or self.low >= high:
            return False
        return self._surely(self.high < low, other)

    def __eq__(self, other):
        low, high = ends(other)
        if other is NONE_VALUE or self.high < low or self.low > high:
            return False
        return self._surely(self.low == self.high == low == high, other)

    __hash__ = None


def ends(value):
    """(low, high) of an Interval or a known number."""
    return (value.low, value.high) if value.__class__ is Interval else (value, value)


def hull_of(low, high):
    """The interval, or the number where both ends are the same."""
    return low if low == high else Interval(low, high)


def times(a, b):
    """A product in which 0 × ∞ is 0."""
    return 0 if a == 0 or b == 0 else a * b


def hull(*values):
    """The smallest interval that holds all ``values``; 无 adds nothing to a number."""
    numbers = [v for v in values if v is not NONE_VALUE]
    if not numbers:
        return NONE_VALUE
    spans = [ends(v) for v in numbers]
    return hull_of(min(s[0] for s in spans), max(s[1] for s in spans))


# -------------------------------------------------------------------- arithmetic


def smaller(a, b):
    """min; ends by ends where one is an interval."""
    if a is NONE_VALUE or b is NONE_VALUE:
        return NONE_VALUE
    (a1, a2), (b1, b2) = ends(a), ends(b)
    return hull_of(min(a1, b1), min(a2, b2))


def larger(a, b):
    """max; ends by ends where one is an interval."""
    if a is NONE_VALUE or b is NONE_VALUE:
        return NONE_VALUE
    (a1, a2), (b1, b2) = ends(a), ends(b)
    return hull_of(max(a1, b1), max(a2, b2))


def quotient(a, b, over: int, under: int):
    """``a·over / b·under``, exact; unknown where the divisor may be 0."""
    if a is NONE_VALUE or b is NONE_VALUE:
        return NONE_VALUE
    if a.__class__ is not Interval and b.__class__ is not Interval and b:
        return Fraction(a * over) / Fraction(b * under)
    (a1, a2), (b1, b2) = ends(a), ends(b)
    if b1 <= 0 <= b2:
        return Interval(0 if a1 >= 0 and b1 >= 0 else -INFINITY, INFINITY)
    inverse = [0 if abs(e) == INFINITY else 1 / Fraction(e * under) for e in (b2, b1)]
    products = [times(e * over, i) for e in (a1, a2) for i in inverse]
    return hull_of(min(products), max(products))


def _round_end(x, step, multiple, up: int):
    """One end: ``up`` 0 down, 1 half up (away from 0), 2 up."""
    if abs(x) == INFINITY:
        return x
    size = abs(x)
    if up == 1:
        whole = (2 * size + step) // (2 * step)
    else:
        whole = size // step if up == 0 else -(-size // step)
    return whole * multiple if x >= 0 else -whole * multiple


def rounded(x, step, multiple, up: int):
    """Both ends to whole steps, each step worth ``multiple``; negative numbers round by their size, as in Excel."""
    if x is NONE_VALUE:
        return x
    if x.__class__ is Interval:
        return hull_of(_round_end(x.low, step, multiple, up), _round_end(x.high, step, multiple, up))
    return _round_end(x, step, multiple, up)


def whole_fen(x, scale: int):
    """To integer 分, half up, both ends; drops the scale. An amount is never negative, so an end that nothing bounds is 0."""
    if x.__class__ is Interval:
        return hull_of(max(0, whole_fen(x.low, scale)), max(0, whole_fen(x.high, scale)))
    return x if x is NONE_VALUE or abs(x) == INFINITY else int(_round_end(x, scale, 1, 1))


def nothing_below(x, least):
    """0 where less than ``least``."""
    if x.__class__ is Interval or least.__class__ is Interval:
        (x1, x2), (l1, l2) = ends(x), ends(least)
        return hull_of(x1 if x1 >= l2 else 0, x2 if x2 >= l1 else 0)
    return x if x is NONE_VALUE or x >= least else 0


def guarded(condition, value):
    """The value where the condition holds, 0 where not, the hull of both where unknown."""
    return value if condition else 0 if condition is False else hull(0, value)


def chosen(condition, yes, no):
    """IF; unknown: the hull of both."""
    return yes if condition else no if condition is False else hull(yes, no)


def first_of(pairs, otherwise):
    """Hull of the values that can be reached, up to the first condition surely true."""
    reached = []
    for condition, value in pairs:
        if condition is not False:
            reached.append(value)
            if condition:
                break
    else:
        reached.append(otherwise)
    return reached[0] if len(reached) == 1 else hull(*reached)


def truth_at_least(n: int, truths):
    """Whether at least ``n`` hold."""
    if sum(t is True for t in truths) >= n:
        return True
    return False if sum(t is not False for t in truths) < n else None


def exists(value):
    """有: False for 无 and for no rows, None where not known."""
    if value is None or value is BLANK:
        return None
    if value.__class__ is Interval:
        return None if value.maybe_none else True
    return value is not NONE_VALUE and value != []


def add_months(day, months):
    """EDATE: the same day so many months on, or the month's last; ordinals. Stops at the ends of the calendar."""
    if day.__class__ is Interval or months.__class__ is Interval:
        (d1, d2), (m1, m2) = ends(day), ends(months)
        return Interval(add_months(d1, m1), add_months(d2, m2), getattr(day, "maybe_none", False))
    if day is NONE_VALUE or months is NONE_VALUE:
        return NONE_VALUE
    if INFINITY in (abs(day), abs(months)):
        return day if abs(day) == INFINITY else months
    start = date.fromordinal(min(max(int(day), 1), _LAST_DAY))
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    if not 1 <= year <= 9999:
        return 1 if year < 1 else _LAST_DAY
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()
