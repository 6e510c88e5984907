"""What stands on an enterprise's page, section by section. Plain values; nothing here is calculated or formatted."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Heading(NamedTuple):
    """``rejected``: places of the profile that were not used; ``absent``: policies not in force, with the reason."""

    name: str | None
    code: str | None
    policy_year: int
    as_of: date
    rules: str
    rejected: int
    absent: tuple[tuple[str, str], ...]


class AwardLine(NamedTuple):
    """An award that is eligible or open. ``result`` is worded as ``check`` words it.

    ``provisional``: why it is, and what it would be if the text were read
    otherwise. ``pays`` False: it comes to 0, being replaced by another.
    ``sets``: the smallest sets of blanks that would settle it, ``exact`` False
    where there may be smaller ones; what they name is not named once more.
    """

    policy: str
    policy_title: str
    award: str
    title: str
    status: str
    result: str
    pays: bool
    basis: str
    provisional: tuple[str, ...]
    reference: tuple[str, ...]
    depends: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    exact: bool
    could_refuse: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


class PolicyLines(NamedTuple):
    """Awards of one policy that stand in one section; ``result`` is that of the whole policy."""

    policy: str
    title: str
    instrument: str
    department: str | None
    result: str
    awards: tuple[AwardLine, ...]


class PaperLine(NamedTuple):
    """A paper to hand in; ``awards`` is empty where all awards that want papers want it."""

    paper: str
    if_any: bool
    awards: tuple[str, ...]


class Sums(NamedTuple):
    """Totals as ``check`` words them; None where there is nothing to say."""

    certain: str
    provisional: str | None
    open: str | None
    unknown: tuple[str, ...]


class Best(NamedTuple):
    """The best lawful combination of awards that have to do with each other; ``total`` is what these come to.

    ``claim``: the awards to claim, None while that is open; then ``possible``
    are those that could be best, ``decided_by`` the blanks that decide, and
    ``exact`` False where not all of them are sure. ``left``: (award, why it is
    not paid, or not in full).
    """

    total: str
    claim: str | None
    left: tuple[tuple[str, str], ...]
    possible: tuple[str, ...]
    decided_by: tuple[str, ...]
    refer: tuple[str, ...]
    exact: bool


class GateLine(NamedTuple):
    """What refuses all awards of these policies at once."""

    policies: tuple[str, ...]
    lacks: tuple[str, ...]


class PoolLine(NamedTuple):
    """One pool; ``says`` are short sentences on what stands now or what has to be done."""

    pool: str
    title: str
    document: str
    status: str
    words: str
    stage: str | None
    basis: str
    says: tuple[str, ...]
    missing: tuple[str, ...]


class Step(NamedTuple):
    """One fact on a way. ``by``: how far, in its own unit. ``past``: it lies in a closed year or day.

    ``blank``: to be found out, and ``to`` is only an example of what would do.
    ``first``: there is no such day yet, and ``to`` is the earliest that does.
    """

    fact: str
    now: str
    to: str
    by: str
    blank: bool
    past: bool
    first: bool = False


class Goal(NamedTuple):
    """An award, the gate of policies or a pool that is not reached, and the shortest ways to it.

    ``kind``: award, gate or pool. ``exact`` False: a shorter way may exist.
    """

    kind: str
    name: str
    of: str
    basis: str
    ways: tuple[tuple[Step, ...], ...]
    exact: bool


class Unmet(NamedTuple):
    """What is not reached and has no way told: ``lacks`` are the conditions it fails, a line each."""

    name: str
    lacks: tuple[str, ...] = ()


class Nearest(NamedTuple):
    """``goals``: nearest first. ``unreachable``: what nothing the enterprise can still change brings about.

    ``not_found``: what no way was found to, though there may be one.
    ``instead``: names of what would be replaced by another award, or can only
    be had in place of one of ``goals`` that pays more.
    """

    goals: tuple[Goal, ...]
    unreachable: tuple[Unmet, ...]
    not_found: tuple[Unmet, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def past(self) -> bool:
        """Whether some way asks for figures of a time that is over."""
        return any(step.past for goal in self.goals for way in goal.ways for step in way)


class DueLine(NamedTuple):
    """``what`` to do for ``of`` by a day; ``days`` from the day of the page, negative: over."""

    by: date
    start: date | None
    what: str
    of: str
    days: int
    basis: str


class Question(NamedTuple):
    """A blank fact; ``awards``: (name, result) of those that wait for it, ``pools`` likewise."""

    fact: str
    ask: str | None
    proof: str | None
    awards: tuple[tuple[str, str], ...]
    pools: tuple[str, ...]


class Page(NamedTuple):
    """Everything, in the order an enterprise reads it."""

    heading: Heading
    gates: tuple[GateLine, ...]
    sums: Sums | None
    now: tuple[PolicyLines, ...]
    papers: tuple[PaperLine, ...]
    papers_for: tuple[str, ...]
    best: Best | None
    open: tuple[PolicyLines, ...]
    pools: tuple[PoolLine, ...]
    nearest: Nearest
    due: tuple[DueLine, ...]
    questions: tuple[Question, ...]
    instruments: tuple[tuple[str, str], ...]
