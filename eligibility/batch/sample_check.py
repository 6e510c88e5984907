"""Some rows of a batch decided once more by the scalar engine: some at random, some where a mistake would show first.

Which rows is settled by the batch itself, so that a second run looks at the same.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ..engines.scalar.engine import ScalarEngine
from ..interview.answers import Answer, answers_of
from ..interview.saved import profile_text
from ..language.fact import Fact
from ..plan.operations import COMPARISONS
from ..profiles.population.one import profile_at
from ..profiles.population.slice import Slice, column_of, scale_of
from .by_rows import rows_of
from .columns import Bit

if TYPE_CHECKING:
    import polars as pl

_CLOSE = 1e-6  # how near a quotient is to its limit, as a share of it


class Difference(NamedTuple):
    """What two engines made of the enterprise at ``position``; ``column`` may be that of a mask."""

    position: int
    column: str
    columnar: int | None
    scalar: int | None


class SampleCheck:
    """``wanted`` rows at random of a table of ``rows``, and up to as many each that sit on a limit or are open in amount."""

    def __init__(self, engine: ScalarEngine, wanted: int, rows: int, seed: str, bits: tuple[Bit, ...] = ()):
        self.engine, self.wanted, self.rows, self.seed, self.bits = engine, wanted, rows, seed, bits
        self.checked = 0
        self._limits = list(dict.fromkeys(_limits(engine)))

    def compare(self, slice_: Slice, decided: "pl.DataFrame", start: int, read: int) -> Difference | None:
        """The first difference among the rows looked at of a slice: ``read`` rows of the table from ``start`` on."""
        positions = self.positions(slice_, decided, start, read)
        self.checked += len(positions)
        for position, own in zip(positions, rows_of(self.engine, slice_, positions, self.bits)):
            other = decided.row(position, named=True)
            for column, value in own.items():
                if column in other and other[column] != value:
                    return Difference(position, column, other[column], value)
        return None

    def positions(self, slice_: Slice, decided: "pl.DataFrame", start: int, read: int) -> list[int]:
        """Positions in the slice, ascending, each once."""
        share = self.wanted * (start + read) // self.rows - self.wanted * start // self.rows  # of all slices together just ``wanted``
        draw = random.Random(f"{self.seed} {start}")
        chosen: set[int] = set()
        for candidates in (range(decided.height), self._at_limits(slice_), _open(decided)):
            chosen.update(draw.sample(candidates, min(share, len(candidates))))
        return sorted(chosen)

    def _at_limits(self, slice_: Slice) -> list[int]:
        """Rows with a fact, or a quotient of two, at what it is compared with, or one step from it."""
        import polars as pl

        columns = slice_.frame.columns
        tests = [limit.expression() for limit in self._limits if all(key in columns for key in limit.columns)]
        return slice_.frame.select(pl.any_horizontal(tests).fill_null(False).arg_true()).to_series().to_list() if tests else []


def _open(decided: "pl.DataFrame") -> list[int]:
    """Rows with an amount that is not settled."""
    import polars as pl

    ends = {name.removesuffix(" 至少") for name in decided.columns if name.endswith(" 至少")}
    tests = [pl.col(f"{name} 至少").ne_missing(pl.col(f"{name} 至多")) for name in sorted(ends)]
    return decided.select(pl.any_horizontal(tests).arg_true()).to_series().to_list() if tests else []


class _Limit(NamedTuple):
    """``columns``: of a fact, or of the two whose quotient is compared; ``value``: the limit, in units of the column(s)."""

    columns: tuple[str, ...]
    value: Fraction

    def expression(self) -> "pl.Expr":
        import polars as pl

        if len(self.columns) == 1:
            return (pl.col(self.columns[0]) - int(self.value)).abs() <= 1
        quotient = pl.col(self.columns[0]) / pl.col(self.columns[1])
        return (quotient - float(self.value)).abs() <= _CLOSE * abs(float(self.value))


def _limits(engine: ScalarEngine):
    """Every comparison of a fact, or of one fact divided by another, with a number that the rules give."""
    for op in engine.operations:
        if op.op not in COMPARISONS or op.scope is not None:
            continue
        for subject, limit in (op.args, op.args[::-1]):
            value = _number(engine, limit)
            facts = _facts(engine, subject)
            if value is not None and facts:
                scale = Fraction(scale_of(facts[0][1]), scale_of(facts[1][1]) if len(facts) > 1 else 1)
                yield _Limit(tuple(column for column, _ in facts), value * scale)


def _number(engine: ScalarEngine, index: int) -> Fraction | None:
    index = engine.target(index)
    value = engine.constants.get(index)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value) / engine.scale(index)
    return None


def _facts(engine: ScalarEngine, index: int) -> list[tuple[str, Fact]]:
    """The column and fact, or the two of a quotient; none for anything else."""
    index = engine.target(index)
    op = engine.operations[index]
    found = []
    for part in map(engine.target, op.args if op.op == "div" else [index]):
        slot = engine.slot_of.get(part)
        if engine.operations[part].op != "fact" or slot is None:
            return []
        key = engine.slots[slot].key
        found.append((column_of(key), engine.plan.vocabulary[key[0]]))
    return found


def reproduction(slice_: Slice, position: int, vocabulary: dict[str, Fact], heading: list[str]) -> str:
    """The enterprise as a YAML profile that ``eligibility check`` reads; ``heading`` becomes its first comment."""
    profile = profile_at(slice_, position, vocabulary)
    answers = answers_of(profile)
    for fact in vocabulary.values():
        stated = {"name": profile.name, "code": profile.code}.get(fact.role)
        if stated and (fact.name, None) not in answers.facts:
            answers = answers.give((fact.name, None), Answer(stated, stated))
    return profile_text(answers, vocabulary, heading)
