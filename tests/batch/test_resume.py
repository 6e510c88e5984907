"""A batch that was stopped goes on where it stopped: the same rows, none missing, none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from eligibility.batch.folder import Folder
from eligibility.batch.manifest import read_manifest
from eligibility.batch.stopped import Stopped
from tests.batch.diff_rules import NEW, OLD, plan_of
from tests.batch.tables import Table, decide, decisions, differing
from tests.setup.tree import ROOT


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return tmp_path_factory.mktemp("rules")


@pytest.fixture(scope="module")
def plan(rules):
    return plan_of(rules, OLD)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, plan):
    """Everything decided without a stop."""
    folder = tmp_path_factory.mktemp("whole") / "果"
    decide(folder, Table(plan))
    return folder


def test_what_was_done_is_not_done_again(tmp_path, plan, whole):
    """After an interruption in the second shard the same command decides the second and the third."""
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path / "果", Table(plan, stops=60))
    assert [name for name in os.listdir(tmp_path / "果/判定")] == ["00000.parquet"]
    table = Table(plan)
    outcome = decide(tmp_path / "果", table)
    assert (outcome.before, outcome.again) == (1, False)
    assert [start for start, _, _ in table.asked] == [40, 80]
    assert differing(tmp_path / "果", whole) == []


def test_a_finished_batch_is_left_as_it_is(tmp_path, plan, whole):
    """The same command once more reads nothing and changes nothing."""
    decide(tmp_path / "果", Table(plan))
    table = Table(plan)
    assert decide(tmp_path / "果", table).again
    assert table.asked == []
    assert differing(tmp_path / "果", whole) == []


@pytest.mark.parametrize("lose", ["判定/00001.parquet", "进度/00001.json", "进度/00001.parquet", "批次.json"])
def test_files_that_went_missing_are_made_again(tmp_path, plan, whole, lose):
    """A shard of which any file is gone is decided again; without its manifest a folder is nobody's."""
    decide(tmp_path / "果", Table(plan))
    os.remove(tmp_path / "果" / lose)
    if lose == "批次.json":
        with pytest.raises(Stopped):
            decide(tmp_path / "果", Table(plan))
        return
    table = Table(plan)
    decide(tmp_path / "果", table)
    assert [start for start, _, _ in table.asked] == [40]
    assert differing(tmp_path / "果", whole) == []


@pytest.mark.parametrize("length", [0, 100])
def test_half_a_shard_is_no_shard(tmp_path, plan, whole, length):
    """A shard cut off, whoever did it, is decided again."""
    decide(tmp_path / "果", Table(plan))
    os.truncate(tmp_path / "果/判定/00002.parquet", length)
    decide(tmp_path / "果", Table(plan))
    assert differing(tmp_path / "果", whole) == []


def test_what_half_written_files_are_left_is_removed(tmp_path, plan, whole):
    """Files that a killed run left under names that begin with a dot go with the next run."""
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path / "果", Table(plan, stops=60))
    for name in ("判定/.00001.parquet.tmp", "进度/.xyz.tmp", ".退回.csv.tmp"):
        (tmp_path / "果" / name).write_bytes(b"half")
    decide(tmp_path / "果", Table(plan))
    assert differing(tmp_path / "果", whole) == []


@pytest.mark.parametrize("change, said", [
    (lambda plan, folder: Table(plan_of(folder, NEW)), "规则"),
    (lambda plan, folder: Table(plan, digest="别的"), "表格的内容"),
    (lambda plan, folder: Table(plan, rows=99), "表格的行数"),
])  # fmt: skip
def test_another_batch_is_not_mixed_in(tmp_path, plan, change, said):
    """Other rules or another table in the same folder are refused, saying what differs, and nothing is touched."""
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path / "果", Table(plan, stops=60))
    before = (tmp_path / "果/批次.json").read_bytes()
    with pytest.raises(Stopped, match=said) as stopped:
        decide(tmp_path / "果", change(plan, tmp_path / "rules"))
    assert stopped.value.code == "X921"
    assert (tmp_path / "果/批次.json").read_bytes() == before


