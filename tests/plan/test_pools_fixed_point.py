"""Random pools documents: membership in the plan is the fixed point that a slow reading of the guide finds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language import spelling
from eligibility.language.codes import TITLES
from eligibility.language.diagnostic import Findings
from eligibility.language.library import add
from eligibility.language.model import Library
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan, from_json, to_json

FACTS = ["甲", "乙", "丙", "丁"]
POOLS = ["一库", "二库", "三库", "四库", "五库", "六库"]
VALUES = [True, False, None]
VOCABULARY = "kind: facts\nfacts:\n" + "".join(f"  {name}: {{type: yes_no}}\n" for name in FACTS)

# A formula is ("fact", name, yes), ("pool", name, yes), ("named", name), ("all" | "any", formulas), ("not", formula) or ("some", n, formulas).
Formula = tuple


@dataclass
class World:
    """A pools document: ``layer`` of each pool; ``pools`` name → its keys; ``define`` name → formula."""

    layer: dict[str, int]
    define: dict[str, Formula] = field(default_factory=dict)
    pools: dict[str, dict] = field(default_factory=dict)


def world(rng: random.Random) -> World:
    """Pools deny only what lies in a layer below; within a layer they let one another in as they like."""
    names = POOLS[: rng.randint(1, 6)]
    made = World({name: rng.randrange(3) for name in names})
    for number in range(rng.randrange(3)):
        layer = rng.randrange(3)
        made.define[f"条件{number}"] = formula(rng, made, layer, 2, facts_only=rng.random() < 0.3)
    for at, name in enumerate(names):
        keys: dict = {}
        before = [other for other in names[:at] if made.layer[other] <= made.layer[name]]
        if before and rng.random() < 0.4:
            keys["after"] = rng.sample(before, rng.randint(1, min(2, len(before))))
        keys["enter"] = None if rng.random() < 0.1 else formula(rng, made, made.layer[name], 3)
        for key, often in (("member", 0.4), ("leave", 0.3)):
            if rng.random() < often:
                keys[key] = formula(rng, made, 0, 1, facts_only=True)
        made.pools[name] = keys
    return made


def formula(rng: random.Random, made: World, layer: int, depth: int, facts_only: bool = False) -> Formula:
    below = [name for name, own in made.layer.items() if own <= layer and not facts_only]
    denied = [name for name in below if made.layer[name] < layer]
    named = [name for name, body in made.define.items() if highest(body, made) <= (layer if not facts_only else -1)]
    if depth == 0 or rng.random() < 0.2:
        kind = rng.choice(["fact", "fact", "pool", "pool", "denied", "named"])
        if kind == "denied" and denied:
            return rng.choice([("pool", rng.choice(denied), False), ("not", ("pool", rng.choice(denied), True))])
        if kind == "pool" and below:
            return "pool", rng.choice(below), True
        if kind == "named" and named:
            return "named", rng.choice(named)
        return "fact", rng.choice(FACTS), rng.random() < 0.7
    inner = [formula(rng, made, layer, depth - 1, facts_only) for _ in range(rng.randint(1, 3))]
    kind = rng.choice(["all", "any", "any", "some", "not"])
    if kind == "not":
        return "not", formula(rng, made, layer - 1, depth - 1, facts_only or layer == 0)
    return ("some", rng.randint(1, len(inner)), inner) if kind == "some" else (kind, inner)


def highest(body: Formula, made: World) -> int:
    """The layer at which a formula may be named: that of the highest pool in it, one more where anything is denied."""
    match body:
        case ("fact", _, _):
            return -1
        case ("pool", name, yes):
            return made.layer[name] + (not yes)
        case ("named", name):
            return highest(made.define[name], made)
        case ("not", inner):
            return highest(inner, made) + (highest(inner, made) >= 0)
        case (_, *_, inner):
            return max(highest(one, made) for one in inner)


# ------------------------------------------------------------------------ written


def written(body: Formula):
    match body:
        case ("fact" | "pool", name, yes):
            return {name: "是" if yes else "否"}
        case ("named", name):
            return name
        case ("not", inner):
            return {"not": written(inner)}
        case ("some", least, inner):
            return {"some": {"at_least": str(least), "of": [written(one) for one in inner]}}
        case (kind, inner):
            return {kind: [written(one) for one in inner]}


def text_of(made: World) -> str:
    pools = {}
    for name, keys in made.pools.items():
        pools[name] = {key: value if key == "after" else written(value) for key, value in keys.items() if value is not None}
        if keys["enter"] is None:
            pools[name] |= {"enter": "unknown", "why": "没有公布"}
    define = {name: written(body) for name, body in made.define.items()}
    define = {name: body if isinstance(body, dict) else {"all": [body]} for name, body in define.items()}
    head = {"kind": "pools", "id": "t/pools", "title": "库", "instrument": {"title": "试", "evidence": "official"}, "in_force": {"from": "2021-01-01"}}
    return yaml.dump(head | ({"define": define} if define else {}) | {"pools": pools}, allow_unicode=True, sort_keys=False)


def compiled(text: str, policy: str = "") -> tuple[Plan, Findings]:
    """The plan of a pools file, and of a policy beside it."""
    findings, library = Findings(), Library()
    files = {"facts.yaml": VOCABULARY, "pools.yaml": text} | ({"policy.yaml": policy} if policy else {})
    for name, source in files.items():
        tree = read_yaml(source, name, findings)
        if tree is not None:
            add(library, tree, name, findings)
        library.sources[name] = source
    return compile_library(library, findings), findings


# ------------------------------------------------------------------- the slow reading


def meant(made: World, facts: dict[str, bool | None]) -> dict[str, bool | None]:
    """Layer by layer: nobody is in, then over and over what the conditions say, until nothing changes."""
    values: dict[str, bool | None] = dict.fromkeys(made.pools, False)
    for layer in range(3):
        changed = True
        while changed:
            changed = False
            for name, keys in made.pools.items():
                if made.layer[name] == layer and (found := membership(keys, made, facts, values)) is not values[name]:
                    values[name], changed = found, True
    return values


def membership(keys: dict, made: World, facts, values) -> bool | None:
    entered = truth(keys["enter"], made, facts, values) if keys["enter"] else None
    held = either([entered, *([truth(keys["member"], made, facts, values)] if "member" in keys else [])])
    stays = denied(truth(keys["leave"], made, facts, values)) if "leave" in keys else True
    return both([held, stays, *(values[name] for name in keys.get("after", []))])


def truth(body: Formula, made: World, facts, values) -> bool | None:
    match body:
        case ("fact", name, yes):
            return facts[name] if yes else denied(facts[name])
        case ("pool", name, yes):
            return values[name] if yes else denied(values[name])
        case ("named", name):
            return truth(made.define[name], made, facts, values)
        case ("not", inner):
            return denied(truth(inner, made, facts, values))
        case ("some", least, inner):
            found = [truth(one, made, facts, values) for one in inner]
            return True if found.count(True) >= least else None if len(found) - found.count(False) >= least else False
        case (kind, inner):
            return (both if kind == "all" else either)([truth(one, made, facts, values) for one in inner])


def both(values: list) -> bool | None:
    return False if False in values else None if None in values else True


def either(values: list) -> bool | None:
    return True if True in values else None if None in values else False


def denied(value: bool | None) -> bool | None:
    return None if value is None else not value


# ------------------------------------------------------------------------- the laws


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_membership_is_the_fixed_point(seed):
    """Circles, alternatives, definitions, denial of lower layers: for any blanks the plan says what the slow reading says."""
    rng = random.Random(seed)
    made = world(rng)
    plan, findings = compiled(text_of(made))
    assert not findings.has_errors, [(d.code, d.message) for d in findings.items]
    engine = ScalarEngine(plan, 2021, date(2022, 6, 1))
    for _ in range(12):
        facts = {name: rng.choice(VALUES) for name in FACTS}
        trace = engine.run({(name, None): value for name, value in facts.items()})
        wanted = meant(made, facts)
        [document] = engine.documents
        assert {pool.name: trace.value(pool.inside) for pool in document.pools} == wanted
        for pool in document.pools:
            body = made.pools[pool.name]["enter"]
            assert pool.enter is None or trace.value(pool.enter) is truth(body, made, facts, wanted)
    assert from_json(to_json(plan)) == plan


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_the_order_of_pools_means_nothing(seed):
    """The same pools in another order hold the same enterprises."""
    rng = random.Random(seed)
    made = world(rng)
    names = list(made.pools)
    rng.shuffle(names)
    turned = World(made.layer, made.define, {name: made.pools[name] for name in names})
    facts = {(name, None): rng.choice(VALUES) for name in FACTS}
    found = []
    for text in (text_of(made), text_of(turned)):
        engine = ScalarEngine(compiled(text)[0], 2021, date(2022, 6, 1))
        trace = engine.run(facts)
        found.append({pool.name: trace.value(pool.inside) for pool in engine.documents[0].pools})
    assert found[0] == found[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_the_program_for_many_enterprises_says_the_same_of_pools(seed):
    """Awards that rest on pools, also in numbers, come out alike in the program for enterprises of which all is known."""
    rng = random.Random(seed)
    made = world(rng)
    names = list(made.pools)
    awards = {f"奖{name}": {"clause": "一", "when": [{name: rng.choice("是否")}, {rng.choice(names): "是"}], "amount": f"IF（{name}，3万元，1万元）"} for name in names}
    head = {"kind": "policy", "id": "t/p", "title": "策", "instrument": {"title": "试", "evidence": "official"}, "in_force": {"from": "2021-01-01"}}
    plan, findings = compiled(text_of(made), yaml.dump(head | {"uses": ["t/pools"], "awards": awards}, allow_unicode=True, sort_keys=False))
    assert not findings.has_errors, [(d.code, d.message) for d in findings.items]
    slow, quick = (ScalarEngine(plan, 2021, date(2022, 6, 1), ["t/p"], many=many) for many in (False, True))
    for _ in range(6):
        facts = {(name, None): rng.random() < 0.5 for name in FACTS}
        one, other = slow.run(facts), quick.run(facts)
        [document] = slow.documents
        assert [one.value(a.status) for a in document.awards] == [other.value(a.status) for a in document.awards]
        assert repr(one.value(document.settle)) == repr(other.value(document.settle))


PIECES = ["一库", "二库", "after", "leave", "unknown", "：", ": ", "[", "]", "{", "}", "- ", "\n", "  ", "not", "any", "否", "是", "每年2月30日", "due", ""]
SHIPPED = Path(__file__).parents[2] / "rules" / "nanan" / "enterprise-pools.yaml"


@pytest.mark.parametrize("seed", range(4))
def test_damaged_pools_are_answered(seed):
    """Pools files with lines moved, cut, doubled and words put in give findings that say how to go on, and never raise."""
    rng = random.Random(seed)
    for number in range(60):
        spelling.reset()
        text = SHIPPED.read_text(encoding="utf-8") if number % 10 == 0 and SHIPPED.exists() else text_of(world(rng))
        lines = text.split("\n")
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(lines))
            match rng.randrange(4):
                case 0:
                    lines[at] = "  " * rng.randint(0, 4) + lines[at].lstrip()
                case 1:
                    lines[at] = rng.choice(lines)
                case 2:
                    cut = rng.randrange(len(lines[at]) + 1)
                    lines[at] = lines[at][:cut] + rng.choice(PIECES) + lines[at][cut + rng.choice([0, 0, 1, 3]) :]
                case 3:
                    lines[at : at + 1] = []
                    lines = lines or ["a"]
        _, findings = compiled("\n".join(lines))
        assert all(d.code in TITLES and d.message and d.hint for d in findings.items)


LINKS = {
    "apart": "库{i}: {{enter: {{甲: 是}}}}",
    "one after the other": "库{i}: {{after: 库{next}, enter: {{甲: 是}}}}",
    "in one ring": "库{i}: {{enter: {{库{next}: 是}}}}",
    "each denies the next": "库{i}: {{enter: {{库{next}: 否}}}}",
}


@pytest.mark.parametrize("links", LINKS)
def test_very_many_pools(links):
    """2,000 pools, whatever their links, are compiled or refused, with one finding at most."""
    number = 2000
    lines = (LINKS[links].format(i=i, next=(i + 1) % number) for i in range(number))
    head = "kind: pools\nid: t/pools\ntitle: 库\ninstrument: {title: 试, evidence: official}\nin_force: {from: 2021-01-01}\npools:\n"
    _, findings = compiled(head + "".join(f"  {line}\n" for line in lines))
    assert len(findings.items) == (links != "apart")
