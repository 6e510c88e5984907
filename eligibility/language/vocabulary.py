"""A ``kind: facts`` tree to ``model.Vocabulary``: the facts that rules and profiles share."""

from __future__ import annotations

import re
from fractions import Fraction

from .diagnostic import Findings
from .expressions import half_width
from .fact import BEGINS, CHANGES, GROWS, Fact
from .model import Vocabulary
from .nodes import entries, names_of, text_of
from .quantities import base, read_date, split_quantity
from .tree import Mapping, Scalar, Sequence
from .words import check_name

TYPES = ("money", "count", "number", "ratio", "date", "year", "yes_no", "choice", "text", "code", "records")
RANGED = ("money", "count", "number", "ratio", "date", "year")
# Keys that only some types may carry.
ONLY_FOR = {
    "unit": ("count", "number"),
    "range": RANGED,
    "of": ("choice",),
    "columns": ("records",),
    "counted_in": ("records",),
}
_JOINT = re.compile("[、，；;]")
_EXAMPLES = {"money": "0元 至 1亿元", "count": "0{unit} 至 10万{unit}", "number": "0 至 100", "ratio": "0% 至 100%", "date": "2000-01-01 至 2100-12-31", "year": "1990 至 2100"}


def read_vocabulary(tree: Mapping, file: str, findings: Findings) -> Vocabulary:
    """All facts of one file; one that has the wrong shape is left out (the schema reports it)."""
    facts = _facts(tree.get("facts"), "指标", findings)
    for fact in facts.values():
        fact.heading = text_of(tree.get("title")) or ""
    unread = tuple(key.text for key, _ in entries(tree.get("facts")) if key.text not in facts)
    return Vocabulary(facts, file, tree.where, unread)


def _facts(node, what: str, findings: Findings) -> dict[str, Fact]:
    made = {}
    for key, value in entries(node):
        if check_name(key, what, findings, dated=True) and isinstance(value, Mapping):
            fact = _fact(key, value, findings)
            if fact:
                made[fact.name] = fact
    return made


def _fact(key: Scalar, node: Mapping, findings: Findings) -> Fact | None:
    kind = text_of(node.get("type"))
    if kind not in TYPES:
        return None
    for word, types in ONLY_FOR.items():
        if node.key(word) and kind not in types:
            findings.error("L368", node.key(word).where, f"“{word}”只用于 {'、'.join(types)}，“{key.text}”是 {kind}。", f"删掉“{word}”，或把 type 改成 {' 或 '.join(types)}。")
    unit = text_of(node.get("unit")) or ""
    if kind == "count" and not unit:
        findings.error("L362", key.where, f"“{key.text}”是 count，没有写 unit。", "加上 unit，例如 unit: 人。")
    options = tuple(name.text for name in names_of(node.get("of")))
    if kind == "choice" and not options:
        findings.error("L361", key.where, f"“{key.text}”是 choice，没有用 of 列出选项。", "加上 of: [选项甲, 选项乙]。")
    for item in node.get("of").items if isinstance(node.get("of"), Sequence) else ():
        joint = _JOINT.search(item.text) if isinstance(item, Scalar) and not item.style else None
        if joint:
            parts = [part.strip() for part in _JOINT.split(item.text) if part.strip()]
            findings.error("L367", item.where, f"“{item.text[:40]}”读成了一个选项，里面有“{joint.group()}”。",
                           f"各项之间用英文逗号加空格：[{', '.join(parts)[:80]}]；如果确是一项，给它加引号。")
    columns = _facts(node.get("columns"), "栏目", findings)
    if kind == "records" and node.key("columns") is None:
        findings.error("L363", key.where, f"“{key.text}”是 records，没有用 columns 列出栏目。", "加上 columns: {栏目名: {type: …}}。")
    for column in columns.values():
        if column.type == "records":
            findings.error("L368", column.where, "栏目里不能再有 records。", "把它作为单独的指标登记。")
    change = text_of(node.get("can_change")) or CHANGES
    if change == GROWS and kind not in RANGED:
        findings.error("L368", node.get("can_change").where, f"“can_change: {GROWS}”只用于 {'、'.join(RANGED)}，“{key.text}”是 {kind}。",
                       "能改变的删掉这个键，不能改变的写“can_change: 否”。")
    if change == BEGINS and not text_of(node.get("none")):
        findings.error("L368", node.get("can_change").where, f"“can_change: {BEGINS}”只用于可以填“无”的指标，“{key.text}”没有写 none。",
                       "加上 none: “无”是什么意思；不能填“无”的，改不了就写“can_change: 否”。")
    low, high = _range(node.get("range"), kind, unit, findings) if kind in RANGED else (None, None)
    return Fact(
        name=key.text,
        type=kind,
        where=key.where,
        unit=unit,
        per_year=text_of(node.get("per")) == "year",
        minimum=low,
        maximum=high,
        options=options,
        none=text_of(node.get("none")),
        aliases=tuple(name.text for name in names_of(node.get("aliases"))),
        ask=text_of(node.get("ask")),
        proof=text_of(node.get("proof")),
        role=text_of(node.get("role")),
        counted_in=text_of(node.get("counted_in")) or "",
        columns={name: column for name, column in columns.items() if column.type != "records"},
        can_change=change,
    )


def _range(node, kind: str, unit: str, findings: Findings) -> tuple[Fraction | None, Fraction | None]:
    """``0元 至 1万亿元`` as base values; (None, None) where absent or reported."""
    if not isinstance(node, Scalar) or node.blank:
        return None, None
    example = _EXAMPLES[kind].format(unit=unit)
    ends = [end.strip() for end in half_width(node.text).split("至")]
    if len(ends) != 2 or not all(ends):
        findings.error("L364", node.where, f"取值范围“{node.text[:40]}”无法读懂。", f"写成“{example}”的样子。")
        return None, None
    values = []
    for end in ends:
        value, problem = _end(end, kind, unit)
        if value is None:
            code, message = ("L366", f"取值范围里“{end[:40]}”的单位与 {kind} 不符。") if problem else ("L364", f"取值范围里“{end[:40]}”不是一个数。")
            if kind == "date":
                message = f"取值范围里“{end[:40]}”不是一个日期。"
            findings.error(code, node.where, message, f"写成“{example}”的样子。")
            return None, None
        values.append(value)
    if values[0] > values[1]:
        findings.error("L365", node.where, f"取值范围的起点“{ends[0][:40]}”大于终点“{ends[1][:40]}”。", f"写成“{ends[1][:40]} 至 {ends[0][:40]}”。")
        return None, None
    return values[0], values[1]


def _end(text: str, kind: str, unit: str) -> tuple[Fraction | None, bool]:
    """One end of a range in the base unit; else None and whether it is a number of another unit."""
    if kind == "date":
        day = read_date(text)
        return (Fraction(day.toordinal()) if day else None), False
    found = split_quantity(text)
    if found is None:
        return None, False
    value, written = found
    if kind == "year":
        return (value, False) if written in ("", "年") and value.denominator == 1 else (None, True)
    amount, measured = base(value, written)
    wanted = {"money": "money", "ratio": "ratio", "number": "number", "count": f"count:{unit}"}[kind]
    if measured == wanted or value == 0 and written == "":
        return Fraction(amount), False
    return None, True
