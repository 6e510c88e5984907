"""What a batch comes to: sums, reasons and what is missing, against one enterprise at a time."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from eligibility.batch.columns import Answer
from eligibility.batch.listing import granted, refused
from eligibility.batch.stopped import Stopped
from eligibility.batch.summary import summarise
from eligibility.batch.totals import fen_sum
from eligibility.decisions.decide import decide
from eligibility.profiles.population.one import profile_at
from tests.batch.diff_rules import NEW, OLD, plan_of
from tests.batch.summary_rules import random_table, summary_plan, table_of
from tests.batch.tables import Table
from tests.batch.tables import decide as decide_batch
from tests.batch.written_batches import write_batch

RESEARCH, SCALE = "demo/research", "demo/scale"
#: an enterprise of which everything is known and that gets everything
GOOD = {"所在地": "东区", "失信": False, "规上": True, "研发费用 2020": 80_000_000, "营业收入 2020": 100_000_000, "专利": 4}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return summary_plan(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory, plan):
    """(summary, what the single check says of each enterprise) of 150 random enterprises in shards of 40."""
    root, table = tmp_path_factory.mktemp("batch") / "果", random_table(plan, 150, 5)
    decider = write_batch(root, plan, table, shard_rows=40)
    return summarise(str(root), plan), [decide(decider.scalar, profile_at(table, i, plan.vocabulary)) for i in range(150)]


def of(tmp_path, plan, *rows, **how):
    """The summary of these enterprises."""
    write_batch(tmp_path / "果", plan, table_of(plan, list(rows)), **how)
    return summarise(str(tmp_path / "果"), plan)


def test_counts_and_sums_are_those_of_each_enterprise(whole):
    """Every policy and award has as many of each status, and as much money, as single checks come to together."""
    summary, singly = whole
    assert summary.enterprises.decided == 150 == summary.counts.used
    for total in summary.totals:
        own = [p for d in singly for p in d.decisions if p.policy == total.answer.policy]
        if total.answer.award is not None:
            own = [a for p in own for a in p.awards if a.award == total.answer.award]
        statuses = Counter(one.status for one in own)
        assert (total.eligible, total.ineligible, total.undetermined) == tuple(statuses[s] for s in ("eligible", "ineligible", "undetermined"))
        assert total.low == sum(one.amount.low for one in own)
        assert total.high == sum(one.amount.high for one in own if one.amount.high is not None)
        assert total.unbounded == sum(one.amount.high is None for one in own)
        assert total.settled == sum(one.amount.low for one in own if one.amount.known)


def test_enterprises_are_each_counted_once(whole):
    """Somebody who gets something, somebody who may, and somebody who gets nothing are three kinds."""
    summary, singly = whole
    best = Counter(min((p.status for p in d.decisions), key=("eligible", "undetermined", "ineligible").index) for d in singly)
    found = summary.enterprises
    assert (found.eligible, found.undetermined, found.refused) == (best["eligible"], best["undetermined"], best["ineligible"])


def test_sums_go_beyond_64_bits():
    """Amounts that each fit into 64 bits add up exactly where their sum does not."""
    frame = pl.LazyFrame({"fen": [2**62] * 5})
    assert frame.select(fen_sum(pl.col("fen"))).collect(engine="streaming").item() == 5 * 2**62


def test_who_gets_what_is_listed_in_order(whole):
    """The list has each award that a single check grants, with its amount, enterprise by enterprise."""
    summary, singly = whole
    expected = [(i + 2, Answer(p.policy, a.award), a.amount.low, a.amount.high)
                for i, d in enumerate(singly) for p in d.decisions for a in p.awards if a.status == "eligible"]  # fmt: skip
    assert [(g.row, g.answer, g.low, g.high) for g in granted(summary.written, summary.listed)] == expected


def test_each_refused_award_has_its_first_failing_condition(whole):
    """Exactly the refused awards are listed, by a gate all at once, each with a condition that the single check says fails."""
    summary, singly = whole
    listed = list(refused(summary.written, summary.checks))
    gates = {(r.row, r.answer.policy) for r in listed if r.answer.award is None}
    said = {(r.row, r.answer.policy, r.answer.award) for r in listed if r.answer.award is not None}
    for i, decision in enumerate(singly):
        for policy in decision.decisions:
            for award in policy.awards:
                in_list = (i + 2, policy.policy) in gates or (i + 2, policy.policy, award.award) in said
                assert in_list is (award.status == "ineligible")
    assert len(listed) == len(gates) + len(said) == sum(r.enterprises for r in summary.refusals)


@pytest.mark.parametrize("change, answer, condition", [
    ({"所在地": "西区", "失信": True}, Answer(RESEARCH, None), "所在地 为 东区"),
    ({"失信": True}, Answer(RESEARCH, None), "失信 否"),
    ({"研发费用 2020": 1}, Answer(RESEARCH, "研发"), "上年研发费用 ÷ 上年营业收入 不低于 5%"),
    ({"专利": 2, "规上": False}, Answer(RESEARCH, "专利"), "专利 不低于 3项，或 规上 是"),
])  # fmt: skip
def test_the_first_condition_is_told_in_words(tmp_path, plan, change, answer, condition):
    """Gates come before conditions, and each is said as the rules have it, with where it stands."""
    summary = of(tmp_path, plan, GOOD | change)
    first = next(r for r in refused(summary.written, summary.checks))
    assert (first.answer, first.condition) == (answer, condition)
    assert answer.award is None or first.source in ("第一条", "第二条")


def test_what_is_missing_is_named(tmp_path, plan):
    """A blank gate, one of two blanks of a quotient, and a number that the rules do not have are told apart."""
    summary = of(tmp_path, plan, GOOD | {"所在地": None}, GOOD | {"研发费用 2020": None}, GOOD | {"营业收入 2020": None})
    blanks = {(b.facts, b.rules): (b.decisions, b.amounts) for b in summary.missing.blanks}
    assert blanks[("所在地",), ()] == (3, 0)
    assert blanks[("研发费用（2020年）", "营业收入（2020年）"), ()] == (2, 0)
    assert blanks[(), ("每项标准",)] == (2, 2)


def test_one_fact_that_settles_the_most_comes_first(tmp_path, plan):
    """The blank place keeps three awards open, 失信 beside it none by itself; the money is how far apart the amounts were."""
    summary = of(tmp_path, plan, GOOD | {"所在地": None, "规上": False}, GOOD | {"所在地": None, "失信": None}, GOOD | {"专利": None})
    lists = {x.fact: x for x in summary.missing.lists}
    assert summary.missing.lists[0].fact == "所在地"
    assert (lists["所在地"].awards, lists["所在地"].unbounded) == (3, 1)
    assert lists["所在地"].fen == 8_000_000 + 4_000_000
    assert "失信" not in lists


def test_an_open_amount_is_settled_by_its_only_blank(tmp_path, plan):
    """规上 makes the patent award due whatever the number of patents; that number, once known, tells the amount."""
    summary = of(tmp_path, plan, GOOD | {"专利": None})
    patents = next(x for x in summary.missing.lists if x.fact == "专利")
    assert (patents.amounts, patents.awards) == (1, 2)


def test_amounts_that_hang_on_other_awards_are_left_out_and_counted(tmp_path, plan):
    """入库 is due and paid only if 升规 is not: what would settle that is not guessed."""
    summary = of(tmp_path, plan, GOOD | {"规上": None})
    assert summary.missing.entangled == 1


def test_without_masks_nothing_is_said_of_why(tmp_path, plan):
    """Sums are there, reasons and what is missing are not."""
    summary = of(tmp_path, plan, GOOD, trace=False)
    assert summary.totals[0].eligible == 1
    assert summary.checks is summary.refusals is summary.missing is None


def test_without_awards_reasons_are_still_known(tmp_path, plan):
    """``--no-awards``: policies are summed and listed, and refusals are read from the masks; what is missing is not told."""
    summary = of(tmp_path, plan, GOOD | {"失信": True}, GOOD, awards=False)
    assert [t.answer for t in summary.totals] == [Answer(RESEARCH, None), Answer(SCALE, None)]
    assert [(r.row, r.condition) for r in refused(summary.written, summary.checks)] == [(2, "失信 否")]
    assert [g.answer for g in granted(summary.written, summary.listed)] == [Answer(SCALE, None), Answer(RESEARCH, None), Answer(SCALE, None)]
    assert summary.missing is None


def test_a_folder_without_a_batch_is_refused(tmp_path, plan):
    """No manifest, no summary."""
    with pytest.raises(Stopped) as stopped:
        summarise(str(tmp_path), plan)
    assert stopped.value.code == "X935"


def test_a_batch_taken_over_is_summed_up_like_a_fresh_one(tmp_path):
    """With ``--since`` columns stand in two layers and bits elsewhere: the same sums, reasons, blanks and lists."""
    old, new = plan_of(tmp_path / "old", OLD), plan_of(tmp_path / "new", OLD | {"research.yaml": NEW["hiring.yaml"].replace("hiring", "research")})
    decide_batch(tmp_path / "先", Table(old))
    decide_batch(tmp_path / "后", Table(new), since=tmp_path / "先")
    decide_batch(tmp_path / "新", Table(new))
    later, fresh = (summarise(str(tmp_path / name), new) for name in ("后", "新"))
    assert len(later.written.manifest.layers) == 2
    assert (later.counts, later.enterprises, later.totals) == (fresh.counts, fresh.enterprises, fresh.totals)
    assert (later.refusals, later.missing) == (fresh.refusals, fresh.missing) and later.refusals and later.missing.lists
    assert list(refused(later.written, later.checks)) == list(refused(fresh.written, fresh.checks))
