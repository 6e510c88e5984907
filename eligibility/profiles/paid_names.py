"""The names in 已兑现 looked up in the plan.

``事项`` may be a policy's id or title, ``奖补项`` an award's name or title. A
name that no rule knows must not pass silently: the engine would take the
award as never paid, and pay it twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language.diagnostic import Findings
from .ledger import LABEL
from .values import nearest
from .words import shown

if TYPE_CHECKING:
    from ..plan.plan import Plan
    from .profile import Profile


def look_up_paid(profile: Profile, plan: Plan, findings: Findings) -> None:
    """Put ids and award names into ``profile.paid``; with one unknown name the whole list is not known."""
    if not profile.paid:
        return
    awards: dict[str, dict[str, str]] = {}  # id → name or title of an award → its name
    titles: dict[str, set[str]] = {}
    for document in plan.documents:
        if document.kind == "policy":
            names = awards.setdefault(document.id, {})
            names.update({a.title: a.name for a in document.awards})
            names.update({a.name: a.name for a in document.awards})
            titles.setdefault(document.title, set()).add(document.id)
    paid = []
    for row in profile.paid:
        ids = {row.policy} if row.policy in awards else titles.get(row.policy, set())
        if len(ids) != 1:
            return _refuse(profile, findings, row, "事项", row.policy, [*titles, *awards])
        policy = next(iter(ids))
        award = awards[policy].get(row.award)
        if award is None:
            return _refuse(profile, findings, row, "奖补项", row.award, awards[policy])
        paid.append(row._replace(policy=policy, award=award))
    profile.paid = tuple(paid)


def _refuse(profile: Profile, findings: Findings, row, column: str, word: str, known) -> None:
    near = nearest(word, known)
    findings.error("F727", row.where, f"“{LABEL}”里的{column}“{shown(word)}”，规则里没有（或不止一个），整个“{LABEL}”按不知道处理。",
                   f"您是不是想写“{near}”？" if near else f"{column}写规则里的名称；不属于这些规则的兑现不必写。")  # fmt: skip
    profile.paid = None
