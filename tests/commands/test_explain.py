"""``eligibility explain``: one enterprise out of a batch, told as ``check`` tells it."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from tests.commands.helpers import POOLS_TABLE, WHEN, write_pools_library
from tests.profiles.tables.books import CODE, CODE_B

CODE_C = "91000000MA00000157"
TABLE = f"""\
企业名称,信用代码,所在地,停业,迁出,2020年营业收入（万元）,2020年研发费用（万元）,专利,已兑现
虚构甲公司,{CODE},东区,否,否,1000,60,3项,无
虚构乙公司,{CODE_B},东区,,否,1000,60,3项,
虚构丙公司,{CODE_C},东区,否,否,一千,60,3项,无
"""


@pytest.fixture
def batch(run, rules, tmp_path, monkeypatch):
    """A batch of two enterprises, a third returned, in 果; the table is 名单.csv beside it, where we stand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "名单.csv").write_text(TABLE, encoding="utf-8")
    code, _, err = run("batch", "名单.csv", "--out", "果", "--rules", rules, "--quiet", *WHEN)
    assert code == 1, err
    return tmp_path / "果"


def without_places(text: str) -> str:
    """Lines joined, without the cells or rows that values were read at."""
    return "".join(re.sub(r"（(第 \d+ 行|[A-Z]+\d+)）", "", text).split())


def test_it_is_told_as_check_tells_it(run, rules, batch, tmp_path):
    """The same words as ``check`` on a table of that enterprise alone; only the place of a value is its row."""
    (tmp_path / "甲.csv").write_text("".join(TABLE.splitlines(keepends=True)[:2]), encoding="utf-8")
    _, checked, _ = run("check", "甲.csv", "--rules", rules, *WHEN)
    code, out, err = run("explain", batch, CODE, "--rules", rules)
    assert code == 0 and not err
    assert without_places(out).replace("名单.csv", "甲.csv") == without_places(checked)
    assert "（第 2 行）" in out


def test_json_is_that_of_check(run, rules, batch):
    """``--json`` gives one decision, with the statuses and amounts that ``check --json`` has of the same row."""
    checked = json.loads(run("check", "名单.csv", "--rules", rules, "--json", *WHEN)[1])
    code, out, _ = run("explain", batch, CODE_B, "--rules", rules, "--json")
    found = json.loads(out)
    assert code == 0 and found.keys() == checked[1].keys()
    assert [(d["status"], d["amount"]) for d in found["decisions"]] == [(d["status"], d["amount"]) for d in checked[1]["decisions"]]


def test_pools_follow_as_pools_tells_them(run, tmp_path):
    """Of a batch with ``--pools`` the pools follow in the words of ``pools --why``; of one without, no word of them; JSON stays that of ``check``."""
    rules = write_pools_library(tmp_path)
    (tmp_path / "名单.csv").write_text(POOLS_TABLE, encoding="utf-8")
    (tmp_path / "甲.csv").write_text("".join(POOLS_TABLE.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert run("batch", tmp_path / "名单.csv", "--pools", "--out", tmp_path / "果", "--rules", rules, "--quiet", *WHEN)[0] == 0
    assert run("batch", tmp_path / "名单.csv", "--out", tmp_path / "无库", "--rules", rules, "--quiet", *WHEN)[0] == 0
    alone = run("pools", tmp_path / "甲.csv", "--rules", rules, *WHEN, "--engine", "native", "--why")[1]
    code, out, _ = run("explain", tmp_path / "果", "虚构甲公司", "--rules", rules)
    _, without, _ = run("explain", tmp_path / "无库", "虚构甲公司", "--rules", rules)
    assert code == 0 and "试库" in out and "试库" not in without
    assert out.startswith(without.rstrip("\n"))
    assert without_places(out).replace("名单.csv", "甲.csv").replace("；", "").endswith(without_places(alone).replace("；", ""))  # longer places, other lines
    assert json.loads(run("explain", tmp_path / "果", "虚构甲公司", "--rules", rules, "--json")[1])["decisions"]


def test_a_name_will_do(run, rules, batch):
    """The name of one enterprise finds it as its code does."""
    assert run("explain", batch, "虚构乙公司", "--rules", rules) == run("explain", batch, CODE_B, "--rules", rules)


def test_a_slip_of_the_pen_is_told_the_nearest(run, rules, batch):
    """An unknown code ends with exit code 2 and the code that was meant."""
    code, out, err = run("explain", batch, CODE[:-1] + "X", "--rules", rules)
    assert code == 2 and not out and "X937" in err and CODE in err


def test_one_that_was_returned_is_told_why(run, rules, batch):
    """A row that was returned has its reason said."""
    code, _, err = run("explain", batch, CODE_C, "--rules", rules)
    assert code == 2 and "X937" in err and "第 4 行" in err and "2020年营业收入" in err


def test_a_changed_table_is_not_explained(run, rules, batch, tmp_path):
    """Another content under the same name is told apart; nothing of it is printed."""
    (tmp_path / "名单.csv").write_text(TABLE.replace(",60,", ",61,"), encoding="utf-8")
    code, out, err = run("explain", batch, CODE, "--rules", rules)
    assert code == 2 and not out and "X936" in err and "名单.csv" in err


def test_a_table_that_moved_is_named(run, rules, batch, tmp_path):
    """A table that is not found is asked for, and taken from where ``--population`` says."""
    (tmp_path / "名单.csv").rename(tmp_path / "别名.csv")
    code, _, err = run("explain", batch, CODE, "--rules", rules)
    assert code == 2 and "X901" in err and "--population" in err
    assert run("explain", batch, CODE, "--rules", rules, "--population", "别名.csv")[0] == 0


def test_changed_rules_do_not_explain_what_others_decided(run, rules, batch):
    """Rules that changed since are refused with what can be done."""
    file = rules / "demo/research.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("3万元", "4万元"), encoding="utf-8")
    code, out, err = run("explain", batch, CODE, "--rules", rules)
    assert code == 2 and not out and "X936" in err and "--since" in err


def test_a_row_that_differs_ends_with_three(run, rules, batch):
    """Where the batch says something else than the enterprise decided alone, nothing is explained."""
    file = batch / "判定/00000.parquet"
    pl.read_parquet(file).with_columns(pl.lit(7, pl.Int64).alias("demo/research 至少")).write_parquet(file)
    code, out, err = run("explain", batch, CODE, "--rules", rules)
    assert code == 3 and not out and "demo/research" in err and "0.07元" in err


@pytest.mark.parametrize("make, said", [(lambda folder: None, "没有批量判定的结果"), (lambda folder: (folder / "批次.json").write_text("{"), "X922")])
def test_a_folder_that_is_no_batch(run, rules, tmp_path, make, said):
    """A folder without a manifest, or with a damaged one, ends with exit code 2."""
    (tmp_path / "果").mkdir()
    make(tmp_path / "果")
    code, _, err = run("explain", tmp_path / "果", CODE, "--rules", rules)
    assert code == 2 and said in err
