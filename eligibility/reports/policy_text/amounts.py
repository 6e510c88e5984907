"""How much, in words: the forms of the calculation block and the steps after it."""

from __future__ import annotations

from fractions import Fraction

from ...plan.operations import COMPARISONS, Operation
from .conditions import Conditions
from .item import Item, listed, phrase, source_text
from .numbers import ROUNDED, exact_text

#: steps after the amount, by the label that the plan gives them
_STEPS = {"取整": "", "保底": "至少 {}", "封顶": "至多 {}", "起付线": "不到 {} 的不付"}
_STEP_OPERATIONS = ("max", "min", "nothing_below", *ROUNDED)


class Amounts(Conditions):
    """Tells amounts beside conditions."""

    def value(self, index: int) -> list[Item]:
        """The amount, and what is done to it afterwards: rounded, at least, at most, too small to pay."""
        form, steps = self.form(index), []
        while index != form:
            steps.insert(0, self._step(self.operations[index]))
            index = self.operations[index].args[0]
        told = self._form(form)
        if not steps:
            return told
        after = "；".join(steps)
        if len(told) == 1 and not told[0].items:
            return [Item(f"{told[0].text}；{after}")]
        return [*told, Item(f"算出来以后：{after}")]

    def form(self, index: int) -> int:
        """What is calculated before those steps."""
        while self.operations[index].label in _STEPS and self.operations[index].op in _STEP_OPERATIONS:
            index = self.operations[index].args[0]
        return index

    def _step(self, op: Operation) -> str:
        return self.rounded(op) if op.op in ROUNDED else _STEPS[op.label].format(self.number(op.args[1]))

    def _form(self, index: int) -> list[Item]:
        op = self.operations[index]
        if op.op == "unknown":
            return [Item(f"没有查到（{phrase(op.data[0])}），不当作任何数")]
        if op.op == "guard":
            return self._guarded(op)
        if op.op == "first_of":
            return [self._first_of(op) if op.data[0] is None else self.grid([index])]
        if op.op == "sum" and op.label == "分段累计":
            return [self._tiers(op)]
        if op.op == "for_each":
            return [self._for_each(op)]
        return [Item(self.number(index))]

    def _guarded(self, op: Operation) -> list[Item]:
        condition, told = self.condition(op.args[0]), self.value(op.args[1])
        none = exact_text(Fraction(0), op.unit)
        if not condition.items and len(told) == 1 and not told[0].items:
            return [Item(f"{condition.text}的，{told[0].text}；否则是 {none}")]
        return [condition._replace(text=f"不符合下面条件的，是 {none}：{condition.text}"), told[0]._replace(text=f"符合的：{told[0].text}"), *told[1:]]

    # ------------------------------------------------------------------------ tables

    def _first_of(self, op: Operation) -> Item:
        sources = [source_text(*source) for source in op.data[1]] or [""] * (len(op.args) // 2 + 1)
        if self._of_one_subject(op):
            tests = [*map(self.test, op.args[:-1:2]), "其余"]
            rows = [Item(f"{test}：{self.number(value)}{source}") for test, value, source in zip(tests, [*op.args[1:-1:2], op.args[-1]], sources)]
            return Item(f"按 {self.number(self.operations[op.args[0]].args[0])} 分档，从上往下看", tuple(rows))
        rows = []
        for test, value, source in zip(op.args[:-1:2], op.args[1::2], sources):
            condition = self.condition(test)
            text = f"{condition.text}的：{self.number(value)}{source}" if not condition.items else f"{self.number(value)}{source}，条件是{condition.text}"
            rows.append(Item(text, condition.items, condition.numbered))
        rows.append(Item(f"其余：{self.number(op.args[-1])}{sources[-1]}"))
        return listed("依次看，取第一个符合的", rows)

    def _of_one_subject(self, op: Operation) -> bool:
        """Whether every row is one test of the same thing, with no source of the test's own."""
        tests = [self.operations[a] for a in op.args[:-1:2]]
        plain = all(t.op in ("is", "one_of") or t.op in COMPARISONS for t in tests) and not any(t.clause or t.ref or t.evidence for t in tests)
        return plain and len({t.args[0] for t in tests}) == 1 and self.operations[tests[0].args[0]].unit != "bool"

    def grid(self, tables: list[int]) -> Item:
        """Bands: one row for each test of the subject; ``tables`` give a value each, in the same rows."""
        first = self.operations[tables[0]]
        values = [[*op.args[1:-1:2], op.args[-1]] for op in map(self.operations.__getitem__, tables)]
        rows = [Item(f"{test}：{'，'.join(map(self.number, row))}") for test, *row in zip(self.rows(first), *values)]
        return Item(f"按 {self.number(first.data[0])} 分档，从上往下看", tuple(rows))

    def rows(self, op: Operation) -> list[str]:
        """What each row of bands requires of their subject."""
        last = op.data[2]
        return [self.test(a) for a in op.args[:-1:2]] + ["其余" if last is None else self.test(last)]

    def _tiers(self, op: Operation) -> Item:
        rows, below = [], None
        for index in op.args:
            part, rate = self.operations[index].args
            piece = self.operations[part]
            if below is not None:  # max（（min（subject，upto）- below），0）
                part = self.operations[piece.args[0]].args[0]
                piece = self.operations[part]
            last = index == op.args[-1]
            subject, upto = (part, None) if last else piece.args
            span = ([f"超过 {self.number(below)}"] if below is not None else []) + ([f"不超过 {self.number(upto)}"] if upto is not None else [])
            rows.append(Item(f"{'、'.join(span) or '全部'} 的部分：{self.number(rate)}"))
            below = upto
        return Item(f"对 {self.number(subject)} 分段累计，每段只对落在本段的部分计", tuple(rows))

    # ------------------------------------------------------------------- row by row

    def _for_each(self, op: Operation) -> Item:
        by, has_condition = op.data
        name, one = self.number(op.args[0]), self.counted_in(op.args[0])
        each = f"每{one}" if not by else f"按{'、'.join(by)}分组，每组"
        parts = []
        if has_condition:
            condition = self.condition(op.args[1])
            head = f"只看“{name}”中{condition.text}的" if condition.items else f"只看“{name}”中符合下面条件的：{condition.text}"
            parts.append(Item(head, condition.items, condition.numbered))
        amount = self.value(op.args[-1])
        parts.append(Item(f"{each}：{amount[0].text}", amount[0].items, amount[0].numbered))
        parts += amount[1:]
        return Item(f"对“{name}”逐{'组' if by else one}计算，然后相加", tuple(parts))
