"""Cells in plain form as typed values, a whole column at once: exact, or left for ``cells`` to read one by one."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import polars as pl

from ..tables.grid import NUMBER
from ..words import PLACEHOLDERS
from ..written import LIMITS
from .columns import SMALLEST, Column
from .slice import dtype_of, scale_of

NUMERIC = ("money", "count", "number", "ratio", "points", "year")
#: Above this a double times a power of ten may miss the integer it stands for.
_SURE = 2**50
_LONGEST = max(map(len, PLACEHOLDERS))
_EPOCH = date(1970, 1, 1).toordinal()
#: Before the text of a cell that a workbook holds as something else than text stands what it is.
KIND = "\x01"


def nothing(length: int, dtype: pl.DataType) -> pl.Series:
    """So many nulls."""
    return pl.Series([None], dtype=dtype).new_from_index(0, length)


def plain_values(column: Column, raw: pl.Series) -> tuple[pl.Series, pl.Series | None]:
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
    else:
        length = raw.str.len_chars()
        odd = raw.str.contains(r"[^\p{Han}A-Za-z0-9（）()·\-]") | ~length.is_between(5, 200)
        short = (length <= _LONGEST).fill_null(False).arg_true()  # others are no word for a blank
        odd = odd.scatter(short, odd.gather(short) | raw.gather(short).str.to_lowercase().is_in(sorted(PLACEHOLDERS)))
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
