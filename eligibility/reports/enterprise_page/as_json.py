"""The page as plain dicts and lists, by ``schemas/plan-page.schema.json``."""

from __future__ import annotations

from datetime import date

from .page import Page

FORMAT = "eligibility-plan/1"


def page_json(page: Page) -> dict:
    """Every section under its name, in the order of the page; days as 2022-06-30."""
    return {"format": FORMAT, **_plain(page)}


def _plain(value):
    """Named tuples as objects, other tuples as lists, days as text."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(part) for name, part in zip(value._fields, value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
