"""One text, one fact: read exactly, or refused."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from fractions import Fraction

import pytest

from eligibility.language.diagnostic import Findings, Where
from eligibility.language.fact import Fact
from eligibility.language.tree import Scalar
from eligibility.profiles.values import NONE_VALUE, read_value
from tests.profiles.vocabulary import value_of

READ = [
    ("营业收入", "20万元", 20_000_000),
    ("营业收入", "1,234.5万元", 1_234_500_000),
    ("营业收入", "１２３．４５元", 12_345),
    ("营业收入", "0元", 0),
    ("营业收入", " 3 亿元 ", 30_000_000_000),
    ("营业收入", "1万亿元", 10**14),
    ("净利润", "-5.01元", -501),
    ("净利润", "−5元", -500),
    ("职工总数", "500人", 500),
    ("职工总数", "500", 500),
    ("职工总数", "1.2万人", 12_000),
    ("职工总数", "5.0", 5),
    ("平台面积", "120㎡", 120),
    ("创新评分", "71.5分", Fraction(143, 2)),
    ("创新评分", "0.000001", Fraction(1, 10**6)),
    ("研发占比", "5%", Fraction(1, 20)),
    ("研发占比", "5.123456％", Fraction(5123456, 10**8)),
    ("研发占比", "3‰", Fraction(3, 1000)),
    ("成立日期", "2021-11-12", date(2021, 11, 12).toordinal()),
    ("成立日期", "2021年1月2日", date(2021, 1, 2).toordinal()),
    ("成立日期", "2021/1/2", date(2021, 1, 2).toordinal()),
    ("成立日期", "2020-02-29", date(2020, 2, 29).toordinal()),
    ("开业年度", "2020年", 2020),
    ("开业年度", "2020", 2020),
    ("规模以上", "是", True),
    ("规模以上", "否", False),
    ("认定类型", "首次认定", "首次认定"),
    ("企业名称", "某某（重庆）　科技 Co. 公司", "某某（重庆）　科技 Co. 公司"),
    ("合同编号", "渝科合〔2021〕001号", "渝科合〔2021〕001号"),
    ("合同编号", "007", "007"),
]


@pytest.mark.parametrize(("name", "text", "expected"), READ)
def test_reads_exactly(name, text, expected):
    """A well-written value is read to its exact base value, of the right Python type, without a finding."""
    value, findings = value_of(name, text)
    assert not findings
    assert value == expected and type(value) is type(expected)


REFUSED = [
    # money: the unit decides by a factor of ten thousand
    ("营业收入", "500", "F744", 1), ("营业收入", "500万", "F744", 4), ("营业收入", "500万美元", "F745", 4),
    ("营业收入", "￥500元", "F745", 1), ("营业收入", "1.001元", "F747", 1), ("营业收入", "5分", "F745", 2),
    ("营业收入", "-1元", "F749", 1), ("营业收入", "1.01万亿元", "F749", 1), ("营业收入", "5 000元", "F743", 2),
    ("营业收入", "约500万元", "F742", 1), ("营业收入", "500万元左右", "F742", 6), ("营业收入", "≥500万元", "F742", 1),
    ("营业收入", "10-20万元", "F742", 3), ("营业收入", "1万2千元", "F743", 3), ("营业收入", "五百万元", "F743", 1),
    ("营业收入", "1,23元", "F743", 2), ("营业收入", "1,2345元", "F743", 2), ("营业收入", "12.5.1元", "F743", 5),
    ("营业收入", "1e6元", "F743", 2), ("营业收入", "0500元", "F743", 1), ("营业收入", ".5元", "F743", 1),
    ("营业收入", "(500)元", "F743", 1), ("营业收入", "--5元", "F743", 1), ("营业收入", "500×2元", "F743", 4),
    ("营业收入", "很多", "F741", 1), ("营业收入", "٥元", "F741", 1), ("营业收入", "9" * 5000 + "元", "F741", 1),
    # counts, numbers, percentages
    ("职工总数", "5名", "F745", 2), ("职工总数", "5.5人", "F748", 1), ("职工总数", "100000001", "F749", 1),
    ("职工总数", "3万亿人", "F745", 2), ("职工总数", "100多人", "F742", 4), ("职工总数", "5%", "F745", 2),
    ("创新评分", "1.0000001", "F747", 1), ("创新评分", "101", "F749", 1), ("创新评分", "3/4", "F743", 2),
    ("研发占比", "0.6", "F746", 1), ("研发占比", "5百分点", "F745", 2), ("研发占比", "1000.1%", "F749", 1),
    ("研发占比", "5.1234567%", "F747", 1),
    # dates and years
    ("成立日期", "2021-13-45", "F752", 1), ("成立日期", "2021-02-29", "F752", 1), ("成立日期", "2021-11", "F751", 1),
    ("成立日期", "20211112", "F751", 1), ("成立日期", "2021-11-12 00:00:00", "F751", 1), ("成立日期", "٢٠٢١-١-١", "F751", 1),
    ("成立日期", "1899-12-31", "F749", 1), ("成立日期", "2021-1-2" * 1000, "F751", 1),
    ("开业年度", "20年", "F753", 1), ("开业年度", "2201", "F749", 1), ("开业年度", "2020年度", "F753", 1),
    # words
    ("规模以上", "true", "F734", 1), ("规模以上", "yes", "F734", 1), ("规模以上", "1", "F734", 1), ("规模以上", "有", "F734", 1),
    ("规模以上", "无", "F731", 1), ("营业收入", "无", "F731", 1), ("企业名称", "无", "F731", 1),
    ("认定类型", "初次认定", "F735", 1), ("企业名称", "甲\x1b[31m公司", "F736", 2), ("企业名称", "甲\u202e司", "F736", 2),
    ("企业名称", "甲\ud800", "F736", 2), ("企业名称", "甲\n乙", "F736", 2), ("企业名称", "长" * 201, "F737", 201),
    ("合同编号", "A 1", "F738", 2),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "code", "col"), REFUSED)
def test_refuses_at_the_character(name, text, code, col):
    """A doubtful value is one error with its code under the offending character, and no value."""
    value, findings = value_of(name, text)
    assert value is None
    assert [(d.code, d.where.col, d.severity) for d in findings] == [(code, col, "error")]


@pytest.mark.parametrize("text", ["-", "/", "不详", "待补", "N/A", "null", "?", "？", "暂无", "没有", "~", "#N/A", "—"])
@pytest.mark.parametrize("name", ["营业收入", "规模以上", "企业名称", "证书有效期至", "认定类型"])
def test_placeholders_are_blank_with_a_warning(name, text):
    """A word that stands for a missing value is never used, and never passed over in silence."""
    value, findings = value_of(name, text)
    assert value is None
    assert [(d.code, d.severity) for d in findings] == [("F732", "warning")]


def test_empty_quotes_warn_and_an_empty_value_does_not():
    """A key without a value is an honest blank; empty quotes are a doubt."""
    assert value_of("营业收入", "") == (None, [])
    value, findings = value_of("营业收入", "", '"')
    assert value is None and [d.code for d in findings] == ["F732"]


def test_none_only_where_the_vocabulary_allows_it():
    """无 is a value of a fact that may be 无."""
    value, findings = value_of("证书有效期至", "无")
    assert value is NONE_VALUE and not findings


def test_money_hint_names_both_readings():
    """The remedy for a bare sum of money shows both units with the number as written."""
    _, findings = value_of("营业收入", "1,500")
    assert "1,500元" in findings[0].hint and "1,500万元" in findings[0].hint


def test_ratio_hint_names_both_readings():
    """The remedy for a bare 0.6 shows 0.6% and 60%."""
    _, findings = value_of("研发占比", "0.6")
    assert "0.6%" in findings[0].hint and "60%" in findings[0].hint


def test_choice_is_corrected_by_spelling():
    """A misspelt choice is answered with the nearest one and with all that are allowed."""
    _, findings = value_of("认定类型", "初次认定")
    assert "您是不是想写“首次认定”" in findings[0].hint and "重新认定" in findings[0].hint


def test_credit_code_that_cannot_be_one_is_refused():
    """A credit code of another shape, one digit wrong, or cut off by Excel is an error and blank: it could name another firm."""
    assert value_of("统一社会信用代码", "91500108MA5U00000M") == ("91500108MA5U00000M", [])
    for text, code, hint in (
        ("91500108ma5u00000x", "F739", "这一位像是 M"),
        ("91500108MA5UO00000", "F739", "这一位像是 0"),
        ("5001081234567", "F739", "18 位"),
        ("91500109MA5U00000M", "F778", "逐位核对"),
        ("9.15001E+17", "F777", "文本"),
        ("915001080000000000", "F777", "文本"),
    ):
        value, findings = value_of("统一社会信用代码", text)
        assert value is None and [(d.code, d.severity) for d in findings] == [(code, "error")] and hint in findings[0].hint


def test_messages_carry_no_control_characters():
    """What a refused value contained cannot reach the terminal through the message about it."""
    for name, text in (("认定类型", "甲\x1b]0;x\x07"), ("营业收入", "5\x1b[2J元"), ("规模以上", "\u202e否"), ("成立日期", "\x9b2021")):
        _, findings = value_of(name, text)
        assert findings
        for d in findings:
            assert d.message.isprintable() and d.hint.isprintable()


def test_none_value_compares_false_and_absorbs_arithmetic():
    """Every comparison with 无 is false, also from the other side, and calculating with it gives 无."""
    for other in (0, 5, Fraction(1, 2), "无", True, NONE_VALUE):
        comparisons = [NONE_VALUE == other, NONE_VALUE != other, NONE_VALUE < other, NONE_VALUE <= other, NONE_VALUE > other, NONE_VALUE >= other,
                       other == NONE_VALUE, other < NONE_VALUE, other >= NONE_VALUE]  # fmt: skip
        assert comparisons == [False] * 9
    for result in (NONE_VALUE + 1, 1 + NONE_VALUE, Fraction(1, 2) * NONE_VALUE, 3 - NONE_VALUE, 1 / NONE_VALUE, -NONE_VALUE, round(NONE_VALUE)):
        assert result is NONE_VALUE
    assert repr(NONE_VALUE) == "无" and {NONE_VALUE: 1}[NONE_VALUE] == 1


def test_none_value_is_one():
    """Copies and pickles of 无 are 无 itself."""
    assert copy.copy(NONE_VALUE) is NONE_VALUE and copy.deepcopy([NONE_VALUE])[0] is NONE_VALUE
    assert pickle.loads(pickle.dumps(NONE_VALUE)) is NONE_VALUE


def test_check_characters_as_the_standard_has_them():
    """The check character of GB 32100 is that of an independent implementation, for any body."""
    import random

    from stdnum.cn.uscc import calc_check_digit

    from eligibility.profiles.credit_code import check_character, fault

    chance = random.Random(32100)
    for _ in range(300):
        body = "".join(chance.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=17))
        assert check_character(body) == calc_check_digit(body) and fault(body + check_character(body)) is None


@pytest.mark.parametrize("written, proposed", [
    ("首次", "首次认定"), ("高企首次认定", "首次认定"), ("复审重新认定", "重新认定"), ("认定", ""), ("非首次认定", ""), ("首次认定以外", ""), ("首次认定和重新认定", ""), ("首", ""),
])
def test_part_of_an_option(written, proposed):
    """A part of one option, or more than it, is refused and that option proposed; never where it may mean the contrary."""
    value, [found] = value_of("认定类型", written)
    assert value is None and found.code == "F735"
    assert found.hint == (f"您是不是想写“{proposed}”？" if proposed else "") + "可选：首次认定 或 重新认定。"


def test_none_is_told_among_the_options():
    """Where 无 may be written it stands beside the options, with what it means."""
    findings = Findings()
    fact = Fact("认定类型", "choice", Where("facts.yaml"), options=("首次认定", "重新认定"), none="从未取得证书")
    assert read_value(fact, Scalar("没有过", Where("p.yaml", 1, 1)), findings) is None
    assert findings.items[0].hint == "可选：首次认定 或 重新认定；没有（从未取得证书）写 无。"
