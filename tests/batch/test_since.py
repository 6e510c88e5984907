"""An earlier batch taken over: only policies whose content changed are decided again, and nothing differs from deciding everything."""

from __future__ import annotations

import os

import polars as pl
import pytest

from eligibility.batch.folder import Folder
from eligibility.batch.job import prepare
from eligibility.batch.stopped import Stopped
from tests.batch.diff_rules import DAY, NEW, OLD, YEAR, plan_of
from tests.batch.tables import Table, decide, decisions

#: hiring pays more, and nothing else is new; words and places of the others change
CHANGED = {**OLD, "hiring.yaml": OLD["hiring.yaml"].replace("1000元", "2000元"),
           "research.yaml": OLD["research.yaml"].replace("title: 研发补助", "title: 研发的补助\nnote: 多了一行").replace("clause: 第二条", "clause: 第三条")}  # fmt: skip
LIMIT = """\
kind: limits
id: demo/limits
title: 虚构的合并限额
instrument: {title: 虚构的限额办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
limits:
  合并:
    awards: {demo/hiring: [用工], demo/gone: [搬迁]}
    pay: all
    cap: 5万元
    clause: 第一条
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The plan, and a batch of it."""
    folder = tmp_path_factory.mktemp("old")
    plan = plan_of(folder / "rules", OLD)
    decide(folder / "果", Table(plan))
    return plan, folder / "果"


def clause_truths(folder) -> pl.DataFrame:
    """What every row says of every clause, whatever bit it has."""
    found, clauses = decisions(folder), pl.read_parquet(folder / "条款.parquet").sort("policy", "award", maintain_order=True)
    return pl.DataFrame({
        f"{n} {c['policy']} {c['award']} {c['clause']} {c['line']} {kind}": [mask >> c["bit"] & 1 for mask in found[f"{kind}_{c['mask']}"]]
        for n, c in enumerate(clauses.iter_rows(named=True)) for kind in ("sure", "open")
    })  # fmt: skip


def test_nothing_differs_from_deciding_everything(tmp_path, old):
    """Statuses, amounts and every clause are those of a batch without ``--since``; what a clause is called is as the new rules call it."""
    plan = plan_of(tmp_path / "rules", CHANGED)
    decide(tmp_path / "沿用", Table(plan), since=old[1], sample=20)
    decide(tmp_path / "全新", Table(plan))
    whole = decisions(tmp_path / "全新")
    names = [name for name in whole.columns if not name.startswith(("sure_", "open_"))]
    assert decisions(tmp_path / "沿用").select(names).equals(whole.select(names))
    assert not whole["demo/hiring 至多"].equals(decisions(old[1])["demo/hiring 至多"])
    assert clause_truths(tmp_path / "沿用").equals(clause_truths(tmp_path / "全新"))
    assert (tmp_path / "沿用/退回.csv").read_bytes() == (tmp_path / "全新/退回.csv").read_bytes()


def test_only_what_changed_is_decided_and_asked_for(tmp_path, old):
    """The layer has the columns of the changed policy alone; only its facts are read; the other shards are the same files."""
    decide(tmp_path / "旧", Table(old[0], bad=0))
    table = Table(plan_of(tmp_path / "rules", CHANGED), bad=0)
    decide(tmp_path / "果", table, since=tmp_path / "旧")
    layer = pl.read_parquet(tmp_path / "果/判定-改1/00000.parquet")
    assert [name for name in layer.columns if not name.startswith(("sure_", "open_"))] == \
        ["demo/hiring", "demo/hiring 至少", "demo/hiring 至多", "demo/hiring/用工", "demo/hiring/用工 至少", "demo/hiring/用工 至多"]  # fmt: skip
    assert {wanted for _, _, wanted in table.asked} == {frozenset({("人数", None), ("已兑现", None)})}
    assert os.path.samefile(tmp_path / "果/判定/00000.parquet", tmp_path / "旧/判定/00000.parquet")


def test_beside_returned_rows_the_same_facts_are_read(tmp_path, old):
    """Which rows can be used depends on all facts that are read, so with returned rows all are read again; other rows are refused."""
    plan = plan_of(tmp_path / "rules", CHANGED)
    table = Table(plan)
    decide(tmp_path / "果", table, since=old[1])
    assert all(("专利", None) in wanted for _, _, wanted in table.asked)
    with pytest.raises(Stopped) as stopped:
        decide(tmp_path / "别的行", Table(plan, bad=8), since=old[1])
    assert stopped.value.code == "X923"


def test_words_alone_change_nothing(tmp_path, old):
    """Where only titles, notes and clauses are new, no row is read; the clauses are called as they are now."""
    table = Table(plan_of(tmp_path / "rules", CHANGED | {"hiring.yaml": OLD["hiring.yaml"]}))
    outcome = decide(tmp_path / "果", table, since=old[1])
    assert table.asked == [] and outcome.counts.read == 100
    assert "第三条" in pl.read_parquet(tmp_path / "果/条款.parquet")["clause"].to_list()
    assert decisions(tmp_path / "果").equals(decisions(old[1]))


