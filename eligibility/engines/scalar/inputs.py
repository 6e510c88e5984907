"""The inputs of a program: one slot for each fact and year, open point, unknown number and past payment."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ...language.fact import Fact
from ...plan.facts import fact_span
from ...plan.operations import FACT_SCALES
from ...plan.select import Selection
from .values import BLANK, INFINITY, Interval


class Slot(NamedTuple):
    """One input: ``key`` is (fact, year) and the like by ``kind``; ``blank`` stands in where nothing is given.

    Kinds: fact, reading, parameter (nobody found it, or only a bound of it),
    paid_ever and paid_sum, pool (in no program of its own accord: what
    decides has no such operation), definition (a name given directly), absent (a
    standard of which no version is in force).
    """

    operation: int
    kind: str
    key: tuple
    blank: object
    scale: int


def slot_for(index: int, selection: Selection, given: dict[int, str]) -> Slot:
    """The slot of an operation that is read from the inputs."""
    op = selection.plan.operations[index]
    if index in given:
        return Slot(index, "definition", (given[index],), anything(op.unit), op.scale)
    match op.op:
        case "fact":
            name, anchor, year = op.data
            key = name, selection.year(anchor, year) if anchor else None
            return Slot(index, "fact", key, blank_of(selection.plan.vocabulary[name]), op.scale)
        case "records":
            return Slot(index, "fact", (op.data[0], None), None, 1)
        case "reading":
            return Slot(index, "reading", (op.data[0], op.data[1]), op.data[2], 1)
        case "pool":
            return Slot(index, "pool", tuple(op.data), None, 1)
        case "paid_ever":
            return Slot(index, "paid_ever", tuple(op.data), None, 1)
        case "paid_sum":
            return Slot(index, "paid_sum", (op.data[0], tuple(op.data[1])), Interval(0, INFINITY), 1)
        case "parameter":
            bound = selection.bounded.get(index)
            high = INFINITY if bound is None else int(Fraction(*selection.plan.operations[bound].data) * op.scale)
            return Slot(index, "parameter", tuple(op.data[:2]), Interval(0, high), op.scale)
    return Slot(index, "absent", (op.label,), anything(op.unit), op.scale)


def anything(unit: str):
    """What stands for a value of ``unit`` of which nothing at all is known."""
    return None if unit == "bool" else BLANK if unit == "text" else Interval(-INFINITY, INFINITY)


def blank_of(fact: Fact):
    """What stands for a fact that is not known: an interval of all it can be."""
    if fact.type in ("yes_no", "records"):
        return None
    if fact.type in ("choice", "text", "code"):
        return BLANK
    scale = FACT_SCALES.get(fact.type, 1)
    low, high = (int(end * scale) for end in fact_span(fact))
    if fact.maximum is None and fact.type not in ("date", "year"):
        high = INFINITY  # a sanity limit is no law: it must not bound an amount
    return Interval(low, high, maybe_none=bool(fact.none))


def value_of(slot: Slot, paid: list | None, definitions: dict):
    """The value of a slot that is no fact: what was paid before, a definition given directly, or its blank.

    ``paid``: [(policy, award, 分 or None), …], or None where nobody knows.
    """
    if slot.kind == "definition":
        return definitions.get(slot.key[0], slot.blank)
    if slot.kind in ("paid_ever", "paid_sum") and paid is not None:
        policy, names = slot.key
        if slot.kind == "paid_ever":
            return any(p == policy and a == names for p, a, _ in paid)
        sums = [fen for p, a, fen in paid if p == policy and a in names]
        known = sum(fen for fen in sums if fen is not None)
        return Interval(known, INFINITY) if None in sums else known
    return slot.blank
