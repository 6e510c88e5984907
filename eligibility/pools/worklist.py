"""The worklist of the stages: whom to look at, what to work on, who should apply, who has to leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..language.pools import STAGES
from .decision import CANDIDATE, LEAVE, PROMOTE, UNDETERMINED, DueDay, PoolDecision, PoolsDecision

#: kinds of entries: what is to be done
ENTER, GO, DUE, APPLY, WORK_ON, ASK = "promote", "leave", "due", "apply", "candidate", "ask"
LOOK, WORK = STAGES[0], STAGES[1]  # 挖掘, 培育


class Entry(NamedTuple):
    """One line of the worklist: an enterprise, a pool, and why it stands there.

    ``kind``: promote, leave, due (only a day to keep), apply (a candidate that
    meets everything), candidate, ask (blanks stand in the way). ``due`` is the
    day that counts here, ``pool`` the whole decision with what is lacking and
    what is missing.
    """

    name: str | None
    code: str | None
    document: str
    pool: PoolDecision
    kind: str
    due: DueDay | None = None

    @property
    def _order(self) -> tuple:
        day = self.due.by if self.due else date.max
        return day, self.name or "", self.code or "", self.document, self.pool.pool, self.kind, self.due.what if self.due else ""


def worklist(decisions: Iterable[PoolsDecision]) -> dict[str, list[Entry]]:
    """Stage → entries, due days first and then by name; every stage of the documents is there, in their order."""
    stages: dict[str, list[Entry]] = {}
    for decision in decisions:
        for stage in decision.stages:
            stages.setdefault(stage, [])
        for pool in decision.pools:
            for stage, kind, due in _of_pool(pool, decision.stages):
                stages[stage].append(Entry(decision.name, decision.code, decision.document, pool, kind, due))
    return {stage: sorted(entries, key=lambda entry: entry._order) for stage, entries in stages.items()}


def _of_pool(pool: PoolDecision, stages: tuple[str, ...]) -> list[tuple[str, str, DueDay | None]]:
    """(stage, kind, due day) of one enterprise and pool."""
    own = pool.stage if pool.stage in stages else stages[-1]
    look = LOOK if LOOK in stages else stages[0]
    if pool.status in (PROMOTE, LEAVE):
        first = pool.due[0] if pool.due else None
        later = [(own, DUE, due) for due in pool.due[1:]]
        return [(own, ENTER if pool.status == PROMOTE else GO, first), *later]
    if pool.status == CANDIDATE:
        if pool.distance == (0, 0):
            return [(own, APPLY, None)]
        work = WORK if WORK in stages else own
        return [(look if own == look else work, WORK_ON, None)]
    if pool.status == UNDETERMINED:
        return [(look, ASK, None)] if pool.missing else []
    return [(own, DUE, due) for due in pool.due]