def test_taken_over_again_and_again(tmp_path, old):
    """A batch that took over from another can be taken over itself."""
    first = plan_of(tmp_path / "一", CHANGED)
    decide(tmp_path / "果1", Table(first), since=old[1])
    again = CHANGED | {"research.yaml": NEW["research.yaml"].replace(", 停业: 否", ""), "hiring.yaml": CHANGED["hiring.yaml"].replace("10万元", "9万元")}
    second = plan_of(tmp_path / "二", again)
    decide(tmp_path / "果2", Table(second), since=tmp_path / "果1")
    decide(tmp_path / "全新", Table(second))
    names = [name for name in decisions(tmp_path / "全新").columns if not name.startswith(("sure_", "open_"))]
    assert decisions(tmp_path / "果2").select(names).equals(decisions(tmp_path / "全新").select(names))
    assert clause_truths(tmp_path / "果2").equals(clause_truths(tmp_path / "全新"))


def test_policies_that_come_and_go(tmp_path, old):
    """A policy that is no longer there leaves no column, and a new one has all of its own."""
    files = {name: text for name, text in OLD.items() if name != "gone.yaml"} | {"rent.yaml": NEW["rent.yaml"]}
    plan = plan_of(tmp_path / "rules", files)
    decide(tmp_path / "沿用", Table(plan), since=old[1])
    decide(tmp_path / "全新", Table(plan))
    whole = decisions(tmp_path / "全新")
    names = [name for name in whole.columns if not name.startswith(("sure_", "open_"))]
    found = decisions(tmp_path / "沿用")
    assert sorted(name for name in found.columns if not name.startswith(("sure_", "open_"))) == sorted(names)
    assert found.select(names).equals(whole.select(names))


def test_policies_under_one_limit_change_together(tmp_path):
    """A policy that is new changes what others under the same limit are paid; those are decided again as well."""
    before, after = (plan_of(tmp_path / name, files | {"limits.yaml": LIMIT}) for name, files in (("一", OLD), ("二", CHANGED)))
    decide(tmp_path / "旧", Table(before))
    documents = [d.id for d in after.documents]
    job = prepare(Folder(str(tmp_path / "新")), after, YEAR, DAY, documents, Table(after), ["甲.csv"], since=Folder(str(tmp_path / "旧")), shard_rows=40)
    assert sorted(job.earlier.changed) == ["demo/gone", "demo/hiring"]
    decide(tmp_path / "沿用", Table(after), since=tmp_path / "旧")
    decide(tmp_path / "全新", Table(after))
    names = [name for name in decisions(tmp_path / "全新").columns if not name.startswith(("sure_", "open_"))]
    assert decisions(tmp_path / "沿用").select(names).equals(decisions(tmp_path / "全新").select(names))


def test_interrupted_it_goes_on(tmp_path, old):
    """Stopped in the middle, the same command finishes it with the same rows."""
    plan = plan_of(tmp_path / "rules", CHANGED)
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path / "果", Table(plan, stops=60), since=old[1])
    assert decide(tmp_path / "果", Table(plan), since=old[1]).before == 1
    decide(tmp_path / "一次", Table(plan), since=old[1])
    assert decisions(tmp_path / "果").equals(decisions(tmp_path / "一次"))


@pytest.mark.parametrize("table, also, said", [
    ({"digest": "别的"}, {}, "表格的内容"), ({"rows": 99}, {}, "表格的行数"), ({}, {"trace": False}, "--trace"), ({}, {"shard_rows": 50}, "每片的行数"),
])  # fmt: skip
def test_another_table_is_not_taken_over(tmp_path, old, table, also, said):
    """Of another table, or written otherwise, nothing is taken over."""
    with pytest.raises(Stopped, match=said) as stopped:
        decide(tmp_path / "果", Table(old[0], **table), since=old[1], **also)
    assert stopped.value.code == "X923"
    assert not (tmp_path / "果").exists()


def test_only_a_finished_batch_is_taken_over(tmp_path, old):
    """A folder that is no batch, or one that was interrupted, is refused; so is the folder that is being written."""
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path / "半", Table(old[0], stops=60))
    for since, out in ((tmp_path / "没有", "果"), (tmp_path / "半", "果"), (tmp_path / "半", "半")):
        with pytest.raises(Stopped) as stopped:
            decide(tmp_path / out, Table(old[0]), since=since)
        assert stopped.value.code == "X923"


def test_an_earlier_shard_that_is_gone_is_told(tmp_path, old):
    """A shard of the earlier batch that is missing stops the run with a remedy."""
    plan = plan_of(tmp_path / "rules", CHANGED)
    decide(tmp_path / "旧", Table(old[0]))
    os.remove(tmp_path / "旧/判定/00001.parquet")
    with pytest.raises(Stopped) as stopped:
        decide(tmp_path / "果", Table(plan), since=tmp_path / "旧")
    assert stopped.value.code == "X923"
