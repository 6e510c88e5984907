"""One value for everything that can be wrong: place, code, cause and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"


class Where(NamedTuple):
    """A place in a file; ``line`` and ``col`` count from 1, in characters. Line 0 is the whole file.

    In a table ``line`` and ``col`` are row and column, ``cell`` is the cell's
    address (``企业信息!B3``; ``B3`` in a csv file; a sheet alone ends in ``!``)
    and ``start`` the index of a character in the cell's text.
    """

    file: str
    line: int = 0
    col: int = 0
    length: int = 1
    cell: str = ""
    start: int = 0

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.cell.removesuffix('!')}"
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file

    @property
    def inside(self) -> str:
        """The place without its file, in words: ``第 3 行第 1 列``, ``企业信息!B3``."""
        return self.cell.removesuffix("!") or f"第 {self.line} 行第 {self.col} 列"


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
        where = self.where
        return (where.file, where.cell.rpartition("!")[0], where.line, where.col, where.start, self.code, self.message)


@dataclass(slots=True)
class Findings:
    """Collects diagnostics; later steps add to it and never stop at the first."""

    items: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, where: Where, message: str, hint: str) -> None:
        self.items.append(Diagnostic(code, message, where, hint))

    def warning(self, code: str, where: Where, message: str, hint: str) -> None:
        self.items.append(Diagnostic(code, message, where, hint, WARNING))

    def sorted(self) -> list[Diagnostic]:
        """All findings in order of file, sheet, line and column, each once."""
        return sorted(dict.fromkeys(self.items), key=lambda d: d.sort_key)

    @property
    def has_errors(self) -> bool:
        return any(d.severity == ERROR for d in self.items)
