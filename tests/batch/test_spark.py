"""A batch on Spark has the rows of one machine, whatever its partitions, and whatever dies meanwhile."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from eligibility.batch.folder import Folder
from eligibility.batch.job import prepare
from eligibility.batch.manifest import read_manifest
from eligibility.batch.run import Listener, Outcome, run
from eligibility.batch.spark import OnSpark
from eligibility.batch.stopped import Stopped
from eligibility.batch.written import Written
from eligibility.commands.loading import load_plan
from eligibility.commands.main import main
from eligibility.commands.policies import choose_policies
from eligibility.profiles.population.source import Unreadable
from tests.batch.diff_rules import DAY, YEAR
from tests.batch.spark_tables import Deadly, opened, write_tables
from tests.batch.tables import differing
from tests.setup.tree import ROOT

SOME = 20_000
SHARD = 6_000
MASTER = "local[2]"

needs_pyspark = pytest.mark.skipif(find_spec("pyspark") is None or find_spec("pandas") is None, reason="pyspark is not installed: pip install '.[spark]'")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java: apt install default-jre-headless")


def spark(test):
    """A test that needs Spark and takes its time to start."""
    return pytest.mark.long(needs_pyspark(needs_java(test)))


@pytest.fixture(autouse=True)
def nodes_see_the_tree(monkeypatch):
    """Processes of Spark import this tree, and its tests."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture(scope="module")
def plan():
    return load_plan(())


@pytest.fixture(scope="module")
def documents(plan):
    return choose_policies(plan, (), YEAR, DAY)[0]


@pytest.fixture(scope="module")
def tables(tmp_path_factory, plan, documents):
    return write_tables(tmp_path_factory.mktemp("tables"), plan, documents, SOME)


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory, plan, documents, tables):
    """What one machine makes of the tables, in shards of ``SHARD``."""
    folder = tmp_path_factory.mktemp("one") / "果"
    decide(folder, plan, documents, opened(tables, plan), tables)
    return folder


def decide(folder: Path, plan, documents, population, tables, master: str | None = None, shard_rows: int = SHARD, sample: int = 0, listener=Listener()) -> Outcome:
    """A batch, on Spark if there is a master."""
    job = prepare(Folder(str(folder)), plan, YEAR, DAY, documents, population, tables, shard_rows=shard_rows)
    return run(job, population, sample=sample, listener=listener, **({"decide": OnSpark(master, tables)} if master else {}))


def rows_hash(folder: Path) -> str:
    """sha256 of everything decided: values as text, rows sorted."""
    manifest = read_manifest(Folder(str(folder)))
    frame = Written(Folder(str(folder)), manifest).scan(sorted(manifest.columns)).collect().sort("code", "row")
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()


@spark
def test_spark_and_one_machine_give_the_same(tmp_path, plan, documents, tables, one_machine):
    """20,000 enterprises with blanks, lists, doubled and impossible codes: the same rows by their hash, the same files, the same counts, checked rows included."""
    heard = []
    outcome = decide(tmp_path / "果", plan, documents, opened(tables, plan), tables, MASTER, sample=50, listener=Listener(heard.append))
    assert outcome.counts.rejected > 40 and outcome.counts.read == SOME + 20 and outcome.before == 0
    assert outcome.checked >= 50
    assert sum(heard) == outcome.counts.read
    assert rows_hash(tmp_path / "果") == rows_hash(one_machine)
    assert differing(tmp_path / "果", one_machine) == []


@spark
@pytest.mark.parametrize("master, shard_rows", [("local[1]", 50_000), (MASTER, 1_700)])
def test_partitions_do_not_matter(tmp_path, plan, documents, tables, one_machine, master, shard_rows):
    """One partition, or a dozen: the same rows by their hash, and the same rows returned."""
    decide(tmp_path / "果", plan, documents, opened(tables, plan), tables, master, shard_rows)
    assert rows_hash(tmp_path / "果") == rows_hash(one_machine)
    assert (tmp_path / "果/退回.csv").read_bytes() == (one_machine / "退回.csv").read_bytes()


@spark
def test_a_process_that_dies_is_replaced(tmp_path, plan, documents, tables, one_machine):
    """Killed in the middle of a shard, twice, a task is tried again, and nobody sees it in the rows."""
    (tmp_path / "死").mkdir()
    deadly = Deadly(opened(tables, plan), tmp_path / "死", SHARD + 1, 2)
    decide(tmp_path / "果", plan, documents, deadly, tables, MASTER)
    assert len(os.listdir(tmp_path / "死")) == 2
    assert differing(tmp_path / "果", one_machine) == []


