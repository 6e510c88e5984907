"""Expressions as people wrote them, for the trace."""

from __future__ import annotations

from ..language.quantities import decimal_text
from ..language.syntax import Binary, Call, Compare, DateLiteral, Expr, Name, Negate, Number

_WORDS = {"*": "×", "/": "÷", "+": "+", "-": "−"}


#: (id of an expression, in brackets) → the expression, which keeps its id its own, and its text
Texts = dict[tuple[int, bool], tuple[Expr, str]]


def expression_text(expr: Expr, inner: bool = False, known: Texts | None = None) -> str:
    """``近三年研发费用 ÷ 近三年营业收入``; brackets only around sums inside products.

    ``known`` remembers parts, for callers that ask for every part of a long expression.
    """
    if known is None or not isinstance(expr, (Binary, Call)):
        return _text(expr, inner, known)
    key = (id(expr), inner)
    if key not in known:
        known[key] = expr, _text(expr, inner, known)
    return known[key][1]


def _text(expr: Expr, inner: bool, known: Texts | None) -> str:
    match expr:
        case Number():
            return decimal_text(expr.value) + expr.unit
        case DateLiteral():
            return expr.value.isoformat()
        case Name():
            return expr.text
        case Call():
            return expr.function + "（" + "，".join(expression_text(a, False, known) for a in expr.args) + "）"
        case Negate():
            return "−" + expression_text(expr.operand, True, known)
        case Compare():
            return f"{expression_text(expr.left, False, known)} {expr.word} {expression_text(expr.right, False, known)}"
        case Binary():
            text = f"{expression_text(expr.left, expr.op in '*/', known)} {_WORDS[expr.op]} {expression_text(expr.right, True, known)}"
            return f"（{text}）" if inner else text
    raise TypeError(expr)
