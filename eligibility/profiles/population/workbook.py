"""The sheets of an xlsx file as sources of rows, held in memory; a workbook too large for that is refused before anything makes room for it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from xml.parsers import expat

import polars as pl

from ...language.diagnostic import Findings, Where
from ..tables.archive import Damaged, TooLarge
from ..tables.grid import ERROR, TEXT, UNCALCULATED, Grid, cell_of
from ..tables.marks import number_of, read_formats, read_sheets
from .plain import KIND
from .source import Raw, Stamp

MAX_BYTES = 200 << 20
MAX_UNPACKED = 1 << 30
MAX_CELLS = 8_000_000
MAX_COLUMNS = 5_000
MAX_SHEETS = 60
_SAVE_AS = "在 Excel 或 WPS 里打开，另存为 xlsx，再运行一次。"
_AS_CSV = "另存为“CSV UTF-8”（一个工作表一个文件），或导出为 Parquet。"


class SheetSource:
    """``table``: String columns named by place, without blank rows; ``numbers``: the row of each in the sheet."""

    def __init__(self, file: str, sheet: str, headings: Sequence[str], top: int, table: pl.DataFrame, numbers: pl.Series) -> None:
        self.file, self.grid = file, Grid(file, sheet)
        self.headings, self.top, self.rows = tuple(headings), top, table.height
        self._table, self._numbers = table, numbers
        self._stamp = Stamp.of(file)

    def dtypes(self) -> Sequence[pl.DataType]:
        return [pl.String()] * len(self.headings)

    def files(self) -> Sequence[str]:
        return [self.file]

    def read(self, start: int, stop: int, at: Sequence[int]) -> Raw:
        self._stamp.check()
        rows = max(0, stop - start)
        return Raw(self._table.select(str(i) for i in at).slice(start, rows), self._numbers.slice(start, rows))


def open_workbook(file: str, findings: Findings) -> list[SheetSource] | None:
    """The visible sheets that are not empty, in their order; None with the reason in ``findings``."""
    where = Where(file)
    try:
        with open(file, "rb") as opened:
            head = opened.read(4096)
            opened.seek(0, 2)
            size = opened.tell()
    except OSError as error:
        return findings.error("X902", where, f"文件读不出来（系统错误 {error.errno}）。", "核对路径和读取权限。")
    if not size:
        return findings.error("F804", where, "文件是空的。", "换成有企业的表格。")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return findings.error("F762", where, "文件加了打开密码，或是旧的 xls 改了扩展名，读不了。", "在 Excel 或 WPS 里打开（要密码就输入），取消密码，另存为 xlsx。")
    if not head.startswith(b"PK\x03\x04"):
        return findings.error("F763", where, "扩展名是 .xlsx，内容却不是 Excel 工作簿。", "换成真正的 xlsx 文件；是 CSV 就把扩展名改成 .csv。")
    if size > MAX_BYTES:
        return findings.error("F812", where, f"工作簿超过 {MAX_BYTES >> 20} MB。", _AS_CSV)
    try:
        return _sheets_of(file, findings)
    except TooLarge:
        return findings.error("F812", where, f"工作簿太大：至多 {MAX_CELLS // 10000} 万格、{MAX_COLUMNS} 栏、{MAX_SHEETS} 个工作表。", _AS_CSV)
    except Damaged:
        return findings.error("F761", where, "文件已损坏或不完整，读不出来。", _SAVE_AS)


def _sheets_of(file: str, findings: Findings) -> list[SheetSource] | None:
    from python_calamine import CalamineError, CalamineWorkbook

    marks = _marks(file)
    try:
        book = CalamineWorkbook.from_path(file)
        shown = [m.name for m in book.sheets_metadata if str(m.visible).endswith(".Visible") and str(m.typ).endswith(".WorkSheet")]
        if len(shown) > MAX_SHEETS:
            raise TooLarge
        found = [_source(book.get_sheet_by_name(name), file, marks.get(name, {})) for name in shown]
    except CalamineError as error:
        if "password" in str(error).lower():
            return findings.error("F762", Where(file), "文件加了打开密码，读不了。", "在 Excel 或 WPS 里输入密码打开，取消密码后保存。")
        raise Damaged from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader gave up on a malformed file
            raise Damaged from error
        raise
    sources = [source for source in found if source is not None]
    return sources or findings.error("F804", Where(file), "表格里没有任何内容。", "第一行写栏目的名称，下面一行一家企业；填写内容的工作表不要隐藏。")


def _source(sheet, file: str, marks: dict[tuple[int, int], str]) -> SheetSource | None:
    if sheet.end is None:
        return None
    rows = sheet.to_python(skip_empty_area=False)
    number = next((n for n, row in enumerate(rows) if any(_text(n, c, value, marks) is not None for c, value in enumerate(row))), None)
    if number is None:
        return None
    texts = [_text(number, c, value, marks) for c, value in enumerate(rows[number])]
    headings = [(text or "").rpartition(":")[2] if text and text.startswith(KIND) else text or "" for text in texts]
    table = pl.DataFrame(
        {str(c): pl.Series([_text(n, c, rows[n][c], marks) for n in range(number + 1, len(rows))], dtype=pl.String) for c in range(len(headings))}
    )
    numbers = pl.int_range(number + 2, len(rows) + 1, dtype=pl.Int64, eager=True)
    filled = table.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return SheetSource(file, sheet.name, headings, number + 1, table.filter(filled), numbers.filter(filled))


def _text(row: int, col: int, value: object, marks: dict[tuple[int, int], str]) -> str | None:
    """A cell as its text, with what it is before it where it is no text; None where blank. ``row`` and ``col`` from 0."""
    mark = marks.get((row, col), "") if marks else ""
    if isinstance(value, str) and not mark:
        return value.strip() or None
    state, formula, shown_as = mark.partition(":")
    if formula:
        mark = UNCALCULATED if value == "" or state == "stale" and value == 0 else shown_as
    cell = cell_of(row, col, ("#N/A" if value in ("", None) else value) if mark == ERROR else "=" if mark == UNCALCULATED else value, mark)
    if cell is None:
        return None
    return cell.text if cell.kind == TEXT else f"{KIND}{cell.kind}:{cell.text}"


# ------------------------------------------------ what the reader of workbooks does not tell


def _marks(file: str) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → (row, column), from 0 → ``percent``, ``scaled``, ``error``, ``uncalculated``.

    A formula with a result has ``result:`` before its mark, or ``stale:`` where
    the file says that it is yet to be calculated and 0 may stand for that.
    """
    small: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 2000:
                raise TooLarge
            for entry in entries:
                if entry.filename in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
                    small[entry.filename] = archive.read(entry)
            formats, (sheets, stale) = read_formats(small.get("xl/styles.xml", b"")), read_sheets(small)
            names = {part: name for name, part in sheets.items()}
            found = {}
            for entry in entries:  # all are unpacked to the end: a stated size may be a lie
                scanner = _Scanner(formats, stale) if entry.filename in names else None
                with archive.open(entry) as part:
                    while piece := part.read(1 << 20):
                        if scanner is not None:
                            scanner.feed(piece)
                if scanner is not None:
                    found[names[entry.filename]] = scanner.close()
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, expat.ExpatError) as error:
        raise Damaged from error


