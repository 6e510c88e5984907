"""What other rules change, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...batch.rules_diff import Example, Money, PolicyDiff, RulesDiff, Tally
from ...decisions.decision import Reason
from ..decisions_json import test_json, to_dict
from .example_text import changed_awards, changed_policies
from .turned import first_step, first_turned

if TYPE_CHECKING:
    from .text import Shown

FORMAT = "eligibility-diff/1"


def diff_json(diff: RulesDiff, shown: Shown) -> dict:
    """Plain dicts and lists; money in 分, ``max_fen`` without those ``unbounded`` whose upper end nobody knows."""
    return {
        "format": FORMAT,
        "policy_year": diff.policy_year,
        "as_of": diff.as_of.isoformat(),
        "old": {"path": shown.old, "rules": diff.old_sha256},
        "new": {"path": shown.new, "rules": diff.new_sha256},
        "population": {"files": list(shown.files), "read": diff.read, "used": diff.used, "rejected": diff.rejected},
        "no_column": diff.no_column._asdict(),
        "enterprises": {"changed": diff.enterprises.changed, **diff.enterprises._asdict(), "unchanged": diff.used - diff.enterprises.changed},
        "money": {"before": _money(diff.money.before), "after": _money(diff.money.after)},
        "policies": [_policy(policy) for policy in diff.policies],
        "examples": [_example(example) for example in diff.examples],
    }


def _policy(policy: PolicyDiff) -> dict:
    found = {"policy": policy.policy, "title": policy.title, "within": policy.within, "same_rules": policy.same, "changed": policy.changed}
    if policy.same:
        return found
    kinds = {kind: _tally(tally) for kind, tally in policy.kinds.items()}
    return found | {"before": _money(policy.total.before), "after": _money(policy.total.after), "kinds": kinds}


def _tally(tally: Tally) -> dict:
    return {"enterprises": tally.enterprises, "before": _money(tally.before), "after": _money(tally.after)}


def _money(money: Money) -> dict:
    return {"min_fen": money.low, "max_fen": money.high, "unbounded": money.unbounded}


def _example(example: Example) -> dict:
    return {
        "row": example.row,
        "profile": {"code": example.code, "name": example.name},
        "policy": example.policy,
        "kind": example.kind,
        "why": [_why(was, now) for pair in changed_policies(example) for was, now in changed_awards(*pair) if was is not None and now is not None],
        "before": None if example.before is None else to_dict(example.before, explain=True),
        "after": None if example.after is None else to_dict(example.after, explain=True),
    }


def _why(was, now) -> dict:
    turned, steps = first_turned(was, now), first_step(was, now)
    tests = (None, None) if turned is None else turned
    return {"award": now.award, "before": _side(tests[0], steps[0]), "after": _side(tests[1], steps[1])}


def _side(test: Reason | None, step: str | None) -> dict:
    return {"test": None if test is None else test_json(test), "step": step}
