"""A csv or tsv file to a grid: its encoding recognised or refused, every cell a text."""

from __future__ import annotations

import re

from ...language.diagnostic import Findings, Where
from ..words import shown
from .grid import Grid, cell_of

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 12_000, 500, 200_000

_SAVE_AS = "在 Excel 或 WPS 里打开，另存为“CSV UTF-8”或 xlsx。"
_CHINESE = re.compile("[\u4e00-\u9fff]")
#: What no Chinese text holds: private use, where bytes of other encodings end up.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_QUOTED = re.compile(r'"[^"]*"')
_WHOLE, _REST = re.compile(r"[+-]?[0-9]{1,12}"), re.compile(r"[0-9]{1,12}(?:\.[0-9]+)?[^0-9.,]*")
_THOUSANDS = re.compile("[0-9]{3}(?![0-9])")
_REMARKS = frozenset("备注 说明 注 填写说明 来源 出处 数据来源 依据 证明材料".split())
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # how csv keeps the digits of a code from Excel


def read_delimited(source: bytes, file: str, findings: Findings) -> Grid | None:
    """The only grid of a csv file, or None with the reason in ``findings``."""
    text = _decoded(source, file, findings)
    if text is None:
        return None
    import csv
    import io

    grid, count = Grid(file, ""), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, file), strict=True)
    rows: list[list[str]] = []
    read = 0  # lines before the row that is being read
    try:
        for number, row in enumerate(reader, 1):
            read = reader.line_num
            count += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or count > MAX_CELLS:
                return too_large(grid.place(number, 1), findings)
            rows.append(row)
    except csv.Error:
        where = Where(file, read + 1, 1)
        return findings.error("F765", where, "从这一行起分不清各栏，多半是双引号没有成对。", "补上或删去这里的双引号；或在 Excel 里打开，另存为 xlsx。")
    widest = max((_width(row) for row in rows if not _pairs(row)), default=MAX_COLUMNS)
    remarks = {col for row in rows[:20] for col, value in enumerate(row, 1) if value.strip() in _REMARKS}
    for number, row in enumerate(rows, 1):
        wider = _width(row) > widest
        torn = next((pair for pair in _pairs(row) if wider or pair[0] + 1 in remarks and _THOUSANDS.match(pair[2])), None)
        if torn:
            _refuse_torn(grid, number, row, *torn, findings)
            continue
        for col, value in enumerate(row, 1):
            kept = _FORMULA_TEXT.fullmatch(value.strip())
            cell = cell_of(number, col, kept[1] if kept else value)
            if cell:
                grid.put(cell)
    return grid


def _width(row: list[str]) -> int:
    return next((col for col in range(len(row), 0, -1) if row[col - 1].strip()), 0)


def _pairs(row: list[str]) -> list[tuple[int, str, str]]:
    """Fields beside each other that may be one number, torn at its comma: the column of the first, and both."""
    pairs = ((col, a.strip(), b.strip()) for col, (a, b) in enumerate(zip(row, row[1:]), 1))
    found = [pair for pair in pairs if _WHOLE.fullmatch(pair[1]) and _REST.fullmatch(pair[2])]
    return sorted(found, key=lambda pair: not _THOUSANDS.match(pair[2]))  # the likeliest first


def _refuse_torn(grid: Grid, number: int, row: list[str], col: int, whole: str, rest: str, findings: Findings) -> None:
    """A row that a comma has made longer than all others, or run into the remarks: nobody can tell what its fields are."""
    first = next(value.strip() for value in row if value.strip())
    example = f"，例如 {whole}{rest}" if _THOUSANDS.match(rest) else "，小数点用“.”"
    findings.error(
        "F765", grid.place(number, col), f"“{shown(first)}”这一行多出一格，多半是“{whole},{rest}”里的逗号把一个数分成了两格，整行没有采用。",
        f"数里不写逗号{example}；或者给带逗号的数加双引号。",
    )  # fmt: skip


def too_large(where: Where, findings: Findings) -> None:
    return findings.error(
        "F760", where, f"表格太大：一个表至多 {MAX_ROWS} 行、{MAX_COLUMNS} 列、{MAX_CELLS // 10000} 万格。", "一个文件只放一家或几家企业；删去用不到的行和列。"
    )  # fmt: skip


def _decoded(source: bytes, file: str, findings: Findings) -> str | None:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return findings.error("F764", Where(file), "文件是 UTF-16 编码（“Unicode 文本”），不能读。", _SAVE_AS)
    if b"\0" in source:
        line = source[: source.index(b"\0")].count(b"\n") + 1
        return findings.error("F765", Where(file, line, 1), "文件里有空字符，不是 CSV 文本。", _SAVE_AS)
    try:
        return source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    try:
        text = source.decode("gb18030")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        return findings.error("F764", Where(file, line, 1), "从这一行起既不是 UTF-8 也不是 GB18030（GBK）编码的文字。", _SAVE_AS)
    if not _CHINESE.search(text) or _NOT_TEXT.search(text):
        return findings.error("F764", Where(file), "认不出文件的编码。", _SAVE_AS)
    return text


def _delimiter(text: str, file: str) -> str:
    if file.lower().endswith((".tsv", ".tab")):
        return "\t"
    head = _QUOTED.sub("", text[:4000])
    return max(",\t;", key=head.count)
