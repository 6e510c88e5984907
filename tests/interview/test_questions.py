"""Which question comes first, what is confirmed on one screen, and what one 无 says of others."""

from __future__ import annotations

from eligibility.interview.answers import PAID, Answer, Answers, none_too
from eligibility.interview.ordinary import usual_value
from eligibility.interview.question import next_question, open_items
from eligibility.interview.saved import profile_text, value_words
from eligibility.interview.state import Interview
from eligibility.language.diagnostic import Findings
from eligibility.language.yaml_tree import read_yaml
from eligibility.profiles.profile import PaidBefore
from eligibility.profiles.reader import profile_from_tree
from eligibility.profiles.values import NONE_VALUE
from tests.engines.small_rules import FACTS, PLACE, engine_of

MORE = FACTS + """  失信: {type: yes_no}
  法人: {type: yes_no}
  迁入: {type: yes_no}
  推荐: {type: choice, of: [本区, 外地]}
  到期: {type: date, none: 没有}
"""
RULES = """gates: [合格]
define:
  合格: {all: [{失信: 否}, {法人: 是}]}
  本地: {any: [{迁入: 否}, {推荐: 本区}]}
awards:
  大奖: {clause: 一, when: {本地: 是, 等级: 甲}, amount: 20万元, once: lifetime}
  小奖: {clause: 二, when: {本地: 是, 类别: 乙, 规上: 是}, amount: 5万元}
  加奖: {clause: 三, when: {等级: [甲, 乙], 上市: 是}, amount: 1万元}
"""


def state_of(rules: str = RULES, **facts):
    engine = engine_of(rules, facts=MORE)
    return Interview(engine).state(Answers({(name, None): Answer(value, str(value)) for name, value in facts.items()}))


def test_what_is_ordinary_follows_from_the_rules():
    """A gate's passing value, 否 where 是 asks more, 已兑现: 无; nothing that merely helps is taken for granted."""
    state = state_of()
    usual = {key[0]: usual_value(state, key) for key in state.open_on}
    assert usual["失信"] is False and usual["法人"] is True and usual["迁入"] is False and usual[PAID[0]] == ()
    assert all(usual[name] is None for name in ("规上", "上市", "等级", "类别", "推荐"))


def test_the_ordinary_ones_come_on_one_screen_and_first():
    """What fails everything is asked before what fails something; the statements are right where they are confirmed."""
    question = next_question(state_of())
    assert [(i.label, i.usual) for i in question.items] == [("失信", "否"), ("法人", "是"), ("已兑现", "无"), ("迁入", "否")]


def test_a_fact_behind_a_refused_award_is_not_open():
    """Once an award is refused, what it alone looks at is no longer asked."""
    labels = {item.label for item in open_items(state_of(失信=False, 法人=True, 等级="丙"))}
    assert labels == {"迁入", "推荐", "类别", "规上"}


def test_a_direct_route_is_not_claimed_for_everybody():
    """是 that would settle by itself is asked alone, however much it spares."""
    state = state_of("awards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n      any:\n        - {上市: 是}\n        - {规上: 是, 法人: 是}\n        - {专利: 不低于 3项}\n")
    assert all(usual_value(state, key) is None for key in state.open_on)


def test_the_year_is_asked_in_figures():
    """上年收入 is asked as 2020年收入, each year by itself."""
    state = state_of("awards:\n  奖: {clause: 一, when: {上年收入: 超过 100万元, 本年收入: 超过 上年收入}, amount: 1万元}\n")
    assert {item.label for item in open_items(state)} == {"2020年收入", "2021年收入"}


def test_a_reading_that_was_not_taken_is_not_asked_for():
    """A fact that matters only if the text is read otherwise is left out."""
    state = state_of("readings:\n  宽: {take: 是, why: 没有说明}\nawards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n"
                     "      any:\n        - {宽: 是, 规上: 是}\n        - {宽: 否, 上市: 是}\n")
    assert [item.label for item in open_items(state)] == ["规上"]
    assert next_question(state).items[0].purposes[0].basis == "一"


def test_one_none_says_so_of_every_fact_with_the_same_meaning():
    """无 spreads to the facts whose 无 means the same, never over what was stated, and tells why."""
    vocabulary = engine_of(RULES, facts=MORE).plan.vocabulary
    answers = Answers({("贷款", None): Answer(100, "1元")}).give(("发证", None), Answer(NONE_VALUE, "无"))
    answers, alike = none_too(answers, ("发证", None), vocabulary)
    assert ("到期", None) in alike and ("等级", None) in alike and ("贷款", None) not in alike and ("上市", None) not in alike
    assert answers.facts["到期", None].because == "发证" and answers.facts["贷款", None].value == 100


def test_the_saved_profile_reads_back_to_the_same_facts():
    """Texts that YAML would misread, rows, 无, payments and what is unclear."""
    engine = engine_of(RULES, facts=MORE)
    rows = [{"类": "转让", "额": 123456, "日": 738000, "率": NONE_VALUE}, {"类": "许可", "押金": 5}]
    answers = Answers({
        ("字号", None): Answer('甲: "乙" # 丙, {丁}', '甲: "乙" # 丙, {丁}'), ("收入", 2020): Answer(123_400, "1,234元"),
        ("规上", None): Answer(True, "true"), ("研发", 2020): Answer(5_000_000_000, "5000"), ("发证", None): Answer(738000, "44406"), ("等级", None): Answer(NONE_VALUE, "无", "发证"), ("合同", None): Answer(rows, rows),
        ("处罚", None): Answer([], "无"),
    }, (PaidBefore("t/p", "大奖", 2019, 10**7, PLACE), PaidBefore("t/p", "小奖", None, None, PLACE)), frozenset({("失信", None)}))  # fmt: skip
    findings = Findings()
    text = profile_text(answers, engine.plan.vocabulary, ["试"])
    profile = profile_from_tree(read_yaml(text.encode(), "画像.yaml", findings, dialect="profile"), "画像.yaml", engine.plan.vocabulary, findings)
    assert not findings.items, findings.items

    def comparable(value):
        return repr(value) if not isinstance(value, list) else [{k: repr(v) for k, v in row.items()} for row in value]

    assert {key: comparable(given.value) for key, given in profile.facts.items()} == {key: comparable(a.value) for key, a in answers.facts.items()}
    assert [(p.policy, p.award, p.year, p.fen) for p in profile.paid] == [("t/p", "大奖", 2019, 10**7), ("t/p", "小奖", None, None)]
    assert "失信:\n" in text and value_words(engine.plan.vocabulary["发证"], 738000) == "2021-07-29"


def test_what_was_found_before_an_answer_is_no_proof_after_it():
    """A fact that could decide until another was stated is not asked on the strength of the old proof."""
    engine = engine_of("awards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n      any:\n        - {规上: 是, 失信: 是, 法人: 是}\n"
                       "        - all:\n            - {规上: 是, 失信: 否, 法人: 是}\n            - not: {法人: 是}\n", facts=MORE)
    interview = Interview(engine)
    assert interview.state(Answers()).bears(("规上", None))
    after = interview.state(Answers().give(("失信", None), Answer(False, "否")))
    assert ("规上", None) in after.open_on and not after.bears(("规上", None))
