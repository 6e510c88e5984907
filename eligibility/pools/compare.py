"""What an arriving fact changes: pools, standards, policies and their awards, before and after."""

from __future__ import annotations

from typing import NamedTuple

from ..decisions.decide import decide
from ..decisions.decision import Amount, EnterpriseDecision
from ..engines.chaining import native
from ..engines.chaining.infer import Chain
from ..engines.scalar.engine import ScalarEngine
from ..profiles.profile import Profile
from .decide_pools import decide_pools
from .decision import PoolDecision, PoolsDecision


class Standing(NamedTuple):
    """Everything decided about one enterprise: all pools, and the policies with their standards."""

    pools: tuple[PoolsDecision, ...]
    decided: EnterpriseDecision


class PoolChange(NamedTuple):
    """A pool of ``document`` before and after; only what is said of it changed where both have one status."""

    document: str
    before: PoolDecision
    after: PoolDecision

    @property
    def moved(self) -> bool:
        """Whether the enterprise stands otherwise to the pool, and not only nearer or farther, or known better."""
        return self.before.status != self.after.status


class ValueChange(NamedTuple):
    """A definition of a standard: its value in words."""

    name: str
    before: str
    after: str


class AwardChange(NamedTuple):
    """An award, or the whole policy (``award`` None): status and amount."""

    policy: str
    title: str
    award: str | None
    status: tuple[str, str]
    amount: tuple[Amount, Amount]


class Changes(NamedTuple):
    """What is not as it was; all empty: the fact changes nothing."""

    pools: tuple[PoolChange, ...] = ()
    standards: tuple[ValueChange, ...] = ()
    policies: tuple[AwardChange, ...] = ()
    awards: tuple[AwardChange, ...] = ()

    def __bool__(self) -> bool:
        return any(self[:])


def stand(engine: ScalarEngine, profile: Profile, chain: Chain = native.chain, *, problems=(), search: bool = True, name: str = "native") -> Standing:
    """Decide all pools and policies of ``engine`` for one enterprise."""
    pools = tuple(decide_pools(engine, document, profile, chain, problems=problems, search=search, name=name)
                  for document in engine.documents if document.kind == "pools")  # fmt: skip
    return Standing(pools, decide(engine, profile, problems=problems, search=search))


def compare(before: Standing, after: Standing) -> Changes:
    """The differences of two standings of one engine, in the order of the rules."""
    return Changes(
        tuple(PoolChange(old.document, was, now) for old, new in zip(before.pools, after.pools)
              for was, now in zip(old.pools, new.pools) if _said(was) != _said(now)),
        tuple(ValueChange(was.fact, was.value, now.value)
              for was, now in zip(before.decided.standards, after.decided.standards) if was.value != now.value),
        tuple(_changed_policies(before.decided, after.decided)),
        tuple(_changed_awards(before.decided, after.decided)),
    )  # fmt: skip


def _said(pool: PoolDecision) -> tuple:
    """What a change is seen by: not the places of facts, and not the words of the reasons."""
    return pool.status, pool.recorded, pool.inside, pool.lacks, pool.distance, pool.missing, pool.due


def _changed_policies(before: EnterpriseDecision, after: EnterpriseDecision):
    for was, now in zip(before.decisions, after.decisions):
        if (was.status, was.amount) != (now.status, now.amount):
            yield AwardChange(was.policy, was.title, None, (was.status, now.status), (was.amount, now.amount))


def _changed_awards(before: EnterpriseDecision, after: EnterpriseDecision):
    for old, new in zip(before.decisions, after.decisions):
        for was, now in zip(old.awards, new.awards):
            if (was.status, was.amount) != (now.status, now.amount):
                yield AwardChange(old.policy, was.title, was.award, (was.status, now.status), (was.amount, now.amount))
