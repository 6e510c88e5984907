"""Conditions to three-valued operations; what a test means depends on the type of its subject."""

from __future__ import annotations

import re
from fractions import Fraction

from ..language.expressions import parse_expression
from ..language.spelling import slip_of
from ..language.syntax import Check, Clause, Condition, Expr, Group, Has, Holds, Name, Test
from . import units
from .every_year import over_years
from .expressions import build_comparison, build_expression, compare
from .remedies import range_hint
from .scope import Scope
from .wording import expression_text
from .years import number_of, read_years


def build_condition(condition: Condition, scope: Scope) -> int | None:
    """The operation of ``condition``; None where it is wrong (reported)."""
    match condition:
        case Test():
            return _test(condition, scope)
        case Holds():
            return build_truth(condition.expr, scope, condition.clause)
        case Group():
            return _group(condition, scope)
        case Has():
            return _has(condition, scope)
    raise TypeError(condition)


def build_truth(expr: Expr, scope: Scope, clause: Clause | None = None) -> int | None:
    """A comparison, or a bare name of a yes/no, as a condition."""
    if isinstance(expr, Name):
        index = scope.resolve(expr)
        if index is None:
            return None
        if scope.draft.unit(index) != "bool":
            scope.draft.findings.error("T514", expr.where, f"“{expr.text}”不是是/否，不能单独作条件。", f"写成比较，如“{expr.text} 不低于 …”。")
            return None
        return scope.draft.add("is", (index,), "bool", expr.where, data=["是"], word="为", clause=clause)
    return build_comparison(expr, scope, clause)


def _group(group: Group, scope: Scope) -> int | None:
    items = [build_condition(item, scope) for item in group.items]
    if None in items:
        return None
    if len(items) == 1 and group.kind in ("all", "any") and group.clause is None:
        return items[0]
    name = {"some": "at_least"}.get(group.kind, group.kind)
    return scope.draft.add(name, tuple(items), "bool", group.where, clause=group.clause,
                           data=[group.at_least] if name == "at_least" else None)


def _has(has: Has, scope: Scope) -> int | None:
    draft = scope.draft
    rows = scope.resolve_records(has.of)
    if rows is None:
        return None
    inner = draft.truth(True, has.where)
    if has.condition is not None:
        inner = build_condition(has.condition, scope.child(row=rows, columns=draft.fact_of(rows).columns, grouped=None))
        if inner is None:
            return None
    return draft.add("has", (rows, inner), "bool", has.where, clause=has.clause, label=has.of.text)


# ------------------------------------------------------------------------ tests


def _test(test: Test, scope: Scope) -> int | None:
    """One subject under its tests; a 每年 name in subject or operand spreads over the years."""
    operands = {id(c): _operand(c, test, scope) for c in test.checks if c.op in ("ge", "gt", "le", "lt")}
    if any(o is None for o in operands.values()):
        return None

    def build(inner: Scope) -> int | None:
        subject = build_expression(test.subject, inner)
        if subject is None:
            return None
        mark = test.clause if len(test.checks) == 1 else None
        made = [build_check(check, subject, test.subject, inner, mark, operands.get(id(check))) for check in test.checks]
        if None in made:
            return None
        return made[0] if len(made) == 1 else inner.draft.add("all", tuple(made), "bool", test.where, clause=test.clause)

    return over_years([test.subject, *operands.values()], scope, test.where, test.clause, build)


def _operand(check: Check, test: Test, scope: Scope) -> Expr | None:
    return parse_expression(check.operand, scope.draft.findings)


def build_check(check: Check, subject: int, written: Expr, scope: Scope, clause: Clause | None = None,
                operand: Expr | None = None) -> int | None:
    """One test of ``subject``; ``written`` is the subject as an expression, for messages."""
    draft = scope.draft
    unit, fact = draft.unit(subject), draft.fact_of(subject)
    if check.op in ("exists", "absent"):
        if fact is None or not (fact.none or fact.type == "records"):
            draft.findings.error("T516", check.where, f"“{expression_text(written)}”不会为“无”，不能用“{check.word}”来测试。",
                                 _not_none_hint(check, written, unit))
            return None
        return draft.add(check.op, (subject,), "bool", check.where, word=check.word, clause=clause)
    if check.op == "within":
        return _within(check, subject, scope, clause)
    if check.op == "one_of" or (check.op == "eq" and unit in ("text", "bool")):
        return _choice(check, subject, written, scope, clause)
    if check.op in ("ge", "gt", "le", "lt") and not (units.is_number(unit) or unit in ("date", "year")):
        options = fact.options if fact and fact.type == "choice" else ()
        hint = f"直接写出符合的选项，几项之一写成列表，如 [{'、'.join(options[:2]).replace('、', ', ')}]。" if options else _plain_test(written, unit)
        draft.findings.error("T505", check.where, f"“{expression_text(written)}”是{units.unit_name(unit)}，不能比较大小。", hint)
        return None
    hint = range_hint(check.operand.text, unit) if check.op == "eq" else None
    if hint:
        draft.findings.error("T534", check.where, f"“{check.operand.text}”不能表示一个范围。", hint)
        return None
    expr = operand or parse_expression(check.operand, draft.findings)
    if expr is None:
        return None
    value = build_expression(expr, scope)
    if check.op == "eq" and value is not None and not units.is_number(unit) and unit not in ("date", "year"):
        draft.findings.error("T517", check.where, f"“{expression_text(written)}”是{units.unit_name(unit)}，不能与“{check.operand.text}”比较。", f"测试有没有写“有”或“无”；测试条数写“COUNT（{expression_text(written)}）: 不低于 …”。")
        return None
    return compare(check.op, check.word, subject, value, _At(written, expr, check.where), scope, clause)


