"""No text whatsoever raises, takes long, or is refused without a word."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.language import spelling
from eligibility.language.codes import TITLES
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.expressions import parse_expression
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.tree import Scalar
from eligibility.language.yaml_tree import read_yaml
from eligibility.reports.findings import render

RULES = Path(__file__).parents[2] / "rules"
SECONDS = 5
BIG = 4 * 1024 * 1024 - 16

HEAD = "kind: policy\nid: a/b\ntitle: 甲\ninstrument: {title: 甲, evidence: official}\nin_force: {from: 2021-01-01}\n"
AWARD = HEAD + "awards:\n  奖:\n"


def read(text: str | bytes, dialect: str = "rules") -> Findings:
    """Everything that ``validate`` does with one file up to the plan, findings rendered."""
    findings = Findings()
    tree = read_yaml(text, "一.yaml", findings, dialect=dialect)
    assert tree is not None or findings.items
    if tree is not None and dialect == "rules":
        add(Library(), tree, "一.yaml", findings)
    source = text if isinstance(text, str) else text.decode("utf-8", "replace")
    for d in findings.sorted():
        assert d.code in TITLES and d.message and d.hint
        assert d.code in render(d, {"一.yaml": source})
    return findings


def timed(text: str | bytes, dialect: str = "rules") -> Findings:
    start = time.process_time()
    findings = read(text, dialect)
    assert time.process_time() - start < SECONDS
    return findings


def repeated(piece: str, size: int = BIG) -> str:
    return piece * (size // len(piece.encode()))


FLOODS = [
    "[", "{", "{a: ", "- ", "- a\n", "? ", "a: 1\n", "a ", "a\n", "\n", "#\n", "# x", ": ", ":", '"', "'", "''", "&a ", "*a ",
    "!a ", "%a\n", "---\n", "...\n", "\t", "\u3000", "> 5\n", "a: >5\n", "|\n", "a：b\n", "a：", "x: '", '{x: "', "a,", "1,1,", "啊: 1, ",
    "\r", "\\", "`", "@", '"x', "-\n", "<<: ", "a: b: ", "}", "]", "a: {b, ", "a: |\n x\n", "\ufeff", "😀",
]  # fmt: skip


@pytest.mark.parametrize("dialect", ["rules", "profile"])
@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("before", ["", "{"])
def test_flood(before, flood, dialect):
    """A file of the same few characters over and over, as large as may be, is answered in time."""
    most = 1024 * 1024 - 16 if dialect == "rules" else BIG
    timed(before + repeated(flood, most), dialect)


NESTED = {
    "blocks": "".join(" " * i + "a:\n" for i in range(1400)),
    "not": AWARD + "    amount: 1元\n    when:\n" + "".join(" " * (6 + 2 * i) + "not:\n" for i in range(58)) + " " * 122 + "a: 是\n",
    "any": AWARD + "    amount: 1元\n    when: " + "{any: [" * 29 + "a" + "]}" * 29 + "\n",
    "some": AWARD + "    amount: 1元\n    when: " + "{some: {at_least: 1, of: [" * 19 + "a" + "]}}" * 19 + "\n",
    "if": AWARD + "    amount: 1元\n    when: [" + "{if: {any: [" * 19 + "a" + "]}}" * 19 + "]\n",
    "has": AWARD + "    amount: 1元\n    when: " + "{has: {of: a, where: " * 29 + "{a: 是}" + "}}" * 29 + "\n",
    "for_each": AWARD + "    for_each: " + "{of: a, for_each: " * 57 + "{of: a, amount: 1元}" + "}" * 57 + "\n",
    "define": AWARD + "    amount: 1元\n    define: " + "{a: {amount: 1元, define: " * 28 + "{b: 1元}" + "}}" * 28 + "\n",
    "records": "kind: facts\nfacts: " + "{a: {type: records, columns: " * 28 + "{b: {type: money}}" + "}}" * 28 + "\n",
    "brackets": AWARD + "    amount: " + "(" * 1900 + "\n",
}


@pytest.mark.parametrize("shape", NESTED)
def test_nested(shape):
    """Nesting up to the limit and beyond it is read or refused, never a deep recursion."""
    timed(NESTED[shape])


LONG = {
    "definitions": HEAD + "define:\n" + "".join(f"  甲{i}: a / b * {i} 不低于 5%\n" for i in range(9900)),
    "bad definitions": HEAD + "define:\n" + "".join(f"  甲{i}: a // b\n" for i in range(9900)),
    "unknown functions": HEAD + "define:\n" + "".join(f"  甲{i}: SUMM(a{i})\n" for i in range(9900)),
    "unknown keys": HEAD + "awards:\n" + "".join(f"  奖{i}: {{amont: 5元}}\n" for i in range(4900)),
    "conditions": AWARD + "    amount: 1元\n    when:\n" + "".join(f"      - {{甲{i}: 超过 5元, 乙: 是, 丙: 有}}\n" for i in range(2400)),
    "facts": "kind: facts\nfacts:\n" + "".join(f"  甲{i}: {{type: mony}}\n" for i in range(4900)),
    "cases": "kind: cases\nfor: a/b\ncases:\n" + "".join(f"  - {{case: a{i}, given: {{a: 5}}, expect: {{b: 5元, c: 7}}}}\n" for i in range(1200)),
    "bands": AWARD + "    bands:\n      of: a\n      steps:\n" + "".join(f"        - 不超过 {i}元: {i}元\n" for i in range(6000)),
    "name": HEAD + "define:\n  " + "甲" * 300000 + ": 1\n",
    "amount": AWARD + "    amount: " + "甲" * 300000 + "\n",
    "at_least": AWARD + "    amount: 1元\n    when: {some: {at_least: " + "1" * 900000 + ", of: [a]}}\n",
    "range": "kind: facts\nfacts:\n  a: {type: money, range: " + "1" * 900000 + " 至 5}\n",
    "digits": AWARD + "    amount: " + "9" * 1999 + "元\n",
    "kind": "kind: " + "a" * 900000,
    "year": "kind: cases\nfor: a\npolicy_year: " + "1" * 900000,
    "date": HEAD.replace("2021-01-01", "1" * 900000),
    "id": HEAD.replace("a/b", "a-" * 400000 + "甲"),
}


@pytest.mark.parametrize("name", LONG)
def test_long(name):
    """Very many entries and very long texts are answered in time."""
    timed(LONG[name])


@pytest.mark.parametrize("piece", ["a  ", "a 在", "(", "a+", "1 ", "1以", "1 1以上x ", "a 有，", "a 不低于 ", "5元", "，", "'", "a(", "近", "不"])
def test_long_texts_everywhere(piece):
    """The longest texts that are looked at, in as many places as fit, do not add up."""
    text = (piece * 1990)[:1990].replace("'", "''")
    lines = AWARD + "    amount: 1元\n    when:\n" + f"      - '{text}'\n" * 3000
    cut = lines.encode()[: 1024 * 1024 - 10].decode("utf-8", "ignore")
    timed(cut[: cut.rindex("\n") + 1])


YAML_PIECES = st.sampled_from(
    ["a", "中", "：", ": ", ":", "- ", "\n", "\n  ", "  ", "{", "}", "[", "]", ",", ", ", "，", '"', "'", "#", " #", ">", "|", "&x ", "*x",
     "!t ", "%", "@", "`", "\t", "\u3000", "\xa0", "? ", "1", "\\", "---\n", "...\n", "<<: ", "\r", "\ufeff", "\x00", "😀", "1,000元"]
)  # fmt: skip


@settings(max_examples=1500, deadline=2000)
@given(st.lists(YAML_PIECES, max_size=25).map("".join), st.sampled_from(["rules", "profile"]))
def test_any_yaml(text, dialect):
    """Any sequence of YAML's own signs is read, or refused with a finding."""
    read(text, dialect)


