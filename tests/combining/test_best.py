"""The best combination against exhaustive search, and against the settlement that policies have always had."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from eligibility.combining.best import best
from eligibility.combining.lawful import after_overrides, payments, relaxed
from eligibility.combining.problem import Group, Problem, components, part
from eligibility.engines.scalar.settle import settle
from tests.combining.generated import known_problem


def exhaustive(problem: Problem) -> int:
    """The highest lawful total over every set of claims."""
    own = after_overrides(problem)
    there = [i for i, fen in enumerate(own) if fen]
    return max(sum(payments(own, problem.groups, claims)) for size in range(len(there) + 1) for claims in combinations(there, size))


def best_of(problem: Problem):
    return best(after_overrides(problem), problem.groups)


def check_against_exhaustive_search(seeds: range) -> None:
    largest = 0
    for seed in seeds:
        problem = known_problem(Random(seed))
        found = best_of(problem)
        assert found.exact and found.total == exhaustive(problem), seed
        again = payments(after_overrides(problem), problem.groups, found.claims)
        assert again == found.paid and sum(again) == found.total, seed
        largest = max(largest, len(problem.awards))
    assert largest == 12


def test_best_equals_exhaustive_search():
    """On problems with up to 12 awards no claims give more, and claiming just these gives the total."""
    check_against_exhaustive_search(range(2000))


def test_a_choice_is_made_in_some_of_them():
    """The problems are no easy ones: in many, claiming everything is not best."""
    problems = [known_problem(Random(seed)) for seed in range(300)]
    everything = [sum(payments(after_overrides(p), p.groups, range(len(p.awards)))) for p in problems]
    assert sum(best_of(p).total > total for p, total in zip(problems, everything)) > 30


def test_order_of_awards_does_not_change_the_total():
    """The awards numbered otherwise, with every rule naming the same ones, come to the same total."""
    for seed in range(300):
        random = Random(seed)
        problem = known_problem(random)
        order = random.sample(range(len(problem.awards)), len(problem.awards))
        assert best_of(_renumbered(problem, order)).total == best_of(problem).total, seed


def _renumbered(problem: Problem, order: list[int]) -> Problem:
    place = {old: new for new, old in enumerate(order)}
    return Problem(
        tuple(problem.awards[i] for i in order), tuple(problem.statuses[i] for i in order), tuple(problem.amounts[i] for i in order),
        tuple((place[a], place[b]) for a, b in problem.overrides),
        tuple(g._replace(members=tuple(place[i] for i in g.members)) for g in problem.groups),
    )


def test_order_of_members_does_not_change_the_total():
    """Where only the highest is paid it does not matter in which order a limit names its awards."""
    for seed in range(300):
        random = Random(seed)
        problem = known_problem(random)
        problem = problem._replace(groups=tuple(g._replace(pay="highest", cap=None, before=None) for g in problem.groups))
        turned = problem._replace(groups=tuple(g._replace(members=tuple(random.sample(g.members, len(g.members)))) for g in problem.groups))
        assert best_of(turned).total == best_of(problem).total, seed


def test_one_policy_is_settled_as_ever():
    """Overrides and groups that do not overlap leave no choice: the best is what the settlement of the policy pays."""
    for seed in range(500):
        random = Random(seed)
        problem = known_problem(random)
        names = random.sample(range(len(problem.awards)), len(problem.awards))
        cuts = sorted(random.randint(0, len(names)) for _ in range(3))
        split = [tuple(names[a:b]) for a, b in zip([0, *cuts], [*cuts, len(names)]) if a < b]
        groups = tuple(g._replace(members=members) for g, members in zip(problem.groups, split))
        problem = problem._replace(groups=groups)
        rules = [len(names), [list(o) for o in problem.overrides], [_as_settled(g, n, len(names)) for n, g in enumerate(groups)]]
        arguments = problem.statuses + problem.amounts + tuple(v for g in groups for v in (g.cap, g.before))
        total, paid = settle(rules, arguments)
        found = best_of(problem)
        assert (found.total, found.paid) == (total, paid), seed


def _as_settled(group: Group, number: int, count: int) -> dict:
    place = 2 * count + 2 * number
    return {"awards": list(group.members), "pay": group.pay, "cut": group.cut,
            "cap": None if group.cap is None else place, "paid": None if group.before is None else place + 1}


def test_no_claims_go_beyond_the_bound():
    """What cuts the search short is never less than what some claims within it are paid."""
    for seed in range(300):
        random = Random(seed)
        problem = known_problem(random, 8)
        own = after_overrides(problem)
        within = [i for i in range(len(own)) if random.random() < 0.8]
        most = relaxed(own, problem.groups, within)
        assert all(sum(payments(own, problem.groups, claims)) <= most for size in range(len(within) + 1) for claims in combinations(within, size)), seed


def test_parts_add_up():
    """Awards that have nothing to do with each other are looked at apart; the totals add up to that of the whole."""
    for seed in range(300):
        problem = known_problem(Random(seed))
        parts = [part(problem, positions) for positions in components(problem)]
        assert sum(best_of(p).total for p in parts) == best_of(problem).total, seed


@pytest.mark.parametrize(("amounts", "claims"), [((100, 90, 110), {1, 2}), ((100, 90, 0), {0}), ((100, 40, 60), {0}), ((100, 40, 61), {1, 2})])
def test_one_against_two(amounts, claims):
    """The first excludes both others: it is claimed while it is worth as much, being named first."""
    groups = (Group("左", (0, 1), "highest", "last_first"), Group("右", (0, 2), "highest", "last_first"))
    found = best(amounts, groups)
    assert (found.combination, found.total) == (frozenset(claims), sum(amounts[i] for i in claims))


def test_very_many_awards_are_given_up_honestly(monkeypatch):
    """A search that was cut short says so, and what it found is paid as it says."""
    monkeypatch.setattr("eligibility.combining.best.MOST_CLAIMS", 15)
    random = Random(1)
    own = tuple(random.randrange(1, 100) for _ in range(40))
    groups = tuple(Group(str(n), tuple(random.sample(range(40), 5)), "highest", "last_first") for n in range(30))
    found = best(own, groups)
    assert not found.exact and sum(payments(own, groups, found.claims)) == found.total
