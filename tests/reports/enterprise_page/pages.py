"""Pages of the examples and of random enterprises, and what can be read off them again."""

from __future__ import annotations

import random
import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from eligibility.commands.policies import choose_policies, run_by_default
from eligibility.decisions.decide import decide
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.versions import in_force
from eligibility.profiles.paid_names import look_up_paid
from eligibility.profiles.profile import Given, Profile
from eligibility.profiles.reader import read_profiles
from eligibility.profiles.values import NONE_VALUE
from eligibility.reports.decisions_json import to_dict
from eligibility.reports.enterprise_page.gather import Gathering
from eligibility.reports.enterprise_page.page import Page
from tests.engines.enterprises import Generator
from tests.setup.tree import ROOT

EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.[yj]*"))
#: examples whose figures are of later years
LATER = ("虚构-江岸.yaml", "虚构-砺锋.yaml", "虚构-青禾.yaml")
MONEY = re.compile(r"\d[\d.]*[万亿]?元")
DAYS = {2021: date(2022, 6, 30), 2025: date(2026, 6, 30), 2026: date(2026, 6, 30)}


@cache
def shipped():
    """The plan of the shipped rules."""
    findings = Findings()
    return compile_library(load([ROOT / "rules"], findings), findings)


@cache
def gathering(year: int, elsewhere: bool = False, with_pools: bool = True) -> Gathering:
    """The shipped rules made ready; ``elsewhere`` with the policies of other places too."""
    plan, day = shipped(), DAYS[year]
    named = tuple({d.id for d in plan.documents if d.kind == "policy"}) if elsewhere else ()
    chosen, absent = choose_policies(plan, named, year, day)
    pools = [d.id for d in plan.documents if d.kind == "pools" and run_by_default(d.id) and in_force(d, year, day)]
    return Gathering(plan, year, day, chosen, absent, pools if with_pools else ())


def example(name: str, year: int | None = None) -> tuple[Page, dict]:
    """(page, the JSON of check) of an example; ``year``: another policy year than that of its figures."""
    ready = gathering(year or (2025 if name in LATER else 2021))
    ((profile, findings),) = read_profiles(str(Path("examples") / name), ready.plan.vocabulary, Findings())
    look_up_paid(profile, ready.plan, findings)
    return both(ready, profile)


def both(ready: Gathering, profile: Profile) -> tuple[Page, dict]:
    """(page, the JSON of check) of a profile."""
    return ready.page(profile), to_dict(decide(ready.engine, profile)._replace(not_in_force=ready.absent))


def random_profile(ready: Gathering, seed: int) -> Profile:
    """An enterprise with some blanks."""
    rng = random.Random(seed)
    facts = Generator(ready.engine, rng).full()
    if ready.pools:
        facts |= Generator(ready.pools, rng).full()
    kept = Generator(ready.engine, rng).blanked(facts, rng.choice((0, 0.02, 0.2, 0.6)))
    where = Where("随机.yaml", 1, 1)
    paid = () if rng.random() < 0.7 else None
    facts = {key: Given(value, where, "无" if value is NONE_VALUE else "照填") for key, value in kept.items()}
    return Profile("随机.yaml", facts, paid, "虚构随机公司", "91000000MA00000157")


class Read(HTMLParser):
    """What stands in a page of HTML: ``sections`` heading → text, ``amounts``, ``sums``, and every tag in order."""

    def __init__(self, text: str):
        super().__init__()
        self.sections: dict[str, str] = {}
        self.amounts: dict[tuple[str, str], str] = {}
        self.sums: dict[str, str] = {}
        self.tags: list[tuple[str, dict]] = []
        self.headings: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict]] = []
        self._section = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag not in ("meta", "br"):
            self._open.append((tag, given))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, ""))

    def handle_endtag(self, tag):
        opened, _ = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if tag == "h2":
            self._section = self.headings[-1][1].strip()

    def handle_data(self, data):
        if any(tag in ("style", "title") for tag, _ in self._open):
            return
        for tag, given in self._open:
            if tag in ("h1", "h2", "h3", "h4"):
                self.headings[-1] = (tag, self.headings[-1][1] + data)
            if given.get("class") == "amount":
                key = given["data-policy"], given["data-award"]
                self.amounts[key] = self.amounts.get(key, "") + data
            if "data-sum" in given:
                self.sums[given["data-sum"]] = self.sums.get(given["data-sum"], "") + data
        self.sections[self._section] = self.sections.get(self._section, "") + data
