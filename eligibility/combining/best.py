"""The claims with the highest lawful total, where everything is known: exact, by branch and bound."""

from __future__ import annotations

from typing import NamedTuple

from .lawful import payments, relaxed
from .problem import Group

#: sets of claims looked at before the search is given up; groups of a dozen awards need some thousands at most
MOST_CLAIMS = 100_000


class Best(NamedTuple):
    """``claims`` gives ``paid`` (by position) and ``total``; ``exact`` False: the search was given up, there may be better."""

    claims: frozenset[int]
    paid: tuple[int, ...]
    total: int
    exact: bool = True

    @property
    def combination(self) -> frozenset[int]:
        """The awards that are paid something."""
        return frozenset(i for i, fen in enumerate(self.paid) if fen)


def best(own: tuple[int, ...], groups: tuple[Group, ...]) -> Best:
    """The best claims where each award by itself would pay ``own`` (see ``after_overrides``).

    Of equal totals the one that claims the award named first wins, then the one named second, and so on.

    So nothing is given up where that gains nothing, and the answer is always
    the same. What takes no part in ``combination`` need not be claimed,
    unless the payments would then be others (a cap cut in another way).
    """
    search = _Search(own, groups)
    search.run()
    claims = search.claims
    paid_alone = frozenset(i for i in claims if search.paid[i])
    if payments(own, groups, paid_alone) == search.paid:
        claims = paid_alone
    return Best(claims, search.paid, search.total, search.left > 0)


class _Search:
    """Each award in turn is claimed, then not; what cannot be better than what is found is not looked into."""

    def __init__(self, own: tuple[int, ...], groups: tuple[Group, ...]):
        self.own, self.groups = own, groups
        self.claims: frozenset[int] = frozenset()
        self.paid = (0,) * len(own)
        self.total = 0
        self.left = MOST_CLAIMS

    def run(self) -> None:
        waiting = [(0, [i for i, fen in enumerate(self.own) if fen])]
        while waiting and self.left:
            place, claimable = waiting.pop()  # claimed up to ``place``, open from there on
            self.left -= 1
            if relaxed(self.own, self.groups, claimable) <= self.total:
                continue
            if place == len(claimable):
                self.look(frozenset(claimable))
                continue
            waiting.append((place, claimable[:place] + claimable[place + 1 :]))
            waiting.append((place + 1, claimable))

    def look(self, claims: frozenset[int]) -> None:
        paid = payments(self.own, self.groups, claims)
        if sum(paid) > self.total:
            self.claims, self.paid, self.total = claims, paid, sum(paid)
