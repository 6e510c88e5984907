"""Small rule files as text, compiled and run: what a test of one mechanic needs."""

from __future__ import annotations

import re
from datetime import date

from eligibility.decisions.decide import decide
from eligibility.decisions.decision import AwardDecision, EnterpriseDecision
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Diagnostic, Findings, Where
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan
from eligibility.profiles.profile import Given, PaidBefore, Profile

FACTS = """kind: facts
facts:
  成立日期: {type: date, role: founded}
  收入: {type: money, per: year}
  研发: {type: money, per: year}
  年贷款: {type: money, per: year, none: 没有}
  人数: {type: count, unit: 人, per: year}
  专利: {type: count, unit: 项}
  天数: {type: count, unit: 天}
  面积: {type: number, unit: ㎡}
  系数: {type: number}
  月数: {type: number, unit: 个月}
  比例: {type: ratio}
  盈亏: {type: money, range: -1亿元 至 1亿元}
  发证: {type: date, none: 没有}
  贷款: {type: money, none: 没有}
  成立年: {type: year}
  等级: {type: choice, of: [甲, 乙, 丙], none: 没有}
  类别: {type: choice, of: [甲, 乙, 丙]}
  规上: {type: yes_no}
  上市: {type: yes_no, none: 不适用}
  字号: {type: text}
  合同:
    type: records
    counted_in: 份
    columns:
      类: {type: choice, of: [转让, 许可]}
      额: {type: money}
      日: {type: date}
      率: {type: ratio, none: 没有}
      押金: {type: money, none: 没有}
  处罚:
    type: records
    columns: {种: {type: choice, of: [重, 轻]}, 罚款: {type: money}}
"""
HEAD = {"id": "t/p", "title": "试", "instrument": "{title: 试, evidence: official}", "in_force": "{from: 2000-01-01}"}
PLACE = Where("画像.yaml", 1, 1)


def whole(text: str) -> str:
    """A rule file with the head that ``text`` leaves out."""
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    kind = "" if "kind" in keys else f"kind: {'policy' if 'awards' in keys else 'standard'}\n"
    return kind + text.rstrip("\n") + "\n" + "".join(f"{k}: {v}\n" for k, v in HEAD.items() if k not in keys)


def compiled(*texts: str, facts: str = FACTS) -> tuple[Plan, list[str]]:
    """The plan of the files and the codes of everything found wrong, sorted by place."""
    plan, found = compiled_with_findings(*texts, facts=facts)
    return plan, [d.code for d in found]


def compiled_with_findings(*texts: str, facts: str = FACTS) -> tuple[Plan, list[Diagnostic]]:
    """The plan of the files and everything found wrong, sorted by place."""
    findings, library = Findings(), Library()
    for number, text in enumerate([facts, *map(whole, texts)]):
        tree = read_yaml(text.encode(), f"{number}.yaml", findings)
        if tree is not None:
            add(library, tree, f"{number}.yaml", findings)
    plan = compile_library(library, findings)
    return plan, findings.sorted()


def codes(*texts: str) -> list[str]:
    """What is found wrong with the files."""
    return compiled(*texts)[1]


def engine_of(*texts: str, year: int = 2021, day: date = date(2022, 6, 30), many: bool = False,
              definitions: frozenset[str] = frozenset(), facts: str = FACTS) -> ScalarEngine:
    """The engine of files that must be without findings."""
    plan, found = compiled(*texts, facts=facts)
    assert not found, found
    return ScalarEngine(plan, year, day, many=many, definitions=definitions)


def profile_of(facts: dict, paid: list | None = None, definitions: dict | None = None) -> Profile:
    """``facts``: name or (name, year) → value; ``paid``: [(policy, award, 分), …]."""
    profile = Profile("画像.yaml")
    profile.facts = {k if isinstance(k, tuple) else (k, None): Given(v, PLACE, str(v)) for k, v in facts.items()}
    profile.paid = None if paid is None else tuple(PaidBefore(p, a, None, fen, PLACE) for p, a, fen in paid)
    profile.definitions = {k: Given(v, PLACE, str(v)) for k, v in (definitions or {}).items()}
    return profile


def decided(engine: ScalarEngine, facts: dict, paid: list | None = None, definitions: dict | None = None, **options) -> EnterpriseDecision:
    """One enterprise decided."""
    return decide(engine, profile_of(facts, paid, definitions), **options)


def award(engine: ScalarEngine, facts: dict, *more, **options) -> AwardDecision:
    """The first award of the first policy."""
    return decided(engine, facts, *more, **options).decisions[0].awards[0]


def amount(engine: ScalarEngine, facts: dict, *more, **options) -> tuple[int, int | None]:
    """Lowest and highest 分 of the first award."""
    found = award(engine, facts, *more, **options).amount
    return found.low, found.high


def one_award(block: str, before: str = "") -> str:
    """A policy of one award; ``block`` is indented as its keys."""
    return before + "awards:\n  奖:\n    clause: 一\n" + block
