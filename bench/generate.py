"""Makes the bench set from a seed: 20 policies, about 150 single tests, one shared standard."""

from __future__ import annotations

import random
from fractions import Fraction

from bench.conditions import Conditions, money, percent, val
from bench.source import (
    Award, Bands, BenchSet, Block, Calc, Condition, Expr, Fact, FirstOf, Group, Is, Num, Policy, Test, Tiers,
    leaves,
)  # fmt: skip
from bench.vocabulary import FACTS, WAN

SEED = 2021
TITLES = [
    "研发投入补助", "高企认定奖励", "创新平台建设", "科技企业孵化", "技术合同奖励", "科技贷款贴息", "引才奖励",
    "专利创造奖励", "首台套奖励", "新产品奖励", "升规培育", "专精特新培育", "外贸稳增长", "技术改造补助",
    "标准制定奖励", "数字化转型", "上市培育", "税收贡献奖励", "新型研发机构", "绿色制造奖励",
]  # fmt: skip
LEAVES_PER_POLICY = 6
NOTHING = Num("0元", Fraction(0))


def bench_set(seed: int = SEED) -> BenchSet:
    """The same seed gives the same set, to the byte."""
    chance = random.Random(seed)
    deck: list = []
    policies = []
    for number, title in enumerate(TITLES, start=1):
        policies.append(_policy(f"p{number:02}", title, chance, deck))
    return BenchSet(FACTS, _shared(chance), policies)


def _shared(chance: random.Random) -> Policy:
    draw = Conditions("s", chance, with_clauses=True)
    sound = (draw.one_of("legal_person", True), draw.one_of("defaulter", False), draw.one_of("accident", False))
    share = Calc("/", val("research", "近三年"), val("revenue", "近三年"))
    steps = ((money(5_000), percent(5)), (money(20_000), percent(4)))
    define = {
        "申报主体合格": Group("all", sound),
        "研发费用占比": Block(share),
        "研发占比要求": Block(Bands(val("revenue", "上年"), steps, percent(3))),
    }
    return Policy("shared", "共用条件", define)


def _policy(token: str, title: str, chance: random.Random, deck: list) -> Policy:
    draw = Conditions(token, chance, with_clauses=chance.random() < 0.7)
    policy = Policy(token, title, gates=("申报主体合格",))
    while draw.count < LEAVES_PER_POLICY:
        if not deck:
            deck += list(MECHANICS)
            chance.shuffle(deck)
        mechanic = deck.pop()
        name, block = mechanic(chance, draw)
        taken = {award.name for award in policy.awards}
        if name in taken:
            name = f"{name}（第{len(taken) + 1}档）"
        conditions = _different(draw, chance.choice((1, 2, 2, 3)))
        if chance.random() < 0.2:
            conditions.append(draw.required_share())
        overrides = ()
        if policy.awards and not policy.awards[-1].overrides and chance.random() < 0.25:
            overrides = (policy.awards[-1].name,)
        number = len(policy.awards) + 1
        policy.awards.append(
            Award(f"{token}_a{number}", name, f"第{number}款", _all(conditions), block, overrides)
        )
    return policy


def _different(draw: Conditions, how_many: int) -> list[Condition]:
    """Conditions about different facts, as one clause of a document has them."""
    conditions: list[Condition] = []
    while len(conditions) < how_many:
        before = draw.count
        condition = draw.any_condition()
        subjects = [_subject(leaf) for part in [*conditions, condition] for leaf in leaves(part)]
        if len(set(subjects)) == len(subjects):
            conditions.append(condition)
        else:
            draw.count = before
    return conditions


def _subject(leaf: Test | Is) -> Fact | Expr:
    return leaf.fact if isinstance(leaf, Is) else leaf.subject


def _all(conditions: list[Condition]) -> Group:
    return Group("all", tuple(conditions))


# ------------------------------------------------------------------ mechanics


def flat(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    return "一次性奖励", Block(money(chance.choice((5, 10, 20, 30, 50))))


def rate_with_cap(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    base = val(chance.choice(("research", "equipment", "contracts", "interest")), chance.choice(("本年", "上年")))
    rate = percent(chance.choice((0.5, 1, 3, 5, 10, 30)))
    return "投入补助", Block(Calc("×", base, rate), cap=money(chance.choice((20, 50, 100, 200))))


def rate_with_every_step(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    base = val(chance.choice(("new_products", "export", "tax")), "上年")
    amount = Calc("×", base, percent(chance.choice((1, 1.5, 2.5, 3))))
    unit = money(chance.choice((0.1, 1)))
    return "规模奖励", Block(amount, round_down=unit, cap=money(chance.choice((50, 80, 150))), nothing_below=money(1))


def with_floor(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    amount = Calc("×", val("tax", "近两年"), percent(chance.choice((5, 8, 12))))
    return "贡献奖励", Block(amount, floor=money(2), cap=money(chance.choice((60, 120))))


def bands(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    of = val(chance.choice(("revenue", "contracts", "new_products")), "上年")
    low = chance.choice((5, 10))
    rows = ((money(1_000), money(low)), (money(5_000), money(low * 2)), (money(20_000), money(low * 4)))
    return "分档奖励", Block(Bands(of, rows, money(low * 8)))


def tiers(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    of = val(chance.choice(("research", "equipment")), chance.choice(("上年", "近三年")))
    rows = ((money(500), percent(6)), (money(2_000), percent(4)), (money(8_000), percent(chance.choice((2, 2.5)))))
    return "超额累进补助", Block(Tiers(of, rows, percent(1)), cap=money(300))


def first_of(chance: random.Random, draw: Conditions) -> tuple[str, Block]:
    amount = chance.choice((10, 20))
    rows = (
        (draw.one_of("platform", "国家级"), money(amount * 5)),
        (draw.one_of("platform", "省部级"), money(amount * 2)),
    )
    return "平台奖励", Block(FirstOf(rows, money(amount)))


def per_unit(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    count = chance.choice((val("patents", "本年"), val("talents", "近两年"), val("inventions"), val("standards")))
    price = Num("5000元", Fraction(WAN, 2)) if chance.random() < 0.5 else money(2)
    return "按件奖励", Block(Calc("×", count, price), cap=money(chance.choice((20, 40))))


def growth(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    key = chance.choice(("revenue", "research", "tax"))
    more = Calc("MAX", Calc("-", val(key, "本年"), val(key, "上年")), NOTHING)
    return "增量奖励", Block(Calc("×", more, percent(chance.choice((1, 2, 5)))), cap=money(chance.choice((50, 100))))


def stock_and_growth(chance: random.Random, _draw: Conditions) -> tuple[str, Block]:
    more = Calc("MAX", Calc("-", val("research", "本年"), val("research", "上年")), NOTHING)
    stock = Calc("×", val("research", "上年"), percent(chance.choice((1, 2, 3))))
    return "存量增量补助", Block(Calc("+", stock, Calc("×", more, percent(10))), cap=money(200))


MECHANICS = (
    flat, rate_with_cap, rate_with_every_step, with_floor, bands, tiers, first_of, per_unit, growth, stock_and_growth,
)  # fmt: skip
