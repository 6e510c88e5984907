"""One column of cells to typed values: plain forms all at once, every other form as ``check`` reads it.

A number, date, choice, 是 or 否 in its plain form is read by whole columns.
What is left is read by ``profiles.values`` once for each text that differs,
so that meaning and messages are those of a single profile.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from ...language.diagnostic import Diagnostic, Findings
from ...language.quantities import decimal_text
from ..numerals import Quantity, read_quantity
from ..tables.grid import NUMBER, Cell, Grid, cell_of
from ..tables.stated import scalar_of
from ..values import NONE_VALUE, read_value
from .columns import SMALLEST, WRITTEN_IN, Column
from .plain import KIND, nothing, plain_values
from .slice import scale_of


class Read(NamedTuple):
    """``values``: as in a slice. ``none``: Boolean, of whom the fact is 无. ``faults``: String, why a cell cannot be read. The last two None where there are none."""

    values: pl.Series
    none: pl.Series | None
    faults: pl.Series | None
    doubts: tuple[Diagnostic, ...] = ()


def read_cells(column: Column, raw: pl.Series, rows: pl.Series, grid: Grid, said_none: pl.Series | None = None) -> Read:
    """``raw`` as values of ``column``; ``rows`` are the rows of the cells, ``grid`` their file and sheet, for places.

    ``said_none``: Boolean, of whom another column says 无.
    """
    values, settled = plain_values(column, raw)
    none, faults, doubts = None, None, ()
    if settled is not None:
        at = (~settled).arg_true()
        values, none, faults, doubts = _others(column, raw.gather(at), rows.gather(at), grid, values, at)
    if said_none is not None and said_none.any():
        both = said_none & values.is_not_null()
        if both.any():
            faults = _with(faults, both, f"“{column.heading}”写了值，另一栏又说是“无”。两处只留一处。")
        none = said_none if none is None else none | said_none
    return Read(values, none, faults, doubts)


def _with(faults: pl.Series | None, where: pl.Series, text: str) -> pl.Series:
    own = pl.select(pl.when(where).then(pl.lit(text))).to_series()
    return own if faults is None else faults.zip_with(faults.is_not_null(), own)


def _others(column: Column, raw: pl.Series, rows: pl.Series, grid: Grid, values: pl.Series, at: pl.Series):
    """``values`` with what ``raw``, the cells ``at`` these positions, say; then whose fact is 无, faults and doubts as in ``Read``."""
    numbered = pl.DataFrame({"cell": raw.cast(pl.String) if isinstance(raw.dtype, (pl.Enum, pl.Categorical)) else raw, "row": rows})
    unlike = numbered.group_by("cell", maintain_order=True).first().with_row_index("which")
    which = numbered.join(unlike.select("cell", "which"), on="cell", how="left", maintain_order="left", nulls_equal=True)["which"]
    read = [read_cell(column, cell, row, grid) for cell, row in unlike.select("cell", "row").iter_rows()]
    stored = pl.Series([None if value is NONE_VALUE else value for value, _, _ in read], dtype=values.dtype)
    values = values.scatter(at, stored.gather(which))
    none = faults = None
    if any(value is NONE_VALUE for value, _, _ in read):
        none = pl.Series([False]).new_from_index(0, len(values)).scatter(at, pl.Series([value is NONE_VALUE for value, _, _ in read]).gather(which))
    if any(fault for _, fault, _ in read):
        faults = nothing(len(values), pl.String()).scatter(at, pl.Series([fault for _, fault, _ in read], dtype=pl.String).gather(which))
    return values, none, faults, tuple(doubt for _, _, doubts in read for doubt in doubts)


def read_cell(column: Column, raw: object, row: int, grid: Grid) -> tuple[object, str | None, list[Diagnostic]]:
    """One cell: its value as in a slice (None where blank), why it cannot be read, and doubts about it."""
    cell = as_cell(raw, row, column.at + 1)
    if cell is None:
        return None, None, []
    findings = Findings()
    scalar = scalar_of(*_in_known_unit(cell, grid, column), findings)
    value = read_value(column.fact, scalar, findings) if not findings.has_errors else None
    error = next((d for d in findings.items if d.severity == "error"), None)
    if error is not None:
        heading = "" if column.heading == column.fact.name else f"“{column.heading}”："
        return None, f"{error.code} {heading}{error.message}{error.hint}", []
    return (int(value * scale_of(column.fact)) if isinstance(value, Fraction) else value), None, findings.items


def as_cell(raw: object, row: int, col: int) -> Cell | None:
    """The cell that a raw value stands for; None where it is blank."""
    if isinstance(raw, str) and raw.startswith(KIND):
        kind, _, text = raw[1:].partition(":")
        return Cell(row, col, text, kind)
    if isinstance(raw, Decimal):
        return Cell(row, col, format(raw, "f"), NUMBER)
    return cell_of(row, col, raw)


def _in_known_unit(cell: Cell, grid: Grid, column: Column):
    """The arguments of ``scalar_of``; integers of the smallest unit become numbers of a unit that people write."""
    fact, unit = column.fact, column.unit
    if unit and unit == SMALLEST.get(fact.type):
        size, unit = WRITTEN_IN[fact.type]
        found = read_quantity(cell.text, "1")
        if isinstance(found, Quantity) and not found.unit:
            cell = cell._replace(text=decimal_text(found.value * size, 20))
    return cell, grid, fact, unit


