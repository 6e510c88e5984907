"""``say``: the last thing done to words before people see them. Chinese passes as it is, and costs nothing."""

from __future__ import annotations

from collections.abc import Callable

_translated: Callable[[str], str] | None = None


def speak(language: str) -> bool:
    """Say everything from now on in ``language``; Chinese, and False, where there is no catalogue for it."""
    global _translated
    _translated = None
    if language == "zh":
        return True
    from .translation import translator  # Chinese need not wait for gettext

    _translated = translator(language)
    return _translated is not None


def say(text: str) -> str:
    """``text`` in the language chosen."""
    return text if _translated is None else _translated(text)
