"""A population: its tables found and looked over once, then read slice by slice.

Everything that stops is found before the first slice: headings, types,
doubled codes, files that break off. What is wrong with single cells rejects
their rows, with the reason; rows read are always rows used plus rows rejected.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ...language.diagnostic import Diagnostic, Findings, Where
from ...language.fact import Fact
from ..tables.headings import Headings
from ..words import NONE_WORD, or_list, shown
from .cells import as_cell, nothing, read_cells
from .codes import doubled, plain, read_codes
from .columns import Column, Table, read_headings, safe_name
from .delimited import DelimitedSource, open_delimited
from .digest import digest_of
from .paid import Awards
from .parquet import open_parquet
from .records import Found, Records, open_records
from .slice import CODE, NAME, PAID, POSITION, ROW, Key, Slice, column_of, count_column, none_column
from .source import BLOCK, Raw, Source, Unreadable
from .types import check_types
from .workbook import open_workbook

if TYPE_CHECKING:
    from ...plan.plan import Plan

_REASON = "原因"
_DELIMITED = (".csv", ".tsv", ".tab")


class Part(NamedTuple):
    """Rows ``start`` to before ``start + rows`` of the main table. ``rejected``: row, code, 原因 and the cells as read, a String each, under their headings.

    ``rows`` is the height of ``slice.frame`` plus that of ``rejected``.
    ``doubts``: warnings about cells that count as blank.
    """

    slice: Slice
    rejected: pl.DataFrame
    start: int
    rows: int
    doubts: tuple[Diagnostic, ...] = ()


class Population:
    """``rows``: enterprises in the main table. ``columns``: fact → heading as written. ``unread``: headings nobody understood.

    May be sent to another process, which reads on without looking it over again.
    """

    def __init__(self, source: Source, table: Table, code: Column, name: Column | None, records: list[Records], twice: pl.DataFrame) -> None:
        self.source, self.table, self.code, self.name = source, table, code, name
        self.records, self.twice = records, twice
        self.rows = source.rows
        self.columns: dict[Key, str] = {key: column.heading for key, column in table.columns.items()}
        self.columns |= {(own.name, None): own.name for own in records if (own.name, None) not in self.columns}
        self.unread = table.unread

    @cached_property
    def digest(self) -> str:
        """sha256 of the contents of all files; reads them all the first time."""
        files = [*self.source.files(), *(file for own in self.records for file in own.source.files())]
        return digest_of(dict.fromkeys(files))

    def slices(self, start: int = 0, stop: int | None = None, size: int = BLOCK, wanted: Collection[Key] | None = None) -> Iterator[Part]:
        """The rows from ``start`` to before ``stop``, ``size`` at a time. ``wanted``: the facts that are read; None: all.

        The facts of name and code stand in the columns of that name; as facts
        only where ``wanted`` names them. 已兑现 is always read. Raises
        ``source.Unreadable`` where a file changed, or breaks off inside.
        """
        stop = self.rows if stop is None else min(stop, self.rows)
        for begin in range(start, stop, size):
            yield self._part(begin, min(begin + size, stop), wanted)

    def _part(self, start: int, stop: int, wanted: Collection[Key] | None) -> Part:
        columns = [c for key, c in self.table.columns.items() if c.fact.type == "records" or c.fact.role not in ("name", "code")]
        if wanted is not None:
            columns = [c for c in columns if c.key in wanted]
        named = self.name if self.name is not None and (wanted is None or self.name.key in wanted) else None
        extra = [c for c in (self.code, named) if c is not None and wanted is not None and c.key in wanted]
        used = [self.code, *([named] if named else []), *columns]
        raw = self.source.read(start, stop, sorted({at for c in used for at in (c.at, c.none_at) if at is not None}))
        grid, rows = self.source.grid, raw.rows
        codes, wrong = read_codes(self.code, raw.cells[str(self.code.at)], rows, grid)
        reasons = [] if raw.torn is None else [raw.torn]
        if wrong is not None:
            reasons.append(wrong if raw.torn is None else wrong.zip_with(raw.torn.is_null(), nothing(len(wrong), pl.String())))
        reasons += self._twice(codes)
        doubts: list[Diagnostic] = []
        cells: dict[str, pl.Series] = {ROW: rows, CODE: codes, NAME: nothing(len(rows), pl.String())}
        said: dict[str, pl.Series] = {}
        for column in (*([named] if named else []), *columns):
            if column.fact.type == "records":
                said[column.fact.name], faults = _of_list(column, raw, grid)
                reasons += [] if faults is None else [faults]
                continue
            read = read_cells(column, raw.cells[str(column.at)], rows, grid, None if column.none_at is None else raw.cells[str(column.none_at)].fill_null(False))
            cells[NAME if column is named else column_of(column.key)] = read.values
            if read.none is not None and column is not named:
                cells[none_column(column.key)] = read.none
            reasons += [] if read.faults is None else [read.faults]
            doubts += read.doubts
        for column in extra:
            cells[column_of(column.key)] = cells[CODE if column is self.code else NAME]
        found = {own.name: own.of(codes, start) for own in self.records if wanted is None or own.name == PAID or (own.name, None) in wanted}
        for name, own in found.items():
            reasons += [] if own.faults is None else [own.faults]
            doubts += own.doubts
        reasons += _lists(found, said, cells, len(rows))
        return self._parted(cells, found, reasons, raw, used, start, tuple(doubts))

    def _twice(self, codes: pl.Series) -> list[pl.Series]:
        """Of the rows whose code stands in others too, which those are."""
        if not self.twice.height:
            return []
        met = pl.DataFrame({CODE: codes}).join(self.twice, on=CODE, how="left", maintain_order="left")
        reason = pl.format("F809 {}重复：{} 在第 {} 行都有，共 {} 行，一行也没有采用。一家企业只留一行；分年度的指标一年一栏。", pl.lit(self.code.fact.name), CODE, "named", "rows")
        return [met.select(pl.when(pl.col("named").is_not_null()).then(reason)).to_series()]

    def _parted(self, cells: dict, found: dict[str, Found], reasons: list[pl.Series], raw: Raw, used: list[Column], start: int, doubts) -> Part:
        """Rows with a reason apart from those without."""
        frame = pl.DataFrame(cells)
        reason = pl.select(pl.concat_str(*reasons, separator=" ", ignore_nulls=True)).to_series() if reasons else None
        rejected = pl.Series([], dtype=pl.Boolean) if reason is None else (reason != "").fill_null(False)
        records = {name: own.rows for name, own in found.items()}
        if reason is None or not rejected.any():
            return Part(_slice(frame, records), self._rejected(raw, frame, None, used), start, frame.height, doubts)
        kept = ~rejected
        moved = (kept.cast(pl.Int64).cum_sum() - 1).set(rejected, None)
        records = {
            name: rows.with_columns(moved.gather(rows[POSITION]).alias(POSITION)).filter(pl.col(POSITION).is_not_null()) for name, rows in records.items()
        }
        apart = self._rejected(Raw(raw.cells.filter(rejected), raw.rows.filter(rejected)), frame.filter(rejected), reason.filter(rejected), used)
        return Part(_slice(frame.filter(kept), records), apart, start, frame.height, doubts)

    def _rejected(self, raw: Raw, frame: pl.DataFrame, reason: pl.Series | None, used: list[Column]) -> pl.DataFrame:
        names = [c.heading if c.heading not in (ROW, CODE, _REASON) else c.heading + "（原表）" for c in used]
        if reason is None:
            return pl.DataFrame(schema={ROW: pl.Int64, CODE: pl.String, _REASON: pl.String} | dict.fromkeys(names, pl.String))
        shown_code = pl.select(pl.coalesce(frame[CODE], plain(raw.cells[str(self.code.at)]))).to_series()
        cells = {name: _as_text(raw.cells[str(c.at)]) for name, c in zip(names, used)}
        return pl.DataFrame({ROW: raw.rows, CODE: shown_code, _REASON: reason} | cells)


def _as_text(raw: pl.Series) -> pl.Series:
    if raw.dtype != pl.String:
        return raw.cast(pl.String)
    return raw.str.replace(r"^\x01[a-z]+:", "")


def _slice(frame: pl.DataFrame, records: dict[str, pl.DataFrame]) -> Slice:
    paid = records.pop(PAID, None)
    if paid is not None:
        blank = {name: pl.Series([], dtype=kind) for name, kind in (("事项", pl.String), ("奖补项", pl.String), ("金额", pl.Int64))}
        kept = [pl.col(old).alias(new) if old in paid.columns else pl.lit(None, dtype=blank[old].dtype).alias(new) for old, new in _PAID.items()]
        paid = paid.select(POSITION, *kept)
    return Slice(frame, records, paid)


_PAID = {"事项": "policy", "奖补项": "award", "金额": "fen"}


def _of_list(column: Column, raw: Raw, grid) -> tuple[pl.Series, pl.Series | None]:
    """A column of the main table for a list: of whom it says 无, and what else stands there."""
    cells = raw.cells[str(column.at)]
    if column.none_at is not None:
        return raw.cells[str(column.none_at)].fill_null(False), None
    text = cells.str.strip_chars()
    none = (text == NONE_WORD).fill_null(False)
    other = (~none & (text.fill_null("") != "")).arg_true()
    if not len(other):
        return none, None
    reasons = [_pointed(column, cell, row, grid) for cell, row in zip(cells.gather(other), raw.rows.gather(other))]
    return none, nothing(len(cells), pl.String()).scatter(other, pl.Series(reasons, dtype=pl.String))


def _pointed(column: Column, raw: str, row: int, grid) -> str | None:
    from ..tables.pointers import points_to_rows

    cell = as_cell(raw, row, column.at + 1)
    if cell is None or points_to_rows(cell, column.fact.counted_in or "项"):
        return None
    return f"F721 “{column.heading}”写的是“{shown(cell.text)}”。没有写 无；有就留空，在“{column.fact.name}”的表里每项写一行。"


def _lists(found: dict[str, Found], said: dict[str, pl.Series], cells: dict, height: int) -> list[pl.Series]:
    """Put the counts of all lists into ``cells``; the reasons are of those that say 无 and have rows."""
    reasons = []
    for name in dict.fromkeys((*found, *said)):
        counts = found[name].counts if name in found else nothing(height, pl.Int64())
        if name in said:
            both = said[name] & (counts > 0).fill_null(False)
            if both.any():
                reasons.append(pl.select(pl.when(both).then(pl.lit(f"F721 “{name}”这一栏写 无，“{name}”的表里却有这家企业的行。只留一处。"))).to_series())
            counts = counts.set(said[name], 0)
        cells[count_column(name)] = counts
    return reasons


# ------------------------------------------------ opening


def open_population(paths: Sequence[str], vocabulary: Mapping[str, Fact], findings: Findings, plan: "Plan | None" = None) -> Population | None:
    """The population in ``paths``: the main table first, then tables of records; None with the reasons in ``findings``.

    With a ``plan`` the names in 已兑现 become its ids, and one that it does not
    know rejects its enterprise; else they stay as written.
    """
    try:
        return _opened([os.fspath(path) for path in paths], vocabulary, findings, None if plan is None else Awards(plan))
    except Unreadable as stopped:
        findings.items.append(stopped.finding)
        return None


def _opened(paths: list[str], vocabulary: Mapping[str, Fact], findings: Findings, awards: Awards | None) -> Population | None:
    code = next((fact for fact in vocabulary.values() if fact.role == "code"), None)
    if code is None:
        return findings.error("F801", Where(paths[0]), "指标表里没有信用代码（role: code）的指标，不能整批读取。", "在指标表里登记统一社会信用代码。")
    name = next((fact for fact in vocabulary.values() if fact.role == "name"), None)
    owners = [fact for fact in (code, name) if fact is not None]
    lists = [fact for fact in vocabulary.values() if fact.type == "records"] + [Fact(PAID, "records", Where(""), none="从未兑现")]
    main: Source | None = None
    tables: list[tuple[Fact, Source]] = []
    for number, path in enumerate(paths):
        sources = _sources(path, findings)
        if sources is None:
            return None
        for source in sources:
            word = source.grid.sheet or os.path.splitext(os.path.basename(path.rstrip("/\\")))[0]
            fact = _list_named(word, lists, tail=not source.grid.sheet) if source.grid.sheet or number else None
            if fact is not None:
                tables.append((fact, source))
            elif main is None and number == 0:
                main = source
            elif not _aside(word):
                (findings.warning if number == 0 else findings.error)(
                    "F813", source.grid.whole, f"“{shown(word)}”不是记录的名称，不知道是什么表{'，没有采用' if number == 0 else ''}。",
                    f"记录的表以指标命名：{or_list(f.name for f in lists)}；只是说明的工作表，名称里写“说明”。",
                )  # fmt: skip
    if main is None:
        return findings.error("F804", Where(paths[0]), "里面没有企业的表。", "第一个文件放企业的表：第一行写栏目的名称，下面一行一家企业。")
    return _looked_over(main, tables, [*vocabulary.values(), lists[-1]], owners, findings, awards)


def _aside(word: str) -> bool:
    return any(part in word for part in ("说明", "目录", "封面", "选项", "字典", "示例", "样例"))


def _list_named(word: str, lists: Iterable[Fact], tail: bool) -> Fact | None:
    """The records fact that a sheet or file is named after; of a file also where the name stands after a dash."""
    read = Headings(lists)
    for text in (word, *((word.rpartition(mark)[2] for mark in "-_") if tail else ())):
        heading = read.of(text)
        if heading is not None and heading.fact is not None:
            return heading.fact
    # Files and sheets cannot be called everything, and sheets have short names.
    return next((fact for fact in lists if word in (safe_name(fact.name), safe_name(fact.name)[:31])), None)


def _sources(path: str, findings: Findings) -> Sequence[Source] | None:
    where, lower = Where(os.fsencode(path).decode("utf-8", "replace")), path.lower()
    if not os.path.exists(path):
        return findings.error("X901", where, "找不到这个文件。", "核对路径和文件名。")
    if os.path.isdir(path) or lower.endswith(".parquet"):
        if not os.path.isdir(path) and not os.path.isfile(path):
            return findings.error("X902", where, "这是设备或管道，不是文件。", "给出一个表格文件的路径。")
        source: Source | None = open_parquet(path, findings)
    elif not os.path.isfile(path):
        return findings.error("X902", where, "这是设备或管道，不是文件。", "给出一个表格文件的路径。")
    elif lower.endswith((".xlsx", ".xlsm")):
        return open_workbook(path, findings)
    elif lower.endswith(_DELIMITED):
        source = open_delimited(path, findings)
    else:
        ending = os.path.splitext(path)[1]
        return findings.error("F802", where, f"整批判定读不了{f' {shown(ending)} ' if ending else '没有扩展名的'}文件。", "另存为 xlsx 或“CSV UTF-8”，或导出为 Parquet；分成几份的 Parquet 放在一个文件夹里。")
    return None if source is None else [source]


def _looked_over(
    main: Source, tables: list[tuple[Fact, Source]], facts: list[Fact], owners: list[Fact], findings: Findings, awards: Awards | None
) -> Population | None:
    """Everything that may stop, in the order in which a person would mend it."""
    table = read_headings(main.headings, [f for f in facts if f.name != PAID] + [facts[-1]], main.grid, main.top, findings)
    code = table.columns.get((owners[0].name, None))
    if code is None:
        there = "、".join(f"“{shown(text, 20)}”" for text in [h for h in main.headings if h.strip()][:8]) or "空的"
        aliases = f"（也可以写 {or_list(owners[0].aliases)}）" if owners[0].aliases else ""
        return findings.error("F801", main.grid.place(main.top, 1), f"没有 {owners[0].name} 这一栏，表头是：{there}。", f"表头加一栏 {owners[0].name}{aliases}，每行写上企业的 18 位代码。")
    check_types(main, table, findings)
    records: dict[str, Records] = {}
    for fact, source in tables:
        own = open_records(fact, source, owners, findings, awards)
        if fact.name in records:
            findings.error("F817", source.grid.whole, f"“{fact.name}”给了两张表。", "合成一张；不要的不写。")
        elif own is not None:
            records[fact.name] = own
            check_types(source, own.table, findings)
    if findings.has_errors:
        return None
    for source, key in ((main, code.at), *((own.source, own.owner) for own in records.values())):
        if isinstance(source, DelimitedSource):
            source.index(key)
    if not main.rows:
        return findings.error("F804", main.grid.whole, "只有表头，没有企业。", "表头下面一行写一家企业。")
    check_types(main, table, findings, sample=True)
    for own in records.values():
        check_types(own.source, own.table, findings, sample=True, of_records=True)
    if findings.has_errors:
        return None

    def pieces() -> Iterator[tuple[pl.Series, pl.Series]]:
        for begin in range(0, main.rows, BLOCK):
            raw = main.read(begin, begin + BLOCK, [code.at])
            yield plain(raw.cells[str(code.at)]).replace("", None), raw.rows

    twice = doubled(pieces, main.rows)
    many = int(twice["rows"].sum() or 0)
    if main.rows >= 100 and many * 2 > main.rows:
        first = twice.row(0, named=True)
        cause = f"{main.rows} 行里有 {many} 行的 {code.fact.name} 与别的行重复，例如 {shown(first['code'])} 在第 {first['named']} 行。"
        return findings.error("F809", main.grid.place(main.top, code.at + 1), cause, "一家企业只写一行：分年度的指标一年一栏，一家有几条的放进记录的表。")
    for own in records.values():
        own.index(pieces, findings)
    if findings.has_errors:
        return None
    return Population(main, table, code, table.columns.get((owners[1].name, None)) if len(owners) > 1 else None, list(records.values()), twice)
