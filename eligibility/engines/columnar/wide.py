"""Numbers of 128 bits, which numpy does not have: as polars series, beside arrays and constants of 64."""

from __future__ import annotations

import operator

import numpy as np
import polars as pl

Values = pl.Series | np.ndarray | int
_SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv,
          ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq}  # fmt: skip


def reckoned(sign: str, a: Values, b: Values) -> pl.Series:
    """``a sign b``; of what means nothing (a divisor of 0) it is anything."""
    return _SIGNS[sign](*_both(a, b)).fill_null(0)


def compared(sign: str, a: Values, b: Values) -> np.ndarray:
    """Whether ``a sign b``."""
    return _SIGNS[sign](*_both(a, b)).to_numpy()


def minimum(a: Values, b: Values) -> pl.Series:
    """The smaller of each row."""
    a, b = _both(a, b)
    return a.zip_with(a <= b, b)


def maximum(a: Values, b: Values) -> pl.Series:
    """The larger of each row."""
    a, b = _both(a, b)
    return a.zip_with(a >= b, b)


def where(condition: np.ndarray, yes: Values, no: Values) -> pl.Series:
    """``yes`` where the condition holds, else ``no``."""
    yes, no = (_series(x, len(condition)) for x in (yes, no))
    return yes.zip_with(pl.Series(condition), no)


def narrow(values: pl.Series) -> np.ndarray:
    """Those known to fit, as int64."""
    return values.cast(pl.Int64, strict=False).fill_null(0).to_numpy()


def _both(a: Values, b: Values) -> tuple[pl.Series, pl.Series]:
    length = max(len(x) for x in (a, b) if not isinstance(x, int))
    return _series(a, length), _series(b, length)


def _series(values: Values, length: int) -> pl.Series:
    if isinstance(values, int):
        return pl.Series([values], dtype=pl.Int128).new_from_index(0, length)
    return values if isinstance(values, pl.Series) else pl.Series(values).cast(pl.Int128)
