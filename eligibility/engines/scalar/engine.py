"""The scalar engine: facts in, the value of every operation out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ...plan.plan import Plan
from ...plan.select import select
from .emit import Program, Slot, emit
from .values import Interval, quotient

#: (fact, year or None) → value, as ``Profile.values()`` gives them
Facts = dict


class Trace:
    """The values of one run, by operation. ``raw`` is scaled as engines keep it; ``value`` is true."""

    __slots__ = ("engine", "row", "inputs")

    def __init__(self, engine: "ScalarEngine", row: tuple, inputs: list):
        self.engine = engine
        self.row = row
        self.inputs = inputs

    def raw(self, index: int):
        """The scaled value; a quotient that was only cross-multiplied is divided now."""
        engine = self.engine
        index = engine.target(index)
        index = engine.same.get(index, index)
        if index in engine.constants:
            return engine.constants[index]
        position = engine.positions.get(index)
        if position is not None:
            return self.row[position]
        slot = engine.slot_of.get(index)
        if slot is not None:
            return self.inputs[slot]
        op = engine.operations[index]
        if op.op == "div":
            over, under = op.args
            return quotient(self.raw(over), self.raw(under), engine.scale(under), engine.scale(over))
        raise KeyError(index)

    def value(self, index: int):
        """The true value: int, Fraction, Interval of such, bool, None, text or 无."""
        raw, scale = self.raw(index), self.engine.scale(index)
        if scale == 1 or raw.__class__ is bool or not isinstance(raw, (int, Fraction, Interval)):
            return raw
        if isinstance(raw, Interval):
            return Interval(*(Fraction(e) / scale if abs(e) != float("inf") else e for e in (raw.low, raw.high)), raw.maybe_none)
        return Fraction(raw, scale)


class ScalarEngine:
    """A plan for one policy year and day, compiled once and run over enterprises.

    ``policies`` limits it to these ids; ``definitions`` are names that inputs
    give directly (rule cases). The order of facts never matters and a run
    leaves nothing behind.
    """

    def __init__(self, plan: Plan, policy_year: int, as_of: date, policies: list[str] | None = None,
                 definitions: frozenset[str] = frozenset()):
        self.plan = plan
        self.operations = plan.operations
        self.selection = select(plan, policy_year, as_of)
        self.documents = [d for d in self.selection.documents if policies is None or d.id in policies]
        given = {i: op.label for i, op in enumerate(plan.operations)
                 if definitions and op.op in ("named", "version") and op.label in definitions}
        self.given = given
        self._program = emit(self.selection, self._roots(), given)
        self.constants = self._program.constants
        self.same = self._program.same
        self.slots = self._program.slots
        self.slot_of = {slot.operation: i for i, slot in enumerate(self.slots)}
        self.positions = {operation: i for i, operation in enumerate(self._program.computed)}
        namespace = dict(self._program.namespace)
        exec(compile(self._program.source, "<plan>", "exec"), namespace)  # noqa: S102 - generated from the plan
        self._run = namespace["run"]
        self._facts = [(slot.key, slot.blank) for slot in self.slots if slot.kind == "fact"]
        self._scaled = [(i, slot.scale) for i, slot in enumerate(self.slots) if slot.scale != 1]
        self._others = [(i, slot) for i, slot in enumerate(self.slots) if slot.kind != "fact"]

    @property
    def source(self) -> str:
        """The generated function, for reading."""
        return self._program.source

    def run(self, facts: Facts, paid: "list | None" = None, definitions: dict | None = None,
            scenario: dict[int, object] | None = None) -> Trace:
        """Decide one enterprise.

        ``paid``: [(policy, award, 分 or None), …] paid before, or None where
        nobody knows. ``scenario`` replaces slots by position (readings turned,
        unknown parameters taken at their reference).
        """
        inputs = self.bind(facts, paid, definitions)
        if scenario:
            for slot, value in scenario.items():
                inputs[slot] = value
        return Trace(self, self._run(inputs), inputs)

    def rerun(self, inputs: list) -> Trace:
        """Run on inputs that were bound before."""
        return Trace(self, self._run(inputs), inputs)

    def bind(self, facts: Facts, paid=None, definitions: dict | None = None) -> list:
        """Inputs in the order of the slots; what is not given is blank."""
        get = facts.get
        inputs = [get(slot.key, slot.blank) for slot in self.slots]
        for i, slot in self._others:
            inputs[i] = _other(slot, paid, definitions or {})
        for i, scale in self._scaled:
            value = inputs[i]
            if value.__class__ is int or value.__class__ is Fraction:
                inputs[i] = int(value * scale)
        return inputs

    def target(self, index: int) -> int:
        """The operation that ``index`` stands for in this selection."""
        return self.selection.target(index, self.given)

    def scale(self, index: int) -> int:
        return self.operations[self.target(index)].scale

    def _roots(self) -> list[int]:
        roots: list[int] = []
        for document in self.documents:
            for index in map(self.target, document.definitions.values()):
                op = self.operations[index]  # a quotient is divided only when somebody looks at it
                roots += op.args if op.op == "div" and index not in self.given else [index]
            roots += [operation for _, operation in document.gates]
            for award in document.awards:
                roots += [award.status, award.amount]
            roots += [document.settle] if document.settle is not None else []
        return roots


def _other(slot: Slot, paid, definitions: dict):
    if slot.kind == "reading":
        return slot.blank
    if slot.kind == "definition":
        return definitions.get(slot.key[0], slot.blank)
    if slot.kind in ("paid_ever", "paid_sum") and paid is not None:
        policy, names = slot.key
        if slot.kind == "paid_ever":
            return any(p == policy and a == names for p, a, _ in paid)
        sums = [fen for p, a, fen in paid if p == policy and a in names]
        return sum(sums) if None not in sums else slot.blank
    return slot.blank
