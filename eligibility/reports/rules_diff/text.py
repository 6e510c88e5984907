"""What other rules change, on the terminal: who gains and who loses by policy, then enterprises that show why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...batch.kinds_of_change import KINDS, UNCHANGED
from ...batch.rules_diff import NEW_ONLY, OLD_ONLY, PolicyDiff, RulesDiff, Tally
from ..lines import folded, width
from ..speech import say
from .example_text import Paint, example_lines, plain
from .words import KIND_WORDS, change_text, span_text

if TYPE_CHECKING:
    from ...language.fact import Fact

_COLUMNS = (16, 12, 15, 15)  # of the table: together 58
_MOST_NAMES = 12


class Shown(NamedTuple):
    """What stands over a report: the rules and the files as they were named."""

    old: str
    new: str
    files: tuple[str, ...]
    year_note: str = ""


def render(diff: RulesDiff, shown: Shown, vocabularies: tuple[dict[str, Fact], dict[str, Fact]], *, full: bool = False, paint: Paint = plain) -> str:
    """Several lines without a final line end; ``full`` adds both explanations of each enterprise whole."""
    out = _head(diff, shown) + _no_column(diff)
    compared = diff.compared
    if compared:
        out += ["", *_all(diff)]
    for policy in compared:
        if policy.changed:
            out += ["", *_policy(policy, paint)]
    out += _silent(diff)
    if diff.examples:
        out += ["", say(f"举例 {len(diff.examples)} 家：各种变化里变动最大的")]
    for number, example in enumerate(diff.examples, 1):
        out += ["", *example_lines(number, example, vocabularies, full, paint)]
    return "\n".join(out)


def _head(diff: RulesDiff, shown: Shown) -> list[str]:
    out = [say("规则改动对企业的影响")]
    for name, path, sha256 in (("旧规则", shown.old, diff.old_sha256), ("新规则", shown.new, diff.new_sha256)):
        out.append(say(f"{name} {path}（{sha256[:12]}）"))  # a path is never torn
    out.append(say(f"名单 {'、'.join(shown.files)}"))
    out += folded(f"读入 {diff.read} 行，采用 {diff.used} 行，未采用 {diff.rejected} 行", 0, 2)
    return out + folded(f"政策年度 {diff.policy_year}{shown.year_note}；申报日期 {diff.as_of.isoformat()}", 0, 2)


def _no_column(diff: RulesDiff) -> list[str]:
    """Facts that nobody states: why so many may be undetermined."""
    out: list[str] = []
    for names, whose in ((diff.no_column.new, "新规则新用到、"), (diff.no_column.both, "新旧规则都用到、"), (diff.no_column.old, "只有旧规则用到、")):
        if names:
            some = "、".join(names[:_MOST_NAMES]) + (f" 等 {len(names)} 项" if len(names) > _MOST_NAMES else "")
            out += folded(f"注意：{whose}名单里没有这一栏，全部企业按未填写处理：{some}", 0, 2)
    return ["", *out] if out else out


def _all(diff: RulesDiff) -> list[str]:
    e, money = diff.enterprises, diff.money
    if not e.changed:
        return folded(f"{diff.used} 家企业的结果都没有变化。", 0, 2)
    out = folded(f"结果有变的企业 {e.changed} 家：钱变多 {e.gaining} 家，变少 {e.losing} 家，其他 {e.other} 家；没有变化 {diff.used - e.changed} 家", 0, 2)
    return out + _sums(money, 0)


def _sums(total: Tally, indent: int) -> list[str]:
    out = folded(f"原来合计 {span_text(total.before)}", indent, 2) + folded(f"现在合计 {span_text(total.after)}", indent, 2)
    low, high = total.after.low - total.before.low, total.after.high - total.before.high
    bounded = not (total.before.unbounded or total.after.unbounded)
    words = change_text(low) if bounded and low == high else f"至少 {change_text(low)}" + (f"，至多 {change_text(high)}" if bounded else "")
    return out + folded(f"增减　　 {words}", indent, 2)


def _policy(policy: PolicyDiff, paint: Paint) -> list[str]:
    """One line a kind of change that somebody has, below each other."""
    only = {NEW_ONLY: "（只在新规则里）", OLD_ONLY: "（只在旧规则里）"}.get(policy.within, "")
    out = folded(f"{policy.title}{only}", 0, 2) + [f"  {policy.policy}"]
    out.append(_row(*map(say, ("变化", "企业", "金额至少", "金额至多"))))
    for kind in (*KINDS[1:], UNCHANGED):
        tally = policy.kinds[kind]
        if tally.enterprises:
            low, high = tally.after.low - tally.before.low, tally.after.high - tally.before.high
            open_ended = tally.after.unbounded or tally.before.unbounded
            money = ("", "") if kind == UNCHANGED else (change_text(low), say("有上限未知") if open_ended else change_text(high))
            out.append(paint(_row(say(KIND_WORDS[kind]), say(f"{tally.enterprises} 家"), *money), kind))
    return out + _sums(policy.total, 2)


def _row(*cells: str) -> str:
    first, *numbers = cells
    line = "  " + first + " " * max(1, _COLUMNS[0] - 2 - width(first))
    for cell, wide in zip(numbers, _COLUMNS[1:]):
        line += " " * max(1, wide - width(cell)) + cell
    return line.rstrip()


def _silent(diff: RulesDiff) -> list[str]:
    """Policies of which nothing was told: changed without anybody noticing, or not changed at all."""
    out: list[str] = []
    nobody = [p for p in diff.compared if not p.changed]
    only = {NEW_ONLY: "只在新规则里", OLD_ONLY: "只在旧规则里"}
    for policy in nobody:
        what = f"{only[policy.within]}，名单里没有一家符合或待定" if policy.within in only else "规则有改动，但名单里没有一家的结果因此不同"
        out += folded(f"· {policy.title}（{policy.policy}）：{what}", 0, 2)
    same = [p for p in diff.policies if p.same]
    if same:
        out += folded(f"· 规则没有改动、没有重算的 {len(same)} 项：{'、'.join(p.title for p in same)}", 0, 2)
    return ["", *out] if out else out
