"""Bounds and scale of every operation, from those of its arguments.

Used to refuse awards that could be negative or leave 64 bits, before any
engine runs. Bounds are ``Fraction`` or ±infinity; infinite means: no bound
can be proven.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from .operations import BOOLEAN, INFINITY, Operation

Bound = Fraction | float
Span = tuple[Bound, Bound]


def _product(a: Bound, b: Bound) -> Bound:
    return Fraction(0) if a == 0 or b == 0 else a * b


def multiply(a: Span, b: Span) -> Span:
    ends = [_product(x, y) for x in a for y in b]
    return min(ends), max(ends)


def divide(a: Span, b: Span) -> Span:
    """Quotient; where the divisor may be 0 only the sign is kept."""
    if b[0] <= 0 <= b[1]:
        return (Fraction(0) if a[0] >= 0 and b[0] >= 0 else -INFINITY), INFINITY
    inverse = tuple(Fraction(0) if abs(e) == INFINITY else 1 / e for e in (b[1], b[0]))
    return multiply(a, inverse)


def hull(*spans: Span) -> Span:
    return min(s[0] for s in spans), max(s[1] for s in spans)


def round_span(op: str, x: Span, multiple: Span) -> Span:
    """Rounding moves an end by less than one multiple, and never past 0; negative numbers round by their size."""
    step = multiple[1]
    if x[0] < 0:
        return x[0] - step, x[1] + step
    low = x[0] - (step if op != "round_up" else 0)
    return max(low, Fraction(0)), x[1] + (step if op != "round_down" else 0)


_ZERO: Span = (Fraction(0), Fraction(0))


def span_of(op: str, args: list[Operation]) -> Span | None:
    """Bounds of ``op`` over ``args``; None where they are not a matter of the arguments."""
    s = [(a.low, a.high) for a in args]
    match op:
        case "add":
            return s[0][0] + s[1][0], s[0][1] + s[1][1]
        case "sum":
            return sum(x[0] for x in s), sum(x[1] for x in s)
        case "sub":
            return s[0][0] - s[1][1], s[0][1] - s[1][0]
        case "named" | "fen":
            return s[0]
        case "neg":
            return -s[0][1], -s[0][0]
        case "mul":
            return multiply(s[0], s[1])
        case "div":
            return divide(s[0], s[1])
        case "min":
            return min(s[0][0], s[1][0]), min(s[0][1], s[1][1])
        case "max":
            return max(s[0][0], s[1][0]), max(s[0][1], s[1][1])
        case "round" | "round_up" | "round_down":
            return round_span(op, s[0], s[1])
        case "nothing_below":
            return min(s[0][0], Fraction(0)), max(s[0][1], Fraction(0))
        case "if":
            return hull(s[1], s[2])
        case "guard":
            return hull(_ZERO, s[1])
        case "first_of":
            return hull(*s[1::2], s[-1])
        case "parameter" | "version":
            return hull(*s) if s else (Fraction(0), INFINITY)
        case "edate":
            months = [days * end for days in (28, 31) for end in s[1]]
            return s[0][0] + min(months) - 31, s[0][1] + max(months) + 31
    return (Fraction(0), Fraction(1)) if op in BOOLEAN else None


def scale_of(op: str, args: list[Operation]) -> int:
    """Scale of ``op`` over ``args`` (see operations): products multiply, choices take a common multiple."""
    match op:
        case "mul":
            return args[0].scale * args[1].scale
        case "named" | "add" | "sum" | "sub" | "neg" | "min" | "max" | "nothing_below" | "parameter" | "version":
            return lcm(*(a.scale for a in args))
        case "if":
            return lcm(args[1].scale, args[2].scale)
        case "first_of":
            return lcm(*(a.scale for a in args[1::2]), args[-1].scale)
        case "for_each":
            return args[-1].scale
        case "guard":
            return args[1].scale
        case "round" | "round_up" | "round_down":
            return args[1].scale
    return 1
