"""Populations made up: within the ranges, as many blanks and edges as asked, the same for the same seed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from eligibility.batch.by_rows import rows_of
from eligibility.decisions.evidence import operations_below
from eligibility.language.fact import Fact
from eligibility.plan.facts import fact_span
from eligibility.plan.operations import COMPARISONS
from eligibility.profiles import credit_code
from eligibility.profiles.population.slice import (
    CODE, COUNT_MARK, NONE_MARK, PAID, POSITION, ROW, Slice, column_of, count_column, dtype_of, none_column, scale_of,
)
from eligibility.sampling import population
from eligibility.sampling.leaf import fact_of, leaf_of
from eligibility.sampling.population import Tally, sample

N = 6000


def one(engine, n=N, seed=1, **how) -> Slice:
    (found,) = sample(engine, n, seed, **how)
    return found


@pytest.fixture(scope="module")
def some(engine) -> Slice:
    return one(engine)


def columns(engine, slice_: Slice) -> list[tuple[Fact, pl.DataFrame, str]]:
    """(fact, frame, column) of every column of values, lists' among them."""
    vocabulary = engine.plan.vocabulary
    found = []
    for slot in engine.slots:
        if slot.kind == "fact" and vocabulary[slot.key[0]].type != "records":
            found.append((vocabulary[slot.key[0]], slice_.frame, column_of(slot.key)))
    for name, frame in slice_.records.items():
        found += [(column, frame, column.name) for column in vocabulary[name].columns.values() if column.name in frame.columns]
    return found


def test_every_asked_fact_is_there_with_its_type_and_nothing_else(engine, some):
    """A slice has a column for each fact that is asked, typed as slices are, and none for others."""
    for fact, frame, name in columns(engine, some):
        assert frame.schema[name] == dtype_of(fact), name
    asked = {column_of(slot.key) for slot in engine.slots if slot.kind == "fact"}
    there = {name.removesuffix(COUNT_MARK) for name in some.frame.columns if not name.endswith(NONE_MARK)}
    assert there - {ROW, CODE, "name", PAID} == asked


def test_all_values_lie_in_their_ranges(engine, some):
    """Nobody states what the vocabulary does not allow."""
    for fact, frame, name in columns(engine, some):
        if frame.schema[name] == pl.Int64 and frame.height:
            low, high = (int(end * scale_of(fact)) for end in fact_span(fact))
            assert low <= frame[name].min() and frame[name].max() <= high, name


def test_three_in_a_hundred_cells_are_blank(engine, some):
    """Each fact is blank for about 3 %, whether it may be 无 or not."""
    for fact, frame, name in columns(engine, some):
        none = none_column((name, None))
        blank = frame[name].is_null() & ~frame[none] if none in frame.columns else frame[name].is_null()
        assert (none in frame.columns) == (fact.none is not None)
        assert 0.02 < blank.mean() < 0.04, name


def test_lists_have_no_to_four_rows_that_are_counted(engine, some):
    """The rows of a list are as many as its count says, for everybody."""
    for name, frame in some.records.items():
        counts = some.frame[count_column(name)]
        assert counts.drop_nulls().unique().sort().to_list() == [0, 1, 2, 3, 4]
        assert 0.02 < counts.is_null().mean() < 0.04
        assert np.array_equal(np.bincount(frame[POSITION], minlength=N), counts.fill_null(0).to_numpy())
        assert frame[POSITION].is_sorted()


def test_same_seed_same_bytes_other_seed_other(engine, some):
    """A seed says everything; of another seed only codes and names are the same."""
    again, other = one(engine), one(engine, seed=2)
    assert again.frame.equals(some.frame) and all(again.records[name].equals(some.records[name]) for name in some.records)
    assert not other.frame.equals(some.frame) and other.frame[CODE].equals(some.frame[CODE])


def test_a_row_is_the_same_however_many_follow(bench, monkeypatch):
    """Fewer enterprises are the beginning of more, within a block, over blocks and over slices."""
    monkeypatch.setattr(population, "BLOCK_ROWS", 512)
    monkeypatch.setattr(population, "SLICE_ROWS", 1024)
    many = pl.concat([slice_.frame for slice_ in sample(bench, 2700, 3)])
    assert many.height == 2700 and many[ROW].to_list() == list(range(2, 2702)) and many[CODE].n_unique() == 2700
    for n in (1, 511, 512, 1024, 1500):
        assert pl.concat([slice_.frame for slice_ in sample(bench, n, 3)]).equals(many.head(n))


def test_lists_of_later_blocks_stand_at_their_enterprises(engine, monkeypatch):
    """Positions count on over the blocks of a slice."""
    monkeypatch.setattr(population, "BLOCK_ROWS", 256)
    slice_ = one(engine, 600)
    for name, frame in slice_.records.items():
        counts = slice_.frame[count_column(name)].fill_null(0).to_numpy()
        assert np.array_equal(np.bincount(frame[POSITION], minlength=600), counts)


def test_codes_are_right_and_each_its_own(some):
    """Codes pass the check of their last character, and no two are the same."""
    assert some.frame[CODE].n_unique() == N
    assert all(credit_code.fault(code) is None for code in some.frame[CODE].head(500))


def fixed(engine, index: int) -> Fraction | None:
    """The true value of an operation that is the same for everybody: a number, the day, an end of a year."""
    op = engine.operations[engine.target(index)]
    match op.op:
        case "const":
            return Fraction(*op.data)
        case "as_of":
            return Fraction(engine.selection.as_of.toordinal())
        case "year_start":
            return Fraction(date(engine.selection.year(*op.data), 1, 1).toordinal())
        case "year_end":
            return Fraction(date(engine.selection.year(*op.data), 12, 31).toordinal())
    return None


