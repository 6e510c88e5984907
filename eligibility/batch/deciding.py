"""One shard of a job decided: slice by slice, some rows looked at twice, or what an earlier batch has of it taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from ..language.diagnostic import Diagnostic
from ..language.replacing import replace_file
from ..profiles.population.slice import CODE, NAME, ROW
from .columns import said
from .job import Job
from .manifest import Counts
from .sample_check import Difference, SampleCheck, reproduction
from .shards import Shard, counts_of, write_shard
from .since import take_over, take_over_counts
from .stopped import Mismatch, Stopped

if TYPE_CHECKING:
    from ..profiles.population.open import Part, Population

DIFFERENCE = "抽查不一致.yaml"


def decide_shard(job: Job, population: "Population", shard: Shard, check: SampleCheck | None, told: Callable[[int], None],
                 doubted: Callable[[Sequence[Diagnostic]], None]) -> Counts:  # fmt: skip
    """Write the shard; Mismatch where the scalar engine decides a row otherwise, Stopped where rows do not fit together."""
    if job.earlier is not None:
        take_over(job.earlier, job.folder, shard.number)
        if job.deciding is None:
            return _taken_over(job, shard, told)

    def decided(part: "Part") -> pl.DataFrame:
        doubted(part.doubts)
        return _decided(job, part, check)

    parts = read_ahead(population.slices(shard.start, shard.stop, job.manifest.slice_rows, job.wanted))
    parts = parts if job.earlier is None else _same_rows(job, shard, parts)
    return write_shard(job.folder, shard, job.layer, job.schema, job.blank, parts, decided, told)


def read_ahead(parts: "Iterator[Part]") -> "Iterator[Part]":
    """Each part, while another thread reads the next."""
    with ThreadPoolExecutor(1, "reading") as pool:
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part


def _decided(job: Job, part: "Part", check: SampleCheck | None) -> pl.DataFrame:
    manifest, decider = job.manifest, job.deciding
    frame = decider.decide(part.slice, trace=manifest.trace, awards=manifest.awards)
    difference = check.compare(part.slice, frame, part.start, part.rows) if check else None
    if difference is not None:
        raise _mismatch(job, part, difference)
    if job.earlier is None:
        return frame.with_columns(part.slice.frame[NAME])
    return frame.rename({name: job.moved(name) for name in decider.trace_schema}) if manifest.trace else frame


def _taken_over(job: Job, shard: Shard, told: Callable[[int], None]) -> Counts:
    """Nothing has changed: the shard is finished with what was taken over."""
    take_over_counts(job.earlier, job.folder, shard.number)
    counts = counts_of(job.folder, shard, job.layers)
    if counts is None:
        raise _other_rows(job, shard)
    told(counts.read)
    return counts


def _same_rows(job: Job, shard: Shard, parts: "Iterable[Part]") -> "Iterator[Part]":
    """The parts, each with the very rows that stand in the layer taken over."""
    rows = pl.read_parquet(job.folder.decisions(shard.number, job.earlier.layers[0].folder), columns=[ROW], glob=False)[ROW]
    at = 0
    for part in parts:
        height = part.slice.frame.height
        if not rows.slice(at, height).equals(part.slice.frame[ROW]):
            raise _other_rows(job, shard)
        at += height
        yield part
    if at != len(rows):
        raise _other_rows(job, shard)


def _other_rows(job: Job, shard: Shard) -> Stopped:
    return Stopped("X923", f"不能沿用 {job.earlier.folder.root}：第 {shard.number} 片能用的行与那时不同，或文件不全", "不写 --since，全部重新判定")


def _mismatch(job: Job, part: "Part", difference: Difference) -> Mismatch:
    """The two values, and a profile left behind with which they can be had again."""
    manifest, frame = job.manifest, part.slice.frame
    code, row = frame[CODE][difference.position], frame[ROW][difference.position]
    values = [said(difference.column, value) for value in (difference.columnar, difference.scalar)]
    what = f"表格第 {row} 行（{code}）的“{difference.column}”：成批判定为 {values[0]}，逐家判定为 {values[1]}"
    path = job.folder / DIFFERENCE
    heading = [what, f"重现：eligibility check --year {manifest.policy_year} --as-of {manifest.as_of} {DIFFERENCE}"]
    replace_file(path, reproduction(part.slice, difference.position, job.decider.plan.vocabulary, heading).encode("utf-8"))
    return Mismatch("X925", f"抽查不一致，已停下：{what}", f"这是程序的缺陷：请把 {path} 和所用的规则交给维护人员；急用的，用 eligibility check 逐家判定")
