"""Names for files of enterprises' pages: readable, allowed on every system, and each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .page import Heading

LONGEST = 150  # bytes of UTF-8: with an ending it fits every file system
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}


def file_names(headings: Sequence[Heading]) -> list[str]:
    """A name without ending for each; of several enterprises of one name each has its code in it, or a number."""
    plain = [allowed(head.name or head.code or "") for head in headings]
    often = [sum(_same(name) == _same(other) for other in plain) > 1 for name in plain]
    named = [allowed(f"{name}（{head.code}）") if twice and head.name and head.code else name
             for name, head, twice in zip(plain, headings, often)]  # fmt: skip
    taken: set[str] = set()
    found = []
    for name in named:
        number, free = 1, name
        while _same(free) in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(_same(free))
        found.append(free)
    return found


def allowed(name: str) -> str:
    """``name`` as a file may be called on Windows, macOS and Linux."""
    printable = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", name))
    text = _FORBIDDEN.sub("_", printable.strip()).strip(" .")
    text = text.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if not text.strip("_"):
        return "企业"
    return f"_{text}" if text.partition(".")[0].rstrip().lower() in _DEVICES else text


def _same(name: str) -> str:
    """What two names have in common that one file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()
