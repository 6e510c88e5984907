"""The templates of the page and what they may call."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from .page import Page

#: blank facts told with how to ask for them; of more only the names
MOST_QUESTIONS = 12
#: blank facts named beside one pool
MOST_NAMED = 5
_FOLDER = os.path.dirname(os.path.abspath(__file__))


@cache
def template(name: str, written: Callable[[object], Markup]) -> Template:
    """The template of this name; ``written`` makes every value that is put into it safe. What is ``Markup`` already stays."""

    def safe(value: object) -> Markup:
        return value if isinstance(value, Markup) else written(value)

    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=safe,
    )  # fmt: skip
    environment.filters["days"] = days_words
    environment.filters["listed"] = listed
    environment.filters["some"] = some
    environment.filters["unmet_words"] = unmet_words
    environment.globals["most_questions"] = MOST_QUESTIONS
    return environment.get_template(name)


def days_words(days: int) -> str:
    """还有 3天, 就是今天, 已过 2天."""
    return "就是今天" if days == 0 else f"还有 {days}天" if days > 0 else f"已过 {-days}天"


def unmet_words(page: Page) -> str:
    """What stands over awards that nothing can be done about: of a policy year that is over another year is not ruled out."""
    year = page.heading.policy_year
    if year < page.heading.as_of.year:
        return f"下面各项在 {year} 政策年度已经定了，现在改不了；以后做到的，按做到的那个政策年度另行判定。还差的条件："
    return f"下面各项在 {year} 政策年度企业自己改变不了，还差的条件："


def some(words) -> str:
    """The first words side by side, and how many there are."""
    several = list(dict.fromkeys(words))
    return listed(several) if len(several) <= MOST_NAMED + 1 else f"{listed(several[:MOST_NAMED])} 等 {len(several)} 项"


def listed(words) -> str:
    """Words side by side, each once."""
    return "、".join(dict.fromkeys(words))
