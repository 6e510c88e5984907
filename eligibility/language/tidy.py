"""One spelling for what may be written in several ways: comparisons, units, blanks. Comments and order stay as they are.

``≥ 500人``, ``至少 500人`` and ``500人以上`` become ``不低于 500人``; ``1千万元``
becomes ``1000万元``. Only texts that are tests or calculations are touched,
never names, clauses or remarks, and never what a rule means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from . import words
from .checks import split_outside, split_subject
from .diagnostic import Findings
from .expressions import half_width
from .quantities import MONEY, decimal_text
from .source import decode
from .tree import Mapping, Node, Scalar, Sequence
from .yaml_tree import MAX_BYTES, RULES, read_yaml

#: the parts of a rule file that calculate, and what in them only talks
CALCULATING = ("parameters", "define", "awards", "together", "pools", "limits")
TALK = ("title", "clause", "ref", "evidence", "note", "why", "basis", "source", "refer", "unit", "gives",
        "once", "overrides", "pay", "per", "cut", "from", "due", "stage", "after", "candidate")  # fmt: skip

_CANONICAL = {op: next(w for w, o in words.COMPARISONS.items() if o == op) for op in ("ge", "gt", "le", "lt")}
_DATE_WORDS = ("不早于", "晚于", "不晚于", "早于", "=")
_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?:\s*(千元|百万元|千万元|万亿元|万元|亿元|元|%|‰|个?百分点)(?!\w)|(?=[\s，)+*/×÷-]|$))")
_SUFFIXED = re.compile(r"(\d[^\s，()]*?)\s*(?:\(含\))?\s*(以上|以下)(?:\(含\))?")
_RARE = ("千元", "百万元", "千万元")


def tidy(source: bytes, file: str, findings: Findings) -> str | None:
    """The file with one spelling; None where it cannot be read, with the reason in ``findings``."""
    found = Findings()
    tree = read_yaml(source, file, found)
    findings.items += found.items
    text = decode(source, file, MAX_BYTES[RULES], Findings())
    if tree is None or found.has_errors or text is None:
        return None
    lines = text.replace("\r\n", "\n").split("\n")
    for scalar in sorted(_spelled(tree), key=lambda s: s.where, reverse=True):
        _respell(scalar, lines)
    return _blanks(lines, _block_lines(tree))


# ------------------------------------------------------------------ which texts


def _spelled(tree: Node) -> Iterator[Scalar]:
    """Texts that are tests or calculations."""
    if isinstance(tree, Mapping):
        for part in CALCULATING:
            names = tree.get(part)
            for _, value in names.entries if isinstance(names, Mapping) else ():
                yield from _texts(value)


def _texts(node: Node, steps: bool = False) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            # What is no whole comparison is an option of a choice, such as 500人以上; in the rows of a table it is a number.
            if steps or not isinstance(item, Scalar) or split_subject(half_width(item.text)) is not None:
                yield from _texts(item, steps)
    else:
        for key, value in node.entries:
            if steps:
                yield key
            if key.text == "define" and isinstance(value, Mapping):
                for _, inner in value.entries:
                    yield from _texts(inner)
            elif key.text not in TALK:
                yield from _texts(value, steps or key.text == "steps")


# -------------------------------------------------------------------- one text


def _respell(scalar: Scalar, lines: list[str]) -> None:
    """Put the one spelling in the place of ``scalar``, if its text stands there as it is read."""
    if scalar.style in ("|", ">"):
        return
    start = scalar.where.col - 1 + (1 if scalar.style else 0)
    line = lines[scalar.where.line - 1]
    if line[start : start + len(scalar.text)] == scalar.text:
        lines[scalar.where.line - 1] = line[:start] + spelled(scalar.text) + line[start + len(scalar.text) :]


def spelled(text: str) -> str:
    """The one spelling of a test, a whole comparison or an expression; other texts as they are."""
    half = half_width(text)
    start = split_subject(half)
    if start is not None:
        return f"{_numbers(text[:start].rstrip())} {_tests(text[start:])}"
    return _tests(text)


def _tests(text: str) -> str:
    half = half_width(text)
    parts = [(text[a:b].strip(), half[a:b].strip()) for a, b in split_outside(half)]
    if len(parts) > 1 and not all(_test(*part) for part in parts):
        return _numbers(text)
    return "，".join(_test(*part) or _numbers(part[0]) for part in parts)


def _test(text: str, half: str) -> str | None:
    """One comparison in its one spelling; None where it is none."""
    found = words.COMPARISON.match(half)
    if found and not words.COMPARISON.match(half[found.end() :].strip()):
        word = found.group() if found.group() in _DATE_WORDS else _CANONICAL[words.COMPARISONS[found.group()]]
        return f"{word} {_numbers(text[found.end() :].strip())}"
    found = _SUFFIXED.fullmatch(half)
    if found:
        return f"{_CANONICAL[words.SUFFIXES[found[2]]]} {_numbers(text[: found.end(1)])}"
    return text if half in ("有", "无") or half.startswith("在") else None


def _numbers(text: str) -> str:
    """Numbers half-width and joined with their units, rare units of money in 万元."""
    half = half_width(text)
    made, end = [], 0
    for found in _NUMBER.finditer(half):
        digits, unit = found[1], found[2] or ""
        if unit in _RARE:
            digits, unit = decimal_text(Fraction(digits) * MONEY[unit] / MONEY["万元"], 6), "万元"
        unit = "个百分点" if unit == "百分点" else unit
        made += [text[end : found.start()], digits + unit]
        end = found.end()
    return "".join([*made, text[end:]])


# ------------------------------------------------------------------ blank space


def _block_lines(tree: Node) -> set[int]:
    """Lines (from 0) from which texts over several lines begin: blank space may be theirs."""
    if isinstance(tree, Scalar):
        return {tree.where.line - 1} if tree.style in ("|", ">") else set()
    nodes = tree.items if isinstance(tree, Sequence) else [value for _, value in tree.entries]
    return set().union(*map(_block_lines, nodes))


def _blanks(lines: list[str], blocks: set[int]) -> str:
    """No blanks at line ends, at most one empty line, one line end at the end of the file."""
    made: list[str] = []
    deeper: int | None = None  # indent of the key of a text over several lines
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if deeper is not None and line.strip() and indent <= deeper:
            deeper = None
        if deeper is None:
            line = line.rstrip()
            if not line and (not made or not made[-1]):
                continue
        if number in blocks:
            deeper = indent
        made.append(line)
    return "\n".join(made).strip("\n") + "\n"
