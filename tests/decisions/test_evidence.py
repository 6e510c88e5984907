"""An award is provisional where a number it rests on is only assumed or recalled, wherever that number stands."""

from __future__ import annotations

from datetime import date

import pytest

from eligibility.decisions.decide import decide
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.profiles.profile import Given, Profile

FACTS = "kind: facts\nfacts:\n  收入: {type: money}\n  达标: {type: yes_no}\n"


def because(folder, standard: str, policy: str, evidence: str = "official") -> tuple[str, ...]:
    """Why the one award of ``policy`` is provisional, beside an assumed standard."""
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "standard.yaml").write_text(
        "kind: standard\nid: t/s\ntitle: 标准\ninstrument: {title: 标准, evidence: assumed}\nin_force: {from: 2000-01-01}\ndefine:\n" + standard, encoding="utf-8")
    (folder / "policy.yaml").write_text(
        f"kind: policy\nid: t/p\ntitle: 试\ninstrument: {{title: 试, evidence: {evidence}}}\nin_force: {{from: 2000-01-01}}\nuses: [t/s]\n"
        "awards:\n  奖:\n    clause: 一\n" + policy, encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([folder], findings), findings)
    assert not findings.items, [f"{d.where} {d.code} {d.message}" for d in findings.sorted()]
    here = Where("p", 1, 1)
    profile = Profile("p", {("收入", None): Given(500_000_00, here, "50万元"), ("达标", None): Given(True, here, "是")})
    return decide(ScalarEngine(plan, 2021, date(2022, 6, 30)), profile).decisions[0].awards[0].provisional_because


@pytest.mark.parametrize(("standard", "policy", "word"), [
    ("  线: {amount: 1万元}\n", "    when: {收入: 不低于 线}\n    amount: 2万元\n", "“线”里的数字为推定"),
    ("  率: {amount: 5%}\n", "    amount: 收入 × 率\n    cap: 9万元\n", "“率”里的数字为推定"),
    ("  够大: {收入: 不低于 1万元}\n", "    when: {够大: 是}\n    amount: 2万元\n", "条件“收入”的界值为推定"),
    ("  合格: {达标: 是}\n", "    when:\n      - {if: {收入: 超过 1万元，不超过 9亿元}, evidence: recalled}\n    amount: 2万元\n", "条件“收入”的界值为凭记忆"),
    ("  合格: {达标: 是}\n", "    when:\n      - {if: 收入 超过 1万元, evidence: assumed}\n    amount: 2万元\n", "条件“收入”的界值为推定"),
    ("  合格: {达标: 是}\n", "    amount: 2万元\n    evidence: recalled\n", "“奖”的金额为凭记忆"),
    ("  线: {evidence: recalled, ref: X-1, amount: 1万元}\n", "    when: {收入: 不低于 线}\n    amount: 2万元\n", "“线”里的数字为凭记忆"),
])
def test_a_weak_number_makes_the_award_provisional(tmp_path, standard, policy, word):
    """As a bound, a rate, a condition of a standard, a range, a single test and the amount itself."""
    assert because(tmp_path, standard, policy) == (word,)


@pytest.mark.parametrize(("standard", "policy"), [
    ("  合格: {达标: 是}\n", "    when: {合格: 是, 收入: 不低于 1万元}\n    amount: 2万元\n"),
    ("  线: {amount: 1万元}\n", "    amount: 1万元\n"),
    ("  线: {evidence: secondary, clause: 二, amount: 1万元}\n", "    when: {收入: 不低于 线}\n    amount: 1万元\n"),
    ("  多: MAX（0元，收入）\n", "    amount: 多 × 5%\n    cap: 9万元\n"),
])
def test_an_assumed_condition_without_a_number_does_not(tmp_path, standard, policy):
    """A weak file whose numbers the award does not use leaves it as it is; so does a bare 0, though 1万元 stands in both."""
    assert because(tmp_path, standard, policy) == ()
