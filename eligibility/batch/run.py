"""A whole population decided into a folder: begun, gone on with where an earlier run stopped, or found finished."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from .. import __version__
from ..language.replacing import replace_file
from ..plan.plan import Plan
from ..profiles.population.slice import CODE, NAME, ROW
from .clause_table import clause_frame, clauses_of
from .decider import Decider
from .folder import CLAUSES, DECISIONS, Folder, clear_half_written, locked, make, make_layers
from .manifest import Counts, Layer, Manifest, must_be_same, read_manifest
from .parquet_sink import write_parquet
from .policy_digest import policy_digests
from .rejected import write_rejected
from .sample_check import Difference, SampleCheck, reproduction, said
from .shards import SHARD_ROWS, Shard, counts_of, slice_rows, write_shard
from .since import Earlier, clauses_taken_over, earlier, take_over, take_over_counts
from .stopped import Mismatch, Stopped

if TYPE_CHECKING:
    import polars as pl

    from ..profiles.population.open import Part, Population

DIFFERENCE = "抽查不一致.yaml"


@dataclass(frozen=True)
class Batch:
    """``decider`` of all policies; ``deciding`` of those that are really decided, None where an earlier batch has them all.

    ``layer``: the folder that they go to, with the columns of ``schema``;
    ``first_mask``: the number that their first mask has there.
    """

    folder: Folder
    manifest: Manifest
    decider: Decider
    deciding: Decider | None
    earlier: Earlier | None
    layer: str
    schema: "dict[str, pl.DataType]"
    first_mask: int


@dataclass(frozen=True)
class Outcome:
    """``before``: shards that an earlier run had finished; ``again``: nothing at all was left to do; ``checked``: rows decided twice."""

    counts: Counts
    before: int
    again: bool
    checked: int


def prepare(folder: Folder, plan: Plan, policy_year: int, as_of: date, documents: Sequence[str], population: "Population", *,
            trace: bool = True, awards: bool = True, since: Folder | None = None, shard_rows: int = SHARD_ROWS) -> Batch:  # fmt: skip
    """What has to be decided. ``documents``: policies, and limits over them. Stopped where ``since`` does not fit."""
    decider = Decider(plan, policy_year, as_of, documents)
    schema = _with_name(decider.columns(trace=trace, awards=awards))
    digests, policies = policy_digests(decider.scalar.selection), [a.policy for a in decider.policies]
    manifest = Manifest(
        program=__version__, rules=plan.sha256, policy_year=policy_year, as_of=as_of.isoformat(), documents=list(documents),
        files=[os.path.basename(path) for path in population.paths], digest=population.digest, rows=population.rows, trace=trace, awards=awards,
        shard_rows=shard_rows, slice_rows=min(shard_rows, slice_rows(schema)), columns=list(schema), units={p: digests[p] for p in policies},
        layers=[Layer(DECISIONS, list(schema))],
    )  # fmt: skip
    if since is None:
        return Batch(folder, manifest, decider, decider, None, DECISIONS, schema, 0)
    if os.path.realpath(since.root) == os.path.realpath(folder.root):
        raise Stopped("X923", f"--since 和 --out 是同一个文件夹 {folder.root}", "用 --out 另写一个文件夹")
    found = earlier(since, manifest, policies)
    deciding = _of_changed(decider, found.changed) if found.changed else None
    own = _own_columns(deciding, trace, awards, found.first_mask) if deciding else {}
    layers = found.layers + ([Layer(found.layer, list(own))] if deciding else [])
    columns = [c for layer in layers for c in layer.columns]
    return Batch(folder, replace(manifest, layers=layers, columns=columns), decider, deciding, found, found.layer, own, found.first_mask)


def _with_name(columns: "dict[str, pl.DataType]") -> "dict[str, pl.DataType]":
    """The name beside the code: who reads the tables knows enterprises by it."""
    import polars as pl

    return {ROW: columns[ROW], CODE: columns[CODE], NAME: pl.String(), **columns}


def _of_changed(decider: Decider, changed: list[str]) -> Decider:
    others = [d.id for d in decider.documents if d.kind != "policy"]
    return Decider(decider.plan, decider.policy_year, decider.as_of, [*changed, *others])


def _own_columns(decider: Decider, trace: bool, awards: bool, first_mask: int) -> "dict[str, pl.DataType]":
    """The columns of a layer beside others: who it is stands in the first layer."""
    columns = decider.columns(trace=trace, awards=awards)
    return {_moved(name, first_mask) if name in decider.trace_schema else name: kind for name, kind in columns.items() if name not in (ROW, CODE)}


def _moved(mask: str, first: int) -> str:
    kind, _, number = mask.partition("_")
    return f"{kind}_{int(number) + first}"


def run(batch: Batch, population: "Population", *, words: Callable[[int], str], sample: int = 0,
        summarise: Callable[[], None] = lambda: None, told: Callable[[int], None] = lambda rows: None) -> Outcome:  # fmt: skip
    """Decide what is missing. ``words`` says a condition of the plan; ``told`` hears of rows as they are done; ``summarise``
    is called once everything else is written.

    Stopped where the folder belongs to another batch or another run; Mismatch
    where the scalar engine decides one of ``sample`` rows otherwise.
    """
    folder, layers = batch.folder, [layer.folder for layer in batch.manifest.layers]
    make(folder)
    with locked(folder):
        old = read_manifest(folder)
        if old is None:
            batch.manifest.write(folder)
        else:
            must_be_same(old, batch.manifest, folder)
        make_layers(folder, layers)
        clear_half_written(folder, layers)
        check = SampleCheck(batch.deciding.scalar, sample, population.rows, batch.manifest.digest, batch.deciding.bits if batch.manifest.trace else ())             if sample and batch.deciding else None
        counts, before = Counts(), 0
        for shard in (Shard(*s) for s in batch.manifest.shards):
            found = counts_of(folder, shard, layers)
            before += found is not None
            if found is None:
                found = _decide(batch, population, shard, check, told)
            else:
                told(found.read)
            counts += found
        if counts.read != population.rows:
            raise Stopped("X924", f"表格有 {population.rows} 行，各片合计 {counts.read} 行，对不上", "这是程序的缺陷：请把这条信息交给维护人员")
        again = old is not None and old.finished is not None and before == len(batch.manifest.shards)
        if not again:
            _write_clauses(batch, words)
            write_rejected(folder, batch.manifest, counts)
            summarise()
            batch.manifest.finish(folder, counts)
        return Outcome(counts, before, again, check.checked if check else 0)


def _decide(batch: Batch, population: "Population", shard: Shard, check: SampleCheck | None, told: Callable[[int], None]) -> Counts:
    """One shard; with an earlier batch only what changed, beside what is taken over."""
    folder, manifest, decider = batch.folder, batch.manifest, batch.deciding
    if batch.earlier is not None:
        take_over(batch.earlier, folder, shard.number)
        if decider is None:
            take_over_counts(batch.earlier, folder, shard.number)
            counts = counts_of(folder, shard, [layer.folder for layer in manifest.layers])
            if counts is None:
                raise Stopped("X923", f"--since 的 {batch.earlier.folder.root} 缺第 {shard.number} 片", "先用原来的命令把它补齐，或不写 --since")
            told(counts.read)
            return counts

    def decided(part: "Part") -> "pl.DataFrame":
        frame = decider.decide(part.slice, trace=manifest.trace, awards=manifest.awards)
        difference = check.compare(part.slice, frame, part.start, part.rows) if check else None
        if difference is not None:
            raise _mismatch(batch, part, difference)
        if batch.earlier is None:
            return frame.with_columns(part.slice.frame[NAME])
        return frame.rename({name: _moved(name, batch.first_mask) for name in decider.trace_schema}) if manifest.trace else frame

    parts = population.slices(shard.start, shard.stop, manifest.slice_rows, decider.facts)
    counts = write_shard(folder, shard, batch.layer, batch.schema, manifest.slice_rows, parts, decided, told)
    if batch.earlier is not None and counts_of(folder, shard, [layer.folder for layer in manifest.layers]) != counts:
        raise Stopped("X923", f"--since 的 {batch.earlier.folder.root} 第 {shard.number} 片的行与现在读到的不同", "不写 --since，全部重新判定")
    return counts


def _mismatch(batch: Batch, part: "Part", difference: Difference) -> Mismatch:
    """The two values, and a profile left behind with which they can be had again."""
    manifest, frame = batch.manifest, part.slice.frame
    code, row = frame[CODE][difference.position], frame[ROW][difference.position]
    values = [said(difference.column, value) for value in (difference.columnar, difference.scalar)]
    what = f"表格第 {row} 行（{code}）的“{difference.column}”：成批判定为 {values[0]}，逐家判定为 {values[1]}"
    path = batch.folder / DIFFERENCE
    heading = [what, f"重现：eligibility check --year {manifest.policy_year} --as-of {manifest.as_of} {DIFFERENCE}"]
    replace_file(path, reproduction(part.slice, difference.position, batch.decider.plan.vocabulary, heading).encode("utf-8"))
    return Mismatch("X925", f"抽查不一致，已停下：{what}", f"这是程序的缺陷：请把 {path} 和所用的规则交给维护人员；急用的，用 eligibility check 逐家判定")


def _write_clauses(batch: Batch, words: Callable[[int], str]) -> None:
    clauses = [] if not batch.manifest.trace else clauses_of(batch.decider.scalar, batch.decider.bits, words)
    if batch.manifest.trace and batch.earlier is not None:
        changed = batch.earlier.changed
        fresh = clauses_of(batch.deciding.scalar, batch.deciding.bits, words) if batch.deciding else []
        moved = [clause._replace(mask=clause.mask + batch.first_mask) for clause in fresh]
        clauses = clauses_taken_over(batch.earlier, [c for c in clauses if c.policy not in changed]) + moved
    write_parquet(clause_frame(clauses), batch.folder / CLAUSES)
