"""Cases on the engine: what passes, what fails, and what is said about it."""

import re

import pytest

from eligibility.cases.run import Engines, run_case
from eligibility.cases.suite import run_suite
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.reports.case_results import failure_lines
from eligibility.resources import rules_dir

from .library import POLICY, POLICY_CASES, build, only_case, prepare


def one(tmp_path, given, expect, more=""):
    """The result of the one case, and how it is told."""
    built = build(tmp_path, only_case(given, expect, more))
    findings = Findings()
    (prepared,) = [p for p in prepare(built, findings) if p.case.name == "一例"]
    assert not findings.items
    result = run_case(prepared, Engines(built.plan))
    return result, "\n".join(failure_lines(result))


CONTRACT = "主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 开发}]"


def test_all_cases_of_the_small_library_pass(tmp_path):
    """Awards, totals, definitions, needs, because and the ledger all come out as expected."""
    built = build(tmp_path)
    suite = run_suite(built.library, built.plan, built.files)
    assert [r.name for r in suite.failed] == []
    assert (len(suite.results), suite.not_run) == (23, 0)


def test_a_wrong_amount_is_told_with_both_amounts_its_place_and_how_it_came_about(tmp_path):
    """Expected and got, file and line, the condition met, and the steps of the calculation."""
    given = "主体合格: 是, 行业: 制造, 营业收入: {2020: 500万元}, 研发费用: {2020: 300万元}"
    result, text = one(tmp_path, given, "研发奖励: 4万元")
    assert not result.passed
    assert "award.cases.yaml:7 研发奖励：期望 4万元，得到 3万元" in text
    assert "成立：行业 为 制造，实际 制造" in text
    assert "比例 = 1%" in text


def test_a_refusal_is_told_with_the_condition_that_decided_and_its_clause(tmp_path):
    """The deciding condition shows what was required, what was found and by how much it falls short."""
    result, text = one(tmp_path, CONTRACT.replace("开发", "转让"), "合同奖励: 5万元", "    paid_before: 无\n")
    assert not result.passed
    assert "期望 5万元，得到 ineligible" in text
    assert "不成立：合同数 不低于 2份，实际 1份，差 1份" in text
    assert "主体合格" not in text  # it holds, so it did not decide


def test_a_wrong_definition_is_told_with_the_facts_behind_it(tmp_path):
    """A number shows the facts it rests on and where they stand."""
    result, text = one(tmp_path, CONTRACT, "合同数: 3份")
    assert not result.passed
    assert "合同数：期望 3份，得到 2份" in text
    assert re.search(r"合同 = 1份（award\.cases\.yaml:6:\d+）", text)


def test_a_wrong_total_is_told_with_its_parts(tmp_path):
    """A total shows what each award brought."""
    result, text = one(tmp_path, CONTRACT + ", 研发费用: {2020: 100万元}, 行业: 其他", "total: 1元", "    paid_before: 无\n")
    assert "total：期望 1元，得到 15万元" in text
    assert "分段奖励 = 10万元" in text and "合同奖励 = 5万元" in text


@pytest.mark.parametrize(
    "needs, passes",
    [("[合同, 已兑现]", True), ("[已兑现, 合同]", True), ("[合同]", False), ("[合同, 已兑现, 独立法人]", False)],
)
def test_needs_is_one_whole_missing_set(tmp_path, needs, passes):
    """Neither a part of the missing facts nor more than those meets needs; the order does not matter."""
    result, text = one(tmp_path, "主体合格: 是", f"合同奖励: {{result: undetermined, needs: {needs}}}")
    assert result.passed is passes
    if not passes:
        assert "得到 合同、已兑现" in text and "期望 undetermined" not in text


@pytest.mark.parametrize("because, passes", [("[合同数, 2份]", True), ("[第三条]", True), ("[第一条]", False), ("[主体合格]", False), ("[合同数, 天气]", False)])
def test_because_is_sought_in_the_deciding_reasons(tmp_path, because, passes):
    """Every word must stand in the condition, requirement or clause of a reason that decided."""
    given = CONTRACT.replace("开发", "转让")
    result, text = one(tmp_path, given, f"合同奖励: {{result: ineligible, because: {because}}}", "    paid_before: 无\n")
    assert result.passed is passes
    assert passes or "理由里没有" in text


