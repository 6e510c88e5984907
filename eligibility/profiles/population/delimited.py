"""A csv or tsv file of any size as a source of rows: read by blocks of whole rows, each found again by its place in the file."""

from __future__ import annotations

import csv
import io
import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pc

from ...language.diagnostic import Diagnostic, Findings, Where
from ..tables.grid import Grid
from .beginning import LONGEST_ROW, SAVE_AS, encoding_of, header_of, too_long
from .plain import nothing
from .source import Raw, Stamp, Unreadable

_BLOCK = 8 << 20  #: bytes
_SAMPLE = 1 << 20
_MOST_COLUMNS = 5_000
_BOM = b"\xef\xbb\xbf"


class Block(NamedTuple):
    """Bytes ``begin`` to ``end`` of the file. ``first``: rows before it that are not blank; ``record``: rows before it, blank ones and the heading too.

    ``blank``: which of its rows are, from 0.
    """

    begin: int
    end: int
    first: int
    record: int
    blank: np.ndarray


class DelimitedSource:
    """``encoding`` and ``delimiter`` as recognised from the beginning of the file; ``blocks`` found by ``_index``."""

    def __init__(self, file: str, encoding: str, delimiter: str, headings: list[str], top: int, body: int) -> None:
        self.file, self.encoding, self.delimiter = file, encoding, delimiter
        self.grid = Grid(file, "")
        self.headings, self.top, self.body = tuple(headings), top, body
        self.rows = 0
        self.blocks: list[Block] = []
        self._stamp = Stamp.of(file)
        self._last: tuple[tuple, Raw] | None = None

    def __getstate__(self) -> dict:
        return self.__dict__ | {"_last": None}

    def dtypes(self) -> Sequence[pl.DataType]:
        return [pl.String()] * len(self.headings)

    def files(self) -> Sequence[str]:
        return [self.file]

    def read(self, start: int, stop: int, at: Sequence[int]) -> Raw:
        self._stamp.check()
        found: list[Raw] = []
        number = max(0, bisect_right(self.blocks, start, key=lambda block: block.first) - 1)
        for block in self.blocks[number:]:
            if block.first >= stop:
                break
            raw = self._block(block, tuple(at))
            low, high = max(0, start - block.first), min(len(raw.rows), stop - block.first)
            if high > low:
                found.append(Raw(*(part if part is None else part.slice(low, high - low) for part in raw)))
        if not found:
            return Raw(pl.DataFrame({str(i): pl.Series([], dtype=pl.String) for i in at}), pl.Series([], dtype=pl.Int64))
        torn = None
        if any(raw.torn is not None for raw in found):
            torn = pl.concat([raw.torn if raw.torn is not None else nothing(len(raw.rows), pl.String()) for raw in found])
        return Raw(pl.concat([raw.cells for raw in found]), pl.concat([raw.rows for raw in found]), torn)

    def _block(self, block: Block, at: tuple[int, ...]) -> Raw:
        """All rows of a block that are not blank; the last block read is kept, since slices end within blocks."""
        if self._last is not None and self._last[0] == (block.begin, at):
            return self._last[1]
        with open(self.file, "rb") as opened:
            opened.seek(block.begin)
            content = opened.read(block.end - block.begin)
        cells, numbers, torn = self._parsed(content, block.record, at)
        if len(block.blank):
            kept = pl.Series(~np.isin(numbers - block.record - 1, block.blank))
            cells, numbers, torn = cells.filter(kept), numbers[kept.to_numpy()], torn.filter(kept) if torn is not None else None
        raw = Raw(cells, pl.Series(numbers), torn)
        self._last = (block.begin, at), raw
        return raw

    def _parsed(self, content: bytes, record: int, at: Sequence[int]) -> tuple[pl.DataFrame, np.ndarray, pl.Series | None]:
        """The cells of each row, blank ones too, its number in the file, and why rows whose cells are too many or too few cannot be read."""
        if self.encoding != "utf-8":
            try:
                content = content.decode(self.encoding).encode("utf-8")
            except UnicodeDecodeError as error:
                raise Unreadable(self._encoding_breaks(record + content[: error.start].count(b"\n") + 1)) from error
        names = [str(i) for i in range(len(self.headings))]
        wrong: list[tuple[int, int]] = []

        def skip(row: pc.InvalidRow) -> str:
            wrong.append((row.number, row.actual_columns))
            return "skip"

        try:
            table = pc.read_csv(
                io.BytesIO(content),
                read_options=pc.ReadOptions(use_threads=False, column_names=names, block_size=len(content) + 1),
                parse_options=pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False, invalid_row_handler=skip),
                convert_options=pc.ConvertOptions(
                    include_columns=[str(i) for i in at], column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=True, null_values=[""]
                ),
            )
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error) or "UTF-8" in str(error):
                raise Unreadable(self._encoding_breaks(record + _first_bad(content) + 1)) from error
            if "Empty CSV" in str(error):
                table = pa.table({str(i): pa.array([], pa.large_string()) for i in at})
            else:
                raise Unreadable(Diagnostic("F811", "从这一行起分不清各栏，多半是双引号没有成对。", Where(self.file, record + 1, 1), f"补上或删去双引号；或{SAVE_AS}")) from error
        cells = pl.DataFrame(pl.from_arrow(table))
        total = table.num_rows + len(wrong)
        numbers = np.arange(record + 1, record + 1 + total, dtype=np.int64)
        if not wrong:
            return cells, numbers, None
        faults: list[str | None] = [None] * total
        for number, actual in wrong:
            more = "多" if actual > len(self.headings) else "少"
            faults[number - 1] = f"F810 这一行有 {actual} 格，比表头（{len(self.headings)} 格）{more}，不知道哪一格是哪一栏的。数里的逗号删去，或给带逗号的格加双引号；半截的行补全。"
        place = np.full(total, -1, dtype=np.int64)
        place[[fault is None for fault in faults]] = np.arange(table.num_rows)
        spread = pl.Series(place).to_frame("place").select(pl.when(pl.col("place") >= 0).then(pl.col("place")))["place"]
        return cells.select(pl.all().gather(spread)), numbers, pl.Series(faults, dtype=pl.String)

    def _encoding_breaks(self, line: int) -> Diagnostic:
        name = "UTF-8" if self.encoding == "utf-8" else "GB18030（GBK）"
        return Diagnostic("F764", f"从这一行起不是 {name} 编码的文字，前面的却是。", Where(self.file, line, 1), f"不要把两种编码的文件接在一起；{SAVE_AS}")

    def index(self, key: int) -> None:
        """Find the blocks and count the rows; only those without a cell at ``key`` are looked at for being blank. Raises Unreadable."""
        record, rows = self.top, 0
        for begin, content in self._chunks():
            if b"\0" in content:
                line = record + content[: content.index(b"\0")].count(b"\n") + 1
                raise Unreadable(Diagnostic("F764", "从这一行起有空字符，不是文字；文件多半没有复制完。", Where(self.file, line, 1), "重新复制或导出这个文件。"))
            self._check_quotes(content, record)
            cells, numbers, torn = self._parsed(content, record, [key])
            blank = _empty(cells, torn)
            if len(blank):
                cells, numbers, torn = self._parsed(content, record, range(len(self.headings)))
                blank = _empty(cells, torn)
            self.blocks.append(Block(begin, begin + len(content), rows, record, blank))
            rows += len(numbers) - len(blank)
            record += len(numbers)
        self.rows = rows

    def _check_quotes(self, content: bytes, record: int) -> None:
        """Only the end of the file can have a quote that is never closed: it would swallow the rows below it."""
        if content.count(b'"') % 2 == 0:
            return
        reader = csv.reader(io.StringIO(content.decode(self.encoding, "replace"), newline=""), delimiter=self.delimiter, strict=True)
        row = 0
        try:
            for row, _ in enumerate(reader, 1):
                pass
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise Unreadable(Diagnostic("F811", "从这一行起双引号没有成对，下面的行都成了它的一格。", Where(self.file, record + row + 1, 1), "补上或删去这里的双引号。")) from error

    def _chunks(self) -> Iterator[tuple[int, bytes]]:
        """Whole rows, some megabytes at a time, with their place in the file."""
        with open(self.file, "rb") as opened:
            opened.seek(self.body)
            begin, rest = self.body, b""
            while more := opened.read(_BLOCK):
                content = rest + more
                cut = _whole_rows(content)
                if not cut and len(content) > LONGEST_ROW:
                    raise Unreadable(too_long(self.file, begin))
                if cut:
                    yield begin, content[:cut]
                    begin += cut
                rest = content[cut:]
            if rest:
                yield begin, rest


