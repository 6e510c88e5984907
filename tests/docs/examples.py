"""The examples of docs/language.md as rule files: fenced blocks, with the head put back that the text leaves out.

A block that begins with ``kind:`` and has an ``id`` is a whole file. Any other
is one from which the head was left out: ``kind`` goes before it (policy where
it has awards, standard where not), the other keys after it, so that lines keep
their numbers where ``kind`` was written. A block of ``cases:`` tests the rules
before it. A block with none of the outermost keys of a rule file is a profile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from eligibility.language.diagnostic import Findings
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library

ROOT = Path(__file__).resolve().parents[2]
FILE = "例子.yaml"
HEAD = {
    "id": "example",
    "title": "例子",
    "instrument": "{title: 例子, evidence: official}",
    "in_force": "{from: 2000-01-01}",
}
CASES_HEAD = {"for": None, "policy_year": "2021"}

RULE_KEYS = {"kind", "uses", "gates", "readings", "parameters", "define", "awards", "together", "cases"}

_FENCE = re.compile(r"^```(\w*)\s*$")


@dataclass
class Block:
    """A fenced block: its language, its text, and the line of the document on which the text begins."""

    language: str
    text: str
    line: int


@dataclass
class Example:
    """A rules block with what follows it: ``cases`` that test it, ``output`` that it must give."""

    block: Block
    cases: list[Block] = field(default_factory=list)
    output: Block | None = None

    @property
    def whole(self) -> bool:
        return "id" in keys(self.block.text)


def blocks(document: Path) -> list[Block]:
    """Every fenced block of a Markdown file."""
    found: list[Block] = []
    opened: Block | None = None
    for number, line in enumerate(document.read_text(encoding="utf-8").split("\n"), 1):
        fence = _FENCE.match(line)
        if opened is not None and line == "```":
            found.append(opened)
            opened = None
        elif opened is not None:
            opened.text += line + "\n"
        elif fence:
            opened = Block(fence[1], "", number + 1)
    assert opened is None, f"{document}: a block is never closed"
    return found


def keys(text: str) -> list[str]:
    """The outermost keys of a block."""
    return re.findall(r"^(\w+):", text, re.MULTILINE)


def kind_of(text: str) -> str:
    """facts, standard, policy or cases, whether written or to be put back; or profile."""
    written = re.match(r"kind: *(\w+)", text)
    if written:
        return written[1]
    if not RULE_KEYS & set(keys(text)):
        return "profile"
    return "cases" if keys(text) == ["cases"] else "policy" if "awards" in keys(text) else "standard"


def examples(found: list[Block]) -> tuple[list[Block], list[Example]]:
    """The vocabulary blocks, and the rules blocks with their cases and outputs."""
    facts: list[Block] = []
    made: list[Example] = []
    for block in found:
        if block.language == "yaml":
            kind = kind_of(block.text)
            if kind == "facts":
                facts.append(block)
            elif kind == "cases":
                made[-1].cases.append(block)
            elif kind != "profile":
                made.append(Example(block))
        elif block.language == "text" and made:
            made[-1].output = block
    return facts, made


def completed(text: str, head: dict[str, str]) -> str:
    """The block as a whole file."""
    kind = "" if text.startswith("kind:") else f"kind: {kind_of(text)}\n"
    missing = [f"{key}: {value}\n" for key, value in head.items() if key not in keys(text)]
    return kind + text + "".join(missing)


def identity(example: Example) -> str:
    """The id of an example's rules."""
    written = re.search(r"^id: *(\S+)", example.block.text, re.MULTILINE)
    return written[1] if written else HEAD["id"]


class Bench:
    """The document's vocabulary and whole files, against which each example is read."""

    def __init__(self, document: Path):
        self.facts, self.examples = examples(blocks(document))
        self.whole = [e for e in self.examples if e.whole]

    def library(self, example: Example, findings: Findings) -> Library:
        """The example's library: itself with its cases, the vocabulary, and every whole file."""
        library = Library()
        texts = {f"指标-{b.line}.yaml": b.text for b in self.facts}
        texts |= {f"文件-{e.block.line}.yaml": e.block.text for e in self.whole if e is not example and not e.output}
        texts[FILE] = completed(example.block.text, HEAD)
        for block in example.cases:
            texts[f"用例-{block.line}.yaml"] = completed(block.text, CASES_HEAD | {"for": identity(example)})
        for name, text in texts.items():
            library.sources[name] = text
            tree = read_yaml(text, name, findings)
            if tree is not None:
                add(library, tree, name, findings)
        return library

    def compiled(self, example: Example):
        """(library, plan, findings) of an example."""
        findings = Findings()
        library = self.library(example, findings)
        return library, compile_library(library, findings), findings
