"""One operation over columns; the table says what each means for this engine. A ``compiler`` gives the values of arguments."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import lcm

from ...plan.operations import Operation
from ..scalar.values import INFINITY, Interval, add_months
from .inputs import List, Text
from .nodes import Node
from .numbers import End, Num, Truth
from .rounding import rounded, whole_fen


def _numbers(c, op: Operation, scale: int | None = None) -> list[Num]:
    return [c.number(a, scale or op.scale) for a in op.args]


def _truths(c, op: Operation) -> list[Truth]:
    return [c.value(a) for a in op.args]


def _sum(c, op: Operation) -> Num:
    first, *others = _numbers(c, op)
    for other in others:
        first = c.numbers.add(first, other)
    return first


def _compare(c, op: Operation) -> Truth:
    left, right = op.args
    scale = lcm(c.scale(left), c.scale(right))
    return c.numbers.compare(op.op, c.number(left, scale), c.number(right, scale))


def _all(c, op: Operation) -> Truth:
    truths = _truths(c, op)
    return Truth(c.nodes.both(*(t.sure for t in truths)), c.nodes.both(*(t.possible for t in truths)))


def _any(c, op: Operation) -> Truth:
    truths = _truths(c, op)
    return Truth(c.nodes.either(*(t.sure for t in truths)), c.nodes.either(*(t.possible for t in truths)))


def negated(c, truth: Truth) -> Truth:
    """It does not hold."""
    return Truth(c.nodes.no(truth.possible), c.nodes.no(truth.sure))


def _is(c, op: Operation) -> Truth:
    value = c.value(op.args[0])
    if isinstance(value, Text):
        return c.inputs.is_one_of(value, op.data)
    if op.data == ["是"]:
        return value
    denied = negated(c, value)
    none = c.none_of(op.args[0])
    return denied if none is None else Truth(c.nodes.both(denied.sure, c.nodes.no(none)), c.nodes.both(denied.possible, c.nodes.no(none)))


def _at_least(c, op: Operation) -> Truth:
    truths = _truths(c, op)
    return Truth(c.nodes.at_least(op.data[0], [t.sure for t in truths]), c.nodes.at_least(op.data[0], [t.possible for t in truths]))


def _exists(c, op: Operation) -> Truth:
    n, value = c.nodes, c.value(op.args[0])
    if isinstance(value, List):
        return Truth(n.compare("gt", value.count, n.number(0), False), n.compare("gt", value.count, n.number(0), True))
    if isinstance(value, Num):
        return Truth(n.no(value.maybe if value.none.is_literal else n.either(value.maybe, value.none)), n.no(value.none))
    given, none = c.given(op.args[0])
    return Truth(given, n.no(none))


def _first_of(c, op: Operation) -> Num:
    found = c.number(op.args[-1], op.scale)
    for test, value in reversed(list(zip(op.args[:-1:2], op.args[1::2]))):
        found = c.numbers.chosen(c.value(test), c.number(value, op.scale), found)
    return found


def _rounding(up: int):
    def template(c, op: Operation) -> Num:
        value, multiple = op.args
        return rounded(c.numbers, _true_at(c, value, c.scale(multiple)), c.number(multiple), up)

    return template


def _true_at(c, index: int, scale: int) -> Num:
    """A number at any scale: a fraction where that is no multiple of its own."""
    common = lcm(c.scale(index), scale)
    if common == scale:
        return c.number(index, scale)
    x, under = c.number(index, common), c.nodes.number(common // scale)

    def divided(end: End) -> End:
        return End(end.num, under if end.den is None else c.nodes.mul(end.den, under))

    low = divided(x.low)
    return Num(low, low if x.high == x.low else divided(x.high), x.none, x.maybe)


@lru_cache(maxsize=256)
def _moved(first: int, last: int, months: int) -> tuple[int, ...]:
    """The days from ``first`` to ``last``, each so many months on."""
    return tuple(add_months(day, months) for day in range(first, last + 1))


def _edate(c, op: Operation) -> Num:
    day, months = (_true_at(c, a, 1) for a in op.args)
    moved = months.low.num
    if not (moved.is_literal and months.known and months.low.den is None and day.low.den is None):
        c.numbers.doubt(c.nodes.truth(True))
        return day
    n = c.nodes

    def end(at: End) -> End:
        if at.num.is_literal:
            return at if at.num.value is None else End(n.number(add_months(at.num.value, moved.value)))
        return End(n.looked_up(at.num, _moved(at.num.low, at.num.high, moved.value)))

    return Num(end(day.low), end(day.high), n.either(day.none, months.none), n.either(day.maybe, months.maybe))


def _count(c, op: Operation) -> Num:
    rows = c.value(op.args[0])
    n = c.nodes
    return Num(End(n.filled(rows.count, 0)), End(rows.count), n.truth(False), n.truth(False))


def _known(c, node: Node) -> Num:
    return Num(End(node), End(node), c.nodes.truth(False), c.nodes.truth(False))


def _guard(c, op: Operation) -> Num:
    return c.numbers.chosen(c.value(op.args[0]), c.number(op.args[1]), c.numbers.constant(0, 0))


def _chosen(c, op: Operation) -> Num:
    return c.numbers.chosen(c.value(op.args[0]), c.number(op.args[1], op.scale), c.number(op.args[2], op.scale))


def _year_end(c, op: Operation, month: int, day: int) -> Num:
    return c.literal(op.unit, date(c.selection.year(*op.data), month, day).toordinal())


TEMPLATES = {
    "const": lambda c, op: c.literal(op.unit, op.data[0]),
    "unknown": lambda c, op: c.literal(op.unit, None if op.unit == "bool" else Interval(0, INFINITY)),
    "as_of": lambda c, op: c.literal(op.unit, c.selection.as_of.toordinal()),
    "year": lambda c, op: c.literal(op.unit, c.selection.year(op.data[0], 0)),
    "year_start": lambda c, op: _year_end(c, op, 1, 1),
    "year_end": lambda c, op: _year_end(c, op, 12, 31),
    "edate": _edate,
    "add": _sum,
    "sum": _sum,
    "sub": lambda c, op: c.numbers.sub(*_numbers(c, op)),
    "neg": lambda c, op: c.numbers.neg(c.number(op.args[0])),
    "mul": lambda c, op: c.numbers.mul(*(c.number(a) for a in op.args)),
    "div": lambda c, op: c.numbers.quotient(c.number(op.args[0]), c.number(op.args[1]), c.scale(op.args[1]), c.scale(op.args[0])),
    "min": lambda c, op: c.numbers.extreme(*_numbers(c, op), True),
    "max": lambda c, op: c.numbers.extreme(*_numbers(c, op), False),
    "round": _rounding(1),
    "round_up": _rounding(2),
    "round_down": _rounding(0),
    "nothing_below": lambda c, op: c.numbers.nothing_below(*_numbers(c, op)),
    "if": _chosen,
    "guard": _guard,
    "first_of": _first_of,
    "count": _count,
    **dict.fromkeys(("ge", "gt", "le", "lt", "eq"), _compare),
    "is": _is,
    "one_of": lambda c, op: c.inputs.is_one_of(c.value(op.args[0]), op.data),
    "exists": _exists,
    "absent": lambda c, op: negated(c, _exists(c, op)),
    "all": _all,
    "any": _any,
    "not": lambda c, op: negated(c, c.value(op.args[0])),
    "at_least": _at_least,
    **dict.fromkeys(("for_each", "has"), lambda c, op: c.over_rows(op)),
    "column": lambda c, op: c.column(op),
    **dict.fromkeys(("column_sum", "column_min", "column_max", "column_mean"), lambda c, op: c.over_group(op)),
    "group_size": lambda c, op: _known(c, c.size()),
    "fen": lambda c, op: whole_fen(c.numbers, c.number(op.args[0]), c.scale(op.args[0])),
}
