"""Whether all contestants decide alike: what they write, compared row by row with what we write."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.batch.by_ours import decisions
from bench.batch.rounds import Contestant, alone
from bench.batch.three import answer_columns

#: how far amounts may lie apart: 分, and as a share. OpenFisca calculates in 32-bit floats, durable-rules in floats.
ALLOWED = {"polars": (0, 0.0), "duckdb": (0, 0.0), "zen": (1, 0.0), "durable": (1, 0.0), "openfisca": (1, 1e-6)}
#: of how many answers an engine may differ that is known not to be exact
INEXACT = {"openfisca": 0.03}


def disagreements(contestants: list[Contestant], given: dict, known: Path, scratch: Path) -> list[str]:
    """A line for each column in which a contestant differs from ours."""
    whole = _ours(given, scratch / "whole")
    complete = _ours(given | {"population": str(known)}, scratch / "complete")
    wrong = []
    for one in contestants[1:]:
        found = _written(one, scratch / one.kind)
        if found is not None:
            mine = whole if one.kind in ("polars", "duckdb") else complete
            wrong += [f"{one.name}, {line}" for line in differences(mine, found, one.kind)]
    return wrong


def _ours(given: dict, to: Path) -> pl.DataFrame:
    alone(Contestant("ours", "ours", given), to)
    return pl.read_parquet(decisions(str(to)))


def _written(one: Contestant, to: Path) -> pl.DataFrame | None:
    asked = Contestant(one.name, one.kind, one.given)
    alone(asked, to)
    one.absent = asked.absent
    return None if asked.absent else pl.read_parquet(to)


def differences(mine: pl.DataFrame, found: pl.DataFrame, kind: str) -> list[str]:
    """A line for each column of ``found``, by the engine ``kind``, that is not as in ``mine``; of fewer rows the first so many of ours."""
    lines = []
    apart, share = ALLOWED[kind]
    for column in ("row", "code", "name", *answer_columns()):
        if column not in found.columns:  # engines that give awards only
            continue
        ours, theirs = mine[column].head(found.height), found[column]
        if ours.dtype == pl.String:
            wrong = (ours != theirs).fill_null(True)
        else:
            least = (ours.cast(pl.Int64) * share).clip(lower_bound=apart if column.endswith(("至少", "至多")) else 0)
            wrong = ((ours.cast(pl.Int64) - theirs.cast(pl.Int64)).abs() > least).fill_null(True)
        if wrong.sum() > INEXACT.get(kind, 0) * found.height:
            first = wrong.arg_true()[0]
            lines.append(f"{column}: {wrong.sum()} of {found.height} rows differ; first row {first}: ours {ours[first]}, theirs {theirs[first]}")
    return lines
