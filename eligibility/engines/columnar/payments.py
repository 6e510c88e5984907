"""What was paid before, looked up for each enterprise before a program runs."""

from __future__ import annotations

import polars as pl

from ...profiles.population.slice import PAID, POSITION, Slice, count_column

EVER, LEAST, MOST = " 曾付", " 至少", " 至多"
MOST_PAID = 10**18  # 分: what all payments before of one enterprise come to at most


class Payments:
    """The sums that a program asks for: each of one policy and some of its awards."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, policy: str, awards) -> str:
        """The prefix of the columns of one sum."""
        return self._asked.setdefault((policy, tuple(awards)), f"\1{len(self._asked)}")

    def columns(self, slice_: Slice) -> dict[str, pl.Series]:
        """For each sum: whether anything was paid, the least it comes to, and the most (null: a payment has no amount, or nothing is known)."""
        height = slice_.frame.height
        known = slice_.frame[count_column(PAID)].is_not_null() if self._asked else None
        found: dict[str, pl.Series] = {}
        for (policy, awards), prefix in self._asked.items():
            rows = self._rows(slice_, policy, awards)
            sums = rows.group_by(POSITION).agg(
                pl.lit(True).alias("ever"), pl.col("fen").sum().alias("least"), pl.col("fen").is_null().any().alias("without"))
            each = pl.DataFrame({POSITION: pl.Series(range(height), dtype=pl.Int64)}).join(sums, on=POSITION, how="left", maintain_order="left")
            least = each["least"].fill_null(0)
            bounded = known & ~each["without"].fill_null(False)
            found[prefix + EVER] = each["ever"].fill_null(False)
            found[prefix + LEAST] = least
            found[prefix + MOST] = each.select(pl.when(bounded).then(least).otherwise(None))[:, 0]
        return found

    def _rows(self, slice_: Slice, policy: str, awards: tuple[str, ...]) -> pl.DataFrame:
        if slice_.paid is None:
            return pl.DataFrame(schema={POSITION: pl.Int64, "fen": pl.Int64})
        return slice_.paid.filter((pl.col("policy") == policy) & pl.col("award").is_in(list(awards))).select(POSITION, "fen")
