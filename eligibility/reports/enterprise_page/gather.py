"""Everything that is decided for a page: policies, pools, the shortest ways and the days by which something is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ...decisions.decide import decide
from ...decisions.decision import INELIGIBLE, EnterpriseDecision, NotInForce
from ...engines.scalar.engine import ScalarEngine, Trace
from ...engines.scalar.values import ends
from ...language.diagnostic import Diagnostic
from ...plan.plan import AwardPlan, DocumentPlan, Plan
from ...pools.decide_pools import decide_pools
from ...pools.decision import CANDIDATE, DueDay, PoolsDecision
from ...pools.due import due_days
from ...profiles.profile import Profile
from ...ways.shortest import shortest_ways
from ...ways.way import Change, Ways
from ...ways.words import changed_inputs
from ..conditions_text import basis_text
from ..next_steps import parts_of
from .awards import lack_text
from .build import page_of
from .nearest import Target
from .page import DueLine, Page
from .sensible import sensible

#: alternatives looked for, and told of one goal
MOST_FOUND, MOST_TOLD = 10, 4


class Gathering:
    """The rules made ready once for the pages of all enterprises of one policy year and day.

    ``policies`` and ``pools`` are the ids to decide, ``absent`` policies not in
    force. Rules without pools give pages without that section.
    """

    def __init__(self, plan: Plan, policy_year: int, as_of: date, policies: Sequence[str], absent: tuple[NotInForce, ...] = (),
                 pools: Sequence[str] = ()):  # fmt: skip
        self.plan, self.absent = plan, absent
        self.engine = ScalarEngine(plan, policy_year, as_of, list(policies))
        self.pools = ScalarEngine(plan, policy_year, as_of, list(pools)) if pools else None

    def page(self, profile: Profile, problems: Sequence[Diagnostic] = ()) -> Page:
        """The page of one enterprise."""
        decision = decide(self.engine, profile, problems=problems)._replace(not_in_force=self.absent)
        pools = [decide_pools(self.pools, document, profile) for document in self.pools.documents] if self.pools else []
        trace = self.engine.run_profile(profile)
        ways = [*_to_awards(trace, decision, profile)]
        due = [*_of_policies(trace, decision)]
        if self.pools:
            ways += _to_pools(self.pools.run_profile(profile), pools, profile)
            due += [_due_line(day, pool.title) for found in pools for pool in found.pools for day in pool.due]
        return page_of(decision, self.plan.vocabulary, pools=pools, ways=ways, due=due)


def _to_awards(trace: Trace, decision: EnterpriseDecision, profile: Profile) -> Iterator[tuple[Target, Ways]]:
    """Ways to every refused award; where a gate has failed, to the gate instead, once for all it refuses."""
    documents = {d.id: d for d in trace.engine.documents if d.kind == "policy"}
    gates: dict[tuple[str, int], list[str]] = {}
    for policy in decision.decisions:
        for name, operation in documents[policy.policy].gates if policy.gate else ():
            if trace.raw(operation) is False:
                gates.setdefault((name, operation), []).append(policy.title)
    for (name, operation), titles in gates.items():
        yield Target("gate", name, "、".join(titles), ""), _ways(trace, operation, None, profile)
    for policy in decision.decisions:
        for award, plan in zip(policy.awards, documents[policy.policy].awards):
            if award.status == INELIGIBLE and not policy.gate:
                ways = _ways(trace, plan.status, plan.amount, profile)
                paid = [_paid(trace, way, documents[policy.policy], plan) for way in ways.ways]
                if any(paid):  # a way to what another award then replaces is none
                    ways = ways._replace(ways=tuple(way for way, fen in zip(ways.ways, paid) if fen))
                lacks = tuple(lack_text(part) for part in parts_of(award.lacks)) if award.lacks else ()
                yield Target("award", award.award, policy.title, basis_text(award), lacks, next(filter(None, paid), 0)), ways


def _paid(trace: Trace, way: tuple[Change, ...], document: DocumentPlan, award: AwardPlan) -> float:
    """分 that the award is paid at most once the changes are made, by the law of its policy."""
    _, payments = trace.engine.rerun(changed_inputs(trace, way)).raw(document.settle)
    return ends(payments[document.awards.index(award)])[1]


def _to_pools(trace: Trace, pools: Sequence[PoolsDecision], profile: Profile) -> Iterator[tuple[Target, Ways]]:
    """Ways to what every candidate pool measures nearness by; none where only the application is missing."""
    documents = {d.id: d for d in trace.engine.documents if d.kind == "pools"}
    for found in pools:
        for pool, plan in zip(found.pools, documents[found.document].pools):
            if pool.status == CANDIDATE and plan.short_of is not None and trace.raw(plan.short_of) is False:
                measure = f"按“{pool.short_of}”" if pool.short_of else ""
                target = Target("pool", pool.title, found.title, "，".join(filter(None, (measure, basis_text(pool)))))
                yield target, _ways(trace, plan.short_of, None, profile)


def _ways(trace: Trace, operation: int, amount: int | None, profile: Profile) -> Ways:
    """The shortest ways that may be advised; an award (``amount``) must also be able to pay."""
    return sensible(shortest_ways(trace, operation, amount=amount, most=MOST_FOUND, profile=profile), trace, operation, MOST_TOLD)


def _of_policies(trace: Trace, decision: EnterpriseDecision) -> Iterator[DueLine]:
    """The windows of the policies that are not refused."""
    alive = {policy.policy for policy in decision.decisions if policy.status != INELIGIBLE}
    for document in trace.engine.documents:
        for day in due_days(document.due, trace) if document.id in alive else ():
            yield _due_line(day, document.title)


def _due_line(day: DueDay, of: str) -> DueLine:
    return DueLine(day.by, day.start, day.what, of, day.days, basis_text(day))
