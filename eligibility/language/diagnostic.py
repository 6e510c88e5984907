"""One value for everything that can be wrong: place, code, cause and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"


class Where(NamedTuple):
    """A place in a file; ``line`` and ``col`` count from 1, in characters. Line 0 is the whole file."""

    file: str
    line: int = 0
    col: int = 0
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file


class Diagnostic(NamedTuple):
    """A finding. ``code`` is stable (see ``codes.py``); ``message`` and ``hint`` are Chinese.

    ``hint`` is one concrete remedy; it is never empty.
    """

    code: str
    message: str
    where: Where
    hint: str
    severity: str = ERROR

    @property
    def sort_key(self) -> tuple:
        return (self.where.file, self.where.line, self.where.col, self.code, self.message)


@dataclass(slots=True)
class Findings:
    """Collects diagnostics; later steps add to it and never stop at the first."""

    items: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, where: Where, message: str, hint: str) -> None:
        self.items.append(Diagnostic(code, message, where, hint))

    def warning(self, code: str, where: Where, message: str, hint: str) -> None:
        self.items.append(Diagnostic(code, message, where, hint, WARNING))

    def sorted(self) -> list[Diagnostic]:
        """All findings in order of file, line and column, each once."""
        return sorted(dict.fromkeys(self.items), key=lambda d: d.sort_key)

    @property
    def has_errors(self) -> bool:
        return any(d.severity == ERROR for d in self.items)
