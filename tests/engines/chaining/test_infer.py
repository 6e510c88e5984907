"""Pools as clauses, followed sure and possible, mean what the language says of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.chaining.infer import infer
from eligibility.engines.chaining.layers import circles
from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.pools_program import PoolsProgram, pools_program
from tests.engines.chaining.random_pools import FACTS, Pool, as_plan, inside_of, random_pools, truth

VALUES = (True, False, None)


def verdicts_of(program: PoolsProgram, pools: list[Pool], facts: list[bool | None]) -> dict[str, bool | None]:
    """Verdicts of the operations a program reads, by the tuples they were made from."""
    operations = as_plan(pools)[0].plan.operations

    def value(index: int) -> bool | None:
        op = operations[index]
        if op.op == "fact":
            return facts[index]
        kind = op.data[0] if op.op in ("is", "at_least") else op.op
        return truth((kind, *(("fact", n) for n in range(len(op.args)))), [value(a) for a in op.args], {})

    return {token: value(index) for token, index in program.verdicts.items()}


def inferred(pools: list[Pool], facts: list[bool | None]):
    """The whole way: plan, program, two runs."""
    program = pools_program(*as_plan(pools))
    return infer(program, verdicts_of(program, pools, facts), chain)


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_inference_is_the_least_fixed_point_in_three_values(seed):
    """Circles, parents, denials, counts, leaving and unknown conditions: as by Kleene's tables, everybody outside at first."""
    rng = Random(seed)
    pools = random_pools(rng)
    for _ in range(5):
        facts = [rng.choice(VALUES) for _ in range(FACTS)]
        assert inferred(pools, facts).inside == inside_of(pools, facts)


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_clauses_are_small_and_in_order(seed):
    """Bodies have one or two tokens; a denied pool is done in a layer before."""
    program = pools_program(*as_plan(random_pools(Random(seed))))
    whole = program.program
    done: set[str] = set(whole.given)
    for layer in whole.layers:
        for head, body in layer:
            assert 1 <= len(body) <= 2
            assert all(whole.denied[token] in done for token in body if token in whole.denied)
        heads = {clause.head for clause in layer}
        assert not heads & done, "a token is derived in one layer only"
        done |= heads
    read = {token for layer in whole.layers for _, body in layer for token in body} - whole.denied.keys()
    assert done.issuperset(token for token in read if not token.startswith("入:"))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_two_valued_chaining_of_the_whole_program_agrees(seed):
    """Where every verdict is known, one run through all layers says the same as the two."""
    rng = Random(seed)
    pools = [pool for pool in random_pools(rng) if pool.enter]
    names = {pool.name for pool in pools}
    if any(not names.issuperset(pool.after) or _named(pool.enter) - names for pool in pools):
        return
    facts = [rng.random() < 0.5 for _ in range(FACTS)]
    program = pools_program(*as_plan(pools))
    verdicts = verdicts_of(program, pools, facts)
    held = chain(program.program, [token for token, value in verdicts.items() if value]).tokens
    assert {pool: token in held for pool, token in program.inside.items()} == infer(program, verdicts, chain).inside


def _named(condition: tuple) -> set[str]:
    if condition[0] == "pool":
        return {condition[1]}
    return set().union(*(_named(item) for item in condition[1:] if isinstance(item, tuple)))


@pytest.mark.parametrize("least", range(1, 5))
def test_a_count_of_pools_and_its_denial(least):
    """At least n of four pools, and not at least n, over every answer there is."""
    named = tuple(("pool", f"库{n}") for n in range(4))
    pools = [Pool(f"库{n}", 0, [], None, ("fact", n), None) for n in range(4)]
    pools += [Pool("够", 1, [], None, (least, *named), None), Pool("不够", 1, [], None, ("not", (least, *named)), None)]
    for values in product(VALUES, repeat=4):
        facts = [*values, None, None, None, None]
        assert inferred(pools, facts).inside == inside_of(pools, facts)


def test_many_alternatives_to_count_stay_few_clauses():
    """Half of 16 pools are 12,870 sets; counted one after the other they are some hundred clauses."""
    pools = [Pool(f"库{n}", 0, [], None, ("fact", n % FACTS), None) for n in range(16)]
    pools.append(Pool("半数", 0, [], None, (8, *(("pool", f"库{n}") for n in range(16))), None))
    assert sum(map(len, pools_program(*as_plan(pools)).program.layers)) < 200


def test_what_rests_on_no_pool_is_one_verdict():
    """A large condition without pools costs one token; the plan decided it already."""
    large = ("all", ("fact", 0), ("any", ("fact", 1), ("not", ("fact", 2))))
    pools = [Pool("甲", 0, [], None, ("any", large, ("pool", "乙")), None), Pool("乙", 0, [], None, ("fact", 3), None)]
    program = pools_program(*as_plan(pools))
    assert len(program.verdicts) == 2


def test_denial_of_oneself_is_refused():
    """A pool that is entered by not being in it has no meaning; no plan without errors has one."""
    pools = [Pool("甲", 0, [], None, ("not", ("pool", "乙")), None), Pool("乙", 0, [], None, ("pool", "甲"), None)]
    with pytest.raises(ValueError, match="rests on its own denial"):
        pools_program(*as_plan(pools))


def test_a_number_made_of_pools_is_refused():
    """Only conditions of conditions are chained; the checker refuses the rest long before."""
    selection, document = as_plan([Pool("甲", 0, [], None, ("not", ("pool", "甲")), None)])
    operations = selection.plan.operations
    operations[-1] = replace(operations[-1], op="count")
    with pytest.raises(ValueError, match="count"):
        pools_program(selection, document)


def test_the_sure_steps_are_told_and_the_possible_ones_not():
    """--why shows how the sure memberships follow; what is merely possible is no step."""
    pools = [Pool("甲", 0, [], None, ("fact", 0), None), Pool("乙", 0, ["甲"], None, ("fact", 1), None)]
    found = inferred(pools, [True, None] + [False] * 6)
    assert found.inside == {"甲": True, "乙": None}
    assert [step.head for step in found.steps] == ["入:甲", "在:甲"]


def test_circles_come_in_the_order_in_which_they_rest_on_each_other():
    """Of a graph with two circles and a tail, the tail's end first."""
    graph = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c", "e"], "e": []}
    assert circles(graph) == [{"e"}, {"c", "d"}, {"a", "b"}]
