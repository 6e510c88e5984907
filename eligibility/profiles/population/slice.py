"""Some enterprises as columns of typed facts: what readers of populations give and engines take.

A fact that no column stands for is blank for everybody, as a null in a column
is for one enterprise; nothing else is ever taken for a blank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...language.fact import Fact
from ...plan.operations import FACT_SCALES

if TYPE_CHECKING:
    import polars as pl

Key = tuple[str, int | None]  # (fact, year or None)

ROW, CODE, NAME = "row", "code", "name"
PAID = "已兑现"
POSITION = "position"
NONE_MARK, COUNT_MARK = " 无", " 行数"


@dataclass(slots=True)
class Slice:
    """``frame``: one row an enterprise. ``records``: fact → its rows; ``paid``: what was paid before.

    Columns of ``frame``: ``row`` (Int64, the row in its file, the heading being
    row 1), ``code`` (String), ``name`` (String, may be null), and for facts
    ``column_of((fact, year))`` with null for a blank:

    - money, count, year: Int64 in the base unit (分 for money); number: Int64
      of millionths, ratio and points: Int64 of hundred-millionths
      (``FACT_SCALES``); date: Int64 ordinal days as ``date.toordinal``;
    - yes_no: Boolean; choice: Enum of its options in their order; text and code: String.

    Where somebody's fact is 无, a Boolean column ``none_column(key)`` without
    nulls says of whom; the value is then null. There is none without the column of the fact. A records fact has the Int64
    column ``count_column(fact)``: how many rows the enterprise has, null where
    the list is not known, 0 for 无. Its rows stand in ``records[fact]``: Int64
    ``position`` (the row of ``frame``, from 0), then the columns of the fact,
    typed as facts are; ``none_column((column, None))`` marks cells that are 无.
    ``paid`` has ``position``, ``policy`` and ``award`` (String) and ``fen``
    (Int64, null where not stated); its Int64 count column stands in ``frame``
    as ``count_column(PAID)``.
    """

    frame: "pl.DataFrame"
    records: "dict[str, pl.DataFrame]" = field(default_factory=dict)
    paid: "pl.DataFrame | None" = None


def column_of(key: Key) -> str:
    """The column of a fact: its name, and its year after a blank."""
    name, year = key
    return name if year is None else f"{name} {year}"


def none_column(key: Key) -> str:
    """The Boolean column that says whose fact is 无."""
    return column_of(key) + NONE_MARK


def count_column(fact: str) -> str:
    """The column that says how many rows of a records fact an enterprise has."""
    return fact + COUNT_MARK


def scale_of(fact: Fact) -> int:
    """By what the true value of a fact is multiplied in its column."""
    return FACT_SCALES.get(fact.type, 1)


def dtype_of(fact: Fact) -> "pl.DataType":
    """The polars type of a fact's column."""
    import polars as pl

    match fact.type:
        case "yes_no":
            return pl.Boolean()
        case "choice":
            return pl.Enum(fact.options)
        case "text" | "code":
            return pl.String()
    return pl.Int64()
