"""What a batch is of: everything that its rows depend on, and nothing that they do not, so that a run can go on where another stopped.

No clock: the same rules and the same table give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from ..language.replacing import replace_file
from .folder import MANIFEST, Folder
from .stopped import Stopped

FORMAT = "eligibility-batch/1"

#: part of a manifest → what it is called, where two manifests differ
_NAMES = {
    "program": "程序版本", "rules": "规则", "policy_year": "政策年度", "as_of": "申报日期", "documents": "判定的政策", "digest": "表格的内容",
    "rows": "表格的行数", "trace": "是否记录条款（--trace）", "awards": "是否写奖补项（--awards）", "shard_rows": "每片的行数", "slice_rows": "每段的行数",
    "columns": "结果的列", "units": "政策的内容", "layers": "沿用的结果（--since）",
}  # fmt: skip
#: parts that differ because others do: told only where they alone differ
_FOLLOWS = ("slice_rows", "columns", "units", "layers")


class Layer(NamedTuple):
    """A folder of shards, and which columns it has that count; ``row`` and ``code`` stand in the first layer."""

    folder: str
    columns: list[str]


@dataclass(frozen=True)
class Counts:
    """Rows of the table, those decided, and those returned: the first is always the sum of the others."""

    read: int = 0
    used: int = 0
    rejected: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.read + other.read, self.used + other.used, self.rejected + other.rejected)


@dataclass(frozen=True)
class Manifest:
    """``rules``: the sha256 of the rule files; ``digest`` names the content of the table; ``files`` are its names, for people.

    ``documents``: ids decided, policies first. ``units``: those that are
    decided together → digest of what their results rest on (see ``since``).
    ``finished``: the counts, once everything is written.
    """

    program: str
    rules: str
    policy_year: int
    as_of: str
    documents: list[str]
    files: list[str]
    digest: str
    rows: int
    trace: bool
    shard_rows: int
    slice_rows: int
    columns: list[str]
    units: dict[str, str]
    layers: list[Layer]
    awards: bool = True
    finished: Counts | None = None

    @property
    def shards(self) -> list[tuple[int, int, int]]:
        """(number, first row, row after the last) of every shard, rows of the table counted from 0."""
        starts = range(0, self.rows, self.shard_rows)
        return [(i, start, min(start + self.shard_rows, self.rows)) for i, start in enumerate(starts)]

    def write(self, folder: Folder) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self), "layers": [layer._asdict() for layer in self.layers]}, ensure_ascii=False, indent=1)
        replace_file(folder / MANIFEST, (text + "\n").encode("utf-8"))

    def finish(self, folder: Folder, counts: Counts) -> "Manifest":
        """Write down that everything is there."""
        done = replace(self, finished=counts)
        done.write(folder)
        return done


def read_manifest(folder: Folder) -> Manifest | None:
    """The manifest of a folder; None where there is none. Stopped where it cannot be understood."""
    try:
        with open(folder / MANIFEST, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        raise _damaged(folder) from None
    try:
        if found.pop("format") != FORMAT:
            raise _damaged(folder)
        found["layers"] = [Layer(**layer) for layer in found["layers"]]
        found["finished"] = found["finished"] and Counts(**found["finished"])
        return Manifest(**found)
    except (KeyError, TypeError, AttributeError):
        raise _damaged(folder) from None


def _damaged(folder: Folder) -> Stopped:
    return Stopped("X922", f"{folder / MANIFEST} 不是这个版本写的批次文件，或已经损坏", "换一个文件夹重新判定")


def must_be_same(old: Manifest, new: Manifest, folder: Folder) -> None:
    """Stopped, saying what differs, where ``folder`` holds the results of something else."""
    parts = [part for part in _NAMES if getattr(old, part) != getattr(new, part)]
    if not parts:
        return
    differs = [_NAMES[part] for part in parts if part not in _FOLLOWS] or [_NAMES[part] for part in parts]
    again = "换一个 --out 文件夹；要接着做完原来的，规则和表格不变，"
    again += f"并写明 --year {old.policy_year} --as-of {old.as_of}" if {"政策年度", "申报日期"} & set(differs) else "命令写得与原来一样"
    raise Stopped("X921", f"{folder.root} 里是另一批的结果，不同的有：{'、'.join(differs)}", again)
