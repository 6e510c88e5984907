"""Labels down a column: values to the right of each, one column for each enterprise or each year."""

from __future__ import annotations

from typing import NamedTuple

from ...language.diagnostic import Findings
from ...language.quantities import MONEY
from ..words import is_placeholder
from .grid import Cell, Grid
from .headings import LABELS, RELATIVE, UNITS, VALUES, Heading, Headings, is_note, is_unit, squeezed, year_heading
from .columns import Column, SheetUnit, Stated, label_as_value, unknown

Known = dict[tuple[int, int], Heading]


class _Meaning(NamedTuple):
    """What a column holds: ``kind`` is value, year, relative (上年), unit or note."""

    kind: str = "value"
    year: int | None = None
    unit: str = ""


def read_down(grid: Grid, known: Known, headings: Headings, unit: SheetUnit, findings: Findings) -> list[Column]:
    """One ``Column`` for each column of values, or a single one where columns are years or labels stand in several columns."""
    labels = _label_columns(grid, known)
    for row, col in known:
        if col < labels[0]:
            label_as_value(grid.rows[row][col], grid, findings)
    found: dict[int, Column] = {}
    for i, label in enumerate(labels):
        end = labels[i + 1] if i + 1 < len(labels) else 1 << 20
        _Block(grid, known, headings, unit, findings, label, end, found).read()
    columns = [found[key] for key in sorted(found) if found[key].stated]
    if len(labels) > 1 or any(c.yearly for c in columns):
        return [_one(columns)] if columns else []
    return columns


def _one(columns: list[Column]) -> Column:
    stated = [s for c in columns for s in c.stated]
    return Column(columns[0].grid, columns[0].first, stated, any(c.yearly for c in columns))


def _label_columns(grid: Grid, known: Known) -> list[int]:
    """The column with most labels, and others that hold at least as many labels as other things, with room for values between."""
    counts: dict[int, int] = {}
    for _, col in known:
        counts[col] = counts.get(col, 0) + 1
    most = max(counts, key=lambda col: (counts[col], -col))
    filled = {col: sum(col in row for row in grid.rows.values()) for col in counts}
    found = [most]
    for col in sorted(counts):
        if 2 * counts[col] >= filled[col] and not {col - 1, col, col + 1} & set(found):
            found.append(col)
    return sorted(found)


