"""Writes the bench set as one JSON Decision Model for zen-engine.

One graph with one expression node decides all policies, kept by the engine's
static loader, which compiles it once: measured, that is the fastest form (a
decision from ``create_decision`` takes 3 times as long, a node for each policy
half as much again). The result holds, as ours does, the verdict of every
single test, what was found where that is calculated, each status and amount.
"""

from __future__ import annotations

import json
from functools import partial

from bench.source import (
    SPANS, WORDS, YEAR, Award, Bands, BenchSet, Block, Calc, Expr, FirstOf, Is, Named, Num, Policy, Test, Tiers,
    Val, leaves, overridden_by,
)  # fmt: skip


def graph(bench: BenchSet) -> str:
    """The decision as JSON text."""
    rows = [
        {"id": f"e{number}", "key": key, "value": value} for number, (key, value) in enumerate(expressions(bench).items())
    ]
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": rows}, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def engine(bench: BenchSet):
    """A function from facts to zen's result; ImportError where zen-engine is absent."""
    import zen

    loaded = zen.ZenEngine({"loader": {"type": "static", "content": {"bench": json.loads(graph(bench))}}})
    return partial(loaded.evaluate, "bench")


def decision(bench: BenchSet):
    """The same by ``create_decision``, as zen's README has it: slower, since it is not compiled beforehand."""
    import zen

    return zen.ZenEngine().create_decision(graph(bench)).evaluate


def facts(firm: dict, bench: BenchSet) -> dict:
    """A sample enterprise as zen wants it: one key a fact and year."""
    flat: dict = {}
    for fact in bench.facts:
        value = firm[fact.name]
        if fact.yearly:
            flat.update({f"{fact.key}_{year}": one for year, one in value.items()})
        else:
            flat[fact.key] = float(value) if fact.type == "ratio" else value
    return flat


def expressions(bench: BenchSet) -> dict[str, str]:
    """Token → expression, each after the ones it uses."""
    made: dict[str, str] = {}
    names: dict[str, str] = {}  # definition → its token
    for policy in [bench.shared, *bench.policies]:
        _policy(policy, names, made)
    return made


def _policy(policy: Policy, names: dict[str, str], made: dict[str, str]) -> None:
    def note(part) -> None:
        for leaf in leaves(part):
            if isinstance(leaf, Test) and isinstance(leaf.subject, Calc):
                made[f"{leaf.id}_found"] = _number(leaf.subject, names)
            made[leaf.id] = _leaf(leaf, names)

    for number, (name, part) in enumerate(policy.define.items()):
        note(part)
        names[name] = f"{policy.id}_d{number}"
        made[names[name]] = _block(part, names) if isinstance(part, Block) else _truth(part, names)
    for award in policy.awards:
        note(award.when)
        note(award.block)
        gates = [f"$.{names[gate]}" for gate in policy.gates]
        made[f"{award.id}_ok"] = " and ".join([*gates, f"({_truth(award.when, names)})"])
    for award in policy.awards:
        made[award.id] = _paid(award, policy, names)
    if policy.awards:
        made[f"{policy.id}_total"] = " + ".join(f"$.{award.id}" for award in policy.awards)


def _paid(award: Award, policy: Policy, names: dict[str, str]) -> str:
    stands = [f"$.{award.id}_ok", *(f"not $.{other.id}_ok" for other in overridden_by(policy, award))]
    return f"{' and '.join(stands)} ? round({_block(award.block, names)}) : 0"


# ---------------------------------------------------------- conditions and blocks


def _leaf(leaf: Test | Is, names: dict[str, str]) -> str:
    if isinstance(leaf, Test):
        found = f"$.{leaf.id}_found" if isinstance(leaf.subject, Calc) else _number(leaf.subject, names)
        return f"{found} {WORDS[leaf.word]} {_number(leaf.bound, names)}"
    if len(leaf.values) == 1:
        return f"{leaf.fact.key} == {_text(leaf.values[0])}"
    return f"{leaf.fact.key} in [{', '.join(map(_text, leaf.values))}]"


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _truth(condition, names: dict[str, str]) -> str:
    match condition:
        case Test() | Is():
            return f"$.{condition.id}"
        case Named():
            return f"$.{names[condition.name]}"
    inner = [_truth(item, names) for item in condition.items]
    match condition.kind:
        case "not":
            return f"not ({inner[0]})"
        case "some":
            return "(" + " + ".join(f"({one} ? 1 : 0)" for one in inner) + f") >= {condition.at_least}"
    return "(" + {"all": " and ", "any": " or "}[condition.kind].join(inner) + ")"


def _block(block: Block, names: dict[str, str]) -> str:
    text = _value(block.value, names)
    if block.round_down:
        unit = _number(block.round_down, names)
        text = f"floor(({text}) / {unit}) * {unit}"
    if block.floor:
        text = f"max([{text}, {_number(block.floor, names)}])"
    if block.cap:
        text = f"min([{text}, {_number(block.cap, names)}])"
    if block.nothing_below:
        text = f"({text}) < {_number(block.nothing_below, names)} ? 0 : ({text})"
    return text


def _value(value, names: dict[str, str]) -> str:
    match value:
        case Bands():
            of = _number(value.of, names)
            rows = [f"{of} <= {_number(bound, names)} ? {_number(amount, names)} : " for bound, amount in value.rows]
            return f"({''.join(rows)}{_number(value.rest, names)})"
        case Tiers():
            return _marginal(value, names)
        case FirstOf():
            rows = [f"{_truth(condition, names)} ? {_number(amount, names)} : " for condition, amount in value.rows]
            return f"({''.join(rows)}{_number(value.rest, names)})"
    return _number(value, names)


def _marginal(tiers: Tiers, names: dict[str, str]) -> str:
    of, below, parts = _number(tiers.of, names), "0", []
    for bound, rate in tiers.rows:
        upto = _number(bound, names)
        parts.append(f"max([min([{of}, {upto}]) - {below}, 0]) * {_number(rate, names)}")
        below = upto
    parts.append(f"max([{of} - {below}, 0]) * {_number(tiers.rest, names)}")
    return " + ".join(parts)


def _number(expr: Expr, names: dict[str, str]) -> str:
    match expr:
        case Num():
            return f"{float(expr.value):.12f}".rstrip("0").rstrip(".")
        case Named():
            return f"$.{names[expr.name]}"
        case Val(fact=fact) if not fact.yearly:
            return fact.key
        case Val():
            years = [f"{expr.fact.key}_{YEAR - back}" for back in SPANS[expr.span]]
            return years[0] if len(years) == 1 else f"({' + '.join(years)})"
        case Calc(op="MAX" | "MIN"):
            return f"{expr.op.lower()}([{_number(expr.left, names)}, {_number(expr.right, names)}])"
    op = {"×": "*"}.get(expr.op, expr.op)
    return f"({_number(expr.left, names)} {op} {_number(expr.right, names)})"
