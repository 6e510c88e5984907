"""Text of an expression to ``model.Expr``, or findings with a caret under the character that is wrong.

The grammar is in ``expressions.lark``; lark is loaded at the first text that
does not follow it, to say where, and kept. Length, depth and the number of
operators are bounded before anything is parsed, so no text can make a deep tree.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from . import words
from .diagnostic import Findings
from .expression_tree import GRAMMAR, read_tree
from .quantities import read_date
from .syntax import Binary, Call, Compare, DateLiteral, Expr, Name, Negate, Number
from .tree import Scalar

MAX_LENGTH = 2000
MAX_DEPTH = 50
MAX_OPERATORS = 200
FUNCTIONS = words.FUNCTIONS

# Full-width signs of an input method; one character for one, so places stay right.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％＋－＊／＝＜＞（）　", "0123456789.%+-*/=<>() ")
_HALF_WIDTH |= {ord("Ａ") + n: ord("A") + n for n in range(26)} | {ord("ａ") + n: ord("a") + n for n in range(26)}
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}([,，])\d{3}(?!\d)")
_OPERATORS = {"×": "*", "÷": "/"}


def half_width(text: str) -> str:
    """The text with full-width digits, signs and brackets made half-width, of equal length."""
    return text.translate(_HALF_WIDTH)


def parse_expression(scalar: Scalar, findings: Findings, *, comparison: bool = True) -> Expr | None:
    """The expression in ``scalar``, or None with a finding.

    A whole comparison (``a 不低于 b``) gives ``Compare``; with
    ``comparison=False`` it is a finding, since a number is wanted.
    """
    text = half_width(scalar.text)
    if not _bounded(text, scalar, findings):
        return None
    begins = None if comparison else words.COMPARISON.match(text.lstrip())
    if begins:
        start = len(text) - len(text.lstrip())
        rest = scalar.text[start + begins.end() :].strip()
        findings.error("L318", scalar.at(start, begins.end()), f"这里要一个数，写的却是比较“{begins.group()}”。", f"去掉“{begins.group()}”，直接写{f'“{rest[:40]}”' if rest else '数'}。")
        return None
    tree = read_tree(text) or _parsed_by_lark(text, scalar, findings)
    if tree is None:
        return None
    expr = _Build(scalar, findings).top(tree)
    if expr is not None and not comparison and isinstance(expr, Compare):
        findings.error("L318", expr.where, f"这里要一个数，写的却是比较“{expr.word}”。", "条件写进 when 或 first_of；按条件取不同的数用 IF(条件，是时的数，否则的数)。")
        return None
    return expr


def _parsed_by_lark(text: str, scalar: Scalar, findings: Findings):
    """lark's tree of the text; None where it finds none, with a finding."""
    from lark.exceptions import UnexpectedInput

    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        from .expression_trouble import explain

        explain(error, text, _tokens(text), scalar, findings)
        return None


@lru_cache(maxsize=1)
def _parser():
    from lark import Lark

    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer="basic", maybe_placeholders=False)


def _tokens(text: str) -> list:
    """The tokens of ``text`` up to the first character that begins none."""
    from lark.exceptions import UnexpectedInput

    found = []
    try:
        for token in _parser().lex(text):
            found.append(token)
    except UnexpectedInput:
        pass
    return found


def too_long(scalar: Scalar, findings: Findings) -> bool:
    """Whether a text is longer than any expression or test may be; reported. Patterns are matched only after this."""
    if len(scalar.text) <= MAX_LENGTH:
        return False
    findings.error("L309", scalar.at(MAX_LENGTH), f"这里有 {len(scalar.text)} 个字，超过 {MAX_LENGTH} 个。", "把一部分写成 define 里的名称。")
    return True


