"""A population that is open: read slice by slice, the rows that cannot be used apart from the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import polars as pl

from ...language.diagnostic import Diagnostic
from ..tables.grid import Grid
from ..tables.pointers import points_to_rows
from ..words import NONE_WORD, shown
from .cells import as_cell, read_cells
from .codes import plain, read_codes
from .columns import Column, Table
from .plain import nothing
from .records import Found, Records, owners_of
from .slice import CODE, NAME, PAID, POSITION, ROW, Key, Slice, column_of, count_column, none_column
from .source import BLOCK, Raw, Source

_REASON = "原因"
_PAID = {"事项": "policy", "奖补项": "award", "金额": "fen"}


class Part(NamedTuple):
    """Rows ``start`` to before ``start + rows`` of the main table. ``rejected``: row, code, 原因 and the cells as read, a String each, under their headings.

    ``rows`` is the height of ``slice.frame`` plus that of ``rejected``.
    ``doubts``: warnings about cells that count as blank.
    """

    slice: Slice
    rejected: pl.DataFrame
    start: int
    rows: int
    doubts: tuple[Diagnostic, ...] = ()


class Population:
    """``rows``: enterprises in the main table. ``columns``: fact → heading as written. ``unread``: headings nobody understood.
    ``digest``: of the contents of all files.

    May be sent to another process, which reads on without looking it over again.
    """

    def __init__(self, source: Source, table: Table, code: Column, name: Column | None, records: list[Records], twice: pl.DataFrame, digest: str) -> None:
        self.source, self.table, self.code, self.name = source, table, code, name
        self.records, self.twice, self.digest = records, twice, digest
        self.rows = source.rows
        self.columns: dict[Key, str] = {key: column.heading for key, column in table.columns.items()}
        self.columns |= {(own.name, None): own.name for own in records if (own.name, None) not in self.columns}
        self.unread = table.unread

    def slices(self, start: int = 0, stop: int | None = None, size: int = BLOCK, wanted: Collection[Key] | None = None) -> Iterator[Part]:
        """The rows from ``start`` to before ``stop``, ``size`` at a time. ``wanted``: the facts that are read; None: all.

        The facts of name and code stand in the columns of that name; as facts
        only where ``wanted`` names them. 已兑现 is always read. Raises
        ``source.Unreadable`` where a file changed, or breaks off inside.
        """
        stop = self.rows if stop is None else min(stop, self.rows)
        for begin in range(start, stop, size):
            yield self._part(begin, min(begin + size, stop), wanted)

    def _part(self, start: int, stop: int, wanted: Collection[Key] | None) -> Part:
        columns = [c for key, c in self.table.columns.items() if c.fact.type == "records" or c.fact.role not in ("name", "code")]
        if wanted is not None:
            columns = [c for c in columns if c.key in wanted]
        named = self.name if self.name is not None and (wanted is None or self.name.key in wanted) else None
        extra = [c for c in (self.code, named) if c is not None and wanted is not None and c.key in wanted]
        used = [self.code, *([named] if named else []), *columns]
        raw = self.source.read(start, stop, sorted({at for c in used for at in (c.at, c.none_at) if at is not None}))
        grid, rows = self.source.grid, raw.rows
        codes, wrong = read_codes(self.code, raw.cells[str(self.code.at)], rows, grid)
        reasons = [] if raw.torn is None else [raw.torn]
        if wrong is not None:
            reasons.append(wrong if raw.torn is None else wrong.zip_with(raw.torn.is_null(), nothing(len(wrong), pl.String())))
        reasons += self._twice(codes)
        doubts: list[Diagnostic] = []
        cells: dict[str, pl.Series] = {ROW: rows, CODE: codes, NAME: nothing(len(rows), pl.String())}
        said: dict[str, pl.Series] = {}
        for column in (*([named] if named else []), *columns):
            if column.fact.type == "records":
                said[column.fact.name], faults = _of_list(column, raw, grid)
                reasons += [] if faults is None else [faults]
                continue
            read = read_cells(column, raw.cells[str(column.at)], rows, grid, None if column.none_at is None else raw.cells[str(column.none_at)].fill_null(False))
            cells[NAME if column is named else column_of(column.key)] = read.values
            if read.none is not None and column is not named:
                cells[none_column(column.key)] = read.none
            reasons += [] if read.faults is None else [read.faults]
            doubts += read.doubts
        for column in extra:
            cells[column_of(column.key)] = cells[CODE if column is self.code else NAME]
        owners = owners_of(codes) if self.records else None
        found = {own.name: own.of(codes, owners, start) for own in self.records if wanted is None or own.name == PAID or (own.name, None) in wanted}
        for name, own in found.items():
            reasons += [] if own.faults is None else [own.faults]
            doubts += own.doubts
        reasons += _lists(found, said, cells, len(rows))
        return self._parted(cells, found, reasons, raw, used, start, tuple(doubts))

    def _twice(self, codes: pl.Series) -> list[pl.Series]:
        """Of the rows whose code stands in others too, which those are."""
        if not self.twice.height:
            return []
        met = pl.DataFrame({CODE: codes}).join(self.twice, on=CODE, how="left", maintain_order="left")
        reason = pl.format("F809 {}重复：{} 在第 {} 行都有，共 {} 行，一行也没有采用。一家企业只留一行；分年度的指标一年一栏。", pl.lit(self.code.fact.name), CODE, "named", "rows")
        return [met.select(pl.when(pl.col("named").is_not_null()).then(reason)).to_series()]

    def _parted(self, cells: dict, found: dict[str, Found], reasons: list[pl.Series], raw: Raw, used: list[Column], start: int, doubts) -> Part:
        """Rows with a reason apart from those without."""
        frame = pl.DataFrame(cells)
        reason = pl.select(pl.concat_str(*reasons, separator=" ", ignore_nulls=True)).to_series() if reasons else None
        rejected = pl.Series([], dtype=pl.Boolean) if reason is None else (reason != "").fill_null(False)
        records = {name: own.rows for name, own in found.items()}
        if reason is None or not rejected.any():
            return Part(_slice(frame, records), self._rejected(raw, frame, None, used), start, frame.height, doubts)
        kept = ~rejected
        moved = (kept.cast(pl.Int64).cum_sum() - 1).set(rejected, None)
        records = {
            name: rows.with_columns(moved.gather(rows[POSITION]).alias(POSITION)).filter(pl.col(POSITION).is_not_null()) for name, rows in records.items()
        }
        apart = self._rejected(Raw(raw.cells.filter(rejected), raw.rows.filter(rejected)), frame.filter(rejected), reason.filter(rejected), used)
        return Part(_slice(frame.filter(kept), records), apart, start, frame.height, doubts)

    def _rejected(self, raw: Raw, frame: pl.DataFrame, reason: pl.Series | None, used: list[Column]) -> pl.DataFrame:
        names = [c.heading if c.heading not in (ROW, CODE, _REASON) else c.heading + "（原表）" for c in used]
        if reason is None:
            return pl.DataFrame(schema={ROW: pl.Int64, CODE: pl.String, _REASON: pl.String} | dict.fromkeys(names, pl.String))
        shown_code = pl.select(pl.coalesce(frame[CODE], plain(raw.cells[str(self.code.at)]))).to_series()
        cells = {name: _as_text(raw.cells[str(c.at)]) for name, c in zip(names, used)}
        return pl.DataFrame({ROW: raw.rows, CODE: shown_code, _REASON: reason} | cells)


def _as_text(raw: pl.Series) -> pl.Series:
    if raw.dtype != pl.String:
        return raw.cast(pl.String)
    return raw.str.replace(r"^\x01[a-z]+:", "")


def _slice(frame: pl.DataFrame, records: dict[str, pl.DataFrame]) -> Slice:
    paid = records.pop(PAID, None)
    if paid is not None:
        blank = {name: pl.Series([], dtype=kind) for name, kind in (("事项", pl.String), ("奖补项", pl.String), ("金额", pl.Int64))}
        kept = [pl.col(old).alias(new) if old in paid.columns else pl.lit(None, dtype=blank[old].dtype).alias(new) for old, new in _PAID.items()]
        paid = paid.select(POSITION, *kept)
    return Slice(frame, records, paid)


def _of_list(column: Column, raw: Raw, grid: Grid) -> tuple[pl.Series, pl.Series | None]:
    """A column of the main table for a list: of whom it says 无, and what else stands there."""
    cells = raw.cells[str(column.at)]
    if column.none_at is not None:
        return raw.cells[str(column.none_at)].fill_null(False), None
    text = cells.str.strip_chars()
    none = (text == NONE_WORD).fill_null(False)
    other = (~none & (text.fill_null("") != "")).arg_true()
    if not len(other):
        return none, None
    reasons = [_pointed(column, cell, row, grid) for cell, row in zip(cells.gather(other), raw.rows.gather(other))]
    return none, nothing(len(cells), pl.String()).scatter(other, pl.Series(reasons, dtype=pl.String))


def _pointed(column: Column, raw: str, row: int, grid: Grid) -> str | None:
    cell = as_cell(raw, row, column.at + 1)
    if cell is None or points_to_rows(cell, column.fact.counted_in or "项"):
        return None
    return f"F721 “{column.heading}”写的是“{shown(cell.text)}”。没有写 无；有就留空，在“{column.fact.name}”的表里每项写一行。"


def _lists(found: dict[str, Found], said: dict[str, pl.Series], cells: dict, height: int) -> list[pl.Series]:
    """Put the counts of all lists into ``cells``; the reasons are of those that say 无 and have rows."""
    reasons = []
    for name in dict.fromkeys((*found, *said)):
        counts = found[name].counts if name in found else nothing(height, pl.Int64())
        if name in said:
            both = said[name] & (counts > 0).fill_null(False)
            if both.any():
                reasons.append(pl.select(pl.when(both).then(pl.lit(f"F721 “{name}”这一栏写 无，“{name}”的表里却有这家企业的行。只留一处。"))).to_series())
            counts = counts.set(said[name], 0)
        cells[count_column(name)] = counts
    return reasons
