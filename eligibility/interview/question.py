"""The next question: the best fact that can still change an answer, or several ordinary ones on one screen."""

from __future__ import annotations

from typing import NamedTuple

from ..language.fact import Fact
from ..profiles.labels import slot_name
from .answers import PAID, Key
from .ordinary import usual_value
from .ranking import ranked, settles_alone
from .state import State

#: statements confirmed on one screen
MOST_ON_A_SCREEN = 8
_PAID = Fact(PAID[0], "records", None, none="从未兑现", ask="以前兑现过哪些奖补项？", counted_in="笔")  # type: ignore[arg-type]


class Purpose(NamedTuple):
    """An open award that looks at a fact; ``basis`` is its clause, or our own reference."""

    policy: str
    award: str
    basis: str


class Item(NamedTuple):
    """One fact that is asked. ``label`` has the year in it; ``usual`` is what most applicants answer (是, 否, 无), on a screen of several."""

    key: Key
    label: str
    fact: Fact
    purposes: tuple[Purpose, ...]
    usual: str | None = None


class Question(NamedTuple):
    """One item, or several to be confirmed together. ``continued``: about the same paper as the question before."""

    items: tuple[Item, ...]
    continued: bool = False

    @property
    def together(self) -> bool:
        return len(self.items) > 1


def next_question(state: State, after: Key | None = None) -> Question | None:
    """What to ask now; None where nothing asked can change an answer. ``after``: what was asked last."""
    if state.settled:
        return None
    order = ranked(state)
    if after is not None:
        key = _of_the_same_paper(state, after, order)
        if key is not None:
            return Question((item_of(state, key),), continued=True)
    for or_blank in (False, True):  # at last what an engine must be told to see that it does not matter
        key = next((key for key in order if state.bears(key, or_blank=or_blank)), None)
        if key is not None:
            return Question(_together(state, key, order) or (item_of(state, key),))
    return None


def open_items(state: State) -> list[Item]:
    """All facts that can still change an answer, the most useful first."""
    return [item_of(state, key) for key in ranked(state) if state.bears(key)]


def item_of(state: State, key: Key, usual: str | None = None) -> Item:
    """What is to be known to ask for ``key``."""
    vocabulary = state.boards[0].engine.plan.vocabulary
    return Item(key, slot_name(key), vocabulary.get(key[0], _PAID), purposes(state, key), usual)


def purposes(state: State, key: Key) -> tuple[Purpose, ...]:
    """The open awards that look at ``key``."""
    found = []
    for position in state.open_on.get(key, ()):
        document = state.boards[position].document
        for award in (document.awards[i] for i in state.boards[position].awards_on(key, state.traces[position])):
            found.append(Purpose(document.title, award.title, "、".join(p for p in (award.clause, award.ref) if p)))
    return tuple(found)


def _of_the_same_paper(state: State, after: Key, order: list[Key]) -> Key | None:
    """The next fact that is 无 in the same case as ``after``, such as the entries of one certificate; only one that settles something by itself."""
    vocabulary = state.boards[0].engine.plan.vocabulary
    meaning = vocabulary[after[0]].none if after in state.answers.facts else None
    alike = (k for k in order if meaning and k in state.open_on and k != PAID and vocabulary[k[0]].none == meaning)
    return next((k for k in alike if settles_alone(state, k) and state.bears(k)), None)


def _together(state: State, key: Key, order: list[Key]) -> tuple[Item, ...] | None:
    """The screen of ordinary facts that ``key`` belongs on; None where it is asked by itself."""
    if usual_value(state, key) is None:
        return None
    usual = {k: usual_value(state, k) for k in order}
    kept = [k for k, value in usual.items() if value is not None and state.bears(k)][:MOST_ON_A_SCREEN]
    items = tuple(item_of(state, k, {True: "是", False: "否", (): "无"}[usual[k]]) for k in kept)
    return items if len(items) > 1 else None
