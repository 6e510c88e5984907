"""Codes and names of enterprises that do not exist: right in form, of a district that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..profiles.credit_code import ALPHABET, WEIGHTS

if TYPE_CHECKING:
    import polars as pl

#: 000000 is no district, so no such code was ever given out
_DISTRICT = "91000000"
_DIGITS = 8
MOST = 10**_DIGITS - 1  # enterprises for which there are codes


def codes(numbers: np.ndarray, mark: str = "Y") -> "pl.Series":
    """The credit codes of ``numbers`` (from 0 to ``MOST``), each its own, with the right last character."""
    import polars as pl
    import pyarrow as pa

    letters = np.frombuffer(ALPHABET.encode(), np.uint8)
    body = np.empty((len(numbers), 18), np.int64)
    body[:, :9] = [ALPHABET.index(c) for c in _DISTRICT + mark]
    for place in range(_DIGITS):
        body[:, 9 + place] = numbers // 10 ** (_DIGITS - 1 - place) % 10
    body[:, 17] = -(body[:, :17] @ np.array(WEIGHTS)) % 31
    text = letters[body].tobytes()
    starts = np.arange(0, 18 * len(numbers) + 1, 18, dtype=np.int32)
    return pl.from_arrow(pa.StringArray.from_buffers(len(numbers), pa.py_buffer(starts), pa.py_buffer(text))).cast(pl.String)


def names(numbers: np.ndarray) -> "pl.Series":
    """虚构样本企业 and the number, counted from 1."""
    import polars as pl

    return ("虚构样本企业" + pl.Series(numbers + 1).cast(pl.String)).alias("name")
