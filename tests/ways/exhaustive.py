"""Random small rules over facts that have few values, and every way tried: what the shortest ways are held against."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product
from math import prod

from eligibility.engines.scalar.engine import ScalarEngine, Trace
from eligibility.profiles.values import NONE_VALUE
from tests.engines.small_rules import engine_of

TODAY = 738336  # 2022-06-30, the day of application
FACTS = {
    "规上": "type: yes_no", "失信": "type: yes_no",
    "等级": "type: choice, of: [甲, 乙, 丙], none: 未定级",
    "人数": "type: count, unit: 人, range: 0人 至 5人", "骨干": "type: count, unit: 人, range: 0人 至 4人",
    "评分": "type: count, unit: 分, range: 0分 至 4分, none: 没有评过", "基数": "type: count, unit: 分, range: 0分 至 3分",
    "收入": "type: count, unit: 分, range: -2分 至 3分, per: year",
    "认定": "type: date, range: 2022-06-28 至 2022-07-02, none: 没有",
}  # fmt: skip
VALUES = {
    "规上": (True, False), "失信": (True, False), "等级": ("甲", "乙", "丙", NONE_VALUE), "人数": tuple(range(6)), "骨干": tuple(range(5)),
    "评分": (*range(5), NONE_VALUE), "基数": tuple(range(4)), "收入": tuple(range(-2, 4)), "认定": (*range(TODAY - 2, TODAY + 3), NONE_VALUE),
    "合同": tuple([{"额": v} for v in rows] for n in range(3) for rows in product(range(5), repeat=n)),
}  # fmt: skip
TESTS = [
    "规上: 是", "规上: 否", "失信: 否", "等级: 甲", "等级: [甲, 乙]", "等级: 无", "等级: 有", "人数: 不低于 3人", "人数: 低于 2人",
    "人数: 超过 1人，不超过 4人", "评分: 不低于 2分", "评分: 超过 基数", "评分: 无", "人数 + 人数 - 骨干: 不低于 7人", "人数 - 骨干: = 骨干",
    "骨干 / 人数: 不低于 60%", "骨干 / （骨干 + 人数）: 超过 50%", "骨干 / 人数: 不超过 25%", "基数 + 基数: = 4分",
    "近两年收入: 不低于 5分", "本年收入 - 上年收入: 超过 2分", "认定: 不早于 2022-07-01", "认定: 不晚于 2022-06-29", "认定: 无",
    "MAX（骨干，人数）: 低于 3人", "MIN（骨干，人数）: 不低于 3人", "IF（规上，人数，骨干）: 不低于 4人",
    "ROUND（骨干 / 人数，0）: = 1", "档: 不低于 3分", "带: = 2分",
]  # fmt: skip
OF_ROWS = ["合同: 有", "有大合同: 是", "大额: 不低于 6分", "COUNT（合同）: 不低于 2份", "合同: 无"]
DEFINED = """define:
  档:
    first_of:
      - if: {人数: 超过 3人, 规上: 是}
        then: 4分
      - {if: {骨干: 不低于 2人}, then: 3分}
      - {其余: 1分}
  带:
    bands: {of: 人数, steps: [不超过 1人: 1分, 不超过 3人: 2分, 其余: 3分]}
  有大合同:
    has:
      of: 合同
      where: {额: 不低于 3分}
  大额:
    for_each:
      of: 合同
      where: {额: 超过 1分}
      amount: 额
"""


class Case:
    """A condition, what may be changed of each fact, and one enterprise with some facts blank."""

    def __init__(self, rng: random.Random, rows: bool = False):
        self.marks = {name: rng.choice(["是", "是", "否", *(["只增"] if "range" in rest else []), *(["从无到有"] if "none" in rest else [])])
                      for name, rest in FACTS.items()}
        self.marks["合同"] = rng.choice(["是", "否"])
        self.rule = DEFINED + "awards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n" + condition(rng, 3, "      ", TESTS + OF_ROWS * 3 * rows)
        lines = [f"  {name}: {{{rest}, can_change: {self.marks[name]}}}" for name, rest in FACTS.items()]
        lines.append(f"  合同:\n    type: records\n    counted_in: 份\n    can_change: {self.marks['合同']}\n"
                     "    columns: {额: {type: count, unit: 分, range: 0分 至 4分}}")
        self.engine: ScalarEngine = engine_of(self.rule, facts="kind: facts\nfacts:\n" + "\n".join(lines) + "\n")
        keys = [slot.key for slot in self.engine.slots if slot.kind == "fact"]
        self.facts = {key: rng.choice(VALUES[key[0]]) for key in keys if rng.random() > rng.choice((0, 0.1, 0.4))}
        self.trace: Trace = self.engine.run(self.facts)
        self.status = self.engine.documents[0].awards[0].status
        part = self.trace.engine.part([self.status], self.trace.inputs).engine
        self.keys = [slot.key for slot in part.slots if slot.kind == "fact"]

    def holds(self, facts: dict) -> bool:
        return self.engine.run(facts).raw(self.status) is True

    def allowed(self, key: tuple) -> list:
        """What a fact may become, itself left out, as the vocabulary says."""
        name, year = key
        mark, every = self.marks[name], VALUES[name]
        if key not in self.facts:
            return list(every)
        now = self.facts[key]
        if name == "合同":
            return [[*now, *rows] for rows in every if rows] if mark == "是" else []
        if mark == "否" or year is not None and year < max(y for n, y in self.keys if n == name):
            return []
        others = [v for v in every if v is NONE_VALUE and now is not NONE_VALUE or v is not NONE_VALUE and (now is NONE_VALUE or v != now)]
        if mark != "是":
            others = [v for v in others if v is not NONE_VALUE]
        if mark == "从无到有" and now is not NONE_VALUE:
            return []
        if mark == "只增" and now is not NONE_VALUE:
            others = [v for v in others if v > now]
        return [v for v in others if name != "认定" or v is NONE_VALUE or v >= TODAY]

    def sets_that_do(self, size: int) -> Iterator[tuple]:
        """Sets of ``size`` facts for which some values do."""
        able = [key for key in self.keys if self.allowed(key)]
        for chosen in combinations(able, size):
            if any(self.holds(self.facts | dict(zip(chosen, values))) for values in product(*map(self.allowed, chosen))):
                yield chosen

    def never(self, rng: random.Random, most: int = 3000) -> bool:
        """Whether nothing does, everything free at once; of very many ways some are tried."""
        able = [key for key in self.keys if self.allowed(key)]
        choices = [[*self.allowed(key), *([self.facts[key]] if key in self.facts else [])] for key in able]
        many = prod(map(len, choices)) > most
        tried = ([rng.choice(c) for c in choices] for _ in range(most)) if many else product(*choices)
        return not any(self.holds(self.facts | dict(zip(able, values))) for values in tried)


def condition(rng: random.Random, depth: int, indent: str, tests: list[str]) -> str:
    """A random condition as block YAML, as one list item."""
    if depth == 0 or rng.random() < 0.3:
        return f"{indent}- {rng.choice(tests)}\n"
    kind = rng.choice(["all", "all", "any", "not", "some"])
    inner = indent + "    "
    if kind == "not":
        return f"{indent}- not:\n{inner}all:\n{condition(rng, depth - 1, inner + '  ', tests)}"
    items = "".join(condition(rng, depth - 1, inner + ("  " if kind == "some" else ""), tests) for _ in range(rng.choice((2, 3))))
    if kind == "some":
        return f"{indent}- some:\n{inner}at_least: 2\n{inner}of:\n{items}"
    return f"{indent}- {kind}:\n{items}"
