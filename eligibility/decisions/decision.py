"""What a decision says. Plain values; nothing here is calculated.

Named tuples, since ``check`` makes these classes at every start and a frozen
dataclass takes twenty times as long to make.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..combining.combination import Combination
from ..language.diagnostic import Diagnostic
from ..language.quantities import money_text

ELIGIBLE = "eligible"
INELIGIBLE = "ineligible"
UNDETERMINED = "undetermined"


def status_of(truth: bool | None) -> str:
    """True, False or None as a status."""
    return UNDETERMINED if truth is None else ELIGIBLE if truth else INELIGIBLE


class Amount(NamedTuple):
    """Integer 分 from ``low`` to ``high``; ``high`` None: no upper bound is known."""

    low: int
    high: int | None

    @property
    def known(self) -> bool:
        return self.low == self.high

    @property
    def text(self) -> str:
        """20万元; 5万元 至 10万元; 金额未知 where nothing bounds it."""
        if self.known:
            return money_text(self.low)
        if self.high is None:
            return f"{money_text(self.low)} 以上（上限未知）" if self.low else "金额未知"
        return f"{money_text(self.low)} 至 {money_text(self.high)}"


class FactShown(NamedTuple):
    """A fact as it went into a condition; ``origin`` is the place it was read at, or 未填写."""

    fact: str
    value: str
    origin: str


class Reason(NamedTuple):
    """One condition, or a group of them with ``children``.

    ``kind``: test, or all any not some for groups. ``condition`` is what it
    is about, ``required`` and ``actual`` in words, ``short_by`` by how much
    it falls short in its own unit (of records, the row that comes nearest). ``where`` is the rule's place; ``reading``
    marks an open point of the text, which no enterprise can change; ``idle`` a
    comparison that comes out the same whatever is stated, as 不低于 0元 of an amount.
    """

    kind: str
    operation: int
    condition: str
    result: bool | None
    required: str = ""
    actual: str = ""
    short_by: str | None = None
    clause: str | None = None
    ref: str | None = None
    evidence: str | None = None
    facts: tuple[FactShown, ...] = ()
    children: tuple["Reason", ...] = ()
    where: str = ""
    reading: bool = False
    idle: bool = False

    @property
    def shortfall(self) -> str:
        """``short_by`` as said after the value: 差 3人, 晚 4天; empty where nothing falls short."""
        return f"差 {self.short_by}" if self.short_by and self.short_by[0].isdigit() else self.short_by or ""


class Missing(NamedTuple):
    """``sets``: the smallest sets of blanks that could make it eligible, smallest first.

    ``exact`` False: found greedily, there may be smaller ones. ``could_refuse``:
    single blanks that could by themselves make it ineligible. ``amount``:
    blanks that its amount depends on.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    exact: bool = True
    could_refuse: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()


class Gap(NamedTuple):
    """How far a comparison is from holding: ``by`` base units of ``unit`` more of its subject, or less.

    With exactly that it holds, and with one base unit less it does not. Where
    ``strict``, exactly that is just not enough: anything beyond it is.
    """

    by: Fraction
    unit: str
    more: bool
    strict: bool


class Need(NamedTuple):
    """What a refused award lacks: a test that failed, or a group of them.

    ``kind``: test, all, any (the nearest ways alone), some (so many of the
    children, ``count``). ``gap`` is None where nothing can be counted;
    ``also`` names one number that by itself would do it. ``reading``: an open
    point of the text, which no enterprise can change. ``without``: facts that
    are 无, so that nothing could be compared.
    """

    kind: str
    condition: str = ""
    actual: str = ""
    required: str = ""
    gap: Gap | None = None
    also: tuple[str, Gap] | None = None
    count: int = 0
    children: tuple["Need", ...] = ()
    reading: bool = False
    without: tuple[str, ...] = ()


class Paper(NamedTuple):
    """A paper to hand in, and the eligible awards that ask for it, as (policy, award).

    ``if_any``: the enterprise said no to what it would prove, so it may have none.
    """

    paper: str
    awards: tuple[tuple[str, str], ...]
    if_any: bool = False


class Outcome(NamedTuple):
    """What an award would be under other readings of open points."""

    readings: dict[str, bool]
    status: str
    amount: Amount


class AwardDecision(NamedTuple):
    """One award; ``amount`` is what it pays after overrides, ``together`` and limits across policies."""

    award: str
    title: str
    status: str
    amount: Amount
    clause: str | None
    ref: str | None
    evidence: str
    provisional_because: tuple[str, ...]
    reason: Reason
    missing: Missing
    outcomes: tuple[Outcome, ...] = ()
    reference: Amount | None = None
    reference_basis: tuple[str, ...] = ()
    calculation: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    lacks: Need | None = None  # a refused award of a policy whose gates hold

    @property
    def provisional(self) -> bool:
        return bool(self.provisional_because)


class PolicyDecision(NamedTuple):
    """A policy and its awards; ``amount`` is their total, ``gate`` what refuses them all at once."""

    policy: str
    title: str
    instrument: str
    status: str
    amount: Amount
    awards: tuple[AwardDecision, ...]
    reference: Amount | None = None
    materials: tuple[str, ...] = ()
    department: str | None = None
    gate: Need | None = None

    @property
    def provisional(self) -> bool:
        return any(a.provisional for a in self.awards if a.status != INELIGIBLE)


class StandardResult(NamedTuple):
    """A definition of a standard that the policies used: its value in words."""

    fact: str
    value: str
    reason: Reason | None


class NotInForce(NamedTuple):
    """A policy that was wanted but does not apply to this year and day; ``because`` says when it does."""

    policy: str
    title: str
    because: str


class EnterpriseDecision(NamedTuple):
    """Everything decided about one enterprise, for one policy year and day."""

    policy_year: int
    as_of: str
    rules: str
    code: str | None
    name: str | None
    assumed: bool
    decisions: tuple[PolicyDecision, ...]
    standards: tuple[StandardResult, ...]
    problems: tuple[Diagnostic, ...] = ()
    not_in_force: tuple[NotInForce, ...] = ()
    papers: tuple[Paper, ...] = ()
    combination: Combination | None = None  # of awards that exclude or limit each other
