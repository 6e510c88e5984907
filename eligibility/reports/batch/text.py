"""A batch in lines for the terminal: how many may have what, how much, what is missing most, where the files are."""

from __future__ import annotations

from collections.abc import Sequence

from ...batch.summary import BatchSummary
from ...batch.totals import Total
from ...decisions.decision import Amount
from ...language.quantities import money_text
from ..lines import WIDTH, fold, folded, width
from ..speech import say
from .words import LIMITED, NO_AWARDS, POOL_WORDS, UNTRACED, blank_words

MOST_SHOWN = 5  # of what is missing; all of it stands in the workbook
_GAP = 2


def summary_text(summary: BatchSummary, files: Sequence[str] = ()) -> str:
    """The whole summary; ``files`` are told at the end."""
    blocks = [_enterprises(summary), _policies(summary), _pools(summary), _missing(summary), _files(files)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _enterprises(summary: BatchSummary) -> list[str]:
    counts, found, manifest = summary.counts, summary.enterprises, summary.written.manifest
    lines = folded(f"判定 {found.decided} 家：{found.eligible} 家至少一项符合，{found.undetermined} 家没有符合的、有待定的，{found.refused} 家全部不符合")
    if counts.rejected:
        lines += folded(f"读入 {counts.read} 行，判定 {counts.used} 行，退回 {counts.rejected} 行")
    return lines + folded(f"政策年度 {manifest.policy_year}，申报日期 {manifest.as_of}")


def _policies(summary: BatchSummary) -> list[str]:
    """Two lines a policy: its title and amount; how many have it, perhaps have it, do not."""
    figures = [(total, (total.eligible, total.undetermined, total.ineligible)) for total in summary.policies]
    wide = [max((len(str(numbers[i])) for _, numbers in figures), default=0) for i in range(3)]
    lines = []
    for total, numbers in figures:
        lines += _beside(summary.titles[total.answer], _amount(total))
        cells = [f"{say(word)} {number:>{w}}" for word, number, w in zip(("符合", "待定", "不符合"), numbers, wide)]
        lines.append("  " + (" " * _GAP).join(cells))
    return lines + (folded(LIMITED) if summary.limited else [])


def _amount(total: Total) -> str:
    """From the sum of the lowest to that of the highest amounts."""
    if not total.unbounded:
        return Amount(total.low, total.high).text
    return f"{money_text(total.low)} 以上，{total.unbounded} 家上限未知" if total.low else Amount(0, None).text


def _beside(left: str, right: str, indent: int = 0) -> list[str]:
    """Two texts on one line, one at each end, or on two where they do not fit."""
    left, right = say(left), say(right)
    free = WIDTH - indent - width(left) - width(right)
    if free >= _GAP:
        return [" " * indent + left + " " * free + right]
    return [*fold(left, indent, 2), *(" " * max(0, WIDTH - width(line)) + line for line in fold(right))]


def _pools(summary: BatchSummary) -> list[str]:
    """Two lines a pool: its title; how many are in it, have to enter, to leave, are outside, are not known."""
    wide = {status: max((len(str(pool.counts[status])) for pool in summary.pools), default=0) for status in POOL_WORDS}
    lines = folded("企业库（家）") if summary.pools else []
    for pool in summary.pools:
        lines += fold(pool.title, 0, 2)
        lines.append("  " + (" " * _GAP).join(f"{say(word)} {pool.counts[status]:>{wide[status]}}" for status, word in POOL_WORDS.items()))
    return lines


def _missing(summary: BatchSummary) -> list[str]:
    missing = summary.missing
    if missing is None:
        return folded(UNTRACED if summary.checks is None else NO_AWARDS)
    if not missing.decisions:
        return []
    lines = folded("最常缺的（项次：一家企业的一个奖补项）")
    for blank in missing.blanks[:MOST_SHOWN]:
        lines += _beside(blank_words(blank), f"{blank.decisions} 项次", 2)
    if missing.lists:
        lines += ["", *folded("只补一项，最能定下结果的")]
        for one in missing.lists[:MOST_SHOWN]:
            more = f"，{one.unbounded} 项次上限未知" if one.unbounded else ""
            lines += _beside(one.fact, f"{one.awards + one.amounts} 项次，涉及 {money_text(one.fen)}{more}", 2)
    return lines


def _files(files: Sequence[str]) -> list[str]:
    return [*folded("写出的文件"), *(f"  {file}" for file in files)] if files else []
