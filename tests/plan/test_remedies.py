"""What is proposed where a name or an option is not what it was taken for."""

from __future__ import annotations

import pytest
from tests.engines.small_rules import FACTS, compiled_with_findings, one_award


def only(text: str):
    [found] = compiled_with_findings(text)[1]
    return found


@pytest.mark.parametrize("when", ["- 补 不低于 1元", "补: 超过 0元"])
def test_an_award_is_not_used_like_a_fact(when):
    """Nobody is told to register the name of an award as a fact."""
    found = only(f"awards:\n  补: {{clause: 一, amount: 5元}}\n  奖:\n    clause: 二\n    when:\n      {when}\n    amount: 1元\n")
    assert (found.code, found.message) == ("N401", "“补”是奖补项的名称，条件和算式里不能用奖补项的名称。")
    assert found.hint.startswith("在 define 里") and "overrides" in found.hint and "together" in found.hint
    assert only("awards:\n  补: {clause: 一, amount: 5元}\n  奖: {clause: 二, amount: 补 × 10%}\n").message == found.message


@pytest.mark.parametrize("written", ["不是 甲", "非 甲", "非甲", "除甲以外"])
def test_what_it_is_not_goes_into_not(written):
    """All the ways of saying that it is not one option."""
    found = only(one_award(f"    when: {{类别: {written}}}\n    amount: 1元\n"))
    assert (found.code, found.hint) == ("T520", "“不是”写进 not：“not: {类别: 甲}”。")


def test_not_of_what_is_no_option():
    """The options are told beside it."""
    found = only(one_award("    when: {类别: 不是 一类}\n    amount: 1元\n"))
    assert found.hint == "“不是”写进 not：“not: {类别: …}”。“…”可选：甲、乙、丙。"


@pytest.mark.parametrize("name", ["等级", "级别", "上年收入"])
def test_a_name_is_no_option(name):
    """A fact or definition in the place of an option: options only, and how to compare two choices."""
    found = only(one_award(f"    when: {{类别: {name}}}\n    amount: 1元\n", "define:\n  级别: {专利: 不低于 1项}\n"))
    assert found.code == "T520" and found.hint.startswith("这里只能写选项") and f"- {{类别: 甲, {name}: 甲}}" in found.hint


@pytest.mark.parametrize("written, proposed", [
    ("1亿元至5亿元", "“不低于 1亿元，低于 5亿元”（两头含不含"), ("1亿元-5亿元", "“不低于 1亿元，低于 5亿元”（两头含不含"),
    ("1亿元以上（含）-5亿元", "“不低于 1亿元，低于 5亿元”（含的"), ("1亿元（不含）至5亿元", "“超过 1亿元，不超过 5亿元”（含的"),
])
def test_a_range_does_not_overlap_the_next(written, proposed):
    """Where the text does not say which ends belong to it, the upper one does not: the next row begins there."""
    found = only(one_award(f"    when: {{上年收入: {written}}}\n    amount: 1元\n"))
    assert found.code == "T534" and found.hint.startswith("写成" + proposed)


def test_a_reading_that_nothing_uses_is_a_warning():
    """A reading on which nothing rests changes nothing; a used one is fine, also where only a definition uses it."""
    readings = "readings:\n  点: {take: 否, why: 原文没有说清}\n"
    found = only(one_award("    amount: 1元\n", readings))
    assert (found.severity, found.code) == ("warning", "P622")
    assert compiled_with_findings(one_award("    when: {点: 是}\n    amount: 1元\n", readings))[1] == []
    assert compiled_with_findings(one_award("    amount: 1元\n", readings + "define:\n  甲: {点: 否}\n"))[1] == []


STANDARD = "kind: standard\nid: t/s\ndefine:\n  规上企业: {规上: 是}\n"


def test_a_name_of_a_document_that_is_not_used():
    """Where exactly one document defines the name, the remedy is the line to write; of two, neither is chosen."""
    policy = one_award("    when: {规上企业: 是}\n    amount: 1元\n")
    [found] = compiled_with_findings(policy, STANDARD)[1]
    assert (found.code, found.hint) == ("N401", "“规上企业”在 t/s 里定义，这份文件还没有用它：写上 uses: [t/s]；已有 uses 的，加在里面。")
    assert compiled_with_findings(policy.replace("awards:", "uses: [t/s]\nawards:"), STANDARD)[1] == []
    [found] = compiled_with_findings(policy, STANDARD, STANDARD.replace("t/s", "t/z"))[1]
    assert found.code == "N401" and "uses: [" not in found.hint


@pytest.mark.parametrize("written, hint", [
    ("上年研发投人", "您是不是想写“上年研发”（又叫“上年研发投入”）？"), ("上年收人", "您是不是想写“上年收入”？"),
])
def test_a_slip_in_an_alias(written, hint):
    """Names and aliases are compared alike; what is proposed is what rules may say."""
    facts = FACTS.replace("研发: {type: money, per: year}", "研发: {type: money, per: year, aliases: [研发投入]}\n  研发人员数: {type: count, unit: 人, per: year}")
    [found] = compiled_with_findings(one_award(f"    when: {{{written}: 不低于 1元}}\n    amount: 1元\n"), facts=facts)[1]
    assert (found.code, found.hint) == ("N401", hint)
