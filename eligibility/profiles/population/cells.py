"""One column of cells to typed values: plain forms all at once, every other form as ``check`` reads it.

A number, date, choice, 是 or 否 in its plain form is read by whole columns.
What is left is read by ``profiles.values`` once for each text that differs,
so that meaning and messages are those of a single profile.
"""

from __future__ import annotations

from datetime import date, datetime
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
from ..words import PLACEHOLDERS
from ..written import LIMITS
from .columns import SMALLEST, WRITTEN_IN, Column
from .slice import dtype_of, scale_of

NUMERIC = ("money", "count", "number", "ratio", "points", "year")
#: Above this a double times a power of ten may miss the integer it stands for.
_SURE = 2**50
_EPOCH = date(1970, 1, 1).toordinal()
#: Before the text of a cell that a workbook holds as something else than text stands what it is.
KIND = "\x01"


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
    values, settled = _plain(column, raw)
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


# ------------------------------------------------ plain forms


def nothing(length: int, dtype: pl.DataType) -> pl.Series:
    """So many nulls."""
    return pl.Series([None], dtype=dtype).new_from_index(0, length)


def _plain(column: Column, raw: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """Values of the cells in plain form, and a Boolean of those and the blank ones; None where that is all."""
    kind, dtype = column.fact.type, dtype_of(column.fact)
    if raw.dtype == pl.Null:
        return nothing(len(raw), dtype), None
    if raw.dtype == pl.String:
        values = _of_texts(column, raw)
    elif kind in NUMERIC:
        values = _of_numbers(column, raw)
    elif kind == "date":
        values = _of_days(raw)
    elif kind == "choice":
        values = raw if raw.dtype == dtype else raw.cast(pl.String).cast(dtype, strict=False)
    elif kind == "yes_no" and raw.dtype == pl.Boolean:
        values = raw
    else:
        values = raw.cast(pl.String).cast(dtype, strict=False)
    if values.dtype == pl.Int64:
        values = _within(column, values)
    return values, None if values.null_count() == raw.null_count() else values.is_not_null() | raw.is_null()


def bounds(column: Column) -> tuple[int, int] | None:
    """Lowest and highest integer that may stand in the column of a slice."""
    fact = column.fact
    if fact.type not in LIMITS:
        return None
    scale, (low, high) = scale_of(fact), LIMITS[fact.type]
    low, high = low if fact.minimum is None else fact.minimum, high if fact.maximum is None else fact.maximum
    return -int(-Fraction(low) * scale // 1), int(Fraction(high) * scale // 1)


def _within(column: Column, values: pl.Series) -> pl.Series:
    """``values`` without those that the fact cannot have."""
    ends = bounds(column)
    lowest, highest = values.min(), values.max()
    if ends is None or lowest is None or ends[0] <= lowest and highest <= ends[1]:
        return values
    return values.set(~values.is_between(*ends), None)


def _of_texts(column: Column, raw: pl.Series) -> pl.Series:
    kind, dtype = column.fact.type, dtype_of(column.fact)
    if kind in NUMERIC:
        return _of_numerals(column, raw.str.strip_prefix(f"{KIND}{NUMBER}:"))
    if kind == "date":
        raw = raw.str.strip_prefix(f"{KIND}date:")
        plain = raw.set(~raw.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), None)
        return _ordinals(plain.str.to_date("%Y-%m-%d", strict=False))
    if kind == "yes_no":
        return pl.select(pl.when(raw == "是").then(True).when(raw.is_in(["否"])).then(False)).to_series()
    if kind == "choice":
        return raw.cast(dtype, strict=False)
    if kind == "code" and column.fact.role is None:
        odd = ~raw.str.contains(r"^[0-9A-Za-z\-]{4,64}$") | raw.str.to_lowercase().is_in(sorted(PLACEHOLDERS))
    elif kind == "code":
        return nothing(len(raw), dtype)
    else:  # long enough that none of them is a word for a blank
        odd = ~raw.str.contains(r"^[\p{Han}A-Za-z0-9（）()·\-]{1,200}$") | (raw.str.len_chars() < 5) | raw.str.to_lowercase().is_in(sorted(PLACEHOLDERS))
    return raw.set(odd, None)


def _of_numerals(column: Column, raw: pl.Series) -> pl.Series:
    """Bare digits; where cells are left, also those with thousands commas and with the usual units behind them."""
    found = _of_digits(column, raw)
    if found.null_count() == raw.null_count():
        return found
    commas = raw.str.contains(r"^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+|[^0-9.,].*)?$").fill_null(False)
    if commas.any():
        raw = raw.zip_with(~commas, raw.str.replace_all(",", "", literal=True))
        found = found.zip_with(found.is_not_null(), _of_digits(column, raw))
    for unit in _units(column):
        ending = raw.str.ends_with(unit).fill_null(False)
        if ending.any():
            own = _of_digits(column._replace(unit=unit), raw.set(~ending, None).str.strip_suffix(unit))
            found = found.zip_with(found.is_not_null(), own)
    return found


def _units(column: Column) -> tuple[str, ...]:
    """The units that may stand in a cell of the column: that of its heading, or any usual one where that has none."""
    fact = column.fact
    if column.unit:
        return () if column.unit == SMALLEST.get(fact.type) else (column.unit,)
    return {"money": ("元", "万元", "亿元"), "ratio": ("%",), "points": ("百分点",)}.get(fact.type, (fact.unit,) if fact.unit and fact.type in ("count", "number") else ())


def _of_digits(column: Column, raw: pl.Series) -> pl.Series:
    """Digits with at most as many decimals as the unit lets be exact."""
    factor = column.factor
    if factor is None or factor > 10**10:
        return nothing(len(raw), pl.Int64())
    places = len(str(factor)) - 1  # every factor is a power of ten
    decimals = rf"(?:\.[0-9]{{1,{places}}})?" if places else ""
    digits = raw.set(~raw.str.contains(rf"^-?(?:0|[1-9][0-9]{{0,14}}){decimals}$"), None)
    return _rounded(digits.cast(pl.Float64, strict=False) * factor)


def _rounded(scaled: pl.Series) -> pl.Series:
    """Doubles that are integers but for rounding, as integers; null where that is not sure."""
    sure = scaled.set(~(scaled.is_finite() & (scaled.abs() < _SURE)), None)
    return sure.round(0, mode="half_away_from_zero").cast(pl.Int64, strict=False)


def _of_numbers(column: Column, raw: pl.Series) -> pl.Series:
    factor = column.factor
    if factor is None:
        return nothing(len(raw), pl.Int64())
    if raw.dtype == pl.Int64 and factor == 1:
        return raw
    if raw.dtype.is_integer():
        whole = raw.cast(pl.Int64, strict=False)
        if factor == 1:
            return whole
        most = (2**63 - 1) // factor
        return whole.set(~whole.is_between(-most, most), None) * factor
    if raw.dtype.is_decimal():
        return _of_decimals(raw, factor)
    if raw.dtype.is_float():
        exact = raw.cast(pl.Float64)
        whole = _rounded(exact * factor)
        return whole.set((whole.cast(pl.Float64) / factor != exact).fill_null(False), None)
    return nothing(len(raw), pl.Int64())


def _of_decimals(raw: pl.Series, factor: int) -> pl.Series:
    """Decimals whose product with ``factor`` is whole."""
    divisor = 10**raw.dtype.scale
    mantissa = raw.to_physical().cast(pl.Int128)
    most = 2**120 // factor
    product = mantissa.set(~mantissa.is_between(-most, most), None) * pl.Series([factor], dtype=pl.Int128)
    by = pl.Series([divisor], dtype=pl.Int128)
    return (product // by).set((product % by != 0).fill_null(False), None).cast(pl.Int64, strict=False)


def _of_days(raw: pl.Series) -> pl.Series:
    if raw.dtype == pl.Date:
        return _ordinals(raw)
    if isinstance(raw.dtype, pl.Datetime):
        return _ordinals(raw.set((raw.dt.time() != datetime.min.time()).fill_null(False), None).cast(pl.Date))
    return nothing(len(raw), pl.Int64())


def _ordinals(days: pl.Series) -> pl.Series:
    return days.to_physical().cast(pl.Int64) + _EPOCH


# ------------------------------------------------ every other form


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


