"""Expressions to operations, with units checked."""

from __future__ import annotations

from fractions import Fraction

from ..language.diagnostic import Where
from ..language.quantities import base
from ..language.syntax import Binary, Call, Compare, DateLiteral, Expr, Name, Negate, Number
from . import units
from .every_year import over_years
from .remedies import records_hint, unit_hint, unknown_unit_hint
from .scope import Scope
from .wording import expression_text

_OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_NUMERIC = ("money", "count", "number", "ratio")
_EXAMPLES = {
    "IF": "IF（上年营业收入 超过 1亿元，20万元，10万元）", "EDATE": "EDATE（成立日期，12）", "INT": "INT（金额）",
    "ROUND": "ROUND（金额，0）", "ROUNDUP": "ROUNDUP（金额，0）", "ROUNDDOWN": "ROUNDDOWN（金额，0）",
}
_ROUNDING = {"ROUND": "round", "ROUNDUP": "round_up", "ROUNDDOWN": "round_down"}


def build_expression(expr: Expr, scope: Scope) -> int | None:
    """The operation of ``expr``; None where it is wrong (reported)."""
    draft = scope.draft
    match expr:
        case Number():
            value, unit = base(expr.value, expr.unit)
            if unit.startswith("count:") and unit[6:] not in draft.counts:
                draft.findings.error("T535", expr.where, f"“{expression_text(expr)}”的单位“{unit[6:]}”不认识。", unknown_unit_hint(expr))
                return None
            return draft.const(Fraction(value), unit, expr.where)
        case DateLiteral():
            return draft.const(Fraction(expr.value.toordinal()), "date", expr.where)
        case Name():
            return scope.resolve(expr)
        case Negate():
            inner = build_expression(expr.operand, scope)
            return None if inner is None or not _number(inner, scope, expr) else draft.add(
                "neg", (inner,), draft.unit(inner), expr.where)
        case Binary():
            return _binary(expr, scope)
        case Compare():
            return build_comparison(expr, scope)
        case Call():
            return _call(expr, scope)
    raise TypeError(expr)


def _number(index: int, scope: Scope, expr: Expr) -> bool:
    """Whether ``index`` can be calculated with; reports where not."""
    draft = scope.draft
    unit = draft.unit(index)
    if not units.is_number(unit):
        draft.findings.error("T501", expr.where, f"“{expression_text(expr)}”是{units.unit_name(unit)}，不能参加计算。",
                             "计算只用金额、数量、数值和比例；是/否与文字写成条件（when、first_of）。")
        return False
    return never_none(index, scope, expr.where)


def never_none(index: int, scope: Scope, where: Where) -> bool:
    """Whether ``index`` is never 无 here; reports where it may be."""
    name = scope.may_be_none(index)
    if name:
        scope.draft.findings.error("T502", where, f"“{name}”可能为“无”，不能直接参加计算。", f"在同一个计算块的 when 里先写“{name}: 有”。")
    return name is None


def _binary(expr: Binary, scope: Scope) -> int | None:
    draft = scope.draft
    left, right = build_expression(expr.left, scope), build_expression(expr.right, scope)
    if left is None or right is None:
        return None
    a, b = draft.unit(left), draft.unit(right)
    if expr.op in "+-":
        unit = units.added(expr.op, a, b, draft.is_zero(left), draft.is_zero(right))
        dates = {a, b} & {"date", "year"}  # 无 and a date is 无, and no comparison holds of it
        if unit and not dates and not (_number(left, scope, expr.left) and _number(right, scope, expr.right)):
            return None
    else:
        if not (_number(left, scope, expr.left) and _number(right, scope, expr.right)):
            return None
        unit = (units.multiplied if expr.op == "*" else units.divided)(a, b)
    if unit is None:
        verb = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除"}[expr.op]
        draft.findings.error("T503", expr.where, f"“{expression_text(expr.left)}”是{units.unit_name(a)}，“{expression_text(expr.right)}”是{units.unit_name(b)}，不能{verb}。",
                             "核对两边的指标和单位；没有单位的数补上单位（如 5万元、3人、10%）。")
        return None
    if expr.op == "/":
        divisor = draft.operations[right]
        if divisor.low == divisor.high == 0:
            draft.findings.error("T504", expr.right.where, "除数是 0。", "改为不为 0 的数或指标。")
            return None
    return draft.add(_OPERATORS[expr.op], (left, right), unit, expr.where, label=expression_text(expr, known=draft.texts))


