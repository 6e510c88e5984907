"""What a table is to the reader of populations, whatever kind of file it stands in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import polars as pl

from ...language.diagnostic import Diagnostic, Where
from ..tables.grid import Grid

#: Rows of the main table that are looked at together.
BLOCK = 131_072


class Unreadable(Exception):
    """A table that can no longer be read; ``finding`` says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Raw(NamedTuple):
    """Rows as they stand. ``cells``: a column for each that was asked for, named by its place. ``rows``: the row of each, the heading being row 1.

    ``torn``: String, why the cells of a row cannot be told apart; None where all can.
    """

    cells: pl.DataFrame
    rows: pl.Series
    torn: pl.Series | None = None


class Source(Protocol):
    """``rows``: those that are not blank. ``top``: the row of the headings."""

    grid: Grid
    headings: Sequence[str]
    top: int
    rows: int

    def dtypes(self) -> Sequence[pl.DataType]:
        """The type of each column."""

    def read(self, start: int, stop: int, at: Sequence[int]) -> Raw:
        """The rows from ``start`` to before ``stop``, blank ones not counted; of their cells only those ``at`` these places. Raises Unreadable."""

    def files(self) -> Sequence[str]:
        """The files of which it is made, in order."""


class Stamp(NamedTuple):
    """Size and time of a file, by which a change during a run is seen."""

    file: str
    size: int
    time: int

    @classmethod
    def of(cls, file: str) -> "Stamp":
        status = os.stat(file)
        return cls(file, status.st_size, status.st_mtime_ns)

    def check(self) -> None:
        """Raises Unreadable where the file is no longer the one that was opened."""
        try:
            same = Stamp.of(self.file) == self
        except OSError:
            same = False
        if not same:
            raise changed(self.file)


def changed(file: str) -> Unreadable:
    """What to raise where a file is no longer the one that was opened, or gone."""
    return Unreadable(Diagnostic("F816", "文件在读的时候被改动、移走或删去了。", Where(file), "不要在运行中改动表格；改好后从头运行一次。"))
