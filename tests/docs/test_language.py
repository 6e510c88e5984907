"""Every example in the description of the language is run: rules validate, cases pass, errors are shown as they are."""

from __future__ import annotations

import re

import pytest

from eligibility.cases.check import prepare_cases
from eligibility.cases.run import Engines, run_case
from eligibility.language.diagnostic import Findings
from eligibility.reports.findings import render
from tests.docs.examples import FILE, ROOT, Bench, Example, blocks

DOCUMENT = ROOT / "docs" / "language.md"
BENCH = Bench(DOCUMENT)


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
    library, _, findings = BENCH.compiled(example)
    shown = "\n".join(render(d, library.sources) for d in findings.sorted() if d.where.file == FILE)
    assert shown == example.output.text.rstrip("\n")


def test_the_vocabulary_of_the_examples_is_used():
    """No example declares a fact that no example uses."""
    text = "\n".join(b.text for b in blocks(DOCUMENT) if b not in BENCH.facts)
    declared = [fact for block in BENCH.facts for fact in re.findall(r"^  (\S+?):", block.text, re.MULTILINE)]
    assert [fact for fact in declared if fact not in text] == []
