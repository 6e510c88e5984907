"""Facts by what people type: the name, another name, pinyin in full or its initials, or something near."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..language.fact import Fact
from ..plan.years import cuts

NEAR = 60  # of 100: how near a name must be to be offered
MOST_NEAR = 8


def find_facts(word: str, facts: dict[str, Fact]) -> list[tuple[Fact, str]]:
    """Facts that ``word`` may mean, the likeliest first, with how they were found; empty where nothing is near."""
    word = "".join(unicodedata.normalize("NFKC", word).lower().split())
    if not word:
        return [(fact, "") for fact in facts.values()]
    aliases = {alias: fact for fact in facts.values() for alias in fact.aliases}
    dated = [facts[name] for name, years in cuts(word, facts) if years] + [aliases[name] for name, years in cuts(word, aliases) if years]
    ranked: dict[str, tuple[int, str]] = {fact.name: (1, "") for fact in dated}
    for fact in facts.values():
        found = _by_text(word, fact) or (_by_pinyin(word, fact) if word.isascii() else None)
        if found:
            ranked[fact.name] = min(found, ranked.get(fact.name, found))
    if not ranked:
        ranked = _near(word, facts.values())
    order = {name: n for n, name in enumerate(facts)}
    return [(facts[name], how) for name, (_, how) in sorted(ranked.items(), key=lambda row: (row[1][0], order[row[0]]))]


def _by_text(word: str, fact: Fact) -> tuple[int, str] | None:
    names = [(fact.name, "")] + [(alias, f"别名“{alias}”") for alias in fact.aliases]
    for rank, fits in ((0, word.__eq__), (2, lambda text: word in text)):
        for n, (name, how) in enumerate(names):
            if fits(name.lower()):
                return rank + min(n, 1), how
    for column in fact.columns:
        if word in column.lower():
            return 6, f"栏目“{column}”"
    for option in fact.options:
        if word in option.lower():
            return 7, f"选项“{option}”"
    told = [text for text in (fact.ask, fact.proof, fact.none) if text and word in text.lower()]
    return (8, "说明里提到") if told and not word.isascii() else None


def _by_pinyin(word: str, fact: Fact) -> tuple[int, str] | None:
    for rank, fits in ((4, lambda text: text.startswith(word)), (5, lambda text: word in text)):
        for name in (fact.name, *fact.aliases):
            if any(map(fits, pinyin(name))):
                return rank, "拼音" if name == fact.name else f"拼音，别名“{name}”"
    return None


@lru_cache(maxsize=None)
def pinyin(name: str) -> tuple[str, str]:
    """``营业收入`` → (``yingyeshouru``, ``yysr``)."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    return "".join(syllables).lower(), "".join(s[:1] if s.isascii() else s for s in syllables).lower()


def _near(word: str, facts: Iterable[Fact]) -> dict[str, tuple[int, str]]:
    """By spelling, and by sound: a wrong character of the same pinyin is the commonest slip."""
    from rapidfuzz import fuzz

    sound, scores = pinyin(word)[0], []
    for fact in facts:
        best = max(
            max(fuzz.ratio(word, name), fuzz.ratio(sound, pinyin(name)[0]) - 10, fuzz.ratio(word, pinyin(name)[1]) - 10 if word.isascii() else 0)
            for name in (fact.name, *fact.aliases)
        )
        if best >= NEAR:
            scores.append((best, fact.name))
    scores.sort(key=lambda row: -row[0])
    return {name: (100 + n, "相近") for n, (_, name) in enumerate(scores[:MOST_NEAR])}
