"""The columns of decisions: one row an enterprise, the same whatever engine gave them."""

from __future__ import annotations

from typing import NamedTuple

from ..language.quantities import money_text
from ..plan.plan import DocumentPlan, PoolPlan

#: what the UInt8 of a status, or of being in a pool, says
INELIGIBLE, ELIGIBLE, UNDETERMINED = 0, 1, 2


class Answer(NamedTuple):
    """A policy (``award`` None) or an award and its three columns: UInt8 ``status``, Int64 分 ``low`` and ``high``.

    ``high`` null: no bound is known, or none that 64 bits hold. An amount is what is really paid.
    """

    policy: str
    award: str | None

    @property
    def status(self) -> str:
        return self.policy if self.award is None else f"{self.policy}/{self.award}"

    @property
    def low(self) -> str:
        return f"{self.status} 至少"

    @property
    def high(self) -> str:
        return f"{self.status} 至多"


class Bit(NamedTuple):
    """Where the verdict of an operation stands: bit ``bit`` of ``sure_{mask}`` (surely holds) and ``open_{mask}`` (not known)."""

    operation: int
    mask: int
    bit: int


def policy_answers(documents: list[DocumentPlan]) -> list[Answer]:
    """The policies decided."""
    return [Answer(d.id, None) for d in documents if d.kind == "policy" and d.settle is not None]


def award_answers(documents: list[DocumentPlan]) -> list[Answer]:
    """Their awards; of a policy with one award too."""
    return [Answer(d.id, a.name) for d in documents if d.kind == "policy" and d.settle is not None for a in d.awards]


class PoolAnswer(NamedTuple):
    """A pool and its two columns, UInt8 as a status: whether an enterprise belongs ``inside`` it, and whether it is ``recorded`` there now."""

    document: str
    pool: str

    @property
    def inside(self) -> str:
        return f"{self.document}/{self.pool}"

    @property
    def recorded(self) -> str:
        return f"{self.inside} 在册"


def pool_answers(documents: list[DocumentPlan]) -> list[PoolAnswer]:
    """The pools decided."""
    return [PoolAnswer(d.id, pool.name) for d in documents for pool in d.pools]


def recorded_in(pool: PoolPlan) -> list[int]:
    """The operations of which one at least says that an enterprise is in the pool now.

    Where nothing records it, belonging there is being there, and one that has
    to leave must have been there (``pools.status.recorded_of``).
    """
    return [pool.member] if pool.member is not None else [i for i in (pool.inside, pool.leave) if i is not None]


def said(column: str, value: int | None) -> str:
    """A value of a decision in words: 符合 (of a pool: in it), 20万元, and masks as they are."""
    if column.endswith((Answer("", None).low, Answer("", None).high)):
        return "上限未知" if value is None else money_text(value)
    if column.startswith(("sure_", "open_")):
        return hex(value or 0)
    return {INELIGIBLE: "不符合", ELIGIBLE: "符合", UNDETERMINED: "待定"}.get(value, str(value))