def build_comparison(expr: Compare, scope: Scope, clause=None) -> int | None:
    """A whole comparison ``左 不低于 右``; a 每年 name in it makes it hold for each of the years."""
    return over_years([expr.left, expr.right], scope, expr.where, clause,
                      lambda inner: compare(expr.op, expr.word, build_expression(expr.left, inner),
                                            build_expression(expr.right, inner), expr, inner, clause))


def compare(op: str, word: str, left: int | None, right: int | None, expr, scope: Scope, clause=None) -> int | None:
    """Compare two operations of units that may meet."""
    draft = scope.draft
    if left is None or right is None:
        return None
    a, b = draft.unit(left), draft.unit(right)
    ordered = ("date", "year")
    if not (units.is_number(a) or a in ordered):
        draft.findings.error("T505", expr.where, f"{units.unit_name(a)}不能比较大小。",
                             "是/否写“是”或“否”；选项和文字直接写出那一项。" if op != "eq" else "把它写成“指标: 选项”的形式。")
        return None
    if units.same(a, b, draft.is_zero(left), draft.is_zero(right)) is None and not _calendar_year(left, right, draft):
        if {a, b} == {"ratio", "points"}:
            hint = "两个比例之差用百分点（如 2个百分点），比例本身用 %。"
        elif a == "number" and b != "number" and isinstance(expr.left, Number):
            hint = unit_hint(b, a, expr.left)
        elif op == "eq" and a == "date" and b in ("year", "count:年") and draft.operations[right].op in ("const", "year"):
            hint = f"写成“在 {expression_text(expr.right)}”。"
        else:
            hint = unit_hint(a, b, expr.right)
        draft.findings.error("T506", expr.where, f"左边是{units.unit_name(a)}，右边是{units.unit_name(b)}，不能比较。", hint)
        return None
    return draft.add(op, (left, right), "bool", expr.where, word=word, clause=clause)


def _calendar_year(left: int, right: int, draft) -> bool:
    """Whether one side is a year and the other a number written as one: 2018 or 2018年."""
    sides = sorted((draft.operations[left], draft.operations[right]), key=lambda op: op.unit != "year")
    return sides[0].unit == "year" and sides[1].op == "const" and sides[1].unit in ("number", "count:年")


# -------------------------------------------------------------------- functions


def _call(expr: Call, scope: Scope) -> int | None:
    draft, name = scope.draft, expr.function
    if name in ("SUM", "AVERAGE", "MIN", "MAX") and len(expr.args) == 1 and scope.grouped is not None:
        return _over_group(expr, scope)
    if name == "COUNT":
        return _count(expr, scope)
    limits = {"IF": (3, 3), "ROUND": (2, 2), "ROUNDUP": (2, 2), "ROUNDDOWN": (2, 2), "INT": (1, 1), "EDATE": (2, 2)}
    least, most = limits.get(name, (1, 30))
    if not least <= len(expr.args) <= most:
        draft.findings.error("T507", expr.where, f"{name} 的括号里要写 {least} 项，这里有 {len(expr.args)} 项。", f"各项之间用逗号，如 {_EXAMPLES.get(name, name + '（甲，乙）')}。")
        return None
    args = [build_expression(a, scope) for a in expr.args]
    if None in args:
        return None
    if name == "IF":
        return _if(args, expr, scope)
    if name == "EDATE":
        return _edate(args, expr, scope)
    if not all(_number(i, scope, a) for i, a in zip(args, expr.args)):
        return None
    if name == "INT":
        unit = draft.unit(args[0])
        whole = draft.const(Fraction(100 if unit == "money" else 1), unit, expr.where)  # of money, whole 元
        return draft.add("round_down", (args[0], whole), unit, expr.where, label=expression_text(expr))
    if name in _ROUNDING:
        return _round(args, expr, scope)
    unit, zero = draft.unit(args[0]), draft.is_zero(args[0])
    for index, arg in zip(args[1:], expr.args[1:]):
        met = units.same(unit, draft.unit(index), zero, draft.is_zero(index))
        if met is None:
            draft.findings.error("T508", arg.where, f"{name} 里各项的单位要相同：前面是{units.unit_name(unit)}，这里是{units.unit_name(draft.unit(index))}。",
                                 unit_hint(unit, draft.unit(index), arg))
            return None
        unit, zero = met, zero and draft.is_zero(index)
    label = expression_text(expr, known=draft.texts)
    if name in ("SUM", "AVERAGE"):
        total = draft.add("sum", tuple(args), unit, expr.where, label=label if name == "SUM" else None)
        if name == "SUM":
            return total
        return draft.add("div", (total, draft.const(Fraction(len(args)), "number", expr.where)), unit, expr.where, label=label)
    result = args[0]
    for index in args[1:]:
        result = draft.add(name.lower(), (result, index), unit, expr.where, label=label)
    return result


