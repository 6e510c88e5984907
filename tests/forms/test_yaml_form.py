"""The YAML form reads back as it is and when filled in."""

from __future__ import annotations

import os
import re

import pytest
from tests.forms.helpers import shipped, shipped_form, shipped_policies, small_form, with_unit
from tests.setup.tree import ROOT

from eligibility.forms.yaml_form import yaml_text
from eligibility.language.diagnostic import Findings
from eligibility.profiles.reader import read_profile

GOLDEN = ROOT / "tests" / "golden" / "forms" / "small.yaml"


def read(text: str, vocabulary, folder):
    """The profile of a text, without findings."""
    file = folder / "画像.yaml"
    file.write_text(text, encoding="utf-8")
    findings = Findings()
    profile = read_profile(file, vocabulary, findings)
    assert not findings.items, [d.message for d in findings.items]
    return profile


def filled(form) -> str:
    text = yaml_text(form)
    for question in form.questions:
        text, done = re.subn(rf"^{re.escape(question.label)}:$", f"{question.label}: {with_unit(question)}", text, flags=re.M)
        assert done == 1
    return text


def test_the_form_of_the_small_library():
    """The whole file, as an enterprise gets it."""
    shown = yaml_text(small_form()[0])
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")
    assert shown.encode("gbk")


def test_blank_and_filled_in(tmp_path):
    """Blank it states nothing; filled in it states every question."""
    form, vocabulary = small_form()
    assert read(yaml_text(form), vocabulary, tmp_path).facts == {}
    profile = read(filled(form), vocabulary, tmp_path)
    assert set(profile.facts) == {(q.fact.name, q.year) for q in form.questions}


def test_the_examples_of_rows_are_rows(tmp_path):
    """Without the # in front they are rows of the list and payments."""
    form, vocabulary = small_form()
    text = re.sub(r"^#   (  |- )(类|额|日):.*$", r"  \1\2: ", yaml_text(form), flags=re.M)
    text = text.replace("- 类: ", "- 类: 转让").replace("    额: ", "    额: 3元").replace("    日: ", "    日: 无")
    text = re.sub(r"^#   ((  |- )(事项|奖补项|年度|金额): )", r"  \1", text, flags=re.M)
    profile = read(text, vocabulary, tmp_path)
    [row] = profile.facts["合同", None].value
    assert row["类"] == "转让" and row["额"] == 300
    assert [(p.policy, p.award, p.year) for p in profile.paid] == [("试", "甲奖", 2020)]


@pytest.mark.parametrize("policy", shipped_policies())
def test_forms_of_shipped_policies_read_back(policy, tmp_path):
    """Every shipped policy's form is a profile without findings, blank and filled in."""
    form = shipped_form(policy)
    assert read(yaml_text(form), shipped().vocabulary, tmp_path).facts == {}
