"""From the text of a pools file: what is chained and what the plan computed by itself are the same membership."""

from __future__ import annotations

from random import Random

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.chaining.infer import infer
from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.pools_program import pools_program
from tests.engines.chaining.random_pools import DOCUMENT, FACTS, Pool, inside_of, random_pools
from tests.engines.small_rules import engine_of

VOCABULARY = "kind: facts\nfacts:\n" + "".join(f"  事{n}: {{type: yes_no}}\n" for n in range(FACTS))


def as_text(pools: list[Pool]) -> str:
    """A pools file; what stands under a name becomes a definition of its own."""
    define: dict[str, object] = {}

    def written(condition: tuple) -> dict:
        kind, *items = condition
        if kind in ("fact", "pool"):
            return {f"事{items[0]}" if kind == "fact" else items[0]: "是"}
        if kind == "not":
            return {"not": written(items[0])}
        if kind in ("named", "是", "否"):
            name = f"名{len(define)}"
            define[name] = None  # a definition inside it takes the next number
            define[name] = written(items[0])
            return {name: "否" if kind == "否" else "是"}
        if isinstance(kind, int):
            return {"some": {"at_least": kind, "of": [*map(written, items)]}}
        return {kind: [*map(written, items)]}

    def entry(pool: Pool) -> dict:
        found: dict[str, object] = {"stage": "申报", "clause": "一"}
        found |= {"after": pool.after} if pool.after else {}
        found |= {"member": written(pool.member)} if pool.member else {}
        found |= {"enter": written(pool.enter)} if pool.enter else {"enter": "unknown", "why": "未公布"}
        found |= {"leave": written(pool.leave)} if pool.leave else {}
        return found

    entries = {pool.name: entry(pool) for pool in pools}
    head = {"kind": "pools", "id": DOCUMENT, "title": "试", "instrument": {"title": "试办法", "evidence": "official"},
            "in_force": {"from": "2020-01-01", "by": "申报日期"}, "this_year": "申报年度"}
    whole = {**head, **({"define": define} if define else {}), "pools": entries}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).replace("'2020-01-01'", "2020-01-01")


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_chaining_and_the_plan_agree(seed):
    """Random pools with circles, denials, parents and blanks: text, plan, clauses and Kleene's tables say one thing."""
    rng = Random(seed)
    pools = random_pools(rng, most=6)
    engine = engine_of(as_text(pools), facts=VOCABULARY)
    document = next(d for d in engine.documents if d.pools)
    program = pools_program(engine.selection, document)
    for _ in range(10):
        facts = [rng.choice((True, False, None)) for _ in range(FACTS)]
        trace = engine.run({(f"事{n}", None): value for n, value in enumerate(facts) if value is not None})
        plan = {pool.name: trace.raw(pool.inside) for pool in document.pools}
        verdicts = {token: trace.raw(index) for token, index in program.verdicts.items()}
        assert infer(program, verdicts, chain).inside == plan == inside_of(pools, facts)


def test_a_pool_of_another_file_is_a_verdict():
    """It has been followed to its end there; here its membership is given like any other test."""
    one = "kind: pools\nid: test/one\nthis_year: 申报年度\npools:\n  甲库: {stage: 申报, clause: 一, enter: {事0: 是}}\n"
    two = "kind: pools\nid: test/two\nthis_year: 申报年度\nuses: [test/one]\npools:\n  乙库: {stage: 申报, clause: 一, enter: {甲库: 是, 事1: 是}}\n"
    engine = engine_of(one, two, facts=VOCABULARY)
    document = next(d for d in engine.documents if d.id == "test/two")
    program = pools_program(engine.selection, document)
    assert len(program.verdicts) == 1 and program.inside == {"乙库": "在:乙库"}
    for value in (True, False, None):
        trace = engine.run({("事0", None): value, ("事1", None): True} if value is not None else {("事1", None): True})
        verdicts = {token: trace.raw(index) for token, index in program.verdicts.items()}
        assert infer(program, verdicts, chain).inside == {"乙库": value}
