"""A small pipeline of pools with every kind of thing that pools have, and a policy that one of them opens."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan
from eligibility.pools.decide_pools import decide_pools
from eligibility.pools.decision import PoolDecision, PoolsDecision
from eligibility.profiles.profile import Given, Profile

FACTS = """\
kind: facts
facts:
  企业名称: {type: text, role: name}
  信用代码: {type: text}
  在科技库: {type: yes_no}
  在培育库: {type: yes_no}
  数据更新: {type: choice, of: [已更新, 逾期未更新]}
  营业收入: {type: money, per: year, aliases: [营收]}
  研发费用: {type: money, per: year}
  职工总数: {type: count, unit: 人}
  高企证书有效期至: {type: date, none: 未认定}
  违法: {type: yes_no}
  有专利: {type: yes_no}
"""

STANDARD = """\
kind: standard
id: test/firm
title: 标准
instrument: {title: 测试办法, evidence: official}
in_force: {from: 2020-01-01}
define:
  研发占比: 上年研发费用 / 上年营业收入
  符合科技: {上年营业收入: 不低于 1000万元, 职工总数: 不超过 500人, 有专利: 是}
  符合高企:
    all:
      - 研发占比 不低于 5%
      - {有专利: 是}
      - any:
          - {上年营业收入: 不低于 1000万元}
          - {职工总数: 不低于 100人, 违法: 否}
"""

POOLS = """\
kind: pools
id: test/pools
title: 试库
instrument: {title: 测试库办法, number: 测试〔2021〕1号, evidence: official}
in_force: {from: 2020-01-01, by: 申报日期}
this_year: 政策年度
uses: [test/firm]
pools:
  科技库:
    stage: 挖掘
    clause: 第一条
    member: {在科技库: 是}
    enter:
      any:
        - {if: {高企库: 是}, clause: 第二条}
        - {符合科技: 是}
    leave: {在科技库: 是, 数据更新: 逾期未更新}
    candidate: {short_of: 符合科技, by_at_most: 2项}
    due: {do: 更新数据, by: 每年5月31日, clause: 第三条}
  培育库:
    stage: 培育
    after: 科技库
    member: {在培育库: 是}
    enter: unknown
    why: 条件没有公布
    leave: {违法: 是}
    candidate: {short_of: 符合高企, by_at_most: 1项}
  高企库:
    stage: 申报
    enter: {高企证书有效期至: 不早于 申报日期}
    leave: {高企证书有效期至: 早于 申报日期}
    candidate: {short_of: 符合高企, by_at_most: 2项}
    due: {do: 重新申请, by: 高企证书有效期至, from: EDATE（高企证书有效期至，-6个月）}
  精选库:
    stage: 进规
    after: 高企库
    enter: {科技库: 是, 上年营业收入: 不低于 2000万元}
"""

POLICY = """\
kind: policy
id: test/award
title: 试奖
instrument: {title: 测试办法, evidence: official}
in_force: {from: 2020-01-01}
uses: [test/pools]
awards:
  入库奖:
    clause: 第九条
    when: {高企库: 是}
    amount: 10万元
"""

FILES = {"facts.yaml": FACTS, "firm.yaml": STANDARD, "pools.yaml": POOLS, "award.yaml": POLICY}


def compiled(files: dict[str, str]) -> Plan:
    """The plan of rule files given as texts, which must be sound."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        findings = Findings()
        plan = compile_library(load([folder], findings, base=Path(folder)), findings)
    assert not findings.has_errors, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    return plan


@cache
def engine(pools: str = POOLS) -> ScalarEngine:
    """The library with these pools, for policy year 2021 as seen on 30 June 2022."""
    return ScalarEngine(compiled(FILES | {"pools.yaml": pools}), 2021, date(2022, 6, 30))


def profile(**facts) -> Profile:
    """A profile of values as engines take them; ``营业收入_2020`` is a fact with its year."""
    found = Profile("甲.yaml")
    for name, value in facts.items():
        fact, _, year = name.partition("_")
        value = value.toordinal() if isinstance(value, date) else value
        found.facts[fact, int(year) if year else None] = Given(value, Where("甲.yaml", 1, 1), str(value))
    return found


def decided(pools: str = POOLS, **facts) -> PoolsDecision:
    """The pools decided for one enterprise."""
    used = engine(pools)
    document = next(d for d in used.documents if d.kind == "pools")
    return decide_pools(used, document, profile(**facts))


def pool(name: str, pools: str = POOLS, **facts) -> PoolDecision:
    """One pool decided."""
    return next(p for p in decided(pools, **facts).pools if p.pool == name)
