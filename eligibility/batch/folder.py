"""The folder of a batch: what stands in it and under which names, and that one run at a time writes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .stopped import Stopped

MANIFEST = "批次.json"
DECISIONS, PROGRESS = "判定", "进度"
CLAUSES = "条款.parquet"
REJECTED, REJECTED_WORKBOOK = "退回.csv", "退回.xlsx"
SUMMARY = "汇总.xlsx"
_LOCK = ".锁"


class Folder:
    """Paths below ``root``; nothing is read or written."""

    def __init__(self, root: str):
        self.root = root

    def __truediv__(self, name: str) -> str:
        return os.path.join(self.root, name)

    def decisions(self, shard: int, layer: str = DECISIONS) -> str:
        """The decisions of a shard: one row an enterprise."""
        return os.path.join(self.root, layer, f"{shard:05}.parquet")

    def counts(self, shard: int) -> str:
        """What a finished shard came to; the last file of it that is written."""
        return os.path.join(self.root, PROGRESS, f"{shard:05}.json")

    def rejected(self, shard: int) -> str:
        """The rows of a shard that could not be used, where there are any."""
        return os.path.join(self.root, PROGRESS, f"{shard:05}.parquet")


def make(folder: Folder) -> None:
    """The folder itself. Stopped where something else stands there already; OSError where it cannot be made."""
    if os.path.lexists(folder.root) and not os.path.isdir(folder.root):
        raise Stopped("X922", f"--out 后面的 {folder.root} 是文件，不是文件夹", "换成文件夹，没有的会建")
    os.makedirs(folder.root, exist_ok=True)
    others = [name for name in sorted(os.listdir(folder.root)) if not name.startswith(".")]
    if others and not os.path.exists(folder / MANIFEST):
        raise Stopped("X922", f"{folder.root} 里有别的文件（{others[0]}），不是批量判定的文件夹", "换一个空的或还没有的文件夹")


def make_layers(folder: Folder, layers: list[str]) -> None:
    """The folders in it."""
    for name in (*layers, PROGRESS):
        os.makedirs(folder / name, exist_ok=True)


def clear_half_written(folder: Folder, layers: list[str]) -> None:
    """Remove what an interrupted run left under names that begin with a dot."""
    for inside in (folder.root, *(folder / name for name in (*layers, PROGRESS))):
        for name in os.listdir(inside):
            if name.startswith(".") and name.endswith(".tmp"):
                os.remove(os.path.join(inside, name))


def for_people(folder: Folder, layers: list[str]) -> list[str]:
    """The files and folders that there are to look at, most telling first."""
    names = (SUMMARY, *layers, CLAUSES, REJECTED, REJECTED_WORKBOOK)
    return [path for name in names if os.path.exists(path := folder / name)]


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Nobody else writes the folder meanwhile. The system drops the lock of a process that dies. Stopped where another run has it."""
    with open(folder / _LOCK, "ab") as file:
        try:
            _lock(file)
        except OSError:
            raise Stopped("X920", f"另一次批量判定正在写 {folder.root}", "等它结束再运行同样的命令，或用 --out 换一个文件夹") from None
        yield


def _lock(file) -> None:
    """OSError where it is locked."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
