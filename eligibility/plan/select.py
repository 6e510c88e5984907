"""The plan for one policy year and day: versions and dated parameters chosen, years made absolute."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .plan import DocumentPlan, Plan
from .versions import in_force


class Selection(NamedTuple):
    """``documents`` in force; ``aliases`` maps version and parameter operations to the one that counts.

    ``bounded`` are parameters of which only an upper bound is known (operation
    → bound), ``unknown`` those nobody found (operation → reference or None),
    and ``absent`` names of which no version is in force.
    """

    plan: Plan
    policy_year: int
    as_of: date
    documents: tuple[DocumentPlan, ...]
    aliases: dict[int, int]
    bounded: dict[int, int]
    unknown: dict[int, int | None]
    absent: frozenset[int]
    rows: dict[int, list]  # parameter operation → the row that counts

    def target(self, index: int, given=()) -> int:
        """The operation that ``index`` stands for: definitions, versions and parameters looked through.

        Stops at operations in ``given`` (values that inputs give directly).
        """
        operations = self.plan.operations
        while index not in given:
            op = operations[index]
            if op.op == "named":
                index = op.args[0]
            elif op.op in ("version", "parameter") and index in self.aliases:
                index = self.aliases[index]
            else:
                break
        return index

    def year(self, anchor: str, year: int) -> int:
        """An offset from its anchor as a calendar year."""
        return year + {"policy": self.policy_year, "application": self.as_of.year, "fixed": 0}[anchor]


def select(plan: Plan, policy_year: int, as_of: date) -> Selection:
    """Choose versions by ``in_force`` and parameter rows by date."""
    live = {(d.id, d.file) for d in plan.documents if in_force(d, policy_year, as_of)}
    documents = tuple(d for d in plan.documents if (d.id, d.file) in live)
    clocks = {d.id: (as_of if d.by == "申报日期" else date(policy_year, 12, 31)).isoformat() for d in plan.documents}
    aliases, bounded, unknown, absent, rows = {}, {}, {}, set(), {}
    for index, op in enumerate(plan.operations):
        if op.op == "version":
            chosen = [arg for arg, key in zip(op.args, op.data) if tuple(key) in live]
            if chosen:
                aliases[index] = chosen[0]
            else:
                absent.add(index)
        elif op.op == "parameter":
            row = next((r for r in reversed(op.data[2]) if (r[0] or "") <= clocks[op.data[0]]), None)
            if row is None or row[1] == "unknown":
                unknown[index] = row[3] if row else None
            elif row[1] == "at_most":
                bounded[index] = row[2]
            else:
                aliases[index] = row[2]
            if row is not None:
                rows[index] = row
    return Selection(plan, policy_year, as_of, documents, aliases, bounded, unknown, frozenset(absent), rows)
