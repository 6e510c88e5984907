"""Limits read and compiled: what is wrong with them is told, and their meaning in small."""

from __future__ import annotations

import pytest

from eligibility.decisions.combined import lawful_total
from eligibility.plan.plan import from_json, to_json
from tests.combining.limited_rules import FIRST, SECOND, limited, limits_file
from tests.engines.small_rules import codes, decided

YUAN = 10_000_00  # 分 of 万元
HIGHEST = "  不重复: {awards: {t/first: [乙奖], t/second: [丙奖]}, pay: highest, clause: 第九条}\n"


def paid(engine, facts: dict, ledger=()) -> dict:
    """Award → (lowest, highest) 万元."""
    decision = decided(engine, facts, None if ledger is None else list(ledger))
    return {a.award: tuple(end and end / YUAN for end in a.amount) for p in decision.decisions for a in p.awards}


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("  甲: {awards: {t/first: 全部}, clause: 一}", "L345"),
        ("  甲: {awards: {t/furst: 全部}, pay: highest, clause: 一}", "N425"),
        ("  甲: {awards: {t/limits: 全部}, pay: highest, clause: 一}", "N425"),
        ("  甲: {awards: {t/first: [乙]}, pay: highest, clause: 一}", "N414"),
        ("  甲: {awards: {t/first: [乙奖, 乙奖]}, pay: highest, clause: 一}", "P629"),
        ("  甲: {awards: {t/first: 全部}, cap: 5, clause: 一}", "T532"),
        ("  甲: {awards: {t/first: 全部}, pay: highest}", "P612"),
        ("  甲: {awards: {t/first: []}, pay: highest, clause: 一}", "S216"),
        ("  甲: {pay: highest, clause: 一}", "S211"),
        ("  甲: {awards: {t/first: 全部}, cap: 贷款, clause: 一}", "T502"),
        ("  甲: {awards: {t/first: 全部}, cap: 没有这个, clause: 一}", "N401"),
        ("  甲: {awards: {t/first: 全部}, pay: most, clause: 一}", "S213"),
    ],
)
def test_what_is_wrong_with_a_limit_is_told(limit, code):
    """Each mistake in a limit gives its one code."""
    assert codes(FIRST, SECOND, limits_file(limit + "\n")) == [code]


def test_all_means_the_awards_of_every_version():
    """全部 takes the awards of all versions of a policy, and a name may be one that only a former version had."""
    former = FIRST.replace("from: 2000-01-01", "from: 2000-01-01, to: 2020-12-31").replace("乙奖", "旧奖")
    later = FIRST.replace("from: 2000-01-01", "from: 2021-01-01")
    engine = limited("  一: {awards: {t/first: 全部}, pay: highest, clause: 一}\n  二: {awards: {t/first: [旧奖, 乙奖]}, pay: highest, clause: 一}\n", former, later)
    whole, named = engine.plan.documents[-1].limits
    assert [award for _, award in whole.awards] == ["甲奖", "旧奖", "乙奖"] and len(named.awards) == 2
    assert paid(engine, {"规上": False}) == {"甲奖": (0, 0), "乙奖": (30, 30)}


def test_a_plan_with_limits_is_kept_as_json():
    """The plan goes to JSON and back unchanged, limits with what was paid before included."""
    engine = limited("  甲: {awards: {t/first: 全部, t/second: 全部}, cap: 上年收入 × 10%, per: lifetime, clause: 一, refer: 原则上}\n")
    assert from_json(to_json(engine.plan)) == engine.plan


def test_highest_pays_one_and_says_why_not_the_other():
    """30 beside 40 under one limit: 40 is paid, the other award names the limit and what kept it out."""
    engine = limited(HIGHEST)
    decision = decided(engine, {"规上": False}, [])
    assert paid(engine, {"规上": False}) == {"甲奖": (0, 0), "乙奖": (0, 0), "丙奖": (40, 40), "丁奖": (0, 20)}
    second = decision.decisions[0].awards[1]
    assert second.status == "eligible" and second.notes == ("合并限额“不重复”（第九条），已有“丙奖”（试），本项不再付",)
    assert decision.decisions[0].amount == (0, 0) and lawful_total(decision) == (40 * YUAN, 60 * YUAN)


