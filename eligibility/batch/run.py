"""A whole population decided into a folder: begun, gone on with where an earlier run stopped, or found finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..language.diagnostic import Diagnostic
from .clause_table import clause_frame, clauses_of
from .deciding import decide_shard
from .folder import CLAUSES, clear_half_written, locked, make, make_layers
from .job import Job
from .manifest import Counts, must_be_same, read_manifest
from .parquet_sink import write_parquet
from .rejected import write_rejected
from .sample_check import SampleCheck
from .shards import Shard, counts_of
from .since import clauses_taken_over
from .stopped import Stopped

if TYPE_CHECKING:
    from ..profiles.population.open import Population


@dataclass(frozen=True)
class Outcome:
    """``before``: shards that an earlier run had finished; ``again``: nothing at all was left to do; ``checked``: rows decided twice."""

    counts: Counts
    before: int
    again: bool
    checked: int


@dataclass(frozen=True)
class Listener:
    """Who hears of a run: of ``rows`` as they are done, of ``doubts`` about cells that count as blank, and when all is decided (``summarise``)."""

    rows: Callable[[int], None] = lambda rows: None
    doubts: Callable[[Sequence[Diagnostic]], None] = lambda doubts: None
    summarise: Callable[[Counts], None] = lambda counts: None


def here(job: Job, population: "Population", shards: Sequence[Shard], sample: int, listener: Listener) -> tuple[Counts, int]:
    """Decide and write these shards one after another; what they came to, and how many rows were decided twice."""
    check, counts = check_of(job, sample), Counts()
    for shard in shards:
        counts += decide_shard(job, population, shard, check, listener.rows, listener.doubts)
    return counts, check.checked if check else 0


def run(job: Job, population: "Population", *, sample: int = 0, listener: Listener = Listener(), decide: Callable = here) -> Outcome:
    """Decide what is missing, ``here`` or elsewhere with the same arguments, and write down what all of it came to.

    Stopped where the folder belongs to another batch or another run; Mismatch
    where the scalar engine decides one of the rows looked at, ``sample`` at
    random among them, otherwise; OSError where something cannot be written.
    """
    folder = job.folder
    make(folder)
    with locked(folder):
        old = read_manifest(folder)
        if old is None:
            job.manifest.write(folder)
        else:
            must_be_same(old, job.manifest, folder)
        make_layers(folder, job.layers)
        clear_half_written(folder, job.layers)
        counts, missing, checked = Counts(), [], 0
        for shard in (Shard(*s) for s in job.manifest.shards):
            found = counts_of(folder, shard, job.layers)
            if found is None:
                missing.append(shard)
            else:
                counts += found
                listener.rows(found.read)
        if missing:
            decided, checked = decide(job, population, missing, sample, listener)
            counts += decided
        if counts.read != population.rows or counts.read != counts.used + counts.rejected:
            raise Stopped("X924", f"表格有 {population.rows} 行，判定 {counts.used} 行，退回 {counts.rejected} 行，对不上", "这是程序的缺陷：请把这条信息交给维护人员")
        again = old is not None and old.finished is not None and not missing
        if not again:
            _write_clauses(job)
            write_rejected(folder, job.manifest, counts)
            listener.summarise(counts)
            job.manifest.finish(folder, counts)
        return Outcome(counts, len(job.manifest.shards) - len(missing), again, checked)


def check_of(job: Job, sample: int) -> SampleCheck | None:
    """Who decides ``sample`` rows at random twice; None where none are, or nothing is decided at all."""
    if not sample or job.deciding is None:
        return None
    return SampleCheck(job.deciding.scalar, sample, job.manifest.rows, job.manifest.digest, job.deciding.bits if job.manifest.trace else ())


def _write_clauses(job: Job) -> None:
    """The table of the masks' bits; without masks it is empty."""
    clauses = clauses_of(job.decider.scalar, job.decider.bits) if job.manifest.trace else []
    if job.earlier is not None and job.manifest.trace:
        fresh = clauses_of(job.deciding.scalar, job.deciding.bits) if job.deciding else []
        kept = clauses_taken_over(job.earlier, [c for c in clauses if c.policy not in job.earlier.changed])
        clauses = kept + [clause._replace(mask=clause.mask + job.first_mask) for clause in fresh]
    write_parquet(clause_frame(clauses), job.folder / CLAUSES)
