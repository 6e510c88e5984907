"""What the facts in a document mean: the questions that enterprises are asked, for half of a standard may stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...language.fact import Fact
from ...plan.plan import Plan
from .item import Item, phrase


def meanings(plan: Plan, facts: Iterable[str], columns: Collection[str]) -> list[Item]:
    """A sentence for each of ``facts`` that has a question; of records also for those of ``columns`` that have one."""
    known = [fact for name in facts if (fact := plan.vocabulary.get(name)) and fact.ask]
    told = []
    for fact in known:
        parts = tuple(Item(_asked(column)) for column in fact.columns.values() if column.ask and column.name in columns)
        told.append(Item(phrase(_asked(fact)) if parts else _asked(fact), parts))
    return told


def _asked(fact: Fact) -> str:
    options = f"（可选：{'、'.join(fact.options)}）" if fact.options else ""
    return f"“{fact.name}”：{fact.ask}{options}"
