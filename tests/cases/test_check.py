"""Cases held against the plan before they run: each mistake at its place, with a remedy."""

import pytest

from eligibility.cases.check import check_cases, prepare_cases
from eligibility.language.codes import TITLES
from eligibility.language.diagnostic import Findings

from .library import build, only_case, prepare

SOUND = "主体合格: 是, 合同: 无"


def found(tmp_path, changed):
    built = build(tmp_path, changed)
    findings = Findings()
    check_cases(built.library, built.plan, findings)
    return findings.sorted(), built


def test_sound_cases_give_no_finding(tmp_path):
    """The small library has nothing to report, and every case of it can be run."""
    findings, built = found(tmp_path, {})
    assert findings == []
    assert len(prepare(built)) == sum(len(c.cases) for c in built.library.cases)


@pytest.mark.parametrize(
    "changed, code, at, hint",
    [
        (only_case(SOUND, "合同奖励: ineligible", rules="test/awrad"), "C801", (2, "test/awrad"), "test/award"),
        ({"award.cases.yaml": "kind: cases\nfor: test/award\ncases:\n  - case: 一例\n    given: {}\n    expect: {total: 0元}\n"}, "C802", (4, "一例"), "policy_year"),
        (only_case(SOUND, "合同奖励: ineligible", "    policy_year: 2019\n"), "C803", (5, "一例"), "policy_year"),
        (only_case(SOUND, "合同奖励: ineligible", "    as_of: 0002-06-30\n"), "C813", (5, "一例"), "as_of"),
        (only_case(SOUND, "合同奖金: ineligible"), "C805", (7, "合同奖金"), "合同奖励"),
        (only_case(SOUND, "主体合适: 是"), "C805", (7, "主体合适"), "主体合格"),
        (only_case(SOUND, "合同奖励: 不符合"), "C806", (7, "不符合"), "ineligible"),
        (only_case(SOUND, "主体合格: eligible"), "C806", (7, "eligible"), "是、否"),
        (only_case(SOUND, "合同数: 2个"), "C807", (7, "2个"), "3份"),
        (only_case(SOUND, "合同奖励: 5"), "C807", (7, "5"), "20万元"),
        (only_case(SOUND, "total: {result: undetermined, needs: [合同]}"), "C808", (7, "合同]"), "needs"),
        (only_case(SOUND, "合同数: {result: 0份, needs: [合同]}"), "C808", (7, "合同]"), "needs"),
        (only_case(SOUND, "合同奖励: {result: undetermined, needs: [认定日其]}"), "C809", (7, "认定日其"), "认定日期"),
        (only_case(SOUND, "研发奖励: {result: undetermined, needs: [营业收入]}"), "C809", (7, "营业收入"), "2020年营业收入"),
        (only_case(SOUND, "研发奖励: {result: undetermined, needs: [行业（2020年）]}"), "C809", (7, "行业（"), "去掉年份"),
        (only_case(SOUND, "合同奖励: ineligible", "    paid_before: [{award: 合同金}]\n"), "C810", (8, "合同金"), "合同奖励"),
        (only_case("主体合格: 是, 研发费佣: 无", "合同奖励: ineligible"), "F711", (6, "研发费佣"), "研发费用"),
        (only_case("主体合格: 对", "合同奖励: ineligible"), "F734", (6, "对"), "是"),
        (only_case(SOUND, "合同奖励: ineligible", "    paid_before: [{award: 合同奖励, amount: 5}]\n"), "F744", (8, "5}"), "元"),
    ],
)  # fmt: skip
def test_each_mistake_is_found_where_it_stands(tmp_path, changed, code, at, hint):
    """One finding with its code, line, column and a remedy that names what is meant."""
    findings, built = found(tmp_path, changed)
    line, word = at
    col = built.library.sources["award.cases.yaml"].splitlines()[line - 1].rindex(word) + 1
    assert [(d.code, d.where.line, d.where.col) for d in findings] == [(code, line, col)]
    assert hint in findings[0].hint
    assert code in TITLES and findings[0].where.file == "award.cases.yaml"
    assert not any(p.document.id == "test/award" and p.case.name == "一例" for p in prepare(built))


def test_a_wrong_case_leaves_the_others_to_be_run(tmp_path):
    """A file with one wrong case still gives the rest."""
    more = "  - case: 另一例\n    given: {主体合格: 否}\n    expect: {合同奖励: ineligible}\n"
    built = build(tmp_path, only_case(SOUND, "合同奖金: ineligible", more))
    cases = next(c for c in built.library.cases if c.file == "award.cases.yaml")
    assert [p.case.name for p in prepare_cases(cases, built.plan, Findings())] == ["另一例"]


def test_a_missing_year_is_said_once_for_a_file(tmp_path):
    """Cases without a policy year are one mistake of the file, not one of each case."""
    cases = "kind: cases\nfor: test/award\ncases:\n" + "".join(f"  - case: 第{i}例\n    given: {{}}\n    expect: {{total: 0元}}\n" for i in range(3))
    findings, built = found(tmp_path, {"award.cases.yaml": cases})
    assert [(d.code, d.where.line) for d in findings] == [("C802", 4)]
    assert not [p for p in prepare(built) if p.case.name.startswith("第")]


@pytest.mark.parametrize("needs", ["营业收入（2020年）", "2020年营业收入"])
def test_a_yearly_fact_in_needs_may_be_written_either_way(tmp_path, needs):
    """Both ways of naming a yearly fact mean the same missing fact."""
    expect = f"研发奖励: {{result: undetermined, needs: [{needs}]}}"
    built = build(tmp_path, only_case(SOUND, expect))
    (prepared,) = [p for p in prepare(built) if p.case.name == "一例"]
    assert prepared.asked[0].needs == {"营业收入（2020年）"}


def test_the_day_is_midsummer_after_the_policy_year_unless_stated(tmp_path):
    """as_of defaults to June 30 of the next year; the case's own comes before the file's."""
    built = build(tmp_path, only_case(SOUND, "合同奖励: ineligible"))
    assert {p.as_of.isoformat() for p in prepare(built)} == {"2022-06-30"}
    built = build(tmp_path, only_case(SOUND, "合同奖励: ineligible", "    as_of: 2022-03-01\n"))
    assert {p.as_of.isoformat() for p in prepare(built) if p.case.name == "一例"} == {"2022-03-01"}


def test_a_reading_is_not_given(tmp_path):
    """Whoever states an open point of the text is told what it is and what becomes of it, and not that it is unknown."""
    findings, _ = found(tmp_path, only_case("主体合格: 是, 软件也算制造: 是", "合同奖励: ineligible"))
    [finding] = [d for d in findings if d.code == "F711"]
    assert "“软件也算制造”是规则里的理解口径" in finding.message and "两种理解都会计算" in finding.hint
