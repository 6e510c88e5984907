"""Where the comparisons of a plan turn, as columns: of ``a / b 不低于 5%``, a turns at 5 % of the b of its own row.

The bound is carried back through the calculation one operation at a time.
Both branches of a choice are followed, whatever its condition, so that every
bound of every band is an edge. Of the facts that a comparison rests on, the
last in a fixed order is the one to be placed: the others have their values by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

import numpy as np

from ..decisions.evidence import operations_below
from ..engines.scalar.engine import ScalarEngine
from ..plan.operations import COMPARISONS
from .leaf import Leaf, leaf_of

Cells = Mapping[Leaf, np.ndarray]

#: alternatives of one side of a comparison, and steps back through it, beyond which nothing is followed
MOST_ALTERNATIVES, MOST_STEPS = 64, 400

_EPOCH = 719163  # ordinal of 1970-01-01
_ROUNDED = {"round": slice(1), "round_up": slice(1), "round_down": slice(1), "nothing_below": slice(1)}
_EITHER = {"min": slice(None), "max": slice(None), "if": slice(1, None), "guard": slice(1, 2), **_ROUNDED}


class Value(NamedTuple):
    """True values of an operation (分, days, plain fractions) for each row, from the cells of ``leaves``; nan where there is none."""

    leaves: frozenset[Leaf]
    of: Callable[[Cells], "np.ndarray | float"]


class Edge(NamedTuple):
    """``comparison`` turns where ``leaf`` has the value ``at``."""

    comparison: int
    leaf: Leaf
    at: Value


def edges_of(engine: ScalarEngine) -> list[Edge]:
    """All edges that the documents of ``engine`` contain, in plan order."""
    walk = _Walk(engine)
    below = operations_below(engine, engine.roots())
    return [edge for index in below if engine.operations[index].op in COMPARISONS for edge in walk.edges(index)]


class _Walk:
    def __init__(self, engine: ScalarEngine):
        self.engine = engine
        self._values: dict[int, list[Value]] = {}

    def edges(self, comparison: int) -> Iterator[Edge]:
        """Where one comparison turns, for each of its leaves."""
        left, right = self.engine.operations[comparison].args
        pending = [(mine, at) for mine, other in ((left, right), (right, left)) for at in self.values(other)]
        for _ in range(MOST_STEPS):
            if not pending:
                return
            index, wanted = pending.pop(0)
            index = self.engine.target(index)
            leaf = leaf_of(self.engine, self.engine.operations[index])
            if leaf is None:
                pending += self._behind(index, wanted)
            elif leaf not in wanted.leaves and self.engine.operations[index].op != "records":
                yield Edge(comparison, leaf, wanted)

    def _behind(self, index: int, wanted: Value) -> list[tuple[int, Value]]:
        """(argument, value) such that the operation comes to ``wanted``, the other arguments staying as they are."""
        op = self.engine.operations[index]
        args = op.args
        match op.op:
            case "add" | "sum":
                return [(arg, _both(wanted, self._total(args[:i] + args[i + 1 :]), np.subtract)) for i, arg in enumerate(args)]
            case "sub":
                return [(args[0], _both(wanted, b, np.add)) for b in self.values(args[1])] + [
                    (args[1], _both(a, wanted, np.subtract)) for a in self.values(args[0])]
            case "neg":
                return [(args[0], _one(wanted, np.negative))]
            case "mul":
                return [(arg, _both(wanted, b, np.divide)) for arg, other in (args, args[::-1]) for b in self.values(other)]
            case "div":
                return [(args[0], _both(wanted, b, np.multiply)) for b in self.values(args[1])] + [
                    (args[1], _both(a, wanted, np.divide)) for a in self.values(args[0])]
            case "edate":
                return [(args[0], _both(wanted, b, lambda day, months: months_on(day, -months))) for b in self.values(args[1])]
            case "for_each":
                return [(args[-1], wanted)]
            case "first_of":
                return [(arg, wanted) for arg in (*args[1::2], args[-1])]
        return [(arg, wanted) for arg in args[_EITHER[op.op]]] if op.op in _EITHER else []

    def _total(self, args: tuple[int, ...]) -> Value:
        """Sum of operations, each by its first alternative; those of which nothing is known count as 0."""
        total = Value(frozenset(), lambda cells: 0.0)
        for arg in args:
            for value in self.values(arg)[:1]:
                total = _both(total, value, np.add)
        return total

    def values(self, index: int) -> list[Value]:
        """What an operation can come to, one for each choice of branches."""
        index = self.engine.target(index)
        if index not in self._values:
            self._values[index] = list(islice(self._alternatives(index), MOST_ALTERNATIVES))
        return self._values[index]

    def _alternatives(self, index: int) -> Iterator[Value]:
        engine = self.engine
        op = engine.operations[index]
        leaf = leaf_of(engine, op)
        match op.op:
            case "records":
                return
            case _ if leaf is not None:
                yield Value(frozenset([leaf]), lambda cells: cells[leaf])
            case "const" if op.unit not in ("bool", "text"):
                yield _constant(op.data[0] / op.data[1])
            case "as_of":
                yield _constant(engine.selection.as_of.toordinal())
            case "year":
                yield _constant(engine.selection.year(op.data[0], 0))
            case "year_start" | "year_end":
                year = engine.selection.year(*op.data)
                day = np.datetime64(f"{year if op.op == 'year_start' else year + 1}-01-01", "D").astype(int) + _EPOCH
                yield _constant(day - (op.op == "year_end"))
            case "add" | "sum":
                yield self._total(op.args)
            case "neg":
                for value in self.values(op.args[0]):
                    yield _one(value, np.negative)
            case "sub" | "mul" | "div" | "edate":
                by = {"sub": np.subtract, "mul": np.multiply, "div": np.divide, "edate": months_on}[op.op]
                for a in self.values(op.args[0]):
                    for b in self.values(op.args[1]):
                        yield _both(a, b, by)
            case "first_of":
                for arg in (*op.args[1::2], op.args[-1]):
                    yield from self.values(arg)
            case _:
                for arg in op.args[_EITHER[op.op]] if op.op in _EITHER else ():
                    yield from self.values(arg)


def months_on(days, months) -> np.ndarray:
    """EDATE over ordinals: the same day so many months on, or the month's last; nan for nan."""
    days, months = np.broadcast_arrays(np.asarray(days, float), np.asarray(months, float))
    known = np.isfinite(days) & np.isfinite(months)
    day = (np.where(known, days, _EPOCH).astype(np.int64) - _EPOCH).astype("M8[D]")
    month = day.astype("M8[M]")
    target = month + np.where(known, months, 0).astype("m8[M]")
    first = target.astype("M8[D]")
    last = (target + np.timedelta64(1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
    moved = np.minimum(first + (day - month.astype("M8[D]")), last)
    return np.where(known, moved.astype(np.int64) + _EPOCH, np.nan)


def _constant(number: float) -> Value:
    return Value(frozenset(), lambda cells: float(number))


def _one(value: Value, by) -> Value:
    return Value(value.leaves, lambda cells: by(value.of(cells)))


def _both(a: Value, b: Value, by) -> Value:
    def of(cells: Cells):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return by(a.of(cells), b.of(cells))

    return Value(a.leaves | b.leaves, of)
