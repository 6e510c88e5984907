"""Enterprises of a slice decided one by one by the scalar engine, which defines what every column of a decision says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..decisions.combined import amounts_under_limits
from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.values import ends
from ..profiles.population.one import profile_at
from ..profiles.population.slice import Slice
from .columns import ELIGIBLE, INELIGIBLE, UNDETERMINED, Answer, Bit, PoolAnswer, recorded_in

MOST_FEN = 2**63 - 1  # a bound beyond it, that of a blank in a product, tells no more than none
_CODES = {False: INELIGIBLE, True: ELIGIBLE, None: UNDETERMINED}
_ORDER = (ELIGIBLE, UNDETERMINED, INELIGIBLE)


def rows_of(engine: ScalarEngine, slice_: Slice, positions: Iterable[int], bits: Sequence[Bit] = ()) -> list[dict[str, int | None]]:
    """Column → value of every answer, pool and mask, for each of ``positions``."""
    vocabulary = engine.plan.vocabulary
    return [row_of(engine, engine.run_profile(profile_at(slice_, position, vocabulary)), bits) for position in positions]


def row_of(engine: ScalarEngine, trace: Trace, bits: Sequence[Bit] = ()) -> dict[str, int | None]:
    """One run as the row of a decision."""
    policies = [d for d in engine.documents if d.kind == "policy" and d.settle is not None]
    limited, limited_awards = amounts_under_limits(trace, policies)
    row: dict[str, int | None] = {}
    for document in policies:
        total, payments = trace.raw(document.settle)
        _put(row, Answer(document.id, None), _best(trace, [award.status for award in document.awards]), limited.get(document.id, ends(total)))
        for award, payment in zip(document.awards, payments):
            _put(row, Answer(document.id, award.name), _best(trace, [award.status]), limited_awards.get((document.id, award.name), ends(payment)))
    for document in engine.documents:
        for pool in document.pools:
            answer = PoolAnswer(document.id, pool.name)
            row[answer.inside], row[answer.recorded] = _best(trace, [pool.inside]), _best(trace, recorded_in(pool))
    return row | _masks(trace, bits)


def _best(trace: Trace, operations: Sequence[int]) -> int:
    """A policy is as its best award."""
    return min((_CODES[trace.raw(index)] for index in operations), key=_ORDER.index)


def _put(row: dict[str, int | None], answer: Answer, status: int, span) -> None:
    low, high = span
    row[answer.status], row[answer.low], row[answer.high] = status, int(low), None if high > MOST_FEN else int(high)


def _masks(trace: Trace, bits: Sequence[Bit]) -> dict[str, int]:
    found: dict[str, int] = {}
    for bit in bits:
        truth = trace.raw(bit.operation)
        for name, holds in ((f"sure_{bit.mask}", truth is True), (f"open_{bit.mask}", truth is None)):
            found[name] = found.get(name, 0) | (holds << bit.bit)
    return found
