"""A Spark session for one batch: what it needs is looked for first, and whatever stops it is told in our words."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING

from .stopped import Stopped

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JAVA = "安装 Java 17 或 21（Debian、Ubuntu：apt install default-jre-headless），或把 JAVA_HOME 指向它"
_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
_ATTEMPTS = 4  # of a task whose process died; a cluster's own default
_SETTINGS = {
    "spark.app.name": "eligibility batch",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.speculation": "false",  # a shard is written by one task at a time
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",  # answers come back shard by shard
}


@contextmanager
def spark_session(master: str) -> Iterator["SparkSession"]:
    """A session on ``master``, ended on leaving. Stopped where pyspark or Java is missing, or the master cannot be had."""
    _must_have_pyspark()
    _must_have_java()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark's own choice is whatever is called python3
    builder = SparkSession.builder.master(_retrying(master))
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    # A task has one core unless the cluster says otherwise; polars would take all that it sees.
    builder = builder.config("spark.executorEnv.POLARS_MAX_THREADS", os.environ.get("POLARS_MAX_THREADS", "1"))
    with tempfile.TemporaryFile() as log:
        try:
            with _stderr_to(log):
                session = builder.getOrCreate()
        except (PySparkException, Py4JError, OSError, RuntimeError, ValueError) as error:
            raise Stopped("X942", f"Spark（{master}）起不来或连不上：{reason(str(error), _text(log))}",
                          "核对 --spark 后面的地址（单机写 local[2]，集群如 spark://主机:7077）、集群是否在运行、Java 是不是 17 或 21") from None  # fmt: skip
        try:
            yield session
        finally:
            session.stop()


def reason(*texts: str) -> str:
    """The line that says most about an error of Spark: the last that names one, of the first text that has any."""
    for text in texts:
        named = re.findall(r"^(?:\S*: )?\S*?(\w+(?:Error|Exception)\b.*?: .*\S)\s*$", text, re.MULTILINE)
        if named:
            return named[-1][:300]
    return next((line.strip()[:300] for text in texts for line in text.splitlines() if line.strip()), "没有说原因")


def _must_have_pyspark() -> None:
    for name in ("pyspark", "pandas"):  # mapInArrow asks for pandas, and does nothing with it
        if find_spec(name) is None:
            raise Stopped("X940", f"没有装 Spark 的 Python 包（缺 {name}）", f"运行 pip install 'eligibility[spark]'，并{_JAVA}；或不写 --spark，在这台机器上判定")


def _must_have_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(os.path.join(home, "bin", "java") if home else "java"):
        where = f"JAVA_HOME（{home}）里" if home else "这台机器上"
        raise Stopped("X941", f"{where}没有 Java，Spark 起不来", f"{_JAVA}；或不写 --spark")


def _retrying(master: str) -> str:
    """On one machine Spark gives up at the first process that dies; it shall try again as a cluster does."""
    found = _LOCAL.fullmatch(master)
    return f"local[{found[1] or 1},{_ATTEMPTS}]" if found else master


@contextmanager
def _stderr_to(log: IO[bytes]) -> Iterator[None]:
    """What a child process inherits as standard error: Spark's log is not for users."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _text(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read(1 << 20).decode("utf-8", "replace")
