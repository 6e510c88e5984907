"""The names in tables of 已兑现 looked up in a plan, as ``profiles.paid_names`` does for one profile.

A name that no rule knows must not pass: the award would count as never paid,
and be paid twice. It rejects its enterprise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ..values import nearest
from ..words import shown
from .slice import PAID

if TYPE_CHECKING:
    from ...plan.plan import Plan


class Awards:
    """The policies of a plan, each by id or title, and their awards, each by name or title."""

    def __init__(self, plan: "Plan") -> None:
        self.awards: dict[str, dict[str, str]] = {}
        self.ids: dict[str, list[str]] = {}
        for document in plan.documents:
            if document.kind == "policy":
                names = self.awards.setdefault(document.id, {})
                names.update({award.title: award.name for award in document.awards})
                names.update({award.name: award.name for award in document.awards})
                ids = self.ids.setdefault(document.title, [])
                if document.id not in ids:
                    ids.append(document.id)

    def find(self, policy: str, award: str) -> tuple[str | None, str | None, str | None]:
        """Id, name, and why they are not known."""
        ids = [policy] if policy in self.awards else self.ids.get(policy, [])
        if len(ids) != 1:
            return None, None, _unknown("事项", policy, [*self.ids, *self.awards])
        name = self.awards[ids[0]].get(award)
        return (ids[0], name, None) if name else (None, None, _unknown("奖补项", award, list(self.awards[ids[0]])))

    def look_up(self, policies: pl.Series, awards: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Ids, names and reasons (String, null where both are known) for columns of names; nulls stay."""
        pairs = pl.DataFrame({"policy": policies, "award": awards})
        unlike = pairs.drop_nulls().unique(maintain_order=True)
        known = [(*pair, *self.find(*pair)) for pair in unlike.iter_rows()]
        table = pl.DataFrame(known, dict.fromkeys(("policy", "award", "id", "name", "why"), pl.String), orient="row")
        found = pairs.join(table, on=["policy", "award"], how="left", maintain_order="left")
        return found["id"], found["name"], found["why"]


def _unknown(column: str, word: str, known: list[str]) -> str:
    near = nearest(word, known)
    remedy = f"您是不是想写“{near}”？" if near else f"{column}写规则里的名称；不属于这些规则的兑现不必写。"
    return f"F727 “{PAID}”里的{column}“{shown(word)}”，规则里没有（或不止一个）。{remedy}"
