"""What is said of one enterprise and its pools. Plain values; nothing here is calculated."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..decisions.decision import Need, Reason
from ..language.diagnostic import Diagnostic

MEMBER = "member"  # in it, and stays
PROMOTE = "promote"  # not recorded in it, and meets what entering asks for
CANDIDATE = "candidate"  # not in it, and short of it by few tests
LEAVE = "leave"  # recorded in it, or held it, and no longer may be
OUTSIDE = "outside"  # not in it, and not near
UNDETERMINED = "undetermined"
STATUSES = (MEMBER, PROMOTE, CANDIDATE, LEAVE, OUTSIDE, UNDETERMINED)


class DueDay(NamedTuple):
    """``what`` has to be done by ``by`` (from ``start`` on); ``days`` from the day of the decision, negative: too late."""

    what: str
    by: date
    days: int
    start: date | None
    clause: str | None
    ref: str | None
    evidence: str | None = None  # its own, where the file says so


class Link(NamedTuple):
    """One step of the chain: ``then`` holds because all of ``because`` do, said in words."""

    then: str
    because: tuple[str, ...]


class PoolDecision(NamedTuple):
    """One pool for one enterprise.

    ``recorded``: whether it is in the pool now; ``inside``: whether it belongs
    there. ``lacks``: the tests that fail (of a candidate: all of them, and
    ``distance`` is how many, lowest and highest (None: while something is blank,
    nobody can say that it can be reached); (0, 0): everything is met and
    only the application is missing). ``missing``: blanks that would settle
    it. ``why``: reasons of what decided, ``chain``: what it was derived
    from, earliest first. ``unknown``: why nobody knows the conditions.
    """

    pool: str
    title: str
    stage: str | None
    status: str
    recorded: bool | None
    inside: bool | None
    clause: str | None
    ref: str | None
    evidence: str
    short_of: str | None = None
    lacks: Need | None = None
    distance: tuple[int, int | None] | None = None
    missing: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()
    chain: tuple[Link, ...] = ()
    due: tuple[DueDay, ...] = ()
    unknown: str | None = None
    note: str | None = None


class PoolsDecision(NamedTuple):
    """All pools of one document for one enterprise, for one day."""

    document: str
    title: str
    instrument: str
    stages: tuple[str, ...]
    policy_year: int
    as_of: str
    rules: str
    code: str | None
    name: str | None
    pools: tuple[PoolDecision, ...]
    engine: str = "native"
    problems: tuple[Diagnostic, ...] = ()
