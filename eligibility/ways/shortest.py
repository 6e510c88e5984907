"""The fewest facts that would have to be otherwise for a condition to hold, and by how little.

Who may be changed: facts alone, as the vocabulary says (``can_change``). What
the text leaves open, what nobody found, what was paid before and figures of
years before the latest one stay as they are; a date never becomes one before
the day of application; rows are added, never taken away. What is blank may
turn out to be anything.
"""

from __future__ import annotations

from ..engines.scalar.engine import Trace
from ..plan.plan import AwardPlan
from ..profiles.profile import Profile
from .added_rows import lessened, lists_to_try
from .domains import Domain, Lists, domains_of
from .goal import Goal
from .reachable import Reachable
from .search import Search
from .way import Change, Ways
from .words import change_of, changed_inputs

#: sets of one size for which values are looked for once some ways are found
MOST_SETS_TRIED = 60
#: with every fact free at once: boxes, and ways of being 无 or not
MOST_BOXES_FOR_ALL, MOST_CORNERS = 200, 64


def ways_to_award(trace: Trace, award: AwardPlan, *, most: int = 5, profile: Profile | None = None) -> Ways:
    """What makes an award eligible and able to pay more than nothing."""
    return shortest_ways(trace, award.status, amount=award.amount, most=most, profile=profile)


def shortest_ways(trace: Trace, operation: int, *, amount: int | None = None, most: int = 5, profile: Profile | None = None) -> Ways:
    """The smallest sets of changes under which ``operation`` is surely true, the least far first, ``most`` of them.

    With ``amount`` (an operation in 分) it must also be able to be above 0.
    Where it holds as it is, the one way has no changes. ``profile`` is asked
    for what is now, as written. Every way returned was decided anew.
    """
    goal = Goal(trace, operation, amount)
    if goal.verdict(goal.start):
        return Ways(((),), True)
    finder = Finder(goal)
    domains = finder.domains
    found = finder.smallest(most)
    ways = [tuple(change_of(goal.start, domains[s], inputs[s], profile) for s in chosen) for _, chosen, inputs in sorted(found, key=lambda f: f[:2])]
    return Ways(tuple(way for way in ways[:most] if _holds(trace, way, operation, amount)), finder.exact)


def _holds(trace: Trace, way: tuple[Change, ...], operation: int, amount: int | None) -> bool:
    """Decided anew by the whole program, from what the changes say."""
    run = trace.engine.rerun(changed_inputs(trace, way))
    paid = run.raw(amount) if amount is not None else 1
    return run.raw(operation) is True and getattr(paid, "high", paid) > 0


class Finder:
    """The search for one goal; ``exact`` until something could not be proven."""

    def __init__(self, goal: Goal):
        self.goal = goal
        self.domains: dict[int, Domain] = domains_of(goal.engine, goal.inputs, _lists(goal), _words(goal))
        self.reachable = Reachable(goal, self.domains)
        self.search = Search(goal, self.domains, self.reachable)
        self.exact = True

    def smallest(self, most: int) -> list[tuple[float, tuple[int, ...], list]]:
        """(how far, slots, inputs) of sets of the smallest size that will do."""
        if not self.reachable.ever[self.goal.root][0]:
            return []
        asked = False  # whether anything at all could do
        refused = self.reachable.sets(0)  # sets that the tests allow and the intervals do not
        for size in range(1, len(self.domains) + 1):
            sets = [s for s in self.reachable.sets(size) if s.bit_count() == size]
            wider = {r | 1 << e for r in refused for e in self.domains if not r >> e & 1 and self._may_help(e, r)}
            found, refused, proven = self._settled([*sets, *sorted(wider - set(sets))], most)
            if found:
                return found
            self.exact = self.exact and proven and not self.reachable.lost and not self.goal.spent
            if self.goal.spent:
                break
            if refused and not asked:
                asked = True
                if self._never():
                    self.exact = True
                    break
        return []

    def _never(self) -> bool:
        """Whether nothing at all would do, everything free at once; said only where it is proven."""
        corners = 1
        for domain in self.domains.values():
            corners *= len(domain.pieces)
        if corners > MOST_CORNERS:
            return False
        return self.search.settle(list(self.domains), self.goal.inputs, MOST_BOXES_FOR_ALL).proven

    def _settled(self, sets: list[int], most: int) -> tuple[list, list[int], bool]:
        """What was found, which sets were refused, and whether every other is proven not to do."""
        found, refused, proven = [], [], True
        for number, group in enumerate(sets):
            if self.goal.spent or len(found) >= most and number >= MOST_SETS_TRIED:
                proven = False
                break
            chosen = [s for s in self.domains if group >> s & 1]
            settled = self.search.settle(chosen, self.goal.inputs)
            if settled.inputs is None:
                refused.append(group)
                proven = proven and settled.proven
                continue
            inputs = self.search.nearest(chosen, settled.inputs)
            for slot in chosen:
                inputs = lessened(self.goal, slot, inputs)
            changed = tuple(s for s in chosen if self.domains[s].blank or not self.domains[s].is_now(inputs[s]))
            found.append((sum(self.domains[s].cost(inputs[s]) for s in changed), changed, inputs))
        least = min((len(f[1]) for f in found), default=0)
        return [f for f in found if len(f[1]) == least], refused, proven

    def _may_help(self, slot: int, group: int) -> bool:
        """Whether one more fact can do what those of ``group`` cannot: it stands in a test with one, can turn a test, or changes the amount."""
        below = self.goal.slots_below
        if self.goal.amount is not None and slot in below[self.goal.engine.target(self.goal.amount)]:
            return True
        with_it = [leaf for leaf in self.reachable.leaves if slot in below[leaf]]
        if any(group >> s & 1 for leaf in with_it for s in below[leaf]):
            return True
        return any(self.goal.start.raw(leaf) is not wanted and self.reachable.ever[leaf][not wanted] for leaf in with_it for wanted in (True, False))


def _lists(goal: Goal) -> dict[int, Lists]:
    """Slot → lists of rows to try."""
    slots = [place for place, slot in enumerate(goal.engine.slots)
             if slot.kind == "fact" and goal.engine.operations[slot.operation].unit == "records"]
    return {place: lists_to_try(goal, place) for place in slots}


def _words(goal: Goal) -> dict[int, list[str]]:
    """Slot → the texts that it is compared with."""
    found: dict[int, list[str]] = {}
    for index in goal.order:
        op = goal.engine.operations[index]
        if op.op in ("is", "one_of") and op.unit == "bool":
            slot = goal.engine.slot_of.get(goal.engine.target(op.args[0]))
            if slot is not None:
                found.setdefault(slot, []).extend(op.data)
    return found
