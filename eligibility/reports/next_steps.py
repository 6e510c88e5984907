"""What to do next: the papers of what is eligible, and for what is refused how far off it is."""

from __future__ import annotations

import re

from ..decisions.decision import EnterpriseDecision, Gap, Need, PolicyDecision
from ..decisions.shortfall import written
from .lines import folded
from .speech import say

_NOTHING = re.compile(r"0[^\d.]*")


def next_steps(decision: EnterpriseDecision, mark: str = "") -> list[str]:
    """Lines under 接下来; none where there is nothing to hand in and nothing refused. ``mark`` stands in the heading."""
    found = _papers(decision) + _shortfalls(decision)
    return [say(f"接下来{mark}"), *found] if found else []


# --------------------------------------------------------------------- what to hand in


def _papers(decision: EnterpriseDecision) -> list[str]:
    """材料清单: what all the awards want first in the heading, and beside a paper only where it is not for all."""
    if not decision.papers:
        return []
    wanting = list(dict.fromkeys(award for paper in decision.papers for award in paper.awards))
    out = folded(f"材料清单（{_names(wanting)}）", 2, 2)
    for paper in decision.papers:
        whom = f"；用于 {_names(paper.awards)}" if len(paper.awards) < len(wanting) else ""
        out += folded(f"· {paper.paper}{'（如有）' if paper.if_any else ''}{whom}", 4, 2)
    return out


def _names(awards) -> str:
    return "、".join(dict.fromkeys(award for _, award in awards))


# ---------------------------------------------------------------------- how far it is


def _shortfalls(decision: EnterpriseDecision) -> list[str]:
    """Gates once for all the policies they refuse, then each policy with its refused awards."""
    out: list[str] = []
    gates: dict[Need, list[str]] = {}
    for policy in decision.decisions:
        if policy.gate:
            gates.setdefault(policy.gate, []).append(policy.title)
    for gate, titles in gates.items():
        out += folded(f"{'、'.join(titles)}：要先满足", 4, 2)
        for part in parts_of(gate):
            out += need_lines(part, 6, "· ")
    for policy in decision.decisions:
        lines = _policy(policy)
        out += [*folded(policy.title, 4, 2), *lines] if lines else []
    return [say("  不符合的还差什么"), *out] if out else []


def _policy(policy: PolicyDecision) -> list[str]:
    """What the refused awards lack; what several lack is said once."""
    lacking: dict[Need, list[str]] = {}
    for award in policy.awards:
        for part in parts_of(award.lacks) if award.lacks else ():
            lacking.setdefault(part, []).append(award.award)
    return [line for part, awards in lacking.items() for line in need_lines(part, 6, f"· {'、'.join(awards)}：")]


def parts_of(need: Need) -> tuple[Need, ...]:
    return need.children if need.kind == "all" else (need,)


def need_lines(need: Need, indent: int, before: str) -> list[str]:
    """Lines: a test on one, after ``before``; a group with its parts below it."""
    if need.kind == "test":
        return folded(before + shortfall_text(need), indent, 2)
    out = folded(before + group_head(need), indent, 2)
    for child in need.children:
        out += need_lines(child, indent + 2, "· ")
    return out


def group_head(need: Need) -> str:
    """What is to be done with the parts of a group."""
    return {"any": "有一项即可", "all": "同时满足"}.get(need.kind) or f"{need.condition}，还差 {need.count} 项，可从中选"


def shortfall_text(need: Need) -> str:
    """``上年研发费用 80万元，要求不低于 100万元，还差 20万元``."""
    if need.reading:
        return f"{need.condition}（要看原文怎样理解，不是企业能改变的）"
    if need.gap and need.gap.more and not need.gap.by and _NOTHING.fullmatch(need.actual) and " " not in need.condition:
        return f"要有{need.condition}（现在是 {need.actual}）"
    parts = [f"{need.condition} {need.actual}" if need.actual != need.condition else need.condition]
    if need.required:
        parts.append(f"要求{need.required}")
    if need.gap:
        parts.append(gap_text(need.gap))
    if need.also:
        fact, gap = need.also
        parts.append(f"其余不变时{fact}再增加 {written(gap.by, gap.unit)}即达到")
    return "，".join(parts)


def gap_text(gap: Gap) -> str:
    """还差 20万元, 超出 3人, 晚了 45天; of a bound that is not enough by itself it says so."""
    if gap.unit == "date":
        if not gap.by:
            return "要比这一天晚" if gap.more else "要比这一天早"
        return f"{'早' if gap.more else '晚'}了 {int(gap.by)}天" + ("（当天也不算）" if gap.strict else "")
    if not gap.by:
        return "相等还不够"
    return f"{'还差' if gap.more else '超出'} {written(gap.by, gap.unit)}" + ("（相等也不算）" if gap.strict else "")
