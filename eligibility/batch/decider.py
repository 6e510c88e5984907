"""The decisions of a slice, whatever it takes: columns where they are exact, the scalar engine for the rows where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from ..engines.columnar.engine import DOUBT, ColumnarEngine, Wanted
from ..engines.scalar.engine import ScalarEngine
from ..plan.plan import Plan
from ..profiles.population.slice import CODE, ROW, Slice
from .by_rows import rows_of
from .clauses import bits_of
from .columns import Answer, PoolAnswer, award_answers, policy_answers, pool_answers, recorded_in


class Decider:
    """A plan for one policy year and day; ``policies`` limits it to these ids.

    ``facts``: what it asks of an enterprise. ``answers``: the policies and awards decided, ``pools``: the pools; ``bits``: where the verdict of
    each clause stands in the masks; ``schema``: column → polars type of a
    decision, ``row`` and ``code`` first.
    """

    def __init__(self, plan: Plan, policy_year: int, as_of: date, policies: Sequence[str] | None = None):
        self.plan, self.policy_year, self.as_of = plan, policy_year, as_of
        self.scalar = ScalarEngine(plan, policy_year, as_of, policies, many=True)
        self.documents = self.scalar.documents
        self.facts = frozenset(slot.key for slot in self.scalar.slots if slot.kind == "fact")
        self.policies = policy_answers(self.documents)
        self.answers = self.policies + award_answers(self.documents)
        self.pools = pool_answers(self.documents)
        self.bits = bits_of(self.scalar)
        self.schema: dict[str, pl.DataType] = {ROW: pl.Int64(), CODE: pl.String()}
        for answer in self.answers:
            self.schema |= {answer.status: pl.UInt8(), answer.low: pl.Int64(), answer.high: pl.Int64()}
        for pool in self.pools:
            self.schema |= {pool.inside: pl.UInt8(), pool.recorded: pl.UInt8()}
        self.trace_schema = {name: pl.Int64() for mask in sorted({b.mask for b in self.bits}) for name in (f"sure_{mask}", f"open_{mask}")}

        self.columnar = ColumnarEngine(self.scalar, self._wanted())

    def columns(self, *, trace: bool = False, awards: bool = True) -> dict[str, pl.DataType]:
        """``schema``, without the columns of awards if they are not wanted, with the masks if they are."""
        left_out = set() if awards else {name for a in award_answers(self.documents) for name in (a.status, a.low, a.high)}
        return {name: kind for name, kind in self.schema.items() if name not in left_out} | (self.trace_schema if trace else {})

    def decide(self, slice_: Slice, *, trace: bool = False, awards: bool = True) -> pl.DataFrame:
        """One row for each enterprise of the slice, in its order, with ``columns``."""
        columns = self.columns(trace=trace, awards=awards)
        own = {name: kind for name, kind in columns.items() if name not in (ROW, CODE)}
        found = self.columnar.run(slice_, tuple(own))
        whole = pl.concat([slice_.frame.select(ROW, CODE), found.select(pl.col(name).cast(kind, strict=False) for name, kind in own.items())], how="horizontal")
        doubtful = found[DOUBT].arg_true()
        return whole if doubtful.is_empty() else self._corrected(whole, own, slice_, doubtful)

    def _corrected(self, whole: pl.DataFrame, own: dict[str, pl.DataType], slice_: Slice, doubtful: pl.Series) -> pl.DataFrame:
        """The rows that columns cannot answer exactly, decided one by one."""
        rows = rows_of(self.scalar, slice_, doubtful, self.bits if self.trace_schema.keys() & own else ())
        decided = pl.DataFrame(rows, own)
        return whole.with_columns(whole[name].scatter(doubtful, decided[name]) for name in own)

    def _wanted(self) -> Wanted:
        limited = {tuple(award) for d in self.documents for limit in d.limits for award in limit.awards}
        wanted = Wanted(bits=self.bits)
        # What an award under a limit is paid hangs on awards of other policies: searched for one enterprise at a time.
        wanted.apart = [a.status for d in self.documents for a in d.awards if (d.id, a.name) in limited]
        for document in self.documents:
            if document.kind == "policy" and document.settle is not None:
                whole = Answer(document.id, None)
                wanted.statuses[whole.status] = [award.status for award in document.awards]
                wanted.amounts[whole.low, whole.high] = document.settle, None
                for position, award in enumerate(document.awards):
                    own = Answer(document.id, award.name)
                    wanted.statuses[own.status] = [award.status]
                    wanted.amounts[own.low, own.high] = document.settle, position
            for pool in document.pools:
                answer = PoolAnswer(document.id, pool.name)
                wanted.statuses[answer.inside] = [pool.inside]
                wanted.statuses[answer.recorded] = recorded_in(pool)
        return wanted
