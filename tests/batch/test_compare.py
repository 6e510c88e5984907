"""Two sets of rules tried on a population: counts, money, who is an example, and what nobody notices."""

from __future__ import annotations

import polars as pl
import pytest

from eligibility.batch.by_rows import rows_of
from eligibility.batch.columns import Answer
from eligibility.batch.compare import Comparison, Side
from eligibility.batch.kinds_of_change import ADDED, DROPPED, ELIGIBLE_OPENED, INELIGIBLE_OPENED, KINDS, OPPOSITE, RAISED, UNCHANGED
from eligibility.batch.rules_diff import BOTH, NEW_ONLY, OLD_ONLY, Money, RulesDiff
from eligibility.batch.two_readings import Pair, in_both
from eligibility.profiles.population.slice import CODE, POSITION, ROW
from tests.batch.diff_rules import DAY, NEW, OLD, RESEARCH, YEAR, plan_of, population

SLICES, ROWS = 3, 40


def ids(plan) -> list[str]:
    return [d.id for d in plan.documents if d.kind == "policy"]


def diff(old, new, told=None, policies=None) -> RulesDiff:
    """The rules tried on three slices."""
    pairs = [Pair(*(population(plan, ROWS, seed, 2 + seed * ROWS) for plan in (old, new)), ROWS) for seed in range(SLICES)]
    sides = [Side(plan, [i for i in ids(plan) if policies is None or i in policies]) for plan in (old, new)]
    return Comparison(*sides, YEAR, DAY).run(pairs, ("名单.csv",), told)


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    return plan_of(folder / "old", OLD), plan_of(folder / "new", NEW)


@pytest.fixture(scope="module")
def found(plans):
    return diff(*plans)


def by_id(result: RulesDiff) -> dict:
    return {p.policy: p for p in result.policies}


def test_counts_add_up(found):
    """Under every policy each enterprise has one kind of change, or none."""
    assert found.used == found.read == SLICES * ROWS
    assert all(p.total.enterprises == found.used for p in found.policies)


def test_same_rules_change_nothing(plans):
    """Rules compared with themselves: no policy is decided, nobody changes, there is no example."""
    result = diff(plans[0], plans[0])
    assert all(p.same and p.kinds[UNCHANGED].enterprises == result.used for p in result.policies)
    assert (result.enterprises.changed, result.examples, result.compared) == (0, (), [])


def test_the_other_way_round_is_the_mirror(plans, found):
    """New compared with old says of every policy and kind the contrary."""
    back = by_id(diff(*plans[::-1]))
    for policy in found.policies:
        mirrored = policy.mirrored()
        other = back[policy.policy]
        assert (other.within, other.same, other.kinds) == (mirrored.within, mirrored.same, mirrored.kinds), policy.policy


def test_enterprises_that_gain_lose_on_the_way_back(plans, found):
    """Gaining and losing change places when the rules do."""
    back = diff(*plans[::-1])
    assert (back.enterprises.gaining, back.enterprises.losing, back.enterprises.other) == (
        found.enterprises.losing, found.enterprises.gaining, found.enterprises.other)  # fmt: skip
    assert found.enterprises.gaining and found.enterprises.losing and found.enterprises.other


def test_totals_are_the_sums_over_rows(plans, found):
    """What everybody gets before and after is the sum of what the scalar engine pays row by row."""
    for plan, when in zip(plans, ("before", "after")):
        engine = Comparison(Side(plan, []), Side(plan, ids(plan)), YEAR, DAY).deciders[1].scalar
        rows = [row for seed in range(SLICES) for row in rows_of(engine, population(plan, ROWS, seed), range(ROWS))]
        for policy in found.compared:
            answer = Answer(policy.policy, None)
            spans = [(row[answer.low], row[answer.high]) for row in rows if answer.low in row]
            high = [h for _, h in spans if h is not None]
            assert getattr(policy.total, when) == Money(sum(low for low, _ in spans), sum(high), len(spans) - len(high))


def test_kinds_are_those_of_the_rows(plans):
    """The kind of every change follows from the two statuses and amounts beside it."""
    seen = []
    diff(*plans, told=seen.append)
    for row in pl.concat([frame for changes in seen for frame in changes.values()]).iter_rows(named=True):
        before, after = (tuple(row[f"{end}_{when}"] for end in ("status", "low", "high")) for when in ("before", "after"))
        kind = KINDS[row["kind"]]
        assert (kind == UNCHANGED) == (before == after)
        if kind in (ADDED, DROPPED):
            assert (before[0], after[0]) == ((0, 1) if kind == ADDED else (1, 0))
        if kind == RAISED:
            assert before[0] == after[0] and before[1] <= after[1] and (after[2] is None or (before[2] or 0) <= after[2])
        assert OPPOSITE[OPPOSITE[kind]] == kind


def test_policies_of_one_side_alone(found):
    """A policy that only one set of rules has is told so, and before or after it nobody has anything."""
    policies = by_id(found)
    assert [policies[i].within for i in ("demo/rent", "demo/gone", "demo/research")] == [NEW_ONLY, OLD_ONLY, BOTH]
    rent, gone = policies["demo/rent"], policies["demo/gone"]
    assert rent.total.before == gone.total.after == Money()
    assert {k for k, t in rent.kinds.items() if t.enterprises} == {UNCHANGED, ADDED, INELIGIBLE_OPENED}


