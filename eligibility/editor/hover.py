"""What people read when they point at a name: the question, its type and unit, 无, other names, proof."""

from __future__ import annotations

from ..language.fact import BEGINS, FIXED, GROWS, Fact
from ..language.quantities import value_text
from ..plan.facts import fact_unit
from ..plan.plan import DocumentPlan, PoolPlan

_TYPES = {
    "money": "金额", "number": "数", "ratio": "比例（%）", "date": "日期", "year": "年份",
    "yes_no": "是/否", "choice": "几项之一", "text": "文字", "code": "编号", "records": "记录表",
}  # fmt: skip

_CHANGES = {
    FIXED: "能不能改变：否，改不了", GROWS: "能不能改变：只增，只会增加、不会减少", BEGINS: "能不能改变：从无到有，填“无”的以后可以有，有了就不再变",
}  # fmt: skip


def type_text(fact: Fact) -> str:
    """``金额，每年一个数``; ``数量（人）``; ``几项之一：甲、乙``."""
    text = f"数量（{fact.unit}）" if fact.type == "count" else _TYPES[fact.type]
    if fact.type == "number" and fact.unit:
        text = f"数（{fact.unit}）"
    if fact.options:
        text += f"：{'、'.join(fact.options)}"
    return text + ("，每年一个数" if fact.per_year else "")


def range_text(fact: Fact) -> str:
    """``0% 至 100%``; empty where no range is declared."""
    if fact.minimum is None:
        return ""
    unit = fact_unit(fact)
    return f"{value_text(fact.minimum, unit)} 至 {value_text(fact.maximum, unit)}"


def fact_lines(fact: Fact) -> list[str]:
    """Everything the vocabulary says of ``fact`` but its name, a line each."""
    lines = [fact.ask, f"类型：{type_text(fact)}"]
    lines.append(f"范围：{range_text(fact)}" if fact.minimum is not None else None)
    lines.append(f"“无”：{fact.none}" if fact.none else None)
    lines.append(f"栏目：{'、'.join(fact.columns)}" if fact.columns else None)
    lines.append(f"别名：{'、'.join(fact.aliases)}" if fact.aliases else None)
    lines.append(f"证明：{fact.proof}" if fact.proof else None)
    lines.append(_CHANGES.get(fact.can_change))
    return [line for line in lines if line]


def described(fact: Fact, owner: str = "") -> dict[str, str]:
    """``title`` and ``description`` of a schema. ``owner``: the records fact whose column it is."""
    lines = fact_lines(fact)
    if owner:
        lines.insert(0, f"“{owner}”的栏目，只用在 has 和 for_each 里面。")
    return {"title": fact.name, "description": "\n\n".join(lines)}


def pool_text(document: DocumentPlan, pool: PoolPlan) -> dict[str, str]:
    """``title`` and ``description`` of a pool's name."""
    lines = [pool.title if pool.title != pool.name else "", f"{document.title}（{document.id}）里的企业库，是/否：在不在库。", f"阶段：{pool.stage}" if pool.stage else ""]
    lines += [f"入库条件：{pool.unknown}" if pool.unknown is not None else "", pool.note or "", f"使用时在 uses 里写上 {document.id}。"]
    return {"title": pool.name, "description": "\n\n".join(filter(None, lines))}
