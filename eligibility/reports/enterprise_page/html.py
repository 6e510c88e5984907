"""The page as HTML: one file with its style in it, no script, nothing from elsewhere; for screens, phones and A4."""

from __future__ import annotations

from .page import Page
from .templates import template


def html(page: Page) -> str:
    """The whole document, ending with a line end."""
    return template("page.html.jinja", None).render(page=page).strip() + "\n"