def test_without_a_ledger_once_in_a_lifetime_is_not_known(tmp_path):
    """paid_before 无, a list without the award, and nothing at all are three different things."""
    assert one(tmp_path, CONTRACT, "合同奖励: 5万元", "    paid_before: 无\n")[0].passed
    assert one(tmp_path, CONTRACT, "合同奖励: 5万元", "    paid_before: [{award: 研发奖励, year: 2020}]\n")[0].passed
    assert one(tmp_path, CONTRACT, "合同奖励: 0元 至 5万元")[0].passed


def test_every_case_of_the_shipped_rules_passes():
    """The rules that come with the program do what their cases say."""
    findings = Findings()
    library = load([rules_dir()], findings)
    plan = compile_library(library, findings)
    suite = run_suite(library, plan, {c.file for c in library.cases})
    assert not findings.has_errors and suite.not_run == 0
    assert ["\n".join(failure_lines(r)) for r in suite.failed] == []
    assert len(suite.results) >= 150


@pytest.mark.parametrize(
    "old, new",
    [
        ("不超过 1000万元: 1%", "不超过 1000.01万元: 1%"),
        ("不超过 1000万元: 1%", "低于 1000万元: 1%"),
        ("不超过 1000万元: 1%, 其余: 2%", "不超过 1000万元: 1%, 其余: 2.01%"),
        ("金额: 不低于 10万元", "金额: 超过 10万元"),
        ("金额: 不低于 10万元", "金额: 不低于 9.999999万元"),
        ("合同数 不低于 2份", "合同数 不低于 1份"),
        ("合同数 不低于 2份", "合同数 不低于 3份"),
        ("then: 2份", "then: 1份"),
        ("不超过 100万元: 10%", "不超过 101万元: 10%"),
        ("其余: 5%", "其余: 6%"),
        ("amount: 5万元", "amount: 4万元"),
        ("[开发, 转让]", "[开发, 转让, 其他]"),
        ("{行业: 制造}", "{行业: [制造, 其他]}\n        - {行业: 软件}"),
        ("{合同: 有}", "{主体合格: 是}"),
        ("    once: lifetime\n", ""),
        ("已登记: 是", "已登记: 否"),
        ("gates: [主体合格]\n", ""),
    ],
)
def test_a_wrong_rule_makes_a_case_fail(tmp_path, old, new):
    """Each number, word and condition of the rule is held by some case."""
    assert POLICY.count(old) >= 1
    built = build(tmp_path, {"award.yaml": POLICY.replace(old, new, 1)})
    assert run_suite(built.library, built.plan, built.files).failed


def test_an_amount_off_by_one_fen_in_the_shipped_rules_is_noticed():
    """Every sum of money that an award of the shipped rules pays is held by a case to the 分."""
    from dataclasses import replace
    from fractions import Fraction

    findings = Findings()
    library = load([rules_dir()], findings)
    plan = compile_library(library, findings)
    money = [i for i, op in enumerate(plan.operations) if op.op == "const" and op.unit == "money" and op.low > 0]
    paid: dict[int, set[str]] = {}  # operation → ids of the policies that pay by it
    for document in plan.documents:
        pending = [a.value for a in document.awards]
        while pending:
            index = pending.pop()
            if document.id not in paid.setdefault(index, set()):
                paid[index].add(document.id)
                pending += plan.operations[index].args
    references = {row[3] for op in plan.operations if op.op == "parameter" for row in op.data[2]}
    tried = [i for i in money if i in paid and i not in references]
    assert len(tried) >= 8
    for index in tried:
        kept = plan.operations[index]
        more = kept.low + 1
        plan.operations[index] = replace(kept, data=[int(more), 1], low=Fraction(more), high=Fraction(more))
        files = {c.file for c in library.cases if c.rules.text in paid[index]}
        assert run_suite(library, plan, files).failed, f"{plan.where(index)} {kept.data}"
        plan.operations[index] = kept


def test_cases_do_not_disturb_one_another(tmp_path):
    """The same case gives the same result alone and after all others, in either order."""
    built = build(tmp_path)
    prepared = prepare(built)
    together, backwards = Engines(built.plan), Engines(built.plan)
    forth = [run_case(p, together) for p in prepared]
    back = [run_case(p, backwards) for p in reversed(prepared)][::-1]
    alone = [run_case(p, Engines(built.plan)) for p in prepared]
    assert forth == back == alone
    assert POLICY_CASES.count("- case:") + 4 == len(forth)
