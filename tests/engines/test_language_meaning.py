"""Random rule files mean to the engine what the language guide says, to the fen; blanks only widen the answer."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.meaning import DAY, YEAR, Policy, Undefined, World, Writer, enterprise
from tests.engines.small_rules import compiled

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.engines.scalar.values import ends

SEEDS = st.integers(0, 2**32)
#: what random rules may rightly be refused for: rows never reached, amounts that may be negative or too large
MAY_BE_REFUSED = {"P605", "P606", "P609", "P610", "P620"}


def written(rng: random.Random, many: bool = False) -> tuple[Policy, ScalarEngine] | None:
    """A random policy and its engine; None where it is rightly refused."""
    policy = Writer(rng).policy()
    plan, found = compiled(policy.text())
    found = [code for code in found if code != "P622"]  # a reading that nothing happens to use is only a warning
    assert set(found) <= MAY_BE_REFUSED, (found, policy.text())
    return None if found else (policy, ScalarEngine(plan, YEAR, DAY, many=many))


def ledger(rng: random.Random, policy: Policy) -> list:
    return [("t/p", a.name, rng.choice([1, 100_00, 50_000_00])) for a in policy.awards if rng.random() < 0.2]


def answers(engine: ScalarEngine, facts: dict, paid) -> tuple[dict, dict]:
    """Status and payment of each award."""
    trace = engine.run(facts, paid)
    [document] = [d for d in engine.documents if d.kind == "policy"]
    payments = trace.raw(document.settle)[1]
    return {a.name: trace.raw(a.status) for a in document.awards}, {a.name: p for a, p in zip(document.awards, payments)}


@settings(max_examples=300, deadline=None)
@given(seed=SEEDS, many=st.booleans())
def test_a_known_enterprise_gets_what_the_guide_says(seed, many):
    """Statuses and amounts of a random policy for enterprises on and beside its bounds."""
    rng = random.Random(seed)
    made = written(rng, many)
    if made is None:
        return
    policy, engine = made
    for _ in range(5):
        facts, paid = enterprise(rng), ledger(rng, policy)
        world = World(facts, paid)
        statuses, payments = answers(engine, facts, paid)
        try:
            expected = {a.name: policy.holds(a, world) for a in policy.awards}
            amounts = policy.payments(world)
        except Undefined:
            continue
        assert statuses == expected, (policy.text(), facts)
        assert payments == amounts, (policy.text(), facts)


@settings(max_examples=200, deadline=None)
@given(seed=SEEDS)
def test_blanks_leave_room_for_every_way_to_fill_them(seed):
    """However blanks are filled, a settled status stays and every payment lies inside its interval."""
    rng = random.Random(seed)
    made = written(rng)
    if made is None:
        return
    policy, engine = made
    facts = enterprise(rng)
    known = {key: value for key, value in facts.items() if rng.random() < 0.6}
    for key, value in known.items():
        if isinstance(value, list):
            known[key] = [{column: cell for column, cell in row.items() if rng.random() < 0.7} for row in value]
    paid = rng.choice([None, ledger(rng, policy)])
    statuses, payments = answers(engine, known, paid)
    for _ in range(8):
        filled = enterprise(rng) | {key: value for key, value in known.items() if not isinstance(value, list)}
        for key, value in known.items():
            if isinstance(value, list):
                filled[key] = [next(r for r in iter(lambda: enterprise(rng)[key], None) if r)[0] | row for row in value]
        world = World(filled, paid if paid is not None else ledger(rng, policy))
        try:
            expected = {a.name: policy.holds(a, world) for a in policy.awards}
            amounts = policy.payments(world)
        except Undefined:
            continue
        for name, status in statuses.items():
            assert status is None or status is expected[name], (name, policy.text(), known, filled)
            low, high = ends(payments[name])
            assert low <= amounts[name] <= high, (name, policy.text(), known, filled)


def test_most_random_rules_are_accepted_and_both_paid_and_refused():
    """The tests above are not empty: half of the files compile, and awards come out each way."""
    rng = random.Random(7)
    seen: Counter = Counter()
    for _ in range(60):
        made = written(rng)
        seen["accepted"] += made is not None
        if made:
            policy, engine = made
            for _ in range(4):
                statuses, payments = answers(engine, enterprise(rng), [])
                seen.update(f"{statuses[name]} {bool(payment)}" for name, payment in payments.items() if isinstance(payment, int))
    assert seen["accepted"] > 30 and min(seen["True True"], seen["True False"], seen["False False"]) > 20, seen
