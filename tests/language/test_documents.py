"""Heads, parameters, awards, facts and cases to the model."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

FULL = """\
kind: policy
id: test/full
title: 测试政策
instrument: {title: 测试文件, number: 测〔2021〕1号, evidence: secondary, source: 网站}
in_force: {from: 2021-01-01, to: 2023年12月31日, by: 申报日期}
published: 2020-12-01
this_year: 申报年度
department: 区科技局
uses: [common/one, common/two]
gates: [合格]
readings:
  连续指无间断: {take: 否, why: 原文未定义}
parameters:
  单价:
    - {value: 1万元, clause: 二}
    - {from: 2022-01-01, value: 2万元, evidence: assumed, basis: 参照邻区}
  利率: {value: 不超过 3%}
  上限: {value: unknown, why: 没有公布, reference: {value: 80万元, basis: 邻区的办法}}
  家数: {value: unknown, why: 没有公布, unit: 家}
define:
  合格: {甲: 是}
awards:
  首次（规上）: {title: 首次认定, clause: 一, ref: [A-1, A-2], evidence: official, amount: 单价, once: lifetime, overrides: [复审], note: 说明}
  复审: {amount: 5万元, overrides: 首次（规上）}
together:
  就高: {awards: [首次（规上）, 复审], pay: highest, per: lifetime, cap: 30万元, cut: pro_rata, refer: 原则上}
materials: [证书, 执照]
"""


def test_policy(read_file):
    """Every part of a policy's head comes into the model."""
    found = read_file(FULL)
    rules = found.made.rules[0]
    assert found.codes == []
    assert (rules.kind, rules.id, rules.title, rules.department) == ("policy", "test/full", "测试政策", "区科技局")
    assert (rules.instrument.number, rules.instrument.evidence, rules.instrument.source) == ("测〔2021〕1号", "secondary", "网站")
    assert (rules.in_force.start, rules.in_force.end, rules.in_force.by) == (date(2021, 1, 1), date(2023, 12, 31), "申报日期")
    assert rules.published == date(2020, 12, 1) and rules.this_year == "申报年度"
    assert [n.text for n in rules.uses + rules.gates] == ["common/one", "common/two", "合格"]
    assert rules.readings["连续指无间断"].take is False and rules.materials == ("证书", "执照")


def test_parameters(read_file):
    """A parameter's rows keep value, bound, reason, unit and comparable."""
    parameters = read_file(FULL).made.rules[0].parameters
    first, second = parameters["单价"].rows
    assert (first.start, first.value.value, first.clause.clause) == (None, 1, "二")
    assert (second.start, second.evidence, second.why) == (date(2022, 1, 1), "assumed", "参照邻区")
    assert parameters["利率"].rows[0].value is None and parameters["利率"].rows[0].at_most.value == 3
    unknown = parameters["上限"].rows[0]
    assert (unknown.value, unknown.at_most, unknown.why) == (None, None, "没有公布")
    assert unknown.reference.value == 80 and unknown.reference_basis == "邻区的办法"
    assert parameters["家数"].rows[0].unit == "家"


def test_awards(read_file):
    """Awards keep their clause, references, title and what they override; their names may hold brackets."""
    rules = read_file(FULL).made.rules[0]
    award = rules.awards["首次（规上）"]
    assert (award.clause.clause, award.clause.ref, award.clause.evidence) == ("一", "A-1、A-2", "official")
    assert (award.once, award.title, award.note) == ("lifetime", "首次认定", "说明")
    assert [n.text for n in rules.awards["复审"].overrides] == ["首次（规上）"]
    together = rules.together["就高"]
    assert (together.pay, together.per, together.cut, together.refer, together.cap.value) == ("highest", "lifetime", "pro_rata", "原则上", 30)