class _Block:
    """One column of labels with the columns up to the next."""

    def __init__(self, grid: Grid, known: Known, headings: Headings, unit: SheetUnit, findings: Findings, label: int, end: int, found: dict[int, Column]) -> None:
        self.grid, self.known, self.headings, self.unit, self.findings = grid, known, headings, unit, findings
        self.label, self.end, self.found = label, end, found
        self.meanings: dict[int, _Meaning] = {}
        self.titles: dict[int, Cell] = {}
        self.begun = False

    def read(self) -> None:
        for number in sorted(self.grid.rows):
            row = self.grid.rows[number]
            label = row.get(self.label)
            cells = [c for col, c in sorted(row.items()) if self.label < col < self.end and not self._misplaced(c)]
            heading = self.known.get((number, self.label))
            if heading is not None:
                self.begun = True
                self._values(heading, row[self.label], cells)
            elif cells and not self._header(label, cells):
                self._nameless(label, cells)

    def _misplaced(self, cell: Cell) -> bool:
        """Whether a label stands where values do; then that is reported."""
        if (cell.row, cell.col) not in self.known or self._of(cell).kind == "note":
            return False
        label_as_value(cell, self.grid, self.findings)
        return True

    def _header(self, label: Cell | None, cells: list[Cell]) -> bool:
        """Whether the row says what the columns hold; then that is kept for the rows below."""
        meanings = {c.col: _meaning(c) for c in cells}
        named = label is None or squeezed(label.text) in LABELS
        if not named or not (any(meanings.values()) or not self.begun):
            return False
        if self.begun and not all(meanings.values()):
            return False
        for cell in cells:
            meaning = self.meanings[cell.col] = meanings[cell.col] or _Meaning()
            if meaning.kind == "relative":
                self.findings.error("F714", self.grid.where(cell), f"“{cell.text}”没有写明是哪一年，这一列没有采用。", "表头写明年份，例如 2020年。")
            if meanings[cell.col] is None:
                self.titles[cell.col] = cell
        return True

    def _nameless(self, label: Cell | None, cells: list[Cell]) -> None:
        values = [c for c in cells if self._of(c).kind in ("value", "year")]
        if not values:
            return
        if label is not None:
            return unknown(label, self.grid, self.headings, self.findings)
        for cell in values:
            self.findings.error("F786", self.grid.where(cell), "这一格左边没有指标的名称，没有采用。", "在左边写上指标的名称，或清空这一格。")

    def _of(self, cell: Cell) -> _Meaning:
        return self.meanings.get(cell.col, _Meaning())

    def _values(self, heading: Heading, label: Cell, cells: list[Cell]) -> None:
        fact = heading.fact
        beside = next((c.text for c in cells if self._of(c).kind == "unit"), "")
        wide = {c for r1, c1, r2, c2 in self.grid.merged if r1 <= label.row <= r2 for c in range(c1, c2 + 1) if c2 > c1}
        for cell in cells:
            meaning = self._of(cell)
            if meaning.kind in ("note", "unit", "relative"):
                continue
            lasting = fact is None or fact.role is not None or (cell.col in wide and not fact.per_year)
            column = self.found.setdefault(cell.col, Column(self.grid, self.grid.at(cell.row, cell.col) or cell))
            column.yearly |= meaning.kind == "year"
            column.title = column.title or self.titles.get(cell.col)
            units, strange = self._units(heading, label.row, beside, meaning.unit)
            year = heading.year if heading.year or lasting or meaning.kind != "year" else meaning.year
            if self._spread(heading, cell, meaning):
                continue
            if heading.year and meaning.year and heading.year != meaning.year:
                self.findings.error("F717", self.grid.where(cell), f"“{heading.name}”的年份两处不一致：{heading.year} 和 {meaning.year}。", "只留一处年份。")
            elif strange:
                self.findings.error("F779", self.grid.where(cell), f"“{strange}”不是“{heading.name}”的单位，这一格没有采用。", "改正单位一栏或表头里的单位；没有单位就空着。")
            elif len(units) > 1:
                words = " 和 ".join(sorted(units))
                self.findings.error("F774", self.grid.where(cell), f"“{heading.name}”的单位两处不一致：{words}。", "只留一处单位。")
            else:
                column.stated.append(Stated(heading, label, cell, self.grid, year, next(iter(units), "")))

    def _spread(self, heading: Heading, cell: Cell, meaning: _Meaning) -> bool:
        """Whether the cell is merged over the columns of several years or enterprises; then that is reported."""
        if heading.fact is None or heading.fact.role is not None or heading.year and meaning.kind == "year":
            return False
        last = next((c2 for r1, c1, _, c2 in self.grid.merged if (r1, c1) == (cell.row, cell.col)), cell.col)
        others = range(cell.col + 1, min(last + 1, self.end))
        if meaning.kind == "year" and heading.fact.per_year and any(c in self.meanings and self.meanings[c].kind == "year" for c in others):
            code, whose = "F717", "几年的格，不知道是哪一年的"
        elif meaning.kind == "value" and any(c in self.found for c in others):
            code, whose = "F787", "几家企业的格，不知道是哪一家的"
        else:
            return False
        self.findings.error(code, self.grid.where(cell), f"“{heading.name}”的这一格合并了{whose}，没有采用。", "拆开合并的单元格，每格各写一个值。")
        return True

    def _units(self, heading: Heading, row: int, beside: str, above: str) -> tuple[set[str], str]:
        """The units that are said of a value, by its label, beside it and above it; and one that cannot be its unit."""
        fact = heading.fact
        if fact is None or fact.type not in ("money", "count", "number", "ratio", "points"):
            return set(), ""
        if fact.type != "money" and above in MONEY:
            above = ""  # 2020年（万元）: said of the amounts in the column
        said = {squeezed(text) for text in (beside, above) if not is_placeholder(text.strip())}
        strange = next((text for text in sorted(said) if not is_unit(text, fact)), "")
        units = {*said, *filter(None, [heading.unit])}
        if not units:
            units = set(filter(None, [self.unit.of(fact, row)]))
        return units, strange


def _meaning(cell: Cell) -> _Meaning | None:
    """What the columns under this cell hold, where the cell says it."""
    word = squeezed(cell.text)
    year = year_heading(word)
    if year:
        return _Meaning("year", *year)
    if word in RELATIVE:
        return _Meaning("relative")
    bare = word.replace("（", "(").partition("(")[0]
    if bare in UNITS:
        return _Meaning("unit")
    if bare in VALUES:
        return _Meaning()
    return _Meaning("note") if is_note(word) else None
