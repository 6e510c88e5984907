"""Small readings of a node, used wherever a document is made into the model: text, names, entries, a day, a year."""

from __future__ import annotations

from datetime import date

from .diagnostic import Findings
from .expressions import half_width
from .quantities import read_date
from .syntax import Name
from .tree import Mapping, Node, Scalar, Sequence


def text_of(node: Node | None) -> str | None:
    """The text of a scalar; None where there is none."""
    return node.text.strip() if isinstance(node, Scalar) and not node.blank else None


def name_of(node: Node | None) -> Name | None:
    """A scalar as the name of something."""
    return Name(node.text, node.where) if isinstance(node, Scalar) and node.text else None


def names_of(node: Node | None) -> tuple[Name, ...]:
    """A name or a list of names."""
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(name for name in map(name_of, items) if name)


def joined(node: Node | None) -> str | None:
    """A text or a list of texts as one text."""
    return "、".join(name.text for name in names_of(node)) or None


def entries(node: Node | None) -> list[tuple[Scalar, Node]]:
    """The entries of a mapping; none where it is something else."""
    return node.entries if isinstance(node, Mapping) else []


def read_day(node: Node | None, findings: Findings) -> date | None:
    """A date, or None: absent, or reported as unreadable."""
    if not isinstance(node, Scalar) or node.blank:
        return None
    day = read_date(half_width(node.text))
    if day is None:
        findings.error("L352", node.where, f"“{node.text[:40]}”不是日历上的一天。", "写成 2021-01-01 的样子，并核对月份和日子。")
    return day


def read_year(node: Node | None, findings: Findings) -> int | None:
    """A year between 1900 and 2200, or None: absent, or reported."""
    if not isinstance(node, Scalar) or node.blank:
        return None
    text = half_width(node.text).strip().removesuffix("度").removesuffix("年")
    if text.isascii() and text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2200:
        return int(text)
    findings.error("L354", node.where, f"“{node.text[:40]}”不是一个年度。", "写 1900 至 2200 之间的四位数字，例如 2021。")
    return None
