"""What is said in Chinese, said in another language where the catalogue has it, and in Chinese where not.

Messages are made in Chinese all through the program. They are translated here,
at the edge, by their patterns: a catalogue ``locale/en.po`` has for the code's
``f"找不到 {path} 这个文件"`` the message ``找不到 {0} 这个文件``. What no message
fits is cut at its punctuation and tried part by part. Names of facts, awards
and documents are Chinese law and stay as they are, and so does whatever stands
between “ and ”. Nothing here can fail: what is not known is returned as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .catalogue import Catalogue

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LONGEST = 2000  # characters of a line that are worth reading; nothing of ours is longer
PLACE = re.compile(r"\{(\d+)\}")
_DEEPEST = 6
_TELLING = 3  # characters that a pattern must have of its own to be trusted with a whole text
_EDGES = re.compile(r"((?:[\s√×·?？。；：，、]|\b[A-Z]\d{3}\s)*)(.*?)([\s。；：，、]*)", re.DOTALL)
_CLAUSES = "。；：，"
_OPENING, _CLOSING = "（“《〔", "）”》〕"
_PUNCTUATION = {"。": ". ", "；": "; ", "：": ": ", "，": ", ", "、": ", ", "（": " (", "）": ")", "\u3000": "  "}


def translator(language: str) -> Translator | None:
    """A translator into ``language``; None where there is no catalogue."""
    path = LOCALE / f"{language}.po"
    if not re.fullmatch("[a-z]{2,3}", language) or not path.is_file():
        return None
    with path.open("rb") as file:
        return Translator(Catalogue(file))


def trimmed(text: str) -> tuple[str, str, str]:
    """Marks and spaces before, what is said, and marks and spaces after; a bracket around all of it belongs to the marks."""
    before, body, after = _EDGES.fullmatch(text).groups()
    if body.startswith("（") and body.endswith("）") and _parts(body)[3:] == ["）", ""]:
        return f"{before}（", body[1:-1], f"）{after}"
    return before, body, after


class Translator:
    """Texts by exact message, else by pattern, else part by part."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        patterns = [(PLACE.split(message), said) for message, said in catalogue.messages.items() if PLACE.search(message)]
        #: (literal parts in order, places, translation), most literal text first
        ordered = sorted(((p[::2], p[1::2], said) for p, said in patterns), key=lambda p: -sum(map(len, p[0])))
        long = [p for p in ordered if _has_clauses("x".join(p[0]))]
        scant = [p for p in ordered if not p[0][0] and len("".join(p[0]).strip()) < _TELLING and p not in long]
        self.long, self.scant = _by_first(long), _by_first(scant)
        self.short = _by_first(p for p in ordered if p not in long and p not in scant)

    def __call__(self, text: str) -> str:
        if text.isascii():
            return text
        said = "\n".join(self._line(line, 0) for line in text.split("\n"))
        return said.lstrip(" ") if text[:1] == "（" else said

    @lru_cache(maxsize=4096)
    def _line(self, text: str, depth: int) -> str:
        if text.isascii() or len(text) > LONGEST or depth > _DEEPEST:
            return text
        before, body, after = trimmed(text)
        said = self._said(body, depth)
        if said is None:
            return text
        told = _in_ascii(before) + said
        return told + (_in_ascii(after).rstrip(" ") if said[-1:] < "\u2e80" else after)

    def _said(self, text: str, depth: int) -> str | None:
        """``text`` translated, whole or in part; None where no message fits any of it."""
        exact = self.catalogue.gettext(text)
        if exact != text:
            return exact
        clauses = _has_clauses(text)
        return (
            self._fitting(text, self.long, depth)
            or (self._in_parts(text, depth) if clauses else None)
            or self._fitting(text, self.short, depth)
            or (None if clauses else self._in_parts(text, depth))
            or self._fitting(text, self.scant, depth)
        )

    def _fitting(self, text: str, patterns: dict[str, list[tuple]], depth: int) -> str | None:
        for literals, places, said in patterns.get(text[:1], patterns[""]):
            found = _between(text, literals)
            if found is not None and _is_whole(found, literals):
                quoted = [a.endswith("“") and b.startswith("”") for a, b in zip(literals, literals[1:])]
                values = {p: v if q else self._line(v, depth + 1) for p, v, q in zip(places, found, quoted)}
                return PLACE.sub(lambda m: values.get(m[1], m[0]), said)
        return None

    def _in_parts(self, text: str, depth: int) -> str | None:
        if text.startswith("“"):  # “营业收入”的值不是数: a name, and what is said of it
            name, _, rest = text.partition("”")
            of_it = self._line(rest, depth + 1)
            if of_it != rest:
                return f"{name}”{'' if of_it[:1] in ',;:' else ' '}{of_it}"
        head, mark, rest = text.partition("（") if text.endswith("）") else (text, "", "")
        said = self.catalogue.messages.get(head) if mark else None
        if said is not None:
            return f"{said} ({self._line(rest[:-1], depth + 1)})"
        parts = _parts(text)
        told = [part if part in _PUNCTUATION else self._line(part, depth + 1) for part in parts] if len(parts) > 1 else parts
        return None if told == parts else "".join(_PUNCTUATION.get(part, part) for part in told)


def _is_whole(values: list[str], literals: list[str]) -> bool:
    """Whether values were not torn: no bracket is cut, and what stands first is a name and not the clauses before."""
    if not any(values) or any(value.count("（") != value.count("）") for value in values):
        return False
    return bool(literals[0]) or bool(values[0]) and not _has_clauses(values[0])


def _has_clauses(text: str) -> bool:
    return any(part in _CLAUSES for part in _parts(text)[1::2])


def _by_first(patterns: Iterable[tuple]) -> dict[str, list[tuple]]:
    """Patterns that may fit a text, by its first character; "" for any other."""
    patterns = list(patterns)
    firsts = {literals[0][:1] for literals, _, _ in patterns} | {""}
    return {first: [p for p in patterns if p[0][0][:1] in ("", first)] for first in firsts}


def _in_ascii(marks: str) -> str:
    return "".join(_PUNCTUATION.get(c, c) for c in marks)


def _parts(text: str) -> list[str]:
    """Cut at punctuation outside of brackets and quotes, else around the outermost brackets; the marks are parts too."""
    depth, marks, brackets = 0, [], []
    for i, c in enumerate(text):
        if c in _OPENING:
            brackets += [i] if depth == 0 and c == "（" else []
            depth += 1
        elif c in _CLOSING:
            brackets += [i] if depth == 1 and c == "）" else []
            depth -= depth > 0
        elif depth == 0 and c in _PUNCTUATION:
            marks.append(i)
    cuts = marks or brackets
    starts = [0, *(i + 1 for i in cuts)]
    parts = [part for start, end in zip(starts, [*cuts, len(text)]) for part in (text[start:end], text[end : end + 1])]
    return parts[:-1]


def _between(text: str, literals: list[str]) -> list[str] | None:
    """What stands in the places between ``literals``; None where they do not fit. Never more than one pass."""
    first, last = literals[0], literals[-1]
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    at, end, found = len(first), len(text) - len(last), []
    for literal in literals[1:-1]:
        next_ = text.find(literal, at, end)
        if next_ < 0:
            return None
        found.append(text[at:next_])
        at = next_ + len(literal)
    return [*found, text[at:end]]
