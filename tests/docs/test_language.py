"""Every example in the description of the language is run: rules validate, cases pass, errors are shown as they are."""

from __future__ import annotations

import re

import pytest

from eligibility.cases.check import prepare_cases
from eligibility.cases.run import Engines, run_case
from eligibility.decisions.decide import decide
from eligibility.language.yaml_tree import read_yaml
from eligibility.profiles.paid_names import look_up_paid
from eligibility.profiles.reader import profile_from_tree
from eligibility.reports.findings import render
from tests.docs.examples import Bench, Example, blocks, kind_of
from tests.docs.write import LANGUAGE, findings_of

BENCH = Bench(LANGUAGE)


def name(example: Example) -> str:
    return f"line{example.block.line}"


GOOD = [e for e in BENCH.examples if e.output is None]
BAD = [e for e in BENCH.examples if e.output is not None]


@pytest.mark.parametrize("example", GOOD, ids=name)
def test_examples_are_sound_and_do_what_they_say(example):
    """A rules example validates without a finding, and each of its cases comes out as written."""
    library, plan, findings = BENCH.compiled(example)
    assert not findings.items, "\n".join(render(d, library.sources) for d in findings.sorted())
    engines, wrong = Engines(plan), []
    for cases in library.cases:
        prepared = list(prepare_cases(cases, plan, findings))
        assert not findings.items, "\n".join(render(d, library.sources) for d in findings.sorted())
        assert len(prepared) == len(cases.cases)
        for result in (run_case(p, engines) for p in prepared):
            wrong += [f"{result.name}: {c.name} 应为 {c.result.text}，得到 {c.got} {c.missing or ''} {c.absent or ''}"
                      for c in result.checked if not c.passed]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("example", BAD, ids=name)
def test_errors_are_shown_as_they_are(example):
    """An example of a mistake gives exactly the findings that the text shows."""
    assert findings_of(BENCH, example) == example.output.text, "run: python -m tests.docs.write"


def test_the_vocabulary_of_the_examples_is_used():
    """No example declares a fact that no example uses."""
    text = "\n".join(b.text for b in blocks(LANGUAGE) if b not in BENCH.facts)
    declared = [fact for block in BENCH.facts for fact in re.findall(r"^  (\S+?):", block.text, re.MULTILINE)]
    assert [fact for fact in declared if fact not in text] == []


def test_open_points_come_out_as_the_text_says():
    """The example of readings, assumed and unknown numbers: what is provisional, both outcomes, and the comparable's line."""
    example = next(e for e in GOOD if "每家标准" in e.block.text)
    library, plan, findings = BENCH.compiled(example)
    prepared = next(prepare_cases(library.cases[0], plan, findings))
    policy = decide(Engines(plan).of(prepared), prepared.profile).decisions[0]
    awards = {a.award: a for a in policy.awards}
    assert {name for name, a in awards.items() if a.provisional} == {"认定奖", "用人奖"}
    assert [(o.readings, o.status) for o in awards["认定奖"].outcomes] == [({"规上看认定时点": False}, "ineligible")]
    assert awards["服务奖"].reference.text == "6万元" and awards["服务奖"].amount.high is None


def test_the_profile_of_the_text_is_read_without_doubt():
    """The example of a profile: every label and value is known, blanks are blanks, the ledger names a rule."""
    (block,) = [b for b in blocks(LANGUAGE) if b.language == "yaml" and kind_of(b.text) == "profile"]
    _, plan, findings = BENCH.compiled(BENCH.whole[0])
    profile = profile_from_tree(read_yaml(block.text, "画像.yaml", findings, dialect="profile"), "画像.yaml", plan.vocabulary, findings)
    look_up_paid(profile, plan, findings)
    assert not findings.items
    assert ("高企证书有效期至", None) not in profile.facts and profile.facts["技术合同", None].value == []
    assert profile.facts["营业收入", 2020].value == 4100_0000_00 and len(profile.paid) == 1