def test_defaults(read_section):
    """What is not written has the default of the language."""
    rules = read_section("define", "甲: 5元").made
    assert (rules.in_force.by, rules.this_year, rules.published, rules.in_force.end) == ("政策年度", "政策年度", None, None)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks ▸, and the line and column of each."""
    before = text.split("▸")[:-1]
    places = []
    for n in range(len(before)):
        lines = "".join(before[: n + 1]).split("\n")
        places.append((len(lines), len(lines[-1]) + 1))
    return text.replace("▸", ""), places


@pytest.mark.parametrize(
    "old, new, codes",
    [
        ("from: 2021-01-01", "from: ▸2021-02-30", ["L352"]),
        ("from: 2021-01-01, to: ", "from: 2024-01-01, to: ▸", ["L353"]),
        ("2020-12-01", "▸2020-13-01", ["L352"]),
        ("id: test/full", "id: ▸测试", ["S214"]),
        ("evidence: secondary", "evidence: ▸官方", ["S213"]),
        ("assumed, basis: 参照邻区", "▸assumed", ["L356"]),
        ("unknown, why: 没有公布, unit: 家", "▸unknown, why: 没有公布", ["L355"]),
        ("unknown, why: 没有公布, unit: 家", "▸unknown, unit: 家", ["L340"]),
        ("不超过 3%", "▸超过 3%", ["L358"]),
        ("不超过 3%", "▸大于 3%", ["L306"]),
        ("value: 1万元", "value: 1 ▸万元", ["L313"]),
        ("{value: 80万元", "{value: 80 ▸万元", ["L313"]),
        ("  合格:", "  合格▸ 甲:", ["L351"]),
        ("  连续指无间断:", "  ▸不低于:", ["L351"]),
        ("gates: [合格]", "gates: ▸合格", ["S215"]),
        ("materials:", "▸pool: 甲\nmaterials:", ["L381"]),
        ("cap: 30万元", "cap: 30 ▸万元", ["L313"]),
    ],
)
def test_policy_mistakes(read_file, old, new, codes):
    """Each mistake of a head, parameter or award has its finding at its place."""
    assert old in FULL
    text, places = marked(FULL.replace(old, new, 1))
    assert read_file(text).places == [(code, *place) for code, place in zip(codes, places, strict=True)]


def test_facts(read_facts):
    """A fact keeps its type, unit, range in base units, options, aliases, role and columns."""
    found = read_facts(
        "营业收入: {type: money, per: year, range: 0元 至 1万亿元, aliases: [营收], ask: 多少？, proof: 报告}\n"
        "职工: {type: count, unit: 人, range: 0人 至 10万人}\n"
        "占比: {type: ratio, range: 0% 至 100%}\n"
        "证书: {type: choice, of: [首次认定, 重新认定], none: 未认定}\n"
        "成立: {type: date, role: founded, range: 1980-01-01 至 2100-12-31}\n"
        "年份: {type: year, range: 1990 至 2100年}\n"
        "分数: {type: number, range: -10 至 100}\n"
        "合同:\n  type: records\n  counted_in: 份\n  columns: {编号: {type: code}, 金额: {type: money, range: 0 至 1亿元}}"
    )
    facts = found.made
    assert found.codes == []
    assert (facts["营业收入"].per_year, facts["营业收入"].maximum, facts["营业收入"].aliases) == (True, 10**14, ("营收",))
    assert (facts["职工"].unit, facts["职工"].maximum) == ("人", 100_000)
    assert (facts["占比"].minimum, facts["占比"].maximum) == (0, 1)
    assert (facts["证书"].options, facts["证书"].none) == (("首次认定", "重新认定"), "未认定")
    assert (facts["成立"].role, facts["成立"].minimum) == ("founded", Fraction(date(1980, 1, 1).toordinal()))
    assert (facts["年份"].maximum, facts["分数"].minimum) == (2100, -10)
    assert (facts["合同"].counted_in, list(facts["合同"].columns), facts["合同"].columns["金额"].maximum) == ("份", ["编号", "金额"], 10**10)


@pytest.mark.parametrize(
    "text, code",
    [
        ("▸甲: {type: choice}", "L361"),
        ("▸甲: {type: count}", "L362"),
        ("▸甲: {type: records}", "L363"),
        ("甲: {type: money, range: ▸8元 至 6元}", "L365"),
        ("甲: {type: choice, of: [乙, ▸丙、丁]}", "L367"),
        ("甲: {type: money, range: ▸1% 至 9%}", "L366"),
        ("甲: {type: count, unit: 人, range: ▸1家 至 9家}", "L366"),
        ("甲: {type: date, range: ▸2021-02-30 至 2022-01-01}", "L364"),
        ("甲: {type: ratio, range: ▸0% 至 很多}", "L364"),
        ("甲: {type: money, range: ▸0元 到 9元}", "S214"),
        ("甲: {type: money, ▸unit: 元}", "L368"),
        ("甲: {type: yes_no, ▸range: 0 至 1}", "L368"),
        ("▸本年营收: {type: money}", "L351"),
        ("▸含本年近两年营收: {type: money}", "L351"),
        ("▸2021年营收: {type: money}", "L351"),
        ("▸超过数: {type: money}", "L351"),
        ("研发▸/营收: {type: ratio}", "L351"),
        ("甲: {▸tpe: money}", "S212"),
        ("甲: {type: ▸mony}", "S213"),
        ("甲: ▸5", "S215"),
    ],
)
def test_fact_mistakes(read_facts, text, code):
    """Each mistake of a fact has its finding, once."""
    text, [(_, col)] = marked(text)
    assert read_facts(text).places == [(code, 3, col + 2)]


CASES = """\
kind: cases
for: test/full
policy_year: 2021年
as_of: 2022-06-30
paid_before: 无
cases:
  - case: 规上
    given: {甲: 是, 营业收入: {2020: 5万元}, 乙: }
    expect: {首次（规上）: 20万元, total: 20万元 至 30万元}
  - case: 规下
    policy_year: 2022
    paid_before: [{award: 复审, year: 2020, amount: 5万元}]
    given: {甲: 否}
    expect:
      复审: {result: undetermined, needs: [甲], because: [合格]}
