"""Shards: the stretches of a table that are decided and written one by one, each whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from ..language.replacing import replace_file
from .folder import Folder
from .manifest import Counts
from .parquet_sink import ParquetSink, write_parquet
from .stopped import Stopped

if TYPE_CHECKING:
    import polars as pl

    from ..profiles.population.open import Part

SHARD_ROWS = 1_048_576
_SLICE_BYTES = 96 << 20  # of decisions at once; the facts and the steps between come on top
_LEAST, _MOST = 1 << 14, 1 << 17  # below, calls cost more than columns; above, nothing gets faster


class Shard(NamedTuple):
    """``start`` to ``stop``: rows of the table, counted from 0."""

    number: int
    start: int
    stop: int


def slice_rows(schema: Mapping[str, "pl.DataType"]) -> int:
    """How many rows of ``schema`` are decided at once, so that memory stays within bounds however many columns there are."""
    import polars as pl

    width = sum(1 if kind == pl.UInt8 else 8 for kind in schema.values())
    rows = _MOST
    while rows > _LEAST and rows * width > _SLICE_BYTES:
        rows //= 2
    return rows


def counts_of(folder: Folder, shard: Shard, layers: Sequence[str]) -> Counts | None:
    """What a finished shard came to; None where it has to be decided (again): no word of it, or not all of its files."""
    try:
        with open(folder.counts(shard.number), encoding="utf-8") as file:
            found = json.load(file)
        counts, start, stop = Counts(**found["counts"]), found["start"], found["stop"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if (start, stop) != (shard.start, shard.stop) or counts.rejected and _rows(folder.rejected(shard.number)) != counts.rejected:
        return None
    return counts if all(_rows(folder.decisions(shard.number, layer)) == counts.used for layer in layers) else None


def _rows(path: str) -> int | None:
    """Rows of a Parquet file by its footer; None where it is not there or not whole."""
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_metadata(path).num_rows
    except (OSError, pyarrow.ArrowException):
        return None


def write_shard(folder: Folder, shard: Shard, layer: str, schema: Mapping[str, "pl.DataType"], blank: Collection[str], parts: "Iterable[Part]",
                decide: "Callable[[Part], pl.DataFrame]", told: Callable[[int], None]) -> Counts:
    """Decide and write a shard; the file with its counts, written last, says that it is finished.

    ``blank``: columns that may have nulls. ``told`` hears of the rows read so far.
    Stopped where rows do not add up, OSError where it cannot be written.
    """
    import polars as pl

    counts, rejected = Counts(), []
    with ParquetSink(folder.decisions(shard.number, layer), schema, blank) as sink:
        for part in parts:
            frame = decide(part)
            counts += _added_up(part, frame)
            sink.write(frame)
            if part.rejected.height:
                rejected.append(part.rejected)
            told(part.rows)
        if counts.read != shard.stop - shard.start:
            raise Stopped("X924", f"表格第 {shard.start + 1} 至 {shard.stop} 家应有 {shard.stop - shard.start} 行，读到 {counts.read} 行", _CHANGED)
    if rejected:
        write_parquet(pl.concat(rejected, how="diagonal"), folder.rejected(shard.number))
    text = json.dumps({"start": shard.start, "stop": shard.stop, "counts": asdict(counts)}) + "\n"
    replace_file(folder.counts(shard.number), text.encode("utf-8"))
    _sync(os.path.dirname(folder.counts(shard.number)))
    return counts


_CHANGED = "核对表格是否在判定中途改动过；没有改动就是程序的缺陷，请把这条信息交给维护人员"


def _added_up(part: "Part", frame: "pl.DataFrame") -> Counts:
    """The counts of a slice; Stopped where a row is neither decided nor returned, or both."""
    counts = Counts(part.rows, frame.height, part.rejected.height)
    if counts.read != counts.used + counts.rejected or frame.height != part.slice.frame.height:
        raise Stopped("X924", f"表格第 {part.start + 1} 行起的一段：读入 {counts.read} 行，判定 {counts.used} 行，退回 {counts.rejected} 行，对不上", _CHANGED)
    return counts


def _sync(folder: str) -> None:
    """Names given in a folder are on disk as well, where the system can be asked for it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
