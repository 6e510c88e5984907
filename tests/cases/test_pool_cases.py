"""Cases that expect what becomes of pools: read, run, told, measured and rewritten."""

from __future__ import annotations

import pytest

from eligibility.cases.check import prepare_cases
from eligibility.cases.coverage import Coverage
from eligibility.cases.run import Engines, run_case
from eligibility.cases.suite import run_suite
from eligibility.cases.update import changes_of, update
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.reports.case_results import failure_lines
from tests.pools.library import FILES

from .library import Built

HEAD = "kind: cases\nfor: test/pools\npolicy_year: 2021\nas_of: 2022-06-30\ncases:\n"

#: 高企库 tried whole: its own tests, their edges and every status
TITLE = HEAD + """\
  - case: 证书当天到期
    given: {高企证书有效期至: 2022-06-30}
    expect: {高企库: {result: member, because: [不早于]}}
  - case: 证书昨天到期
    given: {高企证书有效期至: 2022-06-29}
    expect: {高企库: {result: leave, because: [早于, 2022-06-30]}}
  - case: 证书不清楚
    given: {}
    expect: {高企库: {result: undetermined, needs: [高企证书有效期至]}}
  - case: 没有证书，差研发
    given: {高企证书有效期至: 无, 有专利: 是, 营业收入: {2020: 1000万元}, 研发费用: {2020: 10万元}}
    expect: {高企库: {result: candidate, because: [研发占比]}, 研发占比: 1%, 符合高企: 否}
"""


def build(tmp_path, cases: str, pools: str = FILES["pools.yaml"]) -> Built:
    """The small pipeline with these cases."""
    for name, text in {**FILES, "pools.yaml": pools, "pools.cases.yaml": cases}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    findings = Findings()
    library = load([tmp_path], findings, base=tmp_path)
    plan = compile_library(library, findings)
    assert not findings.has_errors, findings.items
    return Built(library, plan, findings, {c.file for c in library.cases})


def one(tmp_path, given: str, expect: str):
    """The result of one case and how it is told."""
    built = build(tmp_path, HEAD + f"  - case: 一例\n    given: {{{given}}}\n    expect: {{{expect}}}\n")
    findings = Findings()
    (prepared,) = prepare_cases(built.library.cases[0], built.plan, findings)
    assert not findings.items
    result = run_case(prepared, Engines(built.plan))
    return result, "\n".join(failure_lines(result))


def test_statuses_needs_because_and_definitions_pass(tmp_path):
    """All six words in short form or in full, beside definitions of the standards that the pools use."""
    built = build(tmp_path, TITLE)
    suite = run_suite(built.library, built.plan, built.files)
    assert [r.name for r in suite.failed] == [] and len(suite.results) == 4


@pytest.mark.parametrize("status", ["promote", "candidate", "leave", "outside", "undetermined"])
def test_a_wrong_status_is_told_with_what_decided(tmp_path, status):
    """Expected and got, the place, and the reasons with what was found."""
    result, text = one(tmp_path, "高企证书有效期至: 2022-06-30", f"高企库: {status}")
    assert not result.passed
    assert f"pools.cases.yaml:8 高企库：期望 {status}，得到 member" in text
    assert "成立：高企证书有效期至 不早于 申报日期（2022-06-30），实际 2022-06-30" in text


def test_because_is_found_in_what_decided_or_in_what_is_lacking(tmp_path):
    """A candidate's failing test and a lost parent count; what held does not."""
    given = "高企证书有效期至: 无, 有专利: 是, 营业收入: {2020: 1000万元}, 研发费用: {2020: 10万元}"
    assert one(tmp_path, given, "高企库: {result: candidate, because: [研发占比]}")[0].passed
    result, text = one(tmp_path, given, "高企库: {result: candidate, because: [研发占比, 有专利]}")
    assert not result.passed and "理由里没有 “有专利”" in text
    given = "在科技库: 否, 高企证书有效期至: 无, 营业收入: {2020: 1元}, 在培育库: 是, 违法: 否"
    assert one(tmp_path, given, "培育库: {result: leave, because: [在“科技库”]}")[0].passed


def test_needs_is_exactly_what_is_missing(tmp_path):
    """More or less than the missing facts does not pass, and says which there are."""
    assert one(tmp_path, "在科技库: 是", "科技库: {result: undetermined, needs: [数据更新]}")[0].passed
    result, text = one(tmp_path, "在科技库: 是", "科技库: {result: undetermined, needs: [数据更新, 职工总数]}")
    assert not result.passed and "得到 数据更新" in text


@pytest.mark.parametrize(
    "expect, code, says",
    [
        ("高企库: 在库", "C806", "“在库”写成 member。可以写：member、promote、candidate、leave、outside、undetermined。"),
        ("高企库: eligible", "C806", "可以写：member"),
        ("高企库: {result: 入库, needs: [有专利]}", "C806", "写成 promote"),
        ("高企酷: member", "C805", "高企库"),
        ("total: 1元", "C805", "高企库"),
        ("符合高企: member", "C806", "是"),
    ],
)
def test_what_cannot_be_expected_is_found(tmp_path, expect, code, says):
    """A wrong word with the list of the six, a wrong name with the nearest."""
    built = build(tmp_path, HEAD + f"  - case: 一例\n    given: {{有专利: 是}}\n    expect: {{{expect}}}\n")
    findings = Findings()
    assert list(prepare_cases(built.library.cases[0], built.plan, findings)) == []
    (found,) = findings.items
    assert found.code == code and says in found.hint
    assert "企业库" in found.message or code == "C806"


