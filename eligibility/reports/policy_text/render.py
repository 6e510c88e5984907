"""A told document as lines for the terminal."""

from __future__ import annotations

from ..lines import folded
from .document import Section
from .item import Item

_ORDINALS = "一二三四五六七八九十"


def render(head: list[str], told: list[Section]) -> list[str]:
    """Lines: the head, then the sections; what is counted is counted （1） ① a."""
    lines = [line for text in head for line in folded(text, 0, 2)]
    for number, section in enumerate(told):
        ordinal = f"{_ORDINALS[number]}、" if number < len(_ORDINALS) else ""
        lines += ["", *folded(f"{ordinal}{section.title}", 0, 4)]
        for i, item in enumerate(section.items, 1):
            if section.numbered:
                lines += ["", *folded(f"{i}. {item.text}", 0, 3)]
                for part in item.items:
                    _tell(part, "", 3, 0, lines)
            else:
                _tell(item, "", 2, 0, lines)
    return lines


def _tell(item: Item, mark: str, indent: int, depth: int, lines: list[str]) -> None:
    """``depth``: how many lists that are counted stand around."""
    lines += folded(mark + item.text + ("：" if item.items else ""), indent, 2)
    for i, part in enumerate(item.items, 1):
        _tell(part, _mark(i, depth) if item.numbered else "· ", indent + 2, depth + item.numbered, lines)


def _mark(i: int, depth: int) -> str:
    """（1） at first, ① below it, then a."""
    if depth == 0:
        return f"（{i}）"
    if depth == 1 and i <= 10:
        return chr(ord("①") + i - 1) + " "
    return f"{chr(ord('a') + i - 1)}. " if i <= 26 and depth > 1 else f"({i}) "
