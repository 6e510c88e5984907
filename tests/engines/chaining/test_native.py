"""Our own chaining: the least fixed point, whatever the order, and nothing kept from one enterprise to the next."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.program import Clause, Derivation, Program
from tests.engines.chaining.random_pools import naive, random_program

SEEDS = st.integers(0, 2**32)


def some(rng: Random, program: Program) -> list[str]:
    """Tokens an enterprise starts with."""
    return rng.sample(sorted(program.given), rng.randint(0, len(program.given)))


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_equals_the_naive_fixed_point(seed):
    """What holds is what follows by trying all clauses again and again."""
    rng = Random(seed)
    program = random_program(rng)
    for _ in range(5):
        tokens = some(rng, program)
        assert chain(program, tokens).tokens == naive(program, set(tokens))


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_order_of_tokens_and_of_enterprises_never_matters(seed):
    """The same derivation, with its steps, in whatever order tokens and enterprises come, and however often."""
    rng = Random(seed)
    program = random_program(rng)
    enterprises = [some(rng, program) for _ in range(8)]
    first = [chain(program, tokens) for tokens in enterprises]
    for place in rng.sample(range(8), 8):
        tokens = enterprises[place]
        assert chain(program, rng.sample(tokens, len(tokens))) == first[place]
        assert chain(program, iter(tokens + tokens)) == first[place]


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_asking_again_changes_nothing(seed):
    """What holds at the fixed point of a layer is its own fixed point."""
    rng = Random(seed)
    program = random_program(rng)
    program = program._replace(layers=program.layers[:1])
    held = chain(program, some(rng, program)).tokens
    assert chain(program, held) == Derivation(held, ())


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_a_token_taken_back_undoes_what_rested_on_it(seed):
    """With a token and then without it, the answer is that of an enterprise that never had it."""
    rng = Random(seed)
    program = random_program(rng)
    tokens = some(rng, program)
    for token in tokens:
        fewer = [t for t in tokens if t != token]
        before = chain(program, fewer)
        chain(program, tokens)
        assert chain(program, fewer) == before
        assert before.tokens == naive(program, set(fewer))


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_steps_can_be_followed(seed):
    """Each step rests on what was given, denied or derived before it, and each derived token has one."""
    rng = Random(seed)
    program = random_program(rng)
    tokens = some(rng, program)
    found = chain(program, tokens)
    held = set(tokens) | (found.tokens & program.denied.keys())
    for head, body in found.steps:
        assert held.issuperset(body) and head not in held
        held.add(head)
    assert held == found.tokens


def test_a_circle_holds_nothing_by_itself():
    """A from B and B from A: neither, unless something else puts one of them in."""
    circle = (Clause("在:甲", ("在:乙",)), Clause("在:乙", ("在:甲",)), Clause("在:乙", ("证1",)))
    program = Program((circle,), frozenset({"证1"}), ("在:甲", "在:乙"))
    assert chain(program, []).tokens == frozenset()
    assert chain(program, ["证1"]).tokens == {"证1", "在:甲", "在:乙"}
