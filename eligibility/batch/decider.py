"""The decisions of a slice, whatever it takes: columns where they are exact, the scalar engine for the rows where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..engines.scalar.engine import ScalarEngine
from ..plan.plan import Plan
from ..profiles.population.slice import CODE, ROW, Slice
from .by_rows import rows_of
from .clauses import bits_of
from .columns import award_answers, policy_answers, pool_column

if TYPE_CHECKING:
    import polars as pl


class Decider:
    """A plan for one policy year and day; ``policies`` limits it to these ids.

    ``facts``: what it asks of an enterprise. ``answers``: the policies and awards decided; ``bits``: where the verdict of
    each clause stands in the masks; ``schema``: column → polars type of a
    decision, ``row`` and ``code`` first.
    """

    def __init__(self, plan: Plan, policy_year: int, as_of: date, policies: Sequence[str] | None = None):
        import polars as pl

        self.plan, self.policy_year, self.as_of = plan, policy_year, as_of
        self.scalar = ScalarEngine(plan, policy_year, as_of, policies, many=True)
        self.documents = self.scalar.documents
        self.facts = frozenset(slot.key for slot in self.scalar.slots if slot.kind == "fact")
        self.policies = policy_answers(self.documents)
        self.answers = self.policies + award_answers(self.documents)
        self.bits = bits_of(self.scalar)
        self.schema: dict[str, pl.DataType] = {ROW: pl.Int64(), CODE: pl.String()}
        for answer in self.answers:
            self.schema |= {answer.status: pl.UInt8(), answer.low: pl.Int64(), answer.high: pl.Int64()}
        for document in self.documents:
            self.schema |= {pool_column(document.id, pool.name): pl.UInt8() for pool in document.pools}
        self.trace_schema = {name: pl.Int64() for mask in sorted({b.mask for b in self.bits}) for name in (f"sure_{mask}", f"open_{mask}")}

    def decide(self, slice_: Slice, *, trace: bool = False) -> "pl.DataFrame":
        """One row for each enterprise of the slice, in its order; with ``trace`` the masks too."""
        import polars as pl

        rows = rows_of(self.scalar, slice_, range(slice_.frame.height), self.bits if trace else ())
        schema = self.schema | (self.trace_schema if trace else {})
        own = {name: kind for name, kind in schema.items() if name not in (ROW, CODE)}
        return pl.concat([slice_.frame.select(ROW, CODE), pl.DataFrame(rows, own)], how="horizontal")