class _Scanner:
    """The marks of one sheet, and whether there is room for its cells."""

    def __init__(self, formats: list[str], stale: bool) -> None:
        self.marks: dict[tuple[int, int], str] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._handler(formats, stale)

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, False)

    def close(self) -> dict[tuple[int, int], str]:
        self._parser.Parse(b"", True)
        return self.marks

    def _handler(self, formats: list[str], stale: bool) -> Callable[[str, dict[str, str]], None]:
        marks, marked = self.marks, {str(i) for i, mark in enumerate(formats) if mark}
        row, col, widest, deepest, cells = 0, -1, 0, 0, 0
        pending: tuple[int, int] | None = None  # a formula whose result has not been seen
        mark, kind = "", "n"

        def element(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, col, pending, mark, kind, widest, deepest, cells
            name = name.rpartition(":")[2]
            if name == "c":
                place = attributes.get("r", "")
                letters = place.rstrip("0123456789")
                col = number_of(letters) - 1 if letters else col + 1
                row = int(place[len(letters) :]) - 1 if letters else row
                cells += 1
                widest, deepest = max(widest, col + 1), max(deepest, row + 1)
                if cells > MAX_CELLS or widest > MAX_COLUMNS or widest * deepest > 2 * MAX_CELLS:
                    raise TooLarge
                pending = None
                kind = attributes.get("t", "n")
                mark = ERROR if kind == "e" else formats[int(attributes["s"])] if kind == "n" and attributes.get("s") in marked else ""
                if mark:
                    marks[row, col] = mark
            elif name == "f" and mark != ERROR and kind != "str":
                pending = (row, col)
                marks[pending] = UNCALCULATED
            elif name == "v" and pending is not None:
                marks[pending] = ("stale:" if stale else "result:") + mark
                pending = None
            elif name == "row":
                stated = attributes.get("r", "")
                row, col = int(stated) - 1 if stated.isdecimal() else row + 1, -1

        row = -1
        return element


def _refuse(*_: object) -> None:
    raise Damaged
