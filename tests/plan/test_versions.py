"""Versions, dated parameters and years: the plan for one policy year and day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eligibility.decisions.decide import decide
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.engines.scalar.values import ends
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan, from_json, to_json
from eligibility.profiles.profile import Profile

FACTS = """kind: facts
facts:
  成立日期: {type: date, role: founded}
  营业收入: {type: money, per: year}
  规上: {type: yes_no}
"""
HEAD = "instrument: {title: 试, evidence: official}\n"


def plan_of(folder: Path, **files: str) -> Plan:
    """The plan of a small library; it must be sound."""
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([folder], findings), findings, "0" * 64)
    assert not findings.items, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    return plan


def policy(in_force: str, amount: str = "1万元", extra: str = "", head: str = "") -> str:
    """A policy whose one award asks for 规上."""
    return (f"kind: policy\nid: t/p\ntitle: 试\n{HEAD}in_force: {in_force}\n{head}"
            f"awards:\n  奖:\n    clause: 一\n    when: {{规上: 是}}\n    amount: {amount}\n{extra}")


def paid(plan: Plan, year: int, as_of: date, facts: dict | None = None):
    """(low, high) of what the policy pays to a firm 规上."""
    engine = ScalarEngine(plan, year, as_of)
    trace = engine.run({("规上", None): True, **(facts or {})}, [])
    settle = next(d.settle for d in engine.documents if d.settle is not None)
    return ends(trace.raw(settle)[0])


def test_the_version_in_force_on_the_last_day_of_the_policy_year_counts(tmp_path):
    """Two versions of one policy: the later counts from the year in which it begins."""
    plan = plan_of(tmp_path, a=policy("{from: 2020-01-01, to: 2021-12-31}", "1万元"), b=policy("{from: 2022-01-01}", "2万元"))
    assert paid(plan, 2021, date(2023, 6, 1)) == (1_000_000, 1_000_000)
    assert paid(plan, 2022, date(2023, 6, 1)) == (2_000_000, 2_000_000)
    assert ScalarEngine(plan, 2019, date(2023, 6, 1)).documents == []


def test_a_version_may_count_by_the_day_of_application(tmp_path):
    """by: 申报日期 looks at the day, not at the policy year."""
    plan = plan_of(tmp_path, a=policy("{from: 2022-07-01, by: 申报日期}"))
    assert ScalarEngine(plan, 2021, date(2022, 6, 30)).documents == []
    assert paid(plan, 2021, date(2022, 7, 1)) == (1_000_000, 1_000_000)


def test_what_was_not_yet_published_could_not_be_known(tmp_path):
    """The second clock: in force from the start of the year, but printed in May."""
    plan = plan_of(tmp_path, a=policy("{from: 2021-01-01}", head="published: 2022-05-01\n"))
    assert ScalarEngine(plan, 2021, date(2022, 4, 30)).documents == []
    assert len(ScalarEngine(plan, 2021, date(2022, 5, 1)).documents) == 1


@pytest.mark.parametrize(("year", "expected"), [(2019, (0, float("inf"))), (2020, (1_000_000,) * 2), (2021, (1_000_000,) * 2), (2022, (3_000_000,) * 2)])
def test_a_dated_parameter_takes_the_last_row_that_has_begun(tmp_path, year, expected):
    """Before the first row the number is unknown, never zero."""
    rows = "parameters:\n  标准:\n    - {from: 2020-06-01, value: 1万元}\n    - {from: 2022-01-01, value: 3万元}\n"
    plan = plan_of(tmp_path, a=policy("{from: 2000-01-01}", "标准", head=rows))
    assert paid(plan, year, date(2023, 1, 1)) == expected


def test_a_standard_of_which_no_version_is_in_force_leaves_the_award_open(tmp_path):
    """A missing version is unknown, not false; and the answer says so."""
    standard = f"kind: standard\nid: t/s\ntitle: 标准\n{HEAD}in_force: {{from: 2022-01-01}}\ndefine:\n  合格: {{规上: 是}}\n"
    plan = plan_of(tmp_path, s=standard, a=policy("{from: 2000-01-01}", head="uses: [t/s]\ngates: [合格]\n"))
    engine = ScalarEngine(plan, 2021, date(2022, 6, 1))
    decision = decide(engine, Profile("p"))
    assert decision.decisions[0].status == "undetermined"
    assert paid(plan, 2022, date(2023, 6, 1)) == (1_000_000, 1_000_000)


def test_years_before_the_firm_was_founded_are_no_gap(tmp_path):
    """近三年 of a firm founded in 2020 is 2020 alone; of one whose founding is not known it stays open."""
    plan = plan_of(tmp_path, a=policy("{from: 2000-01-01}", "近三年营业收入 × 10%", extra="    cap: 100万元\n"))
    revenue = {("营业收入", 2020): 1_000_000_00}
    founded = {("成立日期", None): date(2020, 3, 1).toordinal()}
    assert paid(plan, 2021, date(2022, 6, 1), revenue | founded) == (10_000_000, 10_000_000)
    assert paid(plan, 2021, date(2022, 6, 1), revenue) == (0, 100_000_000)
    known = {("营业收入", y): 0 for y in (2018, 2019)} | revenue
    assert paid(plan, 2021, date(2022, 6, 1), known | {("成立日期", None): date(2010, 1, 1).toordinal()}) == (10_000_000, 10_000_000)


def test_a_mean_counts_only_the_years_there_were(tmp_path):
    """近三年平均 of a firm founded in 2019 divides by two."""
    plan = plan_of(tmp_path, a=policy("{from: 2000-01-01}", "近三年平均营业收入 × 10%", extra="    cap: 100万元\n"))
    facts = {("营业收入", 2019): 200_000_00, ("营业收入", 2020): 400_000_00, ("成立日期", None): date(2019, 12, 31).toordinal()}
    assert paid(plan, 2021, date(2022, 6, 1), facts) == (3_000_000, 3_000_000)


def test_the_plan_survives_its_json_form(tmp_path):
    """What is cached is the plan, whole: the same text again, and the same answers."""
    plan = plan_of(tmp_path, a=policy("{from: 2020-01-01}", "近三年营业收入 × 1.5%", extra="    cap: 100万元\n"))
    text = to_json(plan)
    again = from_json(text)
    assert to_json(again) == text
    facts = {("营业收入", y): 123_456_78 for y in (2018, 2019, 2020)} | {("成立日期", None): 700_000}
    assert paid(again, 2021, date(2022, 6, 1), facts) == paid(plan, 2021, date(2022, 6, 1), facts) == (555_556, 555_556)