def _round(args: list[int], expr: Call, scope: Scope) -> int | None:
    """ROUND（x，位数）as in Excel; of money, places after the decimal point of 元."""
    draft = scope.draft
    places = draft.operations[args[1]]
    if places.op != "const" and not (places.op == "neg" and draft.operations[places.args[0]].op == "const") or places.low != int(places.low) or abs(places.low) > 12:
        draft.findings.error("T509", expr.args[1].where, f"{expr.function} 的第二项是小数位数，要写成整数。", f"写成 {expr.function}（金额，-4）取到万元，（金额，0）取到元，（金额，2）取到分。")
        return None
    unit = draft.unit(args[0])
    multiple = Fraction(10) ** -int(places.low) * (100 if unit == "money" else 1)
    return draft.add(_ROUNDING[expr.function], (args[0], draft.const(multiple, unit, expr.where)), unit, expr.where,
                     label=expression_text(expr))


def _if(args: list[int], expr: Call, scope: Scope) -> int | None:
    draft = scope.draft
    a, b = draft.unit(args[1]), draft.unit(args[2])
    unit = units.same(a, b, draft.is_zero(args[1]), draft.is_zero(args[2]))
    if draft.unit(args[0]) != "bool" or unit is None or not units.is_number(unit):
        draft.findings.error("T510", expr.where, "IF 要写成 IF（条件，数，数），两个数单位相同。", f"写成 {_EXAMPLES['IF']} 的样子。")
        return None
    if draft.operations[args[0]].op in ("fact", "column", "named", "version"):  # 无 is neither 是 nor 否
        args[0] = draft.add("is", (args[0],), "bool", expr.where, data=["是"], word="为")
    return draft.add("if", tuple(args), unit, expr.where, label=expression_text(expr, known=draft.texts))


def _edate(args: list[int], expr: Call, scope: Scope) -> int | None:
    draft = scope.draft
    if draft.unit(args[0]) != "date" or not (draft.unit(args[1]) in ("number", "count:个月", "count:月")):
        draft.findings.error("T511", expr.where, "EDATE 要写成 EDATE（日期，月数）。", f"写成 {_EXAMPLES['EDATE']} 的样子：前面是日期，后面是月数。")
        return None
    return draft.add("edate", tuple(args), "date", expr.where, label=expression_text(expr))


def _count(expr: Call, scope: Scope) -> int | None:
    draft = scope.draft
    if scope.grouped is not None and not expr.args:
        return draft.add("group_size", (), "number", expr.where, scope=scope.row, span=(Fraction(1), Fraction(10**5)))
    index = scope.resolve(expr.args[0]) if len(expr.args) == 1 and isinstance(expr.args[0], Name) else None
    if index is None or draft.unit(index) != "records":
        draft.findings.error("T512", expr.where, "COUNT 数的是记录的条数，括号里只写一个记录类指标。",
                             f"“{expression_text(expr.args[0])}”本身就是数，直接写它，不用 COUNT。" if index is not None and units.is_number(draft.unit(index))
                             else records_hint(draft.vocabulary) + "带条件的计数用 for_each 和 where。")
        return None
    counted = draft.fact_of(index).counted_in
    return draft.add("count", (index,), f"count:{counted}" if counted else "number", expr.where,
                     label=expression_text(expr), span=(Fraction(0), Fraction(10**5)))


def _over_group(expr: Call, scope: Scope) -> int | None:
    draft, arg = scope.draft, expr.args[0]
    column = scope.columns.get(arg.text) if isinstance(arg, Name) else None
    if column is None or column.type not in _NUMERIC:
        draft.findings.error("T513", arg.where, f"按组计算时，{expr.function} 里要写一个数值列的名称。", f"可用的列：{'、'.join(n for n, c in scope.columns.items() if c.type in _NUMERIC) or '没有'}。")
        return None
    value = draft.column(arg.text, column, scope.row, arg.where)
    if not never_none(value, scope, arg.where):
        return None
    operation = draft.operations[value]
    most = 10**5 if expr.function == "SUM" else 1
    name = {"SUM": "column_sum", "AVERAGE": "column_mean", "MIN": "column_min", "MAX": "column_max"}[expr.function]
    return draft.add(name, (), operation.unit, expr.where, data=[arg.text], label=expression_text(expr), scope=scope.row,
                     span=(min(operation.low, operation.low * most), operation.high * most), scale=operation.scale)
