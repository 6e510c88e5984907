"""A sheet as its cells that are not blank, each with its text as people see it and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from ...language.diagnostic import Where

TEXT, NUMBER, DATE, TRUTH = "text", "number", "date", "truth"
SCALED = "scaled"  #: a number whose cell format writes a unit beside it, or shows it divided
VAGUE = "vague"  #: a number of which nobody can tell whether it is shown as a percentage
ERROR = "error"  #: #N/A and the like
UNCALCULATED = "uncalculated"  #: a formula whose result was never stored


class Cell(NamedTuple):
    """``row`` and ``col`` count from 1; ``kind`` is one of the names above. ``text`` is stripped, never empty."""

    row: int
    col: int
    text: str
    kind: str = TEXT


@dataclass(slots=True)
class Grid:
    """One sheet; ``sheet`` is empty in a csv file. ``merged``: (first row, first column, last row, last column), from 1.

    ``hidden``: the first filled cell that nobody sees, as (row, column).
    """

    file: str
    sheet: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: tuple[int, int] | None = None

    def put(self, cell: Cell) -> None:
        self.rows.setdefault(cell.row, {})[cell.col] = cell

    def take(self, cell: Cell) -> None:
        """Remove a cell; a row is never left empty."""
        del self.rows[cell.row][cell.col]
        if not self.rows[cell.row]:
            del self.rows[cell.row]

    def at(self, row: int, col: int) -> Cell | None:
        return self.rows.get(row, {}).get(col)

    def reaches_down(self, cell: Cell) -> bool:
        """Whether the cell is merged with some below it, in rows that hold other things."""
        return any((r1, c1) == (cell.row, cell.col) and any(r in self.rows for r in range(r1 + 1, r2 + 1)) for r1, c1, r2, _ in self.merged)

    def where(self, cell: Cell) -> Where:
        return self.place(cell.row, cell.col, len(cell.text))

    def place(self, row: int, col: int, length: int = 1) -> Where:
        address = f"{letters(col)}{row}"
        return Where(self.file, row, col, length, f"{self.sheet}!{address}" if self.sheet else address)

    @property
    def whole(self) -> Where:
        """The place of the whole sheet."""
        return Where(self.file, cell=f"{self.sheet}!") if self.sheet else Where(self.file)


def letters(col: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_of(row: int, col: int, value: object, mark: str = "") -> Cell | None:
    """A cell from a typed value; None where it is blank. ``mark``: what is known of it beside its value (see ``marks``)."""
    if mark in (ERROR, UNCALCULATED):
        return Cell(row, col, str(value) or "=", mark)
    if isinstance(value, str):
        text = value.strip()
        return Cell(row, col, text) if text else None
    if isinstance(value, bool):
        return Cell(row, col, "TRUE" if value else "FALSE", TRUTH)
    if isinstance(value, (int, float)):
        if mark == "percent":
            return Cell(row, col, number_text(value, 2) + "%", NUMBER)
        return Cell(row, col, number_text(value), mark if mark in (SCALED, VAGUE) else NUMBER)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, (date, time)):
        return Cell(row, col, value.isoformat() if type(value) is date else str(value), DATE)
    text = str(value).strip()
    return Cell(row, col, text, DATE) if text else None


def number_text(value: float, shift: int = 0) -> str:
    """The shortest decimal that is this number, times ten to the power of ``shift``; never in scientific notation."""
    exact = Decimal(repr(value)).scaleb(shift)
    if not exact.is_finite():
        return str(value)
    text = format(exact, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
