"""One Parquet file written frame by frame: each frame is compressed while the next is decided, and no more than a few are in memory.

polars encodes a file of decisions in half the time that pyarrow takes, but
writes a file in one go; so it pulls the frames from a queue in a thread of its
own. lz4 costs nothing beside the encoding; statistics help nobody here.
"""

from __future__ import annotations

import os
import re
from queue import Empty, Full, Queue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_PATIENCE = 0.2  # seconds after which it is looked whether the other side is still there
_ERRNO = re.compile(r"\(os error (\d+)\)")  # how polars cites the system
_END, _ABANDONED = object(), object()


class Abandoned(Exception):
    """The file is not wanted any more."""


class ParquetSink:
    """A context: ``write`` frames of ``schema``; on leaving, the file is complete, on disk, and under its name.

    A reader sees the whole file or none: it is written beside under a name that
    begins with a dot. Left by an exception, nothing remains. OSError where it
    cannot be written.
    """

    def __init__(self, path: str, schema: "dict[str, pl.DataType]", group: int):
        self.path, self.schema, self.group = path, schema, group
        self.beside = beside(path)
        self.rows = 0
        self._frames: Queue = Queue(1)
        self._trouble: BaseException | None = None
        self._thread = Thread(target=self._sink, name="parquet", daemon=True)

    def __enter__(self) -> "ParquetSink":
        self._thread.start()
        return self

    def write(self, frame: "pl.DataFrame") -> None:
        """One more frame, its columns as the schema orders them; waits while one is waiting already."""
        if frame.height:
            self.rows += frame.height
            self._put(frame.select(list(self.schema)))

    def __exit__(self, kind, error, traceback) -> None:
        if error is None:
            self._put(_END)
            self._join()
            put_in_place(self.beside, self.path)
            return
        try:
            self._put(_ABANDONED)
        except OSError:  # it had stopped by itself
            pass
        self._thread.join()
        if os.path.exists(self.beside):
            os.remove(self.beside)

    def _put(self, item) -> None:
        while True:
            if not self._thread.is_alive():
                self._join()
            try:
                return self._frames.put(item, timeout=_PATIENCE)
            except Full:
                continue

    def _join(self) -> None:
        self._thread.join()
        if self._trouble is not None:
            raise as_os_error(self._trouble, self.path)

    def _sink(self) -> None:
        from polars.io.plugins import register_io_source

        try:
            source = register_io_source(self._pulled, schema=self.schema)
            source.sink_parquet(self.beside, compression="lz4", statistics=False, row_group_size=self.group)
        except BaseException as error:  # told in the thread that writes
            self._trouble = error

    def _pulled(self, columns, predicate, rows, size):
        while True:
            try:
                frame = self._frames.get(timeout=_PATIENCE)
            except Empty:
                continue
            if frame is _ABANDONED:
                raise Abandoned
            if frame is _END:
                return
            yield frame


def write_parquet(frame: "pl.DataFrame", path: str) -> None:
    """A whole frame as one file, all of it or nothing. OSError where it cannot be written."""
    try:
        frame.write_parquet(beside(path), compression="lz4", statistics=False)
    except BaseException as error:
        if os.path.exists(beside(path)):
            os.remove(beside(path))
        raise as_os_error(error, path) from None
    put_in_place(beside(path), path)


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


def as_os_error(error: BaseException, path: str) -> BaseException:
    """What polars could not write, as an error of the system that names the file; anything else as it is."""
    said = _ERRNO.search(str(error))
    if said is None:
        return error
    return OSError(int(said[1]), os.strerror(int(said[1])), path)