def _empty(cells: pl.DataFrame, torn: pl.Series | None) -> np.ndarray:
    """The rows, from 0, of which no cell holds anything."""
    empty = cells.select(pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))).to_series().fill_null(True)
    return (empty if torn is None else empty & torn.is_null()).arg_true().to_numpy()


def _whole_rows(content: bytes) -> int:
    """Where the last whole row ends; a line break between quotes ends none."""
    if b'"' not in content:
        return content.rfind(b"\n") + 1
    octets = np.frombuffer(content, dtype=np.uint8)
    breaks = np.flatnonzero(octets == 10)
    quotes = np.flatnonzero(octets == 34)
    outside = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _first_bad(content: bytes) -> int:
    """The line, from 0, that is not UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n")
    return 0


def open_delimited(file: str, findings: Findings) -> DelimitedSource | None:
    """The rows of a csv or tsv file; None with the reason in ``findings``."""
    try:
        size = os.path.getsize(file)
        with open(file, "rb") as opened:
            head = opened.read(_SAMPLE)
    except OSError as error:
        return findings.error("X902", Where(file), f"文件读不出来（系统错误 {error.errno}）。", "核对路径和读取权限。")
    encoding = encoding_of(head, size > len(head), file, findings)
    if encoding is None:
        return None
    start = len(_BOM) if head.startswith(_BOM) else 0
    headed = header_of(head[start:], encoding, size > len(head), file, findings)
    if headed is None:
        return None
    headings, delimiter, top, length = headed
    if len(headings) > _MOST_COLUMNS:
        return findings.error("F805", Where(file, 1, 1), f"表头有 {len(headings)} 格，不像表格的栏目。", f"第一行写栏目的名称，至多 {_MOST_COLUMNS} 栏。")
    return DelimitedSource(file, encoding, delimiter, headings, top, start + length)
