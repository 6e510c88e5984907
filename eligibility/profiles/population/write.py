"""Slices written as a population that reads back the same: Parquet, csv or xlsx.

Parquet holds what a slice holds: integers of the smallest unit under
``2021年营业收入（分）``, dates, truth values, choices by number. csv and xlsx are
for people: amounts in 元, shares in %, 是 and 否, 无 in the cell itself. Lists
stand beside, in ``<stem>-<fact>`` or in sheets of that name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from typing import Protocol

import polars as pl

from ...language.diagnostic import Where
from ...language.fact import Fact
from ..ledger import FIELDS
from ..words import NONE_WORD
from .columns import SMALLEST, heading_of, none_heading, safe_name
from .slice import CODE, COUNT_MARK, NAME, NONE_MARK, PAID, POSITION, ROW, Key, Slice, count_column, dtype_of, none_column

_EPOCH = date(1970, 1, 1).toordinal()
_GROUP = 131_072  # of which as many as are decided at once
_LONGEST_SHEET = 31
MAIN_SHEET = "企业"
#: type → unit for people, decimals of the integer in a slice
_PEOPLE = {"money": ("元", 2), "ratio": ("%", 6), "points": ("百分点", 6), "number": ("", 6)}


class _Sink(Protocol):
    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows to the main table ('') or to that of a list."""


def write_population(slices: Iterable[Slice], path: str, vocabulary: Mapping[str, Fact]) -> list[str]:
    """Write ``slices``, of which all have the columns of the first, by the ending of ``path``; gives the files, the main one first.

    A file appears when it is whole. Raises ValueError for another ending, and
    for more rows than a sheet has.
    """
    kind = os.path.splitext(path)[1].lower()
    sinks = {".parquet": _Parquet, ".csv": _Csv, ".xlsx": _Workbook}
    if kind not in sinks:
        raise ValueError(f"cannot write {kind}")
    facts = {**vocabulary, PAID: Fact(PAID, "records", Where(""), columns={f.name: f for f in FIELDS if f.name != "年度"})}
    people = kind != ".parquet"
    code = next(fact for fact in vocabulary.values() if fact.role == "code")
    name = next((fact for fact in vocabulary.values() if fact.role == "name"), None)
    with ExitStack() as stack:
        sink = stack.enter_context(sinks[kind](path))
        for piece in slices:
            sink.add("", _main(piece.frame, facts, code, name, people))
            for fact in facts.values():
                if count_column(fact.name) in piece.frame.columns:
                    rows = piece.paid if fact.name == PAID else piece.records.get(fact.name)
                    sink.add(fact.name, _list(piece.frame, rows, fact, code, people))
    return sink.files


def _main(frame: pl.DataFrame, facts: Mapping[str, Fact], code: Fact, name: Fact | None, people: bool) -> pl.DataFrame:
    found = {code.name: frame[CODE]}
    if name is not None:
        found[name.name] = frame[NAME]
    for column in frame.columns:
        key = _key(column, facts)
        if key is None or facts[key[0]].role in ("name", "code"):
            continue
        none = frame[none_column(key)] if none_column(key) in frame.columns else None
        found |= _written(key, facts[key[0]], frame[column], none, people)
    return pl.DataFrame(found)


def _key(column: str, facts: Mapping[str, Fact]) -> Key | None:
    if column in (ROW, CODE, NAME) or column.endswith((NONE_MARK, COUNT_MARK)):
        return None
    if column in facts:
        return column, None
    name, _, year = column.rpartition(" ")
    return name, int(year)


def _list(frame: pl.DataFrame, rows: pl.DataFrame | None, fact: Fact, code: Fact, people: bool) -> pl.DataFrame:
    """The rows of a list with the codes of their enterprises; one that says 无 for an enterprise without any."""
    counts = frame[count_column(fact.name)]
    positions = pl.Series([], dtype=pl.Int64) if rows is None else rows[POSITION].cast(pl.Int64)
    nobody = (counts == 0).fill_null(False).arg_true().cast(pl.Int64)
    cells: dict[str, pl.Series] = {}
    for own, column in fact.columns.items():
        stored = {"事项": "policy", "奖补项": "award", "金额": "fen"}.get(own, own) if fact.name == PAID else own
        if rows is not None and stored not in rows.columns:
            continue
        values = pl.Series([], dtype=dtype_of(column)) if rows is None else rows[stored]
        none = rows[none_column((own, None))] if rows is not None and none_column((own, None)) in rows.columns else None
        cells |= _written((own, None), column, values, none, people)
    table = pl.DataFrame({POSITION: positions} | cells)
    silent = pl.DataFrame({POSITION: nobody})
    if people:
        first = next(name for name in table.columns if name != POSITION)
        table = table.cast({first: pl.String})
        silent = silent.with_columns(pl.lit(NONE_WORD).alias(first))
    else:
        table, silent = table.with_columns(pl.lit(False).alias(NONE_WORD)), silent.with_columns(pl.lit(True).alias(NONE_WORD))
    whole = pl.concat([table, silent], how="diagonal").sort(POSITION, maintain_order=True)
    return whole.select(frame[CODE].gather(whole[POSITION]).alias(code.name), pl.all().exclude(POSITION))


