"""The calculation block: its steps in their fixed order, whatever the order of keys."""

from __future__ import annotations

from fractions import Fraction
from typing import Callable

from ..language.diagnostic import Where
from ..language.spelling import did_you_mean
from ..language.syntax import Bands, Block, Check, Definition, Expr, FirstOf, ForEach, Tiers, Unknown
from . import units
from .bands import check_bands
from .conditions import build_check, build_condition
from .draft import MOST_ROWS
from .expressions import build_expression, never_none
from .nones import guarded_by
from .operations import INFINITY
from .remedies import unit_hint
from .scope import Scope
from .wording import expression_text

#: makes the local names of a block visible; ``definitions.declare``, passed in since it builds blocks itself
Declare = Callable[[dict[str, Definition], Scope], None]


def build_block(block: Block, scope: Scope, declare: Declare, unit: str | None = None) -> int | None:
    """Steps 1 to 7; ``when`` guards the rest. ``unit`` is required of the result (an award's is money)."""
    inner = scope.child()
    declare(block.define, inner)
    inner.guards = guarded_by(block.when, inner)
    condition = build_condition(block.when, inner) if block.when is not None else None
    value = build_value(block, inner, declare, unit)
    if value is None or (block.when is not None and condition is None):
        return None
    if condition is None:
        return value
    if scope.draft.unit(value) == "bool":
        value = scope.draft.add("is", (value,), "bool", block.where, data=["是"], word="为")
        return scope.draft.add("all", (condition, value), "bool", block.where)
    guarded = scope.draft.add("guard", (condition, value), scope.draft.unit(value), block.where)
    scope.draft.nones[guarded] = {k: label for k, label in scope.draft.nones[guarded].items() if k not in inner.guards}
    return guarded


def build_value(block: Block, scope: Scope, declare: Declare, unit: str | None = None) -> int | None:
    """Steps 3 to 7: the value form, then rounding, floor, cap and what is too small to pay."""
    draft = scope.draft
    value = _value_form(block, scope, declare, unit)
    if value is None:
        return None
    if unit and units.same(draft.unit(value), unit, draft.is_zero(value)) is None:
        draft.findings.error("T522", _place(block), f"奖补项的金额算出来是{units.unit_name(draft.unit(value))}，不是{units.unit_name(unit)}。",
                             unit_hint(unit, draft.unit(value), _written(block)))
        return None
    steps = [(block.rounding[0], block.rounding[1]) if block.rounding else None,
             ("max", block.floor), ("min", block.cap), ("nothing_below", block.nothing_below)]
    for step in steps:
        if step is None or step[1] is None:
            continue
        limit = build_expression(step[1], scope)
        if limit is None or not (never_none(value, scope, _place(block)) and never_none(limit, scope, step[1].where)):
            return None
        if units.same(draft.unit(value), draft.unit(limit), draft.is_zero(value), draft.is_zero(limit)) is None:
            draft.findings.error("T523", step[1].where, f"前面算出来的是{units.unit_name(draft.unit(value))}，这里却是{units.unit_name(draft.unit(limit))}。",
                                 unit_hint(draft.unit(value), draft.unit(limit), step[1]))
            return None
        if step[0].startswith("round") and (draft.operations[limit].op != "const" or draft.operations[limit].low <= 0):
            draft.findings.error("T524", step[1].where, "取整的单位要写成大于 0 的固定数。", "写成固定的数，如 round_down: 1万元。")
            return None
        label = {"max": "保底", "min": "封顶", "nothing_below": "起付线"}.get(step[0], "取整")
        value = draft.add(step[0], (value, limit), draft.unit(value), step[1].where, label=label)
    return value


def _place(block: Block) -> Where:
    return getattr(block.value, "where", block.where)


def _written(block: Block) -> Expr | None:
    """The amount as an expression, where it is one."""
    return None if isinstance(block.value, (Unknown, Bands, Tiers, FirstOf, ForEach)) else block.value


