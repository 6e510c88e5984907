"""`eligibility batch`: what a run says and leaves, how it ends, and how it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from eligibility.batch.decider import Decider
from eligibility.batch.folder import Folder, locked
from tests.commands.helpers import POLICY, POOLS_TABLE, WHEN, process, write_library, write_pools_library
from tests.commands.terminals import on_terminal
from tests.setup.tree import ROOT

TABLE = """\
企业名称,信用代码,所在地,停业,迁出,2020年营业收入（万元）,2020年研发费用（万元）,专利,已兑现
虚构甲公司,91000000MA00010011,东区,否,否,1000,60,3,无
虚构乙公司,91000000MA00010024,东区,否,,1000,45,4,无
虚构丙公司,91000000MA00010037,西区,否,否,800,70,一大堆,
虚构丁公司,91000000MA0001004A,东区,,否,800,70,2,
"""
CODES = {0: "ineligible", 1: "eligible", 2: "undetermined"}
WORDS = {"promote": "应入库", "leave": "应退库"}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def batch(run, rules):
    """Runs the verb on the small library."""
    return lambda *arguments: run("batch", *arguments, "--rules", rules, *WHEN)


def decisions(folder) -> pl.DataFrame:
    return pl.read_parquet(folder / "判定/00000.parquet")


def test_a_table_is_decided_as_check_decides_it(run, batch, rules, table, tmp_path):
    """Every status and amount of every award is what ``check`` says of the same table; a row that cannot be used is returned with its reason."""
    code, out, err = batch(table, "--out", tmp_path / "果", "--sample-check", 3)
    assert code == 1 and "判定 3 家" in out and "读入 4 行 = 判定 3 行 + 退回 1 行，原因见 退回.csv" in err
    assert "一大堆" in (tmp_path / "果/退回.csv").read_text(encoding="utf-8-sig")
    found = {row["name"]: row for row in decisions(tmp_path / "果").iter_rows(named=True)}
    assert sorted(found) == ["虚构丁公司", "虚构乙公司", "虚构甲公司"]
    for enterprise in json.loads(run("check", table, "--rules", rules, *WHEN, "--json")[1]):
        name = enterprise["profile"]["name"]
        for policy in enterprise["decisions"] if name in found else ():
            for label, told in ((policy["policy"], policy), *((f"{policy['policy']}/{a['award']}", a) for a in policy["awards"])):
                row = found[name]
                assert CODES[row[label]] == told["status"], (name, label)
                amount = told["amount"] or {"fen": 0}  # of what is refused none is told
                ends = [amount["fen"]] * 2 if "fen" in amount else [amount["min_fen"], amount["max_fen"]]
                assert [row[f"{label} 至少"], row[f"{label} 至多"]] == ends, (name, label)


def test_pools_are_decided_as_the_single_check_decides_them(run, tmp_path):
    """``--pools``: the columns, counts and list of a batch are what ``pools`` says of the same table; without it there is no word of pools."""
    table = tmp_path / "名单.csv"
    table.write_text(POOLS_TABLE, encoding="utf-8")
    rules = write_pools_library(tmp_path)
    batch = ["batch", table, "--rules", rules, *WHEN]
    code, out, err = run(*batch, "--pools", "--out", tmp_path / "果", "--json", "--sample-check", 3)
    assert code == 0 and "企业库 4 个，一并判定" in err
    rows = {row["name"]: row for row in decisions(tmp_path / "果").iter_rows(named=True)}
    found = {pool["pool"]: pool for pool in json.loads(out)["pools"]}
    moving = []
    for enterprise in json.loads(run("pools", table, "--rules", rules, *WHEN, "--engine", "native", "--json")[1]):
        name = enterprise["profile"]["name"]
        for pool in enterprise["documents"][0]["pools"]:
            told = [{0: False, 1: True, 2: None}[rows[name][column]] for column in (f"test/pools/{pool['pool']}", f"test/pools/{pool['pool']} 在册")]
            assert told == [pool["inside"], pool["recorded"]], (name, pool["pool"])
            if pool["status"] in WORDS:
                moving.append((name, pool["title"], WORDS[pool["status"]]))
    assert {tuple(row[2:]) for row in sheet_of(tmp_path / "果/汇总.xlsx", "应入应退名单")[1:]} == set(moving) and {m[2] for m in moving} == set(WORDS.values())
    for status, word in WORDS.items():
        assert sum(pool[status] for pool in found.values()) == sum(m[2] == word for m in moving)
    assert all(sum(pool[status] for status in ("member", "promote", "leave", "outside", "undetermined")) == 3 for pool in found.values())
    code, out, err = run(*batch, "--out", tmp_path / "又")
    assert code == 0 and "企业库" not in out + err and "企业库" not in CalamineWorkbook.from_path(str(tmp_path / "又/汇总.xlsx")).sheet_names


def sheet_of(path, name: str) -> list[list]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


def test_json_is_the_summary(batch, table, tmp_path):
    """``--json`` gives counts and policies on standard output, and nothing else."""
    code, out, _ = batch(table, "--out", tmp_path / "果", "--json", "--quiet")
    found = json.loads(out)
    assert (code, found["format"], found["rows"]) == (1, "eligibility-summary/1", {"read": 4, "used": 3, "rejected": 1})
    assert [p["policy"] for p in found["policies"]] == ["demo/research"]


def test_quiet_says_nothing(batch, table, tmp_path):
    """``--quiet`` writes the folder and says nothing where nothing is wrong."""
    table.write_text(TABLE.replace("一大堆", "5"), encoding="utf-8")
    assert batch(table, "--out", tmp_path / "果", "--quiet") == (0, "", "")
    assert sorted(os.listdir(tmp_path / "果")) == [".锁", "判定", "批次.json", "条款.parquet", "汇总.xlsx", "进度"]


def test_once_more_says_that_it_is_done(batch, table, tmp_path):
    """The same command again decides nothing, says so, and ends as before."""
    first = batch(table, "--out", tmp_path / "果")
    before = (tmp_path / "果/判定/00000.parquet").stat().st_mtime_ns
    code, out, err = batch(table, "--out", tmp_path / "果")
    assert (code, out) == (first[0], first[1]) and "已经做完，没有重新判定" in err
    assert (tmp_path / "果/判定/00000.parquet").stat().st_mtime_ns == before


def test_other_rules_are_refused(run, batch, table, tmp_path):
    """Another batch in the same folder says what differs and how to go on, with exit code 2 and the error as JSON."""
    batch(table, "--out", tmp_path / "果")
    other = write_library(tmp_path / "别的")
    (other / "demo/research.yaml").write_text(POLICY.replace("3万元", "4万元"), encoding="utf-8")
    code, out, err = run("batch", table, "--out", tmp_path / "果", "--rules", other, *WHEN, "--json")
    assert code == 2 and "X921" in err and "规则" in err and json.loads(out)["code"] == "X921"
    code, _, err = run("batch", table, "--out", tmp_path / "果", "--rules", tmp_path / "rules", "--year", "2021", "--as-of", "2022-07-01")
    assert code == 2 and "--year 2021 --as-of 2022-06-30" in err


def test_since_names_what_changed(run, batch, table, tmp_path):
    """``--since`` says which policies are decided again, and gives the amounts of the new rules."""
    batch(table, "--out", tmp_path / "旧")
    other = write_library(tmp_path / "别的")
    (other / "demo/research.yaml").write_text(POLICY.replace("3万元", "4万元"), encoding="utf-8")
    code, _, err = run("batch", table, "--out", tmp_path / "新", "--since", tmp_path / "旧", "--rules", other, *WHEN)
    assert code == 1 and "要重新判定的政策：demo/research" in err
    assert set(pl.read_parquet(tmp_path / "新/判定-改1/00000.parquet")["demo/research/一次性 至多"]) == {4_000_000}
    code, _, err = run("batch", table, "--out", tmp_path / "又", "--since", tmp_path / "没有", "--rules", other, *WHEN)
    assert code == 2 and "X923" in err


def test_a_difference_ends_with_3(run, batch, table, rules, tmp_path, monkeypatch):
    """Engines that disagree: exit code 3, and a profile that ``check`` reads."""
    real = Decider.decide
    monkeypatch.setattr(Decider, "decide", lambda self, slice_, **also: real(self, slice_, **also).with_columns(pl.lit(9, pl.Int64).alias("demo/research 至多")))
    code, out, err = batch(table, "--out", tmp_path / "果", "--sample-check", 5, "--json")
    assert code == 3 and "X925" in err and "demo/research 至多" in err and json.loads(out)["code"] == "X925"
    monkeypatch.undo()
    code, out, _ = run("check", tmp_path / "果/抽查不一致.yaml", "--rules", rules, *WHEN)
    assert code == 0 and "研发补助" in out


@pytest.mark.parametrize("name, content", [("空.csv", b""), ("坏.parquet", b"PAR1half"), ("坏.xlsx", b"rubbish"), ("无键.csv", "企业名称,专利\n甲,3\n".encode())])
def test_a_bad_table_leaves_nothing(batch, tmp_path, name, content):
    """A table that cannot be read ends with 2, its name and a remedy, and no folder."""
    (tmp_path / name).write_bytes(content)
    code, out, err = batch(tmp_path / name, "--out", tmp_path / "果", "--json")
    assert code == 2 and name in err and "改法" in err and json.loads(out)["format"] == "eligibility-error/1"
    assert not (tmp_path / "果").exists()


def test_a_folder_in_use_or_unwritable_is_told(batch, table, tmp_path):
    """Another run at work, or something else in the place of the folder, ends with 2 and a remedy."""
    batch(table, "--out", tmp_path / "果")
    with locked(Folder(str(tmp_path / "果"))):
        code, _, err = batch(table, "--out", tmp_path / "果")
    assert code == 2 and "X920" in err
    for out in (table, table / "里面"):
        code, _, err = batch(table, "--out", out)
        assert code == 2 and str(table) in err and "改法" in err


def test_interrupted_it_says_how_to_go_on(table, rules, tmp_path):
    """Ctrl+C ends with 2 and one sentence on how to go on, without a traceback; no half file is left."""
    lines = TABLE.replace("一大堆", "5").splitlines()
    waiting = f"""
