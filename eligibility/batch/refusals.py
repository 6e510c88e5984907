"""Why enterprises are refused: the first condition that surely fails, read from the masks.

Conditions stand in the order of the rules, gates first. An award is refused
when one of the conditions that must all hold fails; which one is the first is
the same for everybody who has the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..plan.plan import AwardPlan, DocumentPlan
from .clause_tree import Clauses, Row
from .clause_words import ClauseWords
from .columns import Answer, Bit
from .written import Written

if TYPE_CHECKING:
    import polars as pl


class Refusal(NamedTuple):
    """``enterprises`` whose first failing condition is this one. ``answer.award`` None: a gate, which refuses every award."""

    answer: Answer
    condition: str
    source: str
    enterprises: int


class Check(NamedTuple):
    """A gate or the own conditions of an award: what may fail first, as (bit, condition, source), in order."""

    answer: Answer
    conditions: list[tuple[Bit, str, str]]

    @property
    def column(self) -> str:
        """Where ``first_failing`` puts the number of the condition; null for those whom none of these refuses."""
        return f"{self.answer.status} 原因"


def checks_of(clauses: dict[str, Clauses], documents: Sequence[DocumentPlan]) -> list[list[Check]]:
    """For every policy of ``documents`` its gates, then its awards; ``clauses`` by policy."""
    return [_policy(clauses[d.id], ClauseWords(clauses[d.id].nothing_given), d) for d in documents]


def _policy(clauses: Clauses, words: ClauseWords, document: DocumentPlan) -> list[Check]:
    gates = [row for _, gate in document.gates for row in _parts(clauses, gate)]
    known = {row.bit for row in gates}
    told = [Check(Answer(document.id, None), _told(gates, words))]
    for award in document.awards:
        own = [row for row in _parts(clauses, award.status) if row.bit not in known]
        told.append(Check(Answer(document.id, award.name), _told(own, words, award)))
    return told


def _parts(clauses: Clauses, verdict: int) -> list[Row]:
    tree = clauses.tree(verdict)
    return [tree.rows[part] for part in tree.parts if tree.rows[part].bit is not None]


def _told(rows: list[Row], words: ClauseWords, award: AwardPlan | None = None) -> list[tuple[Bit, str, str]]:
    clause, ref = (award.clause, award.ref) if award else (None, None)
    return [(row.bit, *words.of(row.operation, clause, ref)) for row in rows]


def columns_of(policy: list[Check]) -> list[str]:
    """The columns that ``first_failing`` reads."""
    masks = sorted({bit.mask for check in policy for bit, _, _ in check.conditions})
    return [name for mask in masks for name in (f"sure_{mask}", f"open_{mask}")]


def first_failing(policy: list[Check]) -> "list[pl.Expr]":
    """A column for each check: the number of the first condition that fails; of an award only where no gate did."""
    import polars as pl

    gate, *awards = policy
    failing = _first(gate)
    return [failing.alias(gate.column)] + [pl.when(failing.is_null()).then(_first(a)).alias(a.column) for a in awards]


def _first(check: Check) -> "pl.Expr":
    import polars as pl

    found = pl.lit(None, pl.UInt16)
    for number, (bit, _, _) in reversed(list(enumerate(check.conditions))):
        possible = (pl.col(f"sure_{bit.mask}") | pl.col(f"open_{bit.mask}")) & (1 << bit.bit)
        found = pl.when(possible == 0).then(pl.lit(number, pl.UInt16)).otherwise(found)
    return found


def refusals_of(written: Written, checks: list[list[Check]]) -> list[Refusal]:
    """How many fail first at each condition, in the order of the rules; conditions at which nobody does are left out."""
    import polars as pl

    found = []
    for policy in checks:
        if not columns_of(policy):
            continue
        marked = written.scan(columns_of(policy)).select(first_failing(policy))
        counts = marked.select(
            (pl.col(check.column) == number).sum().alias(f"{number} {check.column}")
            for check in policy for number in range(len(check.conditions))
        )
        row = counts.collect(engine="streaming").row(0, named=True)
        found += [Refusal(check.answer, condition, source, int(row[f"{number} {check.column}"] or 0))
                  for check in policy for number, (_, condition, source) in enumerate(check.conditions)]
    return [refusal for refusal in found if refusal.enterprises]
