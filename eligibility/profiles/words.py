"""What people write instead of a value, and text made harmless for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

NONE_WORD = "无"

#: Written for "we do not know" by one person and for "there is none" by the next, so it is neither. Lower case.
PLACEHOLDERS = frozenset(
    "- -- --- — —— － – / // \\ ／ . 。 … ...... ... ? ？ ?? ？？ * ~ ～ _ __ x xx xxx n/a na n.a. #n/a #value! #ref! #div/0! nan "
    "null none nil undefined tbd todo 不详 未知 不明 不清楚 不知道 待补 待补充 待定 待填 待填写 待核实 待确认 暂缺 缺 空 空白 "
    "暂无 没有 未填 未填写 略 同上 保密 不适用".split()
)

#: C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, line separators, lone surrogates, tags.
_HARMFUL = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


def is_placeholder(text: str) -> bool:
    """Whether ``text`` (stripped) is empty or a word that stands for a missing value."""
    return not text or (len(text) <= 12 and text.lower() in PLACEHOLDERS)


def harmful_at(text: str) -> int:
    """Index of the first character that could change what a terminal shows, or -1."""
    if text.isprintable():  # nearly always; needs no pattern
        return -1
    found = re.search(_HARMFUL, text)
    return found.start() if found else -1


def shown(text: str, limit: int = 40) -> str:
    """``text`` for a message: harmful characters replaced by □, the end cut off after ``limit`` characters."""
    cut = text[:limit]
    if not cut.isprintable():
        cut = re.sub(_HARMFUL, "□", cut)
    return cut + ("…" if len(text) > limit else "")


def or_list(words: Iterable[str], limit: int = 12) -> str:
    """``[甲, 乙, 丙]`` → ``甲、乙 或 丙``; more than ``limit`` end in 等."""
    words = list(words)
    if len(words) > limit:
        return "、".join(words[:limit]) + f" 等 {len(words)} 项之一"
    return words[0] if len(words) == 1 else "、".join(words[:-1]) + " 或 " + words[-1] if words else ""
