"""Limits across policies to the plan: their awards looked up, their caps made operations."""

from __future__ import annotations

from ..language.limits import ALL
from ..language.model import Limit, Rules
from ..language.spelling import did_you_mean
from ..language.syntax import Name
from .awards import is_money
from .expressions import build_expression, never_none
from .plan import DocumentPlan, LimitPlan
from .scope import Scope

MOST_NAMED = 10  # names listed in a remedy


def build_limits(rules: Rules, plan: DocumentPlan, scope: Scope) -> None:
    """Fill ``plan.limits`` from ``rules.limits``, in the order of the file, which is the order they are applied in."""
    for limit in rules.limits.values():
        made = _limit(limit, rules, scope)
        if made is not None:
            plan.limits.append(made)


def _limit(limit: Limit, rules: Rules, scope: Scope) -> LimitPlan | None:
    draft = scope.draft
    if not limit.clause.clause and not limit.clause.ref:
        draft.findings.error("P612", limit.where, f"限额“{limit.name}”没有写明出处。", "加 clause（条款号；没有见到条号写“未见条号”）或 ref。")
    members = [[policy.text, award] for policy, awards in limit.awards for award in _members(policy, awards, scope)]
    cap = build_expression(limit.cap, scope) if limit.cap is not None else None
    if limit.cap is not None and (cap is None or not never_none(cap, scope, limit.cap.where)):
        return None
    if cap is not None and not is_money(cap, limit.cap, scope):
        return None
    fen = draft.add("fen", (cap,), "money", limit.where, label=f"{limit.name}封顶") if cap is not None else None
    paid = []
    if limit.per == "lifetime":
        by_policy: dict[str, list[str]] = {}
        for policy, award in members:
            by_policy.setdefault(policy, []).append(award)
        paid = [draft.add("paid_sum", (), "money", limit.where, data=[policy, awards], label="以前已兑现") for policy, awards in by_policy.items()]
    return LimitPlan(limit.name, members, limit.pay, limit.per, fen, limit.cut, limit.refer, paid, limit.clause.clause, limit.clause.ref,
                     limit.clause.evidence or (rules.instrument.evidence if rules.instrument else "assumed"), limit.note, limit.where.line)


def _members(policy: Name, awards: tuple[Name, ...], scope: Scope) -> list[str]:
    """The awards of one policy that a limit speaks of; each must be in some version of it."""
    draft = scope.draft
    known = draft.awards.get(policy.text)
    if known is None:
        ids = [i for i, names in draft.awards.items() if names]
        hint = did_you_mean(policy.text, ids)
        if hint or not scope.incomplete:  # else it may be the file that could not be read
            draft.findings.error("N425", policy.where, f"没有 id 为“{policy.text}”的政策。", hint or f"写政策文件的 id，如 {'、'.join(ids[:MOST_NAMED]) or 'nanan/platforms'}。")
        return []
    if not known:
        draft.findings.error("N425", policy.where, f"“{policy.text}”没有奖补项，不是政策。", "换成有奖补项的政策文件的 id，或删去这一行。")
        return []
    found: list[str] = []
    for name in awards:
        if name.text not in known:
            hint = did_you_mean(name.text, known) or f"可以写：{'、'.join(known[:MOST_NAMED])}；全部都算的写 {ALL}。"
            draft.findings.error("N414", name.where, f"“{policy.text}”没有名为“{name.text}”的奖补项。", hint)
        elif name.text in found:
            draft.findings.error("P629", name.where, f"“{name.text}”在同一个限额里写了两次。", "只留一处。")
        else:
            found.append(name.text)
    return found if awards else list(known)
