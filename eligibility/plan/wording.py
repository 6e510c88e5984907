"""Expressions as people wrote them, for the trace."""

from __future__ import annotations

from ..language.model import Binary, Call, Compare, DateLiteral, Expr, Name, Negate, Number
from ..language.quantities import decimal_text

_WORDS = {"*": "×", "/": "÷", "+": "+", "-": "−"}


def expression_text(expr: Expr, inner: bool = False) -> str:
    """``近三年研发费用 ÷ 近三年营业收入``; brackets only around sums inside products."""
    match expr:
        case Number():
            return decimal_text(expr.value) + expr.unit
        case DateLiteral():
            return expr.value.isoformat()
        case Name():
            return expr.text
        case Call():
            return expr.function + "（" + "，".join(expression_text(a) for a in expr.args) + "）"
        case Negate():
            return "−" + expression_text(expr.operand, True)
        case Compare():
            return f"{expression_text(expr.left)} {expr.word} {expression_text(expr.right)}"
        case Binary():
            text = f"{expression_text(expr.left, expr.op in '*/')} {_WORDS[expr.op]} {expression_text(expr.right, True)}"
            return f"（{text}）" if inner else text
    raise TypeError(expr)
