"""The facts of the bench set: their names in the rules, and what sample enterprises have."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

from bench.source import YEAR, Fact

WAN = 1_000_000  # 万元 in 分


def _money(name: str, key: str, low: int, high: int, yearly: bool = True) -> Fact:
    return Fact(name, key, "money", yearly=yearly, size=(low * WAN, high * WAN))


def _count(name: str, key: str, unit: str, low: int, high: int, yearly: bool = False) -> Fact:
    return Fact(name, key, "count", unit, yearly, size=(low, high))


def _choice(name: str, key: str, *options: str) -> Fact:
    return Fact(name, key, "choice", options=options)


def _yes_no(name: str, key: str) -> Fact:
    return Fact(name, key, "yes_no")


FACTS = [
    _money("营业收入", "revenue", 300, 90_000),
    _money("研发费用", "research", 20, 6_000),
    _money("纳税总额", "tax", 5, 4_000),
    _money("出口额", "export", 1, 9_000),
    _money("技术合同成交额", "contracts", 1, 8_000),
    _money("设备投资额", "equipment", 10, 20_000),
    _money("新产品销售收入", "new_products", 10, 30_000),
    _money("贷款利息", "interest", 1, 600),
    _count("职工总数", "staff", "人", 8, 900, yearly=True),
    _count("科技人员数", "scientists", "人", 1, 120, yearly=True),
    _count("专利授权数", "patents", "件", 0, 60, yearly=True),
    _count("引进人才数", "talents", "人", 0, 12, yearly=True),
    _money("注册资本", "capital", 50, 20_000, yearly=False),
    _count("孵化面积", "area", "㎡", 200, 30_000),
    _count("在孵企业数", "tenants", "家", 0, 120),
    _count("发明专利数", "inventions", "件", 0, 40),
    _count("主导标准数", "standards", "项", 0, 8),
    Fact("贷款利率", "rate", "ratio", size=(30, 90)),  # in thousandths
    Fact("成立日期", "founded", "date", size=(date(2001, 1, 1).toordinal(), date(2018, 1, 1).toordinal())),
    _choice("企业规模", "scale", "大型", "中型", "小型", "微型"),
    _choice("产业方向", "industry", "汽车电子", "智能终端", "生物医药", "新材料", "软件信息", "绿色环保"),
    _choice("平台级别", "platform", "国家级", "省部级", "区级", "未设平台"),
    _choice("高企认定类型", "recognition", "首次认定", "重新认定", "未认定"),
    _yes_no("独立法人", "legal_person"),
    _yes_no("失信被执行", "defaulter"),
    _yes_no("重大安全事故", "accident"),
    _yes_no("规模以上", "above_scale"),
    _yes_no("高企证书有效", "certified"),
    _yes_no("研发机构备案", "laboratory"),
    _yes_no("研发准备金备案", "reserve"),
    _yes_no("专精特新企业", "specialised"),
    _yes_no("上市后备企业", "listing"),
    _yes_no("数字化改造验收", "digitised"),
]
BY_KEY = {fact.key: fact for fact in FACTS}
USUAL = {"legal_person": True, "defaulter": False, "accident": False}  # so with 19 of 20 firms


def enterprises(seed: int, how_many: int) -> list[dict]:
    """Sample firms, every fact known: fact name → value, or {year: value} where it is yearly.

    Money is in 分, a ratio a Fraction, a date an ordinal day.
    """
    chance = random.Random(seed)
    return [{fact.name: _sample(fact, chance) for fact in FACTS} for _ in range(how_many)]


def _sample(fact: Fact, chance: random.Random):
    if fact.yearly:
        return {year: _one(fact, chance) for year in range(YEAR - 3, YEAR + 1)}
    return _one(fact, chance)


def _one(fact: Fact, chance: random.Random):
    if fact.options:
        return chance.choice(fact.options)
    if fact.type == "yes_no":
        usual, share = (USUAL[fact.key], 0.95) if fact.key in USUAL else (True, 0.6)
        return usual if chance.random() < share else not usual
    low, high = fact.size
    if fact.type == "ratio":
        return Fraction(chance.randint(low, high), 1000)
    if fact.type == "date":
        return chance.randint(low, high)
    # Most firms are small: the square of an even draw, in whole 元 for money.
    value = low + int((high - low) * chance.random() ** 2)
    return value - value % 100 if fact.type == "money" else value