def _bounded(text: str, scalar: Scalar, findings: Findings) -> bool:
    if not text.strip():
        if not scalar.blank:
            findings.error("L319", scalar.where, "这里没有写内容。", "写上一个数、一个名称或一个算式。")
        return False
    if too_long(scalar, findings):
        return False
    depth = operators = 0
    for at, sign in enumerate(text):
        if sign == "(":
            depth += 1
            if depth > MAX_DEPTH:
                findings.error("L310", scalar.at(at), f"括号套了超过 {MAX_DEPTH} 层。", "把里层写成 define 里的名称。")
                return False
        elif sign == ")":
            depth -= 1
        elif sign in "+-*/×÷,，、":
            operators += 1
            if operators > MAX_OPERATORS:
                findings.error("L309", scalar.at(at), f"一个表达式里的运算超过 {MAX_OPERATORS} 次。", "把一部分写成 define 里的名称。")
                return False
    found = _THOUSANDS.search(text)
    if found:
        findings.error("L312", scalar.at(found.start(1)), "数字里的千分位逗号会与分隔号混淆。", f"写成“{found.group().replace(found.group(1), '')}”；若是两个参数，逗号后面加一个空格。")
        return False
    return True


class _Build:
    """Tree of the grammar → model, without recursion deeper than the bounds above allow."""

    def __init__(self, scalar: Scalar, findings: Findings):
        self.scalar, self.findings = scalar, findings
        self.failed = False

    def top(self, tree) -> Expr | None:
        expr = self.build(tree.children[0] if tree.data == "start" else tree)
        return None if self.failed else expr

    def place(self, token):
        return self.scalar.at(token.start_pos, token.end_pos - token.start_pos)

    def build(self, tree) -> Expr:
        kind, parts = tree.data, tree.children
        if kind == "number":
            return self.number(parts[0])
        if kind == "date":
            return self.date(parts[0])
        if kind == "name":
            return self.name(parts[0])
        if kind == "call":
            return self.call(parts[0], parts[1].children)
        if kind == "negate":
            return Negate(self.build(parts[1]), self.place(parts[0]))
        left, sign, right = self.build(parts[0]), parts[1], self.build(parts[2])
        if kind == "compare":
            return Compare(words.COMPARISONS[sign.value], sign.value, left, right, self.place(sign))
        return Binary(_OPERATORS.get(sign.value, sign.value), left, right, self.place(sign))

    def number(self, token) -> Number:
        digits = re.match(r"\d+(\.\d+)?", token.value).group()
        unit = token.value[len(digits) :]
        glued = words.COMPARISON.search(unit) or re.search("以上$|以下$", unit)
        if glued:
            start = token.start_pos + len(digits) + glued.start()
            self.fail("L307", self.scalar.at(start, len(glued.group())), f"“{glued.group()}”与前面的“{digits}{unit[: glued.start()]}”连在一起。", "比较词前面加一个空格；“以上”“以下”改写成前面的“不低于”“不超过”。")
        return Number(Fraction(digits), unit, self.place(token))

    def date(self, token) -> DateLiteral | None:
        value = read_date(token.value)
        if value is None:
            self.fail("L314", self.place(token), f"日历上没有“{token.value}”这一天。", "日期写成 2021-11-12 的样子，并核对月份和日子。")
        return DateLiteral(value, self.place(token))

    def name(self, token) -> Name:
        text = self.scalar.text[token.start_pos : token.end_pos]  # as written, not made half-width
        glued = re.search(rf"({words.COMPARISON.pattern})\d", text)
        if glued:
            word = glued.group(1)
            self.fail("L307", self.scalar.at(token.start_pos + glued.start(), len(word)), f"比较词“{word}”与前面的“{text[: glued.start()]}”连在一起，会被当成一个名称。", f"写成“{text[: glued.start()]} {text[glued.start() :]}”。")
        return Name(text, self.place(token))

    def call(self, token, args) -> Call | Name:
        name = token.value.upper()
        if name not in words.FUNCTIONS:
            from .spelling import did_you_mean

            known = "、".join(words.FUNCTIONS)
            self.fail("L301", self.place(token), f"没有“{token.value}”这个函数。{did_you_mean(name, words.FUNCTIONS)}", f"可用的函数：{known}；名称里不能有括号。")
            return Name(token.value, self.place(token))
        return Call(name, tuple(self.build(arg) for arg in args), self.place(token))

    def fail(self, code: str, where, message: str, hint: str) -> None:
        self.failed = True
        self.findings.error(code, where, message, hint)
