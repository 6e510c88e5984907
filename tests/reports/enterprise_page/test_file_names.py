"""Names of the files of pages: allowed everywhere, each once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.reports.enterprise_page.file_names import LONGEST, allowed, file_names
from eligibility.reports.enterprise_page.page import Heading

DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def head(name: str | None, code: str | None = None) -> Heading:
    return Heading(name, code, 2021, date(2022, 6, 30), "0" * 64, 0, ())


@pytest.mark.parametrize(
    "name, file",
    [("虚构甲公司", "虚构甲公司"), ("甲/乙\\丙:丁", "甲_乙_丙_丁"), ("甲公司. ", "甲公司"), ("../../逃", "_.._逃"), ("con", "_con"), ("NUL.txt", "_NUL.txt"),
     ("", "企业"), ("???", "企业"), ("甲\n乙", "甲_乙"), ("甲" * 200, "甲" * 50), (".隐", "隐")],
)  # fmt: skip
def test_a_name_becomes_a_file_name(name, file):
    """What some system forbids is replaced; what is left empty is called 企业."""
    assert allowed(name) == file


def test_two_of_one_name_have_two_files():
    """The code tells them apart, or a number where there is none; upper and lower case count as one."""
    assert file_names([head("甲", "1"), head("甲", "2"), head("乙")]) == ["甲（1）", "甲（2）", "乙"]
    assert file_names([head("Abc"), head("ABC"), head("abc")]) == ["Abc", "ABC-2", "abc-3"]
    assert file_names([head("甲", "1"), head("甲", "1")]) == ["甲（1）", "甲（1）-2"]
    assert file_names([head(None, "91"), head(None), head(None)]) == ["91", "企业", "企业-2"]


@given(st.lists(st.builds(head, st.one_of(st.none(), st.text(max_size=90), st.sampled_from(["con", "甲", "a", "A", "a-2", "甲（1）"])), st.one_of(st.none(), st.just("1")))))
def test_names_of_any_enterprises(heads):
    """As many different names as enterprises, none of which leaves its folder or that Windows refuses."""
    names = file_names(heads)
    assert len({name.casefold() for name in names}) == len(heads)
    for name in names:
        assert name and not set(name) & set('<>:"/\\|?*\0\n') and name == name.strip(" .") and len(name.encode()) <= LONGEST + 8
        assert name.partition(".")[0].upper() not in DEVICES
