"""A cell that only points to the sheet of its rows: 有, 详见附表, 3项."""

from __future__ import annotations

import re

from .grid import NUMBER, TEXT, Cell
from .headings import squeezed

_WORDS = re.compile("有|(?:有[,，]?)?[详请另参]?见.{1,20}|另附|附后")
_COUNT = re.compile(r"(?:共|有|共有)?([0-9]{1,6})[个项条家份件行笔种张]?")


def points_to_rows(cell: Cell, counted_in: str) -> bool:
    """Whether the cell says that there are rows, and not what they are. ``counted_in``: what the rows are counted in."""
    return cell.kind in (TEXT, NUMBER) and (_WORDS.fullmatch(squeezed(cell.text)) is not None or count_of(cell, counted_in) is not None)


def count_of(cell: Cell, counted_in: str) -> int | None:
    """How many rows the cell says there are: ``3``, ``3项``; None where it does not count, also for 0."""
    found = _COUNT.fullmatch(squeezed(cell.text).removesuffix(counted_in))
    return (int(found[1]) or None) if found else None
