"""What a finished batch comes to: who, what, how much, why not, what is missing. Tables however long are read in passes, never whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..engines.scalar.engine import ScalarEngine
from ..plan.plan import Plan
from .clause_tree import clauses_of_policies
from .columns import Answer, PoolAnswer, award_answers, policy_answers
from .folder import MANIFEST, Folder
from .manifest import Counts, read_manifest
from .missing import Missing, missing_of
from .pool_totals import PoolTotal, pool_totals
from .refusals import Check, Refusal, checks_of, refusals_of
from .stopped import Stopped
from .totals import Enterprises, Total, totals_of
from .written import Written


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """``counts``: rows read, decided and returned. ``titles``: of policies and awards, by answer. ``totals``: of every policy, then of
    every award, if awards were written; ``pools``: those decided.

    ``refusals`` and ``checks`` are None where no masks were written: nothing is
    known of why then; ``missing`` also where no awards were. ``limited``:
    policies share limits, so that their highest amounts may not all be paid together.
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
    pools: tuple[PoolTotal, ...]

    @property
    def policies(self) -> list[Total]:
        return [total for total in self.totals if total.answer.award is None]

    @property
    def awards(self) -> list[Total]:
        return [total for total in self.totals if total.answer.award is not None]

    @property
    def listed(self) -> list[Answer]:
        """What the list of those who get something names: awards, or policies where no awards were written."""
        return [total.answer for total in self.awards or self.policies]


def summarise(root: str, plan: Plan) -> BatchSummary:
    """The summary of the batch in the folder ``root``, decided by ``plan``; all shards must be there, its manifest need not be finished yet.

    Stopped where there is no batch, or one that cannot be read.
    """
    folder = Folder(root)
    manifest = read_manifest(folder)
    if manifest is None:
        raise Stopped("X935", f"{root} 里没有批量判定的结果（{MANIFEST}）", "写 eligibility batch 的 --out 用的文件夹")
    engine = ScalarEngine(plan, manifest.policy_year, date.fromisoformat(manifest.as_of), manifest.documents)
    written = Written(folder, manifest)
    policies = [d for d in engine.documents if d.kind == "policy" and d.settle is not None]
    limits = [limit for d in engine.documents for limit in d.limits]
    answers = policy_answers(policies) + (award_answers(policies) if manifest.awards else [])
    titles = {Answer(d.id, None): d.title for d in policies} | {Answer(d.id, a.name): a.title for d in policies for a in d.awards}
    pools = {PoolAnswer(d.id, pool.name): pool.title for d in engine.documents for pool in d.pools}
    enterprises, totals = totals_of(written, answers, policy_answers(policies))
    checks = refusals = missing = None
    if manifest.trace:
        clauses = clauses_of_policies(engine, folder)
        checks = checks_of(clauses, policies)
        refusals = refusals_of(written, checks)
        missing = missing_of(written, engine, clauses, policies, limits) if manifest.awards else None
    return BatchSummary(written, written.counts(), titles, enterprises, tuple(totals), bool(limits), checks, refusals, missing,
                        tuple(pool_totals(written, pools)))  # fmt: skip
