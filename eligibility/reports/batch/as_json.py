"""A batch as plain dicts and lists; money in 分, null where no highest is known."""

from __future__ import annotations

from ...batch.columns import Answer
from ...batch.summary import BatchSummary
from ...batch.totals import Total

MOST_LISTED = 100  # of what is missing; all of it stands in the workbook


def summary_json(summary: BatchSummary) -> dict:
    """What the workbook says, without its lists of enterprises; ``refused`` and ``missing`` are null where nothing is known of them."""
    manifest, found = summary.written.manifest, summary.enterprises
    return {
        "policy_year": manifest.policy_year, "as_of": manifest.as_of, "rules": manifest.rules, "files": manifest.files, "digest": manifest.digest,
        "enterprises": {"decided": found.decided, "eligible": found.eligible, "undetermined": found.undetermined, "ineligible": found.refused},
        "policies": [_policy(summary, total) for total in summary.policies],
        "pools": [{"document": p.answer.document, "pool": p.answer.pool, "title": p.title, **p.counts} for p in summary.pools],
        "shared_limits": summary.limited,
        "refused": None if summary.refusals is None else [
            {"policy": r.answer.policy, "award": r.answer.award, "condition": r.condition, "source": r.source, "enterprises": r.enterprises} for r in summary.refusals
        ],
        "missing": _missing(summary),
    }  # fmt: skip


def _policy(summary: BatchSummary, total: Total) -> dict:
    awards = [{"award": a.answer.award, **_total(summary, a)} for a in summary.awards if a.answer.policy == total.answer.policy]
    return {"policy": total.answer.policy, **_total(summary, total), "awards": awards}


def _total(summary: BatchSummary, total: Total) -> dict:
    answer: Answer = total.answer
    return {
        "title": summary.titles[answer], "eligible": total.eligible, "ineligible": total.ineligible, "undetermined": total.undetermined,
        "settled": total.settled, "low": total.low, "high": None if total.unbounded else total.high,
        "high_of_bounded": total.high, "unbounded": total.unbounded,
    }  # fmt: skip


def _missing(summary: BatchSummary) -> dict | None:
    missing = summary.missing
    if missing is None:
        return None
    return {
        "decisions": missing.decisions, "entangled": missing.entangled, "unexamined": missing.unexamined,
        "blanks": [{"facts": list(b.facts), "rules": list(b.rules), "decisions": b.decisions, "amounts": b.amounts} for b in missing.blanks[:MOST_LISTED]],
        "lists": [x._asdict() for x in missing.lists[:MOST_LISTED]],
    }  # fmt: skip
