"""Which facts, of which years, the awards of some policies rest on."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..decisions.evidence import operations_below
from ..engines.scalar.engine import ScalarEngine
from ..language.fact import Fact


class Question(NamedTuple):
    """A fact that is asked, of one year where it is yearly."""

    fact: Fact
    year: int | None

    @property
    def label(self) -> str:
        """``营业收入`` or ``2020年营业收入``, as profiles name it."""
        return self.fact.name if self.year is None else f"{self.year}年{self.fact.name}"


class Group(NamedTuple):
    """Questions under the title of the vocabulary file they come from."""

    heading: str
    questions: tuple[Question, ...]


class Form(NamedTuple):
    """``awards``: (policy, award) of what may have been paid before and then matters; empty: not asked."""

    policies: tuple[str, ...]
    policy_year: int
    as_of: date
    groups: tuple[Group, ...]
    awards: tuple[tuple[str, str], ...]

    @property
    def questions(self) -> list[Question]:
        return [question for group in self.groups for question in group.questions]

    @property
    def records(self) -> list[Fact]:
        """Facts that are lists of rows."""
        return [question.fact for question in self.questions if question.fact.type == "records"]


def form_of(engine: ScalarEngine) -> Form:
    """The form for the policies of ``engine`` in its policy year and on its day; name and code are always asked."""
    documents = [d for d in engine.documents if d.kind == "policy" and d.settle is not None]
    roots = [root for d in documents for root in (d.settle, *(gate for _, gate in d.gates))]
    roots += [i for d in engine.documents for limit in d.limits for i in (limit.cap, *limit.paid) if i is not None]
    slots = [engine.slots[engine.slot_of[i]] for i in operations_below(engine, roots) if i in engine.slot_of]
    years: dict[str, set[int | None]] = {}
    for slot in slots:
        if slot.kind == "fact":
            fact, year = slot.key
            years.setdefault(fact, set()).add(year)
    groups: dict[str, list[Question]] = {}
    for fact in engine.plan.vocabulary.values():
        asked = years.get(fact.name, {None} if fact.role in ("name", "code") else ())
        groups.setdefault(fact.heading, []).extend(Question(fact, year) for year in sorted(asked, key=lambda y: y or 0))
    paid = {award for slot in slots if slot.kind in ("paid_ever", "paid_sum") for award in _awards(slot.key)}
    titles = {d.id: d.title for d in documents}
    return Form(
        tuple(titles.values()), engine.selection.policy_year, engine.selection.as_of,
        tuple(Group(heading, tuple(questions)) for heading, questions in groups.items() if questions),
        tuple((d.title, a.name) for d in documents for a in d.awards if (d.id, a.name) in paid),
    )  # fmt: skip


def _awards(key: tuple) -> list[tuple[str, str]]:
    policy, names = key
    return [(policy, name) for name in ([names] if isinstance(names, str) else names)]
