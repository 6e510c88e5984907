"""Bytes of a file to its text: the right encoding, no invisible characters, not too much; and its lines."""

from __future__ import annotations

import re

from .diagnostic import Findings, Where

# What YAML calls printable, less the three exotic line ends that editors do not show as one.
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
# Spaces without width and marks of direction, which come along when text is copied from a page. Printable to YAML.
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_LINE_END = re.compile(r"\r\n|\r|\n")


def source_lines(text: str) -> list[str]:
    """The lines of a file as YAML counts them (``splitlines`` also cuts at form feeds and the like)."""
    return _LINE_END.split(text)


def decode(source: str | bytes, file: str, most: int, findings: Findings, *, strict: bool = False) -> str | None:
    """The text of a file of at most ``most`` bytes, without a byte order mark; None with a finding.

    ``strict`` also refuses characters without width, which make two names differ that look alike.
    """
    size = len(source)
    if isinstance(source, str) and size <= most < 4 * size:
        size = len(source.encode("utf-8", "surrogatepass"))
    if size > most:
        report_size(size, most, file, findings)
        return None
    text = source
    if isinstance(source, bytes):
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            _not_utf8(source, error.start, file, findings)
            return None
    text = text.removeprefix("\ufeff")
    bad = _unseen(text, strict)
    if bad:
        before = source_lines(text[: bad.start()])
        findings.error(
            "Y103",
            Where(file, len(before), len(before[-1]) + 1),
            f"这里有一个看不见的字符（U+{ord(bad.group()):04X}）。",
            "删掉这个字符；常见于从网页或 Word 粘贴，可先粘到记事本再复制。",
        )
        return None
    if not text.strip():
        findings.error("Y104", Where(file), "文件里没有任何内容。", "写上内容，或删掉这个文件。")
        return None
    return text


def _unseen(text: str, strict: bool) -> re.Match | None:
    """The first character that must not be there. The patterns cost more to make than a small file to read."""
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        return None
    return re.search(_UNPRINTABLE, text) or (re.search(_INVISIBLE, text) if strict else None)


def report_size(size: int, most: int, file: str, findings: Findings) -> None:
    """The finding for a file of ``size`` bytes where ``most`` are read."""
    limit = f"{most // 1024} KB" if most < 1024 * 1024 else f"{most // 1024 // 1024} MB"
    findings.error("Y101", Where(file), f"文件有 {size / 1024 / 1024:.1f} MB，超过上限 {limit}。", "把内容分到几个文件里。")


def _not_utf8(source: bytes, start: int, file: str, findings: Findings) -> None:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "UTF-16"
    else:
        try:
            name = "GB18030（GBK）" if re.search("[\u4e00-\u9fff]", source.decode("gb18030")) else ""
        except UnicodeDecodeError:
            name = ""
    before = source_lines(source[:start].decode("utf-8").removeprefix("\ufeff"))
    findings.error(
        "Y102",
        Where(file, len(before), len(before[-1]) + 1),
        f"文件像是 {name} 编码，不是 UTF-8。" if name else "从这里起不是 UTF-8 编码的文字。",
        "在编辑器里用“另存为”，编码选 UTF-8。",
    )
