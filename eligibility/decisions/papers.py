"""The papers an enterprise has to hand in for what it is eligible for: what the policy asks for, and what proves its facts.

Of alternatives that hold only the first is to be proven, of a table only the
row taken and those before it.
"""

from __future__ import annotations

from ..engines.scalar.engine import Trace
from ..plan.plan import DocumentPlan
from ..profiles.values import NONE_VALUE
from .decision import ELIGIBLE, Paper, PolicyDecision


def papers_of(trace: Trace, documents: list[DocumentPlan], decisions: list[PolicyDecision]) -> tuple[Paper, ...]:
    """Each paper once, those of the policies first, for the awards that are eligible and pay something."""
    found: dict[str, Paper] = {}
    proofs: list[tuple[str, tuple[str, str], bool]] = []
    for document, policy in zip(documents, decisions):
        paid = [plan for plan, award in zip(document.awards, policy.awards) if award.status == ELIGIBLE and award.amount.high != 0]
        gates = _facts_below(trace, [operation for _, operation in document.gates])
        for award in paid:
            for paper in policy.materials:
                _add(found, paper, (policy.policy, award.name), False)
            facts = _facts_below(trace, [award.status, award.amount])
            proofs += [(proof, (policy.policy, award.name), no and place not in gates)
                       for place in facts for proof, no in _proofs(trace, place, facts[place])]
    named = {_plain(paper): paper for paper in [*(proof for proof, _, _ in proofs), *found]}
    for proof, award, if_any in proofs:
        for paper in _apart(proof, named):
            _add(found, named[paper] if paper in named else paper, award, if_any)
    return tuple(found.values())


def _apart(proof: str, named: dict[str, str]) -> list[str]:
    """Two papers in one proof, where one of them is asked for by itself as well."""
    parts = _plain(proof).split("、")
    return parts if len(parts) > 1 and not named.keys().isdisjoint(parts) else [_plain(proof)]


def _add(found: dict[str, Paper], paper: str, award: tuple[str, str], if_any: bool) -> None:
    so_far = found.get(paper, Paper(paper, (), True))
    awards = so_far.awards if award in so_far.awards else (*so_far.awards, award)
    found[paper] = Paper(paper, awards, so_far.if_any and if_any)


def _plain(paper: str) -> str:
    """Without the remark at its end: 统计部门入库证明（规上企业） is 统计部门入库证明."""
    return paper.partition("（")[0] if paper.endswith("）") else paper


def _proofs(trace: Trace, place: int, columns: dict[str, None]):
    """(proof, answered no) of a fact that is stated; 无 proves itself."""
    engine, value = trace.engine, trace.inputs[place]
    slot = engine.slots[place]
    fact = engine.plan.vocabulary.get(slot.key[0]) if slot.kind == "fact" else None
    if fact is None or value is slot.blank or value is NONE_VALUE or value == []:
        return
    for proof in dict.fromkeys([fact.proof, *(fact.columns[c].proof for c in columns if c in fact.columns)]):
        if proof:
            yield proof, value is False


def _facts_below(trace: Trace, roots: list[int]) -> dict[int, dict[str, None]]:
    """Slots that the result of ``roots`` rests on, in order, each with the columns looked at."""
    engine = trace.engine
    found: dict[int, dict[str, None]] = {}
    pending, seen = list(reversed(roots)), set()
    while pending:
        index = engine.target(pending.pop())
        if index in seen or index in engine.constants:
            continue
        seen.add(index)
        op = engine.operations[index]
        if index in engine.slot_of:
            found.setdefault(engine.slot_of[index], {})
        elif op.op.startswith("column"):
            found[engine.slot_of[engine.target(op.scope)]].setdefault(op.data[0])
        else:
            pending += reversed(_behind(trace, index))
    return found


def _behind(trace: Trace, index: int) -> list[int]:
    """The arguments that made an operation what it is."""
    op = trace.engine.operations[index]
    args = list(op.args)
    if op.scope is not None or op.op not in ("all", "any", "at_least", "first_of", "if"):
        return args
    if op.op == "first_of":
        taken = next((i for i, test in enumerate(args[:-1:2]) if trace.raw(test) is not False), None)
        return args[:-1:2] + args[-1:] if taken is None else args[: 2 * taken + 1 : 2] + [args[2 * taken + 1]]
    if op.op == "if":
        truth = trace.raw(args[0])
        return args if truth is None else [args[0], args[1 if truth else 2]]
    truth = trace.raw(index)
    holding = [a for a in args if trace.raw(a) is truth]
    if op.op == "at_least":
        return holding[: op.data[0]] if truth else holding
    return holding[:1] if truth is (op.op == "any") else holding
