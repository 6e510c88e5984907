"""The words for what other rules change."""

from __future__ import annotations

from ...batch.kinds_of_change import (
    ADDED, DROPPED, ELIGIBLE_OPENED, INELIGIBLE_OPENED, INTERVAL, LOWERED, RAISED, SETTLED_ELIGIBLE, SETTLED_INELIGIBLE, UNCHANGED,
)
from ...batch.rules_diff import Money
from ...language.quantities import money_text

#: short enough for a column of a table on a terminal 60 wide
KIND_WORDS = {
    DROPPED: "不再享受", LOWERED: "金额减少", ADDED: "新享受", RAISED: "金额增加",
    ELIGIBLE_OPENED: "可享受变待定", INELIGIBLE_OPENED: "不符合变待定",
    SETTLED_INELIGIBLE: "待定变不符合", SETTLED_ELIGIBLE: "待定变可享受",
    INTERVAL: "金额范围有变", UNCHANGED: "没有变化",
}  # fmt: skip


def change_text(fen: int) -> str:
    """+20万元, -5万元, 0元."""
    return f"{'+' if fen > 0 else '-' if fen else ''}{money_text(abs(fen))}"


def span_text(money: Money) -> str:
    """20万元; 20万元 至 50万元; and where of some no upper end is known, what the others get at most."""
    if money.unbounded:
        return f"至少 {money_text(money.low)}（{money.unbounded} 家的上限未知，其余至多 {money_text(money.high)}）"
    return money_text(money.low) if money.low == money.high else f"{money_text(money.low)} 至 {money_text(money.high)}"
