"""Many enterprises at a glance: for each pool how many are in it, belong in it, must leave it, come near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...pools.decision import PoolsDecision
from ..lines import WIDTH, folded, width
from ..speech import say
from .words import WORDS

GAP = 1  # columns between columns


def counts(decisions: Sequence[PoolsDecision]) -> list[dict]:
    """For each pool of one document, in its order: ``pool``, ``title``, ``stage`` and how many enterprises have each status."""
    counted = Counter((p.pool, p.status) for d in decisions for p in d.pools)
    pools = {p.pool: p for d in decisions for p in d.pools}
    return [{"pool": p.pool, "title": p.title, "stage": p.stage, "counts": {s: counted[p.pool, s] for s in WORDS}} for p in pools.values()]


def table(decisions: Sequence[PoolsDecision]) -> list[str]:
    """Lines: a row for each pool; a title that leaves no room for its numbers stands on a line of its own."""
    words = [say(word) for word in WORDS.values()]
    columns = [max(width(word), len(str(len(decisions)))) for word in words]
    room = WIDTH - sum(columns) - GAP * len(columns)
    out = [_row(say("库"), words, columns, room)]
    for pool in counts(decisions):
        first, *rest = folded(pool["title"]) if width(pool["title"]) <= room else [*folded(pool["title"]), ""]
        cells = [str(n) if n else "-" for n in pool["counts"].values()]
        out += [first, *rest[:-1], _row("", cells, columns, room)] if rest else [_row(first, cells, columns, room)]
    return out


def _row(first: str, cells: list[str], columns: list[int], room: int) -> str:
    padded = [" " * (GAP + wide - width(cell)) + cell for cell, wide in zip(cells, columns)]
    return first + " " * (room - width(first)) + "".join(padded)
