"""What the decisions of a policy, or about pools, rest on, as a hash: equal hashes decide every enterprise alike.

Places, titles, clauses and evidence are no part of it, nor the order of the
rules: only what an engine reckons with, in the versions that are in force.
"""

from __future__ import annotations

from hashlib import sha256

from ..language.fact import Fact
from ..plan.select import Selection
from .columns import recorded_in

_ONLY_WORDS = ("first_of", "unknown")  # their data say clauses and reasons; what they reckon with are arguments


def policy_digests(selection: Selection) -> dict[str, str]:
    """Policy or pools document in force → hash. Policies that a limit ties together have one each, which speaks of them all."""
    operations = _operation_digests(selection)
    policies = [d for d in selection.documents if d.kind == "policy" and d.settle is not None]
    own = {d.id: _hash("policy", [a.name for a in d.awards], [operations[a.status] for a in d.awards], operations[d.settle]) for d in policies}
    limits = []
    for document in selection.documents:
        for limit in document.limits:
            cap = None if limit.cap is None else operations[limit.cap]
            rule = _hash(limit.awards, limit.pay, limit.per, cap, limit.cut, [operations[i] for i in limit.paid])
            limits.append((frozenset(policy for policy, _ in limit.awards if policy in own), rule))
    together = tied(selection, list(own))
    found = {policy: _hash(own[policy], sorted((i, own[i]) for i in together[policy]), sorted(rule for over, rule in limits if over & together[policy]))
             for policy in own}  # fmt: skip
    pools = {d.id: _hash("pools", [(p.name, operations[p.inside], [operations[i] for i in recorded_in(p)]) for p in d.pools])
             for d in selection.documents if d.kind == "pools"}  # fmt: skip
    return found | pools


def tied(selection: Selection, policies: list[str]) -> dict[str, frozenset[str]]:
    """Policy → all of ``policies`` that limits tie to it, over any number of limits, itself among them."""
    groups = {policy: frozenset([policy]) for policy in policies}
    for document in selection.documents:
        for limit in document.limits:
            over = [policy for policy, _ in limit.awards if policy in groups]
            whole = frozenset().union(*(groups[policy] for policy in over))
            groups |= dict.fromkeys(whole, whole)
    return groups


def same_facts(one: dict[str, Fact], other: dict[str, Fact]) -> bool:
    """Whether two vocabularies read any table alike."""
    return {name: _read_as(fact) for name, fact in one.items()} == {name: _read_as(fact) for name, fact in other.items()}


def _read_as(fact: Fact) -> tuple:
    return _meaning(fact), fact.aliases, fact.role, [column.aliases for column in fact.columns.values()]


def _meaning(fact: Fact) -> tuple:
    """What of a fact its values depend on."""
    return (fact.name, fact.type, fact.unit, fact.per_year, str(fact.minimum), str(fact.maximum), fact.options, bool(fact.none),
            [_meaning(column) for column in fact.columns.values()])  # fmt: skip


def _operation_digests(selection: Selection) -> list[str]:
    """The hash of every operation, definitions and versions looked through; arguments stand before what they are used in."""
    found: list[str] = []
    for index, op in enumerate(selection.plan.operations):
        if op.op in ("named", "version", "parameter"):
            at = op.args[0] if op.op == "named" else selection.aliases.get(index)
            found.append(found[at] if at is not None else _hash("open", op.unit, op.scale, _not_found(selection, index, found)))
            continue
        fact = _meaning(selection.plan.vocabulary[op.data[0]]) if op.op in ("fact", "records") else None
        scope = found[op.scope] if op.scope is not None and op.scope < index else None
        data = None if op.op in _ONLY_WORDS else op.data
        span = None if op.args else (str(op.low), str(op.high))
        found.append(_hash(op.op, op.unit, op.scale, data, fact, scope, span, [found[a] for a in op.args]))
    return found


def _not_found(selection: Selection, index: int, found: list[str]) -> list:
    """Of a parameter its name and the bound that is known; of a name without a version in force the name."""
    op = selection.plan.operations[index]
    if op.op == "version":
        return [op.label]
    bound = selection.bounded.get(index)
    return [*op.data[:2], None if bound is None else found[bound]]


def _hash(*parts) -> str:
    return sha256(repr(parts).encode()).hexdigest()
