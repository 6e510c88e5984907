"""What newly arrived facts change: pools, standards, policies and amounts, from what to what, and why."""

from __future__ import annotations

from datetime import date

from ...decisions.affirmed import affirmed
from ...decisions.decision import AwardDecision, Need, PolicyDecision, Reason
from ...decisions.reason_trees import every_test
from ...pools.asked import in_pool
from ...pools.compare import Changes, PoolChange, Standing
from ...pools.decision import CANDIDATE, OUTSIDE, UNDETERMINED, PoolDecision
from ...pools.event import EVENT
from ..lines import folded
from ..next_steps import parts_of
from ..outcome_words import result_words
from ..speech import say
from .one import Paint, chain_text, plain
from .words import MARKS, WORDS, distance_text, due_text, need_names, needs_text, with_source

MOST_TESTS = 6  # shown of what made one change


def changes_lines(changes: Changes, before: Standing, after: Standing, paint: Paint = plain) -> list[str]:
    """Lines; one that says so where nothing changes."""
    if not changes:
        return [say("没有改变：企业库、标准、政策和金额都和原来一样。")]
    out: list[str] = []
    as_of = date.fromisoformat(after.decided.as_of)
    if changes.pools:
        out += [say("企业库"), *(line for change in changes.pools for line in _pool(change, as_of, paint))]
    if changes.standards:
        out += [say("标准"), *(line for c in changes.standards for line in folded(f"{c.name}：{c.before} → {c.after}", 2, 2))]
    policies = _policies(before, after, {c.policy for c in (*changes.policies, *changes.awards)})
    return out + ([say("政策"), *policies] if policies else [])


# ------------------------------------------------------------------------------ pools


def _pool(change: PoolChange, as_of: date, paint: Paint) -> list[str]:
    """From where to where, then what made it so."""
    was, now = change.before, change.after
    mark = MARKS[now.status] if change.moved else " "
    words = dict.fromkeys((_standing(was), _standing(now)))
    first, *rest = folded(f"{mark} {now.title}：{' → '.join(words)}", 2, 4)
    out = [paint(first, now.status), *rest]
    said = [f"{test.condition} {test.actual}" for test in now.why if _new(test)] if change.moved else []
    for text in list(dict.fromkeys(said))[:MOST_TESTS]:
        out += folded(f"· {text}", 6, 2)
    gone = [part for part in _parts(was) if part not in _parts(now)]
    if gone and now.status in (CANDIDATE, OUTSIDE, UNDETERMINED) and not said:
        out += folded(f"不再差：{'；'.join(map(need_names, gone))}", 6, 2)
    if was.chain != now.chain:
        out += [line for text in chain_text(now.chain) for line in folded(text, 6, 2)]
    for due in now.due:
        if due not in was.due:
            out += folded(with_source(due, due_text(due, as_of)), 6, 2)
    if now.lacks and now.lacks != was.lacks:
        out += folded(f"还差：{needs_text(now.lacks)}", 6, 2)
    if now.missing and now.missing != was.missing:
        out += folded(f"还缺：{'、'.join(now.missing)}", 6, 2)
    return out


def _new(test: Reason) -> bool:
    """Whether a test rests on a fact that arrived, or on another pool."""
    return any(fact.origin.startswith(EVENT) for fact in test.facts) or test.condition.startswith(in_pool("")[:2])


def _parts(pool: PoolDecision) -> tuple[Need, ...]:
    return parts_of(pool.lacks) if pool.lacks else ()


def _standing(pool: PoolDecision) -> str:
    """候选，差 2 项; 不在库."""
    near = distance_text(pool) if pool.status in (CANDIDATE, OUTSIDE, UNDETERMINED) else ""
    return say(WORDS[pool.status]) + (f"，{say(near)}" if near else "")


# --------------------------------------------------------------------------- policies


def _policies(before: Standing, after: Standing, changed: set[str]) -> list[str]:
    """Each policy that changed, with its awards that did."""
    out: list[str] = []
    old = {p.policy: p for p in before.decided.decisions}
    for policy in after.decided.decisions:
        if policy.policy in changed:
            out += folded(_from_to(policy.title, old[policy.policy], policy), 2, 2)
            for was, now in zip(old[policy.policy].awards, policy.awards):
                if (was.status, was.amount) != (now.status, now.amount):
                    out += folded(f"· {_from_to(now.award, was, now)}", 4, 2)
                    out += [line for text in _turned(was.reason, now.reason) for line in folded(text, 8, 2)]
    return out


def _from_to(title: str, was: PolicyDecision | AwardDecision, now: PolicyDecision | AwardDecision) -> str:
    words = say(result_words(was)), say(result_words(now))
    return f"{title}：{words[0]} → {words[1]}" if words[0] != words[1] else title


def _turned(before: Reason, after: Reason) -> list[str]:
    """The tests that come out otherwise than before, as they are now."""
    was = {test.operation: test.result for test in every_test(affirmed(before))}
    turned = [test for test in every_test(affirmed(after)) if was.get(test.operation, test.result) is not test.result]
    return list(dict.fromkeys(f"{test.condition} {test.actual}，要求 {test.required}" for test in turned))[:MOST_TESTS]
