"""What holds for most applicants: yes/no facts that can be confirmed together on one screen, as the rules themselves tell.

A fact belongs there in three cases only. One of its values fails a gate, and
the other fails none: not being blacklisted, being a legal person. Or 否 by
itself fulfils a condition for which 是 needs more, and neither refuses
anything: not having moved here. Or it is 已兑现: nothing was paid before. 是 is taken for ordinary only
where it is a gate to everything still open; else it would be claimed by
everybody who confirms without reading.
"""

from __future__ import annotations

from .answers import PAID, Key
from .state import State

def usual_value(state: State, key: Key) -> "bool | tuple | None":
    """True, False, or () for 已兑现: 无; None where ``key`` must be asked by itself."""
    if key == PAID:
        return ()
    fact = state.boards[0].engine.plan.vocabulary[key[0]]
    if fact.type != "yes_no" or fact.none is not None:
        return None
    yes, no = (state.tried(key, value) for value in (True, False))
    fail_yes, fail_no = ([board.refused_by_gate(trace) for _, board, trace in tried] for tried in (yes, no))
    if any(fail_yes) != any(fail_no):
        if any(fail_yes):
            return False
        everywhere = len(no) == sum(any(not s.settled for s in policy) for policy in state.standings)
        return True if all(fail_no) and everywhere else None
    if any(fail_yes) or _refuses(state, yes) or _refuses(state, no):
        return None
    left_yes, left_no = ({(p, k) for p, board, trace in tried for k in board.open_keys(trace)} for tried in (yes, no))
    return False if left_no < left_yes and any(map(_fulfils, no, yes)) else None


def _fulfils(no, yes) -> bool:
    """Whether some "one of these" holds with 否 already and with 是 not yet; a 否 that only ends a way is no answer to take for granted."""
    (_, board, with_no), (_, _, with_yes) = no, yes
    return any(with_no.raw(i) is True and with_yes.raw(i) is None for i in board.order
               if board.engine.operations[i].op in ("any", "at_least") and board.engine.operations[i].scope is None)


def _refuses(state: State, tried) -> bool:
    """Whether some award is refused that was not before."""
    return any(after.status is False and before.status is not False
               for position, board, trace in tried for before, after in zip(state.standings[position], board.standings(trace)))
