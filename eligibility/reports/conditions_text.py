"""Conditions as lines: what was found, what was required, by how much it falls short, and why it is so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, AwardDecision, FactShown, Reason
from .lines import WIDTH, folded, width
from .reasons import branches

if TYPE_CHECKING:
    from ..pools.decision import DueDay

MARKS = {ELIGIBLE: "√", INELIGIBLE: "×", UNDETERMINED: "?"}  # all three can be written in GBK
EVIDENCE = {"official": "官方原文", "secondary": "转载", "recalled": "凭记忆", "assumed": "推定"}
_TRUTH = {True: ELIGIBLE, False: INELIGIBLE, None: UNDETERMINED}
_NOT_GIVEN = "未填写"
_CELL = re.compile(r"(.+!)?[A-Z]{1,3}[0-9]+")  # the place of a value in a table
_GROUPS = {"all": "同时成立", "any": "有一项成立即可", "not": "不得成立", "some": ""}


class ConditionWriter:
    """Adds lines to ``out``; ``explain`` says the place of every rule.

    ``stated`` is the clause and reference of the award being told: its
    conditions need not repeat them. ``file`` is the rule file being told,
    likewise.
    """

    def __init__(self, out: list[str], explain: bool):
        self.out = out
        self.explain = explain
        self.stated: tuple = ()
        self.file = ""
        self.shown: set[tuple] = set()  # groups of conditions written out already

    def say(self, text: str, indent: int = 0, hang: int = 2) -> None:
        self.out += folded(text, indent, hang)

    def reasons(self, reasons: list[Reason], indent: int) -> None:
        """What decided, each with what was found; several tests of one thing under one head."""
        last: tuple | None = None
        for reason in reasons:
            if reason.kind == "test":
                self.test(reason, indent, repeated=last == _head(reason))
                last = _head(reason)
            else:
                self.group(reason, indent)
                for child in reason.children:
                    several = [child] if child.kind != "all" else branches(child)
                    if len(several) > 1:
                        self.say("· 同时满足：", indent + 2)
                    self.reasons(several, indent + (4 if len(several) > 1 else 2))
                last = None

    def whole(self, reason: Reason, indent: int) -> None:
        """The whole tree of one award or standard, without its root."""
        self.file = reason.where.rsplit(":", 2)[0]
        self.say(f"条件（规则文件 {self.file}）", indent)
        self.shown.add(_key(reason))
        for part in reason.children if reason.kind == "all" else [reason]:
            self.tree(part, indent + 2)

    def tree(self, reason: Reason, indent: int) -> None:
        """Every condition, with the place of its rule; what was shown before is not repeated."""
        while reason.kind == "all" and len(reason.children) == 1:
            reason = reason.children[0]
        if reason.kind == "test":
            self.test(reason, indent)
            return
        seen = _key(reason) in self.shown
        self.group(reason, indent, "（见上）" if seen else "")
        if not seen:
            self.shown.add(_key(reason))
            for child in reason.children:
                self.tree(child, indent + 2)

    def group(self, reason: Reason, indent: int, after: str = "") -> None:
        kind = "" if reason.condition.startswith("不是：") else _GROUPS[reason.kind]
        words = "：".join(filter(None, (reason.condition, kind)))
        self.parts([f"{MARKS[_TRUTH[reason.result]]} {words}{after}", *self.rule(reason)], indent)

    def test(self, reason: Reason, indent: int, repeated: bool = False) -> None:
        """``× 首次升规日期：2019-03-01（第 18 行）``, what was required, by how much it falls short, and why."""
        condition, actual, own = _head(reason)
        parts = [] if repeated else [f"{MARKS[_TRUTH[reason.result]]} {condition}：{actual}{own}"]
        if repeated or reason.required not in (actual, f"为 {actual}"):
            parts.append(f"要求 {reason.required}")
        if reason.short_by:
            parts.append(reason.shortfall)
        others = [f for f in reason.facts if f.fact != condition]
        if others:
            parts.append(f"来源 {'、'.join(f'{f.fact} {f.value}{_line(f)}' for f in others)}")
        if (reason.clause or reason.ref) and (reason.clause, reason.ref) != self.stated:
            parts.append(f"依据 {basis_text(reason)}")
        self.parts(parts + self.rule(reason), indent + 2 * repeated, 0 if repeated else 2)

    def rule(self, reason: Reason) -> list[str]:
        """The place of a rule, without the file where it is the one being told."""
        return [f"规则 {reason.where.removeprefix(self.file + ':')}"] if self.explain and reason.where else []

    def parts(self, parts: list[str], indent: int, hang: int = 2) -> None:
        """Parts side by side as long as they fit, none torn where it fits on a line of its own."""
        line, *rest = parts
        lines = []
        for part in rest:
            if indent + hang * bool(lines) + width(f"{line}；{part}") <= WIDTH:
                line = f"{line}；{part}"
            else:
                lines.append(line)
                line = part
        for i, text in enumerate([*lines, line]):
            self.say(text, indent + hang * bool(i))


def basis_text(stated: AwardDecision | Reason | DueDay) -> str:
    """Clause, our own reference and evidence in words, of an award, a reason or a due day."""
    return "，".join(filter(None, (stated.clause, stated.ref, EVIDENCE.get(stated.evidence or ""))))


def _key(reason: Reason) -> tuple:
    """The same for one group of conditions wherever it is used."""
    return reason.condition, tuple(c.operation for c in reason.children)


def _head(reason: Reason) -> tuple[str, str, str]:
    """The thing tested, what was found, and where the profile says so."""
    own = next((_line(f) for f in reason.facts if f.fact == reason.condition), "")
    return reason.condition, reason.actual, own


def _line(fact: FactShown) -> str:
    if fact.origin == _NOT_GIVEN:
        return ""
    place = fact.origin.rsplit(":", 2)
    if _CELL.fullmatch(place[-1]):
        return f"（{place[-1]}）"
    return f"（第 {place[1]} 行）" if len(place) == 3 and place[1].isdigit() else ""
