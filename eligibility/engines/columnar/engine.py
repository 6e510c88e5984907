"""The columnar engine: a slice in, the verdict and payments of every row out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from ...profiles.population.slice import Slice
from ..scalar.engine import ScalarEngine
from .compiler import Compiler
from .nodes import Node
from .numbers import End, Num
from .program import Program

#: the column that says of which rows the answers must be taken from the scalar engine
DOUBT = "\2doubt"


@dataclass(slots=True)
class Wanted:
    """What a run gives, by the name of its column.

    ``statuses``: 1, 0 or 2 (open) for the best of some truths. ``amounts``: a
    ``settle`` operation and the position of an award, or None for the total;
    two names, for the lowest and the highest 分. ``bits``: operation, mask, bit.
    ``apart``: truths of which none may hold in a row that columns answer.
    """

    statuses: dict[str, Sequence[int]] = field(default_factory=dict)
    amounts: dict[tuple[str, str], tuple[int, int | None]] = field(default_factory=dict)
    bits: Sequence[tuple[int, int, int]] = ()
    apart: Sequence[int] = ()


class ColumnarEngine:
    """The selection of a scalar engine over columns; a program is compiled for each set of columns that slices come with."""

    def __init__(self, scalar: ScalarEngine, wanted: Wanted):
        self.scalar, self.wanted = scalar, wanted
        self._programs: dict[tuple, tuple[Compiler, Program]] = {}

    def run(self, slice_: Slice, *, trace: bool = False) -> pl.DataFrame:
        """A row for each of the slice: what is wanted, ``DOUBT``, and with ``trace`` the masks ``sure_k`` and ``open_k``."""
        compiler, program = self.program(slice_, trace)
        return program.run(compiler.prepared(slice_))

    def program(self, slice_: Slice, trace: bool) -> tuple[Compiler, Program]:
        """The program for slices with the columns of this one."""
        rows = {fact: frozenset(frame.columns) for fact, frame in slice_.records.items()}
        key = frozenset(slice_.frame.columns), frozenset(rows.items()), trace
        if key not in self._programs:
            compiler = Compiler(self.scalar, key[0], rows)
            outputs = self._statuses(compiler) | self._amounts(compiler) | (self._masks(compiler) if trace else {})
            for operation in self.wanted.apart:
                compiler.numbers.doubt(compiler.value(operation).possible)
            outputs[DOUBT] = compiler.nodes.either(*compiler.numbers.doubts)
            self._programs[key] = compiler, Program(compiler.nodes, outputs)
        return self._programs[key]

    def _statuses(self, compiler: Compiler) -> dict[str, Node]:
        n, found = compiler.nodes, {}
        for name, operations in self.wanted.statuses.items():
            truths = [compiler.value(i) for i in operations]
            found[name] = n.status(n.either(*(t.sure for t in truths)), n.either(*(t.possible for t in truths)))
        return found

    def _amounts(self, compiler: Compiler) -> dict[str, Node]:
        found = {}
        for (low, high), (settle, award) in self.wanted.amounts.items():
            total, payments = compiler.settlement(settle)
            amount = total if award is None else payments[award]
            found |= {low: self._whole(compiler, amount, amount.low), high: self._whole(compiler, amount, amount.high)}
        return found

    def _whole(self, compiler: Compiler, amount: Num, end: End) -> Node:
        """An end in 分; settled amounts are whole."""
        assert end.den is None and amount.maybe.is_literal, "an amount is whole and never 无 once it is settled"
        return end.num

    def _masks(self, compiler: Compiler) -> dict[str, Node]:
        n = compiler.nodes
        sure: dict[int, dict[int, Node]] = {}
        opened: dict[int, dict[int, Node]] = {}
        for operation, mask, bit in self.wanted.bits:
            truth = compiler.value(operation)
            sure.setdefault(mask, {})[bit] = truth.sure
            opened.setdefault(mask, {})[bit] = n.both(truth.possible, n.no(truth.sure))
        return {f"{word}_{mask}": n.packed(parts[mask]) for mask in sure for word, parts in (("sure", sure), ("open", opened))}
