"""What a slice is made of never matters: order, pieces, columns left out, nobody, one, the same twice."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from eligibility.batch.decider import Decider
from eligibility.profiles.population.slice import CODE, COUNT_MARK, NAME, NONE_MARK, PAID, POSITION, ROW, Slice
from tests.engines.columnar.agreement import Agreement
from tests.engines.columnar.corners import Corners, made
from tests.engines.columnar.libraries import VOCABULARY, amounts, conditions
from tests.engines.conftest import ROOT, compiled
from tests.engines.small_rules import compiled as compiled_text

YEAR, DAY = 2021, date(2022, 6, 30)
OWN = (ROW, CODE)


def _shipped():
    return compiled(ROOT / "rules")


def _mechanics():
    return compiled(ROOT / "tests/engines/mechanics")


def _small():
    plan, found = compiled_text(conditions(), amounts().replace("t/p", "t/q"), facts=VOCABULARY)
    assert set(found) <= {"P622"}, found
    return plan


@pytest.fixture(scope="module", params=[_shipped, _mechanics, _small], ids=["rules", "mechanics", "small"])
def agreement(request) -> Agreement:
    """Three libraries, for policy year 2021 as seen on 30 June 2022."""
    return Agreement(request.param(), YEAR, DAY)


@pytest.fixture(scope="module")
def profiles(agreement):
    """Enterprises at their corners; every third comes twice."""
    found = Corners(agreement.scalar, random.Random(4)).profiles(80)
    return found + found[::3]


@pytest.fixture(scope="module")
def slice_(agreement, profiles) -> Slice:
    return agreement.slice_of(profiles, agreement.keys)


@pytest.fixture(scope="module")
def decided(agreement, slice_) -> pl.DataFrame:
    return agreement.decider.decide(slice_, trace=True)


def at(slice_: Slice, positions: list[int]) -> Slice:
    """Only these enterprises, in this order."""
    places = pl.DataFrame({POSITION: positions, "new": range(len(positions))}, {POSITION: pl.Int64, "new": pl.Int64})

    def moved(rows: pl.DataFrame) -> pl.DataFrame:
        found = rows.join(places, on=POSITION, how="inner", maintain_order="left")
        return found.with_columns(found["new"].alias(POSITION)).drop("new").sort(POSITION, maintain_order=True)

    return Slice(slice_.frame[positions], {fact: moved(rows) for fact, rows in slice_.records.items()}, None if slice_.paid is None else moved(slice_.paid))


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert_frame_equal(found.drop(OWN), expected.drop(OWN))


def test_the_order_of_enterprises_never_matters(agreement, slice_, decided):
    """Shuffled enterprises get shuffled answers."""
    order = list(range(slice_.frame.height))
    random.Random(1).shuffle(order)
    assert_frame_equal(agreement.decider.decide(at(slice_, order), trace=True), decided[order])


def test_a_slice_cut_in_pieces_gives_the_same_rows(agreement, slice_, decided):
    """Pieces of one, of seven and of the rest, one after the other."""
    cuts = [0, 1, 8, 40, slice_.frame.height]
    pieces = [agreement.decider.decide(at(slice_, list(range(a, b))), trace=True) for a, b in zip(cuts, cuts[1:])]
    assert_frame_equal(pl.concat(pieces), decided)


def test_the_order_of_rows_of_lists_and_of_payments_never_matters(agreement, slice_, decided):
    """Rows of records and of what was paid before, shuffled across enterprises."""
    records = {fact: rows.sample(fraction=1, shuffle=True, seed=3) for fact, rows in slice_.records.items()}
    shuffled = replace(slice_, records=records, paid=slice_.paid.sample(fraction=1, shuffle=True, seed=5))
    assert_frame_equal(agreement.decider.decide(shuffled, trace=True), decided)


def test_the_order_of_columns_and_columns_of_no_use_never_matter(agreement, slice_, decided):
    """Columns turned about, with a fact that no rule asks for."""
    frame = slice_.frame.select(*reversed(slice_.frame.columns), pl.lit(7, pl.Int64).alias("无人问 2020"))
    assert_frame_equal(agreement.decider.decide(replace(slice_, frame=frame), trace=True), decided)


def without(frame: pl.DataFrame, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frame without these columns, and with nulls in them."""
    marks = [name + NONE_MARK for name in names if name + NONE_MARK in frame.columns]
    blank = frame.with_columns(*(pl.lit(None, frame.schema[name]).alias(name) for name in names), *(pl.lit(False).alias(mark) for mark in marks))
    return frame.drop(*names, *marks), blank


