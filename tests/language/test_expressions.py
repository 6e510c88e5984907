"""Expressions: exact values, precedence, places; and each mistake with a caret under it."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.language.diagnostic import Findings, Where
from eligibility.language.expressions import FUNCTIONS, parse_expression
from eligibility.language.syntax import Binary, Call, Compare, DateLiteral, Name, Negate, Number
from eligibility.language.tree import Scalar


def shown(expr) -> str:
    """An expression in full brackets."""
    match expr:
        case Number():
            return f"{expr.value}{expr.unit}"
        case DateLiteral():
            return expr.value.isoformat()
        case Name():
            return expr.text
        case Negate():
            return f"(-{shown(expr.operand)})"
        case Call():
            return f"{expr.function}[{' '.join(map(shown, expr.args))}]"
        case Binary():
            return f"({shown(expr.left)}{expr.op}{shown(expr.right)})"
        case Compare():
            return f"{shown(expr.left)} {expr.op} {shown(expr.right)}"


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("20万元", "20万元"),
        ("12.50%", "25/2%"),
        ("2个百分点", "2个百分点"),
        ("36个月 + 5㎡", "(36个月+5㎡)"),
        ("2021-11-12", "2021-11-12"),
        ("2021年1月2日", "2021-01-02"),
        ("a + b * c", "(a+(b*c))"),
        ("(a + b) × c ÷ 2", "(((a+b)*c)/2)"),
        ("a - b - c", "((a-b)-c)"),
        ("-a * b + 1", "((-(a*b))+1)"),
        ("（a＋１）＊２", "((a+1)*2)"),
        ("a - (-b)", "(a-(-b))"),
        ("上年营业收入 * 5%", "(上年营业收入*5%)"),
        ("2020年营业收入 + 2020年PM25排放量", "(2020年营业收入+2020年PM25排放量)"),
        ("近三年平均研发费用", "近三年平均研发费用"),
        ("max（a，b、c, 1）", "MAX[a b c 1]"),
        ("Sum (a, MIN(b, 3))", "SUM[a MIN[b 3]]"),
        ("COUNT()", "COUNT[]"),
        ("IF(a 超过 3元, 1元, -2元)", "IF[a gt 3元 1元 (-2元)]"),
        ("近三年研发费用 / 近三年营业收入 不低于 5%", "(近三年研发费用/近三年营业收入) ge 5%"),
        ("a 超过5", "a gt 5"),
        ("a≥5", "a ge 5"),
        ("a <= b + 1", "a le (b+1)"),
        ("a ＝ b", "a eq b"),
        ("有效期至 不早于 申报日期", "有效期至 ge 申报日期"),
        ("认定时规模以上", "认定时规模以上"),
    ],
)
def test_meaning(parse, text, meaning):
    """Each form means what the language card says, in full-width signs too."""
    found = parse(text)
    assert found.codes == [] and shown(found.made) == meaning


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions(parse, function):
    """Every function is known, in capitals and small letters."""
    assert parse(f"{function.lower()}(a, b, c)").made.function == function


@pytest.mark.parametrize(
    "word, op",
    [("不低于", "ge"), ("≥", "ge"), (">=", "ge"), ("达到", "ge"), ("至少", "ge"), ("不早于", "ge"), ("超过", "gt"), (">", "gt"), ("晚于", "gt"),
     ("不超过", "le"), ("≤", "le"), ("<=", "le"), ("不晚于", "le"), ("低于", "lt"), ("<", "lt"), ("不足", "lt"), ("早于", "lt"), ("=", "eq")],
)  # fmt: skip
def test_comparison_words(parse, word, op):
    """Every comparison word has its operation and is kept as written."""
    made = parse(f"a {word} 5").made
    assert (made.op, made.word) == (op, word)


MISTAKES = [
    ("FOO(1)", "L301", 1),
    ("1 + SUMM(a)", "L301", 5),
    ("首次认定（规上）", "L301", 1),
    ("a +", "L302", 3),
    ("a * ", "L302", 3),
    ("不低于 5", "L302", 1),
    ("a 不低于", "L302", 3),
    ("*a", "L302", 1),
    ("a + ()", "L302", 6),
    ("MAX(a,,b)", "L302", 6),
    ("MAX(a, )", "L302", 6),
    ("MAX(a, b", "L303", 4),
    ("a * (b + c", "L303", 5),
    ("(", "L303", 1),
    ("a)", "L303", 2),
    ("a * -b", "L304", 5),
    ("a + + b", "L304", 5),
    ("a b", "L305", 3),
    ("5万3千元", "L305", 3),
    ("3(a)", "L305", 2),
    ("(a)(b)", "L305", 4),
    ("a 大于 5%", "L306", 3),
    ("a大于 5%", "L306", 2),
    ("a 不等于 5", "L306", 3),
    ("a != 5", "L306", 3),
    ("a不低于 5%", "L307", 2),
    ("a不低于5%", "L307", 2),
    ("1000万元以上", "L307", 7),
    ("20万元不超过 b", "L307", 5),
    ("a 超过 3 超过 2", "L308", 8),
    ("a 不低于 超过 3", "L308", 7),
    ("a" * 2001, "L309", 2001),
    ("1" + "+a" * 201, "L309", 402),
    ("(" * 51 + "a" + ")" * 51, "L310", 51),
    ("\"a\" + 1", "L311", 1),
    ("1 + “a”", "L311", 5),
    ("1,000万元", "L312", 2),
    ("12，000万元", "L312", 3),
    ("MAX(a, 1,000)", "L312", 9),
    ("a + 20 万元", "L313", 8),
    ("2021-13-12", "L314", 1),
    ("a - 2021年2月30日", "L314", 5),
    ("a：b", "L315", 2),
    ("a & b", "L305", 3),
    ("%5", "L315", 1),
    ("a, b", "L317", 2),
    ("(a, b)", "L317", 3),
    ("(a 超过 b)", "L318", 4),
    (" ", "L319", 1),
]


@pytest.mark.parametrize("text, code, col", MISTAKES)
def test_mistake(parse, text, code, col):
    """Each mistake has one finding, at the character to change."""
    found = parse(text)
    assert found.made is None and found.places == [(code, 1, col)]


def test_number_wanted(parse):
    """Where a number is wanted, a comparison is refused at its word."""
    assert parse("a 超过 5", comparison=False).places == [("L318", 1, 3)]


def test_blank_is_silent(parse):
    """A value that is missing was reported when the file was read."""
    assert parse("").made is None and parse("").codes == []


def test_did_you_mean(parse):
    """A misspelt function is answered with the nearest one."""
    assert "SUM" in parse("SUMM(1)").findings[0].message


def test_places_in_quotes():
    """In a quoted text the caret stands under the character, one further for the quote."""
    findings = Findings()
    parse_expression(Scalar("a +", Where("一", 3, 9), "'"), findings)
    assert findings.items[0].where == Where("一", 3, 12, 1)


def test_every_part_has_its_place(parse):
    """Operands, operators and functions are placed where they are written."""
    made = parse("MAX(甲, 20万元) 不低于 乙").made
    assert (made.where.col, made.where.length) == (14, 3)
    assert [made.left.where.col, made.left.args[0].where.col, made.left.args[1].where.col, made.right.where.col] == [1, 5, 8, 18]


ARITHMETIC = st.recursive(
    st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from([" + ", " - ", " * ", "×"]), inner).map("".join)
    | inner.map(lambda text: f"({text})")
    | inner.map(lambda text: f"(-({text}))"),
    max_leaves=12,
)


@given(ARITHMETIC)
def test_arithmetic_as_in_python(text):
    """Precedence and order are those of arithmetic: evaluated, a tree equals Python's own reading."""
    findings = Findings()
    made = parse_expression(Scalar(text, Where("一", 1, 1)), findings)
    assert not findings.items and evaluate(made) == eval(text.replace("×", "*"))


def evaluate(expr) -> Fraction:
    match expr:
        case Number():
            return expr.value
        case Negate():
            return -evaluate(expr.operand)
        case Binary():
            left, right = evaluate(expr.left), evaluate(expr.right)
            return {"+": left + right, "-": left - right, "*": left * right}[expr.op]


def test_date_is_no_subtraction(parse):
    """A date is read as a date, and a difference of dates as a difference."""
    made = parse("2021-11-12 - 2020-01-02").made
    assert made.left.value == datetime.date(2021, 11, 12) and made.right.value == datetime.date(2020, 1, 2)