@pytest.mark.parametrize(("cut", "expected"), [("last_first", (30, 15)), ("pro_rata", (19.285715, 25.714285))])
def test_a_cap_is_cut_as_it_says(cut, expected):
    """30 and 40 under a cap of 45: from the last named, or in proportion."""
    engine = limited(f"  封顶: {{awards: {{t/first: [乙奖], t/second: [丙奖]}}, cap: 45万元, cut: {cut}, clause: 一}}\n")
    found = paid(engine, {"规上": False, "专利": 0})
    assert (found["乙奖"][0], found["丙奖"][0]) == pytest.approx(expected, abs=1e-4) and sum(v[0] for v in found.values()) == 45


@pytest.mark.parametrize(("ledger", "total"), [((), (45, 45)), ([("t/first", "乙奖", 20 * YUAN), ("t/second", "丙奖", 15 * YUAN)], (10, 10)),
                                               ([("t/first", "甲奖", 20 * YUAN)], (45, 45)), ([("t/second", "丙奖", None)], (0, 45)), (None, (0, 45))])
def test_a_lifetime_cap_counts_what_was_paid_before(ledger, total):
    """Payments of either policy count against a cap for a lifetime; one whose amount nobody knows leaves it open."""
    engine = limited("  封顶: {awards: {t/first: [乙奖], t/second: [丙奖]}, cap: 45万元, per: lifetime, clause: 一}\n")
    decision = decided(engine, {"规上": False, "专利": 0}, ledger if ledger is None else list(ledger))
    assert lawful_total(decision) == tuple(end * YUAN for end in total)
    if ledger is None:
        assert "已兑现" in decision.decisions[0].awards[1].missing.amount


def test_a_limit_on_a_weak_source_makes_its_awards_provisional():
    """What a limit takes or may take rests on the limit: where that is only assumed, so is the result."""
    engine = limited(HIGHEST.replace("第九条", "第九条, evidence: assumed"))
    first, second = decided(engine, {"规上": False}, []).decisions
    assert second.awards[0].provisional_because == ("合并限额“不重复”为推定",)
    assert not second.awards[1].provisional


def test_what_readings_give_is_told_to_be_before_limits():
    """An award whose amount depends on how the text is read says that the other amounts are before limits."""
    first = FIRST.replace("awards:", "readings:\n  按规上: {take: 是, why: 未写明}\nawards:").replace(
        "乙奖: {clause: 第二条, amount: 30万元}", "乙奖: {clause: 第二条, when: {按规上: 是}, amount: 30万元}")
    decision = decided(limited(HIGHEST, first, SECOND), {"规上": False}, [])
    award = decision.decisions[0].awards[1]
    assert award.outcomes and award.notes[-1] == "不同理解、参考测算的金额没有计入合并限额"


def test_without_limits_nothing_changes():
    """A decision under no limit has no combination unless an award is replaced or cut."""
    plain = limited("  甲: {awards: {t/first: [甲奖], t/second: [丁奖]}, pay: highest, clause: 一}\n")
    decision = decided(plain, {"规上": False, "专利": 0}, [])
    assert decision.combination is None and lawful_total(decision) == (70 * YUAN, 70 * YUAN)


def test_replaced_awards_are_told_as_left_out():
    """Inside one policy an award that another replaces, or that a cap cuts, is left out by name."""
    first = FIRST.replace("when: {规上: 是}, amount: 上年收入 × 1%, cap: 100万元", "amount: 10万元, overrides: 乙奖")
    second = SECOND + "together:\n  合计: {awards: [丙奖, 丁奖], cap: 45万元}\n"
    engine = limited("  无关: {awards: {t/first: [甲奖]}, cap: 500万元, clause: 一}\n", first, second)
    rows = decided(engine, {"专利": 9}, []).combination.left_out
    assert [(r.award[1], r.rule, [a for _, a in r.by], r.lost) for r in rows] == [
        ("乙奖", "取代", ["甲奖"], (30 * YUAN, 30 * YUAN)), ("丁奖", "合计", ["丙奖"], (15 * YUAN, 15 * YUAN))]


def test_many_enterprises_of_which_everything_is_known_are_limited_too():
    """The program for known enterprises gives the same payments."""
    facts = {"规上": True, ("收入", 2020): 3500 * YUAN, "专利": 9}
    assert paid(limited(HIGHEST, many=True), facts) == paid(limited(HIGHEST), facts)
