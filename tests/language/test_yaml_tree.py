"""YAML to tree: text only, with places; and every trap refused at its character."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from eligibility.language import yaml_tree
from eligibility.language.tree import Mapping, Scalar, Sequence, plain

# (source, code, line, column): one line for each way to get it wrong.
TRAPS = [
    ("", "Y104", 0, 0),
    ("# 只有注释\n", "Y104", 0, 0),
    ("a: b\x07c", "Y103", 1, 5),
    ("甲: 乙\u2028丙", "Y103", 1, 5),
    ("a: &名 x", "Y107", 1, 4),
    ("a: *名", "Y107", 1, 4),
    ("a: *", "Y107", 1, 4),
    ("<<: {a: 1}", "Y108", 1, 1),
    ("a: !!int 3", "Y109", 1, 4),
    ("a: !未知!标签 x", "Y109", 1, 4),
    ("a: 1\n---\nb: 2", "Y110", 2, 1),
    ("甲: 1\n乙: 2\n甲: 3", "Y111", 3, 1),
    ("甲:\n乙: 2", "Y112", 1, 1),
    ("甲: # 一号\n乙: 2", "Y112", 1, 1),
    ("a:\n  - 甲\n  -\n", "Y113", 3, 3),
    ("[a]: b", "Y114", 1, 1),
    ("{a: {[b]: c}}", "Y114", 1, 6),
    ("营业收入：5\nb: 1", "Y121", 1, 5),
    ("a: 1\n营业收入：5\nb: 1", "Y121", 2, 5),
    ("a: 1\n  职工：5", "Y121", 2, 5),
    ("营业收入：5\n\n# 人数\n职工总数: 4", "Y121", 1, 5),
    ("when:\n  营业收入：超过 5\n", "Y121", 2, 7),
    ("when:\n  营业收入：超过 5\n  职工总数：超过 4\n", "Y121", 2, 7),
    ("a: {甲：1, b: 2}", "Y121", 1, 6),
    ("kind:facts\nb: 1", "Y122", 1, 5),
    ("a: 1\nb:2\nc: 3", "Y122", 2, 2),
    ("a: {甲:乙}", "Y122", 1, 6),
    ("a: 1\n\u3000b: 2", "Y123", 2, 1),
    ("a:\u30001\nb: 2", "Y123", 1, 3),
    ("a:\n\xa0\xa0b: 2", "Y123", 2, 1),
    ("a:\n\tb: 1", "Y124", 2, 1),
    ("a: 1\n\tb: 2", "Y124", 2, 1),
    ("why: 一段话\n  接着写\nb: 2", "Y125", 2, 3),
    ("a: {b: {c: {d: 1}}}", "Y126", 1, 12),
    ("a: {营收: 超过 5元, 不超过 9元}", "Y127", 1, 14),
    ("a: {营收: 1,000元}", "Y127", 1, 10),
    ("a: [1,000元, 5元]", "Y127", 1, 6),
    ("steps: [不超过 2,000元: 5%]", "Y127", 1, 14),
    ("a: >= 5%", "Y128", 1, 4),
    ("a: > 5", "Y128", 1, 4),
    ("a: >5\nb: 1", "Y128", 1, 4),
    ("a: {b: > 5}", "Y128", 1, 8),
    ("steps:\n  - > 5元: 1", "Y128", 2, 5),
    ("a: %5", "Y129", 1, 4),
    ("%甲: 乙", "Y129", 1, 1),
    ("a: @某人", "Y129", 1, 4),
    ("a: `b`", "Y129", 1, 4),
    ("a: |同一行", "Y129", 1, 4),
    ("a: , b", "Y129", 1, 4),
    ("a: '没有结束", "Y130", 1, 4),
    ('a: "没有结束\nb: 1\n', "Y130", 1, 4),
    ("a: [甲, 乙", "Y131", 1, 4),
    ("a: {甲: 乙\n\n", "Y131", 1, 4),
    ("a: {甲: 乙]}", "Y131", 1, 9),
    ("a: {b: [c}", "Y131", 1, 10),
    ("a: }", "Y131", 1, 4),
    ("a: ｛b: c｝", "Y131", 1, 4),
    ("a: 1\n  b: 2", "Y132", 2, 3),
    ("a:\n    b: 1\n  c: 2", "Y132", 3, 3),
    ("a: - b", "Y132", 1, 4),
    ("- a\nb: 1", "Y132", 2, 1),
    (" a: 1\nb: 2", "Y132", 1, 1),
    ("a: 1\n只有字\nb: 2", "Y132", 2, 1),
    ("a: 甲: 乙", "Y133", 1, 5),
    ("{a: 甲: 乙}", "Y133", 1, 6),
    ('a: "甲" 以上', "Y134", 1, 8),
    ("a: [甲] 元", "Y134", 1, 8),
    ('a: {b: "甲" 以上}', "Y134", 1, 12),
    ('a: "甲\\q"', "Y135", 1, 6),
    ("{a: 甲， b: 乙}", "Y136", 1, 6),
    ("...", "Y139", 1, 1),
]


@pytest.mark.parametrize("source, code, line, col", TRAPS)
def test_trap(read_tree, source, code, line, col):
    """Each trap is the only finding, at the line and column where the author must change something."""
    found = read_tree(source)
    assert found.places == [(code, line, col)]
    assert all(d.message.endswith("。") and d.hint.endswith(("。", ".", "'", '"')) for d in found.findings)


@pytest.mark.parametrize("source, code, line, col", TRAPS)
def test_trap_in_pure_python(read_tree, monkeypatch, source, code, line, col):
    """The reader written in Python, used where the C one is missing, leads to the same finding."""
    monkeypatch.setattr(yaml_tree, "_LOADER", yaml.SafeLoader)
    found = read_tree(source)
    assert [(c, n) for c, n, _ in found.places] == [(code, line)]


def test_scalars_are_text(read_tree):
    """Nothing is made into a number, a date, a boolean or nothing."""
    source = "a: [yes, 4:6, 0610, 3.10, 2021-01-01, ~, null, 0x1F, 1e3]"
    assert plain(read_tree(source).made) == {"a": ["yes", "4:6", "0610", "3.10", "2021-01-01", "~", "null", "0x1F", "1e3"]}


def test_places(read_tree):
    """Keys, values and collections know their line and column, counted in characters."""
    tree = read_tree("政策:\n  - {甲: 乙丙, 丁: [戊]}\n").made
    key, items = tree.entries[0]
    inner = items.items[0]
    assert (key.where.line, key.where.col, key.where.length) == (1, 1, 2)
    assert (inner.where.line, inner.where.col) == (2, 5)
    assert [(k.where.col, v.where.col) for k, v in inner.entries] == [(6, 9), (13, 16)]
    assert inner.flow and not tree.flow and isinstance(items, Sequence) and isinstance(inner, Mapping)


def test_places_inside_quotes(read_tree):
    """A part of a quoted text is placed behind the quote; a part of a folded text at its start."""
    tree = read_tree("a: '超过 5元'\nb: \"一\n  二\"\nc: |\n  三\n").made
    assert tree.get("a").at(3).col == 8
    assert tree.get("b").at(2) == tree.get("b").where and tree.get("b").text == "一 二"
    assert tree.get("c").at(0) == tree.get("c").where


def test_emoji_counts_as_one(read_tree):
    """A character beyond the basic plane is one column, as editors count."""
    assert read_tree("a: {😀: 1, b: 2}").made.get("a").entries[1][0].where.col == 11


def test_bom_and_line_ends(read_tree):
    """A byte order mark and the line ends of Windows and old Macs change nothing."""
    for text in ("\ufeffa: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a: 1\nb: 2"):
        tree = read_tree(text.encode()).made
        assert plain(tree) == {"a": "1", "b": "2"}
        assert tree.key("b").where.line == 2 and tree.key("a").where.col == 1


def test_profile_may_leave_blanks(read_tree):
    """In a profile, and in what a case gives, a key may stand without a value; elsewhere it may not."""
    assert plain(read_tree("甲:\n乙: {2020: }\n", "profile").made) == {"甲": None, "乙": {"2020": None}}
    assert read_tree("cases:\n  - given: {甲: , 乙: 1}\n").codes == []
    assert read_tree("cases:\n  - expect: {甲: , 乙: 1}\n").codes == ["Y112"]


def test_profile_reads_json(read_tree):
    """JSON, also deeper than rules may be and without spaces, is a profile."""
    made = read_tree('{\n\t"a":{"b":{"c":[{"d":"x, y"}]}},\n\t"e":1.50}', "profile")
    assert made.codes == [] and plain(made.made) == {"a": {"b": {"c": [{"d": "x, y"}]}}, "e": "1.50"}


def test_quoted_is_not_blank(read_tree):
    """An empty text in quotes is a text, not a missing value."""
    tree = read_tree("a: ''").made
    assert isinstance(tree.get("a"), Scalar) and not tree.get("a").blank


def test_duplicate_keeps_the_first(read_tree):
    """Of two equal keys the first stays, and both are told by line."""
    found = read_tree("a: {b: 1}\nc: 3\na: 2\n")
    assert plain(found.made) == {"a": {"b": "1"}, "c": "3"}
    assert "第 1 行" in found.findings[0].message


def test_several_findings_of_one_file(read_tree):
    """What does not stop the reader is reported together."""
    assert read_tree("a: 1\na: 2\nb:\nc: !x y\nd: {e: {f: {g: 1}}}\n").codes == ["Y111", "Y112", "Y109", "Y126"]


@pytest.mark.parametrize(
    "source, word",
    [("营业收入: 5".encode("gb18030"), "GB18030"), ("甲: 乙".encode("utf-16"), "UTF-16"), (b"a: \xff\xfe\xff", "UTF-8")],
)
def test_encoding(read_tree, source, word):
    """Another encoding is named where it can be told."""
    found = read_tree(source)
    assert found.codes == ["Y102"] and word in found.findings[0].message


def test_too_deep(read_tree):
    """The 65th collection inside one another is refused where it opens."""
    assert read_tree("[" * 64 + "]" * 64, "profile").codes == []
    assert read_tree("[" * 65 + "]" * 65, "profile").places == [("Y105", 1, 65)]


def test_too_many(read_tree):
    """Rules may have 20,000 keys and values, a profile ten times as many."""
    assert read_tree("- a\n" * 19_999).codes == []
    assert read_tree("- a\n" * 20_001).codes == ["Y106"]
    assert read_tree("- a\n" * 20_001, "profile").codes == []
    assert read_tree("- a\n" * 200_001, "profile").codes == ["Y106"]


def test_too_large(read_tree):
    """Rules over 1 MB and profiles over 4 MB are refused unread."""
    text = "# " + "甲" * 400_000 + "\na: 1"
    assert read_tree(text).codes == ["Y101"] and read_tree(text, "profile").codes == []
    assert read_tree(text.encode() * 4, "profile").codes == ["Y101"]


def test_encoding_place(read_tree):
    """The place is the first byte that is not UTF-8, counted in characters."""
    assert read_tree("甲: 1\n乙: ".encode() + "丙丁".encode("gb18030")).places == [("Y102", 2, 4)]


def test_start_up_is_light():
    """Reading a file loads none of the slow libraries."""
    code = (
        "import sys; from eligibility.language.yaml_tree import read_yaml; from eligibility.language.diagnostic import Findings;"
        "read_yaml('甲: 1', 'x', Findings());"
        "print([m for m in ('jsonschema', 'lark', 'rapidfuzz', 'wcwidth', 'eligibility.language.model', 'eligibility.language.yaml_trouble') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
