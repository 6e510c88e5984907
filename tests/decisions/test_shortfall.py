"""What a refused award lacks is exact: with it the comparison holds, with one base unit less it does not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.small_rules import award, decided, engine_of, one_award

from eligibility.decisions.decision import Need
from eligibility.decisions.shortfall import written
from eligibility.profiles.values import NONE_VALUE

HOLDS = {"不低于": "__ge__", "超过": "__gt__", "不超过": "__le__", "低于": "__lt__"}
WORDS = st.sampled_from(sorted(HOLDS))
ENGINES: dict[str, object] = {}


def engine(when: str, before: str = ""):
    """The engine of one award with this condition, made once."""
    key = when + before
    if key not in ENGINES:
        ENGINES[key] = engine_of(one_award(f"    when:\n{when}    amount: 1元\n", before))
    return ENGINES[key]


def lacks(when: str, facts: dict, before: str = "") -> Need:
    return award(engine(when, before), facts).lacks


def holds(word: str, value, bound) -> bool:
    return getattr(Fraction(value), HOLDS[word])(Fraction(bound))


def check(need: Need, word: str, value, bound, grain) -> None:
    """The law: exactly the gap is enough, or just not enough where strict; one base unit less never is."""
    sign = 1 if need.gap.more else -1
    reached = Fraction(value) + sign * need.gap.by
    assert holds(word, reached, bound) is not need.gap.strict
    assert holds(word, reached + sign * grain, bound)
    assert not holds(word, reached - sign * grain, bound)
    assert written(need.gap.by, need.gap.unit) is not None


@given(WORDS, st.integers(0, 10**10))
def test_money_lacks_exactly_so_much(word, fen):
    """Amounts are told to the 分."""
    when = f"      上年收入: {word} 100万元\n"
    facts = {("收入", 2020): fen}
    if holds(word, fen, 10**8):
        assert lacks(when, facts) is None
    else:
        check(lacks(when, facts), word, fen, 10**8, 1)


@given(WORDS, st.integers(0, 200))
def test_people_lack_exactly_so_many(word, people):
    """Counts are told in their own unit, also where the condition is turned round by 不."""
    facts = {("人数", 2020): people}
    if not holds(word, people, 50):
        check(lacks(f"      上年人数: {word} 50人\n", facts), word, people, 50, 1)
    else:
        turned = {"不低于": "低于", "低于": "不低于", "超过": "不超过", "不超过": "超过"}[word]
        check(lacks(f"      not: {{上年人数: {word} 50人}}\n", facts), turned, people, 50, 1)


@given(WORDS, st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_share_lacks_no_less_than_is_said(word, below, above):
    """A share is told in points; where the difference has no end as a decimal it is taken up."""
    value = Fraction(above, below)
    if not holds(word, value, Fraction(1, 20)):
        need = lacks(f"      - 上年研发 / 上年收入 {word} 5%\n", {("收入", 2020): below, ("研发", 2020): above})
        assert need.gap.unit == "points"
        check(need, word, value, Fraction(1, 20), Fraction(1, 10**6))


@given(st.sampled_from(["不早于", "晚于", "不晚于", "早于"]), st.integers(-400, 400))
def test_dates_lack_exactly_so_many_days(word, days):
    """A date is so many days early or late."""
    from datetime import date

    bound = date(2021, 6, 30).toordinal()
    plain = {"不早于": "不低于", "晚于": "超过", "不晚于": "不超过", "早于": "低于"}[word]
    if not holds(plain, bound + days, bound):
        need = lacks(f"      成立日期: {word} 2021-06-30\n", {"成立日期": bound + days})
        assert need.gap.unit == "date"
        check(need, plain, bound + days, bound, 1)


@settings(max_examples=60)
@given(st.sampled_from(["不低于", "超过"]), st.integers(1, 10**7), st.integers(0, 10**6))
def test_what_would_lift_a_share_lifts_it(word, below, above):
    """Above the line exactly so much more is enough, one 分 less is not, with all else as it is."""
    if not holds(word, Fraction(above, below), Fraction(1, 20)):
        engine_ = engine(f"      - 上年研发 / 上年收入 {word} 5%\n")
        facts = {("收入", 2020): below, ("研发", 2020): above}
        name, gap = award(engine_, facts).lacks.also
        assert (name, gap.more, gap.strict) == ("研发（2020年）", True, False)
        assert award(engine_, facts | {("研发", 2020): above + gap.by}).status == "eligible"
        assert award(engine_, facts | {("研发", 2020): above + gap.by - 1}).status == "ineligible"


@pytest.mark.parametrize("when, facts", [
    ("      - 上年收入 / （上年收入 + 前年收入） 不低于 90%\n", {("收入", 2020): 100, ("收入", 2019): 100}),
    ("      - 上年研发 / 上年收入 不超过 5%\n", {("收入", 2020): 100, ("研发", 2020): 10}),
    ("      - （上年研发 + 盈亏） / 上年收入 不低于 90%\n", {("收入", 2020): 1000, ("研发", 2020): 1, "盈亏": 1}),
], ids=["on both sides of the line", "less is wanted", "two facts above the line"])
def test_no_single_number_is_said_where_none_would_do(when, facts):
    """What also moves the divisor, what would have to fall, and what two facts share is not told as one number."""
    need = lacks(when, facts)
    assert need.gap is not None and need.also is None


def test_a_sum_over_years_is_lifted_by_its_last_year():
    """Of a sum of one fact over several years the last year is named."""
    facts = {"成立日期": 700000, **{("研发", y): 10 for y in (2018, 2019, 2020)}, **{("收入", y): 1000 for y in (2018, 2019, 2020)}}
    name, gap = lacks("      - 近三年研发 / 近三年收入 不低于 5%\n", facts).also
    assert (name, gap.by) == ("研发（2020年）", 120)


def test_of_alternatives_the_nearest():
    """The way with the fewest failed tests; of tests of one thing the one least far off."""
    when = "      any:\n        - {专利: 不低于 9项}\n        - {专利: 不低于 5项}\n        - {上年收入: 不低于 1万元, 规上: 是}\n"
    need = lacks(when, {"专利": 3, ("收入", 2020): 1, "规上": False})
    assert (need.kind, need.required, need.gap.by) == ("test", "不低于 5项", 2)
    need = lacks(when, {"专利": 3, ("收入", 2020): 1, "规上": True})
    assert need.kind == "any" and [n.gap.by for n in need.children] == [2, 10**6 - 1]


def test_an_alternative_that_stands_twice_is_said_once():
    """The same test under two alternatives that are nested: nothing can be counted, and it is one need."""
    when = "      any:\n        - {规上: 是}\n        - any:\n            - {规上: 是}\n            - {类别: 甲}\n"
    need = lacks(when, {"规上": False, "类别": "乙"})
    assert need.kind == "any" and [n.condition for n in need.children] == ["规上", "类别"]


def test_of_a_list_so_many_more():
    """Of several conditions of which so many must hold, how many more, and which are to choose from."""
    when = "      some:\n        at_least: 3\n        of:\n          - {规上: 是}\n          - {专利: 不低于 5项}\n          - {上年人数: 不低于 10人}\n          - {类别: 甲}\n"
    need = lacks(when, {"规上": True, "专利": 1, ("人数", 2020): 4, "类别": "乙"})
    assert (need.kind, need.count, [n.condition for n in need.children]) == ("some", 2, ["专利", "上年人数", "类别"])


def test_of_a_list_that_must_not_hold_so_many_must_fail():
    """Not two of three is two of them not, each said so that it holds, and with how far it is."""
    listed = "            - {规上: 是}\n            - {专利: 不低于 5项}\n            - {上年人数: 不低于 10人}\n"
    when = f"      not:\n        some:\n          at_least: 2\n          of:\n{listed}"
    need = lacks(when, {("规上", None): False, ("专利", None): 5, ("人数", 2020): 12})
    assert (need.kind, need.condition, need.count) == ("some", "以下至少 2 项", 1)
    assert [(n.condition, n.required, n.gap.by) for n in need.children] == [("专利", "低于 5项", 0), ("上年人数", "低于 10人", 2)]
    assert lacks(when, {("规上", None): False, ("专利", None): 4, ("人数", 2020): 12}) is None


@pytest.mark.parametrize("other", [
    "any: [{规上: 是}, {专利: 不低于 5项}]", "any: [{专利: 不低于 5项}, {类别: 乙}]",
    "some: {at_least: 2, of: [{规上: 是}, {类别: 乙}, {专利: 不低于 5项}]}",
])  # fmt: skip
def test_alternatives_of_which_one_is_needed_anyway_are_not_lacking(other):
    """What has to be done for another test counts for the list too, and is said once."""
    when = f"      all:\n        - {{规上: 是}}\n        - {{类别: 乙}}\n        - {other}\n"
    need = lacks(when, {("规上", None): False, ("专利", None): 0, ("类别", None): "丙"})
    assert (need.kind, [(n.kind, n.condition) for n in need.children]) == ("all", [("test", "规上"), ("test", "类别")])


def test_what_is_none_is_not_compared():
    """A certificate that must be there first: that is said, and nothing about its date."""
    need = lacks("      发证: 有，不早于 2020-01-01\n", {"发证": NONE_VALUE})
    assert (need.kind, need.required, need.gap) == ("test", "有", None)


def test_a_choice_is_no_shortfall():
    """Where nothing can be counted the condition is stated, without a gap."""
    need = lacks("      类别: [甲, 乙]\n", {"类别": "丙"})
    assert (need.condition, need.actual, need.required, need.gap, need.also) == ("类别", "丙", "属于 甲、乙", None, None)


def test_an_open_bound_gives_no_number():
    """Where the bound is not known, no gap is invented."""
    need = lacks("      盈亏: 超过 上年收入\n", {"盈亏": -5})
    assert need.condition == "盈亏" and need.gap is None


def test_a_gate_is_said_of_the_policy_not_of_its_awards():
    """What refuses everything stands once, with the policy."""
    rules = ("define:\n  合格: {规上: 是}\ngates: [合格]\nawards:\n  甲: {clause: 一, when: {专利: 不低于 5项}, amount: 1元}\n"
             "  乙: {clause: 一, when: {专利: 不低于 9项}, amount: 1元}\n")
    [policy] = decided(engine_of(rules), {"规上": False, "专利": 1}).decisions
    assert (policy.gate.condition, policy.gate.required) == ("规上", "是")
    assert [a.lacks for a in policy.awards] == [None, None]
    [policy] = decided(engine_of(rules), {"规上": True, "专利": 1}).decisions
    assert policy.gate is None and [a.lacks.gap.by for a in policy.awards] == [4, 8]


def test_undetermined_and_eligible_awards_lack_nothing():
    """Only what is surely refused has a shortfall; what is open has its list of blanks."""
    assert lacks("      专利: 不低于 5项\n", {}) is None
    assert lacks("      专利: 不低于 5项\n", {"专利": 5}) is None
