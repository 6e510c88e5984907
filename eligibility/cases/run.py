"""Cases run on the engine: each expectation passes, or says what was expected, what came out and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..decisions.combined import lawful_total
from ..decisions.decide import decide
from ..decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount, AwardDecision, FactShown, Need, PolicyDecision, Reason
from ..decisions.missing import missing_of
from ..decisions.reason_trees import deciding
from ..decisions.reasons import Explainer
from ..engines.scalar.engine import ScalarEngine, Trace
from ..language.diagnostic import Where
from ..language.tree import Scalar
from ..plan.plan import Plan
from ..pools.decide_pools import decide_pools
from ..pools.decision import PoolDecision
from .check import TOTAL, Asked, Prepared
from .members import policies_of
from .results import award_matches, award_text, result_text, value_matches


@dataclass(frozen=True, slots=True)
class Checked:
    """One expectation and what came of it.

    ``got`` is the result as it would be written. ``missing`` (where ``needs``
    was not met) are the sets there are, ``absent`` the words of ``because``
    that no deciding reason holds (of a pool: nor what it lacks). ``reasons``, ``facts`` and ``steps`` (a name
    and its value) explain ``got``.
    """

    name: str
    result: Scalar
    got: str
    matches: bool
    needs: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] | None = None
    absent: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    facts: tuple[FactShown, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        return self.matches and self.missing is None and not self.absent


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was run, expectation by expectation."""

    name: str
    rules: str
    where: Where
    policy_year: int
    as_of: str
    checked: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        return all(c.passed for c in self.checked)


class Engines:
    """Engines of one plan, each made once: for a document, a year, a day and the names given directly."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self._made: dict[tuple, ScalarEngine] = {}

    def of(self, prepared: Prepared) -> ScalarEngine:
        document = prepared.document
        key = (document.id, prepared.policy_year, prepared.as_of, prepared.given)
        if key not in self._made:
            ids = [document.id, *document.uses, *policies_of(document)]
            self._made[key] = ScalarEngine(self.plan, prepared.policy_year, prepared.as_of, ids, prepared.given)
        return self._made[key]


def run_case(prepared: Prepared, engines: Engines) -> CaseResult:
    """Run one case."""
    engine = engines.of(prepared)
    kinds = {a.kind for a in prepared.asked}
    search = any(a.needs is not None for a in prepared.asked)
    policies, total, pools = {}, None, {}
    if kinds & {"award", TOTAL}:
        decided = decide(engine, prepared.profile, search=search)
        policies = {d.policy: d for d in decided.decisions}
        total = lawful_total(decided)
    if "pool" in kinds:
        pools = {p.pool: p for p in decide_pools(engine, prepared.document, prepared.profile, search=search).pools}
    trace = engine.run_profile(prepared.profile)

    def check(asked: Asked) -> Checked:
        if asked.kind == "pool":
            return _pool(asked, pools[asked.name])
        if asked.kind == TOTAL:
            return _total(asked, list(policies.values()), total)
        return _definition(asked, trace, prepared) if asked.kind == "definition" else _award(asked, policies[asked.award[0]])

    checked = tuple(map(check, prepared.asked))
    return CaseResult(prepared.case.name, prepared.document.id, prepared.case.where,
                      prepared.policy_year, prepared.as_of.isoformat(), checked)  # fmt: skip


# ------------------------------------------------------------ awards and their total


def _total(asked: Asked, policies: list[PolicyDecision], total: Amount) -> Checked:
    """Of the one policy of a file, or of all that a limits file speaks of."""
    awards = [a for p in policies for a in p.awards]
    status = min((p.status for p in policies), key=(ELIGIBLE, UNDETERMINED, INELIGIBLE).index)
    parts = tuple((a.award, award_text(a.status, a.amount)) for a in awards if a.status != INELIGIBLE)
    reasons = [r for a in awards for r in deciding(a.reason)]
    return _checked(asked, award_text(status, total), award_matches(asked.wanted, status, total), reasons, None, steps=parts)


def _award(asked: Asked, policy: PolicyDecision) -> Checked:
    award = next(a for a in policy.awards if a.award == asked.award[1])
    matches = award_matches(asked.wanted, award.status, award.amount)
    return _checked(asked, award_text(award.status, award.amount), matches, deciding(award.reason), award.missing.sets, steps=_steps(award))


def _steps(award: AwardDecision) -> tuple[tuple[str, str], ...]:
    """How the amount came about, and what the other awards did to it."""
    if award.status == INELIGIBLE:
        return ()
    return (*award.calculation, *(("说明", note) for note in award.notes))


# ----------------------------------------------------------------------------- pools


def _pool(asked: Asked, pool: PoolDecision) -> Checked:
    sets = (pool.missing,) if pool.missing else ()
    return _checked(asked, pool.status, pool.status == asked.wanted.word, list(pool.why), sets, also=_needs_texts(pool.lacks))


def _needs_texts(need: Need | None) -> list[str]:
    """Each test that fails, as ``because`` may name it."""
    if need is None:
        return []
    return [f"{need.condition} {need.required}", *(text for child in need.children for text in _needs_texts(child))]


# ----------------------------------------------------------------------- definitions


def _definition(asked: Asked, trace: Trace, prepared: Prepared) -> Checked:
    unit = trace.engine.operations[asked.operation].unit
    value = trace.value(asked.operation)
    explainer = Explainer(trace, prepared.profile)
    matches = value_matches(asked.wanted, value, unit)
    if unit != "bool":
        return _checked(asked, result_text(value, unit), matches, [], None, facts=explainer.values.facts([asked.operation]))
    reasons = deciding(explainer.reason(asked.operation, asked.name))
    sets = missing_of(trace, asked.operation).sets if asked.needs is not None and value is None else ()
    return _checked(asked, result_text(value, unit), matches, reasons, sets)


# ------------------------------------------------------------------------- in common


def _checked(asked: Asked, got: str, matches: bool, reasons: list[Reason], sets, *, facts=(), steps=(), also=()) -> Checked:
    """``sets``: the smallest missing sets, or None where an expectation cannot have ``needs``; ``also``: more that ``because`` may name."""
    needs = asked.needs
    missing = None
    if needs is not None and sets is not None and needs not in map(frozenset, sets):
        missing = tuple(sets)
    texts = [f"{r.condition} {r.required} {r.clause or ''} {r.ref or ''}" for r in reasons] + list(also)
    absent = tuple(word for word in asked.because if not any(word in text for text in texts))
    return Checked(asked.name, asked.source.result, got, matches, tuple(sorted(needs or ())), missing, absent,
                   tuple(reasons), tuple(facts), tuple(steps))  # fmt: skip
