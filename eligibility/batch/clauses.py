"""The distinct clauses of a run: every test and group of tests that decides about an award, each with a bit of its own."""

from __future__ import annotations

from ..engines.scalar.engine import ScalarEngine
from ..plan.operations import BOOLEAN
from .columns import Bit

WIDTH = 63  # bits of a mask: an Int64 that is never negative


def bits_of(engine: ScalarEngine) -> tuple[Bit, ...]:
    """A bit for every yes or no that a status, a gate or a pool rests on; those that are always the same as another share its bit."""
    found: dict[int, None] = {}
    waiting = []
    for document in engine.documents:
        waiting += [a.status for a in document.awards] + [index for _, index in document.gates] + [p.inside for p in document.pools]
    seen: set[int] = set()
    while waiting:
        index = engine.target(waiting.pop(0))
        if index in seen:
            continue
        seen.add(index)
        op = engine.operations[index]
        if op.scope is not None:
            continue
        if op.op in BOOLEAN:
            found[engine.same.get(index, index)] = None
        if op.op not in ("version", "parameter"):  # not looked through, so nothing counts: no version, no number
            waiting += op.args
    return tuple(Bit(index, n // WIDTH, n % WIDTH) for n, index in enumerate(found))
