"""Values of a trace in words, and the facts that they rest on."""

from __future__ import annotations

from ..engines.scalar.engine import Trace
from ..engines.scalar.values import BLANK, Interval
from ..language.quantities import value_text
from ..plan.operations import Operation
from ..profiles.profile import Profile
from ..profiles.values import NONE_VALUE
from .decision import FactShown

_WIDE = 100 * 365


class ShownValues:
    """What operations of one trace are called and came to; ``profile`` tells where the facts came from."""

    def __init__(self, trace: Trace, profile: Profile):
        self.trace = trace
        self.profile = profile
        self.engine = trace.engine
        self.operations = trace.engine.operations
        self._facts: dict[tuple[int, ...], tuple[FactShown, ...]] = {}

    def name(self, index: int) -> str:
        """What an operand is called: the definition's name, the fact as written, or the expression."""
        op = self.operations[index]
        return op.label or ""

    def shown(self, index: int) -> str:
        """The value of an operand in words; an interval where it is not known exactly."""
        value, unit = self.trace.value(index), self.operations[index].unit
        if value is NONE_VALUE:
            return "无"
        if value is None or value is BLANK:
            return "未填写"
        if isinstance(value, list):
            return f"{len(value)} 条记录"
        if isinstance(value, Interval):
            return self._interval(index, value, unit)
        return value_text(value, unit)

    def _interval(self, index: int, value: Interval, unit: str) -> str:
        op = self.operations[self.engine.target(index)]
        if op.op == "fact":
            return "未填写"
        if op.op == "version":
            return "标准未生效"
        if unit == "date" and value.high - value.low > _WIDE:  # only the calendar bounds it
            return "未知"
        low = value_text(value.low, unit) if abs(value.low) != float("inf") else None
        high = value_text(value.high, unit) if abs(value.high) != float("inf") else None
        if low and high:
            return f"{low} 至 {high}"
        return f"不低于 {low}" if low and value.low > 0 else "未知"

    def paid_before(self, policy: str, award: str) -> str:
        """That an award was paid, with what the entries of the profile say of it and where they stand."""
        told = []
        for entry in self.profile.paid or ():
            if (entry.policy, entry.award) == (policy, award):
                said = [
                    f"{entry.year}年" if entry.year is not None else "",
                    value_text(entry.fen, "money") if entry.fen is not None else "",
                    f"画像里 {entry.where.inside}" if entry.where.line or entry.where.cell else "",
                ]
                told.append("，".join(filter(None, said)))
        return f"已经领过（{'；'.join(told)}）" if any(told) else "已经领过"

    def facts(self, indexes) -> tuple[FactShown, ...]:
        """The facts that operands rest on, in order, each once."""
        key = tuple(indexes)
        if key not in self._facts:
            self._facts[key] = self._facts_below(indexes)
        return self._facts[key]

    def _facts_below(self, indexes) -> tuple[FactShown, ...]:
        found: dict[int, FactShown] = {}
        pending = list(reversed(indexes))
        seen = set()
        while pending:
            index = self.engine.target(pending.pop())
            if index in seen:
                continue
            seen.add(index)
            op = self.operations[index]
            if op.op in ("fact", "records") or index in self.engine.given:
                found[index] = self._fact(index, op)
            elif index in self.engine.slot_of:
                continue  # a number nobody found, a standard that is not in force
            elif op.op == "le" and op.label == "已成立" and self.trace.raw(index) is not None:
                continue  # whether the firm existed is shown only where it is not known
            else:
                pending += reversed(op.args)
        return tuple(found.values())

    def _fact(self, index: int, op: Operation) -> FactShown:
        slot = self.engine.slots[self.engine.slot_of[index]]
        given = self.profile.definitions.get(slot.key[0]) if slot.kind == "definition" else self.profile.facts.get(slot.key)
        return FactShown(slot_name(slot, op), given.text if given else "未填写", str(given.where) if given else "未填写")


def slot_name(slot, op: Operation) -> str:
    """An input as people call it: 营业收入（2020年）, 已兑现."""
    if slot.kind == "fact":
        fact, year = slot.key
        return fact if year is None else f"{fact}（{year}年）"
    if slot.kind in ("paid_ever", "paid_sum"):
        return "已兑现"
    return op.label or slot.key[-1]
