"""The reports of ``eligibility pools`` put together: one enterprise, many, or what new facts change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ...pools.compare import Changes, Standing
from ...pools.decision import PoolsDecision
from ...pools.worklist import worklist
from ..lines import folded
from ..speech import say
from . import worklist_text
from .changes_text import changes_lines
from .many import table
from .one import Paint, blanks, head, plain, pools_lines, when
from .told_apart import told_apart

if TYPE_CHECKING:
    from ...language.fact import Fact


def of_one(pools: Sequence[PoolsDecision], vocabulary: Mapping[str, Fact], *, file: str = "", year_note: str = "", why: bool = False,
           paint: Paint = plain) -> str:  # fmt: skip
    """One enterprise whole: every document, its worklist and what it may still state."""
    lines = head(pools, file, year_note)
    for decision in pools:
        lines += ["", *pools_lines(decision, why=why, paint=paint)]
    todo = worklist_text.of_one(worklist(pools), date.fromisoformat(pools[0].as_of))
    return "\n".join([*lines, *(["", *todo] if todo else []), *blanks(pools, vocabulary)])


def of_many(enterprises: Sequence[Sequence[PoolsDecision]], year_note: str = "", files: Sequence[str] = ()) -> str:
    """All enterprises: how many stand where, then the worklist with their names; ``files``: where each was read."""
    first = enterprises[0]
    lines = [*folded(f"{len(enterprises)} 家企业"), *when(first[0], year_note)]
    for place, document in enumerate(first):
        lines += ["", *folded(document.title), *folded(document.instrument, 2, 2), "", *table([pools[place] for pools in enterprises])]
    stages = worklist(decision for pools in told_apart(enterprises, files) for decision in pools)
    return "\n".join([*lines, "", *worklist_text.of_many(stages, date.fromisoformat(first[0].as_of))])


def of_changes(before: Standing, after: Standing, changes: Changes, events: Sequence[str], *, file: str = "", year_note: str = "",
               paint: Paint = plain) -> str:  # fmt: skip
    """What ``events`` change for one enterprise."""
    told = [line for text in events for line in folded(f"· {' '.join(text.split())}", 2, 2)]
    return "\n".join([*head(after.pools, file, year_note), "", say("新到的事实"), *told, "", *changes_lines(changes, before, after, paint)])
