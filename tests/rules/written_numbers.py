"""Every number written in a rule file, with the source it stands under: what is held against the table of known numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from eligibility.language.diagnostic import Findings
from eligibility.language.tree import Mapping, Node, Scalar
from eligibility.language.yaml_tree import read_yaml

RULES = Path(__file__).parents[2] / "rules"
#: what is said of a number, and never a number itself
TALK = ("title", "clause", "ref", "evidence", "note", "why", "basis", "source", "refer", "gives", "unit")
#: how many tests may fail for a candidate: no source says, the office chooses
CHOSEN = "办公室"
NUMERALS = {c: str(n) for n, c in enumerate("零一二三四五六七八九十")} | {"两": "2"}

_NUMBER = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"|每年(?P<day>\d+月\d+)日"
    r"|近(?P<span>[一二两三四五六七八九十]|\d+)(?P<of>年|个月)"
    r"|(?<![\w.-])(?P<value>-?\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元|%|个百分点|个月|[㎡分人名家个项年级天次件份]?)"
)


class WrittenNumber(NamedTuple):
    """``value`` and ``unit`` as written, a day of every year as 5月31 and 日; ``ref`` is the nearest source around it, "" where there is none."""

    ref: str
    value: str
    unit: str
    evidence: str
    file: str
    line: int
    col: int


def written_numbers(source: bytes, file: str) -> list[WrittenNumber]:
    """The numbers of one rule file, in the order of the file; none for files of other kinds."""
    findings = Findings()
    tree = read_yaml(source, file, findings)
    assert isinstance(tree, Mapping) and not findings.items, file
    if tree.get("kind").text not in ("standard", "policy", "pools", "limits"):
        return []
    evidence = tree.get("instrument").get("evidence").text
    parts = [tree.get(key) for key in ("parameters", "define", "awards", "together", "due", "pools", "limits")]
    return [number for part in parts if part is not None for number in _walk(part, "", evidence, file)]


def _walk(node: Node, ref: str, evidence: str, file: str) -> Iterator[WrittenNumber]:
    if isinstance(node, Scalar):
        for found in _NUMBER.finditer(node.text):
            place = node.at(found.start())
            value = found["date"] or found["day"] or found["value"] or NUMERALS.get(found["span"], found["span"])
            unit = "日" if found["day"] else found["unit"] or found["of"] or ""
            yield WrittenNumber(ref, value, unit, evidence, file, place.line, place.col)
    elif isinstance(node, Mapping):
        if node.get("ref") is not None:
            ref = _text(node.get("ref"))
        if node.get("evidence") is not None:
            evidence = node.get("evidence").text
        for key, value in node.entries:
            if key.text not in TALK:
                yield from _walk(key, ref, evidence, file)
                chosen = (CHOSEN, "assumed") if key.text == "by_at_most" else (ref, evidence)
                yield from _walk(value, *chosen, file)
    else:
        for item in node.items:
            yield from _walk(item, ref, evidence, file)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "、".join(item.text for item in node.items)


def rule_files() -> list[Path]:
    """The files of the library in order of their paths, without cases."""
    return sorted(p for p in RULES.rglob("*.yaml") if not p.name.endswith(".cases.yaml"))
