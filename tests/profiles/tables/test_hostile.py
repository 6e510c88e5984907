"""Files made to harm: an answer within seconds, and never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from tests.profiles.tables.books import Shown, read, read_csv, workbook

FILES = Path(__file__).parent / "files"
_SHEET = "xl/worksheets/sheet1.xml"


def _sound(folder: Path) -> bytes:
    return workbook(folder / "好.xlsx", {"企业信息": [["企业名称", "甲"], ["研发占比", Shown(0.5, "0%")]]}).read_bytes()


def _changed(source: bytes, part: str, old: bytes, new: bytes, more: dict[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
        for name, content in (more or {}).items():
            after.writestr(name, content)
    return made.getvalue()


_END = b"</sheetData>"


@pytest.mark.parametrize(
    ("code", "new"),
    [
        ("F760", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + _END),
        ("F760", b'<row r="1048576"><c r="xfd1048576" t="inlineStr"><is><t>a</t></is></c></row>' + _END),
        ("F760", b"<x/>" * 2_000_000 + _END),
        ("F760", b'<row r="9"><c r="A9"><v>1</v></c></row>' * 250_000 + _END),
        ("F761", b'<row r="9"><c r="nowhere"><v>1</v></c></row>' + _END),
        ("F761", b"</sheetData"),
    ],
    ids=["far corner", "far corner in small letters", "elements", "cells", "no reference", "cut tag"],
)
def test_sheet_that_is_too_much(tmp_path, code, new):
    """Cells in far corners, or more of anything than is read, are refused before room is made for them."""
    found = read_csv(tmp_path, _changed(_sound(tmp_path), _SHEET, _END, new), "坏.xlsx")
    assert found.codes == [(code, "")] and not found.profiles


def test_zip_bomb(tmp_path):
    """An archive that unpacks to hundreds of megabytes is refused while it is unpacked, whatever sizes it states."""
    bomb = _changed(_sound(tmp_path), "", b"", b"", {"xl/media/x.xml": b"0" * 100_000_000})
    assert len(bomb) < 1_000_000 and read_csv(tmp_path, bomb, "弹.xlsx").codes == [("F760", "")]


def test_entities_are_refused(tmp_path):
    """A workbook with a document type, which may define entities, is not read."""
    source = _changed(_sound(tmp_path), _SHEET, b"?>\n", b'?><!DOCTYPE a [<!ENTITY x "y">]>\n')
    assert read_csv(tmp_path, source, "实体.xlsx").codes == [("F761", "")]


def test_ods_with_repeated_rows(tmp_path):
    """Cells repeated a million times are refused; blank ones, with which every ods file ends, are not."""
    source = (FILES / "企业.ods").read_bytes()
    big = _changed(source, "content.xml", b"<table:table-row ", b'<table:table-row table:number-rows-repeated="1048576" ')
    assert read_csv(tmp_path, big, "大.ods").codes in ([("F760", "")], [("F761", "")])


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_broken_bytes(tmp_path, ending):
    """Bytes changed or cut off anywhere give findings or a profile, never an exception."""
    sources = {"xlsx": _sound(tmp_path), "ods": (FILES / "企业.ods").read_bytes(), "csv": '企业名称,"甲"\n成立日期,2020-01-02\n'.encode()}
    chance = random.Random(7)
    for _ in range(60):
        changed = bytearray(sources[ending])
        for _ in range(chance.randint(1, 12)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        found = read_csv(tmp_path, bytes(changed[: chance.randint(1, len(changed))] if chance.random() < 0.3 else changed), f"坏.{ending}")
        assert found.profiles or found.findings


def test_broken_old_workbook(tmp_path):
    """An old xls file that makes its reader give up, or ask for endless memory, is said to be damaged."""
    source, chance = (FILES / "企业.xls").read_bytes(), random.Random(3)
    for _ in range(8):
        changed = bytearray(source)
        for _ in range(40):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        found = read_csv(tmp_path, bytes(changed), "坏.xls")
        assert found.profiles or found.findings


def test_folder_named_as_a_table(tmp_path):
    """A folder is no table."""
    (tmp_path / "夹.xlsx").mkdir()
    assert read(tmp_path / "夹.xlsx").findings[0].code == "X902"
