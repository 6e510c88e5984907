"""What is said of a combination. Plain values; nothing here is calculated."""

from __future__ import annotations

from typing import NamedTuple

Key = tuple[str, str]  # (policy id, award)


class LeftOut(NamedTuple):
    """An eligible award that is surely not paid, or not in full: by which rule, because of which awards, by how many 分.

    ``rule``: 取代 (another award of its policy replaces it), or the names of
    the ``together`` or limits; ``clause`` of these where it is known. ``by`` is
    empty where a cap, or what was paid before, is enough.
    """

    award: Key
    rule: str
    clause: str | None
    by: tuple[Key, ...]
    lost: tuple[int, int | None]  # 分, lowest and highest


class Combination(NamedTuple):
    """Awards that have to do with each other; those that stand alone are not in it.

    ``total`` and the ``payments`` of all these awards are 分, lowest and
    highest (None: no bound is known). ``claimed``: the awards of the best
    combination, where one is surely best. ``possible``: the combinations that
    could be best while something is open, and ``decided_by``: the blanks that
    decide between them. ``exact`` False: some of these perhaps cannot be, and
    where there are too many to look at all of them, others can. ``whole``: what
    the policies of these awards come to together, all their awards counted.
    """

    claimed: tuple[Key, ...]
    total: tuple[int, int | None]
    payments: dict[Key, tuple[int, int | None]]
    left_out: tuple[LeftOut, ...]
    possible: tuple[tuple[Key, ...], ...] = ()
    decided_by: tuple[str, ...] = ()
    refer: tuple[str, ...] = ()
    exact: bool = True
    whole: tuple[int, int | None] = (0, 0)
