"""Tests inside has and for_each, row by row, held against the engine's own sums."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.cases.rows import ProbedPlan
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.engines.scalar.values import ends
from eligibility.language.diagnostic import Findings
from eligibility.language.library import Library, add
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import to_json

FACTS = """\
kind: facts
facts:
  合同:
    type: records
    counted_in: 份
    columns: {甲方: {type: text}, 金额: {type: money}, 已登记: {type: yes_no}}
"""
RULES = """\
kind: standard
id: test/rows
title: 测试
instrument: {title: 测试办法, evidence: official}
in_force: {from: 2020-01-01}
define:
  合同总额: {for_each: {of: 合同, amount: 金额}}
  登记额:
    for_each:
      of: 合同
      where: {已登记: 是, 金额: 超过 10万元}
      amount: 金额
      cap: 50万元
  大额占比合格:
    has: {of: 合同, where: {金额: 不低于 合同总额 × 50%}}
  分户:
    for_each:
      of: 合同
      where: {已登记: 是}
      by: 甲方
      bands:
        of: SUM（金额）
        steps: [不超过 30万元: 1元, 其余: 2元]
"""


def plan_and_engine():
    findings, library = Findings(), Library()
    for name, text in (("facts.yaml", FACTS), ("rows.yaml", RULES)):
        add(library, read_yaml(text.encode(), name, findings), name, findings)
    plan = compile_library(library, findings)
    assert not findings.has_errors, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    probed = ProbedPlan(plan)
    return plan, probed, ScalarEngine(probed.plan, 2021, date(2022, 6, 30))


PLAN, PROBED, ENGINE = plan_and_engine()
DEFINED = PLAN.documents[0].definitions
ROW = st.fixed_dictionaries({}, optional={
    "甲方": st.sampled_from(["甲", "乙"]), "金额": st.sampled_from([0, 10_000_000, 10_000_001, 30_000_000, 90_000_000]), "已登记": st.booleans(),
})  # fmt: skip


def parts(name):
    return PROBED.parts[ENGINE.target(DEFINED[name])]


def test_the_plan_that_is_probed_stays_as_it_was():
    """Probes are added to a copy; the plan's own JSON does not change."""
    before = to_json(PLAN)
    ProbedPlan(PLAN)
    assert to_json(PLAN) == before
    assert len(PROBED.plan.operations) > len(PLAN.operations)


@settings(max_examples=200, deadline=None)
@given(st.lists(ROW, max_size=4))
def test_rows_taken_singly_add_up_to_what_the_engine_sums(rows):
    """Truth of where and value of the body of each row give the for_each of the whole run, ends and all."""
    trace = ENGINE.run({("合同", None): rows})
    condition, body = parts("登记额")
    low = high = 0
    for held, calculated in zip(PROBED.views(trace, condition), rows):
        truth = held.truth(ENGINE.target(condition.root))
        single = {("合同", None): [calculated]}
        least, most = ends(ENGINE.run(single).raw(ENGINE.target(DEFINED["登记额"])))
        assert (truth is False) <= (most == 0)
        low, high = low + least, high + most
    assert ends(trace.raw(DEFINED["登记额"])) == (low, high)
    kept = [v.truth(ENGINE.target(condition.root)) for v in PROBED.views(trace, condition)]
    values = [v.value(ENGINE.target(body.root)) for v in PROBED.views(trace, body)]
    assert len(kept) == len(rows) and len(values) == sum(k is not False for k in kept)
    if None not in kept and all("金额" in row for row, k in zip(rows, kept) if k):
        assert sum(values) == trace.value(DEFINED["登记额"])


def test_what_is_not_of_the_row_comes_from_the_whole_run():
    """A row compared with the sum of all rows is not compared with itself alone."""
    rows = [{"金额": 1_000_000}, {"金额": 3_000_000}]
    trace = ENGINE.run({("合同", None): rows})
    (part,) = parts("大额占比合格")
    assert [v.truth(ENGINE.target(part.root)) for v in PROBED.views(trace, part)] == [False, True]
    assert trace.raw(DEFINED["大额占比合格"]) is True


def test_groups_are_seen_as_groups():
    """With by, what is calculated is seen once for each group of the rows that where lets through."""
    rows = [
        {"甲方": "甲", "金额": 10_000_000, "已登记": True},
        {"甲方": "乙", "金额": 90_000_000, "已登记": True},
        {"甲方": "甲", "金额": 20_000_000, "已登记": True},
        {"甲方": "丙", "金额": 90_000_000, "已登记": False},
    ]
    trace = ENGINE.run({("合同", None): rows})
    condition, body = parts("分户")
    assert [v.truth(ENGINE.target(condition.root)) for v in PROBED.views(trace, condition)] == [True, True, True, False]
    assert [v.value(ENGINE.target(body.root)) for v in PROBED.views(trace, body)] == [100, 200]
    assert trace.value(DEFINED["分户"]) == 300


def test_rows_that_are_not_known_have_no_views():
    """A blank records fact shows no row."""
    trace = ENGINE.run({})
    assert not [v for name in ("登记额", "大额占比合格", "分户") for part in parts(name) for v in PROBED.views(trace, part)]
