"""One enterprise and its pools: which it is in, which it belongs in, what it lacks, why, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ...pools.decision import CANDIDATE, LEAVE, OUTSIDE, STATUSES, UNDETERMINED, Link, PoolDecision, PoolsDecision
from ..conditions_text import ConditionWriter, basis_text
from ..lines import folded
from ..next_steps import need_lines, parts_of
from ..speech import say
from .words import MARKS, WORDS, distance_text, due_text, unknown_text, with_source

if TYPE_CHECKING:
    from ...language.fact import Fact

Paint = Callable[[str, str], str]  # (text, status) → text, coloured or not

assert set(WORDS) == set(STATUSES)


def plain(text: str, status: str) -> str:
    return text


def head(decisions: Sequence[PoolsDecision], file: str = "", year_note: str = "") -> list[str]:
    """Lines: which enterprise, which profile, for which day; ``year_note`` stands after the policy year."""
    first = decisions[0]
    lines = folded((first.name or "（画像没有写企业名称）") + (f"（{first.code}）" if first.code else ""), 0, 2)
    if file:
        lines.append(say(f"画像 {file}"))  # a path is never torn
    lines += when(first, year_note)
    rejected = sum(p.severity == "error" for p in first.problems)
    if rejected:
        lines += folded(f"注意：画像有 {rejected} 处没有采用，按未填写处理；详见错误输出。", 0, 2)
    return lines


def when(decision: PoolsDecision, year_note: str = "") -> list[str]:
    """Lines: the policy year, the day and the rules."""
    rest = f"申报日期 {decision.as_of}；规则 {decision.rules[:12]}"
    told = [f"政策年度 {decision.policy_year}{year_note}", rest] if year_note else [f"政策年度 {decision.policy_year}；{rest}"]
    return [line for text in told for line in folded(text, 0, 2)]


def pools_lines(decision: PoolsDecision, *, why: bool = False, paint: Paint = plain) -> list[str]:
    """Lines: the document, then its pools by status. ``why``: every condition, and what each pool was derived from."""
    writer = _Pools(decision, why, paint)
    return writer.lines()


class _Pools:
    def __init__(self, decision: PoolsDecision, why: bool, paint: Paint):
        self.decision, self.why, self.paint = decision, why, paint
        self.as_of = date.fromisoformat(decision.as_of)
        self.out: list[str] = []
        self.conditions = ConditionWriter(self.out, why)

    def say(self, text: str, indent: int = 0, hang: int = 2) -> None:
        self.out += folded(text, indent, hang)

    def lines(self) -> list[str]:
        self.say(self.decision.title)
        self.say(self.decision.instrument, 2)
        for status, word in WORDS.items():
            pools = [p for p in self.decision.pools if p.status == status]
            if pools:
                self.out.append(say(f"{word}（{len(pools)}）"))
            for pool in pools:
                self.pool(pool)
        return self.out

    def pool(self, pool: PoolDecision) -> None:
        distance = f"：{distance_text(pool)}" if pool.status == CANDIDATE else ""
        first, *rest = folded(f"{MARKS[pool.status]} {pool.title}{f'（{pool.stage}）' if pool.stage else ''}{distance}", 0, 2)
        self.out += [self.paint(first, pool.status), *rest]
        self.say(f"依据：{basis_text(pool)}", 4)
        if pool.unknown:
            self.say(unknown_text(pool), 4)
        self.lacking(pool)
        if pool.missing:
            self.say(f"还缺：{'、'.join(pool.missing)}", 4)
        self.reasons(pool)
        for due in pool.due:
            self.say(with_source(due, due_text(due, self.as_of)), 4)
        if pool.note and pool.status not in (OUTSIDE, UNDETERMINED):
            self.say(f"说明：{pool.note}", 4)

    def lacking(self, pool: PoolDecision) -> None:
        """The tests that a candidate fails, and by how much."""
        if pool.status != CANDIDATE or pool.lacks is None:
            return
        self.say(f"离“{pool.short_of}”" if pool.short_of else "还差", 4)
        for part in parts_of(pool.lacks):
            self.out += need_lines(part, 6, "· ")

    def reasons(self, pool: PoolDecision) -> None:
        """What decided; with ``why`` the places of the rules and the chain too. What a candidate lacks has been told."""
        self.conditions.stated = pool.clause, pool.ref
        if self.why:
            self.conditions.file = next((r.where for r in pool.why if r.where), "").rsplit(":", 2)[0]
            place = f"（规则文件 {self.conditions.file}）" if self.conditions.file else ""
            self.say(f"{'退库条件' if _leaving(pool) else '条件'}{place}", 4)
            self.conditions.reasons(list(pool.why), 6)
            for line in chain_text(pool.chain):
                self.say(line, 4)
        elif _leaving(pool):
            self.say("退库条件", 4)
            self.conditions.reasons(list(pool.why), 6)
        elif pool.status == OUTSIDE:
            self.conditions.reasons(list(pool.why[:1]), 4)
            if len(pool.why) > 1:
                self.say(f"另有 {len(pool.why) - 1} 项不成立，加 --why 写出", 4)
        elif pool.status != CANDIDATE and not (pool.status == UNDETERMINED and pool.missing):
            self.conditions.reasons(list(pool.why), 4)


def _leaving(pool: PoolDecision) -> bool:
    """Whether it is what it asks for leaving that decided."""
    return pool.status in (LEAVE, OUTSIDE) and bool(pool.why) and all(reason.result for reason in pool.why)


def chain_text(chain: tuple[Link, ...]) -> list[str]:
    """``科技型企业库 ← 高新技术企业库 ← 高企证书有效``: from the pool back; where a step rests on several, each goes on below."""
    because = {link.then: link.because for link in chain}
    lines: list[str] = []
    pending, told = [chain[-1].then] if chain else [], set()
    while pending:
        words = [pending.pop(0)]
        while words[-1] in because and words[-1] not in told:
            told.add(words[-1])
            parts = because[words[-1]]
            if len(parts) != 1:
                words += ["、".join(parts)] if parts else []
                pending += [part for part in parts if part in because]
                break
            words.append(parts[0])
        if len(words) > 1:
            lines.append(" ← ".join(words))
    return lines


def blanks(decisions: Sequence[PoolsDecision], vocabulary: Mapping[str, Fact]) -> list[str]:
    """Lines under 请补充: what the enterprise could state, how it is asked for, and the pools that wait for it."""
    waiting: dict[str, list[str]] = {}
    for pool in (p for decision in decisions for p in decision.pools if p.status in (UNDETERMINED, CANDIDATE, LEAVE)):
        for name in pool.missing:
            waiting.setdefault(name, []).append(pool.title)
    out = ["", say("请补充")] if waiting else []
    for name, titles in waiting.items():
        fact = vocabulary.get(name.partition("（")[0])
        out += folded(f"{name}：{fact.ask}" if fact and fact.ask else name, 2, 2)
        if fact and fact.proof:
            out += folded(f"凭证：{fact.proof}", 4, 2)
        out += folded(f"用于：{'、'.join(titles)}", 4, 2)
    return out
