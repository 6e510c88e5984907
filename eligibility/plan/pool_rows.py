"""The rows of a document's pools in the plan: everything that is said of each, as operations and texts."""

from __future__ import annotations

from ..language.model import Pool
from ..language.spelling import did_you_mean
from .due import build_dues
from .plan import DocumentPlan, PoolPlan
from .pools import Pools


def build_pools(document: DocumentPlan, pools: Pools) -> None:
    """Fill ``document.stages`` and ``document.pools``."""
    rules = pools.rules
    document.stages = [stage.text for stage in rules.stages]
    for pool in rules.pools.values():
        made = _plan_of(pool, document, pools)
        if made:
            document.pools.append(made)


def _plan_of(pool: Pool, document: DocumentPlan, pools: Pools) -> PoolPlan | None:
    short_of = _short_of(pool, pools)
    due = build_dues(pool.due, pools.scope, pools.resolved)
    inside, parts = pools.inside(pool.name), pools.parts(pool.name)
    if inside is None or parts is None:
        return None
    return PoolPlan(
        pool.name, pool.title or pool.name, pool.stage.text if pool.stage else None, list(dict.fromkeys(n.text for n in pool.after)),
        parts.member, None if parts.asks is None else pools.resolved(parts.asks), parts.asks, pool.unknown, parts.leave, inside,
        short_of, pool.short_of.text if short_of is not None else None, pool.at_most if short_of is not None else None, due,
        pool.clause.clause, pool.clause.ref, pool.clause.evidence or document.evidence, pool.note, pool.where.line,
    )


def _short_of(pool: Pool, pools: Pools) -> int | None:
    """The condition that nearness is measured by: a definition that is yes or no and rests on no pool."""
    name, draft = pool.short_of, pools.draft
    index = pools.scope.resolve(name) if name else None
    if index is None:
        return None
    if pools.replacing.reached(index):
        draft.findings.error("P626", name.where, f"short_of 所指的“{name.text}”不能取决于企业库。", "写一个只看指标的条件的名称；要先在别的库，用 after 写，差它也算一项。")
    elif draft.operations[index].op not in ("named", "version") or draft.unit(index) != "bool":
        truths = [n for n, build in pools.scope.names.items() if n in pools.rules.define and (made := build()) is not None and draft.unit(made) == "bool"]
        draft.findings.error("T536", name.where, f"short_of 要写一个条件的名称，“{name.text}”不是。", did_you_mean(name.text, truths)
                             or "先在 define 里写好条件并起名称，如“符合入库条件: {…}”，再写“short_of: 符合入库条件”。")
    else:
        return index
    return None
