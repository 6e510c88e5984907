"""What has to be done by a day: tree → ``model.Due``. A day is a date, a day of every year, or an expression that is a date."""

from __future__ import annotations

import re

from .conditions import read_clause
from .diagnostic import Findings
from .expressions import half_width, parse_expression
from .model import Due
from .nodes import text_of
from .syntax import Expr
from .tree import Mapping, Node, Scalar, Sequence

_EVERY_YEAR = re.compile(r"\s*每年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Day = Expr | tuple[int, int]


def read_due(node: Node | None, findings: Findings) -> tuple[Due, ...]:
    """``due``: one mapping or a list of them; what cannot be read is left out, with a finding."""
    items = node.items if isinstance(node, Sequence) else [node]
    made = [_due(item, findings) for item in items if isinstance(item, Mapping)]
    return tuple(due for due in made if due)


def _due(node: Mapping, findings: Findings) -> Due | None:
    do, by = text_of(node.get("do")), node.get("by")
    day = _day(by, findings)
    start = _day(node.get("from"), findings)
    if isinstance(start, tuple) and not isinstance(day, tuple) and day is not None:
        findings.error("L344", node.get("from").where, "from 写的是每年的一天，by 不是，凑不成一段时间。", "两个都写成“每年…月…日”，或都写成日期或算式。")
        return None
    if not do or day is None or node.get("from") is not None and start is None:
        return None
    return Due(do, day, start, read_clause(node), node.where)


def _day(node: Node | None, findings: Findings) -> Day | None:
    """A day as it is written; None where there is none or it cannot be read (reported)."""
    if not isinstance(node, Scalar) or node.blank:
        return None
    text = half_width(node.text)
    if not text.strip().startswith("每年"):
        return parse_expression(node, findings, comparison=False)
    found = _EVERY_YEAR.fullmatch(text)
    if found is None:
        findings.error("L342", node.where, f"“{node.text[:40]}”不是每年的一天。", "写成“每年5月31日”的样子。")
        return None
    month, day = int(found[1]), int(found[2])
    if (month, day) == (2, 29):
        findings.error("L342", node.where, "不是每年都有 2月29日。", "写“每年2月28日”。")
        return None
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST_MONTHS[month - 1]):
        last = f"{month}月最后一天是 {_LONGEST_MONTHS[month - 1] - (month == 2)} 日。" if 1 <= month <= 12 else ""
        findings.error("L342", node.where, f"日历上没有“{node.text[:40]}”这一天。" + last, "核对月份和日子，写成“每年5月31日”的样子。")
        return None
    return month, day
