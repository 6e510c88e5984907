"""What one Spark task does: shards decided and written by the code of one machine, on whatever node it runs."""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import __version__
from ..plan.plan import from_json
from ..profiles.population.source import Unreadable
from .deciding import decide_shard
from .folder import Folder
from .job import Job, prepare
from .manifest import read_manifest
from .run import check_of
from .sample_check import SampleCheck
from .shards import Shard, counts_of
from .stopped import Stopped

if TYPE_CHECKING:
    import pyarrow

    from ..language.diagnostic import Diagnostic
    from ..profiles.population.open import Population
    from .manifest import Manifest

#: What a task answers to the number of a shard, as Spark writes types. ``said``, pickled: doubts about cells, or the error.
ANSWER = "shard long, checked long, stopped boolean, said binary"
_DOUBTS = 100  # of a shard; nobody reads more
#: What makes nodes see and do the same.
SAME = "所有节点装同样版本的 Python 和 eligibility，表格和 --out 放在各节点以同一路径看到的共享文件夹里，再运行同样的命令"


@dataclass(frozen=True, eq=False)
class Parcel:
    """What goes to every process, once. ``plan``: as JSON; ``paths``, of the tables, ``out`` and ``since`` are the same on all nodes.

    ``numbers``: of the shards to be decided.
    """

    plan: str
    population: "Population"
    paths: tuple[str, ...]
    out: str
    since: str | None
    sample: int
    manifest: "Manifest"
    numbers: tuple[int, ...]


def decide_shards(parcel: Parcel, batches: "Iterable[pyarrow.RecordBatch]") -> "Iterator[pyarrow.RecordBatch]":
    """For ``mapInArrow``: the shards at these places of ``numbers`` decided and written; an answer for each.

    What would stop any node is an answer, so that Spark does not try it again;
    what may be the fault of this one, such as a full disk, is raised.
    """
    import pyarrow

    for batch in batches:
        for number in (parcel.numbers[place] for place in batch.column(0).to_pylist()):
            doubts: list[Diagnostic] = []
            try:
                checked, stopped, said = _decide(parcel, number, doubts), False, doubts
            except Stopped as error:
                checked, stopped, said = 0, True, (type(error), (error.code, str(error), error.hint))
            except Unreadable as error:
                checked, stopped, said = 0, True, (Unreadable, (error.finding,))
            answer = {"shard": [number], "checked": [checked], "stopped": [stopped], "said": [pickle.dumps(said)]}
            yield pyarrow.RecordBatch.from_pydict(answer)


def _decide(parcel: Parcel, number: int, doubts: "list[Diagnostic]") -> int:
    """Decide a shard; how many rows were decided twice. One that an earlier attempt had finished stays as it is."""
    job, check = _prepared(parcel)
    shard = Shard(*parcel.manifest.shards[number])
    if counts_of(job.folder, shard, job.layers) is not None:
        return 0
    before = check.checked if check else 0
    decide_shard(job, parcel.population, shard, check, lambda rows: None, lambda new: doubts.extend(new[: _DOUBTS - len(doubts)]))
    return check.checked - before if check else 0


@lru_cache(maxsize=1)
def _prepared(parcel: Parcel) -> tuple[Job, SampleCheck | None]:
    """Just what the driver prepared, compiled once in this process. Stopped where this node sees something else."""
    folder, manifest, here = Folder(parcel.out), parcel.manifest, socket.gethostname()
    if manifest.program != __version__:
        raise Stopped("X943", f"节点 {here} 上的 eligibility 是 {__version__}，发起的机器上是 {manifest.program}", SAME)
    for path in (*parcel.paths, *([parcel.since] if parcel.since else [])):
        if not os.path.exists(path):
            raise Stopped("X943", f"节点 {here} 看不到 {path}", SAME)
    found = read_manifest(folder)
    if found is None or replace(found, files=manifest.files, finished=None) != manifest:
        raise Stopped("X943", f"节点 {here} 看到的 {parcel.out} 不是这一批的结果文件夹", SAME)
    job = prepare(
        folder, from_json(parcel.plan), manifest.policy_year, date.fromisoformat(manifest.as_of), manifest.documents, parcel.population, manifest.files,
        trace=manifest.trace, awards=manifest.awards, since=Folder(parcel.since) if parcel.since else None, shard_rows=manifest.shard_rows,
    )  # fmt: skip
    if job.manifest != manifest:
        raise Stopped("X943", f"节点 {here} 准备出来的与发起的机器不同", SAME)
    return job, check_of(job, parcel.sample)
