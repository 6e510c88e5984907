"""Dated parameters: known, only bounded, or unknown with a comparable from elsewhere."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from ..language.model import Parameter, ParameterRow, Rules
from ..language.quantities import base
from ..language.syntax import Expr
from . import units
from .every_year import names_in
from .expressions import build_expression
from .operations import INFINITY
from .plan import ParameterPlan, iso
from .scope import Scope
from .wording import expression_text


def build_parameter(parameter: Parameter, document: Rules, scope: Scope) -> ParameterPlan | None:
    """Rows in order of date; one operation that the selection turns into the row in force."""
    if not parameter.rows:
        return None  # none of them could be read: reported
    draft = scope.draft
    rows, spans, scales, unit = [], [], [1], None
    first: dict[object, ParameterRow] = {}
    for row in parameter.rows:
        if row.start in first:
            since = f"从 {row.start} 起" if row.start else "没有写 from"
            draft.findings.error("P616", row.where, f"参数“{parameter.name}”的这一行与第 {first[row.start].where.line} 行都{since}。", "删去一行，或改它的 from。")
            return None
        first[row.start] = row
    for row in sorted(parameter.rows, key=lambda r: (r.start is not None, r.start)):
        value, kind = _constant(row.value or row.at_most, scope), "value" if row.value else "at_most" if row.at_most else "unknown"
        reference = _constant(row.reference, scope)
        if (value is None and kind != "unknown") or (reference is None and row.reference):
            return None
        row_unit = _unit(row, value, reference, scope)
        if row_unit is None or (unit and units.same(unit, row_unit) is None):
            draft.findings.error("T531", row.where, f"参数“{parameter.name}”各行（含 reference、unit）的单位不同，或看不出单位。", "各行写相同单位的数；未知的写 unit，如 unit: 元。")
            return None
        unit = row_unit
        known = [draft.operations[i] for i in (value, reference) if i is not None]
        scales += [op.scale for op in known]
        spans += [(known[0].low if kind == "value" else Fraction(0), known[0].high if kind != "unknown" else INFINITY)]
        rows.append([iso(row.start), kind, value, reference, row.evidence or document.instrument.evidence,
                     row.reference_basis or row.why, row.clause.clause, row.clause.ref, row.why, row.where.line, row.source])
    args = tuple(i for r in rows for i in (r[2], r[3]) if i is not None)
    operation = draft.add("parameter", args, unit, parameter.where, data=[document.id, parameter.name, rows], label=parameter.name,
                          span=(min(s[0] for s in spans), max(s[1] for s in spans)), scale=lcm(*scales))
    return ParameterPlan(parameter.name, unit, rows, operation)


def _constant(expr: Expr | None, scope: Scope) -> int | None:
    if expr is None:
        return None
    index = build_expression(expr, scope)
    if index is None:
        return None
    op = scope.draft.operations[index]
    if op.low != op.high or abs(op.low) == INFINITY:
        name = next(iter(names_in(expr)), None)
        scope.draft.findings.error("P617", name.where if name else expr.where, f"参数要写固定的数，不能随企业的“{expression_text(name or expr)}”变化。", "把这个算式移到 define 里，名称不变。")
        return None
    return scope.draft.const(Fraction(op.low), op.unit, expr.where)


def _unit(row: ParameterRow, value: int | None, reference: int | None, scope: Scope) -> str | None:
    found = {scope.draft.unit(i) for i in (value, reference) if i is not None}
    if row.unit:
        found.add(base(Fraction(0), row.unit)[1])
    return found.pop() if len(found) == 1 else None
