"""What a ``has`` asks of a row in words, and which of the stated rows comes nearest to it."""

from __future__ import annotations

from fractions import Fraction

from ..engines.scalar.engine import Trace
from ..language.quantities import value_text
from ..plan.operations import COMPARISONS, Operation
from ..profiles.values import NONE_VALUE

MOST_ROWS = 3  # of more rows nobody would look for the nearest
_HOLDS = {"ge": "__ge__", "gt": "__gt__", "le": "__le__", "lt": "__lt__", "eq": "__eq__"}


class AskedRows:
    """The conditions on a row. Engines give their result over all rows alone, so single tests are read again here."""

    def __init__(self, trace: Trace):
        self.trace = trace
        self.operations = trace.engine.operations

    def required(self, index: int) -> str:
        """``有一项：奖励级别 为 国家级，单位排名 不超过 3名``; ``有记录`` where nothing is asked of a row."""
        records, inner = self.operations[index].args
        name = self.operations[self.trace.engine.target(records)].data[0]
        fact = self.trace.engine.plan.vocabulary.get(name)
        asked = self.asked(inner)
        return f"有一{(fact and fact.counted_in) or '条'}：{asked}" if asked else "有记录"

    def asked(self, index: int) -> str:
        """A condition on a row in one line; a definition by its name."""
        op = self.operations[index]
        if op.op == "all" and op.word == "在":
            return f"{self._label(self.operations[op.args[0]].args[0])} {op.label}"
        if op.op == "all":
            return "，".join(map(self.asked, op.args))
        if op.op in ("any", "at_least"):
            said = f"以下至少 {op.data[0]} 项：" if op.op == "at_least" else ""
            return f"（{said}{('；' if said else '，或 ').join(map(self.asked, op.args))}）"
        if op.op == "not":
            return f"不得（{self.asked(op.args[0])}）"
        if op.op in COMPARISONS:
            return f"{self._label(op.args[0])} {op.word or '为'} {self._bound(op)}"
        if op.op in ("is", "one_of"):
            return f"{self._label(op.args[0])} {op.word} {'、'.join(op.data)}"
        if op.op in ("exists", "absent"):
            return f"{self._label(op.args[0])} {op.word}"
        return op.label or ""

    def nearest(self, index: int, rows: list[dict] | None) -> str | None:
        """``最接近的第 2 条：单位排名 5名``: the row that fails the fewest tests, with what they found.

        None where there are too many rows, or some test cannot be read again.
        """
        inner = self.operations[index].args[1]
        op = self.operations[inner]
        tests = op.args if op.op == "all" and op.word != "在" else (inner,)
        if not rows or len(rows) > MOST_ROWS:
            return None
        failed = [[t for t in tests if self._truth(t, row) is False] for row in rows]
        if not all(failed):  # the engine says that every row fails
            return None
        at = min(range(len(rows)), key=lambda i: len(failed[i]))
        cells = dict.fromkeys(column for t in failed[at] for column in self._columns(t))
        found = "，".join(f"{self.operations[c].label or self.operations[c].data[0]} {self._cell(c, rows[at])}" for c in cells)
        return f"最接近的第 {at + 1} 条：{found}" if len(rows) > 1 else f"所填的一条：{found}"

    # ------------------------------------------------------------------------ words

    def _label(self, index: int) -> str:
        op = self.operations[index]
        return op.label or (op.data[0] if op.op == "column" else "")

    def _bound(self, op: Operation) -> str:
        right = self.operations[op.args[1]]
        value = None if right.scope is not None else self._outside(op.args[1])
        text = value_text(value, right.unit) if _is_number(value) else ""
        return f"{right.label}（{text}）" if right.label and text else text or right.label or ""

    def _cell(self, index: int, row: dict) -> str:
        value, unit = row.get(self.operations[index].data[0]), self.operations[index].unit
        if value is None or value is NONE_VALUE:
            return "未填写" if value is None else "无"
        return ("是" if value else "否") if value.__class__ is bool else value if isinstance(value, str) else value_text(value, unit)

    # ------------------------------------------------------------------- single tests

    def _truth(self, index: int, row: dict) -> bool | None:
        """A test of one row; None where it is open, or of a kind that is not read here."""
        op = self.operations[index]
        if op.scope is None:
            found = self._outside(index)
            return found if found.__class__ is bool else None
        if op.op == "named":
            return self._truth(op.args[0], row)
        if op.op in ("all", "any"):
            truths = [self._truth(a, row) for a in op.args]
            decisive = op.op == "any"
            return decisive if decisive in truths else None if None in truths else not decisive
        if op.op == "not":
            truth = self._truth(op.args[0], row)
            return None if truth is None else not truth
        value = self._value(op.args[0], row) if op.args else None
        if value is None:
            return None
        if op.op in ("exists", "absent"):
            return (value is not NONE_VALUE) is (op.op == "exists")
        if value is NONE_VALUE:
            return False if op.op in (*COMPARISONS, "is", "one_of") else None
        if op.op in ("is", "one_of"):
            return (("是" if value else "否") if value.__class__ is bool else value) in op.data
        bound = self._value(op.args[1], row) if op.op in COMPARISONS else None
        return getattr(Fraction(value), _HOLDS[op.op])(Fraction(bound)) if _is_number(value) and _is_number(bound) else None

    def _value(self, index: int, row: dict):
        op = self.operations[index]
        return row.get(op.data[0]) if op.op == "column" else self._outside(index) if op.scope is None else None

    def _outside(self, index: int):
        """A value that is the same for every row; None where the engine has not kept it."""
        try:
            return self.trace.value(index)
        except KeyError:
            return None

    def _columns(self, index: int) -> list[int]:
        op = self.operations[index]
        return [index] if op.op == "column" else [c for a in op.args if self.operations[a].scope is not None for c in self._columns(a)]


def _is_number(value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)
