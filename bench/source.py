"""What the bench policies are made of, independent of any engine.

Money is in 分, ratios plain fractions, dates ordinal days. Years count back
from the policy year: ``上年`` is (1,), ``近三年`` is (3, 2, 1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

YEAR = 2021
SPANS = {"本年": (0,), "上年": (1,), "前年": (2,), "近两年": (2, 1), "近三年": (3, 2, 1)}


@dataclass(frozen=True)
class Fact:
    name: str
    key: str  # for engines whose identifiers are ASCII
    type: str
    unit: str = ""
    yearly: bool = False
    options: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)  # the sample enterprises' values lie between, in 分 or units


# ---------------------------------------------------------------- expressions


@dataclass(frozen=True)
class Num:
    """A number as the rule writes it (``20万元``) and its base value (Fraction(20_000_000) 分)."""

    text: str
    value: Fraction


@dataclass(frozen=True)
class Val:
    """A fact, with the years that are summed where it is yearly."""

    fact: Fact
    span: str = ""


@dataclass(frozen=True)
class Named:
    """A definition of the policy or of the shared standard."""

    name: str


@dataclass(frozen=True)
class Calc:
    op: str  # + - × / MAX MIN
    left: "Expr"
    right: "Expr"


Expr = Num | Val | Named | Calc

# ----------------------------------------------------------------- conditions

WORDS = {"不低于": ">=", "超过": ">", "不超过": "<=", "低于": "<", "不早于": ">=", "不晚于": "<="}


@dataclass(frozen=True)
class Test:
    """``subject word bound``; ``id`` is the leaf's token, ``clause`` its place in the document."""

    id: str
    subject: Expr
    word: str
    bound: Expr
    clause: str = ""


@dataclass(frozen=True)
class Is:
    """A choice or yes/no is one of ``values``; for yes/no they are True and False."""

    id: str
    fact: Fact
    values: tuple
    clause: str = ""


@dataclass(frozen=True)
class Group:
    """``kind``: all, any, not (one item), some (at least ``at_least``)."""

    kind: str
    items: tuple["Condition", ...]
    at_least: int = 0


Condition = Test | Is | Group | Named

# --------------------------------------------------------------------- amounts


@dataclass(frozen=True)
class Bands:
    """``rows`` are (upper bound, value), the first that is not exceeded counts; else ``rest``."""

    of: Expr
    rows: tuple[tuple[Num, Expr], ...]
    rest: Expr


@dataclass(frozen=True)
class Tiers:
    """Marginal: each rate on its own part up to its bound, ``rest`` above the last."""

    of: Expr
    rows: tuple[tuple[Num, Num], ...]
    rest: Num


@dataclass(frozen=True)
class FirstOf:
    rows: tuple[tuple[Condition, Expr], ...]
    rest: Expr


Value = Expr | Bands | Tiers | FirstOf


@dataclass(frozen=True)
class Block:
    """The steps in their fixed order: value, round_down, floor, cap, nothing_below."""

    value: Value
    round_down: Num | None = None
    floor: Num | None = None
    cap: Num | None = None
    nothing_below: Num | None = None


@dataclass(frozen=True)
class Award:
    id: str
    name: str
    clause: str
    when: Condition
    block: Block
    overrides: tuple[str, ...] = ()


@dataclass
class Policy:
    id: str
    title: str
    define: dict[str, Condition | Block] = field(default_factory=dict)
    gates: tuple[str, ...] = ()
    awards: list[Award] = field(default_factory=list)


@dataclass
class BenchSet:
    """``shared`` is the standard that every policy uses."""

    facts: list[Fact]
    shared: Policy
    policies: list[Policy]

    def leaves(self) -> list[Test | Is]:
        """Every single test, in order; their number is the number of clauses."""
        found: list[Test | Is] = []
        for policy in [self.shared, *self.policies]:
            for part in [*policy.define.values(), *[award.when for award in policy.awards]]:
                found += leaves(part)
            for award in policy.awards:
                found += leaves(award.block)
        return found


def leaves(part) -> list[Test | Is]:
    """The single tests below a condition or block."""
    match part:
        case Test() | Is():
            return [part]
        case Group():
            return [leaf for item in part.items for leaf in leaves(item)]
        case Block(value=FirstOf(rows=rows)):
            return [leaf for condition, _ in rows for leaf in leaves(condition)]
    return []


def overridden_by(policy: Policy, award: Award) -> list[Award]:
    """The awards of a policy that take the place of this one when they are due."""
    return [other for other in policy.awards if award.name in other.overrides]