def _value_form(block: Block, scope: Scope, declare: Declare, unit: str | None) -> int | None:
    match block.value:
        case None:
            return None
        case Unknown():
            return scope.draft.add("unknown", (), unit or "money", block.value.where, data=[block.value.why],
                                   span=(Fraction(0), INFINITY), label="金额未知")
        case Bands():
            return build_bands(block.value, scope, 0)
        case Tiers():
            return _tiers(block.value, scope)
        case FirstOf():
            return _first_of(block.value, scope)
        case ForEach():
            return _for_each(block.value, scope, declare)
    return build_expression(block.value, scope)


# ------------------------------------------------------------------- value forms


def build_bands(bands: Bands, scope: Scope, position: int) -> int | None:
    """The first row whose test holds; ``position`` chooses among several given values."""
    draft = scope.draft
    subject = build_expression(bands.of, scope)
    if subject is None or not bands.rows:  # no rows: they could not be read
        return None
    if draft.unit(subject) == "records":
        draft.findings.error("T525", bands.of.where, f"“{expression_text(bands.of)}”是一组记录，不能分档。", f"先算出一个数：按条数分档写 of: COUNT（{expression_text(bands.of)}）。")
        return None
    tests = [_row_test(row.checks, subject, bands.of, scope, row.where) for row in bands.rows if row.checks]
    values = [build_expression(row.values[position], scope) if position < len(row.values) else None for row in bands.rows]
    if None in tests or None in values or not values:
        return None
    none = scope.may_be_none(subject)
    if none and bands.rows[-1].checks and not any(draft.operations[test].op == "absent" for test in tests):
        draft.findings.error("P604", bands.where, f"“{none}”可能为“无”，没有一行包括这种情形。", "在最后加一行“其余: …”。")
        return None
    if position == 0:
        check_bands(bands, subject, tests, draft, none is not None)
    last = tests[-1] if len(tests) == len(values) else None  # full cover: the last row needs no test, only people do
    return _first(tests[: len(values) - 1], values, [row.values[position] for row in bands.rows], scope, bands.where, subject, last=last)


def _row_test(checks: tuple[Check, ...], subject: int, written: Expr, scope: Scope, where: Where) -> int | None:
    made = [build_check(check, subject, written, scope) for check in checks]
    if None in made:
        return None
    return made[0] if len(made) == 1 else scope.draft.add("all", tuple(made), "bool", where)


def _first(tests: list[int], values: list[int], written: list[Expr], scope: Scope, where: Where, subject: int | None = None,
           clauses: list[list] | None = None, last: int | None = None) -> int | None:
    draft = scope.draft
    for value, expr in zip(values, written):
        if not (units.is_number(draft.unit(value)) or draft.unit(value) in ("date", "year")):
            draft.findings.error("T501", expr.where, f"“{expression_text(expr)}”是{units.unit_name(draft.unit(value))}，不能作一行的值。",
                                 "一行的值写金额、数量、比例或日期；是/否与文字写成条件。")
            return None
    unit = draft.unit(values[0])
    zero = draft.is_zero(values[0])
    for value, expr in zip(values[1:], written[1:]):
        met = units.same(unit, draft.unit(value), zero, draft.is_zero(value))
        if met is None:
            other, wanted, wrong = "前面", unit, expr
            if unit == "number":  # a number without unit above is the likelier slip
                other, wanted, wrong, unit = "后面", draft.unit(value), written[0], draft.unit(value)
                value = values[0]
            draft.findings.error("T526", wrong.where, f"各行的单位要相同：{other}是{units.unit_name(wanted)}，这里是{units.unit_name(draft.unit(value))}。",
                                 unit_hint(wanted, draft.unit(value), wrong))
            return None
        unit, zero = met, zero and draft.is_zero(value)
    args = [index for pair in zip(tests, values) for index in pair] + [values[-1]]
    return draft.add("first_of", tuple(args), unit, where, data=[subject, clauses or [], last])


def _first_of(form: FirstOf, scope: Scope) -> int | None:
    tests = [build_condition(row.condition, scope) for row in form.rows if row.condition is not None]
    guards = [guarded_by(row.condition, scope) for row in form.rows]
    values = [build_expression(row.value, scope.child(guards=guard)) for row, guard in zip(form.rows, guards)]
    if None in tests or None in values or len(values) != len(tests) + 1:
        return None
    clauses = [[row.clause.clause, row.clause.ref] if row.clause else [None, None] for row in form.rows]
    made = _first(tests, values, [row.value for row in form.rows], scope, form.where, None, clauses)
    if made is not None:
        draft = scope.draft
        draft.nones[made] = {k: label for value, guard in zip(values, guards) for k, label in draft.nones[value].items() if k not in guard}
    return made


