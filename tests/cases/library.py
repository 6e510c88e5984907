"""A small library with every kind of thing that cases must try, and cases that try all of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from eligibility.cases.check import Prepared, prepare_cases
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.language.model import Library
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan

FACTS = """\
kind: facts
facts:
  独立法人: {type: yes_no}
  行业: {type: choice, of: [制造, 软件, 其他]}
  营业收入: {type: money, per: year}
  研发费用: {type: money, per: year}
  认定日期: {type: date, none: 没有认定}
  合同:
    type: records
    counted_in: 份
    columns: {金额: {type: money}, 已登记: {type: yes_no}, 种类: {type: choice, of: [开发, 转让, 其他]}}
"""

STANDARD = """\
kind: standard
id: test/firm
title: 主体
instrument: {title: 测试办法, evidence: official}
in_force: {from: 2020-01-01}
define:
  主体合格: {独立法人: 是}
"""

POLICY = """\
kind: policy
id: test/award
title: 测试奖励
instrument: {title: 测试办法, evidence: official}
in_force: {from: 2020-01-01}
uses: [test/firm]
gates: [主体合格]
readings:
  软件也算制造: {take: 否, why: 没有写明。}
define:
  比例:
    bands:
      of: 上年营业收入
      steps: [不超过 1000万元: 1%, 其余: 2%]
  合同数:
    for_each:
      of: 合同
      where: {已登记: 是, 金额: 不低于 10万元}
      first_of:
        - {if: {种类: 开发}, then: 2份}
        - {其余: 1份}
awards:
  研发奖励:
    clause: 第一条
    when:
      any:
        - {行业: 制造}
        - {行业: 软件, 软件也算制造: 是}
    amount: 上年研发费用 × 比例
    cap: 100万元
  分段奖励:
    clause: 第二条
    when: {合同: 有}
    tiers:
      of: 上年研发费用
      steps: [不超过 100万元: 10%, 其余: 5%]
  合同奖励:
    clause: 第三条
    when:
      - 合同数 不低于 2份
      - has: {of: 合同, where: {种类: [开发, 转让]}}
    amount: 5万元
    once: lifetime
"""

CASES = """\
# 主体：四种情形。
kind: cases
for: test/firm
policy_year: 2021
cases:
  - case: 合格
    given: {独立法人: 是}
    expect: {主体合格: 是}
  - case: 不合格
    given: {独立法人: 否}
    expect: {主体合格: 否}
  - case: 不清楚
    given: {}
    expect: {主体合格: {result: 未知, needs: [独立法人]}}