def test_another_way_to_write_is_not_mixed_in(tmp_path, plan):
    """With and without masks are two batches; what differs only because of that is not told too."""
    decide(tmp_path / "果", Table(plan))
    with pytest.raises(Stopped, match="--trace") as stopped:
        decide(tmp_path / "果", Table(plan), trace=False)
    assert "结果的列" not in str(stopped.value) and "--since" not in str(stopped.value)


KILLED = """
import sys
from pathlib import Path
from tests.batch.diff_rules import OLD, plan_of
from tests.batch.tables import Table, decide
folder = Path(sys.argv[1])
plan = plan_of(Path(sys.argv[2]), OLD)  # the folder's name stands in the table of clauses
print("go", flush=True)
decide(folder / "果", Table(plan, rows=3000), shard_rows=150)
"""


def seconds_of_all(folder, plan) -> float:
    """The batch without a stop, and how long it takes."""
    began = time.monotonic()
    decide(folder, Table(plan, rows=3000), shard_rows=150)
    return time.monotonic() - began


def killed_and_gone_on(folder, rules, plan, within: float, times: int, seed: int) -> int:
    """A batch killed ``times`` times at random moments ``within`` seconds, then run to its end; how many of them hit it at work."""
    moments, hits = random.Random(seed), 0
    for _ in range(times):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(folder), str(rules)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
            running.stdout.readline()
            time.sleep(moments.uniform(0, within))
            running.send_signal(signal.SIGKILL)
        shards = len(list((folder / "果/进度").glob("*.json"))) if (folder / "果/进度").exists() else 0
        hits += 0 < shards < 20
    decide(folder / "果", Table(plan, rows=3000), shard_rows=150)
    return hits


def test_killed_at_any_moment_it_goes_on(tmp_path, rules, plan):
    """SIGKILL at a few random moments: in the end the folder is as if nothing had been."""
    seconds = seconds_of_all(tmp_path / "全", plan)
    killed_and_gone_on(tmp_path, rules, plan, seconds / 2, 3, seed=1)
    assert differing(tmp_path / "果", tmp_path / "全") == []
    assert decisions(tmp_path / "果")["row"].is_unique().all()


def test_killed_after_its_end_it_is_left_as_it_is(tmp_path, rules, plan):
    """What another process has finished is the same to the byte as what this one does."""
    seconds_of_all(tmp_path / "全", plan)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(rules)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert differing(tmp_path / "果", tmp_path / "全") == []


@pytest.mark.long
def test_killed_at_fifty_moments_it_goes_on(tmp_path, rules, plan):
    """SIGKILL at fifty random moments, ten batches of five: never a row missing or twice."""
    seconds, hits = seconds_of_all(tmp_path / "全", plan), 0
    for seed in range(10):
        hits += killed_and_gone_on(tmp_path / str(seed), rules, plan, seconds / 2, 5, seed)
        assert differing(tmp_path / str(seed) / "果", tmp_path / "全") == []
    assert hits >= 10, hits


def test_a_full_disk_leaves_no_half_shard(tmp_path, plan):
    """Where nothing more can be written the error names the file, and the shards before stay."""
    code = f"""
import resource, signal, sys
from pathlib import Path
from tests.batch.diff_rules import OLD, plan_of
from tests.batch.tables import Table, decide
plan = plan_of(Path({str(tmp_path)!r}) / "rules", OLD)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
try:
    decide(Path({str(tmp_path)!r}) / "果", Table(plan, rows=4000), shard_rows=2000)
except OSError as error:
    print(error.filename)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip().endswith("判定/00000.parquet"), done.stderr
    assert not [name for name in os.listdir(tmp_path / "果/判定") if not name.startswith(".")]
    assert read_manifest(Folder(str(tmp_path / "果"))).finished is None
