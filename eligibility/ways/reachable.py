"""Which sets of facts could make a condition hold, by its tests: the smallest ones, proven necessary.

What settles each test is joined by Kleene's tables. A set that is not found
here cannot do. One that is found may still fail, where two tests want
different things of one fact. A set is a number whose bits are slots.
"""

from __future__ import annotations

from .domains import Domain
from .goal import Goal
from .settling import Settling

#: sets kept for one group; beyond it some are lost and nothing is proven
MOST_SETS = 1500


class Reachable:
    """Smallest sets for ``goal`` over ``domains``.

    ``leaves``: its tests. ``ever``: operation → whether it could be true, and
    false, with everything free at once.
    """

    def __init__(self, goal: Goal, domains: dict[int, Domain]):
        self.goal = goal
        self.settling = Settling(goal, domains)
        self._lost = False
        self.leaves = self._leaves()
        self.ever = self._can_ever()

    @property
    def lost(self) -> bool:
        """Whether some sets were dropped or not looked at."""
        return self._lost or self.settling.lost

    def sets(self, most: int) -> list[int]:
        """The smallest sets of at most ``most`` facts by which the condition could hold, none within another."""
        return sorted(self._sets(self.goal.root, True, most, {}), key=lambda s: (s.bit_count(), s))

    def _leaves(self) -> list[int]:
        found, seen, pending = [], set(), [self.goal.root]
        while pending:
            index = pending.pop()
            if index not in seen:
                seen.add(index)
                if self.goal.is_group(index):
                    pending += self._args(index)
                else:
                    found.append(index)
        return found

    def _args(self, index: int) -> list[int]:
        """Arguments of a group; one named twice counts once, but where they are counted."""
        op = self.goal.engine.operations[index]
        args = [self.goal.engine.target(a) for a in op.args]
        return args if op.op == "at_least" else list(dict.fromkeys(args))

    def _can_ever(self) -> dict[int, tuple[bool, bool]]:
        can: dict[int, tuple[bool, bool]] = {}
        leaves = set(self.leaves)
        for index in self.goal.order:
            if index in leaves:
                now, slots = self.goal.start.raw(index), self.settling.slots(index)
                can[index] = tuple(now is wanted or bool(slots) and self.settling.can(index, slots, wanted) for wanted in (True, False))
            elif self.goal.is_group(index) and all(a in can for a in self._args(index)):
                parts = [can[a] for a in self._args(index)]
                needed = self._needed(index, len(parts))
                can[index] = tuple(sum(p[side] for p in parts) >= needed[side] for side in (0, 1)) if needed else parts[0][::-1]
        return can

    def _needed(self, index: int, count: int) -> tuple[int, int] | None:
        """How many arguments must hold for a group to hold, and fail for it to fail; None: it turns its one argument round."""
        op = self.goal.engine.operations[index]
        match op.op:
            case "all":
                return count, 1
            case "any":
                return 1, count
            case "at_least":
                return op.data[0], count - op.data[0] + 1
        return (1, 1) if op.op == "is" and op.data == ["是"] else None

    def _sets(self, index: int, wanted: bool, most: int, memo: dict) -> list[int]:
        key = index, wanted
        if key not in memo:
            memo[key] = self._sets_of(index, wanted, most, memo) if self.ever[index][not wanted] else []
        return memo[key]

    def _sets_of(self, index: int, wanted: bool, most: int, memo: dict) -> list[int]:
        if not self.goal.is_group(index):
            return self.settling.sets(index, wanted, most)
        args = self._args(index)
        needed = self._needed(index, len(args))
        if needed is None:
            return self._sets(args[0], not wanted, most, memo)
        return self._some(needed[not wanted], [self._sets(a, wanted, most, memo) for a in args], most)

    def _some(self, count: int, parts: list[list[int]], most: int) -> list[int]:
        """Unions of one set from each of ``count`` of the parts."""
        made: list[list[int]] = [[0]] + [[] for _ in range(count)]  # by how many parts were taken
        for number, part in enumerate(sorted(parts, key=len)):
            left = len(parts) - number - 1
            for taken in range(min(number, count - 1), -1, -1):
                if made[taken] and part:
                    made[taken + 1] = self._least(made[taken + 1] + [a | b for a in made[taken] for b in part], most)
                if taken + left < count:
                    made[taken] = []  # too few are left for it
        return made[count]

    def _least(self, sets: list[int], most: int) -> list[int]:
        """Without those that are too large or hold another."""
        found: list[int] = []
        for group in sorted(set(sets), key=lambda s: (s.bit_count(), s)):
            if group.bit_count() > most:
                break
            if not any(f & group == f for f in found):
                if len(found) >= MOST_SETS:
                    self._lost = True
                    break
                found.append(group)
        return found
