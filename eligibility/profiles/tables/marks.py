"""What the reader of workbooks does not tell of a cell: an error, a formula without result, a percentage.

Also how far a sheet reaches, which must be known before anything makes room
for all its cells: two cells in far corners would need gigabytes.
"""

from __future__ import annotations

import posixpath
import re

from .archive import Damaged, TooLarge, scan
from .delimited import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from .grid import ERROR, SCALED, UNCALCULATED


class Marks(dict):
    """(row, column), from 1 → (mark, text). ``mark``: percent, scaled, error or uncalculated.

    ``hidden``: the first cell with a value in a row or column that is hidden.
    """

    hidden: tuple[int, int] | None = None


_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: What a section of a number format shows as it is: quoted, escaped (! in Chinese versions), a currency.
_SHOWN = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|([$€£])')
_BRACKETED = re.compile(r"\[[^\]]*\]")  # colours and conditions
_ROOM = re.compile("[_*].")  # left free, or filled up
_DIVIDES = re.compile(r"[0#?],+(?![0#?,])")
_CHINESE_MONEY = re.compile("RMB|CNY", re.IGNORECASE)
_MISLEADING = re.compile("[万亿元千百人%A-Za-z0-9.$€£]")


def workbook_marks(parts: dict[str, bytes]) -> dict[str, Marks]:
    """Sheet name → marks, of an xlsx file or an ods file."""
    if "content.xml" in parts:
        return _ods(parts["content.xml"])
    formats, sheets, stale = read_formats(parts.get("xl/styles.xml", b"")), *read_sheets(parts)
    return {name: _sheet(parts[part], formats, stale) for name, part in sheets.items() if part in parts}


# ------------------------------------------------------ xlsx


