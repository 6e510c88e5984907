"""A fact that arrives: read as profiles are, put in or taken back, and exactly what it changes."""

from __future__ import annotations

from datetime import date

import pytest

from eligibility.language.diagnostic import Findings
from eligibility.pools.compare import Changes, compare, stand
from eligibility.pools.event import EVENT, with_event
from eligibility.profiles.values import NONE_VALUE

from .library import engine, profile

万元 = 1_000_000  # 分


def arrived(text, **facts):
    """The profile after ``text``, and what was found wrong."""
    findings = Findings()
    return with_event(profile(**facts), text, engine().plan, findings), findings.items


# ------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    "text, key, value",
    [
        ("高企证书有效期至: 2024-11-11", ("高企证书有效期至", None), date(2024, 11, 11).toordinal()),
        ("高企证书有效期至：2024年11月11日", ("高企证书有效期至", None), date(2024, 11, 11).toordinal()),
        ("  高企证书有效期至 ： 无 ", ("高企证书有效期至", None), NONE_VALUE),
        ("营业收入（2021年）: 3000万元", ("营业收入", 2021), 3000 * 万元),
        ("营业收入(2021)：3000万元", ("营业收入", 2021), 3000 * 万元),
        ("2021年营业收入: 3000万元", ("营业收入", 2021), 3000 * 万元),
        ("2021年营收:3000万元", ("营业收入", 2021), 3000 * 万元),
        ("营业收入: {2021: 3000万元}", ("营业收入", 2021), 3000 * 万元),
        ("有专利: 是", ("有专利", None), True),
    ],
)
def test_a_fact_is_read_as_in_a_profile(text, key, value):
    """Either colon, the year before or behind, aliases, 无; it says that it has just arrived."""
    found, findings = arrived(text)
    assert not findings
    assert found.facts[key].value is value if value is NONE_VALUE else found.facts[key].value == value
    assert list(found.facts) == [key] and str(found.facts[key].where) == EVENT


def test_a_new_value_takes_the_place_of_the_old():
    """One value of a fact, the other facts as they were, and the given profile untouched."""
    before = profile(有专利=False, 职工总数=3)
    after = with_event(before, "有专利: 是", engine().plan, Findings())
    assert {key: given.value for key, given in after.facts.items()} == {("有专利", None): True, ("职工总数", None): 3}
    assert before.facts["有专利", None].value is False


@pytest.mark.parametrize("text", ["营收（2020年）: 空白", "2020年营业收入：空白"])
def test_a_fact_is_taken_back(text):
    """空白 under the name or an alias: not known, as if it had never been stated."""
    found, findings = arrived(text, 营业收入_2020=5, 营业收入_2019=4)
    assert not findings and list(found.facts) == [("营业收入", 2019)]


def test_a_placeholder_counts_as_blank_with_a_warning():
    """不详 is no value in a profile, so the fact is not known any more; that is said."""
    found, findings = arrived("职工总数: 不详", 职工总数=3)
    assert [(d.code, d.severity) for d in findings] == [("F732", "warning")] and not found.facts


def test_years_without_a_value_are_taken_back():
    """In a list of years one left blank is not known any more, the years that are not named stay."""
    found, findings = arrived("营收: {2020: , 2021: 3000万元}", 营业收入_2019=4, 营业收入_2020=5, 营业收入_2021=6, 职工总数=3)
    assert not findings
    assert {key: given.value for key, given in found.facts.items()} == {("营业收入", 2019): 4, ("营业收入", 2021): 3000 * 万元, ("职工总数", None): 3}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [("有专利: 有", 6, "是"), ("营业收入: [", 7, "“[”没有结束"), (" 营业收入： {2020: [", 15, "“[”没有结束"), ("营业收入: {2020: 1元]", 16, "“{”还没有结束")],
)
def test_what_cannot_be_read_has_its_place_in_the_event(text, column, says):
    """The column is that of the text as it was given."""
    _, findings = arrived(text)
    assert findings[0].where.col == column and says in findings[0].message + findings[0].hint


def test_name_and_ledger_arrive_too():
    """The name of the enterprise is kept beside the facts; 已兑现 goes to the ledger and back."""
    found, findings = arrived("企业名称: 虚构甲有限公司")
    assert not findings and found.name == "虚构甲有限公司"
    assert with_event(found, "企业名称: 空白", engine().plan, Findings()).name is None
    found, findings = arrived("已兑现: 无")
    assert not findings and found.paid == ()
    assert with_event(found, "已兑现: 空白", engine().plan, Findings()).paid is None


