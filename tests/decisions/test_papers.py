"""The papers to hand in: those of the policy, and proofs of what the eligible awards rest on."""

from __future__ import annotations

from tests.engines.small_rules import decided, engine_of

from eligibility.profiles.values import NONE_VALUE

FACTS = """kind: facts
facts:
  规上: {type: yes_no, proof: 入库证明}
  失信: {type: yes_no, proof: 信用报告}
  迁入: {type: yes_no, proof: 迁移通知}
  专利: {type: count, unit: 项, proof: 专利证书}
  商标: {type: count, unit: 件, proof: 商标证}
  发证: {type: date, none: 没有, proof: 证书}
  类型: {type: choice, of: [新, 旧], proof: 证书、公告}
  合同:
    type: records
    proof: 合同文本
    columns:
      额: {type: money, proof: 发票}
      日: {type: date, proof: 银行回单}
"""


def papers(rules: str, facts: dict) -> list[tuple]:
    """(paper, names of awards, if any)."""
    decision = decided(engine_of(rules, facts=FACTS), facts, [])
    return [(p.paper, [award for _, award in p.awards], p.if_any) for p in decision.papers]


def test_only_what_the_award_rests_on():
    """Of alternatives the first that holds, of a table the rows up to the one taken; other facts need no proof."""
    rules = """awards:
  奖:
    clause: 一
    when: {any: [{专利: 不低于 5项}, {商标: 不低于 5件}]}
    first_of:
      - {if: {规上: 是}, then: 2元}
      - {if: {合同: 有}, then: 1元}
      - {其余: 3元}
"""
    assert papers(rules, {"专利": 1, "商标": 9, "规上": True, "合同": [{}]}) == [("商标证", ["奖"], False), ("入库证明", ["奖"], False)]
    assert papers(rules, {"专利": 9, "商标": 9, "规上": True}) == [("专利证书", ["奖"], False), ("入库证明", ["奖"], False)]


def test_a_paper_is_named_once_with_its_awards():
    """The policy's own wording stands for the proof; a proof of two papers gives up the one already named."""
    rules = """materials: [证书（复印件）]
awards:
  甲: {clause: 一, when: {发证: 在 本年, 类型: 新}, amount: 1元}
  乙: {clause: 一, when: {专利: 不低于 1项}, amount: 1元}
  丙: {clause: 一, when: {专利: 不低于 9项}, amount: 1元}
"""
    from datetime import date

    facts = {"发证": date(2021, 5, 1).toordinal(), "类型": "新", "专利": 3}
    assert papers(rules, facts) == [("证书（复印件）", ["甲", "乙"], False), ("公告", ["甲"], False), ("专利证书", ["乙"], False)]


def test_no_paper_for_what_is_not_there():
    """无 has no paper; what was answered no may have none, but the gates' own proof is wanted all the same."""
    rules = """define:
  合格: {失信: 否}
gates: [合格]
awards:
  奖: {clause: 一, when: {迁入: 否, 发证: 无}, amount: 1元}
"""
    assert papers(rules, {"失信": False, "迁入": False, "发证": NONE_VALUE}) == [("信用报告", ["奖"], False), ("迁移通知", ["奖"], True)]


def test_columns_looked_at_have_their_proof():
    """A list has its own proof and those of the columns that were looked at."""
    rules = "awards:\n  奖: {clause: 一, for_each: {of: 合同, amount: 额 × 1%}, cap: 5元}\n"
    assert papers(rules, {"合同": [{"额": 100_00, "日": 738000}]}) == [("合同文本", ["奖"], False), ("发票", ["奖"], False)]
    assert papers(rules, {"合同": []}) == []


def test_refused_replaced_and_open_awards_want_no_papers():
    """Only what is eligible and pays something."""
    rules = """materials: [申请书]
awards:
  大: {clause: 一, when: {专利: 不低于 1项}, amount: 2元, overrides: 小}
  小: {clause: 一, when: {商标: 不低于 1件}, amount: 1元}
"""
    assert papers(rules, {"专利": 1, "商标": 1}) == [("申请书", ["大"], False), ("专利证书", ["大"], False)]
    assert papers(rules, {"专利": 0, "商标": 0}) == [] and papers(rules, {}) == []
