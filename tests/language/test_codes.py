"""Codes and spelling: every code has one title and is in use; the speller is bounded."""

from __future__ import annotations

import re
from pathlib import Path

from eligibility.language import spelling
from eligibility.language.codes import TITLES

PACKAGE = Path(__file__).parents[2] / "eligibility"


def test_codes_of_the_front_end():
    """The codes of reading, shape and language are exactly those its modules report, and none is left unused."""
    modules = [p for p in (PACKAGE / "language").glob("*.py") if p.name != "codes.py"]
    used = {code for p in modules for code in re.findall(r'"([YSL]\d{3})"', p.read_text(encoding="utf-8"))}
    assert used == {code for code in TITLES if code[0] in "YSL"}


def test_each_code_is_tested():
    """Every code of the front end appears in a test of it."""
    tests = "".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in TITLES if code[0] in "YSL" and f'"{code}"' not in tests] == []


def test_titles_are_short_and_different():
    """Titles fit a line, and no two codes of the front end share one."""
    titles = [title for code, title in TITLES.items() if code[0] in "YSL"]
    assert all(2 <= len(title) <= 24 for title in titles) and len(set(titles)) == len(titles)


def test_nearest():
    """The nearest word is found; nothing is offered where nothing is near."""
    words = ("营业收入", "研发费用", "职工总数")
    assert spelling.nearest("营业收人", words) == "营业收入"
    assert spelling.nearest("完全不同", words) is None
    assert spelling.closest("研发费", [*words, "研发费用占比"], 2) == ["研发费用", "研发费用占比"]
    assert spelling.did_you_mean("营业收", words) == "您是不是想写“营业收入”？"
    assert spelling.did_you_mean("", words) == "" and spelling.did_you_mean("甲" * 100, words) == ""


def test_the_speller_stops():
    """After so many look-ups there are no more suggestions, until the next run."""
    spelling.reset()
    for _ in range(spelling.MAX_LOOKUPS):
        assert spelling.nearest("amont", ["amount"]) == "amount"
    assert spelling.nearest("amont", ["amount"]) is None
    spelling.reset()
    assert spelling.nearest("amont", ["amount"]) == "amount"