@pytest.mark.parametrize(
    "text, code, says",
    [
        ("有专利", "F791", "有专利: 值"), ("有专利:", "F791", "有专利: 空白"), (": 是", "F791", "高企证书有效期至: 2024-11-11"), ("", "F791", "指标: 值"),
        ("拿到证书了", "F791", "高企证书有效期至: 2024-11-11"), ("高企证书 = 2029-06-20", "F791", "高企证书有效期至: 2024-11-11"),
        ("科技库: 是", "F711", "“科技库”是企业库"), ("有专力: 是", "F711", "有专利"), ("有专力: 空白", "F711", "有专利"), ("有专利: 有", "F734", "是"), ("营业收入: 3000万元", "F715", "2020"),
        ("营业收入: 空白", "F715", "2021年营业收入"), ("2021年有专利: 是", "F716", "年份"), ("高企证书有效期至: 2024-13-01", "F752", "月份"),
        ("营业收入（2021年）: 3000", "F744", "元"), ("营业收入: {2021: 3000万元", "Y", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_changes_nothing(text, code, says):
    """Place, cause and remedy in Chinese; the profile is given back as it was."""
    before = profile(职工总数=3)
    findings = Findings()
    assert with_event(before, text, engine().plan, findings) is before
    (first, *_) = findings.items
    assert first.code.startswith(code) and first.where.file == EVENT
    assert says in first.message + first.hint


# ------------------------------------------------------------------------ comparing

BEFORE = {
    "在科技库": False, "在培育库": False, "违法": False, "有专利": True, "职工总数": 50, "营业收入_2020": 900 * 万元, "研发费用_2020": 45 * 万元,
    "高企证书有效期至": date(2022, 6, 29),
}  # fmt: skip


def changes(text: str, **facts) -> Changes:
    """What ``text`` changes."""
    used = engine()
    before = profile(**facts)
    findings = Findings()
    after = with_event(before, text, used.plan, findings)
    assert not findings.items
    return compare(stand(used, before), stand(used, after))


def test_a_fact_that_nothing_rests_on_changes_nothing():
    """No line at all, and that can be asked."""
    found = changes("信用代码: X1", **BEFORE)
    assert found == Changes() and not found


def test_a_certificate_moves_pools_and_opens_an_award():
    """The title from leave to member, what follows from it, and the award with its amount; no standard moves."""
    found = changes("高企证书有效期至: 2024-11-11", **BEFORE)
    assert [(c.after.pool, c.before.status, c.after.status) for c in found.pools if c.moved] == [
        ("科技库", "candidate", "promote"), ("培育库", "outside", "candidate"), ("高企库", "leave", "member")]  # fmt: skip
    assert found.standards == ()
    assert [(a.policy, a.award, a.status, a.amount[0].text, a.amount[1].text) for a in found.awards] == [
        ("test/award", "入库奖", ("ineligible", "eligible"), "0元", "10万元")]  # fmt: skip
    assert [(p.award, p.status) for p in found.policies] == [(None, ("ineligible", "eligible"))]
    moved = next(c for c in found.pools if c.after.pool == "科技库")
    assert [r.condition for r in moved.after.why] == ["在“高企库”"]


def test_a_figure_moves_standards_and_the_distance_of_pools():
    """The values of standards from and to, and the numbers of tests that pools are short of."""
    found = changes("2020年营业收入: 2000万元", **BEFORE)
    assert [(s.name, s.before, s.after) for s in found.standards] == [
        ("研发占比", "5%", "2.25%"), ("符合科技", "否", "是")]  # fmt: skip
    by_pool = {c.after.pool: c for c in found.pools}
    assert (by_pool["科技库"].before.status, by_pool["科技库"].after.status) == ("candidate", "promote")
    assert "高企库" not in by_pool  # it has to be left, before and after
    assert (by_pool["培育库"].before.distance, by_pool["培育库"].after.distance) == ((2, 2), (1, 1))


def test_differences_are_those_of_the_two_decisions_and_no_others():
    """Whatever is not in the changes is word for word as before."""
    used, before = engine(), profile(**BEFORE)
    after = with_event(before, "高企证书有效期至: 2024-11-11", used.plan, Findings())
    old, new = stand(used, before), stand(used, after)
    found = compare(old, new)
    changed = {c.after.pool for c in found.pools}
    for was, now in zip(old.pools[0].pools, new.pools[0].pools):
        same = (was.status, was.recorded, was.inside, was.distance, was.missing, was.due) == (
            now.status, now.recorded, now.inside, now.distance, now.missing, now.due)  # fmt: skip
        assert (was.pool in changed) or same
        assert was.pool not in changed or not same or was.lacks != now.lacks
    assert compare(new, new) == Changes()
