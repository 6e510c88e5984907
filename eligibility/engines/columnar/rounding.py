"""Intervals to whole multiples, and to 分; negative numbers round by their size, as in Excel."""

from __future__ import annotations

from .nodes import Node, Nodes
from .numbers import End, Num, Numbers


def rounded(numbers: Numbers, x: Num, step: Num, up: int) -> Num:
    """Both ends to multiples of a constant ``step``; ``up``: 0 down, 1 half up (away from 0), 2 up."""
    x = numbers.plain(x)
    if not (step.known and step.low.num.is_literal):
        numbers.doubt(numbers.nodes.truth(True))
        return x
    low = _round_end(numbers.nodes, x.low, step.low, up)
    return Num(low, low if x.low == x.high else _round_end(numbers.nodes, x.high, step.low, up), numbers.never, numbers.never)


def _round_end(n: Nodes, x: End, step: End, up: int) -> End:
    num = x.num if step.den is None else n.mul(x.num, step.den)
    return End(n.mul(_steps(n, num, n.mul(x.den or n.number(1), step.num), up), step.num), step.den)


def _steps(n: Nodes, num: Node, step: Node, up: int) -> Node:
    """How many steps ``num`` has, rounded by its size."""
    size = num if num.low >= 0 else n.larger(num, n.neg(num), True)
    if up == 1:
        whole = n.floor(n.add(n.mul(size, n.number(2)), step), n.mul(step, n.number(2)))
    else:
        whole = n.floor(size if up == 0 else n.add(size, n.sub(step, n.number(1))), step)
    return whole if num.low >= 0 else n.where(n.compare("ge", num, n.number(0), True), whole, n.neg(whole))


def whole_fen(numbers: Numbers, x: Num, scale: int) -> Num:
    """To integer 分, half up; an end below 0, or that nothing bounds from below, is 0 in an interval."""
    x = numbers.plain(x)
    if scale == 1 and x.low.den is None and x.high.den is None:
        low, high = x.low, x.high
    else:
        low = _counted(numbers.nodes, x.low, scale)
        high = low if x.low == x.high else _counted(numbers.nodes, x.high, scale)
    if x.low == x.high and not x.low.num.open:
        return Num(low, low, numbers.never, numbers.never)
    n, zero = numbers.nodes, numbers.nodes.number(0)
    return Num(End(n.larger(n.filled(low.num, 0), zero, False)), End(n.larger(high.num, zero, True)), numbers.never, numbers.never)


def _counted(n: Nodes, x: End, scale: int) -> End:
    return End(_steps(n, x.num, n.mul(x.den or n.number(1), n.number(scale)), 1))
