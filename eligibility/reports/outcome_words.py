"""What an award or a policy came to, in the few words that every report uses."""

from __future__ import annotations

from ..decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount, AwardDecision, Outcome, PolicyDecision

ASSUMED = "按参考值测算"
_UNKNOWN = "金额未知"


def result_words(decided: PolicyDecision | AwardDecision, assumed: bool = False) -> str:
    """The status with the amount where there is one to tell: 可享受 20万元（暂定）."""
    amount = decided.amount.text
    if decided.status == INELIGIBLE:
        words, marks = "不符合", []
    else:
        words = f"待定，{amount}" if decided.status == UNDETERMINED else granted_words(decided.amount)
        marks = ["暂定"] * decided.provisional
    marks += [ASSUMED] * assumed
    return words + (f"（{'，'.join(marks)}）" if marks else "")


def granted_words(amount: Amount) -> str:
    """An eligible award may still pay nothing, being replaced by another, or an amount nobody knows."""
    return f"符合，{amount.text}" if amount.high == 0 or amount.text == _UNKNOWN else f"可享受 {amount.text}"


def reading_words(outcome: Outcome) -> str:
    """What an award would be if the text were read otherwise."""
    read = "，".join(f"“{name}”理解为“{'是' if value else '否'}”" for name, value in outcome.readings.items())
    result = {ELIGIBLE: granted_words(outcome.amount), INELIGIBLE: "不符合", UNDETERMINED: f"待定，{outcome.amount.text}"}
    return f"若{read}：{result[outcome.status]}"
