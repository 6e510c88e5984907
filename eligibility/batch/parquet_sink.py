"""One Parquet file written frame by frame: each frame is compressed while the next is decided, and no more than two are in memory.

Plain numbers under lz4: a dictionary of amounts costs more than it saves, and
statistics help nobody here.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_HOW = {
    "compression": "lz4", "use_dictionary": False, "write_statistics": False, "store_schema": False, "data_page_version": "2.0",
    "write_batch_size": 1 << 17,  # values handed on at a time; 1,024, as it is without, takes a twentieth longer
}  # fmt: skip


class ParquetSink:
    """A context: ``write`` frames of ``schema``; on leaving, the file is complete, on disk, and under its name.

    ``blank``: the columns that may have nulls. A reader sees the whole file or
    none: it is written beside under a name that begins with a dot. Left by an
    exception, nothing remains. OSError where it cannot be written.
    """

    def __init__(self, path: str, schema: "Mapping[str, pl.DataType]", blank: Collection[str]):
        self.path, self.beside = path, beside(path)
        self.columns, self.blank = list(schema), frozenset(blank)
        self._empty = schema
        self._pool = ThreadPoolExecutor(1, "parquet")
        self._writing: Future | None = None

    def __enter__(self) -> "ParquetSink":
        import polars as pl
        import pyarrow
        import pyarrow.parquet

        empty = _as_arrow(pl.DataFrame(schema=self._empty)).schema
        self._schema = pyarrow.schema([field.with_nullable(field.name in self.blank) for field in empty])
        with _told(self.path):
            self._file = pyarrow.parquet.ParquetWriter(self.beside, self._schema, **_HOW)
        return self

    def write(self, frame: "pl.DataFrame") -> None:
        """One more frame, a row group of its own; waits for the one before."""
        if frame.height:
            self._wait()
            self._writing = self._pool.submit(self._write, frame.select(self.columns))

    def __exit__(self, kind, error, traceback) -> None:
        try:
            if error is None:
                self._wait()
                with _told(self.path):
                    self._file.close()
                    put_in_place(self.beside, self.path)
        finally:
            self._pool.shutdown(cancel_futures=True)
            self._abandon()

    def _write(self, frame: "pl.DataFrame") -> None:
        self._file.write_table(_as_arrow(frame).cast(self._schema), row_group_size=frame.height)

    def _wait(self) -> None:
        if self._writing is not None:
            with _told(self.path):
                self._writing.result()

    def _abandon(self) -> None:
        """Nothing is left of a file that has not got its name."""
        try:
            self._file.close()
        except OSError:  # it is not wanted any more
            pass
        if os.path.exists(self.beside):
            os.remove(self.beside)


def write_parquet(frame: "pl.DataFrame", path: str) -> None:
    """A whole frame as one file, all of it or nothing. OSError where it cannot be written."""
    with ParquetSink(path, frame.schema, frame.columns) as sink:
        sink.write(frame)


def beside(path: str) -> str:
    """Where a file is written before it gets its name."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.tmp")


def put_in_place(written: str, path: str) -> None:
    """Give a finished file its name, once its content is on disk."""
    handle = os.open(written, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(written, path)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What the system refuses, as an error that names the file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), path) from None


def _as_arrow(frame: "pl.DataFrame"):
    import polars as pl

    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())
