"""The text of a decision where the examples do not reach: many missing sets, counted groups, references."""

from __future__ import annotations

from types import SimpleNamespace

from eligibility.decisions.decision import (
    ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount, AwardDecision, EnterpriseDecision, FactShown, Missing, Outcome, PolicyDecision, Reason,
)
from eligibility.reports.decisions_text import MOST_SETS, render

NOTHING = Amount(0, 0)
VOCABULARY = {"营业收入": SimpleNamespace(ask="营业收入是多少？", proof="审计报告")}


def test(name: str, result: bool | None, required: str, actual: str, *facts: FactShown, short_by: str | None = None) -> Reason:
    return Reason("test", 0, name, result, required, actual, short_by, facts=facts, where="rules/a.yaml:3:5")


test.__test__ = False


def award(status: str, amount: Amount, reason: Reason, **more) -> AwardDecision:
    fields = dict(award="奖一", title="奖一", clause="第一条", ref=None, evidence="official", provisional_because=(), missing=Missing()) | more
    return AwardDecision(status=status, amount=amount, reason=reason, **fields)


def text(*awards: AwardDecision, status: str = UNDETERMINED, amount: Amount = NOTHING, **more) -> str:
    policy = PolicyDecision("p/q", "政策一", "《办法》", status, amount, awards)
    decision = EnterpriseDecision(2021, "2022-06-30", "ab" * 32, None, None, False, (policy,), ())
    return render(decision._replace(**more), VOCABULARY, file="甲.yaml")


BLANK = test("营业收入", None, "不低于 5万元", "未填写", FactShown("营业收入", "未填写", "未填写"))


def test_many_missing_sets_are_counted():
    """Only the first sets are written out, the others counted; a set found greedily says so."""
    sets = tuple((f"指标{i}", "营业收入（2020年）") for i in range(MOST_SETS + 3))
    shown = text(award(UNDETERMINED, Amount(0, 5), BLANK, missing=Missing(sets, False, ("指标1",))))
    assert "只要补上其中一组（近似，可能有更小的组合）：" in shown
    assert f"· 指标{MOST_SETS - 1}、" in shown and f"· 等 {MOST_SETS + 3} 组" in shown and f"· 指标{MOST_SETS}、" not in shown
    assert "其中任一项即可能不符合：指标1" in shown
    assert "  营业收入（2020年）：营业收入是多少？\n    凭证：审计报告\n    用于：奖一" in shown


def test_firm_without_name_or_code():
    """A profile without a name has a heading all the same, and the rules are named shortly."""
    assert text(award(UNDETERMINED, NOTHING, BLANK)).startswith("（画像没有写企业名称）\n画像 甲.yaml\n政策年度 2021；申报日期 2022-06-30；规则 abababababab\n")


def test_counted_group_keeps_its_head():
    """Of several conditions of which so many must hold, those that failed stand under that head."""
    some = Reason("some", 1, "以下至少 2 项", False, children=(test("甲", True, "是", "是"), test("乙", False, "是", "否"), test("丙", False, "是", "否")))
    shown = text(award(INELIGIBLE, NOTHING, some), status=INELIGIBLE)
    assert "    × 以下至少 2 项\n      × 乙：否；要求 是\n      × 丙：否；要求 是\n" in shown and "甲" not in shown.split("第一条")[1]


def test_tests_of_one_thing_stand_under_one_head():
    """A thing that fails twice is named once, with both requirements."""
    place = FactShown("日期", "2020-01-01", "甲.yaml:4:5")
    reason = Reason("all", 1, "奖一", False, children=(
        test("日期", False, "不早于 2021-01-01", "2020-01-01", place, short_by="366天"), test("日期", False, "不早于 2022-01-01", "2020-01-01", place, short_by="731天"),
    ))  # fmt: skip
    shown = text(award(INELIGIBLE, NOTHING, reason), status=INELIGIBLE)
    assert shown.count("× 日期：") == 1
    assert "× 日期：2020-01-01（第 4 行）；要求 不早于 2021-01-01\n      差 366天\n      要求 不早于 2022-01-01；差 731天\n" in shown


def test_other_readings_and_replacement():
    """Other readings say what would come out, an award that another replaced pays nothing and says why."""
    met = test("甲", True, "是", "是")
    outcome = Outcome({"读法": False}, ELIGIBLE, Amount(500_000, 500_000))
    shown = text(award(ELIGIBLE, NOTHING, met, outcomes=(outcome,), provisional_because=("原文有不同理解，结果不同：…", "参数“标准”为推定"),
                       notes=("已由“奖二”取代，不重复兑现",)), status=ELIGIBLE)  # fmt: skip
    assert "  √ 奖一：符合，0元（暂定）" in shown and "说明：已由“奖二”取代，不重复兑现" in shown
    assert "暂定：参数“标准”为推定\n    暂定：原文可以有不同理解，结果也不同\n      若“读法”理解为“否”：可享受 5000元" in shown
    assert "结果不同：…" not in shown


def test_only_status_lines_are_painted():
    """Colour goes to the first line of a status and to nothing else."""
    policy = PolicyDecision("p/q", "政策一", "《办法》", ELIGIBLE, Amount(100, 100), (award(ELIGIBLE, Amount(100, 100), test("甲", True, "是", "是")),))
    decision = EnterpriseDecision(2021, "2022-06-30", "0" * 64, None, "虚构甲公司", False, (policy,), ())
    shown = render(decision, {}, paint=lambda line, status: f"<{status}>{line}")
    assert [line for line in shown.splitlines() if "<" in line] == ["<eligible>√ 政策一：可享受 1元", "<eligible>  √ 奖一：可享受 1元"]
