"""Which facts may make an operation 无, and which of them a condition rules out by testing 有.

A fact that may be 无 is a key: (name, anchor, year), or (records, column) for
a column. Calculating passes 无 on, so each operation is 无 where any of the
facts below it is; comparisons end it. What pays or is cut to size may never
be 无.
"""

from __future__ import annotations

from ..language.fact import Fact
from ..language.syntax import Condition, Group, Name, Test
from .operations import Operation

#: key of a fact → how it was written
Nones = dict[tuple, str]

_PASS_ON = frozenset("named version add sum sub neg mul div min max round round_up round_down nothing_below edate".split())


def nones_of(op: Operation, fact: Fact | None, below: list[Nones]) -> Nones:
    """The facts that may make ``op`` 无; ``fact`` is what it reads, ``below`` the same of its arguments."""
    if fact is not None:
        key = tuple(op.data) if op.op == "fact" else (op.scope, op.data[0])
        return {key: op.label or fact.name} if fact.none else {}
    if op.op in _PASS_ON:
        parts = below
    elif op.op in ("if", "guard"):
        parts = below[1:]
    elif op.op == "first_of":
        parts = [*below[1::2], below[-1]]
    else:
        return {}
    return {key: label for part in parts for key, label in part.items()}


def guarded_by(condition: Condition | None, scope) -> frozenset[tuple]:
    """Keys of the facts that ``condition`` surely tests with 有."""
    if isinstance(condition, Group) and condition.kind == "all":
        return frozenset().union(*(guarded_by(item, scope) for item in condition.items))
    if isinstance(condition, Test) and isinstance(condition.subject, Name) and any(c.op == "exists" for c in condition.checks):
        return scope.keys_of(condition.subject.text)
    return frozenset()
