"""Documents told, for the tests beside this file; blanks are taken out, for lines break anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from eligibility import resources
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.language.model import Library
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import DocumentPlan, Plan
from eligibility.reports.policy_text.document import head, sections
from eligibility.reports.policy_text.render import render
from tests.setup.tree import ROOT

MEANINGS = "指标，照填写时的问法"
LIBRARIES = {"rules": resources.rules_dir(), "mechanics": str(ROOT / "tests" / "engines" / "mechanics")}


@cache
def library(name: str) -> tuple[Library, Plan]:
    findings = Findings()
    read = load([LIBRARIES[name]], findings)
    plan = compile_library(read, findings)
    assert not findings.has_errors, [str(d) for d in findings.items]
    return read, plan


def compiled(folder: Path, **files: str) -> Plan:
    """The plan of ``files`` (name → text)."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([str(folder)], findings), findings)
    assert not findings.has_errors, [d.message for d in findings.items]
    return plan


def lines(plan: Plan, document: DocumentPlan) -> list[str]:
    return render(head(document), sections(plan, document))


def told(plan: Plan, document: DocumentPlan) -> str:
    """Without what the facts mean, where a word that the rule lost could be found again."""
    rule = [section for section in sections(plan, document) if section.title != MEANINGS]
    return close("".join(render(head(document), rule)))


def meant(plan: Plan, document: DocumentPlan) -> str:
    """What the facts mean."""
    return close("".join(render([], [section for section in sections(plan, document) if section.title == MEANINGS])))


def close(text: str) -> str:
    return "".join(text.split())
