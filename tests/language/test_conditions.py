"""Conditions and tests to the model."""

from __future__ import annotations

import pytest

from eligibility.language import syntax
from eligibility.language.checks import parse_checks
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.syntax import Compare, Group, Has, Holds, Name
from eligibility.language.tree import Scalar


def shown(condition) -> str:
    """A condition in brackets, subjects by name."""
    match condition:
        case syntax.Test():
            return f"{condition.subject.text}[{'; '.join(_check(c) for c in condition.checks)}]"
        case Holds():
            return condition.expr.text if isinstance(condition.expr, Name) else f"<{condition.expr.op}>"
        case Has():
            return f"has({condition.of.text}: {shown(condition.condition) if condition.condition else ''})"
        case Group():
            least = condition.at_least or ""
            return f"{condition.kind}{least}({', '.join(map(shown, condition.items))})"


def _check(check) -> str:
    if check.op == "one_of":
        return "one_of " + "/".join(o.text for o in check.options)
    return f"{check.op} {check.operand.text}" if check.operand else check.op


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("首次认定", "eq 首次认定"),
        ("不超过 500人", "le 500人"),
        ("不超过500人", "le 500人"),
        ("超过 5000万元，不超过 2亿元", "gt 5000万元; le 2亿元"),
        ("1000万元以上", "ge 1000万元"),
        ("1000万元以上，5000万元 以下", "ge 1000万元; le 5000万元"),
        ("规模以上", "eq 规模以上"),
        ("有", "exists"),
        ("无", "absent"),
        ("有，不早于 申报日期", "exists; ge 申报日期"),
        ("在 近36个月", "within 近36个月"),
        ("在本年", "within 本年"),
        ("在职", "eq 在职"),
        ("不低于 MAX(1元，2元)，低于 9元", "ge MAX(1元，2元); lt 9元"),
        ("不低于 （甲 + 乙） × 2", "ge （甲 + 乙） × 2"),
        ("甲公司，乙公司", "eq 甲公司，乙公司"),
        (">= 5%", "ge 5%"),
        ("高于行业平均水平", "eq 高于行业平均水平"),
        ("是", "eq 是"),
        ("2021年", "eq 2021年"),
    ],
)
def test_right_side(text, meaning):
    """Each way to write a test is read as the language card says."""
    findings = Findings()
    checks = parse_checks(Scalar(text, Where("一", 1, 1)), findings)
    assert not findings.items and "; ".join(map(_check, checks)) == meaning


@pytest.mark.parametrize(
    "text, code, col",
    [
        ("大于 5元", "L306", 1),
        ("超过 5元，不等于 6元", "L306", 7),
        ("超过", "L321", 1),
        ("超过 5元，不超过", "L321", 7),
        ("在", "L321", 1),
        ("超过 不低于 5元", "L308", 4),
        ("超过 5元，合格", "L322", 7),
        ("超过 5元，", "L322", 7),
        ("超过 1，000元", "L312", 4),
        ("超过 1,000元", "L312", 5),
        ("超过 5元, 不超过 6元", "L308", 8),
        ("超过 5 元", "L313", 6),
        ("超过 甲 超过 乙", "L308", 6),
        ("超过 2021-02-30", "L314", 4),
    ],
)
def test_right_side_mistakes(text, code, col):
    """Each mistake in a test has one finding at its character."""
    findings = Findings()
    assert parse_checks(Scalar(text, Where("一", 1, 1)), findings) is None
    assert [(d.code, d.where.col) for d in findings.sorted()] == [(code, col)]


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("{甲: 是, 乙: 超过 5元}", "all(甲[eq 是], 乙[gt 5元])"),
        ("{甲: 是}", "甲[eq 是]"),
        ("{甲: [一, 二]}", "甲[one_of 一/二]"),
        ("{any: [甲, 乙 不低于 5元]}", "any(甲, <ge>)"),
        ("[甲, {乙: 无}]", "all(甲, 乙[absent])"),
        ("甲", "甲"),
        ("甲 / 乙 不低于 5%", "<ge>"),
        ("甲 超过 5元，不超过 6元", "甲[gt 5元; le 6元]"),
        ("高企证书有效期至 在 近三年", "高企证书有效期至[within 近三年]"),
        ("高企证书有效期至 有", "高企证书有效期至[exists]"),
        ("上年营业收入 1000万元以上", "上年营业收入[ge 1000万元]"),
        ("{not: {甲: 是}}", "not(甲[eq 是])"),
        ("{not: {甲: 是, 乙: 是}}", "not(all(甲[eq 是], 乙[eq 是]))"),
        ("{some: {at_least: 2, of: [甲, 乙, 丙]}}", "some2(甲, 乙, 丙)"),
        ("{some: {at_least: 两项, of: [甲, 乙, 丙]}}", "some2(甲, 乙, 丙)"),
        ("{has: {of: 技术合同, where: {到账金额: 超过 5元}}}", "has(技术合同: 到账金额[gt 5元])"),
        ("{has: {of: 技术合同}}", "has(技术合同: )"),
        ("[{if: 甲 不低于 5元, clause: 11(五)}, {if: {any: [甲, 乙]}}]", "all(<ge>, any(甲, 乙))"),
    ],
)
def test_condition(read_award, text, meaning):
    """Mappings, lists, nested groups and whole comparisons all make conditions."""
    found = read_award(f"when: {text}\namount: 1元")
    assert [c for c in found.codes if c != "Y126"] == [] and shown(found.made.when) == meaning


