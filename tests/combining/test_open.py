"""What is said while something is open holds however it turns out: every completion of the blanks is tried."""

from __future__ import annotations

from random import Random

from eligibility.combining.best import best
from eligibility.combining.combine import combination_of, parts_of
from eligibility.combining.lawful import after_overrides, payments
from eligibility.combining.open import solve
from eligibility.combining.problem import Group, Problem
from eligibility.engines.scalar.values import INFINITY, Interval
from tests.combining.generated import completions, open_problem

#: ways to fill in the blanks of one problem that are tried
MOST = 500


def small_problems(seeds: range):
    """(seed, problem, its completions), those with too many completions left out."""
    for seed in seeds:
        problem = open_problem(Random(seed))
        filled = list(completions(problem))
        if len(filled) <= MOST:
            yield seed, problem, filled


def test_every_completion_lies_within_what_is_said():
    """Its best combination is among those possible, its total, payments and policies' sums within their bounds."""
    tried = exact = 0
    for seed, problem, filled in small_problems(range(250)):
        solved = solve(problem)
        tried, exact = tried + 1, exact + solved.exact
        for complete in filled:
            found = best(after_overrides(complete), complete.groups)
            assert found.combination in solved.possible, seed
            assert solved.total[0] <= found.total <= solved.total[1], seed
            assert all(low <= fen <= high for fen, (low, high) in zip(found.paid, solved.paid)), seed
            for policy, (low, high) in solved.policies.items():
                assert low <= sum(fen for fen, (p, _) in zip(found.paid, problem.awards) if p == policy) <= high, seed
    assert tried > 150 and exact > tried // 2


def test_what_is_said_to_be_possible_is():
    """Where the answer is exact, each combination told is best in some completion, alone or with others."""
    for seed, problem, filled in small_problems(range(150)):
        solved = solve(problem)
        unreached = set(solved.possible) if solved.exact else set()
        for complete in filled:
            own = after_overrides(complete)
            total = best(own, complete.groups).total
            unreached -= {s for s in unreached if sum(payments(own, complete.groups, s)) == total}
            if not unreached:
                break
        assert not unreached, seed


def test_bounds_are_reached_where_only_the_highest_is_paid():
    """Lowest and highest total are totals of some completions: the interval is no wider than it must be."""
    for seed, problem, filled in small_problems(range(150)):
        if any(g.cap is not None or g.before for g in problem.groups):
            continue
        totals = [best(after_overrides(c), c.groups).total for c in filled]
        assert solve(problem).total == (min(totals), max(totals)), seed


def test_an_award_that_always_loses_is_told_with_what_beats_it():
    """40 excludes 30 whatever else is open: 30 is left out because of it, and the choice that is open is told."""
    problem = Problem(
        (("p", "甲"), ("p", "乙"), ("q", "丙")), (True, True, None), (4000, 3000, 5000),
        groups=(Group("一项", (0, 1), "highest", "last_first", clause="第三条", across=True), Group("另一项", (0, 2), "highest", "last_first", across=True)),
        blanks=((), (), ("丙的条件",)),
    )
    combination = combination_of(parts_of(problem), parts_of(problem))
    assert set(combination.possible) == {(("p", "乙"), ("q", "丙")), (("p", "甲"),)} and not combination.claimed
    assert combination.decided_by == ("丙的条件",) and combination.total == (4000, 8000) and combination.exact
    assert combination.left_out == ()
    known = problem._replace(statuses=(True, True, False))
    (row,) = combination_of(parts_of(known), parts_of(known)).left_out
    assert (row.award, row.rule, row.clause, row.by, row.lost) == (("p", "乙"), "一项", "第三条", (("p", "甲"),), (3000, 3000))


def test_a_number_that_nothing_bounds_leaves_the_total_open():
    """Nobody knows what the first pays: it could be best at any amount, and no upper bound is told."""
    problem = Problem((("p", "甲"), ("q", "乙")), (True, True), (Interval(0, INFINITY), 3000),
                      groups=(Group("一项", (0, 1), "highest", "last_first", across=True),))
    combination = combination_of(parts_of(problem), parts_of(problem))
    assert combination.total == (3000, None) and combination.payments["p", "甲"] == (0, None)
    assert set(combination.possible) == {(("p", "甲"),), (("q", "乙"),)}


def test_more_open_awards_than_are_tried_stay_within_bounds():
    """With many undetermined awards under caps the bounds are wide, and it is said that not everything was tried."""
    count = 14
    problem = Problem(tuple(("p", str(i)) for i in range(count)), (None,) * count, tuple(range(10, 10 + count)),
                      groups=(Group("前", tuple(range(9)), "all", "last_first", 30, across=True), Group("后", tuple(range(5, count)), "all", "pro_rata", 40, across=True)))
    solved = solve(problem)
    assert solved.total[0] == 0 and solved.total[1] == 70 and not solved.exact
    for seed in range(50):
        random = Random(seed)
        complete = problem._replace(statuses=tuple(random.random() < 0.5 for _ in range(count)))
        found = best(after_overrides(complete), complete.groups)
        assert found.total <= 70 and all(low <= fen <= high for fen, (low, high) in zip(found.paid, solved.paid))


def test_many_undetermined_awards_of_one_limit_are_told_exactly():
    """Of fourteen undetermined awards of which the highest is paid each could be the one, or none."""
    problem = Problem(tuple(("p", str(i)) for i in range(14)), (None,) * 14, tuple(range(10, 24)),
                      groups=(Group("一项", tuple(range(14)), "highest", "last_first", across=True),))
    solved = solve(problem)
    assert solved.exact and solved.total == (0, 23) and set(solved.possible) == {frozenset(), *(frozenset([i]) for i in range(14))}
