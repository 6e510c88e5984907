"""What cases try of the rules, and that a case taken away is missed."""

import pytest

from eligibility.cases.coverage import Coverage
from eligibility.cases.suite import run_suite

from .library import CASES, POLICY, POLICY_CASES, STANDARD, build, prepare


#: only one of the three sides of the standard's condition
FIRM_CASES = CASES.split("  - case: 不合格")[0]


def unseen(built, leave_out=()):
    """Texts of what no case tries, without the cases named."""
    coverage = Coverage(built.plan)
    for prepared in prepare(built):
        if prepared.case.name not in leave_out:
            coverage.observe(prepared)
    return {site.text: site.unseen for document in coverage.documents() for site in document.unseen}


def test_the_small_library_is_tried_whole(tmp_path):
    """With all its cases nothing is left untried, in percent and by name."""
    built = build(tmp_path)
    assert unseen(built) == {}
    suite = run_suite(built.library, built.plan, built.files)
    assert {d.id: d.percent for d in suite.coverage} == {"test/firm": 100, "test/award": 100}
    assert suite.least == 100


@pytest.mark.parametrize(
    "case, text, missing",
    [
        ("收入过界一分", "条件“上年营业收入 不超过 1000万元”", ["不成立", "刚过界（不超过）"]),
        ("不清楚收入", "条件“上年营业收入 不超过 1000万元”", ["不清楚"]),
        ("软件企业", "条件“软件也算制造 为 是”", ["由它决定结果"]),
        ("主体不合格", "条件“主体合格 为 是”", ["不成立"]),
        ("不清楚主体是否合格", "条件“主体合格 为 是”", ["不清楚"]),
        ("研发正好在分段界上", "分段“不超过 100万元”", ["正好在界上"]),
        ("研发过分段界", "分段“不超过 100万元”", ["刚过界"]),
        ("没有合同", "条件“合同 有”", ["不成立"]),
        ("一份开发合同，金额正好", "奖补项“合同奖励”", ["符合"]),
        ("一份转让合同不够", "条件“合同数 不低于 2份”", ["刚过界（不低于）"]),
        ("金额差一分", "条件“金额 不低于 10万元”", ["不成立", "刚过界（不低于）"]),
        ("没有登记", "条件“已登记 为 是”", ["不成立"]),
        ("合同各栏都不清楚", "条件“已登记 为 是”", ["不清楚"]),
        ("两份其他合同", "条件“种类 属于 开发、转让”", ["不成立"]),
        ("合同奖励领过了", "条件“以前没有领过”", ["不成立"]),
        ("不清楚是否领过", "条件“以前没有领过”", ["不清楚"]),
        ("合格", "条件“独立法人 为 是”", ["成立"]),
        ("不合格", "条件“独立法人 为 是”", ["不成立"]),
    ],
)
def test_a_case_taken_away_is_missed(tmp_path, case, text, missing):
    """Without the case, what only it tried is listed by its words."""
    assert unseen(build(tmp_path), [case])[text] == missing


def test_without_cases_nothing_is_seen_and_everything_is_listed(tmp_path):
    """A document nobody tries is at 0 percent, each of its places once, in order of the file."""
    built = build(tmp_path)
    documents = {d.id: d for d in Coverage(built.plan).documents()}
    award = documents["test/award"]
    assert (award.seen, award.percent) == (0, 0)
    places = [site.place for site in award.unseen]
    assert places == sorted(set(places)) and all(place[0] == "award.yaml" for place in places)
    assert award.wanted == sum(len(site.unseen) for site in award.unseen)


def test_what_a_case_does_not_ask_about_is_not_tried(tmp_path):
    """The same facts with an expectation of another award try nothing of this one."""
    moved = POLICY_CASES.replace("expect: {分段奖励: 10万元}", "expect: {研发奖励: ineligible}")
    assert unseen(build(tmp_path, {"award.cases.yaml": moved}))["分段“不超过 100万元”"] == ["正好在界上"]


