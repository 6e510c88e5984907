"""Rows decided twice: which they are, and what happens where the engines disagree."""

from __future__ import annotations

import polars as pl
import pytest

from eligibility.batch.decider import Decider
from eligibility.batch.sample_check import SampleCheck
from eligibility.batch.stopped import Mismatch
from eligibility.language.diagnostic import Findings
from eligibility.profiles.population.one import profile_at
from eligibility.profiles.reader import read_profiles
from tests.batch.diff_rules import DAY, OLD, YEAR, plan_of, population
from tests.batch.tables import Table, decide


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("rules"), OLD)


@pytest.fixture
def lying(monkeypatch):
    """A columnar engine that is wrong about one column wherever ``where`` holds."""

    def lie(column: str, where: pl.Expr, value: int) -> None:
        real = Decider.decide
        monkeypatch.setattr(Decider, "decide", lambda self, slice_, **also: real(self, slice_, **also).with_columns(
            pl.when(where).then(pl.lit(value)).otherwise(pl.col(column)).cast(self.columns(trace=True)[column]).alias(column)))  # fmt: skip

    return lie


def test_just_so_many_rows_are_drawn_whatever_the_slices(tmp_path, plan):
    """10 rows at random of 100 in slices of 30, the same at every run; other seeds draw others."""
    drawn = []
    for seed in ("甲", "甲", "乙"):
        check = SampleCheck(Decider(plan, YEAR, DAY).scalar, 10, 100, seed)
        check._limits = []
        settled = pl.DataFrame({"row": range(100)})
        drawn.append([start + p for start in range(0, 100, 30) for p in _random_only(check, plan, settled, start, min(30, 100 - start))])
    assert len(drawn[0]) == 10 and drawn[0] == drawn[1] != drawn[2]


def _random_only(check, plan, settled, start, read):
    return check.positions(population(plan, read, start), settled[start : start + read], start, read)


def test_rows_at_a_limit_come_first(plan):
    """One of two rows looked at is a row with a fact at what it is compared with, however few there are."""
    check = SampleCheck(Decider(plan, YEAR, DAY).scalar, 1, 1000, "甲")
    table = population(plan, 1000, 5)
    table.frame = table.frame.with_columns(pl.when(pl.col("row") == 700).then(10).otherwise(50).cast(pl.Int64).alias("人数"), pl.lit(90, pl.Int64).alias("专利"),
                                           pl.lit(0, pl.Int64).alias("研发费用 2020"))  # fmt: skip
    settled = table.frame.select("row")
    assert 698 in check.positions(table, settled, 0, 1000)


def test_rows_that_are_open_in_amount_are_looked_at(plan):
    """A row whose amount is not settled is among those looked at."""
    check = SampleCheck(Decider(plan, YEAR, DAY).scalar, 1, 1000, "甲")
    table = population(plan, 1000, 5)
    decided = table.frame.select("row", pl.lit(0).alias("x 至少"), pl.when(pl.col("row") == 500).then(1).otherwise(0).alias("x 至多"))
    assert 498 in check.positions(table, decided, 0, 1000)


def test_engines_that_agree_let_the_batch_go_on(tmp_path, plan):
    """Rows looked at are counted, and nothing is left behind."""
    outcome = decide(tmp_path / "果", Table(plan), sample=30)
    assert 30 <= outcome.checked <= 90
    assert not (tmp_path / "果/抽查不一致.yaml").exists()


@pytest.mark.parametrize("column, value", [("demo/hiring", 1), ("demo/hiring/用工 至多", 7), ("sure_0", 0)])
def test_engines_that_disagree_stop_it(tmp_path, plan, lying, column, value):
    """A status, an amount or a mask that is wrong stops the batch, naming the column and both values, before the shard is there."""
    lying(column, pl.lit(True), value)
    with pytest.raises(Mismatch, match=column.split(" ")[0]) as stopped:
        decide(tmp_path / "果", Table(plan), sample=30)
    assert stopped.value.code == "X925"
    assert not list((tmp_path / "果/判定").glob("*.parquet"))


def test_the_profile_left_behind_is_the_enterprise(tmp_path, plan, lying):
    """The YAML reads back to the very facts of the row that the message names."""
    lying("demo/hiring", pl.col("row") == 31, 2)
    with pytest.raises(Mismatch, match="第 31 行") as stopped:
        decide(tmp_path / "果", Table(plan), sample=100)
    assert "抽查不一致.yaml" in stopped.value.hint
    findings = Findings()
    [(found, own)] = read_profiles(str(tmp_path / "果/抽查不一致.yaml"), plan.vocabulary, findings)
    assert {d.code for d in findings.items + own.items} == {"F778"}  # the codes of these tests have no check digit
    expected = profile_at(population(plan, 40, 0), 29, plan.vocabulary)
    assert {key: given.value for key, given in found.facts.items() if plan.vocabulary[key[0]].role is None} == \
        {key: given.value for key, given in expected.facts.items()}  # fmt: skip
    assert found.name == expected.name