"""

POLICY_CASES = """\
kind: cases
for: test/award
policy_year: 2021
paid_before: 无
cases:
  - case: 收入正好在界上
    given: {主体合格: 是, 行业: 制造, 营业收入: {2020: 1000万元}, 研发费用: {2020: 300万元}}
    expect: {研发奖励: 3万元}      # 1%
  - case: 收入过界一分
    given: {主体合格: 是, 行业: 制造, 营业收入: {2020: 10000000.01元}, 研发费用: {2020: 300万元}}
    expect: {研发奖励: 6万元}
  - case: 不清楚收入
    given: {主体合格: 是, 行业: 制造, 研发费用: {2020: 300万元}}
    expect: {研发奖励: 3万元 至 6万元}
  - case: 软件企业
    given: {主体合格: 是, 行业: 软件, 营业收入: {2020: 1000万元}, 研发费用: {2020: 300万元}}
    expect: {研发奖励: {result: ineligible, because: [行业]}}
  - case: 不清楚行业
    given: {主体合格: 是, 营业收入: {2020: 1000万元}, 研发费用: {2020: 300万元}}
    expect: {研发奖励: {result: 0元 至 3万元, needs: [行业]}}
  - case: 主体不合格
    given: {主体合格: 否}
    expect: {研发奖励: ineligible, total: ineligible}
  - case: 不清楚主体是否合格
    given: {行业: 制造, 营业收入: {2020: 1000万元}, 研发费用: {2020: 300万元}}
    expect: {研发奖励: {result: undetermined, needs: [独立法人]}}
  - case: 研发正好在分段界上
    given: {主体合格: 是, 研发费用: {2020: 100万元}, 合同: [{金额: 1万元}]}
    expect: {分段奖励: 10万元}
  - case: 研发过分段界
    given: {主体合格: 是, 研发费用: {2020: 101万元}, 合同: [{金额: 1万元}]}
    expect: {分段奖励: 100500元}
  - case: 没有合同
    given: {主体合格: 是, 研发费用: {2020: 100万元}, 合同: 无}
    expect: {分段奖励: ineligible, 合同奖励: ineligible}
  - case: 不清楚合同
    given: {主体合格: 是, 研发费用: {2020: 100万元}}
    expect: {分段奖励: undetermined, 合同奖励: {result: undetermined, needs: [合同]}}
  - case: 一份开发合同，金额正好
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 开发}]}
    expect: {合同数: 2份, 合同奖励: 5万元}
  - case: 一份转让合同不够
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 转让}]}
    expect: {合同数: 1份, 合同奖励: ineligible}
  - case: 金额差一分
    given: {主体合格: 是, 合同: [{金额: 99999.99元, 已登记: 是, 种类: 开发}]}
    expect: {合同数: 0份, 合同奖励: ineligible}
  - case: 没有登记
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 否, 种类: 开发}]}
    expect: {合同数: 0份}
  - case: 合同各栏都不清楚
    given: {主体合格: 是, 合同: [{种类: 开发}, {金额: 20万元, 已登记: 是}]}
    expect: {合同数: 1份 至 4份, 合同奖励: undetermined}
  - case: 两份其他合同
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 其他}, {金额: 10万元, 已登记: 是, 种类: 其他}]}
    expect: {合同数: 2份, 合同奖励: ineligible}
  - case: 两份种类不清楚的合同
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是}, {金额: 10万元, 已登记: 是}]}
    expect: {合同奖励: undetermined}
  - case: 合同奖励领过了
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 开发}]}
    paid_before: [{award: 合同奖励, year: 2019, amount: 5万元}]
    expect: {合同奖励: ineligible}
"""

#: without a ledger ``once`` cannot be known
LEDGER_CASES = """\
kind: cases
for: test/award
policy_year: 2021
cases:
  - case: 不清楚是否领过
    given: {主体合格: 是, 合同: [{金额: 10万元, 已登记: 是, 种类: 开发}]}
    expect: {合同奖励: {result: undetermined, needs: [已兑现]}}
"""

FILES = {
    "facts.yaml": FACTS,
    "firm.yaml": STANDARD,
    "award.yaml": POLICY,
    "firm.cases.yaml": CASES,
    "award.cases.yaml": POLICY_CASES,
    "ledger.cases.yaml": LEDGER_CASES,
}


class Built(NamedTuple):
    library: Library
    plan: Plan
    findings: Findings
    files: set[str]


def write(folder: Path, changed: dict[str, str] | None = None) -> Path:
    """The small library in ``folder``, with ``changed`` files in place of its own."""
    for name, text in (FILES | (changed or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, changed: dict[str, str] | None = None) -> Built:
    """The small library written, loaded and compiled; its rules must be sound."""
    write(folder, changed)
    findings = Findings()
    library = load([folder], findings, base=folder)
    plan = compile_library(library, findings)
    assert not findings.has_errors, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    return Built(library, plan, findings, {c.file for c in library.cases})


def prepare(built: Built, findings: Findings | None = None) -> list[Prepared]:
    """All cases, ready to run."""
    found = findings or Findings()
    return [p for cases in built.library.cases for p in prepare_cases(cases, built.plan, found)]


def only_case(given: str, expect: str, more: str = "", rules: str = "test/award") -> dict[str, str]:
    """The library's cases replaced by one."""
    text = f"kind: cases\nfor: {rules}\npolicy_year: 2021\ncases:\n  - case: 一例\n    given: {{{given}}}\n    expect: {{{expect}}}\n{more}"
    return {"firm.cases.yaml": CASES.split("  - case: 不合格")[0], "ledger.cases.yaml": LEDGER_CASES, "award.cases.yaml": text}
