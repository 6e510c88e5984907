"""Pools of one enterprise as JSON, by ``schemas/pools-decision.schema.json``."""

from __future__ import annotations

from collections.abc import Sequence

from ...pools.compare import AwardChange, Changes, PoolChange
from ...pools.decision import DueDay, PoolDecision, PoolsDecision
from ...pools.worklist import worklist
from ..decisions_json import amount_json, problem_json, test_json
from ..next_steps_json import need_json

FORMAT = "eligibility-pools/1"


def to_dict(decisions: Sequence[PoolsDecision], changes: Changes | None = None, events: Sequence[str] = ()) -> dict:
    """Plain dicts and lists: every document of one enterprise; with ``changes`` what ``events`` changed, the decisions being those after."""
    first = decisions[0]
    found = {
        "format": FORMAT,
        "policy_year": first.policy_year,
        "as_of": first.as_of,
        "rules": first.rules,
        "profile": {"code": first.code, "name": first.name},
        "engine": first.engine,
        "documents": [_document(d) for d in decisions],
        "worklist": [
            {"stage": stage, "entries": [
                {"document": e.document, "pool": e.pool.pool, "title": e.pool.title, "kind": e.kind, "due": _due(e.due) if e.due else None}
                for e in entries
            ]}
            for stage, entries in worklist(decisions).items()
        ],
        "problems": [problem_json(p) for p in first.problems],
    }  # fmt: skip
    return found if changes is None else found | {"events": list(events), "changes": _changes(changes)}


def _document(decision: PoolsDecision) -> dict:
    return {
        "document": decision.document,
        "title": decision.title,
        "instrument": decision.instrument,
        "stages": list(decision.stages),
        "pools": [_pool(p) for p in decision.pools],
    }


def _pool(pool: PoolDecision) -> dict:
    return {
        "pool": pool.pool,
        "title": pool.title,
        "stage": pool.stage,
        "status": pool.status,
        "recorded": pool.recorded,
        "inside": pool.inside,
        "clause": pool.clause,
        "ref": pool.ref,
        "evidence": pool.evidence,
        "short_of": pool.short_of,
        "distance": _distance(pool),
        "lacks": need_json(pool.lacks) if pool.lacks else None,
        "missing": list(pool.missing),
        "reasons": [test_json(r) for r in pool.why],
        "chain": [{"then": link.then, "because": list(link.because)} for link in pool.chain],
        "due": [_due(d) for d in pool.due],
        "unknown": pool.unknown,
        "note": pool.note,
    }


def _distance(pool: PoolDecision) -> dict | None:
    return {"low": pool.distance[0], "high": pool.distance[1]} if pool.distance else None


def _due(due: DueDay) -> dict:
    start = due.start.isoformat() if due.start else None
    return {"what": due.what, "from": start, "by": due.by.isoformat(), "days": due.days, "clause": due.clause, "ref": due.ref, "evidence": due.evidence}


# ------------------------------------------------------------------------------ changes


def _changes(changes: Changes) -> dict:
    return {
        "pools": [_pool_change(c) for c in changes.pools],
        "standards": [{"fact": c.name, "from": c.before, "to": c.after} for c in changes.standards],
        "policies": [_award_change(c) for c in changes.policies],
        "awards": [{"award": c.award, **_award_change(c)} for c in changes.awards],
    }


def _pool_change(change: PoolChange) -> dict:
    was, now = change.before, change.after
    return {"document": change.document, "pool": now.pool, "title": now.title, "from": was.status, "to": now.status,
            "distance_from": _distance(was), "distance_to": _distance(now)}  # fmt: skip


def _award_change(change: AwardChange) -> dict:
    """A policy or an award: status and amount, before and after."""
    return {"policy": change.policy, "title": change.title, "from": change.status[0], "to": change.status[1],
            "amount_from": amount_json(change.amount[0]), "amount_to": amount_json(change.amount[1])}  # fmt: skip
