"""What each fact of a condition may be: pieces of its span that an enterprise can reach, what it is now among them, and how far each is.

A piece is a ``Span`` of whole scaled numbers or a ``Choice`` of single values.
无 is never inside a span, so interval arithmetic needs no word about it.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

from ..engines.scalar.engine import ScalarEngine
from ..engines.scalar.values import BLANK, Interval
from ..language.fact import BEGINS, CHANGES, FIXED, GROWS, Fact
from ..plan.facts import fact_span
from ..profiles.values import NONE_VALUE

_YEAR_OF_DAYS = 365
#: stands for every text that no rule names
OTHER_TEXT = "（其他）"
#: what a change costs that has no size; to find out what is blank is cheaper than to change what is known
CHANGED, FOUND_OUT = 1.0, 0.5
_LITTLE = 1e-3  # settles what would be equal


class Span(NamedTuple):
    """Every whole scaled number from ``low`` to ``high``."""

    low: int
    high: int


class Choice(NamedTuple):
    """Single values. ``whole``: there are no others; lists of rows to try are never all that there are."""

    values: tuple
    whole: bool = True


class Lists(NamedTuple):
    """Lists of rows worth trying; ``any_rows`` stands for all that there could be, None where nothing less than a blank does."""

    tried: list
    any_rows: list | None = None


Piece = Span | Choice


class Domain:
    """One slot: what it is ``now`` and the pieces that it may be changed to, or that it may turn out to be where ``blank``."""

    def __init__(self, slot: int, fact: Fact, unit: str, scale: int, now: object, blank: bool, pieces: tuple[Piece, ...], start: int,
                 any_rows: list | None = None):
        self.slot = slot
        self.fact = fact
        self.unit = unit
        self.scale = scale
        self.now = now
        self.blank = blank
        self.pieces = pieces
        self.any_rows = any_rows  # stands for every list with rows added, where one row can
        self.start = start  # from where distances are counted where there is no number now

    def given(self, piece: Piece):
        """A piece as the input of an engine."""
        if isinstance(piece, Span):
            return piece.low if piece.low == piece.high else Interval(piece.low, piece.high)
        if piece.whole and len(piece.values) == 1:
            return piece.values[0]
        return self.any_rows if not piece.whole else BLANK if self.unit == "text" else None

    def nearest(self, piece: Piece):
        """The value of a piece that is least far from what is now."""
        if isinstance(piece, Choice):
            return min(piece.values, key=self.cost)
        return min(max(self.reference, piece.low), piece.high)

    @property
    def reference(self) -> int:
        """The number from which distances are counted."""
        return floor(self.now) if isinstance(self.now, (int, Fraction)) and not isinstance(self.now, bool) else self.start

    def is_now(self, value) -> bool:
        """Whether nothing is changed."""
        return value is self.now or self.now is not NONE_VALUE and value is not NONE_VALUE and not self.blank and value == self.now

    def cost(self, value) -> float:
        """How far ``value`` is: for numbers from 0 to 1 by proportion, dates by years, else 1; farther is never cheaper."""
        if not self.blank and self.is_now(value):
            return 0.0
        fixed = FOUND_OUT if self.blank else CHANGED
        if isinstance(value, list):
            return fixed + _LITTLE * (len(value) + _LITTLE * sum(map(len, value)))
        if isinstance(value, (str, bool)) or value is NONE_VALUE:
            order = self.fact.options
            steps = abs(order.index(value) - order.index(self.now)) if value in order and self.now in order else 0
            return fixed + _LITTLE * steps
        far = abs(value - self.reference)
        around = _YEAR_OF_DAYS if self.unit == "date" else abs(value) + abs(self.reference) + 1
        share = float(Fraction(far) / Fraction(far + around if self.unit == "date" else around))
        if self.blank:
            return fixed  # nothing is nearer or farther than what is not known
        return fixed + _LITTLE * share if self.now is NONE_VALUE else share


def domains_of(engine: ScalarEngine, inputs: list, rows: dict[int, Lists], words: dict[int, list[str]]) -> dict[int, Domain]:
    """Slot → what may be done about it, for the slots of which something may.

    ``rows``: lists of rows worth trying, by slot; ``words``: texts that a slot
    is compared with. Of a yearly fact only the latest year may be changed.
    """
    latest: dict[str, int] = {}
    for slot in engine.slots:
        if slot.kind == "fact" and slot.key[1] is not None:
            latest[slot.key[0]] = max(slot.key[1], latest.get(slot.key[0], slot.key[1]))
    found = {}
    for place, slot in enumerate(engine.slots):
        if slot.kind != "fact":
            continue
        name, year = slot.key
        fact, op = engine.plan.vocabulary[name], engine.operations[slot.operation]
        now = inputs[place]
        if op.unit == "records":
            lists = rows[place]
            stays = () if now is None else (Choice((now,)),)
            pieces = (Choice(tuple(lists.tried), whole=False), *stays) if lists.tried else ()
            domain = Domain(place, fact, op.unit, 1, now, now is None, pieces, 0, lists.any_rows)
        else:
            blank = _is_blank(now)
            history = year is not None and year != latest[name]
            texts = tuple(dict.fromkeys([*words.get(place, ()), *fact.options, *(() if fact.options else (OTHER_TEXT,))]))
            pieces = _pieces(fact, op.unit, slot.scale, now, blank, history, texts, engine)
            domain = Domain(place, fact, op.unit, slot.scale, now, blank, pieces, _start(fact, engine, slot.scale))
        if domain.pieces:
            found[place] = domain
    return found


def _is_blank(value) -> bool:
    return value is None or value is BLANK or isinstance(value, Interval)


def _start(fact: Fact, engine: ScalarEngine, scale: int) -> int:
    """Where a number begins that is not there yet: today, this year, nothing."""
    low, high = (floor(end * scale) for end in fact_span(fact))
    wanted = {"date": engine.selection.as_of.toordinal(), "year": engine.selection.as_of.year}.get(fact.type, 0)
    return min(max(wanted, low), high)


def earliest(fact: Fact, engine: ScalarEngine) -> int | None:
    """The first day or year that something new can still have: what is past stays as it was."""
    return {"date": engine.selection.as_of.toordinal(), "year": engine.selection.as_of.year}.get(fact.type)


def _pieces(fact: Fact, unit: str, scale: int, now, blank: bool, history: bool, texts: tuple[str, ...],
            engine: ScalarEngine) -> tuple[Piece, ...]:
    """What a fact that is no list may become, what it is now among it: who may change it need not."""
    change = CHANGES if blank else FIXED if history else fact.can_change
    absent = now is NONE_VALUE
    if change == FIXED or change == BEGINS and not absent:
        return ()
    may_be_none = absent or bool(fact.none) and (blank or change == CHANGES)
    none = (Choice((NONE_VALUE,)),) if may_be_none else ()
    if unit in ("bool", "text"):
        values = (True, False) if unit == "bool" else texts
        known = () if blank or absent or now in values else (now,)
        return (Choice((*values, *known)), *none)
    low, high = (floor(end * scale) for end in fact_span(fact))
    stays = ()
    if not blank:
        first = earliest(fact, engine)
        low = low if first is None else max(low, first)
        low = max(low, floor(now)) if change == GROWS and not absent else low
        stays = () if absent or low <= now <= high and now == floor(now) else (Choice((now,)),)
    span = (Span(low, high),) if low <= high else ()
    return (*span, *stays, *none) if span or may_be_none and not absent else ()
