"""What an enterprise writes about itself never becomes a tag, a mark or a link, whatever it is."""

from __future__ import annotations

import html as standard
import re
from datetime import date

import markdown as renderer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.reports.enterprise_page import page as parts
from eligibility.reports.enterprise_page.html import html
from eligibility.reports.enterprise_page.markdown import escaped, markdown
from tests.reports.enterprise_page.pages import Read

AS_OF = date(2022, 6, 30)
HOSTILE = (
    "<script>alert(1)</script>", "甲|乙", "```", "`代码`", "# 标题", "- 一", "1. 一", "*重* _斜_ ~~删~~", "[点](javascript:alert(1))", "![图](a.png)",
    "</h1><img src=x onerror=alert(1)>", "&lt;b&gt;", "{{ page }}", "{% raw %}", "甲\n\n## 乙", "\\", "]]>", "<!--", "甲\u202e乙", "$a$", "\ud800", "http://a.b/c",
)  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text("<>&|`*_#[]()!-+.=~\\$\"'{}% \n1甲", min_size=1, max_size=12), st.text(min_size=1, max_size=8))


def page(text: str) -> parts.Page:
    """A page in which everything that may come from a profile is ``text``."""
    award = parts.AwardLine("a/b", "政策", "奖补项", text, "eligible", "可享受 1万元", True, text, (text,), (), (text,), ((text,),), True, (text,), ((text, text),), (text,))
    step = parts.Step(text, text, text, text, False, True)
    return parts.Page(
        heading=parts.Heading(text, text, 2021, AS_OF, "0" * 64, 1, ()), gates=(parts.GateLine(("政策",), (text,)),), sums=parts.Sums("1万元", None, None, ()),
        now=(parts.PolicyLines("a/b", "政策", "《文件》", None, "可享受 1万元", (award,)),), papers=(parts.PaperLine(text, True, (text,)),), papers_for=(text,),
        best=parts.Best("1万元", text, ((text, text),), (), (), (), True), open=(),
        pools=(parts.PoolLine("库", "库", "库联动", "candidate", "候选", None, text, (text, text), (text,)),),
        nearest=parts.Nearest((parts.Goal("award", "甲", "政策", "", ((step, step), (step,)), True),), (parts.Unmet(text, (text,)),), (), (text,)),
        due=(parts.DueLine(AS_OF, None, text, "库", 0, text),), questions=(parts.Question(text, text, text, ((text, text),), (text,)),), instruments=(),
    )  # fmt: skip


PLAIN = "某某"


def seen(text: str) -> str:
    """What is left of a text that is put on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def rendered(text: str) -> str:
    """The HTML that a Markdown reader makes."""
    return renderer.markdown(text, extensions=["tables"])


def shape(text: str) -> list[str]:
    """The tags of rendered Markdown, in order."""
    return re.findall(r"</?[a-z0-9]+", re.sub(r'<span class="whole">|</span>', "", text))


@given(texts)
@settings(max_examples=150, deadline=None)
def test_html_keeps_its_shape(text):
    """Whatever is written, the page has the same elements as with a plain name, and the heading shows the text."""
    shown, plain = Read(html(page(text))), Read(html(page(PLAIN)))
    whole = [tag for tag in shown.tags if tag != ("span", {"class": "whole"})]
    assert whole == [tag for tag in plain.tags if tag != ("span", {"class": "whole"})]
    assert not {tag for tag, _ in shown.tags} & {"script", "img", "a", "iframe", "link"}
    assert seen(shown.headings[0][1]) == seen(text)


@given(texts.filter(lambda text: seen(text)))
@settings(max_examples=150, deadline=None)
def test_markdown_keeps_its_shape(text):
    """Whatever is written, rendered Markdown has the same elements as with a plain name, and the heading shows the text."""
    shown = rendered(markdown(page(text)).encode("utf-8", "replace").decode())
    assert shape(shown) == shape(rendered(markdown(page(PLAIN))))
    heading = re.search(r"<h1>(.*?)</h1>", shown)[1]
    assert standard.unescape(heading) == f"{seen(text)}：一企一策".encode("utf-8", "replace").decode()


@pytest.mark.parametrize("text", ["98.5万元", "2021-11-12", "甲（乙）公司", "1.5 倍", "-", "3. 甲"])
def test_ordinary_text_stays_readable(text):
    """Numbers, days and names are written as they are; only what begins a list is kept from it."""
    assert escaped(text) == {"-": "\\-", "3. 甲": "3\\. 甲"}.get(text, text)


def test_nothing_from_elsewhere():
    """The page needs no script, no picture and no address; it says so to the browser, and names language and width."""
    text = html(page(PLAIN))
    tags = Read(text).tags
    assert ("html", {"lang": "zh-CN"}) in tags and any(given.get("name") == "viewport" for tag, given in tags if tag == "meta")
    assert not re.search(r"https?:|url\(|@import|<script|<link|\bsrc=|\bhref=", text)
    assert "default-src 'none'" in text


def test_headings_and_tables_are_in_order():
    """One h1, no level left out on the way down, and every header cell says what it heads."""
    shown = Read(html(page(PLAIN)))
    levels = [int(tag[1]) for tag, _ in shown.headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:]))
    assert all(given.get("scope") in ("col", "row") for tag, given in shown.tags if tag == "th")
