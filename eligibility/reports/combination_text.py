"""The best lawful combination in words: what to claim, what it comes to, what is left out and why, or what decides."""

from __future__ import annotations

from ..combining.combination import Combination, Key, LeftOut
from ..combining.explain import OVERRIDDEN
from ..decisions.decision import Amount, EnterpriseDecision
from .lines import folded
from .speech import say

MOST_POSSIBLE = 6


def combination_lines(decision: EnterpriseDecision, mark: str = "") -> list[str]:
    """Lines under 最优组合; none where nothing is left out and nothing open. ``mark`` stands in the heading."""
    combination = decision.combination
    if combination is None or not (combination.left_out or len(combination.possible) > 1):
        return []
    return [say(f"最优组合{mark}"), *CombinationWords(decision, combination).all()]


class CombinationWords:
    """Its awards by name, with the policy where several are concerned, and why one is left out."""

    def __init__(self, decision: EnterpriseDecision, combination: Combination):
        self.combination = combination
        policies = dict.fromkeys(policy for policy, _ in combination.payments)
        self.titles = {p.policy: p.title for p in decision.decisions} if len(policies) > 1 else {}

    def all(self) -> list[str]:
        combination, out = self.combination, []
        total = Amount(*combination.total).text
        if combination.possible:
            perhaps = "" if combination.exact else "（不一定全，有的也许不会是）"
            out += folded(f"还定不下来，这几项合计 {total}；可能是{perhaps}", 2, 2)
            for chosen in combination.possible[:MOST_POSSIBLE]:
                out += folded(f"· {self.named(chosen) or '一项也没有'}", 4, 2)
            if len(combination.possible) > MOST_POSSIBLE:
                out += folded(f"· 等 {len(combination.possible)} 种", 4, 2)
            if combination.decided_by:
                out += folded(f"要看：{'、'.join(combination.decided_by)}", 4, 2)
        elif not combination.exact:
            out += folded(f"还定不下来，这几项合计 {total}；可能的组合太多，没有列出", 2, 2)
        else:
            out += folded(f"申报：{self.named(combination.claimed) or '一项也没有'}", 2, 2)
            out += folded(f"这几项合计：{total}", 2, 2)
        if combination.left_out:
            out += folded("条件符合而不付或少付的", 2, 2)
            for row in combination.left_out:
                out += folded(f"· {self.named([row.award])}：{self.because(row)}", 4, 2)
        for refer in combination.refer:
            out += folded(f"转人工：{refer}", 2, 2)
        return out

    def because(self, row: LeftOut) -> str:
        """``按“同一平台不重复”（第九条），已有“首次认定”，少 5万元``."""
        by = self.named(row.by, "“{}”")
        lost = f"少 {Amount(*row.lost).text}" if row.lost[1] is not None else f"至少少 {Amount(row.lost[0], row.lost[0]).text}"
        if row.rule == OVERRIDDEN:
            return f"已由{by}取代，{lost}"
        clause = f"（{row.clause}）" if row.clause else ""
        return f"按“{row.rule}”{clause}" + (f"，已有{by}" if by else "，已到上限") + f"，{lost}"

    def named(self, awards: tuple[Key, ...] | list[Key], form: str = "{}") -> str:
        return "、".join(form.format(award) + (f"（{self.titles[policy]}）" if self.titles else "") for policy, award in awards)
