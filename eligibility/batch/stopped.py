"""Why a batch could not go on, for whoever runs it."""

from __future__ import annotations


class Stopped(Exception):
    """``code`` is X92x; ``message`` and ``hint`` are Chinese."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


class Mismatch(Stopped):
    """Two ways to reckon gave different answers."""
