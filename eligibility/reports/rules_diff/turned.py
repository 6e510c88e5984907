"""Why two rules decide one award otherwise: the first clause whose verdict differs, or the first step of the amount."""

from __future__ import annotations

from typing import NamedTuple

from ...decisions.affirmed import affirmed
from ...decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, AwardDecision, Reason
from ...decisions.reason_trees import deciding, every_test

_RANK = {INELIGIBLE: 0, UNDETERMINED: 1, ELIGIBLE: 2}


class Turned(NamedTuple):
    """A test under both rules; None where those rules do not make it."""

    before: Reason | None
    after: Reason | None


def first_turned(before: AwardDecision, after: AwardDecision) -> Turned | None:
    """The first test that decided and that the other rules decide otherwise or do not make; None where there is none.

    Of an award that got worse it is what now decides against it, of one that
    got better what decided against it before; of one that is as it was,
    the first test with another verdict.
    """
    old, new = affirmed(before.reason), affirmed(after.reason)
    rise = _RANK[after.status] - _RANK[before.status]
    if rise > 0:
        found = _first(old, new)
        return None if found is None else Turned(found.after, found.before)
    return _first(new, old, both=not rise)


def first_step(before: AwardDecision, after: AwardDecision) -> tuple[str | None, str | None]:
    """The first named step of the amount that came to something else, as ``name = value``; None where those rules have none."""
    old, new = (list(dict(award.calculation).items()) for award in (before, after))
    was, now = dict(old), dict(new)
    changed = next((name for name, value in new if name in was and was[name] != value), None)
    if changed is not None:
        return f"{changed} = {was[changed]}", f"{changed} = {now[changed]}"
    gone, come = (next((f"{name} = {value}" for name, value in steps if name not in other), None) for steps, other in ((old, now), (new, was)))
    return gone, come


def _first(one: Reason, other: Reason, *, both: bool = False) -> Turned | None:
    """The first test that made ``one`` what it is and has another verdict in ``other``, as the one ``after`` there.

    ``both``: of all tests of ``one``, and only those that ``other`` makes too.
    """
    tests = every_test(one)
    counting = {id(test) for test in (tests if both else deciding(one))}
    for test, partner in zip(tests, _partners(tests, every_test(other))):
        if id(test) in counting and (partner.result is not test.result if partner is not None else not both):
            return Turned(partner, test)
    return None


def _partners(tests: list[Reason], others: list[Reason]) -> list[Reason | None]:
    """For each test the one of the other rules that asks the same: the same words first, then the same subject, each taken once."""
    left = list(others)
    found: list[Reason | None] = [None] * len(tests)
    for alike in (lambda a, b: (a.condition, a.required) == (b.condition, b.required), lambda a, b: a.condition == b.condition):
        for i, test in enumerate(tests):
            if found[i] is None:
                at = next((n for n, other in enumerate(left) if alike(test, other)), None)
                found[i] = left.pop(at) if at is not None else None
    return found
