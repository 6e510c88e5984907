"""What the tests inside ``has`` and ``for_each`` came to, row by row.

An engine tells only the sum over all rows. So the plan is given probes: for
each operation of a row, one more ``for_each`` that brings out its value, over
a list of rows of its own. That list is then filled with one row at a time (or
one group), and everything else stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction

from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.rows import groups_of
from ..plan.operations import INFINITY, Operation
from ..plan.plan import Plan
from .deciding import OVER_ROWS

#: the records fact that probes range over; no fact can be called so
ONE_AT_A_TIME = "一次 一行"


@dataclass(frozen=True, slots=True)
class Part:
    """The ``where`` of a ``has`` or ``for_each`` (``is_condition``), or what a ``for_each`` calculates.

    ``root`` is its operation, ``rows`` the records; with ``by`` (columns) it is
    calculated for each group of the rows for which ``where`` (a Part) holds.
    ``probes``: operation of the row → the probe that brings it out.
    """

    rows: int
    root: int
    is_condition: bool
    by: tuple[str, ...] = ()
    where: "Part | None" = None
    probes: dict[int, int] = field(default_factory=dict)


class View:
    """Truth and values of one row or group; what does not belong to the row comes from the whole run."""

    def __init__(self, part: Part, trace: Trace, row: Trace):
        self.part, self.trace, self.row = part, trace, row

    def truth(self, index: int) -> bool | None:
        probe = self.part.probes.get(index)
        if probe is None:
            return self.trace.raw(index)
        return {1: True, 0: False}.get(self.row.raw(probe)) if isinstance(self.row.raw(probe), int) else None

    def value(self, index: int):
        probe = self.part.probes.get(index)
        return self.trace.value(index) if probe is None else self.row.value(probe)


class ProbedPlan:
    """``plan`` with probes; ``parts``: a ``has`` or ``for_each`` → its parts. The given plan stays as it is."""

    def __init__(self, plan: Plan):
        self.plan = copy(plan)
        self.plan.operations = list(plan.operations)
        self.plan.documents = [copy(d) for d in plan.documents]
        self.parts: dict[int, list[Part]] = {}
        self.one_row: int | None = None
        for index, op in enumerate(plan.operations):
            if op.op in OVER_ROWS:
                self.parts[index] = self._parts_of(op)

    def views(self, trace: Trace, part: Part) -> Iterator[View]:
        """One for each row (or group) of the case; none where the rows are not known."""
        engine = trace.engine
        rows = trace.raw(part.rows) or []
        if part.where is not None:
            held = [view.truth(engine.target(part.where.root)) for view in self.views(trace, part.where)]
            rows = [row for row, holds in zip(rows, held) if holds or (holds is None and not part.by)]
        for unit in (groups_of(rows, list(part.by)) or []) if part.by else [[row] for row in rows]:
            inputs = list(trace.inputs)
            inputs[engine.slot_of[self.one_row]] = unit
            yield View(part, trace, engine.rerun(inputs))

    # --------------------------------------------------------------- the probes

    def _parts_of(self, op: Operation) -> list[Part]:
        where = None
        parts = []
        if op.op == "has" or op.data[1]:
            where = Part(op.args[0], op.args[1], True)
            parts.append(where)
        if op.op == "for_each":
            parts.append(Part(op.args[0], op.args[-1], False, tuple(op.data[0]), where))
        for part in parts:
            self._probe(part, op)
        return parts

    def _probe(self, part: Part, near: Operation) -> None:
        """Probes for every operation of the row that ``part`` rests on, as definitions of its document."""
        if self.one_row is None:
            self.one_row = self._add("records", (), "records", near, [ONE_AT_A_TIME])
        one = self._add("const", (), "number", near, [1, 1], high=Fraction(1))
        for index in self._of_the_row(part.root):
            op = self.plan.operations[index]
            brought = index
            if op.unit == "bool":
                brought = self._add("guard", (index, one), "number", near, scope=part.rows)
            elif op.unit in ("text", "records"):
                continue
            scale = self.plan.operations[brought].scale
            part.probes[index] = self._add("for_each", (self.one_row, brought), op.unit, near, [list(part.by), False], scale=scale)
        for document in self.plan.documents:
            if document.file == self.plan.files[near.file]:
                document.definitions = document.definitions | {f"{ONE_AT_A_TIME} {p}": p for p in part.probes.values()}

    def _of_the_row(self, root: int) -> list[int]:
        found: set[int] = set()
        pending = [root]
        while pending:
            index = pending.pop()
            op = self.plan.operations[index]
            if index not in found and op.scope is not None:
                pending += op.args
                found.add(index)
        return sorted(i for i in found if self.plan.operations[i].op != "named")

    def _add(self, op: str, args: tuple, unit: str, near: Operation, data=(), *, scale: int = 1, scope=None, high=INFINITY) -> int:
        self.plan.operations.append(Operation(
            op, args, unit, list(data), Fraction(0), high, scale, near.file, near.line, near.col, scope=scope))  # fmt: skip
        return len(self.plan.operations) - 1


def parts_below(probed: ProbedPlan, engine: ScalarEngine, below: list[int]) -> list[Part]:
    """The parts of every ``has`` and ``for_each`` among ``below``."""
    return [part for index in below if engine.operations[index].op in OVER_ROWS for part in probed.parts[index]]
