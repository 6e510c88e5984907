"""The shortest way in small rules written by hand: what may change, by how little, and how it is said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eligibility.decisions.decision import Gap
from eligibility.profiles.values import NONE_VALUE
from eligibility.ways.shortest import shortest_ways, ways_to_award
from eligibility.ways.words import with_changes
from tests.engines.small_rules import decided, engine_of, profile_of

FACTS = """kind: facts
facts:
  成立日期: {type: date, role: founded, can_change: 否}
  收入: {type: money, per: year}
  研发: {type: money, per: year}
  人数: {type: count, unit: 人}
  年限: {type: count, unit: 年, can_change: 只增}
  升规: {type: date, none: 没有, can_change: 从无到有}
  等级: {type: choice, of: [甲, 乙, 丙], none: 没有}
  事故: {type: yes_no, can_change: 否}
  规上: {type: yes_no}
  合同:
    type: records
    counted_in: 份
    columns: {类: {type: choice, of: [转让, 许可]}, 额: {type: money}, 日: {type: date}}
"""


def ways(condition: str, facts: dict, amount: str = "1万元"):
    """What is found for one award with this condition, policy year 2021 on 30 June 2022."""
    engine = engine_of(f"awards:\n  奖:\n    clause: 一\n    when:\n      {condition}\n    amount: {amount}\n", facts=FACTS)
    profile = profile_of(facts)
    trace = engine.run({key: given.value for key, given in profile.facts.items()}, [])
    return ways_to_award(trace, engine.documents[0].awards[0], profile=profile)


def said(found) -> list[list[str]]:
    """Every change in words."""
    return [[f"{c.fact}：{c.to}" for c in way] for way in found.ways]


def test_the_least_change_of_one_number():
    """The amount that is just enough, and by how much it is more."""
    found = ways("上年收入: 不低于 500万元", {("收入", 2020): 300_000_000})
    assert said(found) == [["收入（2020年）：500万元"]] and found.exact
    assert found.ways[0][0].gap == Gap(Fraction(200_000_000), "money", True, False)


def test_a_share_is_reached_from_above_or_below_the_line():
    """Of a share either number may change, the nearer one first, each to the last 分."""
    found = ways("上年研发 / 上年收入: 不低于 5%", {("研发", 2020): 4_000_000, ("收入", 2020): 100_000_000})
    assert said(found) == [["研发（2020年）：5万元"], ["收入（2020年）：80万元"]] and found.exact


def test_what_cannot_be_changed_is_never_named():
    """Neither a fact marked 否 nor the day of founding; where nothing else does, that is proven."""
    assert ways("事故: 否", {"事故": True}) == ((), True)
    assert ways("成立日期: 不早于 2020-01-01", {"成立日期": date(2015, 1, 1).toordinal()}) == ((), True)


def test_what_only_grows_is_not_made_less():
    """Years in the market may become more, not fewer."""
    assert said(ways("年限: 不低于 3年", {"年限": 1})) == [["年限：3年"]]
    assert ways("年限: 不超过 3年", {"年限": 5}) == ((), True)


def test_what_may_come_about_comes_about_from_today_on():
    """无 may become a day, not one that is past, and a day that is there stays."""
    assert said(ways("升规: 在 2022年", {"升规": NONE_VALUE})) == [["升规：2022-06-30"]]
    assert ways("升规: 在 2021年", {"升规": NONE_VALUE}) == ((), True)
    assert ways("升规: 在 2022年", {"升规": date(2019, 3, 1).toordinal()}) == ((), True)


def test_years_before_the_latest_are_history():
    """Of a sum over years only the latest changes."""
    found = ways("近三年收入: 不低于 900万元", {("成立日期", None): 1, **{("收入", y): 200_000_000 for y in (2018, 2019, 2020)}})
    assert said(found) == [["收入（2020年）：500万元"]]


def test_two_facts_where_one_is_not_enough():
    """Both are named, and nothing smaller is said to exist."""
    found = ways("all: [{规上: 是}, {人数: 超过 20人}]", {"规上": False, "人数": 15})
    assert said(found) == [["人数：21人", "规上：是"]] or said(found) == [["规上：是", "人数：21人"]]
    assert found.exact


def test_two_wishes_of_one_fact_are_seen_to_contradict():
    """Each test alone could be met, both together never: proven, though no test says so by itself."""
    assert ways("all: [{人数: 超过 20人}, {人数: 低于 10人}]", {"人数": 15}) == ((), True)


def test_a_blank_is_to_be_found_out():
    """What is not known may be named though it cannot be changed, and is marked."""
    change = ways("事故: 否", {}).ways[0][0]
    assert (change.fact, change.now, change.to, change.blank) == ("事故", "未填写", "否", True)


def test_rows_are_added_with_what_they_need_and_no_more():
    """One contract of the sort that is asked for, dated today at the earliest, with no more money than is needed; the others stay."""
    old = [{"类": "许可", "额": 100, "日": 737000}]
    found = ways("has:\n        of: 合同\n        where: {类: 转让, 额: 不低于 10万元}", {"合同": old})
    assert said(found) == [["合同：增加 1份：类 转让，额 10万元"]]
    assert found.ways[0][0].value[0] == old[0]


def test_no_way_leads_to_nothing():
    """An award that would be eligible and pay nothing is not reached."""
    assert said(ways("规上: 是", {"规上": False, "人数": 0}, "人数 × 100元 / 1人\n    cap: 1万元")) in (
        [["规上：是", "人数：1人"]], [["人数：1人", "规上：是"]])


def test_an_eligible_award_that_pays_nothing_is_made_to_pay():
    """The number that its amount rests on is named."""
    assert said(ways("规上: 是", {"规上": True, "人数": 0}, "人数 × 100元 / 1人\n    cap: 1万元")) == [["人数：1人"]]


def test_what_holds_needs_no_change():
    """One way without changes."""
    assert ways("规上: 是", {"规上": True}) == (((),), True)


def test_a_profile_with_the_changes_made_is_eligible():
    """Decided anew from the profile, as the command decides."""
    engine = engine_of("awards:\n  奖:\n    clause: 一\n    when: {规上: 是, 人数: 不低于 30人}\n    amount: 1万元\n", facts=FACTS)
    profile = profile_of({"规上": False, "人数": 12}, [])
    trace = engine.run({key: given.value for key, given in profile.facts.items()}, [])
    way = shortest_ways(trace, engine.documents[0].awards[0].status, profile=profile).ways[0]
    changed = with_changes(profile, way)
    assert decided(engine, {key: g.value for key, g in changed.facts.items()}, []).decisions[0].awards[0].status == "eligible"
    assert profile.facts["人数", None].value == 12
