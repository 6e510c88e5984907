"""A batch decided by Spark: every shard is a task, and each task does what one machine does with a shard.

Spark deals out the numbers of shards, tries again where a process dies, and
brings back answers. The rows do not travel through it: a task reads those of
its shard from the shared folder, decides them in columns, and writes the shard
where it belongs, so that the output is that of one machine, byte for byte, and
a run may be begun on one and finished on the other.
"""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from ..plan.plan import to_json
from .job import Job
from .manifest import Counts
from .run import Listener
from .shards import Shard, counts_of
from .spark_session import reason, spark_session
from .spark_task import ANSWER, SAME, Parcel, decide_shards
from .stopped import Stopped

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from ..profiles.population.open import Population

_LOOK = 0.5  # seconds between two looks at which shards are there
_LARGEST = 1 << 28  # bytes that go to every process


class OnSpark:
    """``decide`` of ``run`` on ``master``; ``paths`` of the tables, absolute, as all nodes see them."""

    def __init__(self, master: str, paths: Sequence[str]):
        for path in paths:
            if not (os.path.isdir(path) or path.lower().endswith(".parquet")):
                raise Stopped("X944", f"{path} 不是 Parquet，Spark 不能从中间读起", "先导出为 Parquet（一个文件，或一个文件夹里几个）；或不写 --spark，在一台机器上判定")
        self.master, self.paths = master, tuple(paths)

    def __call__(self, job: Job, population: "Population", shards: Sequence[Shard], sample: int, listener: Listener) -> tuple[Counts, int]:
        """What the shards came to, and how many rows were decided twice. Stopped, also where Spark or a node cannot do it."""
        since = None if job.earlier is None else os.path.abspath(job.earlier.folder.root)
        numbers = tuple(shard.number for shard in shards)
        parcel = Parcel(to_json(job.decider.plan), population, self.paths, os.path.abspath(job.folder.root), since, sample, job.manifest, numbers)
        size = len(pickle.dumps(population))
        if size > _LARGEST:
            raise Stopped("X944", f"每个进程都要带上 {size >> 20} MB 的记录或重复的代码，太多", "记录的表按企业的表的顺序排好，重复的代码先清理；或不写 --spark，在一台机器上判定")
        with spark_session(self.master) as session:
            checked = self._decided(session, parcel, job, shards, listener)
        counts = Counts()
        for shard in shards:
            found = counts_of(job.folder, shard, job.layers)
            if found is None:
                raise Stopped("X943", f"Spark 说第 {shard.number} 片已经写好，这台机器上却看不到", SAME)
            counts += found
        return counts, checked

    def _decided(self, session: "SparkSession", parcel: Parcel, job: Job, shards: Sequence[Shard], listener: Listener) -> int:
        """How many rows were decided twice; ``listener`` hears of shards as their files come up."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        sent = session.sparkContext.broadcast(parcel)
        places = session.range(0, len(shards), 1, len(shards))  # a partition for each
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about a pandas newer than Spark knows; nothing here goes through pandas
            frame = places.mapInArrow(lambda batches: decide_shards(sent.value, batches), ANSWER)
        with ThreadPoolExecutor(1) as thread:
            answers = thread.submit(frame.collect)
            try:
                _watch(answers, job, list(shards), listener)
                rows = answers.result()
            except (PySparkException, Py4JError) as error:
                raise _failed(str(error)) from None
            except BaseException:
                session.sparkContext.cancelAllJobs()
                raise
        checked = 0
        for row in sorted(rows, key=lambda row: row.shard):
            said = pickle.loads(row.said)
            if row.stopped:
                kind, arguments = said
                raise kind(*arguments)
            checked += row.checked
            listener.doubts(said)
        return checked


def _watch(answers: Future, job: Job, waiting: list[Shard], listener: Listener) -> None:
    """Until there are answers: tell of each shard, once it is written."""
    done = False
    while waiting and not done:
        done = bool(wait([answers], _LOOK).done)
        for shard in list(waiting):
            if os.path.exists(job.folder.counts(shard.number)):
                waiting.remove(shard)
                listener.rows(shard.stop - shard.start)


def _failed(text: str) -> Stopped:
    """What Spark says of a task that failed too often."""
    if "No module named 'eligibility" in text:
        return Stopped("X943", "执行节点的 Python 里没有 eligibility", f"在每个节点上 pip install 'eligibility[spark]'，或把 PYSPARK_PYTHON 指向装好的 Python；{SAME}")
    if "exited unexpectedly" in text or "ExecutorLostFailure" in text:
        return Stopped("X943", "执行节点上的进程几次中途退出，多半是内存不够", "每个任务留 2 GB 以上给 Python（spark.executor.memoryOverhead），或减少一个节点上同时跑的任务，再运行同样的命令")
    return Stopped("X943", f"执行节点上判定失败：{reason(text)}", f"按原因处理；{SAME}")