def test_rules_that_did_not_change_are_not_decided(found):
    """A policy with the same rules is not decided again; one whose rules changed without effect is, and nobody changes."""
    policies = by_id(found)
    assert policies["demo/hiring"].same
    assert not policies["demo/size"].same and policies["demo/size"].changed == 0


def test_facts_without_a_column_are_named(plans, found):
    """What the new rules ask for and nobody states is named, and who waits for it is undetermined."""
    assert found.no_column.new == ("停业",)
    assert by_id(found)["demo/research"].kinds[ELIGIBLE_OPENED].enterprises > 0
    assert diff(*plans[::-1]).no_column.old == ("停业",)


def test_a_yearly_fact_without_a_column_is_named_as_its_heading(tmp_path, plans):
    """It says which year's column has to be added."""
    later = plan_of(tmp_path / "later", NEW | {"research.yaml": RESEARCH.replace("上年", "本年")})
    assert diff(plans[0], later).no_column.new == ("2021年研发费用",)


def test_examples_are_the_largest_of_each_kind(plans, found):
    """Ten enterprises, none twice, every kind among them, and of each kind no other enterprise changes more."""
    seen = []
    diff(*plans, told=seen.append)
    rows = [row for changes in seen for frame in changes.values() for row in frame.iter_rows(named=True) if row["kind"]]
    assert len({e.code for e in found.examples}) == len(found.examples) == 10
    assert {e.kind for e in found.examples} == {KINDS[row["kind"]] for row in rows}
    taken: set[str] = set()
    for kind in {e.kind for e in found.examples}:
        largest = max(row["size"] for row in rows if KINDS[row["kind"]] == kind)
        codes = {row[CODE] for row in rows if KINDS[row["kind"]] == kind and row["size"] == largest}
        assert codes & {e.code for e in found.examples}
        taken |= codes


def test_examples_are_decided_as_the_columns_say(plans, found):
    """The explanations of an example come to what its row came to."""
    seen = []
    diff(*plans, told=seen.append)
    for example in found.examples:
        for policy in example.after.decisions:
            frames = [changes[policy.policy].filter(pl.col(ROW) == example.row) for changes in seen]
            row = pl.concat(frames).row(0, named=True)
            assert (policy.amount.low, policy.amount.high) == (row["low_after"], row["high_after"])


def test_a_change_of_words_is_no_change(plans, tmp_path):
    """Another title, clause, comment or order of the file leaves a policy as it was."""
    words = RESEARCH.replace("研发补助", "研究补助").replace("第一条", "第九条").replace("kind: policy\n", "# 说明\nkind: policy\n")
    renamed = plan_of(tmp_path / "renamed", {"a.yaml": words, **{name: text for name, text in OLD.items() if name != "research.yaml"}})
    assert by_id(diff(plans[0], renamed))["demo/research"].same


def test_a_policy_tied_by_a_limit_is_decided_again(tmp_path):
    """A cap over two policies that changes makes both of them changed, and what it cuts is told."""
    limit = "kind: limits\nid: demo/limit\ntitle: 合并限额\ninstrument: {title: 虚构, evidence: official, source: 虚构}\nin_force: {from: 2020-01-01}\n" \
            "limits:\n  一起: {awards: {demo/hiring: 全部, demo/research: [专利奖]}, cap: 20万元, clause: 第一条}\n"  # fmt: skip
    old = plan_of(tmp_path / "old", OLD | {"limit.yaml": limit})
    new = plan_of(tmp_path / "new", OLD | {"limit.yaml": limit.replace("20万元", "10万元")})
    policies = by_id(diff(old, new))
    assert [policies[i].same for i in ("demo/hiring", "demo/research", "demo/size")] == [False, False, True]
    total = policies["demo/hiring"].total + policies["demo/research"].total
    assert total.after.low < total.before.low
    alone = diff(old, new, policies=("demo/hiring",))
    assert [p.policy for p in alone.compared] == ["demo/hiring"] and alone.money.after == alone.money.before


def test_rows_that_one_vocabulary_rejects_are_left_out(plans):
    """Only enterprises that both readings have are compared, each with its own lists."""
    whole, part = population(plans[0], 6, 1), population(plans[1], 6, 1)
    whole.records["清单"] = pl.DataFrame({POSITION: [0, 1, 1, 4, 5], "名称": ["甲", "乙", "丙", "丁", "戊"]})
    whole.paid = pl.DataFrame({POSITION: [3, 5], "policy": ["p", "q"], "award": ["a", "b"], "fen": [1, None]})
    part.frame = part.frame.filter(pl.col(ROW).is_in([3, 6, 7]))
    one, other = in_both(whole, part)
    assert one.frame[ROW].to_list() == other.frame[ROW].to_list() == [3, 6, 7]
    assert one.records["清单"].rows() == [(0, "乙"), (0, "丙"), (1, "丁"), (2, "戊")]
    assert one.paid.rows() == [(2, "q", "b", None)]
    assert in_both(part, part) == (part, part)
