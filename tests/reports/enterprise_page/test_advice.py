"""What the page advises: nothing that cannot be changed, the nearest first, blanks to be found out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.decisions.decision import Gap
from eligibility.language.diagnostic import Where
from eligibility.language.fact import BEGINS, FIXED, Fact
from eligibility.reports.enterprise_page.html import html
from eligibility.reports.enterprise_page.markdown import markdown
from eligibility.reports.enterprise_page.nearest import Target, nearest_of
from eligibility.reports.enterprise_page.page import Unmet
from eligibility.reports.enterprise_page.sensible import sensible
from eligibility.ways.way import Change, Ways
from tests.reports.enterprise_page.pages import Read, example, gathering, random_profile
from tests.setup.tree import ROOT

AS_OF = date(2022, 6, 30)
VOCABULARY = {"发证日期": Fact("发证日期", "date", Where("a", 1)), "研发费用": Fact("研发费用", "money", Where("a", 1), per_year=True)}
SPENT = Change(("研发费用", 2021), "研发费用（2021年）", "80万元", "100万元", 1_0000_0000, Gap(Fraction(2000_0000), "money", True, False))
ASKED = Change(("停业", None), "停业", "未填写", "否", False, None, True)
MOVED = Change(("注册地", None), "注册地", "西区", "东区", "东区")


def award(name: str) -> Target:
    return Target("award", name, "研发补助", "第三条")


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_nothing_that_cannot_be_changed_is_advised(seed):
    """A step changes no fact marked 否, and one marked 从无到有 only where it is 无."""
    ready = gathering(2021, elsewhere=True)
    page = ready.page(random_profile(ready, seed))
    steps = [step for goal in page.nearest.goals for way in goal.ways for step in way if not step.blank]
    marks = {step: ready.plan.vocabulary[step.fact.partition("（")[0]].can_change for step in steps}
    assert [step for step, mark in marks.items() if mark == FIXED or mark == BEGINS and step.now != "无" and not step.to.startswith("增加")] == []


def test_the_examples_are_advised_something(monkeypatch):
    """The test above looks at something: of the examples some have steps, and the founding day is in none."""
    monkeypatch.chdir(ROOT)
    pages = [example(name)[0] for name in ("虚构-云帆.yaml", "虚构-砺锋.yaml", "虚构-青禾.yaml")]
    steps = [step for page in pages for goal in page.nearest.goals for way in goal.ways for step in way]
    assert len(steps) > 5 and {step.fact for step in steps}.isdisjoint({"成立日期", "企业名称", "统一社会信用代码"})


def test_nobody_is_advised_to_shrink(monkeypatch):
    """A share is not reached by fewer staff or less revenue below its line, as long as there is another way; else it is."""
    monkeypatch.chdir(ROOT)
    steps = {step.fact: step for goal in example("虚构-青禾.yaml")[0].nearest.goals for way in goal.ways for step in way}
    assert "科技人员数（2025年）" in steps and not {"职工总数（2025年）", "销售收入（2025年）", "总收入（2025年）"} & steps.keys()
    ready = gathering(2025)
    (document,) = ready.pools.documents
    plan = next(pool for pool in document.pools if pool.name == "高新技术企业培育库")
    trace = ready.pools.run({})
    fewer = Change(("职工总数", 2025), "职工总数（2025年）", "48人", "45人", 45, Gap(Fraction(3), "count:人", False, False))
    more = Change(("研发费用", 2025), "研发费用（2025年）", "74万元", "82万元", 82_000_000, Gap(Fraction(8_000_000), "money", True, False))
    debts = Change(("负债总额", 2025), "负债总额（2025年）", "9万元", "8万元", 8_000_000, Gap(Fraction(1_000_000), "money", False, False))
    assert sensible(Ways(((fewer,), (more,), (debts,)), True), trace, plan.short_of, 4).ways == ((more,), (debts,))
    assert sensible(Ways(((fewer,),), True), trace, plan.short_of, 4).ways == ((fewer,),)
    assert sensible(Ways(((more,),) * 9, True), trace, plan.short_of, 4).ways == ((more,),) * 4


def test_fewest_changes_first_and_gates_before_all():
    """Finding out counts less than changing; a gate comes first however long its way."""
    found = [(award("两步"), Ways(((SPENT, MOVED),), True)), (award("一步"), Ways(((SPENT,),), True)), (award("查明"), Ways(((ASKED,),), True)),
             (Target("gate", "门槛", "研发补助", ""), Ways(((SPENT, MOVED, ASKED),), True))]  # fmt: skip
    assert [goal.name for goal in nearest_of(found, VOCABULARY, AS_OF).goals] == ["门槛", "查明", "一步", "两步"]


def test_equal_ways_are_told_once():
    """Awards of one policy with the same ways share one entry; those of another policy do not."""
    same = Ways(((SPENT,),), True)
    found = [(award("甲"), same), (award("乙"), same), (Target("award", "丙", "别的政策", ""), same)]
    assert [goal.name for goal in nearest_of(found, VOCABULARY, AS_OF).goals] == ["甲、乙", "丙"]


def test_what_nothing_brings_about_is_said_with_what_it_lacks(monkeypatch):
    """Proven and not proven are told apart, each with its conditions; of a policy year that is over it is said that another year may count."""
    found = [(award("甲")._replace(lacks=("高企发证日期 无",)), Ways((), True)), (award("乙"), Ways((), False))]
    nearest = nearest_of(found, VOCABULARY, AS_OF)
    assert (nearest.goals, nearest.unreachable, nearest.not_found) == ((), (Unmet("甲", ("高企发证日期 无",)),), (Unmet("乙"),))
    monkeypatch.chdir(ROOT)
    page = example("虚构-智芯.yaml")[0]._replace(nearest=nearest)
    for year, said in ((page.heading.as_of.year - 1, "以后做到的，按做到的那个政策年度另行判定"), (page.heading.as_of.year, "企业自己改变不了")):
        text = markdown(page._replace(heading=page.heading._replace(policy_year=year)))
        assert said in text and "- 甲\n  - 高企发证日期 无\n" in text and "没有找到办法的" in text
    assert "企业自己改变不了" not in markdown(page._replace(heading=page.heading._replace(policy_year=2020, as_of=AS_OF)))


def test_who_has_no_certificate_is_not_advised_to_renew_one(monkeypatch):
    """Of two awards that want a fact to be two things at once the one that pays more is advised; so nobody becomes 重新认定 from nothing."""
    monkeypatch.chdir(ROOT)
    nearest = example("虚构-青禾.yaml", year=2026)[0].nearest
    steps = {(step.fact, step.to): step for goal in nearest.goals for way in goal.ways for step in way}
    assert ("高企认定类型", "首次认定") in steps and ("高企认定类型", "重新认定") not in steps
    assert "复审" in nearest.instead and steps["高企发证日期", "2026-06-30"].first


def test_what_another_award_would_replace_is_no_goal():
    """An award that would be paid nothing once it is reached is named, and its way is not told."""
    nearest = nearest_of([(award("甲")._replace(pays=0), Ways(((SPENT,),), True)), (award("乙")._replace(pays=5), Ways(((SPENT,),), True))],
                         VOCABULARY, AS_OF)  # fmt: skip
    assert [goal.name for goal in nearest.goals] == ["乙"] and nearest.instead == ("甲",)


def test_a_blank_is_to_be_found_out_and_its_value_only_an_example(monkeypatch):
    """What is not known is not told to become anything."""
    monkeypatch.chdir(ROOT)
    page = example("虚构-智芯.yaml")[0]._replace(nearest=nearest_of([(award("甲"), Ways(((ASKED,),), True))], VOCABULARY, AS_OF))
    assert "- 查明 停业：还没有填，合要求的例如：否\n" in markdown(page) and "还没有填，合要求的例如：否" in html(page)


def test_why_a_pool_is_left_is_said_once(monkeypatch):
    """有 and the day it is held against are one sentence on one value."""
    monkeypatch.chdir(ROOT)
    line = next(line for line in example("虚构-云帆.yaml", year=2021)[0].pools if line.status == "leave")
    assert line.says[0] == "因为 高企证书有效期至 2021-12-27（早于 申报日期（2022-06-30））"


def test_past_figures_are_marked_and_said_once(monkeypatch):
    """A closed year and a day gone by are marked, the running year and blanks are not; the remark stands once."""
    gone = Change(("发证日期", None), "发证日期", "无", "2022-06-01", date(2022, 6, 1).toordinal())
    coming = gone._replace(value=date(2022, 7, 1).toordinal())
    running = SPENT._replace(key=("研发费用", 2022))
    ways = Ways(((SPENT, gone, coming, running, SPENT._replace(blank=True)),), True)
    nearest = nearest_of([(award("甲"), ways)], VOCABULARY, AS_OF)
    assert [step.past for step in nearest.goals[0].ways[0]] == [True, True, False, False, False]
    monkeypatch.chdir(ROOT)
    page = example("虚构-智芯.yaml")[0]._replace(nearest=nearest)
    for text in (markdown(page), "".join(Read(html(page)).sections.values())):
        assert text.count("数不能再改") == 1 and text.count("※") == 3
        assert "还差 20万元" in text and "查明 研发费用（2021年）" in text


def test_alternatives_are_numbered(monkeypatch):
    """Of several ways each is told by itself; of one there is no number."""
    monkeypatch.chdir(ROOT)
    page = example("虚构-智芯.yaml")[0]
    two = page._replace(nearest=nearest_of([(award("甲"), Ways(((SPENT,), (MOVED,)), False))], VOCABULARY, AS_OF))
    one = page._replace(nearest=nearest_of([(award("甲"), Ways(((SPENT,),), True))], VOCABULARY, AS_OF))
    assert "- 办法 2\n  - 注册地：现在 西区 → 东区" in markdown(two) and "可能还有更短的" in markdown(two) and "办法 2" in html(two)
    assert "办法 1" not in markdown(one) + html(one)
