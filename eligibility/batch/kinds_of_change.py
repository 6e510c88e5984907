"""The ways in which a decision may come out otherwise under other rules, and the columns that say which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import ELIGIBLE, INELIGIBLE, UNDETERMINED

if TYPE_CHECKING:
    import polars as pl

UNCHANGED = "unchanged"
ADDED, DROPPED = "added", "dropped"  # not eligible → eligible, and back
RAISED, LOWERED = "raised", "lowered"  # one end of the amount or both, none the other way
INTERVAL = "interval"  # one end raised, the other lowered
ELIGIBLE_OPENED, INELIGIBLE_OPENED = "eligible_to_undetermined", "ineligible_to_undetermined"
SETTLED_ELIGIBLE, SETTLED_INELIGIBLE = "undetermined_to_eligible", "undetermined_to_ineligible"

#: in the order in which they are told; a column of kinds holds the position
KINDS = (UNCHANGED, DROPPED, LOWERED, ADDED, RAISED, ELIGIBLE_OPENED, INELIGIBLE_OPENED, SETTLED_INELIGIBLE, SETTLED_ELIGIBLE, INTERVAL)

#: what each is when the rules are exchanged
OPPOSITE = {
    UNCHANGED: UNCHANGED, INTERVAL: INTERVAL, ADDED: DROPPED, DROPPED: ADDED, RAISED: LOWERED, LOWERED: RAISED,
    ELIGIBLE_OPENED: SETTLED_ELIGIBLE, SETTLED_ELIGIBLE: ELIGIBLE_OPENED,
    INELIGIBLE_OPENED: SETTLED_INELIGIBLE, SETTLED_INELIGIBLE: INELIGIBLE_OPENED,
}  # fmt: skip

_BY_STATUS = {
    (INELIGIBLE, ELIGIBLE): ADDED, (ELIGIBLE, INELIGIBLE): DROPPED,
    (ELIGIBLE, UNDETERMINED): ELIGIBLE_OPENED, (INELIGIBLE, UNDETERMINED): INELIGIBLE_OPENED,
    (UNDETERMINED, ELIGIBLE): SETTLED_ELIGIBLE, (UNDETERMINED, INELIGIBLE): SETTLED_INELIGIBLE,
}  # fmt: skip
UNBOUNDED = 2**63 - 1  # stands for an upper end that is not known: no amount reaches it


def kind_column() -> "pl.Expr":
    """UInt8, position in ``KINDS``, from ``status``, ``low`` and ``high`` with ``_before`` and ``_after``."""
    import polars as pl

    low, high = (_rise(end) for end in ("low", "high"))
    amount = (
        pl.when((low == 0) & (high == 0)).then(KINDS.index(UNCHANGED))
        .when((low >= 0) & (high >= 0)).then(KINDS.index(RAISED))
        .when((low <= 0) & (high <= 0)).then(KINDS.index(LOWERED))
        .otherwise(KINDS.index(INTERVAL))
    )  # fmt: skip
    before, after = pl.col("status_before"), pl.col("status_after")
    found = amount
    for (was, now), kind in _BY_STATUS.items():
        found = pl.when((before == was) & (after == now)).then(KINDS.index(kind)).otherwise(found)
    return found.cast(pl.UInt8)


def size_column() -> "pl.Expr":
    """Int64 分: by how much the end that moves most moves; ``UNBOUNDED`` where a bound came or went."""
    import polars as pl

    high = pl.when(pl.col("high_before").is_null() != pl.col("high_after").is_null()).then(UNBOUNDED)
    high = high.otherwise((pl.col("high_after") - pl.col("high_before")).abs().fill_null(0))
    return pl.max_horizontal((pl.col("low_after") - pl.col("low_before")).abs(), high)


def _rise(end: str) -> "pl.Expr":
    """-1, 0 or 1: which way an end moves."""
    import polars as pl

    before, after = (pl.col(f"{end}_{when}").fill_null(UNBOUNDED) for when in ("before", "after"))
    return (after > before).cast(pl.Int8) - (after < before).cast(pl.Int8)
