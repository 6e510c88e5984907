"""Findings as people read them: the caret stands under its character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from eligibility.language.diagnostic import WARNING, Diagnostic, Where
from eligibility.reports.findings import WIDEST, pointed, render, summary


def test_layout():
    """Place, severity, code and title; the line and caret; cause and remedy."""
    found = Diagnostic("Y121", "这里用的是全角冒号。", Where("规则/甲.yaml", 2, 5), "改成半角冒号。")
    assert render(found, {"规则/甲.yaml": "kind: facts\n营业收入：5\n"}) == (
        "规则/甲.yaml:2:5 错误 Y121 用了全角冒号\n    营业收入：5\n            ^^\n    这里用的是全角冒号。\n    改法：改成半角冒号。"
    )


def test_whole_file():
    """A finding of the whole file shows no line."""
    found = Diagnostic("X901", "找不到。", Where("甲.yaml"), "检查路径。", WARNING)
    assert render(found, {}) == "甲.yaml 警告 X901 找不到文件\n    找不到。\n    改法：检查路径。"


def test_line_ends_as_yaml_counts():
    """Lines are counted as the YAML reader does: \\r\\n and \\r end a line, a form feed does not."""
    assert "    丙" in render(Diagnostic("Y111", "。", Where("一", 3, 1), "。"), {"一": "甲\r\n乙\x0c\r丙\n"})


def test_place_outside_the_source():
    """A place that the source does not have leaves out the line; nothing fails."""
    assert "^" not in render(Diagnostic("Y111", "。", Where("一", 9, 9), "。"), {"一": "甲"})


def test_tabs_and_invisible_characters():
    """A tab is shown as spaces under which the caret is counted, a control character as a dot."""
    assert pointed("\t甲: 乙", 5) == ("    甲: 乙", "        ^^")
    assert pointed("a\x07b", 3) == ("a·b", "  ^")


def test_caret_past_the_end():
    """What is missing at the end is shown just behind the line."""
    assert pointed("a +", 4) == ("a +", "   ^")


LINE = st.text(st.sampled_from("ab 中，：（\t\u3000e\u0301😀"), max_size=400)


@given(LINE, st.integers(1, 420), st.integers(1, 30))
def test_caret_is_under_its_character(line, col, length):
    """In any line, however long, the columns before the caret are those of what stands before it."""
    shown, caret = pointed(line, col, length)
    assert wcswidth(shown) <= WIDEST + 6 and set(caret) <= {" ", "^"} and caret.endswith("^")
    if col <= len(line) and line[col - 1] in "ab中，：（😀":
        at = len(caret) - len(caret.lstrip())
        width, index = 0, 0
        while width < at:
            width += max(0, wcswidth(shown[index]))
            index += 1
        while wcswidth(shown[index]) == 0:
            index += 1
        assert width == at and shown[index] == line[col - 1]


def test_megabytes_in_one_line():
    """A line of megabytes is shown around its caret, at once."""
    shown, caret = pointed("甲" * 2_000_000, 1_000_000, 2)
    assert shown.startswith("...") and shown.endswith("...") and caret.count("^") == 4


def test_summary():
    """Errors and warnings are counted apart."""
    error = Diagnostic("Y111", "。", Where("一"), "。")
    warning = error._replace(severity=WARNING)
    assert summary([]) == "没有发现问题"
    assert summary([error, error, warning]) == "2 个错误，1 个警告"