@spark
def test_processes_that_always_die_are_told_and_the_rest_is_kept(tmp_path, plan, documents, tables, one_machine):
    """Where a task dies again and again the run stops and says so; one machine then goes on from the shards that are there."""
    (tmp_path / "死").mkdir()
    deadly = Deadly(opened(tables, plan), tmp_path / "死", SOME - 1, 99)
    with pytest.raises(Stopped, match="内存") as stopped:
        decide(tmp_path / "果", plan, documents, deadly, tables, "local[1]")
    assert stopped.value.code == "X943"
    outcome = decide(tmp_path / "果", plan, documents, opened(tables, plan), tables)
    assert outcome.before == 3
    assert differing(tmp_path / "果", one_machine) == []


@spark
def test_a_table_that_changes_meanwhile_stops_it(tmp_path, plan, documents, tables):
    """What is wrong with the table comes back from the node as on one machine, once, with its place."""
    copied = [str(tmp_path / "名单"), *tables[1:]]
    shutil.copytree(tables[0], copied[0])
    population = opened(copied, plan)
    os.truncate(tmp_path / "名单/1.parquet", 1000)
    with pytest.raises(Unreadable) as stopped:
        decide(tmp_path / "果", plan, documents, population, copied, MASTER)
    assert stopped.value.finding.code == "F816" and stopped.value.finding.where.file.endswith("1.parquet")


@spark
def test_a_node_without_the_program_is_told(tmp_path, plan, documents, tables, monkeypatch):
    """A Python that cannot import eligibility is named as the cause, with what to do."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{tmp_path}:$PYTHONPATH" exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    monkeypatch.setenv("PYSPARK_PYTHON", str(python))
    with pytest.raises(Stopped, match="没有 eligibility") as stopped:
        decide(tmp_path / "果", plan, documents, opened(tables, plan), tables, MASTER)
    assert stopped.value.code == "X943" and "pip install" in stopped.value.hint


WITHOUT = """
import sys

class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "eligibility":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nowhere())
"""


@spark
def test_a_master_that_is_none_is_told(tmp_path, plan, documents, tables):
    """An address that Spark does not understand is said with the forms that it does."""
    with pytest.raises(Stopped, match="没有这样的集群") as stopped:
        decide(tmp_path / "果", plan, documents, opened(tables, plan), tables, "没有这样的集群")
    assert stopped.value.code == "X942" and "local[2]" in stopped.value.hint


@spark
def test_the_verb_says_on_spark_what_it_says_on_one_machine(tmp_path, tables, capfd, monkeypatch):
    """``--spark`` changes neither the summary nor the way it ends, with paths from here; nothing of Spark's own talk is shown."""
    monkeypatch.chdir(Path(tables[0]).parent)
    shown = []
    names = [os.path.basename(path) for path in tables]
    for also in ([], ["--spark", MASTER]):
        out = tmp_path / f"果{len(also)}"
        assert main(["batch", *names, "--out", str(out), "--year", str(YEAR), "--as-of", DAY.isoformat(), *also]) == 1
        said = capfd.readouterr()
        shown.append([text.replace(str(out), "果").replace(os.path.dirname(tables[0]) + os.sep, "") for text in said])
    assert shown[0] == shown[1]


def test_tables_that_cannot_be_read_from_the_middle_are_refused(tmp_path):
    """A csv is refused before anything starts, with the two ways out."""
    with pytest.raises(Stopped, match="名单.csv") as stopped:
        OnSpark(MASTER, [str(tmp_path / "名单.csv")])
    assert stopped.value.code == "X944" and "Parquet" in stopped.value.hint


def test_without_pyspark_it_is_told_how_to_get_it(tmp_path, monkeypatch):
    """Without the Python packages of Spark the remedy is one command."""
    monkeypatch.setattr("eligibility.batch.spark_session.find_spec", lambda name: None)
    assert refused(tmp_path) == ("X940", True)


@needs_pyspark
@pytest.mark.parametrize("home", [True, False])
def test_without_java_it_is_told_how_to_get_it(tmp_path, monkeypatch, home):
    """Neither on the path nor where JAVA_HOME says: the Debian package is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refused(tmp_path) == ("X941", True)


def refused(folder: Path) -> tuple[str, bool]:
    """The code with which a session is refused, and whether a remedy names what to install."""
    from eligibility.batch.spark_session import spark_session

    with pytest.raises(Stopped) as stopped, spark_session(MASTER):
        pass
    return stopped.value.code, "install" in stopped.value.hint
