"""No input whatsoever raises, takes long, or gets a value that breaks the limits."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.language.diagnostic import Findings, Where
from eligibility.language.tree import Scalar
from eligibility.profiles.profile import Profile
from eligibility.profiles.values import NONE_VALUE, read_value
from eligibility.profiles.written import LIMITS, JsonLiteral
from tests.profiles.vocabulary import VOCABULARY, fact, read

QUICK = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PARTS = st.sampled_from(
    [*"0123456789,.-+%％‰，。：:#/ \t\n　'\"|>[]{}&*!?~eE约无是否年月日元万亿人分", *VOCABULARY,
     "营收", "2020年", "上年", "已兑现", "事项", "奖补项", "百分点", "1万元", "- ", ": ", ", ", "null", "true", "2021-11-12", "首次认定", "\x1b", "\u202e", "\\ud800", "\\n", "NaN", "1e999999999", "\n  ", "---"]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=30).map("".join)
LABELS = st.sampled_from(
    [*VOCABULARY, "营收", "2020年营收", "2020年企业名称", "已兑现", "上年营收", "无此项", "kind", "2020", "2021年", 
     "合同编号", "到账金额", "事项", "奖补项", "年度", "金额"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.text(),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(LABELS | TEXTS, x, max_size=5),
    max_leaves=15,
)
EXACT = {
    "money": int, "count": int, "number": Fraction, "ratio": Fraction, "date": int, "year": int,
    "yes_no": bool, "choice": str, "text": str, "code": str,
}  # fmt: skip


def check(profile: Profile | None, findings: Findings) -> None:
    """What must hold of every outcome."""
    assert profile is not None or findings.has_errors
    for d in findings.items:
        assert d.message and d.hint and d.where.line >= 0 and d.where.col >= 0 and d.where.length >= 1
        (d.message + d.hint).encode("utf-8")
        if d.code[0] in "FX":
            assert not any(ord(c) < 32 or c == "\u202e" for c in d.message + d.hint)
    for (name, year), given_ in profile.facts.items() if profile else ():
        found = VOCABULARY[name]
        assert found.per_year == (year is not None)
        assert year is None or 1900 <= year <= 2200
        given_.text.encode("utf-8")
        rows = given_.value if found.type == "records" else [{name: given_.value}]
        columns = found.columns if found.type == "records" else VOCABULARY
        for row in rows:
            for column, value in row.items():
                check_value(columns[column], value)


def check_value(found, value) -> None:
    """A value has the Python type of its fact and lies in its range; 无 only where allowed."""
    if value is NONE_VALUE:
        assert found.none
        return
    assert type(value) is EXACT[found.type]
    if found.type in LIMITS:
        low, high = LIMITS[found.type]
        assert (low if found.minimum is None else found.minimum) <= value <= (high if found.maximum is None else found.maximum)
    if isinstance(value, str):
        assert not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in value)


@QUICK
@given(name=st.sampled_from([n for n in VOCABULARY if n != "技术合同"]), text=TEXTS | st.text(), style=st.sampled_from(["", "'", '"', "|", "json"]))
def test_any_text_of_any_fact(name, text, style):
    """Any text for any fact is a value of the right type in range, a blank, or refused."""
    findings = Findings()
    make = JsonLiteral if style == "json" else Scalar
    value = read_value(VOCABULARY[name], make(text, Where("甲", 1, 1), "" if style == "json" else style), findings)
    if value is not None:
        check_value(VOCABULARY[name], value)
    else:
        assert findings.items or not text


@QUICK
@given(number=st.decimals(min_value=0, max_value=10**10, places=2, allow_nan=False))
def test_money_is_exact(number):
    """Money with two decimals is read to its fen, for every number."""
    findings = Findings()
    value = read_value(fact("营业收入", "money"), Scalar(f"{number}元", Where("甲")), findings)
    assert value == Fraction(number) * 100 and type(value) is int and not findings.items


@QUICK
@given(content=st.lists(st.tuples(LABELS | TEXTS, TEXTS), max_size=8).map(lambda rows: "\n".join(f"{k}: {v}" for k, v in rows)) | TEXTS | st.text())
def test_any_yaml(tmp_path, content):
    """Any text is a profile or refused."""
    check(*read(tmp_path, content.encode("utf-8", "surrogatepass")))


@QUICK
@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path, content):
    """Any bytes are a profile or refused, as YAML and as JSON."""
    check(*read(tmp_path, content))
    check(*read(tmp_path, content, "甲.json"))


@QUICK
@given(content=st.dictionaries(LABELS, JSON, max_size=6) | JSON)
def test_any_json_value(tmp_path, content):
    """Any JSON value is a profile or refused, under both file types."""
    text = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    check(*read(tmp_path, text, "甲.json"))
    check(*read(tmp_path, text))


@QUICK
@given(content=TEXTS | st.text(alphabet='{}[]",:\\n1eE.-+tfu \n'))
def test_any_json_text(tmp_path, content):
    """Any text called JSON is a profile or refused, exactly where ``json`` refuses it."""
    profile, findings = read(tmp_path, content.encode("utf-8", "surrogatepass"), "甲.json")
    check(profile, findings)
    try:
        json.loads(content.removeprefix("\ufeff"), parse_int=str)
    except ValueError:
        assert profile is None
    else:
        assert not any(d.code == "F704" for d in findings.items)


SIZE = 4 * 1024 * 1024
LARGE = {
    "numbers.json": "[" + "1," * (SIZE // 2 - 5) + "1]",
    "deep.json": "[" * SIZE,
    "escapes.json": '"' + '\\"' * (SIZE // 2 - 1),
    "backslashes.json": "\\" * SIZE,
    "lines.json": "\n" * (SIZE - 2) + "1",
    "unknown.json": "{" + ",".join(f'"近{i}": 1' for i in range(99_000)) + "}",
    "doubled.json": "{" + ",".join('"创新评分": 1' for _ in range(99_000)) + "}",
    "digits.json": '{"创新评分": 1e' + "1" * 4_000_000 + "}",
    "rows.json": '{"技术合同": [' + ",".join(['{"合同编号": "a b", "到账金额": "1", "到账日期": "x"}'] * 9_999) + "]}",
    "too large.json": " " * (SIZE + 1),
    "digits.yaml": "创新评分: " + "1" * 4_000_000,
    "digits and a blank.yaml": "创新评分: " + "1" * 300_000 + " x y",
    "years.yaml": "成立日期: " + "2021年" * 300_000,
    "unknown.yaml": "\n".join(f"近{i}年: 1" for i in range(90_000)),
    "year keys.yaml": "营业收入: {" + ", ".join(f"{i}: 1" for i in range(60_000)) + "}",
    "doubled.yaml": "创新评分: 1\n" * 90_000,
    "faulty.yaml": "".join(f"甲{i}: 1\n" for i in range(90_000)) + "甲1: 2\n" * 99,
    "text.yaml": "企业名称: " + "长" * 1_300_000,
    "too large.yaml": " " * (SIZE + 1),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_input_is_told_in_few_findings(tmp_path, name):
    """A large input gives some findings and not as many as it has mistakes, wherever it is wrong."""
    profile, findings = read(tmp_path, LARGE[name], name)
    findings.sorted()
    assert findings.items and len(findings.items) <= 202
    check(profile, findings)
