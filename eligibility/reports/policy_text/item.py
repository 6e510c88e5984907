"""A sentence with what stands below it: the one shape in which rules are told, as lines or as JSON."""

from __future__ import annotations

from typing import NamedTuple

from ..conditions_text import EVIDENCE


class Item(NamedTuple):
    """``text`` ends without a full stop; ``numbered``: its parts are counted （1）（2）, for they are referred to."""

    text: str
    items: tuple["Item", ...] = ()
    numbered: bool = False

    def inline(self) -> str:
        """The whole on one line."""
        parts = "；".join(f"（{i}）{part.inline()}" if self.numbered else part.inline() for i, part in enumerate(self.items, 1))
        return f"{self.text}：{parts}" if parts else self.text

    def to_json(self) -> dict:
        return {"text": self.text} | ({"items": [part.to_json() for part in self.items]} if self.items else {})


def listed(text: str, items) -> Item:
    """``text`` with its parts counted."""
    return Item(text, tuple(items), True)


def source_text(clause: str | None, ref: str | None, evidence: str | None = None) -> str:
    """〔第二条，HN-12，推定〕, or nothing where nothing is said."""
    said = "，".join(filter(None, (clause, ref, EVIDENCE.get(evidence or ""))))
    return f"〔{said}〕" if said else ""


def phrase(sentence: str) -> str:
    """``sentence`` to stand inside another: without its own full stop."""
    return sentence.removesuffix("。")
