"""xlsx, xlsm, xls and ods to grids by calamine, after a look at what it would not tell and could not bear."""

from __future__ import annotations

import io

from ...language.diagnostic import Findings, Where
from .archive import Damaged, TooLarge, parts_of
from .delimited import MAX_COLUMNS, MAX_ROWS, too_large
from .grid import DATE, ERROR, UNCALCULATED, VAGUE, Cell, Grid, cell_of
from .marks import Marks, workbook_marks

MAX_SHEETS = 60
MOST_SECONDS = 20  #: for an old xls file

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "在 Excel 或 WPS 里打开，另存为 xlsx，再检查一次。"


def is_workbook(source: bytes) -> bool:
    """Whether the content is one of a workbook, whatever the file is called."""
    return source.startswith((_ZIP, _OLE))


def read_workbook(source: bytes, file: str, findings: Findings) -> list[Grid] | None:
    """The grids of the visible sheets that are not empty, or None with the reason in ``findings``."""
    if not is_workbook(source):
        html = source[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<style"))
        what = "网页或 XML" if html else "别的内容" if source else "空文件"
        return findings.error("F763", Where(file), f"扩展名是表格，内容却是{what}。", _SAVE_AS if source else "换成有内容的文件。")
    try:
        return _read(source, file, findings)
    except TooLarge:
        return too_large(Where(file), findings)
    except Damaged:
        return findings.error("F761", Where(file), "文件已损坏或不完整，读不出来。", _SAVE_AS)


def _read(source: bytes, file: str, findings: Findings) -> list[Grid] | None:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if source.startswith(_ZIP):
        parts = parts_of(source)
        if any(name.startswith(("word/", "ppt/")) for name in parts):
            return findings.error("F763", Where(file), "扩展名是表格，内容却是 Word 或 PPT 文件。", "在 Word 或 WPS 里打开，把内容复制到表格里，存为 xlsx。")
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            return _locked(file, findings)
        marks = workbook_marks(parts)
    else:
        return _locked(file, findings) if _ENCRYPTED in source else _read_apart(source, file, findings)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source))
        if len(book.sheet_names) > MAX_SHEETS:
            return findings.error("F760", Where(file), f"有 {len(book.sheet_names)} 个工作表，至多 {MAX_SHEETS} 个。", "只留企业信息和记录用的工作表。")
        shown = [m.name for m in book.sheets_metadata if str(m.visible).endswith(".Visible") and str(m.typ).endswith(".WorkSheet")]
        return [_grid(book.get_sheet_by_name(name), file, marks.get(name, Marks())) for name in shown]
    except PasswordError:
        return _locked(file, findings)
    except CalamineError as error:
        if "password" in str(error).lower():
            return _locked(file, findings)
        raise Damaged from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader gave up on a malformed file
            raise Damaged from error
        raise


def _read_apart(source: bytes, file: str, findings: Findings) -> list[Grid] | None:
    """An old xls file, read by a process apart (see ``apart``)."""
    import json
    import os
    import subprocess
    import sys

    script = os.path.join(os.path.dirname(__file__), "apart.py")
    limits = [str(n) for n in (MAX_SHEETS, MAX_ROWS, MAX_COLUMNS)]
    try:
        run = subprocess.run(
            [sys.executable, script, *limits], input=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}, timeout=MOST_SECONDS, check=True,
        )  # fmt: skip
        sheets = json.loads(run.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise Damaged from error
    if sheets == "locked":
        return _locked(file, findings)
    if sheets == "large":
        raise TooLarge
    return [_filled(Grid(file, name), rows, merged, None) for name, rows, merged in sheets]


def _locked(file: str, findings: Findings) -> None:
    return findings.error("F762", Where(file), "文件加了打开密码，读不了。", "在 Excel 或 WPS 里输入密码打开，取消密码后保存。")


def _grid(sheet, file: str, marks: Marks) -> Grid:
    if sheet.end is None:
        return Grid(file, sheet.name)
    if sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS:
        raise TooLarge
    return _filled(Grid(file, sheet.name), sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or (), marks)


def _filled(grid: Grid, rows: list[list], merged, marks: Marks | None) -> Grid:
    """``marks`` None: an old xls, of which formats are not known; its numbers may be shown as percentages."""
    for row, values in enumerate(rows, 1):
        for col, value in enumerate(values, 1):
            if isinstance(value, list):
                kind, text = value
                grid.put(Cell(row, col, text.removesuffix("T00:00:00"), DATE if kind == "date" else UNCALCULATED))
                continue
            mark, written = (VAGUE, "") if marks is None else marks.get((row, col), ("", ""))
            cell = cell_of(row, col, written if mark in (ERROR, UNCALCULATED) else value, mark)
            if cell:
                grid.put(cell)
    grid.hidden = marks.hidden if marks is not None else None
    grid.merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in merged]
    return grid
