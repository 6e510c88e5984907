"""Tables written as people write them, and read as profiles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from eligibility.language.diagnostic import Diagnostic, Findings
from eligibility.profiles.profile import Profile
from eligibility.profiles.reader import read_profiles
from tests.profiles.vocabulary import VOCABULARY

CODE, CODE_B = "91000000MA00000232", "91000000MA0000031W"


class Shown(NamedTuple):
    """A number with a number format, a formula (text) with its stored result, or cells merged to the right or down."""

    value: object
    format: str = ""
    merged: int = 0
    down: int = 0


def workbook(path: Path, sheets: dict[str, list[list]], hidden: tuple[str, ...] = ()) -> Path:
    """An xlsx file at ``path``. None leaves a cell out; dates become Excel dates."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, Shown) and (value.merged or value.down):
                        sheet.merge_range(r, c, r + value.down, c + value.merged, value.value)
                    elif isinstance(value, Shown) and str(value.value).startswith("="):
                        sheet.write_formula(r, c, value.value, None, value.format)
                    elif isinstance(value, Shown):
                        sheet.write(r, c, value.value, book.add_format({"num_format": value.format}))
                    elif isinstance(value, date):
                        sheet.write_datetime(r, c, value, day)
                    elif value is not None:
                        sheet.write(r, c, value)
    return path


class Read(NamedTuple):
    profiles: list[Profile]
    findings: list[Diagnostic]  # about the file, then about each enterprise
    sources: dict[str, str]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Each finding as code and place inside the file."""
        return [(d.code, d.where.inside if d.where.cell else "") for d in self.findings]

    @property
    def values(self) -> dict:
        """The facts of the only enterprise."""
        assert len(self.profiles) == 1, self.findings
        return facts(self.profiles[0])


def facts(profile: Profile) -> dict:
    return {name if year is None else (name, year): given.value for (name, year), given in profile.facts.items()}


def read(path: Path) -> Read:
    whole, sources = Findings(), {}
    found = read_profiles(path, VOCABULARY, whole, sources=sources)
    return Read([p for p, _ in found], [*whole.sorted(), *(d for _, own in found for d in own.sorted())], sources)


def read_sheets(folder: Path, sheets: dict[str, list[list]] | list[list], hidden: tuple[str, ...] = ()) -> Read:
    """The profiles in a workbook with these sheets; a single list of rows is the sheet 企业信息."""
    return read(workbook(folder / "企业.xlsx", sheets if isinstance(sheets, dict) else {"企业信息": sheets}, hidden))


def read_csv(folder: Path, text: str | bytes, name: str = "企业.csv") -> Read:
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return read(path)