import sys, time
from eligibility.batch import run
from eligibility.commands.main import main
real = run.decide_shard
def slow(*arguments):
    print("go", flush=True)
    time.sleep(30)
run.decide_shard = slow
sys.exit(main({["batch", str(table), "--out", str(tmp_path / "果"), "--rules", str(rules), *WHEN]!r}))
"""
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", waiting], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"go\n"
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        err = running.communicate(timeout=30)[1].decode("utf-8")
    assert running.returncode == 2 and "X912 已中断" in err and "运行同样的命令" in err and "Traceback" not in err
    done = process("batch", table, "--out", tmp_path / "果", "--rules", rules, *WHEN)
    assert done.returncode == 0 and decisions(tmp_path / "果").height == 4


def test_progress_only_on_a_terminal(table, rules, tmp_path, monkeypatch):
    """A terminal is told rate and remaining time on one line; a file never."""
    from eligibility.commands import progress

    shown = progress.Progress(1000)
    monkeypatch.setattr(progress.time, "monotonic", lambda: shown.begun + 2)
    assert shown._line(2.0).startswith("已判定 0 / 1,000 家") and not shown.shown
    shown.done = 500
    assert shown._line(2.0) == "已判定 500 / 1,000 家，每秒 250 家，还要约 2 秒"
    said = on_terminal(tmp_path, ["batch", str(table), "--out", "果", "--rules", str(rules), *WHEN], 100)
    assert "读入 4 行" in said and "Traceback" not in said


@pytest.mark.parametrize("seconds, text", [(0, "1 秒"), (59.4, "59 秒"), (61, "1 分 1 秒"), (7260, "2 小时 1 分")])
def test_remaining_time_in_words(seconds, text):
    """Two units at most."""
    from eligibility.commands.progress import time_text

    assert time_text(seconds) == text
