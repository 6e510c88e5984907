"""Of a population the few enterprises that show what changes: the largest changes, spread over the kinds of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ..decisions.decide import decide
from ..profiles.population.one import profile_at
from ..profiles.population.slice import CODE, NAME, ROW
from .kinds_of_change import KINDS
from .rules_diff import Example

if TYPE_CHECKING:
    from ..language.fact import Fact
    from ..profiles.profile import Profile
    from .decider import Decider
    from .two_readings import Pair

MOST = 10
_ORDER = ["size", CODE, ROW, "order"]


class Examples:
    """Looks at slice after slice and keeps at most ``MOST`` enterprises of each kind, with what they state."""

    def __init__(self, policies: list[str]) -> None:
        self.policies = policies
        self.kept: pl.DataFrame | None = None
        self.profiles: dict[tuple[int, str], tuple[Profile, Profile]] = {}

    def look(self, pair: Pair, changes: dict[str, pl.DataFrame], old: dict[str, Fact], new: dict[str, Fact], file: str) -> None:
        """``changes``: policy → the changes of the slice, as ``Comparison.run`` tells them."""
        found = [_largest(changes[policy].with_row_index("position"), order) for order, policy in enumerate(self.policies)]
        fresh = _best(pl.concat(found))
        kept = _best(pl.concat([self.kept, fresh]) if self.kept is not None else fresh)
        here = set(zip(fresh[ROW], fresh[CODE]))
        wanted = {(row, code): position for row, code, position in kept.select(ROW, CODE, "position").iter_rows()}
        profiles = {}
        for key, position in wanted.items():
            if key in self.profiles:
                profiles[key] = self.profiles[key]
            elif key in here:
                profiles[key] = profile_at(pair.old, position, old, file), profile_at(pair.new, position, new, file)
        self.kept, self.profiles = kept, profiles

    def decided(self, old: Decider | None, new: Decider | None) -> tuple[Example, ...]:
        """At most ``MOST`` enterprises: of each kind in turn the largest change of an enterprise not taken yet."""
        if self.kept is None:
            return ()
        waiting = {kind: rows.rows(named=True) for (kind,), rows in self.kept.group_by("kind", maintain_order=True)}
        taken: dict[tuple[int, str], dict] = {}
        while len(taken) < MOST and any(waiting.values()):
            for kind in sorted(waiting):
                waiting[kind] = [row for row in waiting[kind] if (row[ROW], row[CODE]) not in taken]
                if waiting[kind] and len(taken) < MOST:
                    row = waiting[kind].pop(0)
                    taken[row[ROW], row[CODE]] = row
        return tuple(self._example(row, old, new) for row in sorted(taken.values(), key=lambda r: (r["kind"], -r["size"], r[CODE], r[ROW])))

    def _example(self, row: dict, old: Decider | None, new: Decider | None) -> Example:
        profiles = self.profiles[row[ROW], row[CODE]]
        before, after = (None if d is None else decide(d.scalar, profile) for d, profile in zip((old, new), profiles))
        return Example(row[ROW], row[CODE], row[NAME], self.policies[row["order"]], KINDS[row["kind"]], before, after)


def _largest(changes: pl.DataFrame, order: int) -> pl.DataFrame:
    """The changes of one policy that may be among the largest of their kind."""
    found = changes.filter(pl.col("kind") != 0).select("kind", "size", ROW, CODE, NAME, "position", order=pl.lit(order, pl.Int64))
    return _best(found)


def _best(found: pl.DataFrame) -> pl.DataFrame:
    """Of each kind the enterprises with the largest changes, each once, the largest first."""
    ordered = found.sort(["kind", *_ORDER], descending=[False, True, False, False, False], nulls_last=True)
    return ordered.unique(["kind", ROW, CODE], keep="first", maintain_order=True).group_by("kind", maintain_order=True).head(MOST)
