"""Draws conditions as official texts have them: thresholds, ratios, choices and groups of these."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

from bench.source import Calc, Condition, Expr, Group, Is, Named, Num, Test, Val
from bench.vocabulary import BY_KEY, FACTS, WAN

MONEY = [fact for fact in FACTS if fact.type == "money" and fact.yearly]
COUNTS = [fact for fact in FACTS if fact.type == "count"]
CHOICES = [fact for fact in FACTS if fact.options]
FLAGS = [BY_KEY[key] for key in "above_scale certified laboratory reserve specialised listing digitised".split()]
RATIOS = [  # numerator, denominator, span, usual percentages
    ("research", "revenue", "近三年", (3, 4, 5)),
    ("research", "revenue", "上年", (2, 3, 4, 5)),
    ("new_products", "revenue", "上年", (10, 20, 30)),
    ("scientists", "staff", "上年", (5, 10, 15)),
    ("export", "revenue", "本年", (5, 10, 20)),
    ("tax", "revenue", "近两年", (1, 2, 3)),
]


def money(wan: int | float | Fraction) -> Num:
    """An amount given in 万元, written as people do."""
    exact = Fraction(str(wan))
    text = f"{float(exact / 10_000):g}亿元" if exact >= 10_000 else f"{float(exact):g}万元"
    return Num(text, exact * WAN)


def percent(points: int | float) -> Num:
    return Num(f"{points:g}%", Fraction(str(points)) / 100)


def val(key: str, span: str = "") -> Val:
    return Val(BY_KEY[key], span)


def round_number(value: float) -> int:
    """One leading digit: 37 → 40, 1 234 → 1 000."""
    digits = len(str(int(value))) - 1
    return max(1, round(value / 10**digits)) * 10**digits


class Conditions:
    """Draws the conditions of one policy; each single test gets a token ``p01_c3`` and a clause number."""

    def __init__(self, policy: str, chance: random.Random, with_clauses: bool) -> None:
        self.policy = policy
        self.chance = chance
        self.with_clauses = with_clauses
        self.count = 0

    def _place(self) -> tuple[str, str]:
        self.count += 1
        clause = f"第{self.count + 2}条" if self.with_clauses else ""
        return f"{self.policy}_c{self.count}", clause

    def test(self, subject: Expr, word: str, bound: Expr) -> Test:
        token, clause = self._place()
        return Test(token, subject, word, bound, clause)

    def one_of(self, key: str, *values) -> Is:
        token, clause = self._place()
        return Is(token, BY_KEY[key], values, clause)

    def any_condition(self) -> Condition:
        """One condition of a kind drawn by how often the kind is met."""
        kinds = [self.threshold] * 5 + [self.ratio] * 3 + [self.flag] * 4 + [self.choice] * 3
        kinds += [self.growth, self.founded, self.either, self.either, self.some, self.neither]
        return self.chance.choice(kinds)()

    def single(self) -> Condition:
        return self.chance.choice([self.threshold, self.flag, self.choice])()

    def threshold(self) -> Test:
        fact = self.chance.choice(MONEY + COUNTS)
        span = self.chance.choice(("本年", "上年", "上年", "近两年", "近三年")) if fact.yearly else ""
        years = {"近两年": 2, "近三年": 3}.get(span, 1)
        low, high = fact.size
        share = self.chance.choice((0.02, 0.05, 0.1, 0.2))
        word = self.chance.choice(("不低于", "不低于", "不低于", "超过", "不超过"))
        size = (low + (high - low) * (share if word != "不超过" else share + 0.5)) * years
        if fact.type == "money":
            return self.test(Val(fact, span), word, money(round_number(max(1, size / WAN))))
        number = round_number(max(1, size))
        return self.test(Val(fact, span), word, Num(f"{number}{fact.unit}", Fraction(number)))

    def ratio(self) -> Test:
        over, under, span, usual = self.chance.choice(RATIOS)
        share = Calc("/", val(over, span), val(under, span))
        return self.test(share, "不低于", percent(self.chance.choice(usual)))

    def growth(self) -> Test:
        key = self.chance.choice(("revenue", "research", "tax"))
        grown = Calc("/", val(key, "本年"), val(key, "上年"))
        return self.test(grown, "不低于", percent(self.chance.choice((80, 100, 110))))

    def founded(self) -> Test:
        day = date(self.chance.randint(2012, 2017), 12, 31)
        return self.test(val("founded"), "不晚于", Num(day.isoformat(), Fraction(day.toordinal())))

    def flag(self) -> Is:
        return self.one_of(self.chance.choice(FLAGS).key, True)

    def choice(self) -> Is:
        fact = self.chance.choice(CHOICES)
        several = self.chance.choice((1, 2, 3))
        return self.one_of(fact.key, *self.chance.sample(fact.options, min(several, len(fact.options) - 1)))

    def either(self) -> Group:
        return Group("any", tuple(self.single() for _ in range(self.chance.choice((2, 2, 3)))))

    def some(self) -> Group:
        flags = self.chance.sample(FLAGS, 3)
        return Group("some", tuple(self.one_of(fact.key, True) for fact in flags), at_least=2)

    def neither(self) -> Group:
        fact = self.chance.choice(CHOICES)
        return Group("not", (self.one_of(fact.key, self.chance.choice(fact.options)),))

    def required_share(self) -> Test:
        """Research intensity against a requirement that depends on size (two definitions)."""
        return self.test(Named("研发费用占比"), "不低于", Named("研发占比要求"))
