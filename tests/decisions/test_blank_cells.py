"""A row that is known but for some cells: the cells are what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eligibility.decisions.missing import missing_of
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library

RULES = Path(__file__).parents[2] / "rules"


def missing(rows: list[dict]):
    """What is missing for 新认定国家级平台, with everything else known and right."""
    findings = Findings()
    plan = compile_library(load([RULES], findings), findings)
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30), ["nanan/platforms"])
    facts = {("注册地", None): "南岸区", ("独立法人", None): True, ("严重失信", None): False, ("申报前一年重大事故", None): False,
             ("科技平台", None): rows}
    award = next(a for d in engine.documents for a in d.awards if a.name == "新认定国家级平台")
    trace = engine.run(facts, [])
    assert trace.raw(award.status) is None
    return missing_of(trace, award.status)


def test_the_empty_cells_of_a_row_are_named():
    """A national laboratory without its day of recognition: the day settles it, either way."""
    found = missing([{"平台级别": "市级", "平台类型": "重点实验室", "认定日期": date(2021, 5, 1).toordinal()},
                     {"平台级别": "国家级", "平台类型": "重点实验室"}])
    assert found.sets == (("科技平台（第2行的认定日期）",),)
    assert found.could_refuse == ("科技平台（第2行的认定日期）",)


def test_several_empty_cells_are_named_together():
    """Kind and day are both open."""
    found = missing([{"平台级别": "国家级"}])
    assert found.sets == (("科技平台（第1行的认定日期，第1行的平台类型）",),)
