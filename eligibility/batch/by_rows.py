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
_ORDER = (ELIGIBLE, UNDETERMINED, INELIGIBLE)  # a policy is as its best award


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
        statuses = [_CODES[trace.raw(award.status)] for award in document.awards]
        _put(row, Answer(document.id, None), min(statuses, key=_ORDER.index), limited.get(document.id, ends(total)))
        for award, status, payment in zip(document.awards, statuses, payments):
            _put(row, Answer(document.id, award.name), status, limited_awards.get((document.id, award.name), ends(payment)))
    for document in engine.documents:
        for pool in document.pools:
            answer = PoolAnswer(document.id, pool.name)
            row[answer.inside] = _CODES[trace.raw(pool.inside)]
            row[answer.recorded] = min((_CODES[trace.raw(i)] for i in recorded_in(pool)), key=_ORDER.index)
    return row | _masks(trace, bits)


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
