"""已兑现: what an enterprise was paid before, as far as the profile says."""

from __future__ import annotations

from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.tree import Mapping, Node, Scalar
from .labels import Labels, known_labels
from .profile import PaidBefore
from .values import read_single, read_value
from .words import NONE_WORD, is_placeholder

LABEL = "已兑现"

_NOWHERE = Where("")
FIELDS = [Fact(name, type_, _NOWHERE) for name, type_ in (("事项", "text"), ("奖补项", "text"), ("年度", "year"), ("金额", "money"))]
_FORM = "写 无，或每笔一项：“- {事项: …, 奖补项: …, 年度: 2020, 金额: 5万元}”。"


def read_paid(node: Node, findings: Findings) -> tuple[PaidBefore, ...] | None:
    """The payments of one ``已兑现``; () for 无; None where not known.

    One entry that cannot be read makes the whole list unknown: a list with a
    gap would say that something was not paid.
    """
    if isinstance(node, Scalar):
        if node.blank:
            return None
        if node.text.strip() == NONE_WORD:
            return ()
        if is_placeholder(node.text.strip()):
            read_value(Fact(LABEL, "text", _NOWHERE, none="从未兑现"), node, findings)
            return None
        return findings.error("F725", node.where, f"“{LABEL}”应当是 无 或一个列表。", _FORM)
    if isinstance(node, Mapping):
        return findings.error("F725", node.where, f"“{LABEL}”应当是列表，每笔一项。", _FORM)
    if not node.items:
        return findings.warning("F723", node.where, f"“{LABEL}”是空的列表，按不知道处理。", "从未兑现写 无；不知道就整个留空。")
    labels = Labels(known_labels(FIELDS))
    paid = [_entry(item, labels, findings) for item in node.items]
    return None if None in paid else tuple(paid)  # type: ignore[arg-type]


def _entry(item: Node, labels: Labels, findings: Findings) -> PaidBefore | None:
    if not isinstance(item, Mapping):
        return findings.error("F725", item.where, f"“{LABEL}”的这一项不是一笔兑现。", _FORM)
    values: dict[str, object] = {}
    for field, node in labels.columns(item, LABEL, findings):
        found = read_single(field, node, findings)
        if found is not None:
            values[field.name] = found
    missing = [name for name in ("事项", "奖补项") if name not in values]
    if missing:
        return findings.error("F726", item.where, f"“{LABEL}”的这一笔没有可用的{'和'.join(missing)}。", "写明 事项 和 奖补项，与规则里的名称一致。")
    return PaidBefore(values["事项"], values["奖补项"], values.get("年度"), values.get("金额"), item.where)  # type: ignore[arg-type]
