"""One reply at a time: a line from the terminal to an answer, asked again for as long as it cannot be read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import click

from ..interview.answers import PAID, Answer, Answers, none_too
from ..interview.payable import payable_awards
from ..interview.question import Item, Question
from ..interview.row_columns import column_matters
from ..interview.state import State
from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.tree import Scalar
from ..plan.plan import Plan
from ..profiles.labels import slot_name
from ..profiles.profile import PaidBefore
from ..profiles.records import MAX_ROWS
from ..profiles.values import NONE_VALUE, read_value
from ..profiles.words import NONE_WORD
from ..reports.lines import folded
from ..reports.speech import say as in_words
from ..reports.question_text import fact_lines, help_lines, options

UNCLEAR = ("不清楚", "不知道")
BACK = ("返回", "上一步")
LEAVE = "退出"
HELP = ("?", "？")
_NUMBER = re.compile(r"([0-9０-９]{1,3})([?？]?)")
_LEFT_BLANK = re.compile("(整个)?留空")  # how a file says that something is not known
_PLACE = Where("回答", 1, 1)


class Back(Exception):
    """The user wants to change what came before."""


class Leave(Exception):
    """The user wants to stop here, or there is nothing more to read."""


def say(text: str, indent: int = 2) -> None:
    """Talk: folded, on standard error."""
    for line in folded(text, indent, 2):
        click.echo(line, err=True)


def line_of(prompt: str, helped: Callable[[], list[str]]) -> str:
    """A line as typed, without 返回, 退出 and ?, which are seen to here. Leave at the end of the input."""
    while True:
        click.echo(in_words(prompt), nl=False, err=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            click.echo(line.rstrip("\r\n"), err=True)  # so that a record of the talk can be read
        word = line.strip()
        if not line or word == LEAVE:
            raise Leave
        if word in BACK:
            raise Back
        if "\ufffd" in word:
            say("这一行有读不出来的字，请重新输入。")
        elif word in HELP:
            for text in helped():
                click.echo(text, err=True)
        else:
            return word


class Replies:
    """The reply to one question."""

    def __init__(self, state: State, question: Question, plan: Plan):
        self.state, self.question, self.plan = state, question, plan
        self.inside = False  # in the middle of an answer of several lines, where 返回 begins this question anew

    def answers(self) -> Answers:
        """What was answered so far and this question's answer; raises Back and Leave."""
        if self.question.together:
            return self._statements(self.state.answers)
        return self._item(self.state.answers, self.question.items[0])

    def _line(self, prompt: str = "> ", fact: Fact | None = None) -> str:
        helped = (lambda: help_lines(self.question)) if fact is None else (lambda: fact_lines(fact) + help_lines(self.question))
        return line_of(prompt, helped)

    # ---------------------------------------------------------------- several at once

    def _statements(self, answers: Answers) -> Answers:
        """Statements confirmed by Enter; those with a number are not so, those with a number and ? are not known."""
        items = self.question.items
        while True:
            marked = _marked(self._line(), len(items))
            if marked is not None:
                break
            say(f"没有看懂。都属实按回车；不属实的写 1 至 {len(items)} 的编号，用空格隔开；不清楚的在编号后加问号，如 2 4?")
        for position, item in enumerate(items, 1):
            if marked.get(position) == "?":
                answers = answers.leave(item.key)
                say(f"{item.label}：不清楚")
            elif position in marked and item.key == PAID:
                self.inside = True
                answers = self._paid(answers, item)
            else:
                word = {"是": "否", "否": "是"}[item.usual] if position in marked else item.usual
                say(f"{item.label}：{word}")
                answers = answers.give_paid(()) if item.key == PAID else answers.give(item.key, Answer(word == "是", word))
        return answers

    # ----------------------------------------------------------------------- one fact

    def _item(self, answers: Answers, item: Item) -> Answers:
        if item.key == PAID:
            return self._paid(answers, item)
        if item.fact.type == "records":
            return self._records(answers, item)
        answer = self._value(item.fact)
        if answer is None:
            return answers.leave(item.key)
        answers = answers.give(item.key, answer)
        if answer.value is not NONE_VALUE:
            return answers
        answers, alike = none_too(answers, item.key, self.plan.vocabulary)
        if alike:
            say(f"{item.fact.none}，因此也记为 无：{'、'.join(map(slot_name, alike))}")
        return answers

    def _value(self, fact: Fact, prompt: str = "> ") -> Answer | None:
        """A value read as profiles read it, with their errors; None where it is not known."""
        while True:
            word = self._line(prompt, fact if prompt != "> " else None)
            if word in UNCLEAR:
                return None
            text = _option(fact, word)
            findings = Findings()
            value = read_value(fact, Scalar(text, _PLACE), findings)
            for problem in findings.sorted():
                say(f"{problem.code} {problem.message}")
                say(f"改法：{_LEFT_BLANK.sub('答 不清楚', in_words(problem.hint))}", 4)
            if value is not None:
                return Answer(value, text)
            if not findings.items:
                say("没有写。不清楚就答 不清楚。")

    # ------------------------------------------------------------------- lists of rows

    def _records(self, answers: Answers, item: Item) -> Answers:
        """无, or row by row, only the columns that can matter."""
        say(f"没有写 无；有就按回车，一{item.fact.counted_in or '行'}一{item.fact.counted_in or '行'}地填。")
        while (word := self._line()) not in ("", NONE_WORD, "有", *UNCLEAR):
            say("请写 无，或按回车开始填。")
        if word in UNCLEAR:
            return answers.leave(item.key)
        if word == NONE_WORD:
            return answers.give(item.key, Answer([], NONE_WORD))
        self.inside = True
        rows: list[dict] = []
        while len(rows) < MAX_ROWS:
            row = self._row(item, len(rows) + 1)
            if not row:
                say(f"这一{item.fact.counted_in or '行'}什么都不清楚，整项按不清楚处理。")
                return answers.leave(item.key)
            rows.append(row)
            if not self._more(item):
                break
        return answers.give(item.key, Answer(rows, rows))

    def _row(self, item: Item, number: int) -> dict:
        row: dict[str, object] = {}
        asked: set[str] = set()
        names = list(item.fact.columns)
        for name in names:
            matters = column_matters(self.state, item.fact.name, row, asked, name)
            if not matters and (asked or name != names[-1]):
                continue
            column = item.fact.columns[name]
            say(f"第 {number} {item.fact.counted_in or '行'}：{name}")
            for line in fact_lines(column):
                click.echo("  " + line, err=True)
            answer = self._value(column, "  > ")
            asked.add(name)
            if answer is not None:
                row[name] = answer.value
        return row

    def _more(self, item: Item) -> bool:
        while (word := self._line("  还有吗？（是/否）> ")) not in ("是", "否", "有", "没有", NONE_WORD, ""):
            say("请答 是 或 否。")
        return word in ("是", "有")

    # ------------------------------------------------------------------ paid before

    def _paid(self, answers: Answers, item: Item) -> Answers:
        """无, or the numbers of the awards that were paid before, and how much where that counts."""
        choices = payable_awards(self.plan, [board.document.id for board in self.state.boards])
        say(f"{item.label}：以前兑现过下面哪些？写编号，用空格隔开；都没有写 无。")
        for number, choice in enumerate(choices, 1):
            say(f"{number} {choice.policy_title}：{choice.title}", 4)
        while True:
            word = self._line()
            marked = {} if word == NONE_WORD else _marked(word, len(choices))
            if word in UNCLEAR:
                return answers.leave(PAID)
            if word and marked is not None and "?" not in marked.values():
                break
            say(f"没有看懂。写 1 至 {len(choices)} 的编号，用空格隔开；都没有写 无；不清楚写 不清楚。")
        self.inside = True
        paid = []
        for choice in (choices[number - 1] for number in sorted(marked)):
            amount = Fact(f"{choice.title}已兑现的金额", "money", _PLACE)
            answer = self._value(amount, f"  {choice.title}一共兑现了多少？> ") if choice.summed else None
            paid.append(PaidBefore(choice.policy, choice.award, None, answer.value if answer else None, _PLACE))
        return answers.give_paid(tuple(paid))


def _marked(line: str, most: int) -> dict[int, str] | None:
    """``2 4?`` → {2: "", 4: "?"}; {} for an empty line; None where it cannot be read."""
    found = {}
    for word in re.split(r"[\s,，、;；]+", line.strip()) if line.strip() else ():
        match = _NUMBER.fullmatch(word)
        if match is None or not 1 <= int(match[1]) <= most:
            return None
        found[int(match[1])] = "?" if match[2] else ""
    return found


def _option(fact: Fact, word: str) -> str:
    """The option that a number stands for, or the word itself."""
    choices = options(fact)
    if word in choices or not (word.isdecimal() and len(word) <= 3 and 1 <= int(word) <= len(choices)):
        return word
    return choices[int(word) - 1]
