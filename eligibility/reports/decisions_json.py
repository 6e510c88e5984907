"""A decision as JSON, by ``schemas/decision.schema.json``."""

from __future__ import annotations

from ..decisions.affirmed import affirmed
from ..decisions.decision import (
    INELIGIBLE, Amount, AwardDecision, EnterpriseDecision, FactShown, PolicyDecision, Reason, StandardResult,
)
from ..decisions.reason_trees import deciding
from ..language.diagnostic import Diagnostic
from .combination_json import combination_json
from .next_steps_json import next_steps
from .totals import totals

FORMAT = "eligibility-decision/1"
_NOT_GIVEN = "未填写"
_TRUTH = {"是": True, "否": False, "未知": None}


def to_dict(decision: EnterpriseDecision, *, explain: bool = False) -> dict:
    """Plain dicts and lists. ``explain`` adds to each award the whole tree of conditions."""
    sums = totals(decision)
    return {
        "format": FORMAT,
        "policy_year": decision.policy_year,
        "as_of": decision.as_of,
        "rules": decision.rules,
        "profile": {"code": decision.code, "name": decision.name},
        "assumed": decision.assumed,
        "decisions": [_policy(p, explain) for p in decision.decisions],
        "not_in_force": [a._asdict() for a in decision.not_in_force],
        "standards": [_standard(s, explain) for s in decision.standards],
        "combination": combination_json(decision.combination, amount_json),
        "totals": {
            "certain": amount_json(Amount(sums.certain, sums.certain)),
            "provisional": amount_json(Amount(sums.provisional, sums.provisional)),
            "open": amount_json(sums.open),
            "unknown": list(sums.unknown),
        },
        "next_steps": next_steps(decision),
        "problems": [problem_json(p) for p in decision.problems],
    }


def _policy(policy: PolicyDecision, explain: bool) -> dict:
    return {
        "policy": policy.policy,
        "title": policy.title,
        "instrument": policy.instrument,
        "department": policy.department,
        "status": policy.status,
        "amount": amount_json(policy.amount),
        "reference": amount_json(policy.reference),
        "provisional": policy.provisional,
        "awards": [_award(a, explain) for a in policy.awards],
        "materials": list(policy.materials),
    }


def _award(award: AwardDecision, explain: bool) -> dict:
    found = {
        "award": award.award,
        "title": award.title,
        "status": award.status,
        "amount": amount_json(award.amount),
        "reference": amount_json(award.reference),
        "reference_basis": list(award.reference_basis),
        "clause": award.clause,
        "ref": award.ref,
        "evidence": award.evidence,
        "provisional": award.provisional,
        "provisional_because": list(award.provisional_because),
        "readings": [{"readings": o.readings, "status": o.status, "amount": amount_json(o.amount)} for o in award.outcomes],
        "reasons": [test_json(r) for r in deciding(affirmed(award.reason))],
        "missing": [list(chosen) for chosen in award.missing.sets],
        "missing_exact": award.missing.exact,
        "could_refuse": list(award.missing.could_refuse),
        "amount_needs": list(award.missing.amount),
        "calculation": [{"step": name, "value": value} for name, value in award.calculation if award.status != INELIGIBLE],
        "notes": list(award.notes),
    }
    if explain:
        found["conditions"] = tree_json(award.reason)
    return found


def test_json(reason: Reason) -> dict:
    """One test as it came out."""
    return {
        "condition": reason.condition,
        "clause": reason.clause,
        "ref": reason.ref,
        "evidence": reason.evidence,
        "result": reason.result,
        "required": reason.required,
        "actual": None if reason.actual == _NOT_GIVEN else reason.actual,
        "short_by": reason.short_by,
        "facts": [_fact(f) for f in reason.facts],
        "where": reason.where,
    }


def tree_json(reason: Reason) -> dict:
    """The whole tree of conditions."""
    if reason.kind == "test":
        return {"kind": "test", **test_json(reason)}
    return {
        "kind": reason.kind,
        "condition": reason.condition,
        "clause": reason.clause,
        "ref": reason.ref,
        "evidence": reason.evidence,
        "result": reason.result,
        "where": reason.where,
        "children": [tree_json(c) for c in reason.children],
    }


def _standard(standard: StandardResult, explain: bool) -> dict:
    value = _TRUTH.get(standard.value, standard.value)
    found = {"fact": standard.fact, "value": value, "reasons": []}
    if standard.reason is not None:
        found["reasons"] = [test_json(r) for r in deciding(affirmed(standard.reason))]
        if explain:
            found["conditions"] = tree_json(standard.reason)
    return found


def _fact(fact: FactShown) -> dict:
    given = fact.origin != _NOT_GIVEN
    return {"fact": fact.fact, "value": fact.value if given else None, "from": fact.origin if given else None}


def amount_json(amount: Amount | None) -> dict | None:
    """分, or from so much to so much."""
    if amount is None:
        return None
    if amount.known:
        return {"fen": amount.low, "text": amount.text}
    return {"min_fen": amount.low, "max_fen": amount.high, "text": amount.text}


def problem_json(problem: Diagnostic) -> dict:
    """A finding, with its remedy."""
    return {"code": problem.code, "severity": problem.severity, "where": str(problem.where), "message": problem.message, "hint": problem.hint}
