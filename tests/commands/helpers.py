"""A small library that is plainly nobody's, and ways to run the command on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.pools import library as pools
from tests.setup.tree import ROOT

FACTS = """\
kind: facts
facts:
  企业名称: {type: text, role: name}
  信用代码: {type: code, role: code}
  所在地: {type: choice, of: [东区, 西区], ask: 企业在哪个区？, proof: 营业执照}
  营业收入: {type: money, per: year}
  研发费用: {type: money, per: year}
  停业: {type: yes_no}
  迁出: {type: yes_no}
  专利: {type: count, unit: 项}
"""

STANDARD = """\
kind: standard
id: common/basic
title: 基本条件
instrument: {title: 虚构的通知, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
define:
  基本条件:
    all:
      - {if: {所在地: 东区}, clause: 第一条}
      - {if: {停业: 否}, clause: 第二条}
"""

POLICY = """\
kind: policy
id: demo/research
title: 研发补助
instrument: {title: 虚构的研发办法, number: 虚构〔2020〕1号, evidence: official, source: 虚构}
in_force: {from: 2020-01-01, to: 2025-12-31}
department: 虚构的科技局
uses: [common/basic]
gates: [基本条件]
readings:
  专利含外观设计: {take: 是, why: 办法没有说明。}
parameters:
  每项标准: {value: unknown, why: 没有公布。, clause: 第九条, reference: {value: 1万元, basis: 邻区每项 1万元}}
awards:
  研发:
    clause: 第三条
    when:
      上年研发费用 / 上年营业收入: 不低于 5%
      any: [{专利: 不低于 3项}, {专利含外观设计: 否}]
    amount: 上年研发费用 × 10%
    cap: 50万元
    note: 由企业自行测算。
  专利:
    title: 专利资助
    clause: 第四条
    when: {专利: 不低于 1项, not: {迁出: 是}}
    amount: 专利 × 每项标准
  一次性:
    clause: 第五条
    when: {专利: 不低于 1项}
    amount: 3万元
    once: lifetime
materials: [研发费用专项审计报告]
"""

ELSEWHERE = """\
kind: policy
id: elsewhere/other
title: 别处的补助
instrument: {title: 虚构的别处办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  别处: {clause: 第一条, when: {所在地: 西区}, amount: 1万元}
"""

CASES = """\
kind: cases
for: demo/research
policy_year: 2021
as_of: 2022-06-30
cases:
  - case: 都符合
    given: {所在地: 东区, 停业: 否, 迁出: 否, 专利: 3项}
    expect: {一次性: undetermined}
"""

PROFILE = """\
企业名称: 虚构甲公司
信用代码: 91000000MA00000157
所在地: 东区
停业: 否
迁出: 否
营业收入: {2020: 1000万元}
研发费用: {2020: 40万元}
专利: 3项
已兑现: 无
"""

POOLS_TABLE = """\
企业名称,信用代码,在科技库,在培育库,数据更新,2020年营业收入（万元）,2020年研发费用（万元）,职工总数,高企证书有效期至,违法,有专利
虚构甲公司,91000000MA00010011,否,否,已更新,1500,100,80,无,否,是
虚构乙公司,91000000MA00010024,是,否,逾期未更新,900,,80,无,否,是
虚构丙公司,91000000MA00010037,否,,,900,10,120,2023-05-01,否,
"""

WHEN = ("--year", "2021", "--as-of", "2022-06-30")


def write_library(folder: Path) -> Path:
    """The library below ``folder``; its root."""
    root = folder / "rules"
    files = {
        "facts.yaml": FACTS, "common/basic.yaml": STANDARD, "demo/research.yaml": POLICY, "elsewhere/other.yaml": ELSEWHERE,
        "demo/research.cases.yaml": CASES,
    }  # fmt: skip
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def write_pools_library(folder: Path) -> Path:
    """The library of the tests of pools below ``folder``, its enterprises known by codes; its root."""
    root = folder / "rules"
    root.mkdir()
    for name, text in pools.FILES.items():
        (root / name).write_text(text.replace("信用代码: {type: text}", "信用代码: {type: code, role: code}"), encoding="utf-8")
    return root


def write_profile(folder: Path, text: str = PROFILE, name: str = "甲.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def process(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
    """The command as a process of its own, from the source tree."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        timeout=60,
    )