def test_a_column_that_is_absent_is_one_of_all_nulls(agreement, slice_):
    """Facts, lists and what was paid before that are blank for everybody, with their columns and without."""
    facts = [name for name in slice_.frame.columns if name not in (ROW, CODE, NAME) and not name.endswith(NONE_MARK)]
    for names in ([PAID + COUNT_MARK], facts[::2], facts[1::2]):
        answers = [agreement.decider.decide(replace(slice_, frame=frame), trace=True) for frame in without(slice_.frame, names)]
        same(*answers)


def test_a_cell_that_no_row_has_may_be_absent(agreement, slice_):
    """Columns of lists that are blank in every row, with and without."""
    for start in (0, 1):
        changed = {fact: without(rows, [c for c in rows.columns if c != POSITION and not c.endswith(NONE_MARK)][start::2]) for fact, rows in slice_.records.items()}
        answers = [agreement.decider.decide(replace(slice_, records={fact: two[which] for fact, two in changed.items()}), trace=True) for which in (0, 1)]
        same(*answers)


def test_a_list_of_which_nobody_has_a_row_may_be_absent(agreement):
    """Counts without tables: no rows, and lists that are not known."""
    nobody = [made({key: [] for key in agreement.keys if agreement.plan.vocabulary[key[0]].type == "records"}, []), made({})]
    slice_ = agreement.slice_of(nobody)
    same(agreement.decider.decide(replace(slice_, records={}, paid=None), trace=True), agreement.decider.decide(slice_, trace=True))
    assert not agreement.differences(replace(slice_, records={}, paid=None))


def test_nobody_gets_no_answers(agreement, slice_):
    """A slice without rows has all columns and no row, whichever columns it came with."""
    for empty in (at(slice_, []), Slice(slice_.frame.select(ROW, CODE, NAME).clear())):
        found = agreement.decider.decide(empty, trace=True)
        assert found.height == 0 and dict(found.schema) == agreement.decider.schema | agreement.decider.trace_schema


def test_of_whom_nothing_is_known_nothing_is_decided_otherwise(agreement):
    """Only rows and codes: as by rows, and the same for each."""
    agreement.check([made({}, code=code) for code in ("甲", None, "乙")])


def test_the_same_enterprise_twice_gets_the_same_twice(agreement, slice_, decided):
    """What comes again is decided again alike, beside whomever it stands."""
    again = range(80, slice_.frame.height)
    same(decided[list(again)], decided[[3 * n for n in range(len(again))]])


def test_fewer_columns_are_the_same_columns(agreement, slice_, decided):
    """Without the masks, without the awards, without either."""
    for trace, awards in ((False, True), (True, False), (False, False)):
        columns = agreement.decider.columns(trace=trace, awards=awards)
        found = agreement.decider.decide(slice_, trace=trace, awards=awards)
        assert dict(found.schema) == columns
        assert_frame_equal(found, decided.select(columns.keys()))


def test_some_policies_alone_are_decided_as_among_all(agreement, slice_, decided):
    """Each policy by itself, where no limit is over it."""
    for answer in agreement.decider.policies[:3]:
        alone = Decider(agreement.plan, YEAR, DAY, [answer.policy])
        found = alone.decide(slice_)
        assert_frame_equal(found, decided.select(found.columns))


def test_deciding_leaves_nothing_behind(agreement, slice_, decided):
    """The same decider, asked again after another slice, gives the same bytes; so does a new one."""
    agreement.decider.decide(at(slice_, [2]), trace=True)
    assert_frame_equal(agreement.decider.decide(slice_, trace=True), decided)
    assert_frame_equal(Decider(agreement.plan, YEAR, DAY).decide(slice_, trace=True), decided)
