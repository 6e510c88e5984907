"""A Parquet file, or a folder of parts with the same columns, as a source of rows; only the columns that are asked for are read."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence

import polars as pl

from ...language.diagnostic import Diagnostic, Findings, Where
from ..tables.grid import Grid
from ..words import shown
from .source import Raw, Stamp, Unreadable

_MAGIC = b"PAR1"
_AGAIN = "重新导出这个文件；导出中断过的，删去这一份。"


class ParquetSource:
    """The rows of ``parts`` one after the other; row 2 is the first of the first part."""

    top = 1

    def __init__(self, grid: Grid, schema: dict[str, pl.DataType], parts: list[tuple[str, int]]) -> None:
        self.grid = grid
        self.headings = tuple(schema)
        self._types = tuple(schema.values())
        self._parts = [file for file, _ in parts]
        self._ends: list[int] = []
        for _, rows in parts:
            self._ends.append((self._ends[-1] if self._ends else 0) + rows)
        self.rows = self._ends[-1]
        self._stamps = [Stamp.of(file) for file in self._parts]

    def dtypes(self) -> Sequence[pl.DataType]:
        return self._types

    def files(self) -> Sequence[str]:
        return self._parts

    def read(self, start: int, stop: int, at: Sequence[int]) -> Raw:
        frames = []
        stop = min(stop, self.rows)
        first = bisect_right(self._ends, start)
        for number in range(first, len(self._parts)):
            begin = self._ends[number - 1] if number else 0
            if begin >= stop:
                break
            low, high = max(start, begin) - begin, min(stop, self._ends[number]) - begin
            if high > low:
                frames.append(self._read(number, low, high - low, at))
        cells = pl.concat(frames) if len(frames) != 1 and frames else frames[0] if frames else pl.DataFrame({str(i): pl.Series([], dtype=self._types[i]) for i in at})
        return Raw(cells, pl.int_range(start + 2, start + 2 + cells.height, dtype=pl.Int64, eager=True))

    def _read(self, number: int, low: int, rows: int, at: Sequence[int]) -> pl.DataFrame:
        self._stamps[number].check()
        columns = [pl.col(self.headings[i]).alias(str(i)) for i in at]
        file = self._parts[number]
        try:
            found = pl.scan_parquet(file, glob=False, hive_partitioning=False).slice(low, rows).select(columns).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Unreadable(_damaged(file)) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # the reader gave up on a malformed file
                raise Unreadable(_damaged(file)) from error
            raise
        if found.height != rows:
            raise Unreadable(_damaged(file))
        return found


def _damaged(file: str) -> Diagnostic:
    return Diagnostic("F803", "Parquet 文件不完整或已损坏，读不出来。", Where(file), _AGAIN)


def open_parquet(file: str, findings: Findings) -> ParquetSource | None:
    """The rows of a Parquet file, or of a folder of them; None with the reason in ``findings``."""
    if not os.path.isdir(file):
        return _joined(file, [file], findings)
    parts = sorted(name for name in os.listdir(file) if name.lower().endswith(".parquet") and not name.startswith((".", "_")))
    if not parts:
        return findings.error("F802", Where(file), "文件夹里没有 .parquet 文件。", "写出表格文件的路径；分成几部分的 Parquet 放在一个文件夹里，名称以 .parquet 结尾。")
    return _joined(file, [os.path.join(file, name) for name in parts], findings)


def _joined(place: str, files: list[str], findings: Findings) -> ParquetSource | None:
    schema: dict[str, pl.DataType] | None = None
    parts: list[tuple[str, int]] = []
    for file in files:
        found = _opened(file, findings)
        if found is None:
            return None
        own, rows = found
        if schema is None:
            schema = own
        elif {name: str(kind) for name, kind in own.items()} != {name: str(kind) for name, kind in schema.items()}:
            odd = next((name for name in (*own, *schema) if str(own.get(name)) != str(schema.get(name))), "")
            return findings.error("F806", Where(file), f"这一部分的栏目与 {os.path.basename(files[0])} 的不一样：“{shown(odd)}”这一栏，有一部分没有，或类型不同。", "各部分用同样的栏目和类型导出；不属于这一套的文件移出文件夹。")
        parts.append((file, rows))
    assert schema is not None
    # Columns are read by name, so that their order in a later part does not matter.
    return ParquetSource(Grid(place, ""), schema, parts)


def _opened(file: str, findings: Findings) -> tuple[dict[str, pl.DataType], int] | None:
    """The columns and the number of rows of one file."""
    try:
        with open(file, "rb") as opened:
            head = opened.read(4)
            opened.seek(0, os.SEEK_END)
            size = opened.tell()
            opened.seek(max(0, size - 4))
            tail = opened.read(4)
    except OSError as error:
        return findings.error("X902", Where(file), f"文件读不出来（系统错误 {error.errno}）。", "核对路径和读取权限。")
    if not size:
        return findings.error("F804", Where(file), "文件是空的。", "换成有企业的表格。")
    if head != _MAGIC:
        return findings.error("F763", Where(file), "扩展名是 .parquet，内容却不是 Parquet。", "换成真正的 Parquet 文件；是别的表格就把扩展名改回来。")
    if tail != _MAGIC:
        return findings.error("F803", Where(file), "Parquet 文件没有写完，后面缺了一截。", _AGAIN)
    import pyarrow
    import pyarrow.parquet

    try:
        rows = pyarrow.parquet.read_metadata(file).num_rows
        return dict(pl.read_parquet_schema(file)), rows
    except (pyarrow.ArrowException, pl.exceptions.PolarsError, OSError, ValueError):
        return findings.items.append(_damaged(file))
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            return findings.items.append(_damaged(file))
        raise