def _written(key: Key, fact: Fact, values: pl.Series, none: pl.Series | None, people: bool) -> dict[str, pl.Series]:
    """Headings and cells of one fact."""
    kind = fact.type
    if not people:
        cells = (values.cast(pl.Int64) - _EPOCH).cast(pl.Int32).cast(pl.Date) if kind == "date" else values
        found = {heading_of(key, SMALLEST.get(kind, "")): cells}
        if fact.none is not None:
            found[none_heading(key)] = none if none is not None else pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
        return found
    unit, places = _PEOPLE.get(kind, ("", 0))
    if kind == "yes_no":
        cells = pl.select(pl.when(values).then(pl.lit("是")).when(values.not_()).then(pl.lit("否"))).to_series()
    elif kind == "date":
        cells = (values.cast(pl.Int64) - _EPOCH).cast(pl.Int32).cast(pl.Date).cast(pl.String)
    elif values.dtype == pl.Int64:
        cells = _decimal(values, places)
    else:
        cells = values.cast(pl.String)
    return {heading_of(key, unit): cells if none is None else cells.set(none, NONE_WORD)}


def _decimal(values: pl.Series, places: int) -> pl.Series:
    """Integers of the smallest unit as decimals of ``places``, without zeros at the end."""
    if not places:
        return values.cast(pl.String)
    size = pl.lit(abs(values)).cast(pl.Int64)
    whole, rest = size // 10**places, (size % 10**places).cast(pl.String).str.zfill(places).str.strip_chars_end("0")
    sign = pl.when(pl.lit(values) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    text = sign + whole.cast(pl.String) + pl.when(rest == "").then(pl.lit("")).otherwise(pl.lit(".") + rest)
    return pl.select(text).to_series()


# ------------------------------------------------ kinds of files


class _Files:
    """Files that are written under another name, and get their own when all are whole."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.files: list[str] = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace) -> None:
        self.close()
        for file in self.files:
            if kind is None:
                os.replace(file + ".part", file)
            elif os.path.exists(file + ".part"):
                os.remove(file + ".part")

    def new(self, table: str) -> str:
        stem, ending = os.path.splitext(self.path)
        self.files.append(f"{stem}-{safe_name(table)}{ending}" if table else self.path)
        return self.files[-1] + ".part"

    def close(self) -> None:
        """End all files."""


class _Parquet(_Files):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._writers: dict = {}

    def add(self, table: str, frame: pl.DataFrame) -> None:
        import pyarrow.parquet

        arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if table not in self._writers:
            self._writers[table] = pyarrow.parquet.ParquetWriter(self.new(table), arrow.schema, compression="zstd", compression_level=1)
        self._writers[table].write_table(arrow.cast(self._writers[table].schema), row_group_size=_GROUP)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


class _Csv(_Files):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._open: dict = {}

    def add(self, table: str, frame: pl.DataFrame) -> None:
        new = table not in self._open
        if new:
            self._open[table] = open(self.new(table), "wb")  # noqa: SIM115: closed in close
        frame.write_csv(self._open[table], include_header=new, include_bom=new)

    def close(self) -> None:
        for file in self._open.values():
            file.close()


class _Workbook(_Files):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self.new(""), options)
        self._frames: dict[str, list[pl.DataFrame]] = {}

    def add(self, table: str, frame: pl.DataFrame) -> None:
        self._frames.setdefault(table, []).append(frame)

    def close(self) -> None:
        """Cells are texts, so that no digit of a code or an amount is lost."""
        from datetime import datetime

        self._book.set_properties({"created": datetime(2000, 1, 1)})  # not the clock's
        for table, frames in self._frames.items():  # sheet after sheet: what is written goes to the disk
            sheet = self._book.add_worksheet(safe_name(table)[:_LONGEST_SHEET] if table else MAIN_SHEET)
            for col, heading in enumerate(frames[0].columns):
                sheet.write_string(0, col, heading)
            rows = (cells for frame in frames for cells in frame.iter_rows())
            for row, cells in enumerate(rows, 1):
                for col, cell in enumerate(cells):
                    if cell is not None and sheet.write_string(row, col, str(cell)) < 0:
                        raise ValueError(f"more than {row} rows")
        self._book.close()
