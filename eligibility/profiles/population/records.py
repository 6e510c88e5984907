"""Tables of records, or of 已兑现: the rows of some enterprises, found for each block of the main table.

A table in the order of the main table, as ``write`` makes it, is read piece
by piece; any other is kept in memory, sorted by blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from ...language.diagnostic import Diagnostic, Findings
from ...language.fact import Fact
from ..ledger import FIELDS
from ..records import MAX_ROWS
from ..tables.headings import Headings
from ..words import NONE_WORD, or_list, shown
from .cells import read_cells
from .codes import plain
from .columns import Table, read_headings
from .paid import Awards
from .slice import PAID, POSITION, none_column
from .source import BLOCK, Raw, Source

_AWARD = ("事项", "奖补项")

Pieces = Callable[[], Iterator[tuple[pl.Series, pl.Series]]]


class Found(NamedTuple):
    """The records of a slice. ``rows``: as in ``Slice.records``; ``counts``: Int64, null where not known; ``faults``: String or None, both for each enterprise."""

    rows: pl.DataFrame
    counts: pl.Series
    faults: pl.Series | None
    doubts: tuple[Diagnostic, ...] = ()


def owners_of(codes: pl.Series) -> pl.DataFrame:
    """The enterprises that records can belong to: ``code`` and ``position``; of a code that stands twice the first."""
    owners = pl.DataFrame({"code": codes, POSITION: np.arange(len(codes), dtype=np.uint32)}).drop_nulls()
    return owners if owners["code"].n_unique() == owners.height else owners.unique("code", keep="first", maintain_order=True)


class Records:
    """The table of ``fact``, or of 已兑现 where that is ``PAID``. ``owner``: the place of the column of codes.

    ``awards``: what the names in 已兑现 are looked up in; None leaves them as written.
    """

    def __init__(self, fact: Fact, source: Source, table: Table, owner: int, awards: Awards | None = None) -> None:
        self.fact, self.source, self.table, self.owner, self.awards = fact, source, table, owner, awards
        self.columns = list(table.columns.values())
        self._offsets: list[int] = []  # where in the table the rows of each block begin, and the end
        self._sorted: Raw | None = None  # all rows, by blocks, where the table is in another order

    @property
    def name(self) -> str:
        return self.fact.name

    @property
    def places(self) -> list[int]:
        """The places of all columns that are read."""
        none = [] if self.table.none_at is None else [self.table.none_at]
        return sorted({self.owner, *none, *(place for column in self.columns for place in (column.at, column.none_at) if place is not None)})

    # ------------------------------------------------ whose rows stand where

    def in_order(self, offsets: list[int]) -> None:
        """The rows stand in the order of blocks; those of each begin at ``offsets``."""
        self._offsets = offsets

    def sort(self, pieces: Pieces, findings: Findings) -> None:
        """Keep the rows in memory, in the order of the blocks of which ``pieces`` gives the codes."""
        whole = self.source.read(0, self.source.rows, self.places)
        codes = plain(whole.cells[str(self.owner)])
        block_of = np.full(len(codes), -1, dtype=np.int64)
        left = np.arange(len(codes))
        blocks = 0
        for own, _ in pieces():
            here = codes.gather(left).is_in(own.implode()).fill_null(False).to_numpy()
            block_of[left[here]] = blocks
            left, blocks = left[~here], blocks + 1
        self._strangers(codes, whole.rows, left, findings)
        order = np.argsort(block_of, kind="stable")[len(left) :]
        self._offsets = np.searchsorted(block_of[order], np.arange(blocks + 1)).tolist()
        self._sorted = Raw(*(part if part is None else part[order] if isinstance(part, pl.DataFrame) else part.gather(order) for part in whole))

    def _strangers(self, codes: pl.Series, rows: pl.Series, left: np.ndarray, findings: Findings) -> None:
        """Say of rows without an owner among the enterprises that they are left aside; one without any code makes the table unusable."""
        blank = left[codes.gather(left).fill_null("").str.len_bytes().to_numpy() == 0]
        place = self.source.grid.place
        if len(blank):
            row = rows[int(blank[0])]
            findings.error("F780", place(row, self.owner + 1), f"“{self.name}”有 {len(blank)} 行没有写是哪家企业的，例如第 {row} 行。", "每行写上企业的统一社会信用代码；不要的行删去。")
        strangers = len(left) - len(blank)
        if strangers:
            first = int(next(i for i in left if i not in set(blank[:1]) and codes[int(i)]))
            findings.warning(
                "F819", place(rows[first], self.owner + 1),
                f"“{self.name}”有 {strangers} 行的企业不在企业的表里，没有采用，例如第 {rows[first]} 行的 {shown(codes[first])}。", "这些企业也要判定，就加进企业的表；代码抄错的改正。",
            )  # fmt: skip

    # ------------------------------------------------ the rows of a slice

    def of(self, codes: pl.Series, owners: pl.DataFrame, start: int) -> Found:
        """The records of the enterprises with these codes, which stand at ``start`` and on in the main table; a null code has none.

        ``owners``: ``owners_of`` these codes.
        """
        first, last = start // BLOCK, (start + max(len(codes), 1) - 1) // BLOCK
        low, high = self._offsets[min(first, len(self._offsets) - 1)], self._offsets[min(last + 1, len(self._offsets) - 1)]
        if self._sorted is not None:
            raw = Raw(*(part if part is None else part.slice(low, high - low) for part in self._sorted))
        else:
            raw = self.source.read(low, high, self.places)
        mine = pl.DataFrame({"code": plain(raw.cells[str(self.owner)])}).with_row_index("at").join(owners, on="code", how="inner", maintain_order="left")
        if not mine[POSITION].is_sorted():
            mine = mine.sort(POSITION, maintain_order=True)
        at = mine["at"]
        if len(at) != len(raw.rows) or not at.is_sorted():
            raw = Raw(raw.cells[at], raw.rows.gather(at), None if raw.torn is None else raw.torn.gather(at))
        return self._typed(raw, mine[POSITION].cast(pl.Int64), len(codes))

    def _typed(self, raw: Raw, positions: pl.Series, height: int) -> Found:
        """``raw``, of which each row belongs to the enterprise at one of ``positions``, read."""
        none, blank = self._without(raw)
        cells: dict[str, pl.Series] = {POSITION: positions}
        reasons: list[pl.Series] = [] if raw.torn is None else [raw.torn]
        doubts: list[Diagnostic] = []
        silent = none | blank
        for column in self.columns:
            own = raw.cells[str(column.at)]
            said = None if column.none_at is None else raw.cells[str(column.none_at)].fill_null(False)
            read = read_cells(column, own.set(silent, None) if silent.any() and own.dtype == pl.String else own, raw.rows, self.source.grid, said)
            cells[column.fact.name] = read.values
            if read.none is not None:
                cells[none_column((column.fact.name, None))] = read.none
            if read.faults is not None:
                reasons.append(read.faults)
            doubts += read.doubts
        if self.fact.name == PAID:
            reasons += [self._lacks(cells, name, silent) for name in _AWARD]
            if self.awards is not None and all(name in cells for name in _AWARD):
                cells["事项"], cells["奖补项"], unknown = self.awards.look_up(cells["事项"], cells["奖补项"])
                reasons.append(unknown)
        reasons.append(_where(blank & ~none, "F722 这一行只写了企业，没有内容。确实没有就写 无。"))
        frame = pl.DataFrame(cells)
        at = positions.to_numpy()
        every = pl.DataFrame({"rows": np.bincount(at, minlength=height), "none": np.bincount(at[none.to_numpy()], minlength=height)})
        counts = every.select(pl.when(pl.col("none") > 0).then(0).when(pl.col("rows") > 0).then("rows")).to_series().cast(pl.Int64)
        return Found(frame.filter(~none) if none.any() else frame, counts, self._faults(reasons, raw.rows, positions, every), tuple(doubts))

    def _without(self, raw: Raw) -> tuple[pl.Series, pl.Series]:
        """Boolean: the rows that say 无, and those that say nothing."""
        texts = [raw.cells[str(c.at)] for c in self.columns]
        filled = sum((cell.is_not_null().cast(pl.UInt32) for cell in texts), pl.repeat(0, len(raw.rows), dtype=pl.UInt32, eager=True))
        for column in self.columns:
            if column.none_at is not None:
                filled = filled + raw.cells[str(column.none_at)].fill_null(False).cast(pl.UInt32)
        none = pl.repeat(False, len(raw.rows), dtype=pl.Boolean, eager=True)
        for cell in texts:
            if cell.dtype == pl.String:
                none = none | ((filled == 1) & (cell.str.strip_chars() == NONE_WORD).fill_null(False))
        if self.table.none_at is not None:
            said = raw.cells[str(self.table.none_at)]
            said = said.fill_null(False) if said.dtype == pl.Boolean else said.str.strip_chars().is_in(["是", "无", "true", "1"]).fill_null(False)
            none = none | (said & (filled == 0))
        return none, filled == 0

    def _lacks(self, cells: dict[str, pl.Series], name: str, silent: pl.Series) -> pl.Series:
        if name not in cells:
            return _where(~silent, f"F726 这一笔没有{name}。写明 事项 和 奖补项。")
        return _where(cells[name].is_null() & ~silent, f"F726 这一笔没有可用的{name}。写明 事项 和 奖补项，与规则里的名称一致。")

    def _faults(self, reasons: Sequence[pl.Series], rows: pl.Series, positions: pl.Series, every: pl.DataFrame) -> pl.Series | None:
        """Why the records of an enterprise cannot be used, for each."""
        whole = every.select(
            pl.when((pl.col("none") > 0) & (pl.col("rows") > 1)).then(pl.lit(f"F721 “{self.name}”既写了 无，又有别的行。有记录就删去写 无 的一行。"))
            .when(pl.col("rows") > MAX_ROWS).then(pl.lit(f"F724 “{self.name}”的行超过 {MAX_ROWS} 行。核对是不是把多家企业写在了一起。"))
        ).to_series()  # fmt: skip
        if all(reason.null_count() == len(reason) for reason in reasons):
            return whole if whole.null_count() < len(whole) else None
        # A row that cannot be read makes the list of its enterprise unusable: fewer rows than there are would be wrong in every sum.
        wrong = pl.DataFrame({POSITION: positions, "row": rows, "why": _first(reasons)}).filter(pl.col("why").is_not_null())
        sheet = f"工作表“{self.source.grid.sheet}”" if self.source.grid.sheet else f"“{self.name}”的表"
        told = wrong.group_by(POSITION, maintain_order=True).first().select(POSITION, pl.format(f"F820 {sheet}第 {{}} 行：{{}}", "row", "why").alias("why"))
        return whole.scatter(told[POSITION], told["why"])


def _where(condition: pl.Series, text: str) -> pl.Series:
    return pl.select(pl.when(condition).then(pl.lit(text))).to_series()


def _first(reasons: Sequence[pl.Series]) -> pl.Series:
    return pl.select(pl.coalesce(*reasons, pl.lit(None, dtype=pl.String))).to_series()


def open_records(fact: Fact, source: Source, owners: Sequence[Fact], findings: Findings, awards: Awards | None = None) -> Records | None:
    """The table of ``fact`` in ``source``; None with the reason in ``findings``. ``owners``: the facts that tell enterprises apart, the code first."""
    columns = FIELDS if fact.name == PAID else list(fact.columns.values())
    table = read_headings(source.headings, columns, source.grid, source.top, findings, of_records=fact.name, aside=owners)
    codes, own = Headings(owners[:1]), Headings(columns)
    at = [i for i, text in enumerate(source.headings) if own.of(text) is None and codes.of(text) is not None]
    where = source.grid.place(source.top, 1)
    if len(at) != 1:
        what = "没有" if not at else "不止一栏"
        return findings.error("F814", where, f"“{fact.name}”的表{what} {owners[0].name}，不知道各行是哪家企业的。", f"表头写一栏 {owners[0].name}，每行写上企业的代码。")
    if not table.columns:
        return findings.error("F814", where, f"“{fact.name}”的表里没有认得的栏目。", f"第一行写栏目：{or_list(c.name for c in columns)}。")
    if source.dtypes()[at[0]] != pl.String:
        return findings.error("F807", source.grid.place(source.top, at[0] + 1), f"“{fact.name}”的 {owners[0].name} 不是文字。", "导出成文字（string）：代码里有字母，前面的 0 也不能丢。")
    return Records(fact, source, table, at[0], awards)


