"""Whether a decider answers as the scalar engine does, in every column of every row; where not, the smallest example of each cause.

The other side is ``batch.by_rows`` over a scalar engine of its own, made
without the program for known enterprises: the definition of every column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from eligibility.batch.by_rows import row_of, rows_of
from eligibility.batch.columns import PoolAnswer, recorded_in
from eligibility.batch.decider import Decider
from eligibility.engines.columnar.engine import DOUBT
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.plan.plan import Plan
from eligibility.profiles.population.slice import (
    CODE, NAME, PAID, POSITION, ROW, Key, Slice, column_of, count_column, dtype_of, none_column, scale_of,
)
from eligibility.profiles.profile import Profile
from eligibility.profiles.values import NONE_VALUE

#: causes of which an example is made small, and what is tried for one
MOST_SHOWN, MOST_TRIES = 6, 40


# ------------------------------------------------------------------- profiles as slices


def slice_of(profiles: Sequence[Profile], vocabulary: dict, plan: Plan | None = None, keys: Iterable[Key] = ()) -> Slice:
    """The profiles in their order, row 2 first. Columns for the facts that somebody states, and for ``keys``.

    ``plan``, if given, must have this vocabulary. A fact that ``keys`` names and nobody states is a column of nulls.
    """
    assert plan is None or plan.vocabulary is vocabulary
    stated = dict.fromkeys((*keys, *(key for p in profiles for key in p.facts)))
    columns: dict[str, pl.Series] = {
        ROW: pl.Series(range(2, len(profiles) + 2), dtype=pl.Int64),
        CODE: pl.Series([p.code for p in profiles], dtype=pl.String),
        NAME: pl.Series([p.name for p in profiles], dtype=pl.String),
    }
    records = {}
    for key in stated:
        fact = vocabulary[key[0]]
        given = [p.facts[key].value if key in p.facts else None for p in profiles]
        if fact.type == "records":
            columns[count_column(fact.name)] = pl.Series([None if rows is None else len(rows) for rows in given], dtype=pl.Int64)
            records[fact.name] = _rows(fact, given)
        else:
            columns |= _columns(fact, key, given)
    paid = [(position, p.policy, p.award, p.fen) for position, profile in enumerate(profiles) for p in profile.paid or ()]
    columns[count_column(PAID)] = pl.Series([None if p.paid is None else len(p.paid) for p in profiles], dtype=pl.Int64)
    schema = {POSITION: pl.Int64, "policy": pl.String, "award": pl.String, "fen": pl.Int64}
    return Slice(pl.DataFrame(columns), records, pl.DataFrame(paid, schema, orient="row"))


def _columns(fact, key: Key, values: list) -> dict[str, pl.Series]:
    """The column of a fact, and the one that says of whom it is 无."""
    scale, nones = scale_of(fact), [value is NONE_VALUE for value in values]
    cells = [None if value is None or none else value if scale == 1 else value * scale for value, none in zip(values, nones)]
    assert scale == 1 or all(cell is None or cell == int(cell) for cell in cells), f"{key} is finer than a slice can say"
    cells = cells if scale == 1 else [None if cell is None else int(cell) for cell in cells]
    found = {column_of(key): pl.Series(cells, dtype=dtype_of(fact))}
    return found | ({none_column(key): pl.Series(nones, dtype=pl.Boolean)} if any(nones) else {})


def _rows(fact, given: list) -> pl.DataFrame:
    found = [(position, row) for position, rows in enumerate(given) for row in rows or ()]
    columns = {POSITION: pl.Series([position for position, _ in found], dtype=pl.Int64)}
    for column in fact.columns.values():
        columns |= _columns(column, (column.name, None), [row.get(column.name) for _, row in found])
    return pl.DataFrame(columns)


# -------------------------------------------------------------------------- comparing


class Difference(NamedTuple):
    """A cell that is not the same. ``operation``: the clause, status, amount or pool of the plan that it speaks of."""

    position: int
    column: str
    operation: int
    got: object
    want: object


class Agreement:
    """A plan for one policy year and day, decided both ways. ``decider`` may be given where another is to be tried."""

    def __init__(self, plan: Plan, year: int, day, policies=None, decider=None):
        self.plan = plan
        self.decider = decider or Decider(plan, year, day, policies)
        self.scalar = ScalarEngine(plan, year, day, policies)
        self.keys = [slot.key for slot in self.scalar.slots if slot.kind == "fact"]
        self.operations = self._operations()

    def slice_of(self, profiles: Sequence[Profile], keys: Iterable[Key] = ()) -> Slice:
        return slice_of(profiles, self.plan.vocabulary, self.plan, keys)

    def check(self, profiles: Sequence[Profile]) -> None:
        """Raises AssertionError that names each cause, its place, both values, and the fewest facts that show it."""
        found = self.differences(self.slice_of(profiles), profiles)
        assert not found, self.told(found, profiles)

    def doubtful(self, slice_: Slice) -> int:
        """Of how many rows the columns leave the answer to the scalar engine."""
        own = tuple(name for name in self.decider.columns(trace=True) if name not in (ROW, CODE))
        return self.decider.columnar.run(slice_, own)[DOUBT].sum()

    def differences(self, slice_: Slice, profiles: Sequence[Profile] = (), sure: bool = True) -> list[Difference]:
        """All of them, by operation and row; ``sure``: the form of the table is looked at too.

        ``profiles`` of the slice, where they are at hand, are quicker to decide than rows that are read back out of it.
        """
        got = self.decider.decide(slice_, trace=True)
        if sure:
            assert dict(got.schema) == self.decider.schema | self.decider.trace_schema, "other columns than the schema says"
            assert got.select(ROW, CODE).equals(slice_.frame.select(ROW, CODE)), "other enterprises than the slice has"
        own = {name: kind for name, kind in got.schema.items() if name not in (ROW, CODE)}
        rows = ([row_of(self.scalar, self.scalar.run_profile(p), self.decider.bits) for p in profiles]
                or rows_of(self.scalar, slice_, range(slice_.frame.height), self.decider.bits))
        want = pl.DataFrame(rows, own)
        if got.select(want.columns).equals(want):
            return []
        found = []
        for name in want.columns:
            for position in got[name].ne_missing(want[name]).arg_true():
                cells = got[name][position], want[name][position]
                found += self._bits(position, name, *cells) if name in self.decider.trace_schema else [
                    Difference(position, name, self.operations[name], *cells)]
        return sorted(found, key=lambda d: (d.operation, d.position))

    def _bits(self, position: int, name: str, got: int | None, want: int) -> list[Difference]:
        """Each bit of a mask that is not the same."""
        word, _, mask = name.partition("_")
        if got is None:
            return [Difference(position, name, 0, got, want)]
        return [Difference(position, f"{word} {b.bit}", b.operation, got >> b.bit & 1, want >> b.bit & 1)
                for b in self.decider.bits if b.mask == int(mask) and (got ^ want) >> b.bit & 1]

    def _operations(self) -> dict[str, int]:
        """Column → the operation it speaks of."""
        found = {}
        for answer in self.decider.answers:
            document = next(d for d in self.decider.documents if d.id == answer.policy)
            award = next((a for a in document.awards if a.name == answer.award), None)
            found[answer.status] = document.settle if award is None else award.status
            found[answer.low] = found[answer.high] = document.settle if award is None else award.amount
        for document in self.decider.documents:
            for pool in document.pools:
                answer = PoolAnswer(document.id, pool.name)
                found |= {answer.inside: pool.inside, answer.recorded: recorded_in(pool)[0]}
        return found

    # ---------------------------------------------------------------------- telling

    def told(self, found: list[Difference], profiles: Sequence[Profile]) -> str:
        """Each column that differs somewhere, the first with a small example."""
        causes: dict[tuple[int, str], list[Difference]] = {}
        for difference in found:
            causes.setdefault((difference.operation, difference.column), []).append(difference)
        lines = [f"{len({d.position for d in found})} of {len(profiles)} enterprises differ, in {len(causes)} columns or bits"]
        for (operation, column), cases in list(causes.items())[:MOST_SHOWN]:
            op = self.plan.operations[operation]
            lines.append(f"\n{column} ({len(cases)} rows): operation {operation} {op.op} {op.label or ''} at {self.plan.where(operation)}")
            first = cases[0]
            small = self.smallest(profiles[first.position], column)
            if small is None:
                lines.append(f"  got {first.got}, by rows {first.want}; alone it agrees. {_shown(profiles[first.position])}")
                continue
            again = next(d for d in self._alone(small) if d.column == column)
            lines.append(f"  got {again.got}, by rows {again.want}\n  {_shown(small)}")
        return "\n".join(lines)

    def _alone(self, profile: Profile) -> list[Difference]:
        return self.differences(self.slice_of([profile], self.keys), sure=False)

    def smallest(self, profile: Profile, column: str) -> Profile | None:
        """The profile without all that ``column`` differs without; None where it does not differ in a slice of its own."""

        def first_that_differs(candidates: list[Profile]) -> Profile | None:
            differing = {d.position for d in self.differences(self.slice_of(candidates, self.keys), sure=False) if d.column == column}
            return candidates[min(differing)] if differing else None

        if first_that_differs([profile]) is None:
            return None
        size = len(profile.facts)
        while size:  # ever fewer facts at once
            keys = list(profile.facts)
            chunks = [keys[start : start + size] for start in range(0, len(keys), size)]
            found = first_that_differs([_without(profile, chunk) for chunk in chunks])
            profile, size = (found, min(size, len(found.facts))) if found is not None else (profile, size // 2)
        for _ in range(MOST_TRIES):
            candidates = [*_with_less_of_lists(profile)]
            found = first_that_differs(candidates) if candidates else None
            if found is None:
                break
            profile = found
        return profile


def _without(profile: Profile, keys: Sequence[Key]) -> Profile:
    return replace(profile, facts={key: given for key, given in profile.facts.items() if key not in keys})


def _with_less_of_lists(profile: Profile) -> Iterator[Profile]:
    """One row of a records fact, one cell of a row, or one payment left out."""
    for key, given in profile.facts.items():
        rows = given.value if isinstance(given.value, list) else []
        for number, row in enumerate(rows):
            others = [rows[:number], rows[number + 1 :]]
            yield replace(profile, facts=profile.facts | {key: given._replace(value=[*others[0], *others[1]])})
            for column in row:
                less = {name: cell for name, cell in row.items() if name != column}
                yield replace(profile, facts=profile.facts | {key: given._replace(value=[*others[0], less, *others[1]])})
    for number in range(len(profile.paid or ())):
        yield replace(profile, paid=profile.paid[:number] + profile.paid[number + 1 :])


def _shown(profile: Profile) -> str:
    facts = {" ".join(str(part) for part in key if part is not None): given.value for key, given in profile.facts.items()}
    paid = None if profile.paid is None else [(p.policy, p.award, p.fen) for p in profile.paid]
    return f"facts {facts} paid {paid}"
