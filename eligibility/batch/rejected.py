"""The rows that could not be used, all shards together, as tables that people open: each with its 原因."""

from __future__ import annotations

import io
import os
from datetime import datetime
from typing import TYPE_CHECKING

from ..language.replacing import replace_file
from .folder import REJECTED, REJECTED_WORKBOOK, Folder
from .manifest import Counts, Manifest
from .parquet_sink import beside, put_in_place

if TYPE_CHECKING:
    import polars as pl

MOST_IN_WORKBOOK = 100_000  # a workbook of more takes minutes to open
_CREATED = datetime(2000, 1, 1)  # not the clock's
_BOM = b"\xef\xbb\xbf"  # by which Excel knows that the csv is UTF-8


def write_rejected(folder: Folder, manifest: Manifest, counts: Counts) -> list[str]:
    """``退回.csv``, and ``退回.xlsx`` where it is not too long; their paths. Without such rows neither is there, nor an old one."""
    paths = [folder / REJECTED] + ([folder / REJECTED_WORKBOOK] if counts.rejected <= MOST_IN_WORKBOOK else [])
    if not counts.rejected:
        for path in (folder / REJECTED, folder / REJECTED_WORKBOOK):
            if os.path.exists(path):
                os.remove(path)
        return []
    shards = [number for number, _, _ in manifest.shards if os.path.exists(folder.rejected(number))]
    columns = _columns(folder, shards)
    with open(beside(folder / REJECTED), "wb") as file:
        file.write(_BOM)
        for number in shards:
            _read(folder, number, columns).write_csv(file, include_header=number == shards[0])
    put_in_place(beside(folder / REJECTED), folder / REJECTED)
    if len(paths) > 1:
        import polars as pl

        replace_file(folder / REJECTED_WORKBOOK, _workbook(pl.concat(_read(folder, number, columns) for number in shards)))
    return paths


def _columns(folder: Folder, shards: list[int]) -> list[str]:
    """The columns of all shards, in the order in which they first come."""
    import polars as pl

    return list(dict.fromkeys(name for number in shards for name in pl.read_parquet_schema(folder.rejected(number))))


def _read(folder: Folder, shard: int, columns: list[str]) -> "pl.DataFrame":
    """The rows of a shard as texts, with a blank for columns that it does not have."""
    import polars as pl

    frame = pl.read_parquet(folder.rejected(shard), glob=False)
    return frame.select((pl.col(name) if name in frame.columns else pl.lit(None)).cast(pl.String).alias(name) for name in columns)


def _workbook(frame: "pl.DataFrame") -> bytes:
    """One sheet; every cell is a text, none a formula."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"title": "退回的行", "created": _CREATED})
    sheet, heading = book.add_worksheet("退回"), book.add_format({"bold": True, "bg_color": "#D9E2F3"})
    sheet.write_row(0, 0, frame.columns, heading)
    for number, cells in enumerate(frame.iter_rows(), start=1):
        sheet.write_row(number, 0, cells)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
