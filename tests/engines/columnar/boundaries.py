"""Enterprises moved onto a boundary: one fact set where a clause of the rules turns, whatever the clause is made of."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.plan.facts import fact_span
from eligibility.plan.operations import COMPARISONS
from eligibility.profiles.population.slice import Key, scale_of
from eligibility.profiles.profile import Given, Profile
from tests.engines.small_rules import PLACE

NUMBERS = ("money", "count", "number", "ratio", "points", "date", "year")


class Boundaries:
    """Finds by halving where a comparison of ``engine`` turns, and puts enterprises on either side of it."""

    def __init__(self, engine: ScalarEngine, rng: random.Random):
        self.engine, self.rng = engine, rng
        vocabulary = engine.plan.vocabulary
        facts = {i: slot for i, slot in enumerate(engine.slots) if slot.kind == "fact" and vocabulary[slot.key[0]].type in NUMBERS}
        place_of = {operation: place for operation, place in engine.slot_of.items() if place in facts}
        self.clauses: list[tuple[int, list[int]]] = []  # a comparison, and the places of the numbers it rests on
        for index in engine.positions:
            if engine.operations[index].op in COMPARISONS:
                places = sorted({place_of[i] for i in self._below(index) if i in place_of})
                if places:
                    self.clauses.append((index, places))

    def _below(self, index: int) -> set[int]:
        found: set[int] = set()
        waiting = [index]
        while waiting:
            index = self.engine.target(waiting.pop())
            if index not in found:
                found.add(index)
                op = self.engine.operations[index]
                waiting += op.args if op.op not in ("version", "parameter") else ()
        return found

    def moved(self, profile: Profile, tries: int = 4) -> Profile:
        """``profile`` with one number where some clause turns; as it is where none of a few clauses can be turned."""
        for _ in range(tries):
            clause, places = self.rng.choice(self.clauses)
            key = self.engine.slots[self.rng.choice(places)].key
            found = self._turn(profile, clause, key)
            if found is not None:
                return found
        return profile

    def _turn(self, profile: Profile, clause: int, key: Key) -> Profile | None:
        """The last number before the clause turns, or the first after."""
        fact = self.engine.plan.vocabulary[key[0]]
        scale, (least, most) = scale_of(fact), fact_span(fact)
        values = {k: given.value for k, given in profile.facts.items()}

        def at(number: int) -> tuple[object, bool | None]:
            value = Fraction(number, scale) if scale != 1 else number
            return value, self.engine.part([clause], self.engine.bind(values | {key: value})).raw(clause)

        low, high = int(least * scale), int(most * scale)
        before, after = at(low)[1], at(high)[1]
        if before is after or None in (before, after):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if at(middle)[1] is before else (low, middle)
        return replace(profile, facts=profile.facts | {key: Given(at(self.rng.choice((low, high)))[0], PLACE, "")})
