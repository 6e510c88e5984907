"""Facts that are lists of rows: 技术合同, 研发平台."""

from __future__ import annotations

from ..language.diagnostic import Findings
from ..language.fact import Fact
from ..language.tree import Mapping, Node, Scalar
from .labels import Labels, known_labels
from .values import read_single, read_value
from .words import NONE_WORD, is_placeholder

MAX_ROWS = 10_000


def read_records(fact: Fact, node: Node, findings: Findings) -> list[dict[str, object]] | None:
    """The rows of ``fact``, blank cells absent; [] for 无; None where blank or refused.

    A row that cannot be read makes the whole fact blank: fewer rows than
    there are would be wrong in every sum.
    """
    cells = ", ".join(f"{column}: …" for column in list(fact.columns)[:3])
    form = f"写 无，或每{fact.counted_in or '行'}一项：“- {{{cells}}}”。"
    if isinstance(node, Scalar):
        text = node.text.strip()
        if node.blank:
            return None
        if text == NONE_WORD:
            return []
        if is_placeholder(text):
            return read_value(fact, node, findings)
        return findings.error("F721", node.where, f"“{fact.name}”应当是 无 或一个列表。", form)
    if isinstance(node, Mapping):
        return findings.error("F721", node.where, f"“{fact.name}”应当是列表，每行一项。", form)
    if not node.items:
        return findings.warning("F723", node.where, f"“{fact.name}”是空的列表，按没有填写处理。", "确实一项也没有就写 无；不知道就整个留空。")
    if len(node.items) > MAX_ROWS:
        return findings.error("F724", node.where, f"“{fact.name}”有 {len(node.items)} 行，超过 {MAX_ROWS} 行。", "核对是不是把多家企业写在了一起。")
    labels = Labels(known_labels(fact.columns.values()))
    rows = [_row(fact, item, labels, findings, form) for item in node.items]
    return None if None in rows else rows  # type: ignore[return-value]


def _row(fact: Fact, item: Node, labels: Labels, findings: Findings, form: str) -> dict[str, object] | None:
    if not isinstance(item, Mapping):
        if isinstance(item, Scalar) and item.blank:
            return findings.error("F722", item.where, f"“{fact.name}”有空的一行。", "删去这一行，或填上各栏。")
        return findings.error("F721", item.where, f"“{fact.name}”的这一项不是一行记录。", form)
    if all(isinstance(value, Scalar) and value.blank for _, value in item.entries):
        return findings.error("F722", item.where, f"“{fact.name}”有空的一行。", "删去这一行，或填上各栏。")
    row: dict[str, object] = {}
    for column, node in labels.columns(item, fact.name, findings):
        value = read_single(column, node, findings)
        if value is not None:
            row[column.name] = value
    return row