def read_sheets(parts: dict[str, bytes]) -> tuple[dict[str, str], bool]:
    """Name of a sheet → its part; and whether the file says that its formulas are yet to be calculated."""
    stale = False
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        nonlocal stale
        if tag == "calcPr":
            stale = attributes.get("fullCalcOnLoad") in ("1", "true")
        elif tag == "sheet":
            names[attributes.get("name", "")] = next((v for k, v in attributes.items() if k.endswith(":id")), "")

    if "xl/workbook.xml" not in parts:
        raise Damaged
    scan(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"), relation)
    scan(parts["xl/workbook.xml"], sheet)
    return {name: targets.get(key, "") for name, key in names.items()}, stale


def read_formats(styles: bytes) -> list[str]:
    """For each cell style: ``percent``, ``scaled`` (its format writes 万, 元 or a divided number) or nothing."""
    codes: dict[str, str] = {}
    found: list[str] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = tag
        elif tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside:
            key = attributes.get("numFmtId", "0")
            found.append("percent" if key in ("9", "10") else _format(codes.get(key, "")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = ""

    if styles:
        scan(styles, start, end)
    return found


def _format(code: str) -> str:
    """Of a format with several sections any may be the one that shows the number."""
    sections = [_section(section) for section in _sections(code)[:3]]
    marks = {mark for mark, shows in sections if shows}
    if not marks:
        return SCALED if sections and not sections[0][1] and code else ""
    return marks.pop() if len(marks) == 1 else SCALED


def _sections(code: str) -> list[str]:
    """The parts between semicolons that are not shown themselves."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)


def _section(code: str) -> tuple[str, bool]:
    """What one section does to a number, and whether it shows it at all."""
    code = _ROOM.sub("", code)
    shown = "".join("".join(groups) for groups in _SHOWN.findall(code))
    bare = _BRACKETED.sub("", _SHOWN.sub("", code))
    shows = bool(re.search("[0#?@]|general", bare, re.IGNORECASE))
    misleading = _MISLEADING.search(_CHINESE_MONEY.sub("", shown)) or re.search("[万亿元千百人]", bare) or _DIVIDES.search(bare)
    return SCALED if misleading else "percent" if "%" in bare else "", shows


def _sheet(content: bytes, formats: list[str], stale: bool) -> Marks:
    marks = Marks()
    row = col = cells = 0
    attributes_now: dict[str, str] = {}
    formula = row_hidden = False
    value: list[str] | None = None
    columns_hidden: list[tuple[int, int]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, col, cells, formula, value, attributes_now, row_hidden
        if tag == "col" and _yes(attributes.get("hidden")):
            columns_hidden.append((_number(attributes.get("min", "")), _number(attributes.get("max", ""))))
        elif tag == "row":
            row_hidden = _yes(attributes.get("hidden"))
            stated = attributes.get("r", "")
            row, col = _number(stated) or row + 1, 0
        elif tag == "c":
            if "r" in attributes:
                found = _REF.fullmatch(attributes["r"].upper())
                if not found:
                    raise Damaged
                col, row = number_of(found[1]), int(found[2])
            else:
                col += 1
            cells += 1
            attributes_now, formula, value = attributes, False, None
        elif tag == "f":
            formula = True
        elif tag == "v":
            value = []

    def text(characters: str) -> None:
        if value is not None:
            value.append(characters)

    def end(tag: str) -> None:
        nonlocal value
        if tag != "c":
            return
        kind, stated = attributes_now.get("t", "n"), "".join(value or ())
        style = attributes_now.get("s", "0")
        if stated or formula or kind == "inlineStr":
            if row > MAX_ROWS or col > MAX_COLUMNS or cells > MAX_CELLS:
                raise TooLarge
            if marks.hidden is None and (row_hidden or any(low <= col <= high for low, high in columns_hidden)):
                marks.hidden = (row, col)
        if kind == "e":
            marks[row, col] = (ERROR, stated or "#N/A")
        elif formula and (not stated and kind != "str" or stale and stated == "0"):  # programs that cannot calculate write 0
            marks[row, col] = (UNCALCULATED, "=")
        elif kind == "n" and stated and style.isascii() and style.isdecimal() and int(style[:6]) < len(formats):
            mark = formats[int(style[:6])]
            if mark:
                marks[row, col] = (mark, stated)
        value = None

    scan(content, start, end, text)
    return marks


def _yes(text: str | None) -> bool:
    return text in ("1", "true")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def number_of(name: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


# ------------------------------------------------------ ods


def _ods(content: bytes) -> dict[str, Marks]:
    sheets: dict[str, Marks] = {}
    marks = Marks()
    row = col = rows = columns = cells = 0
    filled: str | None = None
    row_hidden = False
    written: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal marks, row, col, rows, columns, filled, row_hidden
        if tag == "table":
            marks = sheets.setdefault(attributes.get("table:name", ""), Marks())
            row = 0
        elif tag == "table-row":
            rows, col = _repeated(attributes, "table:number-rows-repeated"), 0
            row_hidden = attributes.get("table:visibility", "visible") != "visible"
        elif tag in ("table-cell", "covered-table-cell"):
            columns = _repeated(attributes, "table:number-columns-repeated")
            kind = attributes.get("office:value-type", "")
            wrong = attributes.get("calcext:value-type") == "error"
            formula = "table:formula" in attributes
            filled = ERROR if wrong else UNCALCULATED if formula and not kind else "percent" if kind == "percentage" else kind
            written.clear()

    def text(characters: str) -> None:
        if filled is not None:
            written.append(characters)

    def end(tag: str) -> None:
        nonlocal row, col, filled, cells
        if tag == "table-row":
            row += rows
        elif tag in ("table-cell", "covered-table-cell"):
            stated = "".join(written).strip()
            if filled or stated:
                cells += rows * columns
                if row + rows > MAX_ROWS or col + columns > MAX_COLUMNS or cells > MAX_CELLS:
                    raise TooLarge
                if row_hidden and marks.hidden is None:
                    marks.hidden = (row + 1, col + 1)
                if stated.startswith(("#", "Err:")) and filled in (ERROR, "string"):
                    filled = ERROR
                if filled in (ERROR, UNCALCULATED, "percent"):
                    for r in range(row + 1, row + rows + 1):
                        for c in range(col + 1, col + columns + 1):
                            marks[r, c] = (filled, stated or "=")
            col += columns
            filled = None

    scan(content, start, end, text)
    return sheets


def _repeated(attributes: dict[str, str], key: str) -> int:
    text = attributes.get(key, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
