"""The page as Markdown: tables and lists that read well as plain text too."""

from __future__ import annotations

import re

from markupsafe import Markup

from .page import Page
from .templates import template

_MARKS = re.compile(r"[\\`*_\[\]#~|$&<>]")
_ENTITIES = {c: f"&#{ord(c)};" for c in "~|$"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BEGINS_A_LIST = re.compile(r"^([-+]|\d+(?=[.)](?:\s|$)))")


def markdown(page: Page) -> str:
    """The whole page, ending with a line end."""
    text = template("page.md.jinja", _written).render(page=page)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _written(value: object) -> Markup:
    return Markup(escaped(value))


def escaped(value: object) -> str:
    """Text that means itself wherever it is put: on one line, without marks, tags or links."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    text = _MARKS.sub(lambda mark: _ENTITIES.get(mark[0], "\\" + mark[0]), text).replace("://", ":&#47;/")
    begins = _BEGINS_A_LIST.match(text)
    if begins is None:
        return text
    end = begins.end()
    return f"\\{text}" if not begins[0].isdigit() else f"{text[:end]}\\{text[end:]}"
