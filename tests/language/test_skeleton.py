"""The first version of a policy file: it is sound whatever it is called, and no amount is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.cases.check import check_cases
from eligibility.language.diagnostic import Findings
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.skeleton import Head, cases_text, first_year, policy_text, trouble
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library

FACTS = "kind: facts\nfacts:\n  企业名称: {type: text, role: name}\n"


def findings_of(head: Head) -> list:
    library, findings = Library(), Findings()
    for name, text in (("f.yaml", FACTS), ("p.yaml", policy_text(head)), ("p.cases.yaml", cases_text(head, 2021))):
        add(library, read_yaml(text, name, findings), name, findings)
    plan = compile_library(library, findings)
    check_cases(library, plan, findings)
    assert [award.name for document in plan.documents for award in document.awards] == list(head.awards)
    return findings.items


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(texts, texts, texts, texts)
def test_it_is_sound_whatever_it_is_called(title, instrument, number, source):
    """Colons, quotes, signs and numbers in titles are written so that they are read back as they are."""
    head = Head("east/rent", title, instrument, number, "secondary", source)
    assert trouble(head) is None
    assert [d for d in findings_of(head) if d.severity == "error"] == []
    tree = read_yaml(policy_text(head), "p.yaml", Findings())
    assert tree.get("title").text == title and tree.get("instrument").get("number").text == number


def test_awards_begin_as_unknown():
    """Two awards, a date and a department: no finding, and every amount is unknown."""
    head = Head("east/rent", "入驻补助", "示例办法", start="2021-01-01", department="科技局", awards=("房租补助", "设备补助"))
    assert findings_of(head) == []
    assert policy_text(head).count("    amount: unknown ") == 2


def test_what_else_may_be_written_stands_as_remarks():
    """Sources, once and open points are shown where they belong; the first year is that of the first day."""
    text = policy_text(Head("east/rent", "入驻补助", "示例办法"))
    assert all(f"# {key}: " in text for key in ("ref", "once")) and "# readings:" in text
    assert first_year(Head("east/rent", "入驻补助", "示例办法", start="2019-07-01")) == 2019
    assert first_year(Head("east/rent", "入驻补助", "示例办法")) is None


@pytest.mark.parametrize(("change", "said"), [
    ({"id": "East/rent"}, "只能用小写字母"),
    ({"title": " "}, "没有写名称"),
    ({"evidence": "sure"}, "证据等级“sure”不对"),
    ({"start": "2021-02-30"}, "不是日期"),
    ({"awards": ("5万元",)}, "数字开头"),
    ({"source": "甲\n乙"}, "写在一行里"),
])
def test_what_cannot_be_written_is_said(change, said):
    """A wrong id, date, level or name gives its reason before anything is written."""
    assert said in trouble(Head("a/b", "甲", "乙")._replace(**change))
