"""What is missing most often, and which one fact would settle the most awards and the most money.

Everything is read from the masks. Enterprises whose clauses stand alike are
one pattern, so that few patterns stand for very many rows. What is counted as
settled is settled whatever the fact turns out to be; it may be more in truth,
never less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..engines.scalar.engine import ScalarEngine
from ..plan.plan import AwardPlan, DocumentPlan, LimitPlan
from .clause_tree import Clauses, Key, Rests, Tree, fact_words
from .columns import ELIGIBLE, UNDETERMINED, Answer
from .settling import Lack, Pattern, Settling, Worlds
from .totals import fen_sum
from .written import Written

if TYPE_CHECKING:
    import polars as pl

MOST_PATTERNS = 2_000  # of one award; the most frequent are looked at, the others counted


class Blank(NamedTuple):
    """What is missing in ``decisions`` (an award of an enterprise each): at least one of ``facts`` is blank, or ``rules`` do not say.

    Neither: everything is stated, but a divisor may be 0. ``amounts``: of how many only the amount waits for it.
    """

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    decisions: int
    amounts: int


class OneFact(NamedTuple):
    """One fact that alone would settle ``awards`` (whether an enterprise gets an award) and ``amounts`` (how much it gets).

    ``fen``: how far the lowest and the highest of these lie apart, summed; of ``unbounded`` no highest is known.
    """

    fact: str
    awards: int
    amounts: int
    fen: int
    unbounded: int


@dataclass(slots=True)
class Missing:
    """``decisions`` that are open in all, a status or an amount; of them ``entangled`` amounts depend on other awards,
    and ``unexamined`` have clauses that stand as hardly anybody's do: both are left out of ``blanks`` and ``lists``.
    """

    decisions: int = 0
    entangled: int = 0
    unexamined: int = 0
    blanks: list[Blank] = field(default_factory=list)
    lists: list[OneFact] = field(default_factory=list)


class _Open(NamedTuple):
    """Decisions that are alike: how many, how far apart their amounts are, how many have no highest."""

    decisions: int
    fen: int
    unbounded: int


def missing_of(written: Written, engine: ScalarEngine, clauses: dict[str, Clauses], policies: Sequence[DocumentPlan],
               limits: Sequence[LimitPlan]) -> Missing:
    """Over all awards of ``policies``, with ``clauses`` by policy; the masks must have been written."""
    counting = _Counting()
    worlds = Worlds(engine)
    for document in policies:
        own = clauses[document.id]
        for award in document.awards:
            settling = Settling(own, own.tree(award.status), worlds)
            answer = Answer(document.id, award.name)
            _statuses(written, answer, settling, counting)
            _amounts(written, answer, settling, own.rests(award.amount), _meets_others(document, award, limits), counting)
    return counting.missing()


def _meets_others(document: DocumentPlan, award: AwardPlan, limits: Sequence[LimitPlan]) -> bool:
    """Whether what an award pays depends on other awards."""
    overridden = any(award.name == under for _, under in document.overrides)
    together = any(award.name in group.awards for group in document.together)
    return overridden or together or any([document.id, award.name] in limit.awards for limit in limits)


class _Counting:
    """Sums over awards and patterns."""

    def __init__(self) -> None:
        self.found = Missing()
        self._blanks: dict[Lack, list[int]] = {}  # [decisions, only amounts]
        self._lists: dict[Key, list[int]] = {}  # [awards, amounts, fen, unbounded]

    def open(self, alike: _Open, lacks: set[Lack], settled_by: Sequence[Key], amount: bool) -> None:
        """Decisions that are open for ``lacks``, and which facts would settle them."""
        for lack in lacks:
            told = self._blanks.setdefault(lack, [0, 0])
            told[0] += alike.decisions
            told[1] += alike.decisions * amount
        for fact in settled_by:
            sums = self._lists.setdefault(fact, [0, 0, 0, 0])
            for i, more in enumerate((alike.decisions * (not amount), alike.decisions * amount, alike.fen, alike.unbounded)):
                sums[i] += more

    def missing(self) -> Missing:
        """Most frequent first; of equals by name."""
        blanks = [Blank(tuple(sorted(map(fact_words, lack.facts))), tuple(sorted(lack.rules)), *told) for lack, told in self._blanks.items()]
        lists = [OneFact(fact_words(fact), *sums) for fact, sums in self._lists.items()]
        self.found.blanks = sorted(blanks, key=lambda b: (-b.decisions, b.facts, b.rules))
        self.found.lists = sorted(lists, key=lambda x: (-x.awards - x.amounts, -x.fen, x.fact))
        return self.found


def _statuses(written: Written, answer: Answer, settling: Settling, counting: _Counting) -> None:
    """The awards of which it is not known whether they are due."""
    rows = _patterns(written, answer, settling.tree)
    counting.found.decisions += sum(alike.decisions for _, alike in rows)
    counting.found.unexamined += sum(alike.decisions for _, alike in rows[MOST_PATTERNS:])
    for pattern, alike in rows[:MOST_PATTERNS]:
        counting.open(alike, settling.lacks(pattern), settling.settled_by(pattern), amount=False)


def _patterns(written: Written, answer: Answer, tree: Tree) -> list[tuple[Pattern, _Open]]:
    """How the clauses of an award stand where it is open, most frequent first.

    Of the parts that hold only their own bit is kept: what they are made of
    does not matter any more, and would make very many patterns out of few.
    """
    import polars as pl

    masks = sorted({mask for below in tree.below for mask in below})
    kept = []
    for mask in masks:
        keep = pl.lit(sum(1 << tree.rows[p].bit.bit for p in tree.parts if tree.rows[p].bit is not None and tree.rows[p].bit.mask == mask), pl.Int64)
        for part in tree.parts:
            bit, below = tree.rows[part].bit, tree.below[part].get(mask, 0)
            if below and bit is not None:
                is_open = (pl.col(f"open_{bit.mask}") & (1 << bit.bit)) != 0
                keep = keep | pl.when(is_open).then(pl.lit(below, pl.Int64)).otherwise(pl.lit(0, pl.Int64))
        kept += [(pl.col(f"{kind}_{mask}") & keep).alias(f"{kind}_{mask}") for kind in ("sure", "open")]
    names = [f"{kind}_{mask}" for mask in masks for kind in ("sure", "open")]
    scan = written.scan([answer.status, answer.low, answer.high, *names]).filter(pl.col(answer.status) == UNDETERMINED)
    alike = scan.select(*kept, answer.low, answer.high).group_by(names).agg(_sums(answer)) if names else scan.select(_sums(answer))
    rows = alike.collect(engine="streaming").sort(["decisions", *names], descending=[True, *[False] * len(names)]).iter_rows(named=True)
    return [(Pattern({m: row[f"sure_{m}"] for m in masks}, {m: row[f"open_{m}"] for m in masks}), _open(row)) for row in rows if row["decisions"]]


def _amounts(written: Written, answer: Answer, settling: Settling, rests: Rests, entangled: bool, counting: _Counting) -> None:
    """The awards that are due, their amount, which ``rests`` on facts, not known."""
    import polars as pl

    low, high = pl.col(answer.low), pl.col(answer.high)
    scan = written.scan([answer.status, answer.low, answer.high]).filter(
        (pl.col(answer.status) == ELIGIBLE) & (high.is_null() | (low != high))
    )
    alike = _open(scan.select(_sums(answer)).collect(engine="streaming").row(0, named=True))
    if not alike.decisions:
        return
    counting.found.decisions += alike.decisions
    if entangled:
        counting.found.entangled += alike.decisions
        return
    facts = rests.facts - settling.known(settling.all_hold())
    alone = list(facts) if len(facts) == 1 and rests.settles else []
    counting.open(alike, {Lack(facts, rests.rules)}, alone, amount=True)


def _sums(answer: Answer) -> "list[pl.Expr]":
    import polars as pl

    low, high = pl.col(answer.low), pl.col(answer.high)
    bounded = pl.when(high.is_not_null()).then(low)
    return [pl.len().alias("decisions"), (fen_sum(high) - fen_sum(bounded)).alias("fen"), high.null_count().alias("unbounded")]


def _open(row: dict) -> _Open:
    return _Open(int(row["decisions"]), int(row["fen"] or 0), int(row["unbounded"]))
