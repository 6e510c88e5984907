"""How many may have each policy and award, and what it comes to: exact sums over everybody, shard by shard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .columns import ELIGIBLE, INELIGIBLE, UNDETERMINED, Answer
from .written import Written

if TYPE_CHECKING:
    import polars as pl


class Total(NamedTuple):
    """A policy or award over all enterprises; money in 分.

    ``low`` and ``high`` are the sums of the lowest and highest amounts; those
    ``unbounded`` have no highest and stand in ``low`` alone. ``settled``: the
    sum of the amounts that are known exactly.
    """

    answer: Answer
    eligible: int
    ineligible: int
    undetermined: int
    settled: int
    low: int
    high: int
    unbounded: int


class Enterprises(NamedTuple):
    """How many may have something for certain, may perhaps have something and nothing yet for certain, and have nothing."""

    decided: int
    eligible: int
    undetermined: int
    refused: int


def totals_of(written: Written, answers: Sequence[Answer], policies: Sequence[Answer]) -> tuple[Enterprises, list[Total]]:
    """The enterprises over all ``policies``, and a total for each of ``answers``."""
    import polars as pl

    wanted = [pl.len().alias("len")]
    some = [pl.any_horizontal([pl.col(p.status) == code for p in policies]) for code in (ELIGIBLE, UNDETERMINED)] if policies else [pl.lit(False)] * 2
    wanted += [some[0].sum().alias("some"), (some[1] & ~some[0]).sum().alias("perhaps")]
    for i, answer in enumerate(answers):
        wanted += [figure.alias(f"{i} {name}") for name, figure in _figures(answer).items()]
    columns = list(dict.fromkeys(c for a in (*policies, *answers) for c in (a.status, a.low, a.high))) or ["row"]
    found = written.sums(columns, wanted)
    return _enterprises(found), [Total(a, *(found[f"{i} {name}"] for name in _figures(a))) for i, a in enumerate(answers)]


def _figures(answer: Answer) -> "dict[str, pl.Expr]":
    """The parts of a ``Total`` in their order."""
    import polars as pl

    status, low, high = pl.col(answer.status), pl.col(answer.low), pl.col(answer.high)
    return {
        "eligible": (status == ELIGIBLE).sum(),
        "ineligible": (status == INELIGIBLE).sum(),
        "undetermined": (status == UNDETERMINED).sum(),
        "settled": fen_sum(pl.when(low == high).then(low)),
        "low": fen_sum(low),
        "high": fen_sum(high),
        "unbounded": high.null_count(),
    }


def fen_sum(amounts: "pl.Expr") -> "pl.Expr":
    """The sum of 分, however many: 64 bits do not hold the sum of what each fits into them."""
    import polars as pl

    return amounts.cast(pl.Int128).sum()


def _enterprises(found: Counter[str]) -> Enterprises:
    decided, some, perhaps = found["len"], found["some"], found["perhaps"]
    return Enterprises(decided, some, perhaps, decided - some - perhaps)
