"""What a shortest way says. Plain values; nothing here is calculated."""

from __future__ import annotations

from typing import NamedTuple

from ..decisions.decision import Gap


class Change(NamedTuple):
    """One fact that has to be otherwise: ``fact`` with its year as shown, from ``now`` to ``to``, in words.

    ``value`` is the wanted value as a profile holds it, under ``key`` (fact, year or None).
    ``gap``: by how much, where it is a number or a date. ``blank``: it is not known now, so it
    is to be found out, not changed.
    """

    key: tuple
    fact: str
    now: str
    to: str
    value: object
    gap: Gap | None = None
    blank: bool = False


class Ways(NamedTuple):
    """The smallest sets of changes that make a condition hold, all of one size; the least of each change.

    ``exact``: it is proven that no smaller set does. No ways and ``exact``:
    nothing that the enterprise can change makes it hold.
    """

    ways: tuple[tuple[Change, ...], ...]
    exact: bool
