"""``parameters``: dated values with their evidence, bounds, and what nobody found."""

from __future__ import annotations

from .checks import parse_checks
from .conditions import read_clause
from .diagnostic import Findings
from .expressions import half_width, parse_expression
from .model import Parameter, ParameterRow
from .nodes import read_day, text_of
from .syntax import Expr
from .tree import Mapping, Node, Scalar, Sequence
from .words import COMPARISON, UNKNOWN

MUST_EXPLAIN = ("assumed", "recalled")


def read_parameter(key: Scalar, node: Node, findings: Findings) -> Parameter:
    """One parameter; ``rows`` holds those that could be read (none: all were reported)."""
    items = node.items if isinstance(node, Sequence) else [node]
    rows = [_row(key, item, findings) for item in items if isinstance(item, Mapping)]
    return Parameter(key.text, tuple(row for row in rows if row), key.where)


def _row(key: Scalar, node: Mapping, findings: Findings) -> ParameterRow | None:
    value, at_most, known = _value(node, findings)
    evidence, basis, why, unit = (text_of(node.get(k)) for k in ("evidence", "basis", "why", "unit"))
    reference, reference_basis, compared = _reference(node.get("reference"), findings)
    start = read_day(node.get("from"), findings)
    sound = known and compared and (start is not None or node.get("from") is None)
    if evidence in MUST_EXPLAIN and not basis:
        findings.error("L356", node.get("evidence").where, f"证据等级是 {evidence}，没有写 basis 说明依据。", "在同一层加上 basis: 依据什么定的这个数。")
    if known and value is None and at_most is None:
        place = node.get("value").where
        if not why:
            findings.error("L340", place, "写了 unknown，没有写 why 说明原因。", "在同一层加上 why: 为什么没有这个数。")
            sound = False
        if not unit and node.key("reference") is None:
            findings.error("L355", place, f"“{key.text}”是 unknown，看不出是金额、比例还是个数。", "在同一层加上 unit: 元（或 人、家；比例写 '%'，要加引号），或加上 reference。")
            sound = False
    if not sound:
        return None
    return ParameterRow(start, value, at_most, unit, evidence, "；".join(filter(None, (why, basis))), read_clause(node), reference, reference_basis, node.where, text_of(node.get("source")))


def _value(node: Mapping, findings: Findings) -> tuple[Expr | None, Expr | None, bool]:
    """The value, or the bound of ``不超过 3%``, and whether it could be read (``unknown``: neither, but read)."""
    written = node.get("value")
    if not isinstance(written, Scalar) or written.blank:
        return None, None, False
    if written.text == UNKNOWN:
        return None, None, True
    if not COMPARISON.match(half_width(written.text).strip()):
        value = parse_expression(written, findings, comparison=False)
        return value, None, value is not None
    checks = parse_checks(written, findings)
    if checks is None:
        return None, None, False
    if len(checks) != 1 or checks[0].op != "le":
        findings.error("L358", written.where, f"参数的值写成了“{written.text[:40]}”。", "写一个数；只知道上限时写“不超过 3%”；不知道时写 unknown。")
        return None, None, False
    return None, parse_expression(checks[0].operand, findings), True


def _reference(node: Node | None, findings: Findings) -> tuple[Expr | None, str | None, bool]:
    if not isinstance(node, Mapping):
        return None, None, True
    written, basis = node.get("value"), text_of(node.get("basis"))
    if not isinstance(written, Scalar) or written.blank:
        return None, basis, False
    value = parse_expression(written, findings, comparison=False)
    return value, basis, value is not None
