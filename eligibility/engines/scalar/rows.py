"""Rows of a records fact: a row is a dict of known cells, and None in their place means: not known."""

from __future__ import annotations

from .values import INFINITY, NONE_VALUE, Interval, ends, hull_of, quotient


def cell(row: dict, name: str, blank, scale: int):
    """A cell, scaled; ``blank`` where it is empty."""
    value = row.get(name)
    if value is None:
        return blank
    return value if scale == 1 or value is NONE_VALUE else int(value * scale)


def count_of(rows):
    """How many rows; any number where the list itself is not known."""
    return Interval(0, INFINITY) if rows is None else len(rows)


def groups_of(rows: list[dict], by: list[str]) -> list[list[dict]] | None:
    """Rows with equal cells under ``by``, in order of appearance; None where such a cell is blank."""
    found: dict[tuple, list[dict]] = {}
    for row in rows:
        key = tuple(row.get(name) for name in by)
        if None in key:
            return None
        found.setdefault(key, []).append(row)
    return list(found.values())


def column_sum(group, name, blank, scale):
    """Sum of a column over a group."""
    return sum((cell(row, name, blank, scale) for row in group), 0)


def column_mean(group, name, blank, scale):
    """Mean of a column over a group, a fraction at the column's scale."""
    return quotient(column_sum(group, name, blank, scale), len(group), 1, 1)


def column_min(group, name, blank, scale):
    """Smallest of a column over a group."""
    spans = [ends(cell(row, name, blank, scale)) for row in group]
    return hull_of(min(s[0] for s in spans), min(s[1] for s in spans))


def column_max(group, name, blank, scale):
    """Largest of a column over a group."""
    spans = [ends(cell(row, name, blank, scale)) for row in group]
    return hull_of(max(s[0] for s in spans), max(s[1] for s in spans))
