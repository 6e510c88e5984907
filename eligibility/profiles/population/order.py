"""Whether tables of records stand in the order of the main table, so that they can be read piece by piece along with it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ...language.diagnostic import Findings
from .codes import plain
from .records import Pieces, Records
from .source import BLOCK


def find_rows(records: Sequence[Records], pieces: Pieces, findings: Findings) -> None:
    """Settle for each table where the rows of each block stand; ``pieces`` gives the codes of the blocks of the main table."""
    walks = [_Walk(own) for own in records]
    for codes, _ in pieces() if records else ():
        hashes = [own.implode() for own in _hashes(codes)]
        for walk in walks:
            walk.block(hashes)
    for own, walk in zip(records, walks):
        if walk.at == own.source.rows:
            own.in_order(walk.offsets)
        else:
            own.sort(pieces, findings)


class _Walk:
    """A table read block by block of the main table, for as long as each of its rows belongs to the block; then it stays ``at`` its place."""

    def __init__(self, records: Records) -> None:
        self.source, self.owner = records.source, records.owner
        self.offsets, self.at = [0], 0
        self._window = pl.DataFrame()

    def block(self, hashes: Sequence[pl.Series]) -> None:
        """Go past the rows of one block, of whose codes these are the hashes."""
        while self.at < self.source.rows:
            if not self._window.height:
                self._window = _hashes(plain(self.source.read(self.at, self.at + BLOCK, [self.owner]).cells[str(self.owner)]))
            first, second = (own.is_in(some) for own, some in zip(self._window, hashes))
            here = (first & second).fill_null(False)
            count = len(here) if here.all() else int((~here).arg_max())
            self.at += count
            self._window = self._window.slice(count)
            if self._window.height:
                break
        self.offsets.append(self.at)


def _hashes(codes: pl.Series) -> pl.DataFrame:
    """Two hashes of each code, null for null: sixteen bytes, which are compared several times as fast as the code and as surely."""
    frame = pl.DataFrame([codes.hash(0).alias("first"), codes.hash(1).alias("second")])
    return frame.with_columns(own.set(codes.is_null(), None) for own in frame) if codes.null_count() else frame
