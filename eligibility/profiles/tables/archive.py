"""The parts of a zipped workbook, unpacked once with a limit: sizes that an archive states may be lies."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

MAX_UNPACKED = 32 * 1024 * 1024
MAX_PARTS = 500
MAX_ELEMENTS = 1_200_000


class TooLarge(Exception):
    """More than is read; raised while unpacking or scanning."""


class Damaged(Exception):
    """Not what it says it is."""


def parts_of(source: bytes) -> dict[str, bytes]:
    """Name → content of the XML parts; other parts are unpacked and counted too, and left out."""
    parts, left = {}, MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            names = archive.infolist()
            if len(names) > MAX_PARTS:
                raise TooLarge
            for entry in names:
                with archive.open(entry) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise TooLarge
                if entry.filename.endswith((".xml", ".rels", "mimetype")):
                    parts[entry.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Damaged from error
    return parts


def scan(content: bytes, start=None, end=None, text=None) -> None:
    """Walk an XML part: ``start(name, attributes)``, ``end(name)``, ``text(characters)``; names without prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    left = MAX_ELEMENTS

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooLarge
        if start:
            start(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = element
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Damaged from error


def _refuse(*_: object) -> None:
    raise Damaged
