"""Rules in which everything that a summary tells apart happens: gates, tests on one fact and on two, amounts open for several causes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl

from eligibility.plan.plan import Plan
from eligibility.profiles.population.slice import CODE, NAME, PAID, ROW, Slice, count_column, dtype_of
from tests.batch.diff_rules import plan_of

FACTS = """\
kind: facts
facts:
  企业名称: {type: text, role: name}
  信用代码: {type: code, role: code}
  所在地: {type: choice, of: [东区, 西区]}
  失信: {type: yes_no}
  规上: {type: yes_no}
  研发费用: {type: money, per: year}
  营业收入: {type: money, per: year}
  专利: {type: count, unit: 项}
"""

RESEARCH = """\
kind: policy
id: demo/research
title: 研发补助
instrument: {title: 虚构的研发办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
define:
  守信的本区企业: {所在地: 东区, 失信: 否}
gates: [守信的本区企业]
parameters:
  每项标准: {value: unknown, unit: 元, why: 没有公布。, clause: 第九条}
awards:
  研发:
    title: 研发投入补助
    clause: 第一条
    when: {上年研发费用 / 上年营业收入: 不低于 5%}
    amount: 上年研发费用 × 10%
    cap: 50万元
  专利:
    clause: 第二条
    when: {any: [{专利: 不低于 3项}, {规上: 是}]}
    amount: 专利 × 1万元
  标准: {clause: 第三条, when: {专利: 不低于 1项}, amount: 专利 × 每项标准}
"""

SCALE = """\
kind: policy
id: demo/scale
title: 升规奖励
instrument: {title: 虚构的升规办法, evidence: official, source: 虚构}
in_force: {from: 2020-01-01}
awards:
  升规: {clause: 第一条, when: {规上: 是}, amount: 3万元, overrides: 入库}
  入库: {clause: 第二条, when: {专利: 不低于 2项}, amount: 1万元, once: lifetime}
"""


def summary_plan(folder: Path) -> Plan:
    return plan_of(folder, {"facts.yaml": FACTS, "research.yaml": RESEARCH, "scale.yaml": SCALE})


def table_of(plan: Plan, rows: list[dict]) -> Slice:
    """Enterprises that state what ``rows`` say, by column; nobody has been paid before unless 已兑现 is None."""
    names = ["所在地", "失信", "规上", "研发费用 2020", "营业收入 2020", "专利"]
    columns = {n: pl.Series([row.get(n) for row in rows], dtype=dtype_of(plan.vocabulary[n.partition(" ")[0]])) for n in names}
    head = {ROW: pl.Series(range(2, 2 + len(rows)), dtype=pl.Int64), CODE: [f"91{n:016d}" for n in range(len(rows))],
            NAME: [f"=虚构{n}公司" for n in range(len(rows))]}  # fmt: skip
    paid = pl.DataFrame(schema={"position": pl.Int64, "policy": pl.String, "award": pl.String, "fen": pl.Int64})
    return Slice(pl.DataFrame({**head, **columns, count_column(PAID): pl.Series([row.get(PAID, 0) for row in rows], dtype=pl.Int64)}), {}, paid)


def random_table(plan: Plan, rows: int, seed: int) -> Slice:
    """Enterprises with blanks, on and around every threshold."""
    random = Random(seed)
    made = []
    for _ in range(rows):
        made.append({
            "所在地": random.choice([None, "东区", "东区", "东区", "西区"]), "失信": random.choice([None, False, False, False, True]),
            "规上": random.choice([None, True, False]), "研发费用 2020": random.choice([None, 0, 4_999_999, 5_000_000, 80_000_000]),
            "营业收入 2020": random.choice([None, 0, 100_000_000]), "专利": random.choice([None, 0, 1, 2, 3, 4]), PAID: random.choice([None, 0, 0]),
        })  # fmt: skip
    return table_of(plan, made)
