"""Pages opened in Chromium: nothing sticks out, Chinese is drawn, every amount that is seen is check's, and it prints on A4."""

from __future__ import annotations

import re

import pytest

from eligibility.reports.enterprise_page.html import html
from tests.reports.enterprise_page.browser import CHROMIUM, grey, measured, printed, screenshot
from tests.reports.enterprise_page.pages import EXAMPLES, ROOT, example
from tests.reports.enterprise_page.test_amounts import expected, words
from tests.reports.enterprise_page.test_escaping import page as page_with

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install the package chromium")]
WIDTHS = (375, 1280)


@pytest.fixture(autouse=True)
def inside(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_in_the_browser(name, width, tmp_path):
    """On a phone and on a desk nothing is wider than the window, and the amounts that can be seen are those of check."""
    page, decided = example(name)
    found = measured(html(page), width, tmp_path)
    assert found["width"] == width and found["wide"] == width and found["over"] == [] and found["high"] > 600
    wanted = expected(decided)
    seen = {(policy, award): result for policy, award, result in found["amounts"]}
    assert seen.keys() == wanted.keys() and all(seen[key].startswith(words(*wanted[key])) for key in wanted)
    assert found["sums"]["certain"] == decided["totals"]["certain"]["text"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", ["长" * 300, "W" * 300, "9" * 300 + "元", "<img src=x onerror=alert(1)>", "一行\n两行"])
def test_names_of_any_length_fit(text, width, tmp_path):
    """A name of 300 letters without a space breaks, and tags are text."""
    found = measured(html(page_with(text)), width, tmp_path)
    assert (found["wide"], found["over"]) == (width, [])


def test_chinese_is_drawn(tmp_path):
    """Different characters leave different ink: they are no empty boxes."""
    ink = measured(html(example("虚构-智芯.yaml")[0]), 375, tmp_path)["ink"]
    assert all(marks.count("1") > 60 for marks in ink.values())
    assert len(set(ink.values())) == len(ink)


def test_the_picture_shows_something(tmp_path):
    """The file opened by itself has ink all over, in more than two colours."""
    file = tmp_path / "page.html"
    file.write_text(html(example("虚构-远山.yaml")[0]), encoding="utf-8")
    rows = grey(screenshot(file, tmp_path))
    inked = [row for row in rows if len(set(row)) > 8]
    assert len(rows) == 1600 and len(inked) > 500


def test_it_prints_on_a4(tmp_path):
    """Printed, it is pages of A4."""
    file = tmp_path / "page.html"
    file.write_text(html(example("虚构-砺锋.yaml")[0]), encoding="utf-8")
    paper = printed(file, tmp_path)
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", paper)}
    assert paper.startswith(b"%PDF") and boxes == {(0, 0, 595, 842)}
