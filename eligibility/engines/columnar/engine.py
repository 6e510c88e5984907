"""The columnar engine: a slice in, the verdict and payments of every row out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from ...profiles.population.slice import Slice
from ..scalar.engine import ScalarEngine
from .blocks import Calculation, Part
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


class Compiled(NamedTuple):
    """What slices with the same columns are decided by."""

    compiler: Compiler
    calculation: Calculation


class ColumnarEngine:
    """The selection of a scalar engine over columns; programs are compiled for each set of columns that slices come with."""

    def __init__(self, scalar: ScalarEngine, wanted: Wanted):
        self.scalar, self.wanted = scalar, wanted
        self._compiled: dict[tuple, Compiled] = {}

    def run(self, slice_: Slice, columns: tuple[str, ...]) -> pl.DataFrame:
        """A row for each of the slice: those of the wanted ``columns``, and ``DOUBT``."""
        compiler, calculation = self.compiled(slice_, columns)
        return calculation.run(compiler.prepared(slice_))

    def compiled(self, slice_: Slice, columns: tuple[str, ...]) -> Compiled:
        """The programs for slices with the columns of this one."""
        rows = {fact: frozenset(frame.columns) for fact, frame in slice_.records.items()}
        key = frozenset(slice_.frame.columns), frozenset(rows.items()), columns
        if key not in self._compiled:
            self._compiled[key] = self._compile(Compiler(self.scalar, key[0], rows), columns)
        return self._compiled[key]

    def _compile(self, compiler: Compiler, columns: Sequence[str]) -> Compiled:
        """Statuses and masks of all rows, then the amounts of each policy where an award of it is possible."""
        n = compiler.nodes
        outputs = {name: node for name, node in (self._statuses(compiler) | self._masks(compiler)).items() if name in columns}
        amounts = {settle: {name: node for name, node in found.items() if name in columns} for settle, found in self._amounts(compiler).items()}
        where = {settle: self._possible(compiler, settle) for settle, found in amounts.items() if found}
        for operation in self.wanted.apart:
            compiler.numbers.doubt(compiler.value(operation).possible)
        outputs[DOUBT] = n.either(*compiler.numbers.doubts)
        first = Program(n, [*outputs.values(), *where.values()])
        truths = frozenset(node.place for node in first.calculated if node.truth)
        parts = [Part(where[settle], Program(n, amounts[settle].values(), truths)) for settle in where]
        handed = [node for part in parts for node in part.program.handed]
        for found in amounts.values():
            outputs |= found
        return Compiled(compiler, Calculation({name: outputs[name] for name in (*columns, DOUBT)}, Program(n, [*first.results, *handed]), parts))

    def _possible(self, compiler: Compiler, settle: int) -> Node:
        """Where one of the awards of a policy is not refused."""
        op = compiler.operations[compiler.engine.target(settle)]
        return compiler.nodes.either(*(compiler.value(a).possible for a in op.args[: op.data[0]]))

    def _statuses(self, compiler: Compiler) -> dict[str, Node]:
        n, found = compiler.nodes, {}
        for name, operations in self.wanted.statuses.items():
            truths = [compiler.value(i) for i in operations]
            found[name] = n.status(n.either(*(t.sure for t in truths)), n.either(*(t.possible for t in truths)))
        return found

    def _amounts(self, compiler: Compiler) -> dict[int, dict[str, Node]]:
        """For each ``settle`` operation its columns."""
        found: dict[int, dict[str, Node]] = {}
        for (low, high), (settle, award) in self.wanted.amounts.items():
            total, payments = compiler.settlement(settle)
            amount = total if award is None else payments[award]
            found.setdefault(settle, {}).update({low: self._whole(amount, amount.low), high: self._whole(amount, amount.high)})
        return found

    @staticmethod
    def _whole(amount: Num, end: End) -> Node:
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
