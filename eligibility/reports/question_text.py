"""A question as people read it: what is asked, how to answer, why it is asked, and what an answer settled."""

from __future__ import annotations

from collections.abc import Sequence

from ..decisions.decision import Amount
from ..interview.answers import PAID
from ..interview.question import Item, Question
from ..interview.state import State
from ..language.fact import Fact
from ..profiles.words import NONE_WORD
from .lines import folded

#: awards named one by one
MOST_NAMED = 4
_FORMS = {"yes_no": "答 是 或 否", "money": "金额要带单位，如 500万元", "number": "写一个数，如 12.5", "ratio": "百分比，如 5%",
          "date": "写作 2021-11-12", "year": "四位年份，如 2020", "choice": "写编号"}  # fmt: skip


def options(fact: Fact) -> list[str]:
    """What a choice may be, 无 last; none for other facts."""
    return [*fact.options, *([NONE_WORD] if fact.none else [])] if fact.type == "choice" else []


def question_lines(question: Question, number: int) -> list[str]:
    """The question with its number; several statements to be confirmed are numbered themselves."""
    if question.together:
        lines = folded(f"第 {number} 问　下面几条是否都属实？", 0, 2)
        for position, item in enumerate(question.items, 1):
            lines += folded(f"{position} {item.label}：{item.usual}　{_ask(item)}".rstrip(), 2, 2)
        return lines + folded("都属实按回车；不属实的写编号，不清楚的在编号后加问号，如 2 4?", 2)
    item = question.items[0]
    return folded(f"第 {number} 问{'（续）' if question.continued else ''}　{item.label}", 0, 2) + fact_lines(item.fact)


def _ask(item: Item) -> str:
    """The question behind a statement; of 已兑现 the statement itself."""
    return "以前没有兑现过任何奖补项" if item.key == PAID else item.fact.ask or ""


def fact_lines(fact: Fact) -> list[str]:
    """What is asked of one fact, and how to write the answer."""
    lines = folded(fact.ask, 2) if fact.ask else []
    for position, option in enumerate(options(fact), 1):
        lines += folded(f"{position} {option}" + (f"（{fact.none}）" if option == NONE_WORD else ""), 4, 2)
    form = answer_form(fact)
    return lines + (folded(form, 2) if form else [])


def answer_form(fact: Fact) -> str:
    """How to write an answer, in words."""
    form = f"整数，如 30{fact.unit}" if fact.type == "count" else _FORMS.get(fact.type, "")
    if fact.type == "number" and fact.unit:
        form += fact.unit
    none = f"没有（{fact.none}）写 无" if fact.none and fact.type not in ("choice", "records") else ""
    return "；".join(part for part in (form, none) if part)


def help_lines(question: Question) -> list[str]:
    """What stands behind ``?``: form, proof, and the awards that wait for the answer."""
    lines: list[str] = []
    for item in question.items:
        if question.together:
            lines += folded(item.label, 2)
        form = answer_form(item.fact)
        lines += folded(f"写法：{form}", 4, 2) if form else []
        lines += folded(f"凭证：{item.fact.proof}", 4, 2) if item.fact.proof else []
        lines += _why(item)
    return lines + folded("也可以答：不清楚（留空，不再问）、返回（改前面的）、退出（停在这里）", 2, 2)


def _why(item: Item) -> list[str]:
    """Why it is asked: the open awards, under the title of each policy."""
    lines: list[str] = []
    for policy in dict.fromkeys(p.policy for p in item.purposes):
        mine = [p for p in item.purposes if p.policy == policy]
        lines += folded(f"用于：{policy}", 4, 2)
        for purpose in mine[:MOST_NAMED]:
            lines += folded(f"· {purpose.award}" + (f"（{purpose.basis}）" if purpose.basis else ""), 6, 2)
        lines += folded(f"· 等 {len(mine)} 项", 6, 2) if len(mine) > MOST_NAMED else []
    return lines


# ------------------------------------------------------------------ what it settled


def standing_text(state: State) -> str:
    """``目前：符合 1 项，不符合 2 项，待定 1 项；合计 15万元 至 20万元``."""
    standings = [standing for policy in state.standings for standing in policy]
    held, refused, open_ = (sum(s.status is status for s in standings) for status in (True, False, None))
    parts = [f"符合 {held} 项"] * bool(held) + [f"不符合 {refused} 项"] * bool(refused) + [f"待定 {open_} 项"] * bool(open_)
    return f"目前：{'，'.join(parts)}；合计 {_amount(*state.total)}"


def settled_text(before: State, after: State) -> str | None:
    """``新确定：首次认定 可享受 20万元；不符合 复审、连续通过复审``; None where nothing new is settled."""
    held, refused = [], []
    for board, old, new in zip(after.boards, before.standings, after.standings):
        for award, was, now in zip(board.document.awards, old, new):
            if now.status is False and was.status is not False:
                refused.append(award.title)
            elif now.status is True and now.settled and not was.settled:
                limited = "（未计合并限额）" if (board.document.id, award.name) in after.limited else ""
                held.append(f"{award.title} {_amount(now.low, now.high)}{limited}")
    parts = [f"符合 {_named(held)}"] * bool(held) + [f"不符合 {_named(refused)}"] * bool(refused)
    return "新确定：" + "；".join(parts) if parts else None


def _named(names: Sequence[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 项" if len(names) > MOST_NAMED else "")


def _amount(low: int, high: float) -> str:
    return Amount(int(low), None if high == float("inf") else int(high)).text
