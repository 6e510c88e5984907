"""Decisions as a batch has written them: shards read again, lazily, whatever layers they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .folder import Folder
from .manifest import Counts, Manifest
from .shards import Shard, counts_of
from .stopped import Stopped

if TYPE_CHECKING:
    import polars as pl

CHUNK_ROWS = 1 << 16


class Written:
    """The decisions below ``folder``. ``columns``: those that there are."""

    def __init__(self, folder: Folder, manifest: Manifest):
        self.folder, self.manifest = folder, manifest
        self.columns = frozenset(column for layer in manifest.layers for column in layer.columns)

    def counts(self) -> Counts:
        """Rows read, decided and returned, of all shards; Stopped where one is not there or not whole."""
        if self.manifest.finished is not None:
            return self.manifest.finished
        layers = [layer.folder for layer in self.manifest.layers]
        found = [counts_of(self.folder, Shard(*shard), layers) for shard in self.manifest.shards]
        if None in found:
            raise Stopped("X935", f"{self.folder.root} 里的批量判定还没有做完", "运行同样的 eligibility batch 命令，接着做完")
        return sum(found, Counts())

    def shard(self, number: int, columns: Sequence[str]) -> "pl.LazyFrame":
        """These columns of shard ``number``, in the order of its rows."""
        import polars as pl

        parts = []
        for layer in self.manifest.layers:
            wanted = [column for column in columns if column in layer.columns]
            if wanted:
                parts.append(pl.scan_parquet(self.folder.decisions(number, layer.folder), glob=False).select(wanted))
        return parts[0] if len(parts) == 1 else pl.concat(parts, how="horizontal")

    def scan(self, columns: Sequence[str]) -> "pl.LazyFrame":
        """These columns of everybody."""
        import polars as pl

        shards = [self.shard(number, columns) for number, _, _ in self.manifest.shards]
        return pl.concat(shards) if shards else pl.LazyFrame(schema=list(columns))

    def chunks(self, columns: Sequence[str]) -> "Iterator[pl.DataFrame]":
        """These columns of everybody, ``CHUNK_ROWS`` at a time: for those who stop early."""
        for number, start, stop in self.manifest.shards:
            shard = self.shard(number, columns)
            for first in range(0, stop - start, CHUNK_ROWS):
                yield shard.slice(first, CHUNK_ROWS).collect()
