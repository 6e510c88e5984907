"""What to ask first: the fact that can settle the most awards, then the one that spares the most further questions."""

from __future__ import annotations

from typing import NamedTuple

from .answers import PAID, Key
from .state import State

#: values of one fact that are tried for its rank, spread over all there are
MOST_TRIED = 16
#: facts of equal rank for which the questions left are counted
MOST_COMPARED = 8
#: easier to answer first, where nothing else tells two facts apart
_EASE = ("yes_no", "choice", "date", "year", "count", "money", "ratio", "number", "text", "code", "records")


class Rank(NamedTuple):
    """Awards settled by the best answer, and on average over the answers tried."""

    most: int
    average: float


def ranked(state: State) -> list[Key]:
    """The open facts, the most useful question first."""
    ranks = {key: _rank(state, key) for key in state.open_on}
    ease = {key: i for i, key in enumerate(sorted(ranks, key=lambda key: _ease(state, key)))}
    order = sorted(ranks, key=lambda key: (-ranks[key].most, -ranks[key].average, ease[key]))
    tied = [key for key in order if ranks[key] == ranks[order[0]]][:MOST_COMPARED]
    if len(tied) > 1:
        left = {key: _left(state, key) for key in tied}
        tied.sort(key=lambda key: (left[key], ease[key]))
    return tied + [key for key in order if key not in tied]


def settles_alone(state: State, key: Key) -> bool:
    """Whether some answer to ``key`` settles an award by itself."""
    return _rank(state, key).most > 0


def _tried(state: State, key: Key) -> list:
    values = state.values(key)
    step = -(-len(values) // MOST_TRIED)
    return values[::step] if step else []


def _rank(state: State, key: Key) -> Rank:
    before = sum(standing.settled for position in state.open_on[key] for standing in state.standings[position])
    counts = [sum(standing.settled for _, board, trace in state.tried(key, value) for standing in board.standings(trace)) - before
              for value in _tried(state, key)]
    return Rank(max(counts), sum(counts) / len(counts)) if counts else Rank(0, 0)


def _left(state: State, key: Key) -> float:
    """Open facts that are left after an answer, on average."""
    values = _tried(state, key)
    elsewhere = {k for k, positions in state.open_on.items() if set(positions) - set(state.open_on[key])}
    counts = [len(elsewhere.union(*(board.open_keys(trace) for _, board, trace in state.tried(key, value)))) for value in values]
    return sum(counts) / len(counts) if counts else 0


def _ease(state: State, key: Key) -> int:
    """Place in ``_EASE``; 已兑现 is as long to answer as a list."""
    if key == PAID:
        return len(_EASE)
    return _EASE.index(state.boards[0].engine.plan.vocabulary[key[0]].type)
