"""What to do next, as lines and as JSON."""

from __future__ import annotations

from tests.engines.small_rules import decided, engine_of

from eligibility.profiles.values import NONE_VALUE
from eligibility.reports.lines import width
from eligibility.reports.next_steps import next_steps
from eligibility.reports.next_steps_json import next_steps as as_json

HEAD = "define:\n  合格: {类别: [甲, 乙]}\ngates: [合格]\n"
AWARDS = """materials: [申请书]
awards:
  甲奖: {clause: 一, when: {专利: 不低于 5项, 规上: 是}, amount: 1元}
  乙奖: {clause: 一, when: {专利: 不低于 5项, 发证: 在 上年}, amount: 1元}
  丙奖:
    clause: 一
    when: {any: [{上年人数: 超过 8人}, {上年收入: 不低于 100万元}]}
    amount: 1元
  丁奖: {clause: 一, when: [上年研发 / 上年收入 不低于 5%], amount: 1元}
  戊奖: {clause: 一, amount: 1元}
"""
FACTS = {"类别": "甲", "专利": 2, "规上": False, "发证": 737426 + 365 * 2, ("人数", 2020): 8, ("收入", 2020): 8_000_0000, ("研发", 2020): 200_0000}


def shown(rules: str, facts: dict) -> str:
    lines = next_steps(decided(engine_of(rules), facts))
    assert all(width(line) <= 60 for line in lines)
    return "\n".join(lines)


def test_papers_and_shortfalls_in_words():
    """Papers first; a shortfall that several awards share stands once; each in its own unit."""
    assert shown(HEAD + AWARDS, FACTS) == """\
接下来
  材料清单（戊奖）
    · 申请书
  不符合的还差什么
    试
      · 甲奖、乙奖：专利 2项，要求不低于 5项，还差 3项
      · 甲奖：规上 否，要求是
      · 乙奖：发证 2022-01-01，要求在 上年（2020-01-01 至
        2020-12-31），晚了 366天
      · 丙奖：有一项即可
        · 上年人数 8人，要求超过 8人，相等还不够
        · 上年收入 80万元，要求不低于 100万元，还差 20万元
      · 丁奖：上年研发 ÷ 上年收入 2.5%，要求不低于 5%，还差
        2.5个百分点，其余不变时研发（2020年）再增加 2万元即
        达到"""


def test_a_gate_is_named_once():
    """What refuses everything is all there is to say."""
    assert shown(HEAD + AWARDS, FACTS | {"类别": "丙"}) == """\
接下来
  不符合的还差什么
    试：要先满足
      · 类别 丙，要求属于 甲、乙"""


def test_counted_lists_readings_and_what_is_none():
    """So many of a list; an open point of the text is nobody's to change."""
    rules = """readings:
  点: {take: 否, why: 原文没有说清}
awards:
  甲奖:
    clause: 一
    when:
      some:
        at_least: 2
        of: [{规上: 是}, {专利: 不低于 5项}, {发证: 有}]
    amount: 1元
  乙奖: {clause: 一, when: [点], amount: 1元}
"""
    assert shown(rules, {"专利": 2, "规上": False, "发证": NONE_VALUE}) == """\
接下来
  不符合的还差什么
    试
      · 甲奖：以下至少 2 项，还差 2 项，可从中选
        · 规上 否，要求是
        · 专利 2项，要求不低于 5项，还差 3项
        · 发证 无，要求有
      · 乙奖：原文理解：点（要看原文怎样理解，不是企业能改变
        的）"""


def test_nothing_to_do_is_not_said():
    """Where all is open, the list of blanks says what to do."""
    assert shown(HEAD + AWARDS.replace("  戊奖: {clause: 一, amount: 1元}\n", ""), {}) == ""


def test_json_tells_the_same():
    """The same in plain values, each gap with its unit and direction."""
    found = as_json(decided(engine_of(HEAD + AWARDS), FACTS))
    assert found["papers"] == [{"paper": "申请书", "awards": [{"policy": "t/p", "award": "戊奖"}], "if_any": False}]
    assert found["gates"] == [] and [s["award"] for s in found["shortfalls"]] == ["甲奖", "乙奖", "丙奖", "丁奖"]
    need = found["shortfalls"][3]["need"]
    assert need["gap"] == {"text": "还差 2.5个百分点", "by": "2.5个百分点", "direction": "more", "strict": False}
    assert need["also"] == {"fact": "研发（2020年）", "text": "还差 2万元", "by": "2万元", "direction": "more", "strict": False}
    strict = found["shortfalls"][2]["need"]["children"][0]["gap"]
    assert (strict["by"], strict["strict"]) == ("0人", True)


def test_more_than_nothing_is_to_have_some():
    """超过 0元 of which there is 0元: nobody is told that equal is not enough."""
    before = "define:\n  评估奖励: {bands: {of: 专利, steps: [不低于 5项: 10元, 其余: 0元]}}\n"
    rules = before + "awards:\n  甲奖: {clause: 一, when: {评估奖励: 超过 0元}, amount: 1元}\n  乙奖: {clause: 一, when: {专利: 超过 0项}, amount: 1元}\n"
    text = shown(rules, {"专利": 0})
    assert "甲奖：要有评估奖励（现在是 0元）" in text and "乙奖：要有专利（现在是 0项）" in text
