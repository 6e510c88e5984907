"""The words of a batch summary that the workbook and the terminal share."""

from __future__ import annotations

from ...batch.columns import Answer
from ...batch.missing import Blank, Missing
from ...batch.summary import BatchSummary
from ...pools.decision import LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED

WHAT_SETTLES = (
    "补上一项指标能定下多少：把这一项查清（其余空白照旧），不论查出什么，是否符合就能定下的有多少项次，金额就能算准的有多少项次。"
    "只凭判定时记下的条款推断，数得出的都能定下，实际只会更多。项次是一家企业的一个奖补项。"
)
UNTRACED = "这一批没有记录条款（--trace），说不出原因和缺什么；单家企业用 eligibility explain 看"
NO_AWARDS = "这一批没有写每个奖补项（--no-awards），说不出缺什么、补什么最有用"
POOLS = "企业库按表格里的指标推断：在库是在册、也该在，应入库是不在册而该在，应退库是在册而不该在；差几项就能入库的候选企业算在不在库里，用 eligibility pools 看"
#: status in a pool → the word for it
POOL_WORDS = {MEMBER: "在库", PROMOTE: "应入库", LEAVE: "应退库", OUTSIDE: "不在库", UNDETERMINED: "待定"}
LIMITED = "有的政策合用一个限额：各政策最多的金额不一定能同时兑现，合计是上限"


def blank_words(blank: Blank) -> str:
    """What is missing, said as one line: one fact, several of which one at least is blank, or what the rules do not say."""
    parts = [f"规则没有的数：{'、'.join(blank.rules)}"] if blank.rules else []
    if blank.facts:
        parts.append("、".join(blank.facts) + ("（至少缺一项）" if len(blank.facts) > 1 and not parts else ""))
    return "；也可能是 ".join(parts) or "指标齐全，除数可能是 0，算不出"


def award_words(summary: BatchSummary, answer: Answer) -> tuple[str, str]:
    """(title of the policy, title of the award); a gate speaks of all awards."""
    return summary.titles[Answer(answer.policy, None)], "全部" if answer.award is None else summary.titles[answer]


def left_out_words(missing: Missing) -> list[str]:
    """What the tables of what is missing do not speak of."""
    said = []
    if missing.entangled:
        said.append(f"另有 {missing.entangled} 项次金额未定，与其他奖补项合并或择一计算，没有计入上面两张表")
    if missing.unexamined:
        said.append(f"另有 {missing.unexamined} 项次的条款情形少见，没有逐一分析，没有计入上面两张表")
    return said
