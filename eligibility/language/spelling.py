"""Did you mean: the nearest known word by spelling. The work is bounded for one process."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LOOKUPS = 200
MAX_WORD = 60
_looked_up = 0


def closest(word: str, candidates: Iterable[str], n: int = 1) -> list[str]:
    """Up to ``n`` candidates near to ``word``, nearest first; none where nothing is near."""
    global _looked_up
    if not word or len(word) > MAX_WORD or _looked_up >= MAX_LOOKUPS:
        return []
    _looked_up += 1
    from rapidfuzz import fuzz, process

    known = sorted(set(candidates) - {word})
    found = process.extract(word, known, scorer=fuzz.ratio, limit=n, score_cutoff=55)
    return [text for text, _, _ in sorted(found, key=lambda row: (-row[1], row[0]))]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The nearest candidate, or None."""
    found = closest(word, candidates)
    return found[0] if found else None


def reset() -> None:
    """Allow the full number of look-ups again: called once for each run."""
    global _looked_up
    _looked_up = 0


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``您是不是想写“营业收入”？``, or an empty text."""
    found = nearest(word, candidates)
    return f"您是不是想写“{found}”？" if found else ""
