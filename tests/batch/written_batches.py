"""Batches as the verb leaves them, written by a decider from a slice: for those who read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eligibility.batch.clause_table import clause_frame, clauses_of
from eligibility.batch.decider import Decider
from eligibility.batch.folder import CLAUSES, DECISIONS, Folder, make, make_layers
from eligibility.batch.manifest import Counts, Layer, Manifest
from eligibility.plan.plan import Plan
from eligibility.profiles.population.slice import NAME, Slice

YEAR, DAY = 2021, date(2022, 6, 30)


def write_batch(root: Path, plan: Plan, slice_: Slice, *, trace: bool = True, awards: bool = True, shard_rows: int = 7) -> Decider:
    """Everybody of ``slice_`` decided for 2021 on 30 June 2022, in shards of ``shard_rows``."""
    decider, folder = Decider(plan, YEAR, DAY), Folder(str(root))
    frame = decider.decide(slice_, trace=trace, awards=awards).with_columns(slice_.frame[NAME])
    counts = Counts(frame.height, frame.height, 0)
    manifest = Manifest(
        program="0", rules=plan.sha256, policy_year=YEAR, as_of=DAY.isoformat(), documents=[d.id for d in decider.documents], files=["名单.csv"],
        digest="0", rows=frame.height, trace=trace, awards=awards, shard_rows=shard_rows, slice_rows=shard_rows, columns=frame.columns, units={},
        layers=[Layer(DECISIONS, frame.columns)],
    )  # fmt: skip
    make(folder)
    make_layers(folder, [DECISIONS])
    for number, start, stop in manifest.shards:
        frame[start:stop].write_parquet(folder.decisions(number))
    clauses = clauses_of(decider.scalar, decider.bits) if trace else []
    clause_frame(clauses).write_parquet(folder / CLAUSES)
    manifest.finish(folder, counts)
    return decider
