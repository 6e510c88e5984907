"""The beginning of a csv or tsv file: its encoding, its delimiter and its headings, recognised or refused."""

from __future__ import annotations

import csv

from ...language.diagnostic import Diagnostic, Findings, Where
from ..words import shown

LONGEST_ROW = 16 << 20  #: bytes
SAVE_AS = "在 Excel 或 WPS 里打开，另存为“CSV UTF-8”或 xlsx。"


def too_long(file: str, begin: int) -> Diagnostic:
    where = Where(file, 1, 1) if not begin else Where(file)
    return Diagnostic("F811", f"从第 {begin} 个字节起，{LONGEST_ROW >> 20} MB 里没有一行结束：不是表格，或双引号没有成对。", where, "换成真正的 CSV 文件；是 CSV 就补上缺的双引号。")


def encoding_of(head: bytes, cut: bool, file: str, findings: Findings) -> str | None:
    if not head:
        return findings.error("F804", Where(file), "文件是空的。", "换成有企业的表格。")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
        kind = ".parquet" if head.startswith(b"PAR1") else ".xlsx"
        return findings.error("F763", Where(file), "扩展名是 CSV，内容却不是文字。", f"把扩展名改成 {kind}；旧的 xls 先另存为 xlsx。")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return findings.error("F764", Where(file), "文件是 UTF-16 编码（“Unicode 文本”），不能读。", SAVE_AS)
    if b"\0" in head:
        return findings.error("F764", Where(file), "文件里有空字符，不是 CSV 文字。", f"换成真正的 CSV 文件；或{SAVE_AS}")
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
            return encoding
        except UnicodeDecodeError as error:
            if cut and error.start > len(head) - 8:  # a character at the cut
                return encoding
    return findings.error("F764", Where(file), "既不是 UTF-8 也不是 GB18030（GBK）编码的文字。", f"换成真正的 CSV 文件；或{SAVE_AS}")


def header_of(head: bytes, encoding: str, cut: bool, file: str, findings: Findings) -> tuple[list[str], str, int, int] | None:
    """Headings, delimiter, the row in which they stand and the bytes to the end of it."""
    position, row = 0, 0
    while position < len(head):
        rest = head[position:]
        end = _first_row(rest)
        if not end and cut:
            findings.items.append(too_long(file, position)._replace(message="开头 1 MB 里没有一行结束：不是表格，或表头的双引号没有成对。"))
            return None
        line, position, row = rest[: end or len(rest)], position + (end or len(rest)), row + 1
        text = line.decode(encoding, "replace").rstrip("\r\n")
        if not text.strip(" \t,;\"　"):
            continue
        outside = "".join(text.split('"')[::2])
        delimiter = "\t" if file.lower().endswith((".tsv", ".tab")) else max(",\t;", key=outside.count)
        try:
            headings = next(csv.reader([text], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return findings.error("F805", Where(file, row, 1), f"表头读不出来：{shown(text)}", "第一行写栏目的名称，用逗号分开。")
        return [heading.strip() for heading in headings], delimiter, row, position
    return findings.error("F804", Where(file), "文件里没有内容。", "第一行写栏目的名称，下面一行一家企业。")


def _first_row(content: bytes) -> int:
    """Where the first row ends; 0 where it does not."""
    inside = False
    for at in range(len(content)):
        octet = content[at]
        if octet == 34:
            inside = not inside
        elif octet == 10 and not inside:
            return at + 1
    return 0
