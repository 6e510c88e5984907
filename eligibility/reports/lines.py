"""Lines for terminals: Chinese is two columns wide, and lines are at most ``WIDTH`` wide."""

from __future__ import annotations

from itertools import chain

from .speech import say

WIDTH = 60
#: never first in a line
_CLOSING = "，。；：、？！）》”’〕】%％)],;:"
#: never last in a line
_OPENING = "（《“‘〔【(["
#: not to be torn from the number before
_UNITS = "元个万亿年月日行项次家人天名件"


def width(text: str) -> int:
    """Columns; close enough for what reports print, and needs no table."""
    return sum(1 if c < "\u1100" else 2 for c in text)


def folded(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    """``text`` in the language spoken, as lines of a report."""
    return fold(say(text), indent, hang)


def fold(text: str, indent: int = 0, hang: int = 0, wide: int = WIDTH) -> list[str]:
    """``text`` as lines that begin with ``indent`` spaces, all but the first with ``hang`` more.

    Breaks between Chinese characters, but not before a closing mark nor inside
    a number or a Latin word.
    """
    lines = []
    room, start = wide - indent, " " * indent
    for piece in text.split("\n"):
        while (len(piece) > room or width(piece) > room) and (cut := _cut(piece, room)) < len(piece):
            lines.append(start + piece[:cut].rstrip())
            piece = piece[cut:].lstrip()
            room, start = wide - indent - hang, " " * (indent + hang)
        lines.append(start + piece)
        room, start = wide - indent - hang, " " * (indent + hang)
    return lines


def _cut(text: str, room: int) -> int:
    """How many characters go on a line of ``room`` columns."""
    used = end = 0
    for end, c in enumerate(text):
        used += width(c)
        if used > room:
            break
    for cut in chain(range(end, 0, -1), range(end + 1, len(text))):
        if _may_break(text[cut - 1], text[cut]):
            return cut
    return len(text)  # one word, such as a path: rather too long than torn


def _may_break(before: str, after: str) -> bool:
    if after in _CLOSING or before in _OPENING or after == " ":
        return False
    if before == " ":
        return True
    if _latin(before) or before in "万亿":  # 20万元 stays in one piece
        return not (_latin(after) or after in _UNITS)
    return True


def _latin(c: str) -> bool:
    return c < "\u0250" and not c.isspace()
