"""Enterprises at the corners of their facts: the least, the most, 无, blank, and on and beside every number that the rules name."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.fact import Fact
from eligibility.plan.facts import fact_span
from eligibility.profiles.population.slice import scale_of
from eligibility.profiles.profile import Given, PaidBefore, Profile
from eligibility.profiles.values import NONE_VALUE
from tests.engines.small_rules import PLACE

#: days on which the calendar is special
DAYS = [date(y, m, d).toordinal() for y, m, d in (
    (2018, 1, 1), (2019, 2, 28), (2019, 12, 31), (2020, 1, 31), (2020, 2, 28), (2020, 2, 29), (2020, 3, 1), (2020, 12, 31), (2021, 1, 1),
    (2021, 2, 28), (2021, 6, 30), (2021, 8, 31), (2021, 12, 31), (2022, 6, 30), (2022, 12, 31), (2024, 2, 29))]


class Corners:
    """Draws profiles for the facts that ``engine`` reads, from ``rng``.

    ``blank``: share of facts and cells left blank, ``rows``: how many rows a
    list has at most, ``most``: the largest number drawn where nothing bounds it.
    """

    def __init__(self, engine: ScalarEngine, rng: random.Random, blank: float = 0.15, rows: int = 4, most: int | None = None):
        self.engine, self.rng, self.blank, self.rows, self.most = engine, rng, blank, rows, most
        self.vocabulary = engine.plan.vocabulary
        self.keys = [slot.key for slot in engine.slots if slot.kind == "fact"]
        self.ledger = [(d.id, award.name) for d in engine.documents for award in d.awards]
        self.named: dict[str, list[Fraction]] = {}
        for op in engine.operations:
            if op.op == "const":
                self.named.setdefault(op.unit, []).append(Fraction(*op.data))
        self.everywhere = sorted({abs(value) for values in self.named.values() for value in values})
        self.named = {unit: sorted(set(values)) for unit, values in self.named.items()}

    def profile(self) -> Profile:
        """Some enterprise; a third of them know everything, a tenth next to nothing."""
        share = self.rng.choice((0, 0, 0, self.blank, self.blank, self.blank, self.blank, 0.5, 0.5, 0.9))
        facts = {key: self.value(self.vocabulary[key[0]], share) for key in self.keys if self.rng.random() >= share}
        return made(facts, self.paid())

    def profiles(self, count: int) -> list[Profile]:
        return [self.profile() for _ in range(count)]

    def paid(self) -> list | None:
        """What was paid before: not known, nothing, or some of the awards, some without their amount, some twice."""
        rng = self.rng
        if not self.ledger or rng.random() < 0.3:
            return None if rng.random() < 0.5 else []
        rows = [rng.choice(self.ledger) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        amounts = [0, 1, 5_00, 100_00, 3_0000_00, 50_0000_00, 10**11, None]
        return [(policy, award, rng.choice(amounts)) for policy, award in rows] + rng.choice(([], [("t/else", "奖", 7_00)]))

    def value(self, fact: Fact, share: float):
        rng = self.rng
        if fact.none and rng.random() < 0.2:
            return NONE_VALUE
        match fact.type:
            case "yes_no":
                return rng.random() < 0.6
            case "choice":
                return rng.choice(fact.options)
            case "text" | "code":
                return rng.choice(["甲公司", "乙公司", "", "无"])
            case "records":
                return [self._row(fact, share) for _ in range(rng.randrange(self.rows + 1))]
        low, high = fact_span(fact)
        return self._within(fact, min(max(self._number(fact, low, high), low), high))

    def _row(self, fact: Fact, share: float) -> dict:
        return {column.name: self.value(column, share) for column in fact.columns.values() if self.rng.random() >= share}

    def _number(self, fact: Fact, low: Fraction, high: Fraction) -> Fraction:
        """At an end of the range, at a number of the rules, at a small multiple of one, or anywhere."""
        rng, step = self.rng, Fraction(1, scale_of(fact))
        if fact.type == "date":
            return Fraction(rng.choice(DAYS) + rng.choice((-1, 0, 0, 1))) if rng.random() < 0.85 else rng.choice((low, high))
        if self.most is not None:
            high = min(high, Fraction(self.most))
        near = self.named.get(_unit(fact)) or self.everywhere or [Fraction(1)]
        kind = rng.randrange(8)
        if kind == 0:
            return rng.choice((low, low + step, high, high - step, Fraction(0), step, -step))
        if kind <= 4:
            return rng.choice(near) + rng.choice((-1, 0, 0, 1)) * step
        if kind == 5:
            return rng.choice(near) * Fraction(rng.choice((1, 2, 3, 4, 5, 10, 20, 40, 100)), rng.choice((1, 1, 1, 2, 3, 10)))
        if kind == 6:
            return rng.choice(near) + rng.choice(near) + rng.choice((-1, 0, 1)) * step
        return Fraction(rng.randrange(1, 10 ** rng.randrange(1, 13)))

    @staticmethod
    def _within(fact: Fact, value: Fraction):
        scale = scale_of(fact)
        whole = int(value * scale)
        return Fraction(whole, scale) if scale != 1 else whole


def _unit(fact: Fact) -> str:
    if fact.type in ("money", "ratio", "date", "year", "points"):
        return fact.type
    return f"count:{fact.unit}" if fact.unit else "number"


def made(facts: dict, paid: list | None = None, code: str | None = None) -> Profile:
    """``facts``: (name, year) → value; ``paid``: [(policy, award, 分 or None), …] or None."""
    profile = Profile("画像.yaml", code=code)
    profile.facts = {key: Given(value, PLACE, "") for key, value in facts.items()}
    profile.paid = None if paid is None else tuple(PaidBefore(policy, award, None, fen, PLACE) for policy, award, fen in paid)
    return profile