def sides(engine, slice_: Slice) -> dict[int, set[int]]:
    """Comparison of a fact, or of a column, with what is fixed → the sides (-1, 0, 1 of the last digit) on which nobody lies, but could."""
    vocabulary = engine.plan.vocabulary
    found = {}
    for index in operations_below(engine, engine.roots()):
        op = engine.operations[index]
        if op.op not in COMPARISONS:
            continue
        left, bound = engine.operations[engine.target(op.args[0])], fixed(engine, op.args[1])
        leaf = leaf_of(engine, left)
        if leaf is None or left.op not in ("fact", "column") or bound is None:
            continue
        fact = fact_of(vocabulary, leaf)
        column = slice_.records[leaf[0]][leaf[1]] if left.op == "column" else slice_.frame[column_of(leaf)]
        low, high = (int(end * scale_of(fact)) for end in fact_span(fact))
        near = column.drop_nulls().to_numpy() - int(bound * scale_of(fact))
        found[index] = {side for side in (-1, 0, 1) if low <= bound * scale_of(fact) + side <= high and not (near == side).any()}
    return found


def test_every_fixed_bound_is_tried_on_three_sides(engine, some):
    """Just under, at and just over every number and day that a fact or a column is compared with, somebody is found."""
    missing = sides(engine, some)
    assert missing and not any(missing.values())
    assert any(sides(engine, one(engine, boundary=0.0)).values())


def test_shares_and_sums_are_placed_by_the_row(bench, some):
    """Of a ratio and of a sum over years, many lie within a unit of the bound that their own row sets."""
    frame = one(bench).frame.drop_nulls()
    share = frame["新产品销售收入 2020"] - frame["营业收入 2020"] * 3 // 10
    total = frame["营业收入 2019"] + frame["营业收入 2020"] - 2 * 10**10
    assert share.is_between(-1, 1).sum() > 10 and total.is_between(-1, 1).sum() > 3


@pytest.mark.parametrize("boundary", [0.0, 0.2, 0.5])
def test_as_many_lie_at_edges_as_asked(bench, boundary):
    """About the share asked for, a little less where an edge lies beyond what a fact can be."""
    tally = Tally()
    one(bench, boundary=boundary, tally=tally)
    assert 0.85 * boundary <= tally.placed / tally.edged <= boundary + 0.01
    assert 0.029 < tally.blanks / tally.cells < 0.031 and tally.enterprises == N


def test_sizes_go_together(bench):
    """Whoever sells more employs more, and spends more on research; next year is like this year."""
    frame = one(bench).frame.drop_nulls(["营业收入 2020", "职工总数 2020", "研发费用 2020", "营业收入 2021"])
    for a, b, least in (("营业收入 2020", "职工总数 2020", 0.4), ("营业收入 2020", "研发费用 2020", 0.4), ("营业收入 2020", "营业收入 2021", 0.6)):
        assert frame.select(pl.corr(a, b, method="spearman")).item() > least


def test_a_part_is_not_more_than_its_whole(bench):
    """What the plan takes for a share of another fact is at most all of it."""
    frame = one(bench).frame.drop_nulls(["新产品销售收入 2020", "营业收入 2020", "科技人员数 2020", "职工总数 2020"])
    assert (frame["新产品销售收入 2020"] <= frame["营业收入 2020"]).all() and (frame["科技人员数 2020"] <= frame["职工总数 2020"]).all()


def test_named_and_other_options_both_occur(engine, some):
    """Every option of a choice, and both answers to a question, are somebody's."""
    for fact, frame, name in columns(engine, some):
        if fact.type in ("choice", "yes_no"):
            assert frame[name].drop_nulls().n_unique() == (len(fact.options) or 2), name


def test_some_were_paid_before(engine, some):
    """Where it matters what was paid before, a few were paid for an award that is asked about, and some do not know."""
    asked = {slot.key for slot in engine.slots if slot.kind == "paid_ever"}
    assert (some.paid is not None) == bool(asked)
    if asked:
        assert asked == set(zip(some.paid["policy"], some.paid["award"]))
        counts = some.frame[count_column(PAID)]
        assert 0.02 < counts.is_null().mean() < 0.04 and 0.02 < (counts > 0).mean() < 0.08
        assert np.array_equal(np.bincount(some.paid[POSITION], minlength=N), counts.fill_null(0).to_numpy())
        assert (some.paid["fen"].drop_nulls() > 0).all()


def test_all_facts_are_written_when_asked(bench):
    """The whole vocabulary in the years of the plan, yearly facts in each."""
    frame = one(bench, 50, all_facts=True).frame
    assert {"注册资本", "贷款利率", "营业收入 2018", "贷款利息 2018"} <= set(frame.columns)


def test_everybody_can_be_decided(engine, some):
    """The scalar engine decides them; some are eligible for something, some for nothing, some undetermined."""
    found = rows_of(engine, some, range(150))
    statuses = {value for row in found for name, value in row.items() if not name.endswith((" 至少", " 至多"))}
    assert len(found) == 150 and statuses == {0, 1, 2}


@pytest.mark.parametrize("n,seed,boundary", [(0, 1, 0.2), (population.MOST + 1, 1, 0.2), (5, -1, 0.2), (5, 1, 1.1), (5, 1, -0.1)])
def test_what_cannot_be_is_refused(bench, n, seed, boundary):
    """Counts, seeds and shares that make no sense are refused before anything is drawn."""
    with pytest.raises(ValueError):
        sample(bench, n, seed, boundary)
