"""The leaves of programs: columns of a table as numpy arrays, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, reduce
from operator import or_

import numpy as np
import polars as pl
import pyarrow as pa

from .nodes import Node
from .source import known_of, values_of

Array = np.ndarray | pl.Series  # a series where numbers need 128 bits
Arrays = dict[str, Array]


class Leaves:
    """``nodes`` out of ``frame``: ``block`` gives some rows of them, by the names of ``source``."""

    def __init__(self, nodes: Iterable[Node], frame: pl.DataFrame):
        self._columns: dict[str, Column] = {}
        self._readers: list[tuple[str, Callable[[slice], Array]]] = []
        for node in nodes:
            name = node.args[0]
            if name not in self._columns:
                self._columns[name] = Column(frame[name])
            column = self._columns[name]
            self._readers.append((values_of(node), partial(_READERS[node.op], node, column)))
            if node.open:
                self._readers.append((known_of(node), column.known))

    def block(self, rows: slice) -> Arrays:
        """The leaves of these rows."""
        return {name: read(rows) for name, read in self._readers}


class Column:
    """The buffers of a column as they stand: polars would make floats of whole numbers beside nulls."""

    def __init__(self, column: pl.Series):
        self.column = column.cast(pl.Int64) if column.dtype == pl.Null else column
        self.options = column.dtype.categories.to_list() if isinstance(column.dtype, pl.Enum) else None
        self.wide = column.dtype == pl.Int128
        array = self.column.is_not_null() if column.dtype == pl.String or self.wide else self.column.to_physical()
        array = array.rechunk().to_arrow()
        validity, data = array.buffers()
        self._start = array.offset
        self._bits = np.frombuffer(data, dtype=np.uint8) if array.type == pa.bool_() else None
        self._values = None if self._bits is not None else np.frombuffer(data, dtype=array.type.to_pandas_dtype())[self._start :]
        if self._values is None and column.dtype != pl.Boolean:
            self._there = self._bits
        else:
            self._there = np.frombuffer(validity, dtype=np.uint8) if array.null_count else None

    def values(self, rows: slice) -> Array:
        """Of texts nothing; meaningless where not ``known``."""
        if self.wide:
            return self.column[rows].fill_null(0)
        return self._values[rows] if self._bits is None else self._unpacked(self._bits, rows)

    def known(self, rows: slice) -> np.ndarray:
        """Where there is a value."""
        return np.ones(rows.stop - rows.start, dtype=bool) if self._there is None else self._unpacked(self._there, rows)

    def truths(self, found: np.ndarray, rows: slice, when_null: bool) -> np.ndarray:
        """``found`` where there is a value, else ``when_null``."""
        if self._there is None:
            return found
        return found | ~self.known(rows) if when_null else found & self.known(rows)

    def _unpacked(self, bits: np.ndarray, rows: slice) -> np.ndarray:
        """Bits as a bool each."""
        start, stop = self._start + rows.start, self._start + rows.stop
        return np.unpackbits(bits[start // 8 : -(-stop // 8)], bitorder="little")[start % 8 : start % 8 + stop - start].view(bool)


def _words(node: Node, column: Column, rows: slice) -> np.ndarray:
    """Whether a text is one of some; of a choice by its number."""
    _, texts, when_null = node.args
    if column.options is None:
        own = column.column[rows]
        return pl.select(reduce(or_, [pl.lit(own) == text for text in texts]).fill_null(when_null)).to_series().to_numpy()
    values = column.values(rows)
    numbers = [column.options.index(text) for text in texts if text in column.options]
    return column.truths(reduce(or_, [values == number for number in numbers], np.zeros(len(values), dtype=bool)), rows, when_null)


_READERS = {
    "column": lambda node, column, rows: column.values(rows),
    "truth_column": lambda node, column, rows: column.truths(column.values(rows), rows, node.args[1]),
    "words": _words,
    "given": lambda node, column, rows: column.known(rows),
}