"""


def test_cases(read_file):
    """Cases keep what is given as a tree, what is expected, and the file's defaults."""
    found = read_file(CASES)
    cases = found.made.cases[0]
    first, second = cases.cases
    assert found.codes == []
    assert (cases.rules.text, cases.policy_year, cases.as_of) == ("test/full", 2021, date(2022, 6, 30))
    assert first.given.keys() == ["甲", "营业收入", "乙"] and first.paid_before == () and first.policy_year is None
    assert [(e.name, e.result.text) for e in first.expect] == [("首次（规上）", "20万元"), ("total", "20万元 至 30万元")]
    assert second.policy_year == 2022 and second.paid_before[0].amount.text == "5万元"
    assert [s.text for s in second.expect[0].needs + second.expect[0].because] == ["甲", "合格"]


def test_nothing_known_of_payments(read_file):
    """Without paid_before it is not known what was paid: that is not the same as nothing."""
    assert read_file(CASES.replace("paid_before: 无\n", "")).made.cases[0].cases[0].paid_before is None


@pytest.mark.parametrize(
    "old, new, places",
    [
        ("case: 规下", "case: 规上", [("L372", 10, 11)]),
        ("2022-06-30", "2022-06-31", [("L352", 4, 8)]),
        ("policy_year: 2021年", "policy_year: 21", [("S214", 3, 14)]),
        ("policy_year: 2021年", "policy_year: 1800", [("L354", 3, 14)]),
        ("paid_before: 无", "paid_before: 有", [("S213", 5, 14)]),
        ("    given: {甲: 否}", "    applicants: []\n    given: {甲: 否}", [("L381", 13, 5)]),
        ("    given: {甲: 否}\n", "", [("S211", 10, 5)]),
        ("result: undetermined", "reslt: undetermined", [("S212", 15, 12)]),
    ],
)
def test_case_mistakes(read_file, old, new, places):
    """Each mistake of a case file has its finding at its place."""
    assert old in CASES
    assert read_file(CASES.replace(old, new, 1)).places == places
