"""The templates of the page and what they may call."""

from __future__ import annotations

import os
from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def template(name: str, escape: Callable[[object], str] | None) -> Template:
    """The template of this name. ``escape`` makes every value safe that is written out; None: escaped for HTML."""

    def safe(value):
        return value if isinstance(value, Markup) else Markup(escape(value))

    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=safe if escape else None,
    )  # fmt: skip
    environment.filters["days"] = days_words
    environment.filters["listed"] = listed
    return environment.get_template(name)


def days_words(days: int) -> str:
    """还有 3天, 就是今天, 已过 2天."""
    return "就是今天" if days == 0 else f"还有 {days}天" if days > 0 else f"已过 {-days}天"


def listed(words) -> str:
    """Words side by side, each once."""
    return "、".join(dict.fromkeys(words))
