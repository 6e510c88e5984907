"""What other rules change for a population: plain counts, sums and the enterprises that stand for the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .kinds_of_change import KINDS, OPPOSITE, UNCHANGED

if TYPE_CHECKING:
    from ..decisions.decision import EnterpriseDecision

BOTH, OLD_ONLY, NEW_ONLY = "both", "old", "new"


class Money(NamedTuple):
    """What some enterprises get: 分 at least and at most; ``unbounded``: of how many no upper end is known, which ``high`` leaves out."""

    low: int = 0
    high: int = 0
    unbounded: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(*(a + b for a, b in zip(self, other)))


class Tally(NamedTuple):
    """Enterprises, and what they get before and after."""

    enterprises: int = 0
    before: Money = Money()
    after: Money = Money()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(a + b for a, b in zip(self, other)))

    @property
    def mirrored(self) -> "Tally":
        return Tally(self.enterprises, self.after, self.before)


@dataclass(slots=True)
class PolicyDiff:
    """A policy: ``within``, the rules that have it in force; ``same``: its rules are the same, so nobody was decided.

    ``kinds``: kind of change → tally; with ``same`` everybody is unchanged and no money is told.
    """

    policy: str
    title: str
    within: str = BOTH
    same: bool = False
    kinds: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(KINDS, Tally()))

    @property
    def total(self) -> Tally:
        return sum(self.kinds.values(), Tally())

    @property
    def changed(self) -> int:
        """Enterprises whose decision is another."""
        return self.total.enterprises - self.kinds[UNCHANGED].enterprises

    def mirrored(self) -> "PolicyDiff":
        """As it would be with the rules exchanged, under the same title."""
        within = {OLD_ONLY: NEW_ONLY, NEW_ONLY: OLD_ONLY, BOTH: BOTH}[self.within]
        return PolicyDiff(self.policy, self.title, within, self.same, {kind: self.kinds[OPPOSITE[kind]].mirrored for kind in KINDS})


class Enterprises(NamedTuple):
    """Whose policies together change: ``gaining`` at one end of the sum and losing at none, ``losing``, and ``other``:
    from or to 待定 or 不符合 with the same money, or one end up and the other down."""

    gaining: int = 0
    losing: int = 0
    other: int = 0

    def __add__(self, other: "Enterprises") -> "Enterprises":
        return Enterprises(*(a + b for a, b in zip(self, other)))

    @property
    def changed(self) -> int:
        return sum(self)


class Example(NamedTuple):
    """An enterprise chosen for its change of ``kind`` under ``policy``, decided with both rules in full."""

    row: int
    code: str
    name: str | None
    policy: str
    kind: str
    before: "EnterpriseDecision | None"
    after: "EnterpriseDecision | None"


class NoColumn(NamedTuple):
    """Facts that decide about the policies compared and that the population says nothing of: asked by the new rules alone, by both, by the old alone."""

    new: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    old: tuple[str, ...] = ()


@dataclass(slots=True)
class RulesDiff:
    """``read`` = ``used`` + ``rejected`` rows; a row that either rules reject is rejected."""

    policy_year: int
    as_of: date
    old_sha256: str
    new_sha256: str
    policies: list[PolicyDiff] = field(default_factory=list)
    read: int = 0
    used: int = 0
    enterprises: Enterprises = Enterprises()
    examples: tuple[Example, ...] = ()
    no_column: NoColumn = NoColumn()

    @property
    def rejected(self) -> int:
        return self.read - self.used

    @property
    def compared(self) -> list[PolicyDiff]:
        """The policies that were decided with both rules."""
        return [p for p in self.policies if not p.same]

    @property
    def money(self) -> Tally:
        """All policies compared together; ``enterprises`` counts decisions."""
        return sum((p.total for p in self.compared), Tally())
