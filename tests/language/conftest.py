"""Short ways to read a text with each step of the front end."""

from __future__ import annotations

import pytest

from eligibility.language.diagnostic import Findings, Where
from eligibility.language.expressions import parse_expression
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.tree import Scalar
from eligibility.language.yaml_tree import read_yaml

HEAD = """\
kind: policy
id: test/one
title: 测试政策
instrument: {title: 测试文件, evidence: official}
in_force: {from: 2021-01-01}
"""


class Read:
    """What a step made of a text, and its findings in order."""

    def __init__(self, made, findings: Findings):
        self.made, self.findings = made, findings.sorted()

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.findings]

    @property
    def places(self) -> list[tuple[str, int, int]]:
        return [(d.code, d.where.line, d.where.col) for d in self.findings]


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())


@pytest.fixture
def read_tree():
    def read(source, dialect="rules") -> Read:
        findings = Findings()
        return Read(read_yaml(source, "一.yaml", findings, dialect=dialect), findings)

    return read


@pytest.fixture
def parse():
    def parse(text, **options) -> Read:
        findings = Findings()
        return Read(parse_expression(Scalar(text, Where("一.yaml", 1, 1)), findings, **options), findings)

    return parse


@pytest.fixture
def read_file():
    """One file's text → Library."""

    def read(text: str) -> Read:
        findings, library = Findings(), Library()
        tree = read_yaml(text, "一.yaml", findings)
        if tree is not None:
            add(library, tree, "一.yaml", findings)
        return Read(library, findings)

    return read


@pytest.fixture
def read_award(read_file):
    """The keys of one award → its block. The award's own lines begin at line 8, column 5."""

    def read(text: str) -> Read:
        found = read_file(HEAD + "awards:\n  奖:\n" + indented(text, 4))
        awards = found.made.rules[0].awards if found.made.rules else {}
        found.made = awards["奖"].block if awards else None
        return found

    return read


@pytest.fixture
def read_section(read_file):
    """One section of a policy (``define``, ``parameters`` …), its lines from line 7, column 3 → Rules."""

    def read(section: str, text: str) -> Read:
        found = read_file(HEAD + section + ":\n" + indented(text, 2) + "awards: {奖: {amount: 1元}}\n")
        found.made = found.made.rules[0]
        return found

    return read


@pytest.fixture
def read_facts(read_file):
    """Entries of a vocabulary, from line 3, column 3 → dict of facts."""

    def read(text: str) -> Read:
        found = read_file("kind: facts\nfacts:\n" + indented(text, 2))
        found.made = found.made.vocabularies[0].facts if found.made.vocabularies else None
        return found

    return read
