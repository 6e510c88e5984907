"""What is written inside a rule: expressions, conditions and the calculation block, every part with its place.

Values are exact ``Fraction`` with the unit as written. What a name means, and
whether units agree, is the plan's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .diagnostic import Where
from .tree import Scalar

# ---------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Number:
    """``20万元`` is value 20, unit 万元; ``5%`` is value 5, unit %; a bare number has unit ``""``."""

    value: Fraction
    unit: str
    where: Where


@dataclass(frozen=True, slots=True)
class DateLiteral:
    value: date
    where: Where


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, year words included: ``上年营业收入``, ``近三年平均研发费用``."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Call:
    function: str  # upper case, one of expressions.FUNCTIONS
    args: tuple["Expr", ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Binary:
    op: str  # + - * /
    left: "Expr"
    right: "Expr"
    where: Where


@dataclass(frozen=True, slots=True)
class Negate:
    operand: "Expr"
    where: Where


@dataclass(frozen=True, slots=True)
class Compare:
    """``op`` is ge, gt, le, lt or eq; ``word`` is the comparison as written (不低于, 不早于, …)."""

    op: str
    word: str
    left: "Expr"
    right: "Expr"
    where: Where


Expr = Number | DateLiteral | Name | Call | Binary | Negate | Compare

# ----------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a condition or number stands in the instrument; every part may be missing."""

    clause: str | None = None
    ref: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One test of a subject.

    ``op``: ge gt le lt (``operand`` is an expression's text), eq (operand: a
    literal or an expression, decided by the subject's type), one_of
    (``options``), exists (有), absent (无), within (``在 …``; operand is what
    follows 在). ``word`` is the comparison as written.
    """

    op: str
    word: str
    operand: Scalar | None
    where: Where
    options: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """All ``checks`` hold of ``subject``."""

    subject: Expr
    checks: tuple[Check, ...]
    where: Where
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """A whole comparison as a list item: ``近三年研发费用 / 近三年营业收入 不低于 5%``."""

    expr: Compare
    where: Where
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """``kind``: all, any, not (one item) or some (at least ``at_least``)."""

    kind: str
    items: tuple["Condition", ...]
    where: Where
    at_least: int = 0
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Has:
    """A row of the records fact ``of`` exists for which ``condition`` holds (None: any row)."""

    of: Name
    condition: "Condition | None"
    where: Where
    clause: Clause | None = None


Condition = Test | Holds | Group | Has

# ------------------------------------------------------- the calculation block


@dataclass(frozen=True, slots=True)
class Unknown:
    """``amount: unknown``: nobody found the number; ``why`` says so."""

    why: str
    where: Where


@dataclass(frozen=True, slots=True)
class BandRow:
    """``checks`` empty: 其余. ``values`` has one entry, or one for each name in ``gives``."""

    checks: tuple[Check, ...]
    values: tuple[Expr, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Bands:
    of: Expr
    rows: tuple[BandRow, ...]
    where: Where
    gives: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class TierRow:
    """``upto`` is None for 其余; the row's check word must be 不超过."""

    upto: Expr | None
    rate: Expr
    where: Where


@dataclass(frozen=True, slots=True)
class Tiers:
    of: Expr
    rows: tuple[TierRow, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class FirstRow:
    """``condition`` None: 其余."""

    condition: Condition | None
    value: Expr
    where: Where
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class FirstOf:
    rows: tuple[FirstRow, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class ForEach:
    """Sum over rows of ``of``, or over groups ``by`` columns, of ``block``."""

    of: Name
    condition: Condition | None
    by: tuple[Name, ...]
    block: "Block"
    where: Where


@dataclass(slots=True)
class Block:
    """The calculation block; the order of steps is fixed (docs: 计算块).

    ``value``: an expression, Unknown, Bands, Tiers, FirstOf, ForEach, or None
    where the file has none (already reported). ``rounding`` is (round |
    round_up | round_down, multiple).
    """

    where: Where
    define: dict[str, "Definition"] = field(default_factory=dict)
    when: Condition | None = None
    value: "Expr | Unknown | Bands | Tiers | FirstOf | ForEach | None" = None
    rounding: tuple[str, Expr] | None = None
    floor: Expr | None = None
    cap: Expr | None = None
    nothing_below: Expr | None = None


@dataclass(slots=True)
class Definition:
    """A name and what it stands for: an expression, a condition or a block.

    ``clause``: where a block's numbers stand; a condition carries its own.
    """

    name: str
    body: "Expr | Condition | Block"
    where: Where
    text: str = ""  # the expression as written, for the trace
    clause: Clause | None = None
