"""Decisions as a batch has written them: shards read again, lazily, whatever layers they stand in."""

from __future__ import annotations

from collections import Counter
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
        return self._of([number], columns)

    def scan(self, columns: Sequence[str]) -> "pl.LazyFrame":
        """These columns of everybody."""
        return self._of([number for number, _, _ in self.manifest.shards], columns)

    def sums(self, columns: Sequence[str], figures: "Sequence[pl.Expr]") -> Counter[str]:
        """Name → what each of ``figures``, counts and sums over these columns, comes to over everybody."""
        found: Counter[str] = Counter()
        for number, _, _ in self.manifest.shards:  # one after another: of all columns at once much is read ahead
            own = self.shard(number, columns).select(figures).collect(engine="streaming").row(0, named=True)
            found.update({name: int(value or 0) for name, value in own.items()})
        return found

    def _of(self, shards: list[int], columns: Sequence[str]) -> "pl.LazyFrame":
        import polars as pl

        parts = []
        for layer in self.manifest.layers:
            wanted = [column for column in columns if column in layer.columns]
            if wanted and shards:
                files = [self.folder.decisions(number, layer.folder) for number in shards]
                parts.append(pl.scan_parquet(files, glob=False).select(wanted))
        if not parts:
            return pl.LazyFrame(schema=list(columns))
        return parts[0] if len(parts) == 1 else pl.concat(parts, how="horizontal")

    def chunks(self, columns: Sequence[str]) -> "Iterator[pl.DataFrame]":
        """These columns of everybody, ``CHUNK_ROWS`` at a time: for those who stop early."""
        for number, start, stop in self.manifest.shards:
            shard = self.shard(number, columns)
            for first in range(0, stop - start, CHUNK_ROWS):
                yield shard.slice(first, CHUNK_ROWS).collect()
