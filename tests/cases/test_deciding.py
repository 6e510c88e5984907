"""Whether one test decides, held against the engine itself."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.cases.deciding import Skeleton
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import Library, add
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library

MOST = 8
FACTS = "kind: facts\nfacts:\n" + "".join(f"  事{i}: {{type: yes_no}}\n" for i in range(MOST))


def plan_of(define: str, amount: str = "amount: 1元", when: str = "when: {结果: 是}"):
    """A policy whose one award hangs on the definition 结果."""
    policy = f"""\
kind: policy
id: test/award
title: 测试
instrument: {{title: 测试办法, evidence: official}}
in_force: {{from: 2020-01-01}}
define:
{define}
awards:
  奖励:
    clause: 第一条
    {when}
    {amount}
"""
    findings, library = Findings(), Library()
    for name, text in (("facts.yaml", FACTS), ("award.yaml", policy)):
        add(library, read_yaml(text.encode(), name, findings), name, findings)
    plan = compile_library(library, findings)
    assert not findings.has_errors, [f"{d.where} {d.code} {d.message}\n{policy}" for d in findings.sorted()]
    return plan


def lines(tree, number, depth=2) -> list[str]:
    """A tree of conditions as YAML list items; each fact is used once. ``number`` hands out the facts."""
    pad = "  " * depth
    if isinstance(tree, str):
        return [f"{pad}- {{事{next(number)}: {tree}}}"]
    kind, children = tree
    inner = [line for child in children for line in lines(child, number, depth + 3)]
    if kind == "not":
        return [f"{pad}- not:", f"{pad}    all:", *inner]
    if kind == "some":
        return [f"{pad}- some:", f"{pad}    at_least: {max(1, len(children) - 1)}", f"{pad}    of:", *inner]
    return [f"{pad}- {kind}:", *inner]


LEAVES = st.sampled_from(["是", "否"])
TREES = st.recursive(LEAVES, lambda inner: st.tuples(st.sampled_from(["all", "any", "not", "some"]), st.lists(inner, min_size=1, max_size=3)), max_leaves=MOST)


@settings(max_examples=150, deadline=None)
@given(TREES, st.lists(st.sampled_from([True, False, None]), min_size=MOST, max_size=MOST))
def test_a_test_decides_where_turning_its_fact_turns_the_award(tree, values):
    """For any tree of conditions and any facts, known or not, the skeleton agrees with running the engine again."""
    plan = plan_of("\n".join(["  结果:", "    all:", *lines(tree, iter(range(MOST)), 3)]))
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30))
    facts = {(f"事{i}", None): v for i, v in enumerate(values) if v is not None}
    status = plan.documents[0].awards[0].status
    trace = engine.run(facts)
    skeleton = Skeleton(engine, [status], [status])
    tests = [i for i in skeleton.below if plan.operations[i].op == "is" and plan.operations[plan.operations[i].args[0]].op == "fact"]
    assert tests
    for test in tests:
        name = plan.operations[plan.operations[test].args[0]].data[0]
        value = facts.get((name, None))
        turned = value is not None and engine.run(facts | {(name, None): not value}).raw(status) is not trace.raw(status)
        assert skeleton.decides(test, trace.raw) is turned, name


def deciders(plan, facts, roots, outcomes) -> set[str]:
    """Names of the facts whose test decides."""
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30))
    trace = engine.run({(name, None): value for name, value in facts.items()})
    skeleton = Skeleton(engine, roots, outcomes)
    found = [i for i in skeleton.below if plan.operations[i].op == "is" and skeleton.decides(i, trace.raw)]
    return {plan.operations[a].data[0] for i in found for a in plan.operations[i].args if plan.operations[a].op == "fact"}


ROWS = "first_of:\n      - {if: {事0: 是}, then: 3元}\n      - {if: {事1: 是}, then: 2元}\n      - {其余: 1元}"


def test_a_row_decides_where_another_amount_would_be_chosen():
    """The first row that holds hides those below it; without it they decide."""
    plan = plan_of("  结果: {事7: 是}", ROWS)
    award = plan.documents[0].awards[0]
    roots = [award.status, award.value]
    assert deciders(plan, {"事0": True, "事1": True, "事7": True}, roots, [award.status]) == {"事0", "事7"}
    assert deciders(plan, {"事0": False, "事1": True, "事7": True}, roots, [award.status]) == {"事0", "事1", "事7"}
    assert deciders(plan, {"事0": True, "事1": True, "事7": True}, [award.status], [award.status]) == {"事7"}


def test_rows_with_the_same_amount_do_not_decide():
    """Choosing another row that pays the same is no other result."""
    plan = plan_of("  结果: {事7: 是}", ROWS.replace("3元", "2元"))
    award = plan.documents[0].awards[0]
    roots = [award.status, award.value]
    assert "事0" not in deciders(plan, {"事0": True, "事1": True, "事7": True}, roots, [award.status])
    assert "事0" in deciders(plan, {"事0": True, "事1": False, "事7": True}, roots, [award.status])


def test_an_unknown_test_never_decides():
    """Filling a blank is not turning a test."""
    plan = plan_of("  结果: {事0: 是}")
    award = plan.documents[0].awards[0]
    assert deciders(plan, {}, [award.status], [award.status]) == set()


def test_a_guard_and_an_if_decide_what_is_paid():
    """The condition of a guarded step and of IF turn the amount."""
    define = "  结果: {事7: 是}\n  加奖:\n    when: {事0: 是}\n    amount: 5元"
    plan = plan_of(define, "amount: IF（事1，2元，1元） + 加奖")
    award = plan.documents[0].awards[0]
    facts = {"事0": False, "事1": True, "事7": True}
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30))
    trace = engine.run({(name, None): value for name, value in facts.items()})
    skeleton = Skeleton(engine, [award.value], [])
    turned = {plan.operations[i].op for i in skeleton.below if engine.operations[i].unit == "bool" and skeleton.decides(i, trace.raw)}
    assert "is" in turned and "fact" in turned  # 事0 as a test, 事1 as a bare name
