"""The columns and lists of all sheets brought together, one tree for each enterprise."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...language.diagnostic import Findings
from ...language.tree import Mapping, Node, Scalar
from ..words import shown
from .grid import Cell, Grid
from .headings import Heading

from .columns import Column, Stated
from .lists import Listed, Row
from .pointers import count_of, points_to_rows
from .stated import scalar_of

MAX_ENTERPRISES = 50


@dataclass(slots=True)
class Enterprise:
    """One enterprise; ``findings`` are about its cells alone. ``unread``: lists that were refused as a whole."""

    name: str | None
    code: str | None
    place: str
    stated: list[Stated] = field(default_factory=list)
    lists: list[tuple[Listed, list[Row]]] = field(default_factory=list)
    yearly: bool = False
    unread: set[str] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)

    def is_also(self, name: str | None, code: str | None) -> bool:
        if code and self.code:
            return code == self.code
        return bool(name) and name == self.name

    def tree(self, whole: Grid) -> Mapping:
        """All that is stated, each value under the name of its fact; what was refused leaves its fact blank."""
        entries: list[tuple[Scalar, Node]] = []
        refused: set[str] = set()
        seen: set[tuple[str, str]] = set()
        under_years = self._under_years()
        refused |= under_years
        for stated in self.stated:
            if stated.heading.name in under_years or self._points(stated, refused):
                continue
            key, node = self._entry(stated)
            fact = stated.heading.fact
            if fact is not None and (fact.role in ("name", "code") or (self.yearly and not fact.per_year)):
                if (key, stated.cell.text) in seen:  # the name of an enterprise stands in each of its sheets
                    continue
                seen.add((key, stated.cell.text))
            if node is None or node.blank:
                refused.add(key)
            else:
                entries.append((Scalar(key, stated.grid.where(stated.cell)), node))
        for listed, rows in self.lists:
            node = listed.node(rows, self.findings)
            if node is None:
                refused.add(listed.name)
            else:
                entries.append((Scalar(listed.name, listed.grid.place(1, 1)), node))
        return Mapping([entry for entry in entries if entry[0].text not in refused], whole.whole)

    def _under_years(self) -> set[str]:
        """The facts without years that stand in columns of years: each refused once, also where its cells agree or one is blank."""
        found: dict[str, list[Stated]] = {}
        for stated in self.stated:
            fact = stated.heading.fact
            if stated.year and not stated.heading.year and fact is not None and not fact.per_year:
                found.setdefault(fact.name, []).append(stated)
        for name, cells in found.items():
            years = "、".join(f"{stated.year}年" for stated in cells)
            where = cells[0].grid.where(cells[0].cell)
            self.findings.error("F716", where, f"“{name}”不分年度，这里写在 {years} 下面。", "加一栏“填写”（表头不写年份），这一项写在那一栏，清空年份下面的这一格。")
        return set(found)

    def _points(self, stated: Stated, refused: set[str]) -> bool:
        """Whether a cell only says that there are rows in the sheet of its fact; what is wrong with that is reported."""
        heading, cell = stated.heading, stated.cell
        fact, name = heading.fact, heading.name
        counted_in = (fact.counted_in if fact else "") or "项"
        if (fact is not None and fact.type != "records") or heading.strange or stated.year or not points_to_rows(cell, counted_in):
            return False
        where, count = stated.grid.where(cell), count_of(cell, counted_in)
        found = next(((listed, rows) for listed, rows in self.lists if listed.name == name), None)
        rows = [] if found is None else [row for row in found[1] if not row.none]
        if name in self.unread:
            refused.add(name)
        elif found is None or not rows:
            refused.add(name)
            self.findings.error("F721", where, f"“{name}”写的是“{shown(cell.text)}”，名为“{name}”的工作表里却没有这家企业的行。", f"在名为“{name}”的工作表里每{counted_in}写一行；一{counted_in}也没有，这里写 无。")
        elif count is not None and count != len(rows):
            refused.add(name)
            other = found[0].grid.where(rows[0].cells[0][1]).inside
            cause = f"“{name}”这里写“{shown(cell.text)}”，工作表里（从 {other} 起）却有 {len(rows)} 行，没有采用。"
            self.findings.error("F712", where, cause, "核对少写或多写了哪一行；这一格可以只写“详见附表”。")
        return True

    def _entry(self, stated: Stated) -> tuple[str, Scalar | None]:
        """The label that a YAML file would have, and the value; None where it is refused."""
        heading, cell, grid, year = stated.heading, stated.cell, stated.grid, stated.year
        fact, where = heading.fact, grid.where(cell)
        key = f"{year}年{heading.name}" if year and fact is not None and fact.per_year else heading.name
        if heading.strange:
            text = shown(stated.label.text)
            numeric = fact is not None and fact.type in ("money", "count", "number", "ratio", "points")
            unit = "（万元）" if fact is not None and fact.type == "money" else ""
            cause = f"不是“{heading.name}”的单位" if numeric else "不知道是什么意思"
            hint = f"括号里只写单位，例如“{heading.name}{unit}”" if numeric else f"名称只写“{heading.name}”"
            self.findings.error("F779", grid.where(stated.label), f"“{text}”括号里的“{shown(heading.strange)}”{cause}，没有采用。", f"{hint}；别的说明另写一列“备注”。")
            return key, None
        if fact is not None and fact.per_year and not year:
            self.findings.error("F715", where, f"“{fact.name}”没有写是哪一年的。", f"名称写作“2020年{fact.name}”，或者给各列写上年度（2019年、2020年）。")
            return key, None
        if year and (fact is None or not fact.per_year):
            self.findings.error("F716", where, f"“{heading.name}”不分年度，这里写在 {year} 年下面。", "单独写一行（或一列），不写年份。")
            return key, None
        return key, scalar_of(cell, grid, fact, stated.unit, self.findings)


def gather(sheets: list[list[Column]], lists: list[Listed], name_heading: Heading | None, findings: Findings) -> list[Enterprise]:
    """The enterprises of a file, in the order in which they appear. ``name_heading``: of the fact that is their name."""
    found: list[Enterprise] = []
    anonymous: list[tuple[Column, bool]] = []  # with: alone in its sheet
    for columns in sheets:
        here: list[tuple[Enterprise, Column]] = []
        for column in columns:
            if len(columns) > 1 and column.title is not None:
                _name_by_title(column, name_heading)
            name, code = _identity(column)
            if name is None and code is None:
                anonymous.append((column, len(columns) == 1 or column.yearly))
                continue
            enterprise = next((e for e in found if e.is_also(name, code)), None)
            if enterprise is None:
                enterprise = Enterprise(name, code, str(column.grid.where(column.first)))
                found.append(enterprise)
            here.append((enterprise, column))
        _assign(here, findings)
    found = _one_code_each(found, findings)
    _assign_anonymous(found, anonymous, findings)
    _assign_lists(found, lists, findings)
    return found


def _one_code_each(found: list[Enterprise], findings: Findings) -> list[Enterprise]:
    """Those whose name stands with one code only: with two, nobody can tell what belongs to which."""
    doubtful: list[Enterprise] = []
    for i, second in enumerate(found):
        first = next((e for e in found[:i] if e.name and e.name == second.name), None)
        if first is not None and second.stated:
            doubtful += [first, second]
            message = f"企业“{shown(second.name or '')}”写了两个代码：{first.code} 和 {second.code}，都没有采用。"
            findings.error("F769", second.stated[0].grid.where(second.stated[0].cell), message, "照营业执照核对，各处的代码写得一样。")
    return [e for e in found if e not in doubtful]


def _identity(column: Column) -> tuple[str | None, str | None]:
    """Name and code as far as they can tell enterprises apart: a code that became a number cannot."""

    def text(role: str) -> str | None:
        return next((s.cell.text for s in column.stated if s.heading.fact and s.heading.fact.role == role and s.cell.kind == "text"), None)

    return text("name"), text("code")


def _name_by_title(column: Column, heading: Heading | None) -> None:
    """Take the heading of a column among several as the name of its enterprise, where no row states it."""
    roles = {s.heading.fact.role for s in column.stated if s.heading.fact}
    if heading is not None and column.title is not None and not roles & {"name", "code"}:
        column.stated.append(Stated(heading, column.title, column.title, column.grid, None, ""))


def _assign(here: list[tuple[Enterprise, Column]], findings: Findings) -> None:
    """Give columns to their enterprises; one that stands twice in a sheet gets neither, since nobody can tell which is right."""
    for enterprise, column in here:
        same = [c for e, c in here if e is enterprise]
        if len(same) > 1 and not column.yearly:
            if column is not same[0]:
                places = f"{same[0].grid.where(same[0].first).inside} 和 {column.grid.where(column.first).inside}"
                who = shown(enterprise.name or enterprise.code or "")
                findings.error("F769", column.grid.where(column.first), f"企业“{who}”在同一个表里写了两次：{places}，都没有采用。", "一家企业只留一列（或一行）；分年度的，表头写 2019年、2020年。")
            continue
        enterprise.stated += column.stated
        enterprise.yearly |= column.yearly


def _assign_anonymous(found: list[Enterprise], anonymous: list[tuple[Column, bool]], findings: Findings) -> None:
    """What stands without a name belongs to the only enterprise, if there is but one and it cannot be another's."""
    for column, alone in anonymous:
        if not alone and (len(anonymous) > 1 or found) or len(found) > 1:
            findings.error("F787", column.grid.where(column.first), "从这一格起的一列（或一行）不知道是哪家企业的，没有采用。", "写上企业名称或统一社会信用代码；只是说明的，表头写“备注”。")
            continue
        if not found:
            found.append(Enterprise(None, None, str(column.grid.where(column.first))))
        found[0].stated += column.stated
        found[0].yearly |= column.yearly


