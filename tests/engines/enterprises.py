"""Random enterprises from a plan's vocabulary, aimed at the bounds that the plan compares with."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.fact import Fact
from eligibility.plan.facts import fact_span
from eligibility.plan.operations import COMPARISONS
from eligibility.profiles.values import NONE_VALUE


class Generator:
    """Draws facts for the slots of ``engine`` from ``rng``; half of the numbers sit on or beside a bound."""

    def __init__(self, engine: ScalarEngine, rng: random.Random):
        self.engine, self.rng = engine, rng
        self.bounds: dict[str, list[Fraction]] = {}
        for op in engine.operations:
            if op.op in COMPARISONS:
                bound = engine.operations[op.args[1]]
                if bound.op == "const":
                    self.bounds.setdefault(bound.unit, []).append(Fraction(*bound.data))
        for unit, values in self.bounds.items():
            self.bounds[unit] = sorted(set(values))
        self.days = [date(y, m, d).toordinal() for y in range(2017, 2025) for m, d in ((1, 1), (6, 30), (12, 31))]

    def full(self) -> dict:
        """Every slot given."""
        vocabulary = self.engine.plan.vocabulary
        return {slot.key: self.value(vocabulary[slot.key[0]]) for slot in self.engine.slots if slot.kind == "fact"}

    def blanked(self, facts: dict, share: float = 0.3) -> dict:
        """The same with some facts and some cells of rows left blank."""
        return {key: self._cells(value, share) for key, value in facts.items() if self.rng.random() > share}

    def _cells(self, value, share: float):
        if not isinstance(value, list):
            return value
        return [{column: cell for column, cell in row.items() if self.rng.random() > share / 2} for row in value]

    def value(self, fact: Fact):
        rng = self.rng
        if fact.none and rng.random() < 0.2:
            return NONE_VALUE
        match fact.type:
            case "yes_no":
                return rng.random() < 0.6
            case "choice":
                return rng.choice(fact.options)
            case "text" | "code":
                return rng.choice(["甲公司", "乙公司"])
            case "date":
                return rng.choice(self.days) + rng.choice((-1, 0, 0, 1))
            case "year":
                return rng.randrange(2015, 2024)
            case "records":
                return [{c.name: self.value(c) for c in fact.columns.values()} for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        low, high = fact_span(fact)
        unit = {"money": "money", "ratio": "ratio", "number": "number"}.get(fact.type, f"count:{fact.unit}")
        near = self.bounds.get(unit) or [Fraction(0)]
        if rng.random() < 0.5:
            drawn = rng.choice(near) + rng.choice((-1, 0, 1)) * (Fraction(1, 10**6) if fact.type in ("ratio", "number") else 1)
        else:
            drawn = Fraction(rng.randrange(0, int(max(near)) * 3 + 1000)) if fact.type != "ratio" else Fraction(rng.randrange(0, 1001), 1000)
        drawn = min(max(drawn, low), high)
        return drawn if fact.type in ("ratio", "number") else int(drawn)
