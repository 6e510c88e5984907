"""Random documents of pools, as a plan and as plain tuples, and what they mean by another way."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

from eligibility.engines.chaining.program import Clause, Program
from eligibility.plan.operations import Operation
from eligibility.plan.plan import DocumentPlan, Plan, PoolPlan
from eligibility.plan.select import Selection

DOCUMENT = "test/pools"
FACTS = 8  # facts a document reads; more pools than facts would hardly differ


class Pool(NamedTuple):
    """A condition is ("fact", n), ("pool", name), ("not" | "named" | "是" | "否", c) or ("all" | "any" | least, c, …)."""

    name: str
    level: int
    after: list[str]
    member: tuple | None
    enter: tuple | None  # None: unknown
    leave: tuple | None


def random_pools(rng: Random, most: int = 15) -> list[Pool]:
    """Pools with circles, denials of pools of a lower level only, parents and unknown conditions."""
    names = [f"库{number}" for number in range(rng.randint(1, most))]
    level = {name: rng.choice((0, 0, 1, 2)) for name in names}
    found = []
    for place, name in enumerate(names):
        may = [other for other in names if level[other] <= level[name]]
        may_deny = [other for other in names if level[other] < level[name]]
        parents = [other for other in names[:place] if level[other] <= level[name]]
        found.append(Pool(
            name, level[name],
            rng.sample(parents, min(len(parents), rng.choice((0, 0, 1, 2)))),
            _fact(rng) if rng.random() < 0.3 else None,
            None if rng.random() < 0.1 else _condition(rng, may, may_deny, 3),
            _condition(rng, [], [], 1) if rng.random() < 0.3 else None,
        ))  # fmt: skip
    return found


def _fact(rng: Random) -> tuple:
    return ("fact", rng.randrange(FACTS))


def _condition(rng: Random, may: list[str], may_deny: list[str], depth: int) -> tuple:
    """Rests on pools of ``may``; under a denial on those of ``may_deny``, and the other way round under two."""
    kind = rng.choice(("fact", "pool", "pool") if depth == 0 else ("pool", "all", "any", "all", "any", "some", "not", "named", "是", "否"))
    if kind == "pool" and may:
        return ("pool", rng.choice(may))
    if kind in ("fact", "pool"):
        return _fact(rng)
    if kind in ("not", "否"):
        return (kind, _condition(rng, may_deny, may_deny, depth - 1))
    if kind in ("named", "是"):
        return (kind, _condition(rng, may, may_deny, depth - 1))
    items = [_condition(rng, may, may_deny, depth - 1) for _ in range(rng.randint(1, 4))]
    return (rng.randint(1, len(items)) if kind == "some" else kind, *items)


# -------------------------------------------------------------------- as a plan


def as_plan(pools: list[Pool]) -> tuple[Selection, DocumentPlan]:
    """Facts are the first operations, so that a fact's number is its index."""
    operations = [_operation("fact", (), [f"事{n}", "", None], f"事{n}") for n in range(FACTS)]

    def add(condition: tuple | None) -> int | None:
        if condition is None:
            return None
        kind, *items = condition
        if kind == "fact":
            return items[0]
        if kind == "pool":
            operations.append(_operation("pool", (), [DOCUMENT, items[0]], items[0]))
            return len(operations) - 1
        args = tuple(map(add, items))
        if isinstance(kind, int):
            op, data = "at_least", [kind]
        else:
            op, data = ("is", [kind]) if kind in ("是", "否") else (kind, None)
        operations.append(_operation(op, args, data, "名" if op == "named" else None))
        return len(operations) - 1

    plans = [
        PoolPlan(p.name, p.name, None, p.after, add(p.member), None, add(p.enter), None if p.enter else "未公布", add(p.leave),
                 0, None, None, None, [], None, None, "primary", None, 1)
        for p in pools
    ]  # fmt: skip
    document = DocumentPlan(DOCUMENT, "pools", "试", "x.yaml", "primary", "试", None, None, None, None, None, "申报日期", pools=plans)
    plan = Plan("0", ["x.yaml"], {}, operations, [document])
    return Selection(plan, 2021, date(2022, 6, 30), (document,), {}, {}, {}, frozenset(), {}), document


def _operation(op: str, args: tuple[int, ...], data: list | None, label: str | None) -> Operation:
    return Operation(op, args, "bool", data or [], 0, 1, 1, 0, 1, 1, label)


# ---------------------------------------------------------- meaning, another way

def truth(condition: tuple | None, facts: list[bool | None], inside: dict[str, bool | None]) -> bool | None:
    """Strong Kleene, as the language has it; None: nobody knows."""
    if condition is None:
        return None
    kind, *items = condition
    if kind == "fact":
        return facts[items[0]]
    if kind == "pool":
        return inside[items[0]]
    values = [truth(item, facts, inside) for item in items]
    if kind in ("not", "否"):
        return None if values[0] is None else not values[0]
    if kind in ("named", "是"):
        return values[0]
    least = {"all": len(values), "any": 1}.get(kind, kind)
    if values.count(True) >= least:
        return True
    return False if len(values) - values.count(False) < least else None


def inside_of(pools: list[Pool], facts: list[bool | None]) -> dict[str, bool | None]:
    """The least fixed point, level by level, three-valued all along and everybody outside at first."""
    inside: dict[str, bool | None] = dict.fromkeys((pool.name for pool in pools), False)
    for level in range(3):
        before = None
        while before != inside:
            before = dict(inside)
            for pool in pools:
                if pool.level == level:
                    inside[pool.name] = _one(pool, facts, before)
    return inside


def _one(pool: Pool, facts: list[bool | None], inside: dict[str, bool | None]) -> bool | None:
    enter = truth(pool.enter, facts, inside)
    let_in = [enter] if pool.member is None else [enter, truth(pool.member, facts, inside)]
    leave = False if pool.leave is None else truth(pool.leave, facts, inside)
    needs = [inside[name] for name in pool.after] + [None if leave is None else not leave]
    needs.append(True if True in let_in else None if None in let_in else False)
    return False if False in needs else None if None in needs else True


# --------------------------------------------------------------- bare programs


def random_program(rng: Random, heads: int = 40, given: int = 20) -> Program:
    """Clauses at random, in up to three layers, denials of what a layer before gives or of what is given."""
    tokens = [f"证{n}" for n in range(given)]
    start = list(tokens)
    denied: dict[str, str] = {}
    layers = []
    for layer in range(rng.randint(1, 3)):
        own = [f"在:{layer}·{n}" for n in range(rng.randint(1, heads))]
        for token in rng.sample(tokens, min(3, len(tokens))):
            denied[f"不在:{token}"] = token
        may = [*tokens, *own, *denied]
        layers.append(tuple(
            Clause(head, tuple(rng.sample(may, rng.choice((1, 2, 2))))) for head in own for _ in range(rng.randint(1, 3))
        ))  # fmt: skip
        tokens += own
    goals = tuple(dict.fromkeys(clause.head for layer in layers for clause in layer))
    return Program(tuple(layers), frozenset(start), goals, denied)


def naive(program: Program, given: set[str]) -> frozenset[str]:
    """The fixed point as a book has it: everything that follows, again and again."""
    held = set(given)
    for layer in program.layers:
        read = {token for _, body in layer for token in body}
        held |= {token for token in read if token in program.denied and program.denied[token] not in held}
        while new := {head for head, body in layer if held.issuperset(body)} - held:
            held |= new
    return frozenset(held)
