"""What is said of a combination. Plain values; nothing here is calculated."""

from __future__ import annotations

from typing import NamedTuple

Key = tuple[str, str]  # (policy id, award)


class LeftOut(NamedTuple):
    """An award that is not paid, or not in full: by which rule, because of which awards, by how many 分."""

    award: Key
    rule: str
    clause: str | None
    by: tuple[Key, ...]
    lost: tuple[int, int | None]  # 分, lowest and highest


class Combination(NamedTuple):
    """``total`` and the ``payments`` of all awards are 分, lowest and highest (None: no bound is known).

    ``claimed``: the awards of the best combination, where one is surely best.
    ``possible``: the combinations that could be best while something is open,
    and ``decided_by``: the blanks that decide between them.
    """

    claimed: tuple[Key, ...]
    total: tuple[int, int | None]
    payments: dict[Key, tuple[int, int | None]]
    left_out: tuple[LeftOut, ...]
    possible: tuple[tuple[Key, ...], ...] = ()
    decided_by: tuple[str, ...] = ()
    refer: tuple[str, ...] = ()
    exact: bool = True
