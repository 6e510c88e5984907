"""What a set of claimed awards is paid by law.

Overriding goes by what an enterprise is eligible for, not by what it claims.
Then each group is applied to what is left, in order: of ``pay: highest`` only
the highest of the claimed is paid (the first of equals), a cap is cut as it
says, and what was paid before counts where the group is for a lifetime.
"""

from __future__ import annotations

from collections.abc import Collection

from ..engines.scalar import settle
from .problem import Group, Problem


def after_overrides(problem: Problem) -> tuple:
    """What each award would pay were it alone: nothing where refused or replaced."""
    return tuple(settle.after_overrides(problem.statuses, problem.amounts, problem.overrides))


def payments(own: tuple, groups: tuple[Group, ...], claimed: Collection[int]) -> tuple:
    """What each award is paid when ``claimed`` are claimed; ``own`` as ``after_overrides`` gives it."""
    paid = [a if i in claimed else 0 for i, a in enumerate(own)]
    for group in groups:
        apply(group, paid)
    return tuple(paid)


def apply(group: Group, paid: list) -> None:
    """One group, in place."""
    shares, _ = settle.share_out([paid[i] for i in group.members], group.pay, group.cut, group.cap, group.before)
    for i, share in zip(group.members, shares):
        paid[i] = share


def relaxed(own: tuple, groups: tuple[Group, ...], claimable: Collection[int]) -> int:
    """A number that no claim within ``claimable`` goes beyond. All values known.

    No rule ever raises what an award is paid. So an award pays at most any cap
    over it, and a group at most its highest, its sum or its cap; each award
    counts in one group, the first it is in, or the last: the lower of both.
    """
    most = {i: own[i] for i in claimable}
    for group in groups:
        room = _room(group)
        for i in group.members if room is not None else ():
            if most.get(i, 0) > room:
                most[i] = room
    covered = _covered(own, most, groups)
    return min(covered, _covered(own, most, groups[::-1])) if len(groups) > 1 else covered


def _covered(own: tuple, most: dict[int, int], groups: tuple[Group, ...]) -> int:
    left = dict(most)
    total = 0
    for group in groups:
        members = [i for i in group.members if i in left]
        if not members:
            continue
        shares, room = [left.pop(i) for i in members], _room(group)
        if group.pay == "highest":  # what was paid before is taken off before any later cap is
            whole = min(max(shares), max(0, max(own[i] for i in members) - (group.before or 0)))
        else:
            whole = sum(shares)
        total += whole if room is None else min(whole, room)
    return total + sum(left.values())


def _room(group: Group) -> int | None:
    """What a group may pay in all."""
    if group.cap is None:
        return None
    return max(0, group.cap if group.pay == "highest" else group.cap - (group.before or 0))
