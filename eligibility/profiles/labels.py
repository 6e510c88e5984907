"""Labels of a profile looked up: which fact or column each means, none twice, none unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..language.diagnostic import Findings
from ..language.fact import Fact
from ..language.tree import Mapping, Node, Scalar
from .values import nearest
from .words import or_list, shown

#: A misread file can have thousands of unknown labels; only so many are looked up among the known.
MAX_SUGGESTIONS = 20

Slot = tuple[str, "int | None"]  # the name of a fact and its year


def known_labels(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Every name and alias of ``facts`` (or of the columns of one) → its fact; a name wins over an alias."""
    known = {fact.name: fact for fact in facts}
    for fact in list(known.values()):
        for alias in fact.aliases:
            known.setdefault(alias, fact)
    return known


class Labels:
    """The labels of one profile, looked up among ``known_labels``."""

    def __init__(self, facts: dict[str, Fact]) -> None:
        self.facts = facts
        self._suggestions = MAX_SUGGESTIONS
        self._reported: set[str] = set()

    def near(self, word: str) -> str | None:
        """The known label most like ``word`` by spelling, else by sound, as long as suggestions last."""
        self._suggestions -= 1
        if self._suggestions < 0:
            return None
        from ..language.spelling import sounding

        return nearest(word, self.facts) or sounding(word, self.facts)

    def ending(self, word: str) -> str | None:
        """The fact whose label ``word`` ends with, as long as suggestions last."""
        if self._suggestions <= 0:
            return None
        self._suggestions -= 1
        return next((fact.name for label, fact in self.facts.items() if word.endswith(label)), None)

    def columns(self, row: Mapping, owner: str, findings: Findings) -> Iterator[tuple[Fact, Node]]:
        """The columns that ``row`` states, each once; an unknown one is reported for its first row only."""
        slots: dict[Slot, list[tuple[Scalar, Node]]] = {}
        for key, node in row.entries:
            word = key.text.strip()
            fact = self.facts.get(word)
            if fact is not None:
                slots.setdefault((fact.name, None), []).append((key, node))
            elif word not in self._reported:
                self._reported.add(word)
                near = self.near(word)
                hint = f"您是不是想写“{near}”？" if near else f"可以写：{or_list(self.facts)}。"
                findings.error("F713", key.where, f"“{owner}”没有“{shown(word)}”这一栏。", hint)
        for (name, _), _, node in once(slots, findings):
            yield self.facts[name], node


def once(slots: dict[Slot, list[tuple[Scalar, Node]]], findings: Findings) -> Iterator[tuple[Slot, Scalar, Node]]:
    """The slots that are given once. One that is given twice counts as blank: nobody can tell which is meant."""
    for slot, places in slots.items():
        given = [place for place in places if not (isinstance(place[1], Scalar) and place[1].blank)]
        if len(given) == 1:
            yield slot, *given[0]
        for key, _ in given[1:]:
            findings.error("F712", key.where, _twice(slot, given[0][0], key), "只留一处；现在两处都按没有填写处理。")


def _twice(slot: Slot, first: Scalar, second: Scalar) -> str:
    name = slot_name(slot)
    words = [shown(first.text.strip()), shown(second.text.strip())]
    alias = f"（写作“{words[0]}”和“{words[1]}”）" if words[0] != words[1] else ""
    return f"“{name}”写了两次{alias}：{first.where.inside} 和 {second.where.inside}。"


def slot_name(slot: Slot) -> str:
    """``营业收入`` or ``2020年营业收入``."""
    return slot[0] if slot[1] is None else f"{slot[1]}年{slot[0]}"
