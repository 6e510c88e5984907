"""What a finished batch comes to: who, what, how much, why not, what is missing. Tables however long are read in passes, never whole."""

from __future__ import annotations

from dataclasses import dataclass

from .clause_tree import clauses_of_policies
from .columns import Answer
from .decider import Decider
from .folder import Folder
from .manifest import Counts, Manifest
from .missing import Missing, missing_of
from .refusals import Check, Refusal, checks_of, refusals_of
from .totals import Enterprises, Total, totals_of
from .written import Written


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """``titles``: of policies and awards, by answer. ``totals``: of every policy, then of every award.

    ``refusals``, ``missing`` and ``checks`` are None where no masks were
    written: nothing is known of why then. ``limited``: policies share limits,
    so that their highest amounts may not all be paid together.
    """

    written: Written
    counts: Counts
    titles: dict[Answer, str]
    enterprises: Enterprises
    totals: tuple[Total, ...]
    limited: bool
    checks: list[list[Check]] | None
    refusals: list[Refusal] | None
    missing: Missing | None

    @property
    def policies(self) -> list[Total]:
        return [total for total in self.totals if total.answer.award is None]

    @property
    def awards(self) -> list[Answer]:
        return [total.answer for total in self.totals if total.answer.award is not None]


def summarise(folder: Folder, manifest: Manifest, decider: Decider, counts: Counts) -> BatchSummary:
    """The summary of the shards of ``manifest``, which ``decider`` decided, and of the table of clauses beside them."""
    written = Written(folder, manifest)
    policies = [d for d in decider.documents if d.kind == "policy" and d.settle is not None]
    limits = [limit for d in decider.documents for limit in d.limits]
    titles = {Answer(d.id, None): d.title for d in policies} | {Answer(d.id, a.name): a.title for d in policies for a in d.awards}
    enterprises, totals = totals_of(written, decider.answers, decider.policies)
    checks = refusals = missing = None
    if manifest.trace:
        clauses = clauses_of_policies(decider.scalar, folder)
        checks = checks_of(clauses, policies)
        refusals = refusals_of(written, checks)
        missing = missing_of(written, decider.scalar, clauses, policies, limits)
    return BatchSummary(written, counts, titles, enterprises, tuple(totals), bool(limits), checks, refusals, missing)