def test_subject_may_be_an_expression(read_award):
    """The left side of a test may calculate; the subject is the parsed key."""
    when = read_award("when: {甲 / 乙: 超过 5%}\namount: 1元").made.when
    assert when.subject.op == "/" and when.subject.where.col == 14


def test_clause_of_a_condition(read_award):
    """A cited condition carries its clause, references joined, and evidence."""
    when = read_award("when:\n  - {if: {甲: 是}, clause: 11(五), ref: [A-1, A-2], evidence: assumed}\namount: 1元").made.when
    assert (when.items[0].clause.clause, when.items[0].clause.ref, when.items[0].clause.evidence) == ("11(五)", "A-1、A-2", "assumed")


def test_comparison_keeps_its_place(read_award):
    """A comparison in a list is placed at its word, a bare name at the name."""
    when = read_award("when:\n  - 甲 不低于 5元\n  - 乙\namount: 1元").made.when
    assert isinstance(when.items[0].expr, Compare) and when.items[0].expr.where.col == 11
    assert when.items[1].where.line == 10


@pytest.mark.parametrize(
    "text, place",
    [
        ("when: {甲: [一，二]}\namount: 1元", ("L324", 8, 17)),
        ("when: {甲: [超过 1元, 低于 3元]}\namount: 1元", ("L323", 8, 16)),
        ("when: 甲 + 乙\namount: 1元", ("L325", 8, 11)),
        ("when: {甲 超过 5元: 是}\namount: 1元", ("L325", 8, 14)),
        ("when: {some: {at_least: 3, of: [甲, 乙]}}\namount: 1元", ("L336", 8, 29)),
        ("when: {some: {at_least: 0, of: [甲, 乙]}}\namount: 1元", ("L336", 8, 29)),
        ("when:\n  甲: 超过 5元\n  乙不低于 5: 是\namount: 1元", ("L307", 10, 8)),
    ],
)
def test_condition_mistakes(read_award, text, place):
    """Each mistake of a condition has one finding at its place."""
    assert read_award(text).places == [place]


def test_broken_condition_is_no_condition(read_award):
    """An award whose condition cannot be read has no value, so nothing is decided as if it had none."""
    block = read_award("when: {甲: 大于 5元}\namount: 1元").made
    assert block.when is None and block.value is None


def test_a_quoted_list_item_is_one_option(read_award):
    """An option that truly holds a comma is written in quotes."""
    found = read_award("when: {甲: ['一，二']}\namount: 1元")
    assert found.codes == [] and shown(found.made.when) == "甲[one_of 一，二]"
