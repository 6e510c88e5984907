"""The status of a pool, from what is recorded, what follows, and how near the enterprise is."""

from __future__ import annotations

from ..engines.scalar.values import truth_at_least
from .decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED
from .distance import Distance

Truth = bool | None
_BY_BOTH = {(True, True): MEMBER, (False, True): PROMOTE, (True, False): LEAVE}


def recorded_of(has_member: bool, member: Truth, enter: Truth, leave: Truth, parents: tuple[Truth, ...] = ()) -> Truth:
    """Whether the enterprise is in the pool now.

    Where nothing records it, holding what ``enter`` asks for, inside all
    ``parents``, is the membership, and one that has to leave must have held it.
    """
    held = truth_at_least(1 + len(parents), [enter, *parents])
    return member if has_member else truth_at_least(1, [held, leave])


def status_of(recorded: Truth, inside: Truth, leave: Truth, near: Distance | None, at_most: int | None, *,
              nobody_knows: bool = False, has_member: bool = True) -> str:
    """One of ``decision.STATUSES``.

    ``near`` with the parents counted, None where the condition cannot be
    reached or nothing measures it; ``at_most`` None: no candidates.
    ``nobody_knows``: the conditions for entering are not public, so that
    nobody is promoted, and who is near is a candidate. A status other than
    undetermined stays whatever the blanks turn out to be; so nobody is a
    candidate while it is open whether the enterprise has to leave.
    """
    if (recorded, inside) in _BY_BOTH:
        return _BY_BOTH[recorded, inside]
    close = at_most is not None and near is not None and near[1] is not None and near[1] <= at_most
    if nobody_knows and leave is False and close and recorded is (False if has_member else None):
        return CANDIDATE
    if recorded is not False or inside is not False:
        return UNDETERMINED
    if leave or at_most is None or near is None or near[0] > at_most:
        return OUTSIDE
    return CANDIDATE if close and leave is False else UNDETERMINED
