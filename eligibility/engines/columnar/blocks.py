"""Programs run over a table some thousand rows at a time, so that what they calculate stays close to the processor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from .leaves import Array, Arrays, Leaves
from .nodes import Node, Nodes
from .program import Program
from .source import known_of, values_of

BLOCK = 32_768
#: where more rows are possible than this share, leaving the others out gains nothing
_MOST_LEFT_OUT = 0.6


class Part(NamedTuple):
    """A program of which only the rows ``where`` a truth holds are wanted; in all others its results are 0."""

    where: Node
    program: Program

    def run(self, block: Arrays, length: int) -> tuple[np.ndarray | slice, Arrays]:
        """The rows for which it was run, and its results of those."""
        if not self.where.is_literal:
            there = block[values_of(self.where)]
            if np.count_nonzero(there) <= _MOST_LEFT_OUT * length:
                rows = np.flatnonzero(there)
                return rows, self.program({name: _taken(block[name], rows) for name in self.program.arguments}) if len(rows) else {}
        return slice(0, length), self.program(block)


def _taken(values: Array, rows: np.ndarray) -> Array:
    return values.take(rows) if isinstance(values, np.ndarray) else values[rows]


class Results:
    """Results of all rows, put together block by block; 0 until then.

    Arrays of one type stand in one stretch of memory, which the system gives in
    large pages; those of 128 bits are series.
    """

    def __init__(self, nodes: Iterable[Node], height: int):
        self.height = height
        self.arrays: Arrays = {}
        kinds: dict[type, list[str]] = {}
        results = {node.place: node for node in nodes if not node.is_literal}.values()
        for node in results:
            if node.wide:
                self.arrays[values_of(node)] = pl.zeros(height, dtype=pl.Int128, eager=True)
            else:
                kinds.setdefault(bool if node.truth else np.uint8 if node.op == "status" else np.int64, []).append(values_of(node))
        for kind, names in kinds.items():
            self.arrays |= zip(names, np.zeros((len(names), height), dtype=kind))
        self.arrays |= {known_of(node): np.ones(height, dtype=bool) for node in results if node.open}

    def put(self, block: slice, rows: np.ndarray | slice, found: Arrays) -> None:
        """Results of some rows of a block."""
        for name, values in found.items():
            whole = self.arrays.get(name)
            if isinstance(whole, np.ndarray):
                whole[block][rows] = values
            elif whole is not None:
                whole.scatter(pl.Series(np.arange(block.start, block.stop)[rows]), values)

    def column(self, name: str, node: Node) -> pl.Series:
        """A result as a column, null where no bound is known."""
        if node.is_literal:
            return pl.Series(name, [node.value], dtype=pl.Boolean if node.truth else pl.Int128 if node.wide else pl.Int64).new_from_index(0, self.height)
        values = self.arrays[values_of(node)]
        column = values.alias(name) if isinstance(values, pl.Series) else pl.Series(name, values)
        return column.set(~pl.Series(self.arrays[known_of(node)]), None) if node.open else column


@dataclass(frozen=True, slots=True)
class Calculation:
    """``outputs``, by the names of their columns: what ``whole`` gives, and ``parts`` after it."""

    outputs: Mapping[str, Node]
    whole: Program
    parts: Sequence[Part] = ()

    @classmethod
    def over(cls, nodes: Nodes, outputs: Mapping[str, Node]) -> "Calculation":
        """All of them for all rows."""
        return cls(outputs, Program(nodes, outputs.values()))

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The outputs, one row for each row of ``frame``."""
        programs = self.whole, *(part.program for part in self.parts)
        leaves = Leaves({leaf.place: leaf for program in programs for leaf in program.leaves}.values(), frame)
        results = Results(self.outputs.values(), frame.height)
        with np.errstate(all="ignore"):  # where no bound is known, anything may be reckoned
            for start in range(0, frame.height, BLOCK):
                block = slice(start, min(start + BLOCK, frame.height))
                self._block(block, leaves.block(block), results)
        return pl.DataFrame([results.column(name, node) for name, node in self.outputs.items()])

    def _block(self, block: slice, arrays: Arrays, results: Results) -> None:
        found = self.whole(arrays)
        results.put(block, slice(None), found)
        arrays |= found
        for part in self.parts:
            results.put(block, *part.run(arrays, block.stop - block.start))
