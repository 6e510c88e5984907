"""A population decided with two sets of rules, slice by slice; only policies whose rules differ are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from ..plan.plan import Plan
from ..plan.select import select
from ..profiles.population.slice import CODE, COUNT_MARK, NAME, PAID, ROW, Key, Slice, column_of, count_column
from .columns import INELIGIBLE, Answer
from .decider import Decider
from .examples import Examples
from .kinds_of_change import KINDS, UNCHANGED, kind_column, size_column
from .policy_digest import policy_digests, tied
from .rules_diff import BOTH, NEW_ONLY, OLD_ONLY, Enterprises, Money, NoColumn, PolicyDiff, RulesDiff, Tally
from .two_readings import Pair

ENDS = ("status", "low", "high")
Told = Callable[[dict[str, pl.DataFrame]], None]


class Side(NamedTuple):
    """One set of rules and its policies to compare, in its order."""

    plan: Plan
    policies: list[str]


class Comparison:
    """Two sets of rules, ready to be tried on slices of a population.

    ``policies``: what each policy is so far. ``deciders`` are those of the
    policies whose rules differ; both None where no policy does.
    """

    def __init__(self, old: Side, new: Side, policy_year: int, as_of: date):
        self.old, self.new = old, new
        titles = _titles(old, policy_year, as_of) | _titles(new, policy_year, as_of)
        digests = [policy_digests(select(side.plan, policy_year, as_of)) for side in (old, new)]
        self.policies = []
        for policy in dict.fromkeys([*new.policies, *old.policies]):
            within = BOTH if policy in old.policies and policy in new.policies else NEW_ONLY if policy in new.policies else OLD_ONLY
            same = within == BOTH and digests[0][policy] == digests[1][policy]
            self.policies.append(PolicyDiff(policy, titles[policy], within, same))
        self.result = RulesDiff(policy_year, as_of, old.plan.sha256, new.plan.sha256, self.policies)
        self.deciders = [self._decider(side, policy_year, as_of) for side in (old, new)]
        self._no_column: tuple[set, set] | None = None

    def _decider(self, side: Side, policy_year: int, as_of: date) -> Decider | None:
        """Decides the policies that differ, with those that limits tie to them; None where there are none."""
        differ = {p.policy for p in self.result.compared}
        selection = select(side.plan, policy_year, as_of)
        together = tied(selection, side.policies)
        needed = [policy for policy in side.policies if together[policy] & differ]
        limits = [d.id for d in selection.documents if any(p in needed for limit in d.limits for p, _ in limit.awards)]
        return Decider(side.plan, policy_year, as_of, [*needed, *limits]) if differ & set(side.policies) else None

    @property
    def facts(self) -> frozenset[Key]:
        """What either rules ask of an enterprise, its name and what it was paid."""
        names = {(fact.name, None) for side in (self.old, self.new) for fact in side.plan.vocabulary.values() if fact.role == "name"}
        return frozenset({*names, (PAID, None)}).union(*(d.facts for d in self.deciders if d is not None))

    def run(self, pairs: Iterable[Pair], files: Sequence[str] = (), told: Told | None = None) -> RulesDiff:
        """Everything that changes.

        ``told`` hears of each slice: policy → its enterprises with ``row``,
        ``code``, ``name``, ``kind`` (position in KINDS), and ``status``, ``low``
        and ``high`` with ``_before`` and ``_after``.
        """
        examples = Examples([p.policy for p in self.result.compared])
        for pair in pairs:
            self.result.read += pair.read
            self.result.used += pair.new.frame.height
            if self._no_column is None:
                self._no_column = _no_column(self.deciders[0], pair.old), _no_column(self.deciders[1], pair.new)
            if not self.result.compared:
                continue
            changes = self._changes(pair)
            for policy in self.result.compared:
                _count(policy, changes[policy.policy])
            self.result.enterprises += _enterprises(list(changes.values()))
            examples.look(pair, changes, self.old.plan.vocabulary, self.new.plan.vocabulary, files[0] if len(files) == 1 else "")
            if told is not None:
                told(changes)
        for policy in self.policies:
            if policy.same:
                policy.kinds[UNCHANGED] = Tally(self.result.used)
        old, new = self._no_column or (set(), set())
        self.result.no_column = NoColumn(*(tuple(sorted(names)) for names in (new - old, new & old, old - new)))
        self.result.examples = examples.decided(*self.deciders)
        return self.result

    def _changes(self, pair: Pair) -> dict[str, pl.DataFrame]:
        before, after = (None if d is None else d.decide(s) for d, s in zip(self.deciders, (pair.old, pair.new)))
        head = pair.new.frame.select(ROW, CODE, NAME)
        found = {}
        for policy in self.result.compared:
            frame = pl.concat([head, _of(policy.policy, before, head.height, "before"), _of(policy.policy, after, head.height, "after")], how="horizontal")
            found[policy.policy] = frame.with_columns(kind=kind_column(), size=size_column())
        return found


def _titles(side: Side, policy_year: int, as_of: date) -> dict[str, str]:
    return {d.id: d.title for d in select(side.plan, policy_year, as_of).documents}


def _of(policy: str, decided: pl.DataFrame | None, rows: int, when: str) -> pl.DataFrame:
    """What a policy came to; where the rules have no such policy nobody is eligible and gets nothing."""
    answer = Answer(policy, None)
    names = [f"{end}_{when}" for end in ENDS]
    if decided is None or answer.status not in decided.columns:
        kinds = (pl.UInt8, pl.Int64, pl.Int64)
        return pl.select(pl.repeat(value, rows, dtype=kind).alias(name) for name, kind, value in zip(names, kinds, (INELIGIBLE, 0, 0)))
    return decided.select(pl.col(column).alias(name) for column, name in zip((answer.status, answer.low, answer.high), names))


def _count(policy: PolicyDiff, frame: pl.DataFrame) -> None:
    """Add a slice to the tallies of a policy."""
    sums = [expression for when in ("before", "after") for expression in (
        pl.col(f"low_{when}").cast(pl.Int128).sum(),  # of many large amounts the sum may leave 64 bits
        pl.col(f"high_{when}").cast(pl.Int128).sum(),
        pl.col(f"high_{when}").null_count().alias(f"unbounded_{when}"),
    )]  # fmt: skip
    for kind, count, *money in frame.group_by("kind").agg(pl.len(), *sums).sort("kind").iter_rows():
        name = KINDS[kind]
        policy.kinds[name] += Tally(count, Money(*money[:3]), Money(*money[3:]))


def _enterprises(changes: list[pl.DataFrame]) -> Enterprises:
    """Who gains and who loses over all policies; an upper end nobody knows is more than any that is known."""
    low, high, unbounded = (sum((part(frame) for frame in changes[1:]), part(changes[0])) for part in (_low, _high, _unbounded))
    any_change = changes[0]["kind"] != 0
    for frame in changes[1:]:
        any_change |= frame["kind"] != 0
    ends = pl.DataFrame({"low": low.sign(), "bound": unbounded.sign(), "sum": high.sign()})
    ends = ends.select("low", high=pl.when(pl.col("bound") != 0).then("bound").otherwise("sum")).filter(any_change)
    worse, better = (ends["low"] < 0) | (ends["high"] < 0), (ends["low"] > 0) | (ends["high"] > 0)
    gaining, losing = int((better & ~worse).sum()), int((worse & ~better).sum())
    return Enterprises(gaining, losing, ends.height - gaining - losing)


def _low(frame: pl.DataFrame) -> pl.Series:
    return frame["low_after"] - frame["low_before"]


def _high(frame: pl.DataFrame) -> pl.Series:
    return frame["high_after"].fill_null(0) - frame["high_before"].fill_null(0)


def _unbounded(frame: pl.DataFrame) -> pl.Series:
    """How many upper ends less are known."""
    return frame["high_after"].is_null().cast(pl.Int64) - frame["high_before"].is_null().cast(pl.Int64)


def _no_column(decider: Decider | None, slice_: Slice) -> set[str]:
    """Facts, with their year as headings have it, that a decider asks for and no column stands for."""
    if decider is None:
        return set()
    there = set(slice_.frame.columns)
    vocabulary = decider.plan.vocabulary
    asked = {}
    for name, year in decider.facts:
        heading = name if year is None else f"{year}年{name}"
        asked[heading] = count_column(name) if vocabulary[name].type == "records" else column_of((name, year))
    if any(slot.kind.startswith("paid") for slot in decider.scalar.slots):
        asked[PAID] = PAID + COUNT_MARK
    return {name for name, column in asked.items() if column not in there}
