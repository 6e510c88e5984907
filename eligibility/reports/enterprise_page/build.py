"""The page of one enterprise put together from what was decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ...decisions.decision import ELIGIBLE, UNDETERMINED, EnterpriseDecision
from ...language.fact import Fact
from ...pools.decision import PoolsDecision
from ...ways.way import Ways
from .awards import best_of, gates_of, lines_of, papers_of, sums_of
from .nearest import Target, nearest_of
from .page import DueLine, Heading, Page
from .pool_lines import pool_lines
from .questions import questions_of


def page_of(decision: EnterpriseDecision, vocabulary: Mapping[str, Fact], *, pools: Sequence[PoolsDecision] = (),
            ways: Iterable[tuple[Target, Ways]] = (), due: Iterable[DueLine] = ()) -> Page:  # fmt: skip
    """Everything of ``decision``; ``pools``, ``ways`` and ``due`` are of the same enterprise and day."""
    as_of = date.fromisoformat(decision.as_of)
    rejected = sum(p.severity == "error" for p in decision.problems)
    absent = tuple((a.title, a.because) for a in decision.not_in_force)
    lines = pool_lines(pools)
    papers, papers_for = papers_of(decision)
    return Page(
        heading=Heading(decision.name, decision.code, decision.policy_year, as_of, decision.rules, rejected, absent),
        gates=gates_of(decision),
        sums=sums_of(decision),
        now=lines_of(decision, ELIGIBLE),
        papers=papers,
        papers_for=papers_for,
        best=best_of(decision),
        open=lines_of(decision, UNDETERMINED),
        pools=lines,
        nearest=nearest_of(ways, vocabulary, as_of),
        due=tuple(sorted(due, key=lambda line: (line.by, line.of, line.what))),
        questions=questions_of(decision, lines, vocabulary),
        instruments=tuple(dict.fromkeys((p.title, p.instrument) for p in [*decision.decisions, *pools])),
    )