class _At:
    """Gives a check the shape that messages about comparisons need."""

    def __init__(self, left, right, where):
        self.left, self.right, self.where = left, right, where


def _choice(check: Check, subject: int, written: Expr, scope: Scope, clause) -> int | None:
    """Equality with words: an option of a choice, a text, 是 or 否."""
    draft = scope.draft
    unit, fact = draft.unit(subject), draft.fact_of(subject)
    words = check.options or (check.operand,)
    if unit not in ("text", "bool"):
        draft.findings.error("T518", check.where, f"“{expression_text(written)}”是{units.unit_name(unit)}，不能写成几项之一。", f"写成范围，如“不低于 {words[0].text}，不超过 {words[-1].text}”。")
        return None
    if unit == "bool":
        if len(words) != 1 or words[0].text not in ("是", "否"):
            draft.findings.error("T519", check.where, f"“{expression_text(written)}”只能是“是”或“否”。", f"写“{expression_text(written)}: 是”或“…: 否”。")
            return None
        return draft.add("is", (subject,), "bool", check.where, data=[words[0].text], word="为", clause=clause)
    allowed = fact.options if fact and fact.type == "choice" else None
    for word in words:
        if allowed is not None and word.text not in allowed:
            draft.findings.error("T520", word.where, f"“{fact.name}”没有“{word.text}”这一项。",
                                 _option_hint(word.text, allowed, expression_text(written), scope))
            return None
    name = "is" if len(words) == 1 else "one_of"
    return draft.add(name, (subject,), "bool", check.where, data=[w.text for w in words],
                     word="为" if name == "is" else "属于", clause=clause)


def _option_hint(text: str, allowed: tuple[str, ...], subject: str, scope: Scope) -> str:
    parts = [part.strip() for part in re.split("[、，,/；;]|以及|或者|或|和|及", text)]
    if len(parts) > 1 and all(part in allowed for part in parts):
        return f"几项之一写成列表：[{', '.join(parts)}]。"
    other = re.match("(?:不是|不为|不属于|非|除)\\s*(.+?)(?:以外|之外|外)?$", text)
    if other:
        meant = other[1] if other[1] in allowed else "…"
        return f"“不是”写进 not：“not: {{{subject}: {meant}}}”。" + ("" if meant in allowed else f"“…”可选：{'、'.join(allowed)}。")
    if not allowed:
        return "先在词汇表里用 of 列出这个指标的选项。"
    if scope.is_name(text):
        one = allowed[0]
        return f"这里只能写选项，不能写另一个名称。要两者相同，写成 any 列表，每个选项一行：“- {{{subject}: {one}, {text}: {one}}}”。可选：{'、'.join(allowed)}。"
    return f"{slip_of(text, allowed)}可选：{'、'.join(allowed)}。"


def _not_none_hint(check: Check, written: Expr, unit: str) -> str:
    hint = "若它确实可能为无，在词汇表里给它加 none:（说明“无”是什么意思）。"
    if units.is_number(unit) and check.op == "exists":
        one = {"money": "0元", "ratio": "0%"}.get(unit, "0" + unit[6:])
        hint = f"要求它大于零写“{expression_text(written)}: 超过 {one}”；" + hint
    return hint


def _plain_test(written: Expr, unit: str) -> str:
    text = expression_text(written)
    if unit == "bool":
        return f"写“{text}: 是”或“{text}: 否”。"
    return f"测试条数写“COUNT（{text}） 不低于 …”。" if unit == "records" else "直接写出那一项文字。"


def _within(check: Check, subject: int, scope: Scope, clause) -> int | None:
    """``在 本年``, ``在 近三年`` (calendar years), ``在 近36个月`` (back from 申报日期, both ends inside)."""
    draft, where = scope.draft, check.where
    if draft.unit(subject) != "date":
        draft.findings.error("T521", where, "“在 …”只能测试日期。", "换成日期类指标，或改用大小比较。")
        return None
    text = check.operand.text
    months = text[1:-2] if text.startswith("近") and text.endswith("个月") else None
    if months and (months.isdecimal() or (len(months) == 1 and months in "一二两三四五六七八九十")) and 0 < number_of(months) <= 1200:
        today = draft.add("as_of", (), "date", where, label="申报日期", span=(693596, 803533))
        back = draft.const(Fraction(-number_of(months)), "number", where)
        start, end = draft.add("edate", (today, back), "date", where), today
    else:
        years = read_years(text)
        if years is None:
            draft.findings.error("N409", check.operand.where, f"不认识时间段“{text}”。", "可写：在 本年、在 上年、在 近三年、在 2021年、在 近36个月。")
            return None
        anchor = "fixed" if years.fixed else scope.anchor
        start, end = (draft.add(op, (), "date", where, data=[anchor, year], span=(693596, 803533))
                      for op, year in (("year_start", years.years[0]), ("year_end", years.years[-1])))
    after = draft.add("ge", (subject, start), "bool", where, word="不早于")
    before = draft.add("le", (subject, end), "bool", where, word="不晚于")
    return draft.add("all", (after, before), "bool", where, clause=clause, label=f"在 {text}", word="在")
