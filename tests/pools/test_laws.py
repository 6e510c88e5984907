"""What holds of every pipeline and enterprise: order, asking twice, taking back, and that a blank never reads as no."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings, Where
from eligibility.pools.decide_pools import decide_pools
from eligibility.pools.decision import OUTSIDE, UNDETERMINED, PoolDecision, PoolsDecision
from eligibility.pools.event import with_event
from eligibility.profiles.profile import Given, Profile
from eligibility.profiles.values import NONE_VALUE
from tests.engines.chaining.random_pools import FACTS, Pool, inside_of, random_pools, truth

from .library import FILES, compiled, engine, profile

万元 = 1_000_000  # 分
VALUES = {
    "在科技库": [True, False], "在培育库": [True, False], "违法": [True, False], "有专利": [True, False],
    "数据更新": ["已更新", "逾期未更新"], "营业收入_2020": [999 * 万元, 1000 * 万元, 2000 * 万元], "研发费用_2020": [0, 49 * 万元, 100 * 万元],
    "职工总数": [0, 100, 500, 501], "高企证书有效期至": [date(2022, 6, 29), date(2022, 6, 30), date(2023, 1, 1), NONE_VALUE],
}  # fmt: skip
facts_stated = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


def decide(stated: Profile) -> PoolsDecision:
    """The pools of the small pipeline."""
    used = engine()
    return decide_pools(used, next(d for d in used.documents if d.kind == "pools"), stated)


# ------------------------------------------------------------------- order and again


@settings(max_examples=40, deadline=None)
@given(facts_stated, st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters_and_asking_twice_changes_nothing(facts, random):
    """The same facts in another order, and once more, give the same decision to the last word."""
    names = list(facts)
    random.shuffle(names)
    first = decide(profile(**facts))
    assert decide(profile(**{name: facts[name] for name in names})) == first
    assert decide(profile(**facts)) == first


EVENTS = {
    "在科技库": "在科技库: 是", "违法": "违法：否", "营业收入_2020": "营收（2020年）: 3000万元", "职工总数": "职工总数:80人",
    "高企证书有效期至": "高企证书有效期至: 2024-11-11", "数据更新": "数据更新：逾期未更新",
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(facts_stated, st.sampled_from(sorted(EVENTS)))
def test_a_fact_that_arrives_and_is_taken_back_leaves_nothing_behind(facts, name):
    """The first decision again, and the profile itself was never touched."""
    facts.pop(name, None)
    before, findings = profile(**facts), Findings()
    first = decide(before)
    arrived = with_event(before, EVENTS[name], engine().plan, findings)
    assert arrived.facts.keys() - before.facts.keys() and decide(before) == first
    back = with_event(arrived, EVENTS[name].replace("：", ":").split(":")[0] + ": 空白", engine().plan, findings)
    assert not findings.items
    assert back == before and decide(back) == first


# --------------------------------------------------------- a blank is never read as no


def settled(decision: PoolsDecision) -> dict[str, str]:
    """Pool → status, where it has one."""
    return {pool.pool: pool.status for pool in decision.pools if pool.status != UNDETERMINED}


@settings(max_examples=60, deadline=None)
@given(facts_stated, st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}), min_size=4, max_size=4))
def test_a_status_stays_whatever_the_blanks_turn_out_to_be(facts, completions):
    """Every status but undetermined is that of every enterprise that the profile could be of; bounds only narrow."""
    decision = decide(profile(**facts))
    for completion in completions:
        complete = decide(profile(**(completion | facts)))
        for was, now in zip(decision.pools, complete.pools):
            assert was.status in (UNDETERMINED, now.status), was.pool
            if was.distance and now.distance:
                assert was.distance[0] <= now.distance[0]
                assert was.distance[1] is None or now.distance[1] <= was.distance[1]


# ------------------------------------------------------------------ generated pipelines


def written(condition: tuple):
    """A generated condition as rule files have it."""
    kind, *items = condition
    if kind in ("fact", "pool"):
        return {f"事{items[0]}" if kind == "fact" else items[0]: "是"}
    if kind in ("not", "否"):
        return {"not": written(items[0])}
    if kind in ("named", "是"):
        return {"all": [written(items[0])]}
    if kind in ("all", "any"):
        return {kind: [written(item) for item in items]}
    return {"some": {"at_least": kind, "of": [written(item) for item in items]}}


def without_pools(condition: tuple) -> bool:
    """Whether a generated condition names no pool."""
    kind, *items = condition
    return kind != "pool" and all(without_pools(item) for item in items if isinstance(item, tuple))


def as_file(pools: list[Pool], near: tuple) -> str:
    """Generated pools as a rule file; all measure nearness by ``near``, every other one has candidates."""
    tree = {
        "kind": "pools", "id": "test/pools", "title": "试", "instrument": {"title": "办法", "evidence": "official"},
        "in_force": {"from": "2020-01-01", "by": "申报日期"}, "define": {"近": written(near)}, "pools": {},
    }  # fmt: skip
    for place, pool in enumerate(pools):
        row = {"enter": "unknown", "why": "没有公布"} if pool.enter is None else {"enter": written(pool.enter)}
        row |= {"after": pool.after} if pool.after else {}
        row |= {key: written(getattr(pool, key)) for key in ("member", "leave") if getattr(pool, key)}
        row |= {"candidate": {"short_of": "近", "by_at_most": "1项"}} if place % 2 else {}
        tree["pools"][pool.name] = row
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


@cache
def generated(seed: int) -> tuple[list[Pool], ScalarEngine] | None:
    """A pipeline by its seed; None for one that the language refuses (a circle that denies, or too large)."""
    rng = Random(seed)
    pools = random_pools(rng, 8)
    near = ("any", ("all", ("fact", 0), ("fact", 1), ("fact", 2)), ("all", ("fact", 1), ("fact", 3)))
    facts = yaml.safe_dump({"kind": "facts", "facts": {f"事{n}": {"type": "yes_no"} for n in range(FACTS)}}, allow_unicode=True, sort_keys=False)
    try:
        plan = compiled({"facts.yaml": facts, "pools.yaml": as_file(pools, near)})
    except AssertionError:
        return None
    return pools, ScalarEngine(plan, 2021, date(2022, 6, 30))


def stated(values: list) -> Profile:
    """A profile of the generated facts; None is blank."""
    found = Profile("甲.yaml")
    found.facts = {(f"事{n}", None): Given(v, Where("甲.yaml", 1, 1), "是" if v else "否") for n, v in enumerate(values) if v is not None}
    return found


def links_stand_in_order(row: PoolDecision, inside: dict[str, bool | None]) -> None:
    """A pool that is derived says from what, and each pool among that was derived before."""
    before: set[str] = set()
    for link in row.chain:
        assert link.because
        named = {word for word in link.because if word.startswith("在“库")}
        assert named <= before or not row.inside
        before.add(link.then)
    if row.inside:
        assert row.chain and row.chain[-1].then == f"在“{row.pool}”"
        assert all(inside[then.strip("在“”")] for then in before)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.lists(st.sampled_from([True, False, None]), min_size=FACTS, max_size=FACTS), st.integers(0, 2**32))
def test_generated_pipelines_mean_what_their_conditions_say(seed, values, other):
    """Inside is the least fixed point by another way, recorded and status follow it, and completions keep every status."""
    made = generated(seed)
    assume(made is not None)
    pools, used = made
    document = used.documents[0]
    decision = decide_pools(used, document, stated(values))
    inside = inside_of(pools, values)
    assert {p.pool: p.inside for p in decision.pools} == inside
    for pool, row in zip(pools, decision.pools):
        enter = truth(pool.enter, values, inside)
        leave = False if pool.leave is None else truth(pool.leave, values, inside)
        parts = [enter, *(inside[name] for name in pool.after)]
        held = False if False in parts else None if None in parts else True
        recorded = truth(pool.member, values, inside) if pool.member else True if held or leave else None if None in (held, leave) else False
        assert row.recorded is recorded
        if recorded is not None and inside[pool.name] is not None and (recorded or inside[pool.name]):
            assert row.status == {(True, True): "member", (False, True): "promote", (True, False): "leave"}[recorded, inside[pool.name]]
        links_stand_in_order(row, inside)
    rng = Random(other)
    for _ in range(3):
        complete = decide_pools(used, document, stated([rng.random() < 0.5 if v is None else v for v in values]))
        now = {row.pool: row.status for row in complete.pools}
        assert settled(decision).items() <= now.items()
        for row in complete.pools:  # nothing is blank: only conditions that nobody knows stay open
            assert row.missing == ()
            assert row.status != OUTSIDE or row.inside is False


def test_enough_generated_pipelines_are_sound():
    """The law above is tried on pipelines, not on refusals."""
    assert sum(generated(seed) is not None for seed in range(40)) >= 20


def test_the_library_has_all_of_it():
    """The pipeline of these tests has records, circles, parents, unknown conditions, leaving and due days."""
    assert len(FILES) == 4 and len(decide(Profile("甲.yaml")).pools) == 4
