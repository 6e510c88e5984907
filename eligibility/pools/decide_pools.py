"""The pools of one document decided for one enterprise: one run, one inference, then what came out and why."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..decisions.shortfall import Shortfalls
from ..engines.chaining import native
from ..engines.chaining.infer import Chain, Inference, infer
from ..engines.chaining.pools_program import PoolsProgram, pools_program
from ..engines.scalar.engine import ScalarEngine, Trace
from ..plan.plan import DocumentPlan, PoolPlan
from ..profiles.profile import Profile
from .asked import Asked
from .blanks import Blanks
from .decision import CANDIDATE, LEAVE, MEMBER, PROMOTE, UNDETERMINED, DueDay, PoolDecision, PoolsDecision
from .distance import Distance, distance
from .due import due_days
from .links import Links
from .status import recorded_of, status_of
from .why import lacks, why

Truth = bool | None

_programs: WeakKeyDictionary[ScalarEngine, dict[str, PoolsProgram]] = WeakKeyDictionary()


class InferenceDiffers(RuntimeError):
    """A chaining engine and the plan do not agree on who is in a pool: one of them has a bug."""


def decide_pools(engine: ScalarEngine, document: DocumentPlan, profile: Profile, chain: Chain = native.chain, *,
                 problems=(), search: bool = True, name: str = "native") -> PoolsDecision:
    """Every pool of ``document`` (one of ``engine.documents``) for one enterprise.

    ``chain`` infers who is in which pool, ``name`` says which engine it is.
    ``search`` False names blanks without looking for the smallest sets
    (faster, for many enterprises). Raises InferenceDiffers.
    """
    trace = engine.run_profile(profile)
    decider = _Decider(trace, document, profile, chain, search)
    return PoolsDecision(
        document.id, document.title, document.cited, tuple(document.stages),
        engine.selection.policy_year, engine.selection.as_of.isoformat(), engine.plan.sha256, profile.code, profile.name,
        tuple(map(decider.pool, document.pools)), name, tuple(problems),
    )


def program_of(engine: ScalarEngine, document: DocumentPlan) -> PoolsProgram:
    """The clauses of ``document``, written once for an engine."""
    made = _programs.setdefault(engine, {})
    if document.file not in made:
        made[document.file] = pools_program(engine.selection, document)
    return made[document.file]


def inferred(trace: Trace, document: DocumentPlan, chain: Chain) -> Inference:
    """Who is in which pool, as ``chain`` finds it; raises InferenceDiffers where the plan says otherwise."""
    program = program_of(trace.engine, document)
    inference = infer(program, {token: trace.raw(index) for token, index in program.verdicts.items()}, chain)
    for pool in document.pools:
        if inference.inside[pool.name] is not trace.raw(pool.inside):
            raise InferenceDiffers(f"{document.id} {pool.name}: {inference.inside[pool.name]} inferred, {trace.raw(pool.inside)} by the plan")
    return inference


class _Decider:
    """The pools of one enterprise."""

    def __init__(self, trace: Trace, document: DocumentPlan, profile: Profile, chain: Chain, search: bool):
        self.trace = trace
        self.inference = inferred(trace, document, chain)
        self.inside = self.inference.inside
        self.pools = {pool.name: pool for pool in document.pools}
        self.asked = Asked(trace, profile)
        self.blanks = Blanks(trace, self.asked, search)
        self.shortfalls = Shortfalls(self.asked.trace)
        self.links = Links(program_of(trace.engine, document), self.inference, self.pools, self.asked, trace.raw)

    def pool(self, pool: PoolPlan) -> PoolDecision:
        """One pool."""
        truth = {part: self._truth(getattr(pool, part)) for part in ("member", "enter", "leave", "short_of")}
        leave = False if pool.leave is None else truth["leave"]
        parents = [(self.pools[name], self.inside[name]) for name in pool.after]
        recorded = recorded_of(pool.member is not None, truth["member"], truth["enter"], leave, tuple(stays for _, stays in parents))
        near = self._near(pool, parents)
        status = status_of(recorded, self.inside[pool.name], leave, near, pool.at_most,
                           nobody_knows=pool.unknown is not None, has_member=pool.member is not None)  # fmt: skip
        open_ones = self._open(pool, status, truth, recorded, parents, near)
        return PoolDecision(
            pool.name, pool.title, pool.stage, status, recorded, self.inside[pool.name], pool.clause, pool.ref, pool.evidence,
            pool.short_of_name, lacks(pool, status, parents, self.asked, self.shortfalls), near,
            self.blanks.of(open_ones),
            why(pool, status, truth, parents, self.asked),
            self.links.of(pool.name, status == LEAVE),
            self._due(pool, status),
            pool.unknown, pool.note,
        )

    def _due(self, pool: PoolPlan, status: str) -> tuple[DueDay, ...]:
        """What is due for those in it or about to be; of those who have to leave only the day that was theirs, not next year's."""
        if status not in (MEMBER, PROMOTE, LEAVE):
            return ()
        return due_days([due for due in pool.due if status != LEAVE or not due.every], self.trace)

    def _truth(self, operation: int | None) -> Truth:
        return None if operation is None else self.trace.raw(operation)

    def _near(self, pool: PoolPlan, parents: list[tuple[PoolPlan, Truth]]) -> Distance | None:
        """How many tests of ``short_of`` fail, and of the pools before it how many it is not in."""
        found = None if pool.short_of is None else distance(self.trace, pool.short_of)
        if found is None:
            return None
        out = sum(inside is False for _, inside in parents)
        perhaps = sum(inside is not True for _, inside in parents)
        return found[0] + out, None if found[1] is None else found[1] + perhaps

    def _open(self, pool: PoolPlan, status: str, truth: dict[str, Truth], recorded: Truth, parents: list[tuple[PoolPlan, Truth]],
              near: Distance | None) -> list[int]:
        """The conditions that have to be settled: of an undetermined status, or of a candidate's distance."""
        if status not in (UNDETERMINED, CANDIDATE):
            return []
        inside = self.inside[pool.name]
        known = pool.unknown is None
        found = []
        if status == UNDETERMINED:
            found += [pool.member] if pool.member is not None and truth["member"] is None else []
            if known and inside is None and truth["member"] is not True:
                return [*found, pool.inside]
            found += [pool.leave] if pool.leave is not None and truth["leave"] is None else []
            found += [parent.inside for parent, stays in parents if stays is None and recorded is True]
            found += [pool.enter] if pool.enter is not None and recorded is None and pool.member is None and truth["enter"] is None else []
        may_be_near = near is not None and pool.at_most is not None and near[0] <= pool.at_most
        if may_be_near and True not in (recorded, inside, False if pool.leave is None else truth["leave"]):
            found += [parent.inside for parent, stays in parents if stays is None]
            found += [pool.short_of] if near[0] != near[1] else []
        return found
