"""What is drawn: a fact of a year, or a column of a list of rows."""

from __future__ import annotations

from ..engines.scalar.engine import ScalarEngine
from ..language.fact import Fact
from ..plan.operations import Operation

#: (fact, year or None), or (records fact, its column)
Leaf = tuple[str, int | str | None]

_COLUMN_SUMS = ("column_sum", "column_min", "column_max", "column_mean")


def leaf_of(engine: ScalarEngine, op: Operation) -> Leaf | None:
    """The leaf that an operation reads; None where it reads none. A list of rows itself is (its name, None)."""
    match op.op:
        case "fact":
            name, anchor, year = op.data
            return name, engine.selection.year(anchor, year) if anchor else None
        case "records":
            return op.data[0], None
        case "column":
            return _records_of(engine, op.scope), op.data[0]
    return (_records_of(engine, op.scope), op.data[0]) if op.op in _COLUMN_SUMS else None


def fact_of(vocabulary: dict[str, Fact], leaf: Leaf) -> Fact:
    """The entry of the vocabulary that says what a leaf can be."""
    name, part = leaf
    return vocabulary[name].columns[part] if isinstance(part, str) else vocabulary[name]


def _records_of(engine: ScalarEngine, scope: int) -> str:
    """The records fact whose rows ``scope`` (a ``for_each`` or ``has``) goes through."""
    while engine.operations[scope].op != "records":
        scope = engine.target(engine.operations[scope].args[0])
    return engine.operations[scope].data[0]
