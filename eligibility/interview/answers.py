"""What an enterprise has answered so far: facts with the words as written, what it cannot tell, what it was paid before."""

from __future__ import annotations

from typing import NamedTuple

from ..language.fact import Fact
from ..profiles.ledger import LABEL
from ..profiles.profile import PaidBefore, Profile
from ..profiles.values import NONE_VALUE
from ..profiles.words import NONE_WORD

Key = tuple[str, "int | None"]  # a fact and its year, as in a profile
PAID: Key = (LABEL, None)


class Answer(NamedTuple):
    """``value`` as profiles read it. ``text`` as written, of a list of rows one dict of texts for each row.

    ``because`` is the fact whose 无 made this one 无 too; None where it was stated itself.
    """

    value: object
    text: object
    because: str | None = None


class Answers(NamedTuple):
    """Never changed: each answer makes new ones, so that going back is keeping the old.

    ``unclear`` was answered by 不清楚: blank, and not asked again.
    """

    facts: dict[Key, Answer] = {}
    paid: tuple[PaidBefore, ...] | None = None
    unclear: frozenset[Key] = frozenset()

    def has(self, key: Key) -> bool:
        """Whether there is nothing more to ask about it."""
        return key in self.unclear or key in self.facts or (key == PAID and self.paid is not None)

    def give(self, key: Key, answer: Answer) -> Answers:
        """With one fact stated."""
        return self._replace(facts={**self.facts, key: answer}, unclear=self.unclear - {key})

    def give_paid(self, paid: tuple[PaidBefore, ...]) -> Answers:
        """With what was paid before; () for nothing."""
        return self._replace(paid=paid, unclear=self.unclear - {PAID})

    def leave(self, key: Key) -> Answers:
        """With one thing that is not known."""
        return self._replace(unclear=self.unclear | {key})

    def values(self) -> dict[Key, object]:
        """Facts as an engine takes them."""
        return {key: answer.value for key, answer in self.facts.items()}

    def ledger(self) -> list[tuple[str, str, int | None]] | None:
        """Payments as an engine takes them."""
        return None if self.paid is None else [(p.policy, p.award, p.fen) for p in self.paid]


def answers_of(profile: Profile) -> Answers:
    """What a profile states already."""
    return Answers({key: Answer(given.value, given.text) for key, given in profile.facts.items()}, profile.paid)


def none_too(answers: Answers, key: Key, vocabulary: dict[str, Fact]) -> tuple[Answers, tuple[Key, ...]]:
    """The answers with 无 also for whatever is 无 in the same case as ``key``, and which facts those are.

    从未取得高新技术企业证书 said of the day of issue says as much of every
    other entry of the certificate. What was stated otherwise stays.
    """
    name, year = key
    meaning = vocabulary[name].none
    alike = tuple(
        (fact.name, year) for fact in vocabulary.values()
        if meaning and fact.none == meaning and fact.name != name and fact.type != "records"
        and fact.per_year == (year is not None) and (fact.name, year) not in answers.facts
    )  # fmt: skip
    for other in alike:
        answers = answers.give(other, Answer(NONE_VALUE, NONE_WORD, name))
    return answers, alike
