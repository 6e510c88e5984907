"""``--lang``: what is said in Chinese, said in another language where the catalogue has it, and in Chinese where not.

Messages are made in Chinese all through the program. They are translated here,
at the edge, by their patterns: a catalogue ``locale/en.po`` has for the code's
``f"找不到 {path} 这个文件"`` the message ``找不到 {0} 这个文件``. Names of facts,
awards and documents are Chinese law and stay as they are. Nothing here can
fail: what no pattern fits is returned as it came.
"""

from __future__ import annotations

import gettext
import re
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"
_PLACE = re.compile(r"\{(\d)\}")
_LEAD = re.compile(r"[\s√×·?？\-\d.()（）*]*")
#: where a text may be cut into parts that are translated one by one
_CUTS = ("\n", "。", "；", "：", "，", "、")
_DEEPEST = 6


class Catalogue(gettext.NullTranslations):
    """A ``.po`` file as it is edited, read without being compiled."""

    def _parse(self, file) -> None:  # the hook that gettext documents for other formats
        self.messages: dict[str, str] = {}
        entry: dict[str, str] = {}
        part = ""
        for line in [*file.read().decode("utf-8").split("\n"), 'msgid ""']:
            word, _, quoted = line.partition(" ") if not line.startswith('"') else (part, "", line)
            if word == "msgid":
                if entry.get("msgid") and entry.get("msgstr"):
                    self.messages[entry["msgid"]] = entry["msgstr"]
                entry = {}
            if word in ("msgid", "msgstr") and quoted.startswith('"'):
                part = word
                entry[part] = entry.get(part, "") + _unquoted(quoted)

    def gettext(self, message: str) -> str:
        return self.messages.get(message) or super().gettext(message)


def _unquoted(text: str) -> str:
    return text.strip()[1:-1].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


class Translator:
    """Texts by exact message, else by pattern, else part by part."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        patterns = [(_PLACE.split(message), said) for message, said in catalogue.messages.items() if _PLACE.search(message)]
        #: (literal parts in order, places, translation), most literal text first
        self.patterns = sorted(((p[::2], p[1::2], said) for p, said in patterns), key=lambda p: -sum(map(len, p[0])))

    @lru_cache(maxsize=4096)
    def __call__(self, text: str, depth: int = 0) -> str:
        lead = _LEAD.match(text).group()
        body = text[len(lead) :].rstrip()
        if depth > _DEEPEST or not body or body.isascii():
            return text
        return lead + self._said(body, depth) + text[len(lead) + len(body) :]

    def _said(self, text: str, depth: int) -> str:
        exact = self.catalogue.gettext(text)
        if exact != text:
            return exact
        for literals, places, said in self.patterns:
            found = _between(text, literals)
            if found is not None:
                values = {place: self(value, depth + 1) for place, value in zip(places, found)}
                return _PLACE.sub(lambda m: values.get(m[1], m[0]), said)
        for cut in _CUTS:
            if cut in text:
                parts = [self(part, depth + 1) for part in text.split(cut)]
                return cut.join(parts)
        return text


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


_translator: Translator | None = None


def speak(language: str) -> None:
    """Say everything from now on in ``language``; one without a catalogue is Chinese."""
    global _translator
    path = LOCALE / f"{language}.po"
    _translator = None
    if re.fullmatch("[a-z]{2,3}", language) and path.is_file():
        with path.open("rb") as file:
            _translator = Translator(Catalogue(file))


def say(text: str) -> str:
    """``text`` in the language chosen."""
    return text if _translator is None else _translator(text)