def _assign_lists(found: list[Enterprise], lists: list[Listed], findings: Findings) -> None:
    if lists and not found:
        found.append(Enterprise(None, None, str(lists[0].grid.whole)))
    for listed in lists:
        if not listed.rows:
            continue  # the sheet of a form, not filled in: the fact is blank, or 无 where the main sheet says so
        owners = [_owner(found, row, listed, findings) for row in listed.rows]
        if listed.broken or None in owners:
            for enterprise in found:
                enterprise.unread.add(listed.name)
            continue  # fewer rows than there are would be wrong in every sum, so the fact is blank for all
        for enterprise in found:
            rows = [row for row, owner in zip(listed.rows, owners) if owner is enterprise]
            if rows or len(found) == 1:
                enterprise.lists.append((listed, rows))
            else:
                who = shown(enterprise.name or enterprise.code or "")
                enterprise.findings.warning("F784", listed.grid.whole, f"“{listed.name}”里没有“{who}”的行，按没有填写处理。", "确实一条也没有，就写一行：企业名称和 无。")


def _owner(found: list[Enterprise], row: Row, listed: Listed, findings: Findings) -> Enterprise | None:
    """The enterprise whose row it is, or None with the reason in ``findings``."""
    first: Cell = next(iter(row.owners.values()), row.cells[0][1])
    if len(found) == 1 and not row.owners:
        return found[0]
    if not row.owners:
        if not listed.broken:  # said once for a sheet
            listed.broken = True
            findings.error("F780", listed.grid.where(first), f"文件里有 {len(found)} 家企业，“{listed.name}”没有写这一行是哪家的，整个“{listed.name}”没有采用。", "加一栏 统一社会信用代码（或 申报单位），每行写明是哪家企业。")
        return None
    name, code = (row.owners[role].text if role in row.owners else None for role in ("name", "code"))
    owners = [e for e in found if e.is_also(name, code)]
    if len(owners) != 1:
        findings.error("F781", listed.grid.where(first), f"“{listed.name}”的这一行是“{shown(first.text)}”的，企业信息里没有这家企业，整个“{listed.name}”没有采用。", "与企业信息里的名称或代码写得一样。")
        return None
    return owners[0]


