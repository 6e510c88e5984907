"""What a batch has to decide and where to, settled before the first row is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from .. import __version__
from ..plan.plan import Plan
from ..profiles.population.slice import CODE, NAME, PAID, ROW, Key
from .decider import Decider
from .folder import DECISIONS, Folder
from .manifest import Layer, Manifest
from .policy_digest import policy_digests
from .shards import SHARD_ROWS, slice_rows
from .since import Earlier, earlier
from .stopped import Stopped

if TYPE_CHECKING:
    from ..profiles.population.open import Population


@dataclass(frozen=True)
class Job:
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
    schema: dict[str, pl.DataType]
    first_mask: int

    @property
    def layers(self) -> list[str]:
        """All folders with columns that count."""
        return [layer.folder for layer in self.manifest.layers]

    @property
    def blank(self) -> frozenset[str]:
        """The columns that may have nulls: of no other is it ever asked, which saves much of the time that writing takes."""
        return frozenset({NAME, *(answer.high for answer in self.decider.answers)})

    @property
    def wanted(self) -> frozenset[Key]:
        """The facts to be read. A row is returned for a cell that cannot be read, so beside returned rows the same facts must be read as then."""
        if self.earlier is not None:
            return (self.decider if self.earlier.manifest.finished.rejected else self.deciding).facts | {(PAID, None)}
        names = {(fact.name, None) for fact in self.decider.plan.vocabulary.values() if fact.role == "name"}
        return self.decider.facts | names | {(PAID, None)}

    def moved(self, mask: str) -> str:
        """The column of a mask beside those taken over."""
        return _moved(mask, self.first_mask)


def prepare(folder: Folder, plan: Plan, policy_year: int, as_of: date, documents: Sequence[str], population: "Population", files: Sequence[str], *,
            trace: bool = True, awards: bool = True, since: Folder | None = None, shard_rows: int = SHARD_ROWS) -> Job:  # fmt: skip
    """``documents``: policies, limits over them, pools; ``files``: those of the population, as people know them.

    ``trace``: whether masks are written, ``awards``: whether awards are beside policies. Stopped where ``since`` does not fit.
    """
    decider = Decider(plan, policy_year, as_of, documents)
    columns = decider.columns(trace=trace, awards=awards)
    schema = {ROW: columns[ROW], CODE: columns[CODE], NAME: pl.String(), **columns}  # who reads the tables knows enterprises by name
    units = policy_digests(decider.scalar.selection)
    manifest = Manifest(
        program=__version__, rules=plan.sha256, policy_year=policy_year, as_of=as_of.isoformat(), documents=list(documents),
        files=list(files), digest=population.digest, rows=population.rows, trace=trace, awards=awards,
        shard_rows=shard_rows, slice_rows=min(shard_rows, slice_rows(schema)), columns=list(schema), units=units,
        layers=[Layer(DECISIONS, list(schema))],
    )  # fmt: skip
    if since is None:
        return Job(folder, manifest, decider, decider, None, DECISIONS, schema, 0)
    if os.path.realpath(since.root) == os.path.realpath(folder.root):
        raise Stopped("X923", f"--since 和 --out 是同一个文件夹 {folder.root}", "用 --out 另写一个文件夹")
    return _since(Job(folder, manifest, decider, None, earlier(since, manifest), "", {}, 0))


def _since(job: Job) -> Job:
    """The job with only what changed to be decided, in a layer beside those taken over."""
    found, decider, manifest = job.earlier, job.decider, job.manifest
    layers = found.layers
    if found.changed:
        others = [d.id for d in decider.documents if d.limits]
        deciding = Decider(decider.plan, decider.policy_year, decider.as_of, [*found.changed, *others])
        columns = deciding.columns(trace=manifest.trace, awards=manifest.awards)
        schema = {_moved(name, found.first_mask) if name in deciding.trace_schema else name: kind
                  for name, kind in columns.items() if name not in (ROW, CODE)}  # fmt: skip
        job = replace(job, deciding=deciding, layer=found.layer, schema=schema, first_mask=found.first_mask)
        layers = [*layers, Layer(found.layer, list(schema))]
    return replace(job, manifest=replace(manifest, layers=layers, columns=[c for layer in layers for c in layer.columns]))


def _moved(mask: str, first: int) -> str:
    kind, _, number = mask.partition("_")
    return f"{kind}_{int(number) + first}"
