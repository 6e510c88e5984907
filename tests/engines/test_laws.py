"""What must hold of every answer, whatever the rules: exactness, blanks, order."""

from __future__ import annotations

import random
from fractions import Fraction

from tests.engines.enterprises import Generator
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.reference import Reference, Undefined

from eligibility.engines.scalar.values import Interval, ends
from eligibility.plan.operations import OPERATIONS
from eligibility.profiles.values import NONE_VALUE

SEEDS = st.integers(0, 2**32)


def inside(value, interval) -> bool:
    """Whether a narrower value or interval lies within ``interval``."""
    (low, high), (least, most) = ends(value), ends(interval)
    return least <= low and high <= most


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS)
def test_a_fully_known_enterprise_gets_the_exact_answer_of_the_slow_reading(engine, seed):
    """Every operation outside of rows equals its meaning in plain fractions, on and beside every bound."""
    facts = Generator(engine, random.Random(seed)).full()
    paid = [("test/mechanics", "按率", 100_0000)]
    trace = engine.run(facts, paid)
    reference = Reference(engine.selection, facts, paid)
    for document in engine.documents:
        for index in {i for a in document.awards for i in (a.status, a.amount)} | set(document.definitions.values()):
            try:
                expected = reference(index)
            except (Undefined, KeyError):  # a quotient by zero, a number nobody found
                continue
            got = trace.value(index)
            assert got is expected if expected is NONE_VALUE or isinstance(expected, bool) else got == expected, engine.operations[index]


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS)
def test_filling_a_blank_never_turns_a_decision_and_only_narrows_an_amount(engine, seed):
    """Eligible and refused stay so, amounts stay inside the interval, whatever is filled in and in whatever order."""
    rng = random.Random(seed)
    generator = Generator(engine, rng)
    facts = generator.full()
    known = generator.blanked(facts, 0.6)
    paid = rng.choice([None, []])
    before = engine.run(known, paid)
    hidden = [key for key in facts if known.get(key) != facts[key] or isinstance(facts[key], list)]
    rng.shuffle(hidden)
    for key in hidden:
        known[key] = facts[key]
        after = engine.run(known, paid)
        for document in engine.documents:
            for award in document.awards:
                old, new = before.raw(award.status), after.raw(award.status)
                assert old is None or new is old, (document.id, award.name, key)
            if document.settle is not None:
                for (total, payments), (total_after, payments_after) in [(before.raw(document.settle), after.raw(document.settle))]:
                    assert inside(total_after, total), (document.id, key)
                    assert all(inside(b, a) for a, b in zip(payments, payments_after)), (document.id, key)
        before = after


def test_a_blank_enterprise_gets_no_amount_and_no_refusal_for_want_of_data(engine):
    """With nothing known every award is open, and its amount is never a single number."""
    trace = engine.run({})
    for document in engine.documents:
        for award in document.awards:
            assert trace.raw(award.status) is None, award.name
        if document.settle is not None:
            total, payments = trace.raw(document.settle)
            assert all(isinstance(p, Interval) for p in (total, *payments))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_the_order_of_facts_and_rows_never_matters(engine, seed):
    """Facts shuffled, rows shuffled, run twice: the same trace."""
    rng = random.Random(seed)
    generator = Generator(engine, rng)
    facts = generator.blanked(generator.full(), 0.2)
    shuffled = list(facts.items())
    rng.shuffle(shuffled)
    shuffled = {k: rng.sample(v, len(v)) if isinstance(v, list) else v for k, v in shuffled}
    first, second = engine.run(facts, []), engine.run(shuffled, [])
    assert [repr(v) for v in first.row] == [repr(v) for v in second.row] == [repr(v) for v in engine.run(facts, []).row]


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_payments_add_up_to_the_total_to_the_fen(mechanics, seed):
    """For a fully known enterprise the payments are whole 分 and their sum is the total."""
    facts = Generator(mechanics, random.Random(seed)).full()
    trace = mechanics.run(facts, [("test/mechanics", "按率", 100_0000)])
    for document in mechanics.documents:
        if document.settle is None:
            continue
        total, payments = trace.raw(document.settle)
        known = [p for p in payments if not isinstance(p, Interval)]
        assert all(type(p) is int and p >= 0 for p in known)
        if len(known) == len(payments):
            assert sum(payments) == total


def test_every_operation_of_the_plan_is_met(mechanics):
    """The library of mechanics uses every operation, so the laws above speak of all of them."""
    used = {op.op for op in mechanics.operations}
    rare = {"neg", "year", "column_min", "column_max", "column_mean", "absent", "eq", "round_up", "count", "unknown", "edate", "pool"}
    assert set(OPERATIONS) - used <= rare, set(OPERATIONS) - used - rare


def test_values_are_whole_where_they_are_money(mechanics):
    """Amounts of known enterprises are integers, never fractions."""
    for seed in range(50):
        trace = mechanics.run(Generator(mechanics, random.Random(seed)).full(), [])
        for document in mechanics.documents:
            for award in document.awards:
                assert not isinstance(trace.raw(award.amount), Fraction)


@settings(max_examples=200, deadline=None)
@given(seed=SEEDS)
def test_the_program_for_known_enterprises_answers_as_the_general_one(engine, seed):
    """Verdicts, statuses and settlements are the same from both, on and beside every bound."""
    rng = random.Random(seed)
    generator = Generator(engine, rng)
    facts = {key: generator._cells(value, 0.2) for key, value in generator.full().items()}
    paid = rng.choice([None, [], [("test/mechanics", "按率", 100_0000)]])
    quick = engine.run(facts, paid)
    general = engine.rerun(quick.inputs)
    for index in engine.known_positions:
        assert repr(quick.raw(index)) == repr(general.raw(index)), engine.operations[index]
    for document in engine.documents:
        for index in document.definitions.values():
            assert repr(quick.raw(index)) == repr(general.raw(index))


def test_the_program_for_known_enterprises_is_used_where_all_is_known(mechanics):
    """Fully known enterprises are answered by it unless a quotient has no value; none with a blank is."""
    full = [Generator(mechanics, random.Random(seed)).full() for seed in range(30)]
    assert sum(mechanics.run(facts, [])._known is not None for facts in full) > 5
    first = dict(full[0])
    del first["规上", None]
    assert mechanics.run(first, [])._known is None
