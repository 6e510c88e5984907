"""Texts kept from one run to the next: data under a checksum, never trusted, never in the way.

A text is kept under a name that is a hash of everything it depends on, so that
it can never be out of date. What cannot be read or written only costs time.

``ELIGIBILITY_CACHE`` names another folder, or switches the cache ``off``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from ..language.digest import sha256_of

VARIABLE = "ELIGIBILITY_CACHE"
OFF = ("off", "0", "no")
#: texts of one kind kept; the least recently used go first
MOST_FILES = 20

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def place(kind: str, key: str) -> str | None:
    """The file for a text of ``kind`` (``plan``); None where nothing is to be kept."""
    folder = cache_folder()
    return folder and os.path.join(folder, f"{kind}-{key}.json")


def cache_folder() -> str | None:
    """Where texts are kept; None where the cache is switched off or there is no home for it."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        return None if chosen.lower() in OFF else os.path.abspath(chosen)
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(home):  # the XDG specification: a relative path is to be ignored
        home = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "eligibility") if os.path.isabs(home) else None


def recall(file: str) -> str | None:
    """The text in ``file``; None where there is none or any bit of it is not as it was written."""
    try:
        with open(file, encoding="utf-8", newline="") as opened:
            checksum, _, text = opened.read().partition("\n")
    except (OSError, ValueError):
        return None
    if checksum != sha256_of([text]):
        return None
    with suppress(OSError):
        os.utime(file)  # used just now, so not the first to go
    return text


def keep(file: str, text: str) -> None:
    """Keep ``text``; readers see all of it or nothing. Does nothing where the folder cannot be written."""
    new = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(new, "w", encoding="utf-8", newline="") as opened:
            opened.write(f"{sha256_of([text])}\n{text}")
        os.replace(new, file)
    except OSError:
        with suppress(OSError):
            os.remove(new)
        return
    _forget_the_oldest(file)


def _forget_the_oldest(file: str) -> None:
    folder, kind = os.path.dirname(file), os.path.basename(file).partition("-")[0] + "-"
    with suppress(OSError):
        kept = [os.path.join(folder, n) for n in os.listdir(folder) if n.startswith(kind) and ".json" in n]
        for old in sorted(kept, key=os.path.getmtime, reverse=True)[MOST_FILES:]:
            with suppress(OSError):
                os.remove(old)


def sources_sha256(folders: Iterable[str], suffixes: tuple[str, ...]) -> str:
    """A hash of the files right in ``folders`` that end so, by name and content."""
    parts: list[str | bytes] = []
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            if name.endswith(suffixes):
                with open(os.path.join(folder, name), "rb") as file:
                    parts += [name, file.read()]
    return sha256_of(parts)
