"""The model: rule files read, names not yet looked up; what stands inside their rules is ``syntax``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .diagnostic import Where
from .fact import Fact
from .syntax import Block, Clause, Condition, Definition, Expr, Name
from .tree import Scalar


@dataclass(slots=True)
class Instrument:
    title: str
    number: str | None
    evidence: str  # official, secondary, recalled, assumed
    where: Where
    source: str | None = None


@dataclass(slots=True)
class InForce:
    """``by`` is 政策年度 (the last day of the policy year counts) or 申报日期."""

    start: date | None
    end: date | None
    by: str
    where: Where


@dataclass(slots=True)
class Reading:
    name: str
    take: bool
    why: str
    where: Where


@dataclass(slots=True)
class ParameterRow:
    """``value``: an expression; or None with ``at_most`` (a bound) or neither (unknown)."""

    start: date | None
    value: Expr | None
    at_most: Expr | None
    unit: str | None
    evidence: str | None
    why: str | None
    clause: Clause
    reference: Expr | None
    reference_basis: str | None
    where: Where
    source: str | None = None


@dataclass(slots=True)
class Parameter:
    name: str
    rows: tuple[ParameterRow, ...]
    where: Where


@dataclass(slots=True)
class Award:
    name: str
    block: Block
    clause: Clause
    where: Where
    once: str | None = None  # lifetime
    overrides: tuple[Name, ...] = ()
    title: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Together:
    """Several awards of one enterprise: ``pay`` all or highest, ``per`` year or lifetime."""

    name: str
    awards: tuple[Name, ...]
    pay: str
    per: str
    cap: Expr | None
    cut: str  # last_first or pro_rata
    refer: str | None
    where: Where


@dataclass(slots=True)
class Due:
    """What has to be done by a day: ``by`` an expression of a date, or ``(month, day)`` of every year; ``start`` the first day for it, likewise."""

    do: str
    by: Expr | tuple[int, int]
    start: Expr | tuple[int, int] | None
    clause: Clause
    where: Where


@dataclass(slots=True)
class Pool:
    """A pool or title.

    ``member``: how it is recorded that the enterprise is in it now, None where
    holding what ``enter`` asks for is the membership itself. ``enter`` None
    with ``unknown`` (why nobody knows the conditions). ``short_of``: the
    condition by which nearness is measured.
    """

    name: str
    stage: Name | None
    after: tuple[Name, ...]
    member: Condition | None
    enter: Condition | None
    unknown: str | None
    leave: Condition | None
    short_of: Name | None
    at_most: int | None
    due: tuple[Due, ...]
    clause: Clause
    where: Where
    title: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Limit:
    """``together`` across policies: ``awards`` are [policy id, names of its awards or () for all]."""

    name: str
    awards: tuple[tuple[Name, tuple[Name, ...]], ...]
    pay: str  # all or highest
    per: str  # year or lifetime
    cap: Expr | None
    cut: str  # last_first or pro_rata
    refer: str | None
    clause: Clause
    where: Where
    note: str | None = None


@dataclass(slots=True)
class Rules:
    """A ``kind: standard``, ``policy``, ``pools`` or ``limits`` file."""

    kind: str
    id: str
    title: str
    instrument: Instrument | None
    in_force: InForce
    published: date | None
    this_year: str  # 政策年度 or 申报年度
    uses: tuple[Name, ...]
    gates: tuple[Name, ...]
    readings: dict[str, Reading]
    parameters: dict[str, Parameter]
    define: dict[str, Definition]
    awards: dict[str, Award]
    together: dict[str, Together]
    materials: tuple[str, ...]
    department: str | None
    note: str | None
    file: str
    where: Where
    due: tuple[Due, ...] = ()
    stages: tuple[Name, ...] = ()
    pools: dict[str, Pool] = field(default_factory=dict)
    limits: dict[str, Limit] = field(default_factory=dict)


@dataclass(slots=True)
class Vocabulary:
    """A ``kind: facts`` file. ``unread``: names of facts that could not be read."""

    facts: dict[str, Fact]
    file: str
    where: Where
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Paid:
    award: Scalar
    year: Scalar | None
    amount: Scalar | None
    where: Where


@dataclass(slots=True)
class Expectation:
    """What a case expects of ``name`` (an award, ``total``, or a condition or number of the file)."""

    name: str
    result: Scalar
    needs: tuple[Scalar, ...]
    because: tuple[Scalar, ...]
    where: Where


@dataclass(slots=True)
class Case:
    """``given`` is a profile tree; ``paid_before`` None: not known, (): nothing paid."""

    name: str
    given: object  # tree.Mapping
    expect: tuple[Expectation, ...]
    paid_before: tuple[Paid, ...] | None
    where: Where
    policy_year: int | None = None
    as_of: date | None = None


@dataclass(slots=True)
class Cases:
    """A ``kind: cases`` file."""

    rules: Name  # for:
    policy_year: int | None
    as_of: date | None
    cases: tuple[Case, ...]
    file: str
    where: Where


@dataclass(slots=True)
class Library:
    """All files read. ``sha256`` names the content of standards, policies and vocabulary."""

    vocabularies: list[Vocabulary] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)
    cases: list[Cases] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # file -> text, for carets
