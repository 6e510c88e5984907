"""Conditions to the model: mappings, lists and whole comparisons.

What has the wrong shape is the schema's to report; it is passed over here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .checks import parse_checks, piece, split_outside, split_subject
from .diagnostic import Findings, Where
from .expressions import half_width, parse_expression, too_long
from .nodes import joined, name_of, text_of
from .syntax import Clause, Compare, Condition, Expr, Group, Has, Holds, Name, Test
from .tree import Mapping, Node, Scalar, Sequence

_COUNT = re.compile(r"(\d{1,4}|[一二两三四五六七八九十])\s*[项条个]?")
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def read_condition(node: Node | None, findings: Findings) -> Condition | None:
    """The condition a ``when``, ``where``, list item or definition holds; None where it is wrong."""
    if isinstance(node, Scalar):
        return _statement(node, findings)
    if isinstance(node, Sequence):
        return _group("all", node, node.where, findings)
    if not isinstance(node, Mapping):
        return None
    if node.key("if"):
        found = read_condition(node.get("if"), findings)
        return found and replace(found, clause=read_clause(node))
    entries = [_entry(key, value, findings) for key, value in node.entries]
    if not entries or None in entries:
        return None
    return entries[0] if len(entries) == 1 else Group("all", tuple(entries), node.where)


def read_clause(node: Mapping) -> Clause:
    """``clause``, ``ref`` (text or list) and ``evidence`` of a mapping."""
    return Clause(text_of(node.get("clause")), joined(node.get("ref")), text_of(node.get("evidence")))


# ---------------------------------------------------------------------- entries


def _entry(key: Scalar, value: Node, findings: Findings) -> Condition | None:
    kind = key.text
    if kind in ("all", "any"):
        return _group(kind, value, key.where, findings)
    if kind == "not":
        inner = read_condition(value, findings)
        return inner and Group("not", (inner,), key.where)
    if kind == "some":
        return _some(key, value, findings)
    if kind == "has":
        return _has(key, value, findings)
    if isinstance(value, Scalar) and value.blank:
        return None  # reported when the file was read, and the key may be only half of what was meant
    subject, checks = parse_expression(key, findings), parse_checks(value, findings)
    if isinstance(subject, Compare):
        findings.error("L325", subject.where, "冒号左边只写所说的对象，不写比较。", "整句比较写成列表项，例如“- 研发费用 / 营业收入 不低于 5%”。")
        return None
    if subject is None or checks is None:
        return None
    return Test(subject, checks, key.where)


def _group(kind: str, value: Node, where: Where, findings: Findings) -> Group | None:
    items = value.items if isinstance(value, Sequence) else [value]
    made = [read_condition(item, findings) for item in items]
    return None if not made or None in made else Group(kind, tuple(made), where)


def _some(key: Scalar, value: Node, findings: Findings) -> Group | None:
    if not isinstance(value, Mapping) or not isinstance(value.get("of"), Sequence):
        return None
    group = _group("some", value.get("of"), key.where, findings)
    written = value.get("at_least")
    if not isinstance(written, Scalar) or written.blank:
        return None
    found, items = _COUNT.fullmatch(half_width(written.text).strip()), len(value.get("of").items)
    count = (_NUMERALS.get(found.group(1)) or int(found.group(1))) if found else 0
    if not 1 <= count <= items:
        findings.error("L336", written.where, f"at_least 写的是“{written.text[:20]}”，而 of 里有 {items} 项。", f"写 1 到 {items} 的整数。")
        return None
    return group and replace(group, at_least=count)


def _has(key: Scalar, value: Node, findings: Findings) -> Has | None:
    of = name_of(value.get("of")) if isinstance(value, Mapping) else name_of(value)
    where = value.get("where") if isinstance(value, Mapping) else None
    condition = read_condition(where, findings) if where is not None else None
    if of is None or where is not None and condition is None:
        return None
    return Has(of, condition, key.where)


# -------------------------------------------------------------------- statements


def read_statement(scalar: Scalar, findings: Findings) -> Expr | Condition | None:
    """A scalar that is an expression, a whole comparison, or a subject with its tests."""
    if too_long(scalar, findings):
        return None
    text = half_width(scalar.text)
    start = split_subject(text)
    if start is None:
        return parse_expression(scalar, findings)
    tests = piece(scalar, start, len(text))
    if len(split_outside(text)) == 1 and text[start] not in "在有无" and not tests.text.endswith(("以上", "以下")):
        return parse_expression(scalar, findings)
    subject = parse_expression(piece(scalar, 0, start), findings, comparison=False)
    checks = parse_checks(tests, findings)
    return Test(subject, checks, scalar.where) if subject is not None and checks is not None else None


def _statement(scalar: Scalar, findings: Findings) -> Condition | None:
    found = read_statement(scalar, findings)
    if found is None or isinstance(found, (Test, Holds, Group, Has)):
        return found
    if not isinstance(found, (Compare, Name)):
        findings.error("L325", scalar.where, f"“{scalar.text[:40]}”是一个数，不是条件。", "写成比较，例如“… 不低于 100万元”，或写一个是/否指标的名称。")
        return None
    return Holds(found, scalar.where)