@settings(max_examples=500, deadline=2000)
@given(st.binary(max_size=60))
def test_any_bytes(content):
    """Any bytes are read, or refused with a finding."""
    read(content)


@settings(max_examples=500, deadline=2000)
@given(st.text(max_size=60))
def test_any_text(text):
    """Any text, lone surrogates included, is read or refused with a finding."""
    read(text)


WORDS = st.sampled_from(
    ["a", "营业收入", "上年", "近三年平均", "5", "20万元", "5%", "2个百分点", "2021-11-12", "2021-13-12", "2020年", " ", " ", " ", "+", "-", "*", "/",
     "×", "÷", "(", ")", "（", "）", "，", ",", "、", "不低于", "超过", "低于", "≥", ">=", "大于", "以上", "在", "有", "无", "MAX", "if", "FOO", ".", "'",
     "“", "：", "!", "1,000", "１", "其余", "unknown"]
)  # fmt: skip


@settings(max_examples=1500, deadline=2000)
@given(st.lists(WORDS, max_size=15).map("".join), st.booleans())
def test_any_expression(text, comparison):
    """Any sequence of the language's words is an expression, or exactly why it is none, at a place inside it."""
    findings = Findings()
    expr = parse_expression(Scalar(text, Where("一", 1, 1), "'"), findings, comparison=comparison)
    assert (expr is None) == bool(findings.items)
    for d in findings.items:
        assert d.code in TITLES and 1 <= d.where.col <= max(2, len(text) + 1)


@settings(max_examples=600, deadline=2000)
@given(
    st.sampled_from(["amount", "when", "bands", "tiers", "first_of", "for_each", "define", "cap", "once", "overrides", "rank"]),
    st.recursive(
        st.lists(WORDS, max_size=6).map("".join),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["of", "steps", "if", "then", "any", "all", "not", "some", "has", "where", "at_least", "gives", "by", "其余", "不超过 5元", "营业收入"]), inner, max_size=3),
        max_leaves=8,
    ),
)
def test_any_award(key, value):
    """Any value of any shape under any key of an award is read, or reported by schema or language."""
    read(AWARD + f"    {key}: {_flow(value)}\n    amount: 1元\n".replace("    amount", "    note" if key == "amount" else "    amount"))


def _flow(value) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"


@pytest.mark.parametrize("seed", range(8))
def test_damaged_rules(seed):
    """The published rules with lines moved, cut, doubled and characters changed never raise."""
    random_ = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(RULES.rglob("*.yaml"))]
    pieces = ["不低于 ", "unknown", "其余", "，", ", ", "：", ": ", "[", "]", "{", "}", "- ", "\n", "\n  ", "any", "not", "(", "+", "5%", '"', ">", ""]
    for _ in range(120):
        spelling.reset()
        lines = random_.choice(texts).split("\n")
        for _ in range(random_.randint(1, 3)):
            at = random_.randrange(len(lines))
            match random_.randrange(4):
                case 0:
                    lines[at] = "  " * random_.randint(0, 4) + lines[at].lstrip()
                case 1:
                    lines[at] = random_.choice(lines)
                case 2:
                    cut = random_.randrange(len(lines[at]) + 1)
                    lines[at] = lines[at][:cut] + random_.choice(pieces) + lines[at][cut + random_.choice([0, 0, 1, 3]) :]
                case 3:
                    del lines[at : at + 1]
                    lines = lines or ["a"]
        read("\n".join(lines))
