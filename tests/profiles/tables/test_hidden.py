"""Rows and columns that are hidden or filtered away count like the rest, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.profiles.tables.books import read


def book(path: Path, hide) -> Path:
    """A form with one label to a row; ``hide`` is given its sheet."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("企业信息")
        for row, cells in enumerate([("企业名称", "虚构甲公司"), ("创新评分", 5), ("2020年营业收入（万元）", 300)]):
            sheet.write_row(row, 0, cells)
        hide(sheet)
    return path


@pytest.mark.parametrize(("hide", "place"), [
    (lambda sheet: sheet.set_row(1, None, None, {"hidden": True}), "企业信息!A2"),
    (lambda sheet: sheet.set_column(1, 1, None, None, {"hidden": True}), "企业信息!B1"),
    (lambda sheet: (sheet.set_row(2, None, None, {"hidden": True}), sheet.set_row(7, None, None, {"hidden": True})), "企业信息!A3"),
])
def test_what_is_hidden_counts_and_is_said(tmp_path, hide, place):
    """A warning names the first hidden cell; the values are those of the same form with nothing hidden."""
    found = read(book(tmp_path / "甲.xlsx", hide))
    assert found.codes == [("F790", place)] and found.findings[0].severity == "warning"
    assert found.values == read(book(tmp_path / "乙.xlsx", lambda sheet: None)).values


def test_hidden_blanks_are_nothing(tmp_path):
    """A hidden row or column without content needs no word."""
    found = read(book(tmp_path / "甲.xlsx", lambda sheet: (sheet.set_row(9, None, None, {"hidden": True}), sheet.set_column(5, 6, None, None, {"hidden": True}))))
    assert found.codes == []
