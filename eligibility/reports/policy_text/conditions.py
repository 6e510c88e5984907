"""Conditions in words: each test as written, groups with their parts."""

from __future__ import annotations

from fractions import Fraction

from ...plan.operations import COMPARISONS, Operation
from .item import Item, listed, source_text
from .numbers import Numbers, exact_text

_WORDS = {"ge": "不低于", "gt": "超过", "le": "不超过", "lt": "低于", "eq": "等于"}
_GROUPS = {"all": "同时满足", "any": "满足下列之一"}


class Conditions(Numbers):
    """Tells conditions beside numbers."""

    def condition(self, index: int) -> Item:
        """``index`` with its source; a group has its parts below."""
        op, told = self.operations[index], self.bare(index)
        return told._replace(text=told.text + source_text(op.clause, op.ref, op.evidence))

    def bare(self, index: int) -> Item:
        """``index`` without its own source."""
        op = self.operations[index]
        if op.op == "all" and op.word == "在":
            return Item(self._within(op))
        if op.op == "all" and op.label == "每年":
            return self._every_year(op)
        if op.op == "all" and self._one_subject(op):
            subject = self.operations[op.args[0]].args[0]
            return Item(f"{self.number(subject)} " + "，".join(self.test(a) for a in op.args))
        if op.op == "not":
            told = self.condition(op.args[0])
            return told._replace(text=f"以下不成立：{told.text}")
        if op.op in _GROUPS or op.op == "at_least":
            return self._group(op)
        if op.op == "has":
            return self._has(op)
        if op.op in COMPARISONS:
            return Item(f"{self.number(op.args[0])} {self._compared(op)}")
        if op.op == "is" and self.operations[op.args[0]].unit == "bool":
            return Item(self._truth(op.args[0], op.data == ["是"]))
        if op.op in ("is", "one_of", "exists", "absent"):
            return Item(f"{self.number(op.args[0])} {self._worded(op)}{self._none(op)}")
        return Item(self._truth(index, True))

    # ------------------------------------------------------------------------ tests

    def test(self, index: int) -> str:
        """What is required, without the subject: 不超过 5000万元; 甲级; several joined."""
        op = self.operations[index]
        if op.op == "all" and op.word == "在":
            return self._within(op, False)
        if op.op in ("all", "any"):
            return "，".join(map(self.test, op.args))
        if op.op in COMPARISONS:
            return self._compared(op)
        return self._worded(op).removeprefix("为 ")

    def _compared(self, op: Operation) -> str:
        word, limit = op.word or _WORDS[op.op], self.number(op.args[1])
        return f"{limit}{word}" if word in ("以上", "以下") else f"{word} {limit}"

    def _worded(self, op: Operation) -> str:
        match op.op:
            case "is":
                return f"为 {op.data[0]}"
            case "one_of":
                return f"为 {'、'.join(op.data)} 之一"
            case "exists":
                return "为“有”"
        return "为“无”"

    def _none(self, op: Operation) -> str:
        """What 无 means, where the vocabulary says so."""
        subject = self.operations[op.args[0]]
        fact = self.plan.vocabulary.get(subject.data[0]) if subject.op == "fact" else None
        return f"（“无”是{fact.none}）" if op.op in ("exists", "absent") and fact and fact.none else ""

    def _truth(self, index: int, yes: bool) -> str:
        """A yes/no that holds, or does not."""
        subject = self.operations[index]
        if subject.op == "reading":
            return f"{'按' if yes else '不按'}{self.mention(index)}理解"
        if subject.op == "pool":
            return f"{'在' if yes else '不在'}“{subject.label}”"
        if self.is_pool(index):
            return f"{'在' if yes else '不在'}{self.mention(index)}"
        if subject.op == "unknown":
            return f"{subject.label}不知道（{subject.data[0]}）"
        if subject.op in ("named", "version"):
            return f"{'符合' if yes else '不符合'}{self.mention(index)}"
        if subject.op in ("fact", "column"):
            return f"{self.number(index)}为“{'是' if yes else '否'}”"
        told = self.condition(index).inline()
        return told if yes else f"以下不成立：{told}"

    def _one_subject(self, op: Operation) -> bool:
        """Several comparisons of one thing with no source of their own: 超过 5000万元，不超过 2亿元."""
        tests = [self.operations[a] for a in op.args]
        return len(tests) > 1 and all(t.op in COMPARISONS and t.args[0] == tests[0].args[0] and not (t.clause or t.ref or t.evidence) for t in tests)

    def _within(self, op: Operation, subject: bool = True) -> str:
        """``高企发证日期 在 本年``, from the days at both ends."""
        start, end = (self.operations[self.operations[a].args[1]] for a in op.args)
        if start.op == "edate":
            word = f"近{exact_text(abs(Fraction(*self.operations[start.args[1]].data)), 'count:个月')}"
            self.year_words.setdefault(word)
        else:
            word = self.period(start.data[0], tuple(range(start.data[1], end.data[1] + 1)))
        return (self.number(self.operations[op.args[0]].args[0]) + " " if subject else "") + f"在 {word}"

    # ----------------------------------------------------------------------- groups

    def _group(self, op: Operation) -> Item:
        if not op.args:
            return Item("没有条件" if op.op == "all" else "无论如何不成立")
        text = f"下列至少符合 {op.data[0]} 项" if op.op == "at_least" else _GROUPS[op.op]
        return listed(text, map(self.condition, op.args))

    def _has(self, op: Operation) -> Item:
        inner = self.operations[op.args[1]]
        text = f"至少有一{self.counted_in(op.args[0])}“{self.number(op.args[0])}”"
        if inner.op == "all" and not inner.args:
            return Item(text)
        told = self.condition(op.args[1])
        return Item(f"{text}{told.text}", told.items, told.numbered) if told.items else Item(f"{text}符合：{told.text}")

    def _every_year(self, op: Operation) -> Item:
        """A comparison that holds in each of several years, told once where it reads the same in each."""
        years, tests = [], []
        for argument in map(self.operations.__getitem__, op.args):
            existed = self.operations[argument.args[0]]
            if argument.op == "any" and existed.op == "not":
                end = self.operations[self.operations[existed.args[0]].args[1]]
                years.append(end.data[1])
                tests.append(argument.args[1])
        if not tests:  # without a founding date in the vocabulary
            return listed("每年都成立", map(self.condition, op.args))
        told = []
        words = self.period("policy", tuple(years), "每年")
        for year, test in zip(years, tests):
            self._each = year, words
            inner = self.operations[test]
            own = (inner.clause, inner.ref, inner.evidence) != (op.clause, op.ref, op.evidence)
            told.append(self.condition(test) if own else self.bare(test))
            self._each = None
        if any(one != told[0] for one in told):
            return listed(f"{words}都成立", map(self.condition, tests))
        return told[0]
