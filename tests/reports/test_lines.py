"""Folding: nothing is lost, numbers and words stay whole, lines keep their width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eligibility.reports.lines import WIDTH, folded, width

prose = st.text(st.sampled_from("企业规则金额，。（）“”、20万元 x-/"), max_size=200).map(str.strip)


@given(prose, st.integers(0, 20), st.integers(0, 4))
def test_nothing_is_lost(text, indent, hang):
    """The lines put together are the text; only spaces at breaks go."""
    assert "".join("".join(folded(text, indent, hang)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("企业规则金额"), min_size=1, max_size=200), st.integers(0, 20))
def test_lines_keep_the_width(text, indent):
    """Chinese text fills lines to the width and never passes it."""
    lines = folded(text, indent, 2)
    assert all(WIDTH - 1 <= width(line) <= WIDTH for line in lines[:-1]) and width(lines[-1]) <= WIDTH


@given(prose)
def test_no_line_begins_with_a_closing_mark(text):
    """A line begins with no comma, stop or closing bracket, unless the text does."""
    assert not any(line.strip()[:1] in tuple("，。）”、") for line in folded(text)[1:])


def test_numbers_and_paths_stay_whole():
    """An amount is not torn from its unit, nor a path in two, even where it is too long."""
    lines = folded("每轮国家评估一次性奖励，优秀 500万元、良好的也有奖励，是 200万元。", 4)
    assert [any(part in line for line in lines) for part in ("500万元", "200万元")] == [True, True]
    path = "a/" * 40 + "规则.yaml:12:3"
    assert any("a/" * 40 in line for line in folded(f"规则 {path}"))


def test_width_counts_chinese_as_two():
    """Chinese characters and full-width marks are two columns wide, the rest one."""
    assert (width("20万元"), width("（暂定）"), width("NA-01")) == (6, 8, 5)
