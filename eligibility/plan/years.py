"""Year words before a fact's name: 上年营业收入, 近三年平均研发费用, 2020年职工总数."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_WORD = re.compile(r"(本年度?|上年度?|大?前年度?|(含本年)?近([一二两三四五六七八九十]|[1-9]\d?)年|((?:19|2[01])\d\d)年度?)(平均|每年)?")
_SINGLE = {"本年": 0, "上年": -1, "前年": -2, "大前年": -3}


@dataclass(frozen=True, slots=True)
class Years:
    """``mode``: one, sum, mean or each; ``years`` are offsets from the anchor, or years themselves when fixed."""

    mode: str
    years: tuple[int, ...]
    fixed: bool = False


def number_of(word: str) -> int:
    """两 → 2, 十 → 10, 12 → 12."""
    return _DIGITS[word] if word in _DIGITS else int(word)


def span_years(including: bool, count: int) -> tuple[int, ...]:
    """近三年 is Y−3 … Y−1; 含本年近三年 is Y−2 … Y."""
    return tuple(range(-count + 1, 1)) if including else tuple(range(-count, 0))


def read_years(word: str) -> Years | None:
    """A year word alone (本年, 近三年, 含本年近两年, 2020年), or None."""
    found = _WORD.fullmatch(word)
    return _years(found) if found and not found.group(5) else None


def _years(found: re.Match) -> Years:
    whole, including, count, fixed, mode = found.groups()
    if fixed:
        return Years("one", (int(fixed),), True)
    if count:
        return Years({"平均": "mean", "每年": "each", None: "sum"}[mode], span_years(bool(including), number_of(count)))
    return Years("one", (_SINGLE[whole.removesuffix("度")],))


def year_prefix(name: str) -> str:
    """The year word that ``name`` begins with, or the empty text."""
    found = _WORD.match(name)
    return found.group(0) if found else ""


def cuts(name: str, facts) -> list[tuple[str, Years | None]]:
    """Every way to read ``name`` as a fact with or without a year word; usually one."""
    ways: list[tuple[str, Years | None]] = [(name, None)] if name in facts else []
    found = _WORD.match(name)
    if found:
        ends = {found.end()}
        if found.group(5):
            ends.add(found.start(5))  # the fact's own name may begin with 平均
        if found.group(1).endswith("度"):
            ends.add(found.end(1) - 1)
        for end in ends:
            part = _WORD.fullmatch(name[:end])
            if part and name[end:] in facts and not (part.group(5) and not part.group(3)):
                ways.append((name[end:], _years(part)))
    return ways
