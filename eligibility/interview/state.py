"""Where an interview stands: every policy run on the answers so far."""

from __future__ import annotations

from functools import cached_property

from ..decisions.combined import total_under_limits
from ..decisions.decide import reference_scenario
from ..engines.scalar.engine import ScalarEngine
from .answers import PAID, Answers, Key
from .bearing import Bearing
from .board import Board, Standing


class Interview:
    """The policies of ``engine``, made ready once for all answers of an enterprise.

    ``assume`` takes unknown parameters at their references, as ``decide`` does.
    """

    def __init__(self, engine: ScalarEngine, *, assume: bool = False):
        self.engine = engine
        self.boards = [Board(engine, d) for d in engine.documents if d.kind == "policy" and d.settle is not None]
        self.bearings = [Bearing(board) for board in self.boards]
        self._scenario = reference_scenario(engine) if assume else {}

    def state(self, answers: Answers) -> State:
        """Everything as it stands with these answers."""
        return State(self, answers)

    def inputs(self, answers: Answers) -> list:
        """Inputs of the whole engine."""
        inputs = self.engine.bind(answers.values(), answers.ledger())
        for slot, value in self._scenario.items():
            inputs[slot] = value
        return inputs


class State:
    """One moment of an interview; everything is worked out when first asked for."""

    def __init__(self, interview: Interview, answers: Answers):
        self.answers = answers
        self.boards = interview.boards
        self.bearings = interview.bearings
        self.engine = interview.engine
        self.limited = {tuple(award) for d in self.engine.documents for limit in d.limits for award in limit.awards}
        whole = self._whole = interview.inputs(answers)
        self.inputs = [board.inputs(whole) for board in self.boards]
        self.traces = [board.run(inputs) for board, inputs in zip(self.boards, self.inputs)]
        self._bears: dict[tuple[Key, bool], bool] = {}

    @cached_property
    def standings(self) -> list[tuple[Standing, ...]]:
        """Policy by policy, award by award."""
        return [board.standings(trace) for board, trace in zip(self.boards, self.traces)]

    @cached_property
    def settled(self) -> bool:
        """Whether every award is surely held or refused, with one amount."""
        return all(standing.settled for policy in self.standings for standing in policy)

    @cached_property
    def provisional(self) -> bool:
        """Whether some award rests on an open point of the text, or would not be refused if it were read otherwise."""
        return any(standing.status is not False and board.has_reading(award) or standing.status is False and award in otherwise
                   for board, inputs, policy in zip(self.boards, self.inputs, self.standings)
                   for otherwise in [board.not_refused_otherwise(inputs)] for award, standing in enumerate(policy))

    @property
    def total(self) -> tuple[int, float]:
        """Lowest and highest 分 over all policies, under the limits across them."""
        if self.limited:
            return total_under_limits(self.engine.rerun(self._whole), [board.document for board in self.boards])
        spans = [board.total(trace) for board, trace in zip(self.boards, self.traces)]
        return sum(s[0] for s in spans), sum(s[1] for s in spans)

    @cached_property
    def open_on(self) -> dict[Key, list[int]]:
        """What was not answered and may matter still → positions of the policies in which it is reached."""
        found: dict[Key, list[int]] = {}
        for position, (board, trace) in enumerate(zip(self.boards, self.traces)):
            for key in board.open_keys(trace):
                if not self.answers.has(key):
                    found.setdefault(key, []).append(position)
        return found

    def bears(self, key: Key, *, or_blank: bool = False) -> bool:
        """Whether ``key`` can still change a decision, as proven by trying."""
        if (key, or_blank) not in self._bears:
            known = {*self.answers.facts, *self.answers.unclear, *([PAID] if self.answers.paid is not None else [])}
            self._bears[key, or_blank] = any(
                self.bearings[p].bears(self.inputs[p], key, known, self.answers.unclear, or_blank=or_blank) for p in self.open_on.get(key, ()))
        return self._bears[key, or_blank]

    def tried(self, key: Key, value) -> list[tuple[int, Board, object]]:
        """(position, policy, trace) of each policy that looks at ``key``, with ``key`` at ``value``."""
        return [(p, self.boards[p], self.boards[p].run(self.boards[p].with_value(self.inputs[p], key, value))) for p in self.open_on.get(key, ())]

    def values(self, key: Key) -> list:
        """Values of ``key`` at which something can turn, in all policies together."""
        found: list = []
        for position in self.open_on.get(key, ()):
            found += self.boards[position].values(key, self.traces[position])
        return found if found and isinstance(found[0], list) else list(dict.fromkeys(found))
