"""The scalar engine: facts in, the value of every operation out."""

from __future__ import annotations

from copy import copy
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from ...plan.plan import Plan
from ...plan.pool_parts import roots_of_pools
from ...plan.select import select
from .emit import emit
from .inputs import value_of
from .known import NotKnown
from .values import Interval, quotient

MOST_PARTS = 500  # programs of a part of the rules that are kept: enough for all conditions of all pools

if TYPE_CHECKING:
    from ...profiles.profile import Profile

#: (fact, year or None) → value, as ``Profile.values()`` gives them
Facts = dict


class Trace:
    """The values of one run, by operation. ``raw`` is scaled as engines keep it; ``value`` is true.

    A run of the known program has the verdicts, statuses and settlements; the
    steps between are calculated when one of them is first asked for.
    """

    __slots__ = ("engine", "inputs", "_row", "_known")

    def __init__(self, engine: "ScalarEngine", inputs: list, row: tuple | None, known: tuple | None = None):
        self.engine = engine
        self.inputs = inputs
        self._row = row
        self._known = known

    @property
    def row(self) -> tuple:
        """The values of all computed operations."""
        if self._row is None:
            self._row = self.engine.run_all(self.inputs)
        return self._row

    def raw(self, index: int):
        """The scaled value; a quotient that was only cross-multiplied is divided now."""
        engine = self.engine
        index = engine.target(index)
        index = engine.same.get(index, index)
        if self._known is not None and index in engine.known_positions:
            return self._known[engine.known_positions[index]]
        if index in engine.constants:
            return engine.constants[index]
        if index in engine.positions:
            return self.row[engine.positions[index]]
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
    give directly (rule cases); ``many`` also compiles the program for
    enterprises of which everything is known, worth it from some hundreds on.
    The order of facts never matters and a run leaves nothing behind.
    """

    def __init__(self, plan: Plan, policy_year: int, as_of: date, policies: list[str] | None = None,
                 definitions: frozenset[str] = frozenset(), many: bool = False):
        self.plan = plan
        self.operations = plan.operations
        self.selection = select(plan, policy_year, as_of)
        self.documents = [d for d in self.selection.documents if policies is None or d.id in policies]
        self.given = {i: op.label for i, op in enumerate(plan.operations)
                      if definitions and op.op in ("named", "version") and op.label in definitions}
        self._parts: dict[tuple[int, ...], tuple[ScalarEngine, list[int]]] = {}  # roots → a program of them alone
        self._compile(self.roots(), self._known_roots() if many else None)

    def part(self, roots: list[int], inputs: list) -> "Trace":
        """The same inputs through a program of ``roots`` alone, for those who run it again and again."""
        key = tuple(roots)
        if key not in self._parts:
            if len(self._parts) >= MOST_PARTS:
                self._parts.clear()
            self._parts[key] = self._part(roots)
        engine, places = self._parts[key]
        return engine.rerun([inputs[place] for place in places])

    def _part(self, roots: list[int]) -> tuple["ScalarEngine", list[int]]:
        """An engine of ``roots`` alone, and which of our slots its slots are."""
        engine = copy(self)
        engine._parts = {}
        engine._compile(roots, None)
        places = [self.slot_of[slot.operation] for slot in engine.slots]
        engine.slots = tuple(self.slots[place] for place in places)  # the very blanks, by which they are known
        new = {place: i for i, place in enumerate(places)}
        engine.slot_of = {i: new[self.slot_of[i]] for i in engine.slot_of}
        return engine, places

    def _compile(self, roots: list[int], known_roots: list[int] | None) -> None:
        program = emit(self.selection, roots, self.given, known_roots)
        self.source = program.source + program.known_source
        self.constants = program.constants
        self.same = program.same
        self.slots = program.slots
        self.row_steps = program.row_steps
        self.slot_of = {slot.operation: i for i, slot in enumerate(self.slots)}
        self.slot_of |= {i: self.slot_of[first] for i, first in program.twins.items()}
        self.positions = {operation: i for i, operation in enumerate(program.computed)}
        self.known_positions = {operation: i for i, operation in enumerate(program.known)}
        namespace = dict(program.namespace)
        exec(compile(self.source, "<plan>", "exec"), namespace)  # noqa: S102 - generated from the plan
        self.run_all = namespace["run"]
        self._run_known = namespace.get("run_known")
        self._facts = [(slot.key, slot.blank) for slot in self.slots if slot.kind == "fact"]
        keys = [key for key, _ in self._facts]
        self._all_facts = itemgetter(*keys) if len(keys) > 1 else lambda facts: [facts[key] for key in keys]
        self._scaled = [(i, slot.scale) for i, slot in enumerate(self.slots) if slot.scale != 1]
        self._others = self.slots[len(keys):]

    def run(self, facts: Facts, paid: "list | None" = None, definitions: dict | None = None,
            scenario: dict[int, object] | None = None) -> Trace:
        """Decide one enterprise.

        ``paid``: [(policy, award, 分 or None), …] paid before, or None where
        nobody knows. ``scenario`` replaces slots by position (readings turned,
        unknown parameters taken at their reference).
        """
        inputs, known = self._bind(facts, paid, definitions)
        if scenario:
            for slot, value in scenario.items():
                inputs[slot] = value
        elif known and self._run_known is not None:
            try:
                return Trace(self, inputs, None, self._run_known(inputs))
            except NotKnown:
                pass
        return self.rerun(inputs)

    def run_profile(self, profile: Profile, scenario: dict[int, object] | None = None) -> Trace:
        """``run`` on what a profile states."""
        facts = {key: given.value for key, given in profile.facts.items()}
        paid = None if profile.paid is None else [(p.policy, p.award, p.fen) for p in profile.paid]
        return self.run(facts, paid, {name: given.value for name, given in profile.definitions.items()}, scenario)

    def rerun(self, inputs: list) -> Trace:
        """Run on inputs that were bound before."""
        return Trace(self, inputs, self.run_all(inputs))

    def bind(self, facts: Facts, paid=None, definitions: dict | None = None) -> list:
        """Inputs in the order of the slots; what is not given is blank."""
        return self._bind(facts, paid, definitions)[0]

    def _bind(self, facts: Facts, paid, definitions: dict | None) -> tuple[list, bool]:
        """Inputs, and whether every fact is given."""
        try:
            inputs, known = list(self._all_facts(facts)), True
        except KeyError:
            inputs, known = [facts.get(key, blank) for key, blank in self._facts], False
        if self._others:
            inputs += [value_of(slot, paid, definitions or {}) for slot in self._others]
        for i, scale in self._scaled:
            value = inputs[i]
            if value.__class__ is int or value.__class__ is Fraction:
                scaled = value * scale
                inputs[i] = scaled.numerator if scaled.denominator == 1 else scaled
        return inputs, known

    def target(self, index: int) -> int:
        """The operation that ``index`` stands for in this selection."""
        return self.selection.target(index, self.given)

    def scale(self, index: int) -> int:
        return self.operations[self.target(index)].scale

    def _known_roots(self) -> list[int]:
        awards = [award.status for document in self.documents for award in document.awards]
        return awards + [document.settle for document in self.documents if document.settle is not None]

    def roots(self) -> list[int]:
        """The operations that everything asked of the documents rests on."""
        roots: list[int] = []
        for document in self.documents:
            for index in map(self.target, document.definitions.values()):
                op = self.operations[index]  # a quotient is divided only when somebody looks at it
                roots += op.args if op.op == "div" and index not in self.given else [index]
            roots += [operation for _, operation in document.gates]
            for award in document.awards:
                roots += [award.status, award.amount]
            roots += [document.settle] if document.settle is not None else []
            roots += roots_of_pools(document, self.operations)
            roots += [i for limit in document.limits for i in (limit.cap, *limit.paid) if i is not None]
        return roots
