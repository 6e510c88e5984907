"""Rows of records facts: ``for_each`` and ``has`` reckoned over all rows of a slice at once, then brought to their enterprises.

Rows are a second table. What a row asks of its enterprise is calculated first
and handed to each of its rows; what is found is added up by enterprise.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ...language.fact import Fact
from ...plan.operations import Operation
from ...profiles.population.slice import POSITION, Slice, none_column
from .blocks import Calculation
from .inputs import Inputs, List
from .nodes import INT64, Node, Nodes, NotInColumns
from .numbers import End, Num, Numbers, Truth
from .templates import TEMPLATES

MOST_ROWS = 10_000  # of one enterprise: readers accept no more
SURE, POSSIBLE, LOW, HIGH, DOUBT = "sure", "possible", "low", "high", "doubt"
_OVER_GROUP = {"column_sum": "sum", "column_mean": "sum", "column_min": "min", "column_max": "max"}


class RowCompiler:
    """Operations of one row, or of one group of rows, as nodes over the table of rows; ``outer``, the compiler of the enterprises, hands in what lies outside."""

    def __init__(self, outer, fact: Fact, there: frozenset[str], exports: dict[str, Node]):
        self.outer, self.fact, self.exports = outer, fact, exports
        self.engine, self.selection, self.operations = outer.engine, outer.selection, outer.operations
        self.nodes = Nodes()
        self.numbers = Numbers(self.nodes)
        self.inputs = Inputs(self.numbers, there)
        self.over_groups: dict[tuple[str, str], str] = {}  # (what is done, column) → name of its columns
        self._values: dict[int, object] = {}

    # ---------------------------------------- what templates ask, as of a ``Compiler``

    def value(self, index: int):
        index = self.engine.target(index)
        if index not in self._values:
            op = self.operations[index]
            self._values[index] = TEMPLATES[op.op](self, op) if op.scope is not None else self._handed_in(self.outer.value(index))
        return self._values[index]

    def scale(self, index: int) -> int:
        return self.operations[index].scale

    def number(self, index: int, scale: int | None = None) -> Num:
        target = self.engine.target(index)
        return self.numbers.scaled(self.value(target), (scale or self.scale(index)) // self.operations[target].scale)

    def literal(self, unit: str, value):
        return self._handed_in(self.outer.literal(unit, value))

    def none_of(self, index: int) -> Node | None:
        fact = self.fact_of(index)
        return self.given(index)[1] if fact is not None and fact.none else None

    def given(self, index: int) -> tuple[Node, Node]:
        return self.inputs.given((self.operations[self.engine.target(index)].data[0], None))

    def fact_of(self, index: int) -> Fact | None:
        op = self.operations[self.engine.target(index)]
        return self.fact.columns[op.data[0]] if op.op == "column" else None

    # ------------------------------------------------------------- rows and groups

    def column(self, op: Operation):
        """A cell; of a group, that of its first row."""
        return self.inputs.value(self.fact.columns[op.data[0]], (op.data[0], None))

    def over_group(self, op: Operation) -> Num:
        """A column over the rows of the group."""
        fact = self.fact.columns[op.data[0]]
        cell = self.cell_ends(fact)
        name = self.over_groups.setdefault((_OVER_GROUP[op.op], fact.name), f"\5{len(self.over_groups)}")
        most = MOST_ROWS if _OVER_GROUP[op.op] == "sum" else 1
        low, high = (self.nodes.column(name + word, min(0, end.num.low) * most, max(0, end.num.high) * most, open_=end.num.open)
                     for word, end in ((LOW, cell.low), (HIGH, cell.high)))
        never = self.nodes.truth(False)
        found = Num(End(low), End(high), never, never)
        if op.op != "column_mean":
            return found
        return self.numbers.quotient(found, Num(End(self.size()), End(self.size()), never, never), 1, 1)

    def over_rows(self, op: Operation):
        raise NotInColumns("rows looked through for each row")

    def cell_ends(self, fact: Fact) -> Num:
        return self.inputs.value(fact, (fact.name, None))

    def size(self) -> Node:
        """How many rows the group has."""
        return self.nodes.column("\5size", 1, MOST_ROWS, open_=False)

    # ------------------------------------------------------------------ handing in

    def _handed_in(self, value):
        """A value of the enterprise, for each of its rows."""
        if isinstance(value, Truth):
            return Truth(self._truth(value.sure), self._truth(value.possible))
        if isinstance(value, Num):
            low = self._end(value.low)
            return Num(low, low if value.low == value.high else self._end(value.high), self._truth(value.none), self._truth(value.maybe))
        raise NotInColumns("a text or list of the enterprise, asked of a row")

    def _end(self, end: End) -> End:
        return End(self._number(end.num), None if end.den is None else self._number(end.den))

    def _number(self, node: Node) -> Node:
        if node.is_literal:
            return self.nodes.number(node.value)
        return self.nodes.column(self._export(node), node.low, node.high, open_=node.open)

    def _truth(self, node: Node) -> Node:
        return self.nodes.truth(node.value) if node.is_literal else self.nodes.truth_column(self._export(node), False)

    def _export(self, node: Node) -> str:
        name = f"\4{node.place}"
        self.exports[name] = node
        return name


class ListStep:
    """One ``for_each`` or ``has``: ``run`` gives the columns ``prefix + …`` of the enterprises.

    ``by``: the columns that rows are grouped by; ``condition`` and ``body``
    are operations, ``condition`` None where every row counts.
    """

    def __init__(self, outer, prefix: str, rows: List, op: Operation, there: frozenset[str]):
        self.fact = outer.selection.plan.vocabulary[rows.fact]
        self.prefix = prefix
        self.exports: dict[str, Node] = {}
        self.there = there
        self.groups: Calculation | None = None
        by, filtered = op.data if op.op == "for_each" else ([], False)
        self.by = by
        row = RowCompiler(outer, self.fact, there, self.exports)
        if op.op == "has":
            truth = row.value(op.args[1])
            outputs = {SURE: truth.sure, POSSIBLE: truth.possible}
            self.spans = {}
        elif not by:
            outputs = self._counted(row, row.value(op.args[1]) if filtered else None, op.args[-1])
        else:
            always = Truth(row.nodes.truth(True), row.nodes.truth(True))
            kept = row.value(op.args[1]) if filtered else always
            outputs = {SURE: kept.sure, POSSIBLE: kept.possible}
            group = RowCompiler(outer, self.fact, there, self.exports)
            found = self._counted(group, None, op.args[-1])
            for (_, name), own in group.over_groups.items():
                cell = row.cell_ends(self.fact.columns[name])
                row.numbers.doubt(row.nodes.either(cell.none, cell.maybe))
                outputs |= {own + LOW: cell.low.num, own + HIGH: cell.high.num}
            self.over_groups = dict(group.over_groups)
            self.groups = Calculation.over(group.nodes, found | {DOUBT: group.nodes.either(*group.numbers.doubts)})
        self.rows = Calculation.over(row.nodes, outputs | {DOUBT: row.nodes.either(*row.numbers.doubts)})
        self.handing = Calculation.over(outer.nodes, self.exports)

    def _counted(self, c: RowCompiler, condition: Truth | None, body: int) -> dict[str, Node]:
        value = c.number(body)
        if condition is not None:
            value = c.numbers.chosen(condition, value, c.numbers.constant(0, 0))
        value = c.numbers.plain(value)
        dens = {end.den for end in (value.low, value.high)}
        if dens != {None}:
            raise NotInColumns("a sum of fractions")
        self.spans = {LOW: (value.low.num.low, value.low.num.high, value.low.num.open), HIGH: (value.high.num.low, value.high.num.high, value.high.num.open)}
        return {LOW: value.low.num, HIGH: value.high.num}

    # --------------------------------------------------------------------- running

    def run(self, slice_: Slice, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Columns of every enterprise: truths, or sums with no bound where a row has none; of no rows False and 0."""
        rows, height = self._handed(slice_, frame), frame.height
        found = self.rows.run(rows)
        at = rows[POSITION].to_numpy()
        doubt, unknown = anywhere(at, found[DOUBT], height), np.zeros(height, dtype=bool)
        if self.groups is not None:
            unknown, rows = self._grouped(pl.concat([rows, found], how="horizontal"), height)
            found = self.groups.run(rows)
            at = rows[POSITION].to_numpy()
            doubt |= anywhere(at, found[DOUBT], height)
        columns = {DOUBT: pl.Series(doubt)}
        if self.spans:
            columns |= {name: self._sum(at, found[name], unknown) for name in (LOW, HIGH)}
        else:
            columns |= {name: pl.Series(anywhere(at, found[name], height)) for name in (SURE, POSSIBLE)}
        return {self.prefix + name: column for name, column in columns.items()}

    def _handed(self, slice_: Slice, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows, with what they ask of their enterprise."""
        rows = slice_.records.get(self.fact.name)
        if rows is None:
            rows = pl.DataFrame(schema={POSITION: pl.Int64})
        if not self.exports:
            return rows
        return pl.concat([rows, self.handing.run(frame)[rows[POSITION]]], how="horizontal")

    def _sum(self, at: np.ndarray, values: pl.Series, unknown: np.ndarray) -> pl.Series:
        """``values`` added up by the enterprises ``at`` which they are; without a bound where one has none, or where ``unknown``."""
        low, high, _ = self.spans[values.name]
        opened = unknown | anywhere(at, values.is_null(), len(unknown)) if values.null_count() else unknown
        if max(-low, high) * MOST_ROWS > INT64:
            sums = pl.DataFrame({"at": at, "sum": values.cast(pl.Int128)}).group_by("at").agg(pl.col("sum").sum())
            whole = pl.zeros(len(unknown), dtype=pl.Int128, eager=True).scatter(sums["at"], sums["sum"])
        else:
            found = np.zeros(len(unknown), dtype=np.int64)
            np.add.at(found, at, values.fill_null(0).to_numpy())
            whole = pl.Series(found)
        return whole.set(pl.Series(opened), None) if opened.any() else whole

    def _grouped(self, rows: pl.DataFrame, height: int) -> tuple[np.ndarray, pl.DataFrame]:
        """The enterprises that have no bounds, since it is open whether a row counts or one that counts has a blank key; and the groups of rows that count."""
        keys = [name for name in self.by if name in self.there]
        nones = [none_column((name, None)) for name in self.by if none_column((name, None)) in self.there]
        blank = [pl.lit(True) for name in self.by if name not in self.there]
        blank += [pl.col(name).is_null() & ~(pl.col(none_column((name, None))) if none_column((name, None)) in self.there else pl.lit(False)) for name in keys]
        unknown = rows.select((pl.col(POSSIBLE) & ~pl.col(SURE)) | (pl.col(SURE) & pl.any_horizontal(blank))).to_series()
        firsts = [name for name in rows.columns if name not in (POSITION, *keys, *nones, DOUBT, SURE, POSSIBLE)]
        made = {own + word: self._over(what, own + word) for (what, _), own in self.over_groups.items() for word in (LOW, HIGH)}
        kept = rows.filter(pl.col(SURE)).group_by(POSITION, *keys, *nones, maintain_order=True).agg(
            *(pl.col(name).first() for name in firsts if name not in made), *(e.alias(name) for name, e in made.items()), pl.len().cast(pl.Int64).alias("\5size"))
        return anywhere(rows[POSITION].to_numpy(), unknown, height), kept

    @staticmethod
    def _over(what: str, name: str) -> pl.Expr:
        column = pl.col(name)
        if what == "sum":
            return pl.when(column.is_null().any()).then(None).otherwise(column.cast(pl.Int128).sum().cast(pl.Int64))
        found = column.min() if what == "min" else column.max()
        gives_way = (what, name.endswith(HIGH)) in (("min", True), ("max", False))  # an end without bound gives way to the others
        gone = column.is_null().all() if gives_way else column.is_null().any()
        return pl.when(gone).then(None).otherwise(found)


def anywhere(at: np.ndarray, truths: pl.Series, height: int) -> np.ndarray:
    """For each enterprise whether it is ``at`` one of ``truths``."""
    found = np.zeros(height, dtype=bool)
    found[at[truths.to_numpy()]] = True
    return found
