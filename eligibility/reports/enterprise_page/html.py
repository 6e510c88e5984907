"""The page as HTML: one file with its style in it, no script, nothing from elsewhere; for screens, phones and A4."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from .page import Page
from .templates import template

#: days, references and amounts, which are not to be torn at the end of a line
_WHOLE = re.compile(r"(?<![\w.-])(?:\d{4}-\d\d-\d\d|[A-Z]{1,4}-\d{1,3}|\d[\d.,]{0,15} ?(?:%|个百分点|[万亿]?元|[人项名家件年个天户套份]))(?![\d.-])")


def html(page: Page) -> str:
    """The whole document, ending with a line end."""
    return template("page.html.jinja", escaped).render(page=page).strip() + "\n"


def escaped(value: object) -> Markup:
    """Text that means itself; of characters that nobody can see only the space is left."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return Markup(_WHOLE.sub(lambda whole: f'<span class="whole">{whole[0]}</span>', str(escape(text))))
