"""Pools told: the stages, what being in a pool means, each pool with how one gets in and out; and what is due by a day."""

from __future__ import annotations

from ...plan.plan import DocumentPlan, DuePlan, PoolPlan
from ..conditions_text import basis_text
from .item import Item, phrase, source_text
from .names import Names


def stages(document: DocumentPlan) -> tuple[Item, ...]:
    """The order of the worklist, and what the words below have in common."""
    if not document.pools:
        return ()
    return (
        Item("办理的先后：" + "、".join(document.stages)),
        Item("在库：先要在的库都在，退库条件不成立，而且记录在库，或者符合入库条件；这样一步步推下去，没有别的条件使企业进入的，不因互为条件而在库"),
        Item("条件已经符合而没有记录的应入库，有记录而已不应在库的应退库；办不办由主管部门定"),
    )


def pool(names: Names, pool: PoolPlan) -> Item:
    """One pool: heading, and a part for each thing that the file says of it, or does not."""
    title = f"{pool.name}：{pool.title}" if pool.title != pool.name else pool.name
    parts = [
        Item(f"依据：{basis_text(pool)}"),
        Item(f"阶段：{pool.stage}") if pool.stage else None,
        Item(f"先要在：{_quoted(pool.after)}，并且一直在") if pool.after else None,
        _headed("记录在库：", names.condition(pool.member)) if pool.member is not None else Item("记录在库：不另看记录，符合入库条件就是在库"),
        _enter(names, pool),
        _headed("退库条件：", names.condition(pool.leave)) if pool.leave is not None else Item("退库条件：没有写"),
        _candidate(names, pool),
        *(Item(f"到期要办：{due(names, one)}") for one in pool.due),
        Item(f"说明：{pool.note}") if pool.note else None,
    ]
    return Item(title, tuple(part for part in parts if part))


def _enter(names: Names, pool: PoolPlan) -> Item:
    if pool.unknown is not None:
        return Item(f"入库条件：不知道（{phrase(pool.unknown)}），不当作符合，也不当作不符合")
    return _headed("入库条件：", names.condition(pool.asks))


def _candidate(names: Names, pool: PoolPlan) -> Item:
    if pool.short_of is None:
        return Item("候选：没有写，不列")
    also = f"（不在{_quoted(pool.after)}的，各算差一项）" if pool.after else ""
    none = "，就是每一项都符合的" if pool.at_most == 0 else ""
    return Item(f"候选：对照{names.mention(pool.short_of)}，差 {pool.at_most}项以内的{none}{also}")


def due(names: Names, due: DuePlan) -> str:
    """``更新企业数据，每年5月31日以前（含当天）〔第九条〕``."""
    last = _every(due.every) if due.every else names.number(due.by)
    start = _every(due.start_every) if due.start_every else names.number(due.start) if due.start is not None else ""
    span = f"{start} 起，到 {last} 止（含当天）" if start else f"{last} 以前（含当天）".replace("日 以前", "日以前")
    return f"{phrase(due.do)}，{span}{source_text(due.clause, due.ref, due.evidence)}"


def _every(day: list[int]) -> str:
    month, day_of_month = day
    return f"每年{month}月{day_of_month}日"


def _headed(head: str, told: Item) -> Item:
    return told._replace(text=head + told.text)


def _quoted(pools: list[str]) -> str:
    return "、".join(f"“{name}”" for name in pools)