def test_a_pool_is_not_given_but_a_definition_is(tmp_path):
    """Who is in a pool follows from facts; a standard's definition may be stated in short."""
    assert one(tmp_path, "在科技库: 否, 高企证书有效期至: 无, 符合科技: 是", "科技库: promote")[0].passed
    named = FILES["pools.yaml"].replace("pools:\n", "define:\n  有头衔: {高企库: 是}\npools:\n", 1).replace("if: {高企库: 是}", "if: {有头衔: 是}")
    for given in ("高企库: 是", "有头衔: 是"):
        built = build(tmp_path, HEAD + f"  - case: 一例\n    given: {{{given}}}\n    expect: {{科技库: member}}\n", named)
        findings = Findings()
        assert list(prepare_cases(built.library.cases[0], built.plan, findings)) == []
        assert [d.code for d in findings.items] == ["F711"]


def test_a_policy_that_names_a_pool_may_have_it_given(tmp_path):
    """For the policy the pool is a name like any definition that it uses."""
    cases = "kind: cases\nfor: test/award\npolicy_year: 2021\ncases:\n  - case: 一例\n    given: {高企库: 是}\n    expect: {入库奖: 10万元}\n"
    built = build(tmp_path, cases)
    suite = run_suite(built.library, built.plan, built.files)
    assert not suite.failed and len(suite.results) == 1


# -------------------------------------------------------------------------- coverage


def unseen(built: Built, leave_out=()) -> dict[str, list[str]]:
    """Texts of what no case tries of the pools document, without the cases named."""
    coverage = Coverage(built.plan)
    for prepared in prepare_cases(built.library.cases[0], built.plan, Findings()):
        if prepared.case.name not in leave_out:
            coverage.observe(prepared)
    return {site.text: site.unseen for document in coverage.documents(["pools.yaml"]) for site in document.unseen}


def test_a_pool_tried_whole_has_nothing_left(tmp_path):
    """Its tests true, false, unknown, deciding and on their edges, and each status that it can have."""
    left = unseen(build(tmp_path, TITLE))
    assert "企业库“高企库”" not in left
    assert not any("高企证书" in text for text in left)


@pytest.mark.parametrize(
    "case, missing",
    [
        ("证书当天到期", {"企业库“高企库”": ["在库或应入库"], "条件“高企证书有效期至 不早于 申报日期”": ["成立", "正好在界上"],
                    "条件“高企证书有效期至 早于 申报日期”": ["正好在界上"]}),
        ("证书昨天到期", {"企业库“高企库”": ["应退库"], "条件“高企证书有效期至 早于 申报日期”": ["成立", "刚过界（早于）"]}),
        ("证书不清楚", {"企业库“高企库”": ["待定"], "条件“高企证书有效期至 不早于 申报日期”": ["不清楚"]}),
        ("没有证书，差研发", {"企业库“高企库”": ["候选"]}),
    ],
)  # fmt: skip
def test_a_case_taken_away_is_missed(tmp_path, case, missing):
    """Without the case, the status and the tests that only it tried are listed."""
    left = unseen(build(tmp_path, TITLE), [case])
    for text, words in missing.items():
        for word in words:
            assert any(word.split("（")[0] in seen for seen in left[text]), (text, left.get(text))


def test_pools_that_no_case_asks_about_are_not_tried(tmp_path):
    """The facts of a case run through all pools, but only what is expected counts."""
    left = unseen(build(tmp_path, TITLE))
    assert set(left["企业库“科技库”"]) == {"应入库", "应退库", "候选", "在库或应入库", "不在库", "待定"}
    assert left["条件“数据更新 为 逾期未更新”"]


def test_the_pool_before_it_is_tried_by_what_it_keeps_out(tmp_path):
    """The test of ``after`` is seen both ways, and deciding, by two cases of the pool behind it."""
    cases = HEAD + "".join(
        f"  - case: {name}\n    given: {{在科技库: 是, 数据更新: {update}, 在培育库: 是, 违法: 否}}\n    expect: {{培育库: {status}}}\n"
        for name, update, status in (("在", "已更新", "member"), ("不在", "逾期未更新", "leave"))
    )
    built = build(tmp_path, cases)
    coverage = Coverage(built.plan)
    for prepared in prepare_cases(built.library.cases[0], built.plan, Findings()):
        coverage.observe(prepared)
    line = 1 + FILES["pools.yaml"].splitlines().index("    after: 科技库")
    (site,) = [s for d in coverage.documents(["pools.yaml"]) for s in d.unseen if s.place[1] == line]
    assert (site.text, site.unseen) == ("条件“科技库 为 是”", ["不清楚"])


# ---------------------------------------------------------------------------- update


def test_update_writes_the_status_that_came_out(tmp_path, monkeypatch):
    """Only the words change, in short form and in full; then all pass."""
    monkeypatch.chdir(tmp_path)
    wrong = TITLE.replace("result: member", "result: outside").replace("result: leave", "result: member")
    built = build(tmp_path, wrong)
    suite = run_suite(built.library, built.plan, built.files)
    findings = Findings()
    made = update(changes_of(suite.failed), built.library.sources, findings)
    assert findings.items == [] and len(made) == 2
    assert (tmp_path / "pools.cases.yaml").read_text(encoding="utf-8") == TITLE