def _tiers(tiers: Tiers, scope: Scope) -> int | None:
    """Each rate on its own part: Σ rate × (what of the subject lies between the bounds)."""
    draft = scope.draft
    subject = build_expression(tiers.of, scope)
    if subject is None or not never_none(subject, scope, tiers.of.where):
        return None
    parts: list[int] = []
    below: int | None = None
    for row in tiers.rows:
        rate = build_expression(row.rate, scope)
        upto = build_expression(row.upto, scope) if row.upto is not None else None
        if rate is None or (row.upto is not None and upto is None):
            return None
        if not all(never_none(i, scope, row.where) for i in (rate, upto) if i is not None):
            return None
        unit = draft.unit(subject)
        if upto is not None and units.same(unit, draft.unit(upto), False, draft.is_zero(upto)) is None:
            draft.findings.error("T527", row.upto.where, f"“{expression_text(tiers.of)}”是{units.unit_name(unit)}，这里的界值是{units.unit_name(draft.unit(upto))}。",
                                 unit_hint(unit, draft.unit(upto), row.upto))
            return None
        if upto is not None and below is not None and draft.operations[upto].high <= draft.operations[below].low:
            draft.findings.error("P608", row.where, "各段的界值要从小到大。", "按界值从小到大排列各行。")
            return None
        product = units.multiplied(unit, draft.unit(rate))
        if product is None or draft.operations[rate].low < 0:
            draft.findings.error("T528", row.rate.where, "这一段要写不为负的比例，如 5%。", "改写成比例；按档给固定数额的不用 tiers，用 bands。")
            return None
        part = draft.add("min", (subject, upto), unit, row.where) if upto is not None else subject
        if below is not None:
            zero = draft.const(Fraction(0), unit, row.where)
            part = draft.add("max", (draft.add("sub", (part, below), unit, row.where), zero), unit, row.where)
        parts.append(draft.add("mul", (part, rate), product, row.where, label=f"第{len(parts) + 1}段"))
        below = upto
    return draft.add("sum", tuple(parts), draft.unit(parts[0]), tiers.where, label="分段累计") if parts else None


def _for_each(form: ForEach, scope: Scope, declare: Declare) -> int | None:
    draft = scope.draft
    rows = scope.resolve_records(form.of)
    if rows is None:
        return None
    columns = draft.fact_of(rows).columns
    by = tuple(name.text for name in form.by)
    for name in form.by:
        if name.text not in columns:
            draft.findings.error("N411", name.where, f"“{form.of.text}”没有列“{name.text}”。", did_you_mean(name.text, list(columns)) or f"可用的列：{'、'.join(columns)}。")
            return None
    row_scope = scope.child(row=rows, columns=columns, grouped=None)
    args = [rows]
    if form.condition is not None:
        condition = build_condition(form.condition, row_scope)
        if condition is None:
            return None
        args.append(condition)
    row_scope = row_scope.child(grouped=by or None, guards=guarded_by(form.condition, row_scope))
    body = build_block(form.block, row_scope, declare)
    if body is None or not never_none(body, row_scope, _place(form.block)):
        return None
    operation = draft.operations[body]
    if not units.is_number(operation.unit):
        draft.findings.error("T529", _place(form.block), f"for_each 把各行相加，这里算出来的却是{units.unit_name(operation.unit)}。", "改写成数，如 amount: 1万元；按条数计的写 amount: 1份（单位同 counted_in）。")
        return None
    span = (operation.low * MOST_ROWS if operation.low < 0 else Fraction(0), operation.high * MOST_ROWS if operation.high else Fraction(0))
    return draft.add("for_each", (*args, body), operation.unit, form.where, data=[list(by), form.condition is not None],
                     label=form.of.text, span=span, scale=operation.scale)
