"""How groups lie to each other: one inside the other, or apart; and which awards may be paid at once."""

from __future__ import annotations

from .problem import Group

#: sets of awards that are listed
MOST_SETS = 200


def is_nested(groups: tuple[Group, ...]) -> bool:
    """Whether each group holds those before it whole or not at all, and none picks the highest of what a cap has cut."""
    for n, group in enumerate(groups):
        members = set(group.members)
        for earlier in groups[:n]:
            inside = members.issuperset(earlier.members)
            if not members.isdisjoint(earlier.members) and (not inside or (group.pay, earlier.pay) == ("highest", "all")):
                return False
    return True


def independent_sets(there: list[int], perhaps: set[int], groups: tuple[Group, ...]) -> list[frozenset[int]]:
    """The sets of ``there`` no two of whose awards share a group; at most ``MOST_SETS``.

    An award that is in none of a set's groups is in the set, unless it is one
    of ``perhaps``: those may pay nothing.
    """
    apart = {i: {j for g in groups if i in g.members for j in g.members if j != i and j in there} for i in there}
    found: list[frozenset[int]] = []
    waiting: list[tuple[int, frozenset[int], tuple[int, ...]]] = [(0, frozenset(), ())]
    while waiting and len(found) < MOST_SETS:
        place, chosen, owed = waiting.pop()  # owed: left out, and nothing chosen so far excludes them
        owed = tuple(i for i in owed if chosen.isdisjoint(apart[i]))
        if any(apart[i].isdisjoint(there[place:]) for i in owed):
            continue
        if place == len(there):
            found.append(chosen)
            continue
        i = there[place]
        waiting.append((place + 1, chosen, owed if i in perhaps else (*owed, i)))
        if chosen.isdisjoint(apart[i]):
            waiting.append((place + 1, chosen | {i}, owed))
    return found
