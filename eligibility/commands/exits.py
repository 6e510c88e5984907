"""What a verb may end with: the exit codes, and the one exception for "could not run"."""

from __future__ import annotations

FINE = 0
FINDINGS = 1
COULD_NOT_RUN = 2
MISMATCH = 3  # two engines, or an engine and a record, say different things


class CouldNotRun(Exception):
    """A verb gives up. ``code`` is X9xx; ``message`` and ``hint`` are Chinese; ends with exit code 2."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint
