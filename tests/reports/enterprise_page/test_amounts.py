"""Every amount on the page is what check says, in Markdown as in HTML."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.reports.enterprise_page.html import html
from eligibility.reports.enterprise_page.markdown import markdown
from eligibility.reports.enterprise_page.page import Page
from tests.reports.enterprise_page.pages import EXAMPLES, MONEY, ROOT, Read, both, example, gathering, random_profile

TELLING = ("现在可以领", "还不能确定")


def expected(decided: dict) -> dict[tuple[str, str], tuple[str, str]]:
    """(policy, award) → (status, amount) of every award that is not refused."""
    return {(p["policy"], a["award"]): (a["status"], a["amount"]["text"]) for p in decided["decisions"] for a in p["awards"] if a["status"] != "ineligible"}


def words(status: str, amount: str) -> tuple[str, ...]:
    """How an award's result may begin, by its status."""
    return (f"可享受 {amount}", f"符合，{amount}") if status == "eligible" else (f"待定，{amount}",)


def in_markdown(text: str) -> list[tuple[str, str, str]]:
    """(policy's title, award, result) of each heading of an award."""
    found, policy = [], ""
    for line in text.splitlines():
        if line.startswith("### "):
            policy = line[4:]
        elif line.startswith("#### "):
            found.append((policy, *line[5:].split("：", 1)))
    return found


def hold(page: Page, decided: dict) -> None:
    """What every page must keep to."""
    wanted = expected(decided)
    shown = Read(html(page))
    assert shown.amounts.keys() == wanted.keys()
    assert all(shown.amounts[key].startswith(words(*wanted[key])) for key in wanted)
    titles = {p["policy"]: p["title"] for p in decided["decisions"]}
    text = markdown(page)
    assert {(policy, award) for policy, award, _ in in_markdown(text)} == {(titles[policy], award) for policy, award in wanted}
    by_title = {(titles[policy], award): words(*value) for (policy, award), value in wanted.items()}
    assert all(result.startswith(by_title[policy, award]) for policy, award, result in in_markdown(text))
    if decided["decisions"]:
        sums = {name: decided["totals"][name]["text"] for name in ("certain", "provisional", "open")}
        assert shown.sums["certain"] == sums["certain"] and f"| 确定可得 | {sums['certain']} |" in text
        assert shown.sums.get("provisional", "0元") == sums["provisional"]
        assert shown.sums.get("open", "0元") == sums["open"].removeprefix("0元 至 0元") or sums["open"] == "0元"
    said = set(MONEY.findall(json.dumps(decided, ensure_ascii=False)))
    for section in TELLING:
        assert set(MONEY.findall(shown.sections.get(section, ""))) <= said
        part = re.search(rf"\n## {section}\n(.*?)(?=\n## )", text, re.S)
        assert set(MONEY.findall(part[1] if part else "")) <= said


@pytest.mark.parametrize("name", EXAMPLES)
def test_amounts_of_the_examples(name, monkeypatch):
    """Every award of an example stands on its page with status and amount as check says, and no other money does."""
    monkeypatch.chdir(ROOT)
    hold(*example(name))


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_amounts_of_random_enterprises(seed):
    """So it is for random enterprises, with the policies of other places too."""
    ready = gathering(2021, elsewhere=True, with_pools=False)
    hold(*both(ready, random_profile(ready, seed)))


@pytest.mark.long
@given(st.integers(0, 2**32))
@settings(max_examples=500, deadline=None)
def test_amounts_of_many_random_enterprises(seed):
    """So it is for very many, in a later year too."""
    ready = gathering(2025 if seed % 2 else 2021, elsewhere=True)
    hold(*both(ready, random_profile(ready, seed)))
