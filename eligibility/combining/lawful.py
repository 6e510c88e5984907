"""What a set of claimed awards is paid by law.

Overriding goes by what an enterprise is eligible for, not by what it claims.
Then each group is applied to what is left, in order: of ``pay: highest`` only
the highest of the claimed is paid (the first of equals), a cap is cut as it
says, and what was paid before counts where the group is for a lifetime.
"""

from __future__ import annotations

from collections.abc import Collection

from ..engines.scalar.settle import share_out
from ..engines.scalar.values import hull
from .problem import Group, Problem


def after_overrides(problem: Problem) -> tuple:
    """What each award would pay were it alone: nothing where refused or replaced."""
    own = [a if s else 0 if s is False else hull(0, a) for s, a in zip(problem.statuses, problem.amounts)]
    for over, under in problem.overrides:
        if problem.statuses[over]:
            own[under] = 0
        elif problem.statuses[over] is None:
            own[under] = hull(0, own[under])
    return tuple(own)


def payments(own: tuple, groups: tuple[Group, ...], claimed: Collection[int]) -> tuple:
    """What each award is paid when ``claimed`` are claimed; ``own`` as ``after_overrides`` gives it."""
    paid = [a if i in claimed else 0 for i, a in enumerate(own)]
    for group in groups:
        apply(group, paid)
    return tuple(paid)


def apply(group: Group, paid: list) -> None:
    """One group, in place."""
    shares, _ = share_out([paid[i] for i in group.members], group.pay, group.cut, group.cap, group.before)
    for i, share in zip(group.members, shares):
        paid[i] = share


def relaxed(own: tuple, groups: tuple[Group, ...], claimable: Collection[int]) -> int:
    """A number that no claim within ``claimable`` goes beyond. All values known.

    Each award counts in the first group it is in; no rule ever raises what an
    award is paid, so a group pays at most its highest, its sum or its cap.
    """
    left = set(claimable)
    total = 0
    for group in groups:
        shares = [own[i] for i in group.members if i in left]
        left.difference_update(group.members)
        if not shares:
            continue
        whole = max(shares) if group.pay == "highest" else sum(shares)
        before = group.before or 0
        if group.pay == "highest":
            whole -= before
        if group.cap is not None:
            whole = min(whole, group.cap if group.pay == "highest" else group.cap - before)
        total += max(0, whole)
    return total + sum(own[i] for i in left)
