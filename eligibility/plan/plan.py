"""The plan and its JSON form (the cache is data, never code)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..language.diagnostic import Where
from ..language.fact import Fact
from .operations import Operation


class AwardPlan(NamedTuple):
    """An award: indexes into the operations. ``condition`` is None where there is none.

    ``status`` is gates, condition and once together; ``value`` the amount as
    calculated and ``amount`` the same in 分, both whatever the status.
    """

    name: str
    title: str
    clause: str | None
    ref: str | None
    evidence: str
    note: str | None
    once: str | None
    condition: int | None
    paid_before: int | None
    status: int
    value: int
    amount: int
    line: int


class TogetherPlan(NamedTuple):
    name: str
    awards: list[str]
    pay: str
    per: str
    cap: int | None
    cut: str
    refer: str | None
    paid: int | None


class ReadingPlan(NamedTuple):
    name: str
    take: bool
    why: str
    operation: int


class ParameterPlan(NamedTuple):
    """A dated number. ``rows``: [from (ISO or None), kind (value, at_most, unknown), value op, reference op, evidence,
    basis, clause, ref, why, line, source]."""

    name: str
    unit: str
    rows: list[list]
    operation: int


class DuePlan(NamedTuple):
    """What has to be done by a day: operation ``by`` (a date), or ``every`` year on [month, day].

    It may be done from ``start`` on (a date), or ``start_every`` year from [month, day].
    """

    do: str
    by: int | None
    every: list[int] | None
    start: int | None
    clause: str | None
    ref: str | None
    line: int
    start_every: list[int] | None = None
    evidence: str | None = None  # its own, where the file says so


class PoolPlan(NamedTuple):
    """A pool or title: indexes into the operations, each true, false or unknown.

    ``member``: recorded as being in it (None: nothing records it but ``enter``
    itself). ``enter`` with the pools it names resolved, None where the
    conditions are not known (``unknown`` says why). ``asks`` is ``enter`` as
    written: pools in it are operations of kind ``pool``, for those who chain.
    ``inside``: in it once everything has been followed to the fixed point:
    all pools of ``after``, not ``leave``, and ``member`` or ``enter``.
    ``short_of``: the condition by which nearness is measured; with at most
    ``at_most`` tests failing the enterprise is a candidate.
    """

    name: str
    title: str
    stage: str | None
    after: list[str]
    member: int | None
    enter: int | None
    asks: int | None
    unknown: str | None
    leave: int | None
    inside: int
    short_of: int | None
    short_of_name: str | None
    at_most: int | None
    due: list[DuePlan]
    clause: str | None
    ref: str | None
    evidence: str
    note: str | None
    line: int


class LimitPlan(NamedTuple):
    """``together`` across policies: ``awards`` are [policy, award].

    ``cap``: an operation in 分, or None. ``paid``: per lifetime, the operations
    whose sum was paid before for these awards, one for each policy.
    """

    name: str
    awards: list[list[str]]
    pay: str
    per: str
    cap: int | None
    cut: str
    refer: str | None
    paid: list[int]
    clause: str | None
    ref: str | None
    evidence: str
    note: str | None
    line: int


@dataclass(slots=True)
class DocumentPlan:
    """A standard or policy: its head, its named definitions, gates and awards."""

    id: str
    kind: str
    title: str
    file: str
    evidence: str
    instrument: str
    number: str | None
    department: str | None
    start: str | None
    end: str | None
    published: str | None
    by: str
    uses: list[str] = field(default_factory=list)
    definitions: dict[str, int] = field(default_factory=dict)
    gates: list[list] = field(default_factory=list)  # [name, operation]
    readings: list[ReadingPlan] = field(default_factory=list)
    parameters: list[ParameterPlan] = field(default_factory=list)
    awards: list[AwardPlan] = field(default_factory=list)
    overrides: list[list[str]] = field(default_factory=list)  # [award, overridden award]
    together: list[TogetherPlan] = field(default_factory=list)
    settle: int | None = None
    materials: list[str] = field(default_factory=list)
    this_year: str = "政策年度"  # or 申报年度: what 本年 means
    source: str | None = None  # where the instrument was read
    note: str | None = None  # what whoever uses the document must know
    due: list[DuePlan] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    pools: list[PoolPlan] = field(default_factory=list)
    limits: list[LimitPlan] = field(default_factory=list)

    @property
    def cited(self) -> str:
        """The instrument as it is cited: 《办法》（文号）."""
        return f"《{self.instrument}》" + (f"（{self.number}）" if self.number else "")


@dataclass(slots=True)
class Plan:
    """``sha256`` names the content of the rules; ``files`` are indexed by operations."""

    sha256: str
    files: list[str]
    vocabulary: dict[str, Fact]
    operations: list[Operation] = field(default_factory=list)
    documents: list[DocumentPlan] = field(default_factory=list)

    def where(self, operation: int) -> Where:
        op = self.operations[operation]
        return Where(self.files[op.file], op.line, op.col)

    @property
    def aliases(self) -> dict[str, str]:
        return {alias: fact.name for fact in self.vocabulary.values() for alias in fact.aliases}


# ------------------------------------------------------------------------ JSON

_OPERATION = [f.name for f in fields(Operation)]
_FACT = [f.name for f in fields(Fact) if f.name not in ("where", "columns")]


def _number(value):
    return str(value) if isinstance(value, Fraction) else value


def _bound(value) -> Fraction | float | None:
    if isinstance(value, str):
        return float(value) if value.endswith("inf") else Fraction(value)
    return value


def _fact_to_json(fact: Fact) -> dict:
    row = {name: _number(getattr(fact, name)) for name in _FACT}
    row["columns"] = [_fact_to_json(c) for c in fact.columns.values()]
    row["where"] = fact.where
    return {k: v for k, v in row.items() if v not in (None, "", (), [], False)}


def _fact_from_json(row: dict) -> Fact:
    fact = Fact(row.pop("name"), row.pop("type"), Where(*row.pop("where")))
    fact.columns = {c["name"]: _fact_from_json(c) for c in row.pop("columns", [])}
    for name, value in row.items():
        if name in ("minimum", "maximum"):
            value = Fraction(value)
        elif isinstance(value, list):
            value = tuple(value)
        setattr(fact, name, value)
    return fact


def to_json(plan: Plan) -> str:
    """The plan as one JSON text; ``from_json`` gives an equal plan back."""

    def row(op: Operation) -> list:
        values = [getattr(op, name) for name in _OPERATION]
        return [str(v) if isinstance(v, (Fraction, float)) else v for v in values]

    return json.dumps(
        {
            "sha256": plan.sha256,
            "files": plan.files,
            "vocabulary": [_fact_to_json(f) for f in plan.vocabulary.values()],
            "operations": [row(op) for op in plan.operations],
            "documents": [asdict(d) for d in plan.documents],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Plan:
    """Read what ``to_json`` wrote; raises ValueError, KeyError or TypeError on anything else."""
    raw = json.loads(text)
    low, high, args = (_OPERATION.index(name) for name in ("low", "high", "args"))
    operations = []
    for row in raw["operations"]:
        row[low], row[high], row[args] = _bound(row[low]), _bound(row[high]), tuple(row[args])
        operations.append(Operation(*row))
    documents = []
    for row in raw["documents"]:
        for key, kind in (("readings", ReadingPlan), ("parameters", ParameterPlan), ("awards", AwardPlan),
                          ("together", TogetherPlan), ("due", DuePlan), ("pools", PoolPlan), ("limits", LimitPlan)):
            row[key] = [kind(*item) for item in row[key]]
        row["pools"] = [pool._replace(due=[DuePlan(*due) for due in pool.due]) for pool in row["pools"]]
        documents.append(DocumentPlan(**row))
    facts = [_fact_from_json(row) for row in raw["vocabulary"]]
    return Plan(raw["sha256"], raw["files"], {f.name: f for f in facts}, operations, documents)


def iso(day: date | None) -> str | None:
    """A date as the plan keeps it."""
    return day.isoformat() if day else None
