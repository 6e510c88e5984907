"""A table decided into a folder: what stands in it, and that nothing else is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from eligibility.batch.by_rows import rows_of
from eligibility.batch.decider import Decider
from eligibility.batch.folder import Folder, locked
from eligibility.batch.manifest import Counts, read_manifest
from eligibility.batch.stopped import Stopped
from tests.batch.diff_rules import DAY, OLD, YEAR, plan_of
from tests.batch.tables import SHARD, Table, decide, decisions
from tests.setup.tree import ROOT


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("rules"), OLD)


def test_every_row_is_decided_as_one_by_one_and_in_order(tmp_path, plan):
    """The shards together have each row that could be used, once, as the scalar engine decides it."""
    table = Table(plan)
    decide(tmp_path / "果", table)
    found = decisions(tmp_path / "果")
    assert found["row"].to_list() == [row for row in range(2, 102) if row % 7]
    assert found["name"].to_list() == [f"虚构{row}公司" for row in found["row"]]
    decider = Decider(plan, YEAR, DAY, [d.id for d in plan.documents])
    slices = [part.slice for _, start, stop in read_manifest(Folder(str(tmp_path / "果"))).shards for part in table.slices(start, stop, SHARD, frozenset())]
    expected = [row for one in slices for row in rows_of(decider.scalar, one, range(one.frame.height), decider.bits)]
    assert found.drop("row", "code", "name").to_dicts() == expected


def test_rows_read_are_rows_used_and_rows_returned(tmp_path, plan):
    """The counts add up, and the rows returned stand in a csv that Excel opens and in a workbook, each with its reason."""
    outcome = decide(tmp_path / "果", Table(plan))
    assert outcome.counts == Counts(100, 86, 14)
    returned = pl.read_csv(tmp_path / "果/退回.csv")
    assert (tmp_path / "果/退回.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert returned["row"].to_list() == [row for row in range(2, 102) if row % 7 == 0]
    assert set(returned["原因"]) == {"虚构的原因"}
    rows = CalamineWorkbook.from_path(tmp_path / "果/退回.xlsx").get_sheet_by_index(0).to_python()
    assert rows == [returned.columns, *(list(map(str, row)) for row in returned.iter_rows())]


def test_nothing_returned_leaves_no_table_of_it(tmp_path, plan):
    """Where every row could be used there is no 退回.csv."""
    decide(tmp_path / "果", Table(plan, bad=0))
    assert not (tmp_path / "果/退回.csv").exists()


def test_the_same_table_gives_the_same_bytes(tmp_path, plan):
    """No clock and no chance: two folders are the same, byte for byte."""
    for name in ("一", "二"):
        decide(tmp_path / name, Table(plan), sample=20)
    files = sorted(str(path.relative_to(tmp_path / "一")) for path in (tmp_path / "一").rglob("*") if path.is_file())
    assert "判定/00002.parquet" in files
    for name in files:
        assert (tmp_path / "一" / name).read_bytes() == (tmp_path / "二" / name).read_bytes(), name


def test_each_bit_of_a_mask_is_named(tmp_path, plan):
    """条款.parquet says which policy, award, clause and place a bit belongs to, and what the bit says is what the mask says."""
    decide(tmp_path / "果", Table(plan, bad=0))
    clauses = pl.read_parquet(tmp_path / "果/条款.parquet")
    one = clauses.filter((pl.col("award") == "用工") & (pl.col("depth") == 0)).row(0, named=True)
    assert (one["policy"], one["clause"], one["file"].rpartition("/")[2]) == ("demo/hiring", "第一条", "hiring.yaml")
    assert "人数 不低于 10人" in clauses["condition"].to_list()
    found = decisions(tmp_path / "果")
    assert [mask >> one["bit"] & 1 for mask in found[f"sure_{one['mask']}"]] == [int(status == 1) for status in found["demo/hiring/用工"]]


def test_without_trace_there_are_no_masks(tmp_path, plan):
    """``--no-trace`` writes decisions alone."""
    decide(tmp_path / "果", Table(plan), trace=False)
    assert not [name for name in decisions(tmp_path / "果").columns if name.startswith(("sure_", "open_"))]


def test_a_second_run_at_once_is_refused(tmp_path, plan):
    """Two runs never write one folder; a lock that nobody holds any more is in nobody's way."""
    decide(tmp_path / "果", Table(plan))
    with locked(Folder(str(tmp_path / "果"))), pytest.raises(Stopped) as stopped:
        decide(tmp_path / "果", Table(plan))
    assert stopped.value.code == "X920"
    assert decide(tmp_path / "果", Table(plan)).again


@pytest.mark.parametrize("make", [lambda path: path.write_text("别的"), lambda path: (path.mkdir(), (path / "别的.txt").write_text("别的"))])
def test_a_folder_of_something_else_is_left_alone(tmp_path, plan, make):
    """A file in the place of the folder, or a folder with other files, is refused and stays as it is."""
    make(tmp_path / "果")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(Stopped) as stopped:
        decide(tmp_path / "果", Table(plan))
    assert stopped.value.code == "X922"
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": "eligibility-batch/9"}'])
def test_a_manifest_that_cannot_be_understood_is_told(tmp_path, plan, text):
    """A damaged 批次.json stops the run with its name."""
    (tmp_path / "批次.json").write_text(text)
    with pytest.raises(Stopped, match="批次.json"):
        decide(tmp_path, Table(plan))


def test_rows_that_do_not_add_up_are_an_error(tmp_path, plan):
    """A reader that loses a row is not believed, and nothing is left of the shard."""
    table = Table(plan)
    real = table.slices

    def losing(*arguments):
        for part in real(*arguments):
            part.slice.frame = part.slice.frame.head(part.slice.frame.height - 1)
            yield part

    table.slices = losing
    with pytest.raises(Stopped) as stopped:
        decide(tmp_path / "果", table)
    assert stopped.value.code == "X924"
    assert not [name for name in os.listdir(tmp_path / "果/判定") if not name.startswith(".")]


def test_the_manifest_says_what_the_rows_depend_on(tmp_path, plan):
    """Rules, year, day, policies, table and columns stand in 批次.json, and the counts once everything is there."""
    decide(tmp_path / "果", Table(plan))
    found = json.loads((tmp_path / "果/批次.json").read_text(encoding="utf-8"))
    assert (found["format"], found["rules"], found["policy_year"], found["as_of"]) == ("eligibility-batch/1", plan.sha256, YEAR, DAY.isoformat())
    assert found["finished"] == {"read": 100, "used": 86, "rejected": 14}
    assert list(found["units"]) == [d.id for d in plan.documents]
    assert found["columns"] == decisions(tmp_path / "果").columns


PEAK = """
import resource, sys
from pathlib import Path
from tests.batch.diff_rules import OLD, plan_of
from tests.batch.tables import Table, decide
folder, slices = Path(sys.argv[1]), int(sys.argv[2])
plan = plan_of(folder / "rules", OLD)
table = Table(plan, rows=50_000, bad=0)
[part] = table.slices(0, 50_000, 50_000, frozenset())
table.rows = slices * 50_000
table.slices = lambda start, stop, size, wanted: (part for _ in range(start, stop, 50_000))
decide(folder / "果", table, shard_rows=500_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_memory_does_not_grow_with_the_table(tmp_path):
    """The peak of 3 million enterprises is that of 500,000, within a fifth."""
    peaks = []
    for name, slices in (("一", 10), ("二", 60)):
        (tmp_path / name).mkdir()
        done = subprocess.run([sys.executable, "-c", PEAK, str(tmp_path / name), str(slices)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] <= 1.2 * peaks[0]
