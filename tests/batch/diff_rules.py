"""Two small sets of rules of which the second changes something of everything, and enterprises on all sides of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import polars as pl

from eligibility.language.diagnostic import Findings
from eligibility.plan.cache import compiled_plan, rule_contents
from eligibility.plan.plan import Plan
from eligibility.profiles.population.slice import CODE, NAME, PAID, ROW, Slice, count_column, dtype_of

YEAR, DAY = 2021, date(2022, 6, 30)

FACTS = """\
kind: facts
facts:
  企业名称: {type: text, role: name}
  信用代码: {type: code, role: code}
  所在地: {type: choice, of: [东区, 西区]}
  研发费用: {type: money, per: year}
  人数: {type: count, unit: 人}
  专利: {type: count, unit: 项}
"""

RESEARCH = """\
kind: policy
id: demo/research
title: 研发补助
instrument: {title: 虚构的研发办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  研发:
    clause: 第一条
    when: {所在地: 东区, 上年研发费用: 不低于 100万元}
    amount: 上年研发费用 × 10%
    cap: 50万元
  专利奖:
    clause: 第二条
    when: {专利: 不低于 3项}
    amount: 专利 × 1万元
"""

HIRING = """\
kind: policy
id: demo/hiring
title: 用工补助
instrument: {title: 虚构的用工办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  用工: {clause: 第一条, when: {人数: 不低于 10人}, amount: 人数 × 1000元, cap: 10万元}
"""

RENT = """\
kind: policy
id: demo/rent
title: 租金补助
instrument: {title: 虚构的租金办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  租金: {clause: 第一条, when: {所在地: 西区}, amount: 2万元}
"""

SIZE = """\
kind: policy
id: demo/size
title: 规模奖励
instrument: {title: 虚构的规模办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  规模: {clause: 第一条, when: {人数: 不低于 90000000人}, amount: 1万元}
"""

OLD = {"facts.yaml": FACTS, "research.yaml": RESEARCH, "hiring.yaml": HIRING, "size.yaml": SIZE,
       "gone.yaml": RENT.replace("demo/rent", "demo/gone").replace("租金", "搬迁")}  # fmt: skip
#: research: the threshold up, the rate down, the cap up, patents need a fact that nobody is asked for; size: nobody notices
NEW = {
    "facts.yaml": FACTS + "  停业: {type: yes_no}\n",
    "research.yaml": RESEARCH.replace("50万元", "60万元").replace("100万元", "150万元").replace("10%", "12%").replace("3项}", "3项, 停业: 否}"),
    "hiring.yaml": HIRING,
    "size.yaml": SIZE.replace("90000000", "80000000"),
    "rent.yaml": RENT,
}


def write_rules(folder: Path, files: dict[str, str]) -> Path:
    """The rules as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def plan_of(folder: Path, files: dict[str, str]) -> Plan:
    """The rules compiled; AssertionError with what is wrong with them."""
    roots, findings = [str(write_rules(folder, files))], Findings()
    plan = compiled_plan(roots, rule_contents(roots), findings)
    assert plan is not None, findings.sorted()
    return plan


def population(plan: Plan, rows: int, seed: int, first: int = 2) -> Slice:
    """Enterprises with blanks, on and around every threshold of both rules; the same whatever the plan, as far as it has the facts."""
    random = Random(seed)
    money = [None, 0, 99_999_999_00, *(wan * 1_000_000 for wan in (50, 100, 149, 150, 400, 490, 500, 510, 700))]
    cells = {
        "所在地": [random.choice([None, "东区", "东区", "西区"]) for _ in range(rows)],
        "研发费用 2020": [random.choice(money) for _ in range(rows)],
        "人数": [random.choice([None, 9, 10, 11, 99, 100, 101]) for _ in range(rows)],
        "专利": [random.choice([None, 0, 2, 3, 4, 80]) for _ in range(rows)],
    }
    head = {ROW: pl.Series(range(first, first + rows), dtype=pl.Int64), CODE: [f"91{n + first:016d}" for n in range(rows)],
            NAME: [f"虚构{n + first}公司" for n in range(rows)]}  # fmt: skip
    columns = {name: pl.Series(values, dtype=dtype_of(plan.vocabulary[name.partition(" ")[0]])) for name, values in cells.items()}
    return Slice(pl.DataFrame({**head, **columns, count_column(PAID): pl.Series([None] * rows, dtype=pl.Int64)}))