def test_paid_without_saying_how_much_is_not_tried(tmp_path):
    """``eligible`` alone holds no amount, so the award does not count as paid."""
    vague = POLICY_CASES.replace("{合同数: 2份, 合同奖励: 5万元}", "{合同数: 2份, 合同奖励: eligible}")
    assert unseen(build(tmp_path, {"award.cases.yaml": vague}))["奖补项“合同奖励”"] == ["符合"]


def test_two_percent_beyond_a_bound_is_not_near_it(tmp_path):
    """Beyond the edge counts within 1% only, or one unit where that is more."""
    far = POLICY_CASES.replace("研发费用: {2020: 101万元}", "研发费用: {2020: 102万元}").replace("100500元", "101000元")
    built = build(tmp_path, {"award.cases.yaml": far})
    assert run_suite(built.library, built.plan, built.files).failed == []
    assert unseen(built)["分段“不超过 100万元”"] == ["刚过界"]


def test_an_edge_counts_only_where_it_matters_on_which_side_one_is(tmp_path):
    """A subject exactly at a bound proves nothing while another condition has settled the result."""
    aside = POLICY_CASES.replace("金额: 99999.99元, 已登记: 是", "金额: 99999.99元, 已登记: 否")
    built = build(tmp_path, {"award.cases.yaml": aside})
    assert unseen(built)["条件“金额 不低于 10万元”"] == ["刚过界（不低于）"]


def test_a_test_repeated_for_each_year_counts_once(tmp_path):
    """近两年每年 makes two operations at one place: one thing to try."""
    policy = POLICY.replace("{合同: 有}", "{近两年每年营业收入: 超过 0元}")
    coverage = Coverage(build(tmp_path, {"award.yaml": policy}).plan)
    (site,) = [s for d in coverage.documents() for s in d.unseen if "营业收入 超过" in s.text]
    assert [word for word in site.unseen if "界" not in word] == ["成立", "不成立", "不清楚", "由它决定结果"]


def test_what_cannot_be_is_not_asked_for(tmp_path):
    """A reading is only asked to decide, a test that always holds nothing, a number nobody found only to be unknown."""
    policy = POLICY.replace("{合同: 有}", "{合同: 有, 上年营业收入: 不低于 0元, 上年研发费用: 不低于 门槛}").replace(
        "define:\n", "parameters:\n  门槛: {value: unknown, unit: 元, why: 没有公开。}\ndefine:\n", 1)  # fmt: skip
    coverage = Coverage(build(tmp_path, {"award.yaml": policy}).plan)
    sites = {s.text: s.unseen for d in coverage.documents() for s in d.unseen}
    assert sites["条件“软件也算制造 为 是”"] == ["由它决定结果"]
    assert "条件“上年营业收入 不低于 0元”" not in sites
    assert sites["条件“上年研发费用 不低于 门槛”"] == ["不清楚"]


def test_a_standard_is_tried_by_the_cases_of_any_document(tmp_path):
    """Cases of a policy that leave the standard's facts open or give them count for the standard."""
    alone = build(tmp_path, {"firm.cases.yaml": FIRM_CASES})
    assert unseen(alone) == {"条件“独立法人 为 是”": ["不成立"]}
    more = "  - case: 不是独立法人\n    given: {独立法人: 否}\n    expect: {研发奖励: ineligible}\n"
    both = build(tmp_path, {"award.cases.yaml": POLICY_CASES + more, "firm.cases.yaml": FIRM_CASES})
    assert unseen(both) == {}


def test_each_version_is_its_own_document(tmp_path):
    """Cases of one year try the version in force then, and leave the other at nothing."""
    later = STANDARD.replace("2020-01-01", "2023-01-01")
    earlier = STANDARD.replace("{from: 2020-01-01}", "{from: 2020-01-01, to: 2022-12-31}")
    built = build(tmp_path, {"firm.yaml": earlier, "firm-2023.yaml": later})
    suite = run_suite(built.library, built.plan, built.files)
    assert {d.file: d.percent for d in suite.coverage} == {"award.yaml": 100, "firm.yaml": 100, "firm-2023.yaml": 0}
