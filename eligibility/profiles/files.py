"""A profile's file to a tree: found, read, and rid of what YAML itself found doubtful."""

from __future__ import annotations

import os
import stat
from bisect import bisect_left, bisect_right

from ..language.diagnostic import Diagnostic, Findings, Where
from ..language.tree import Mapping, Node

MAX_BYTES = 4 * 1024 * 1024

#: Tables, read by ``tables``; and those that nothing here reads.
TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".tab")
_OTHER_TABLES = (".et", ".ett", ".xlsb", ".numbers", ".dbf", ".parquet")


def is_table(path: str | os.PathLike[str]) -> bool:
    """Whether the name says that the file is a table that can be read."""
    return os.fsencode(path).lower().endswith(tuple(os.fsencode(ending) for ending in TABLES))


def read_tree(path: str | os.PathLike[str], findings: Findings, sources: dict[str, str] | None = None) -> Mapping | None:
    """The mapping in a YAML or JSON file (``.json``); None where there is none, with the reason in ``findings``.

    ``sources`` gets the text under the file's name, for showing the lines of findings.
    """
    file = os.fsencode(path).decode("utf-8", "replace")  # a name that is not UTF-8 must not break the output
    if file.lower().endswith(_OTHER_TABLES):
        return findings.error("F703", Where(file), "不能读这种表格文件。", "在 WPS 或 Excel 里打开，另存为 xlsx。")
    source = read_bytes(path, file, findings)
    if source is None:
        return None
    if sources is not None:
        sources[file] = source.decode("utf-8-sig", "replace")
    tree: Node | None
    if file.lower().endswith(".json"):
        from .json_tree import read_json

        tree = read_json(source, file, findings)
    else:
        tree = _read_yaml(source, file, findings)
    if tree is None or isinstance(tree, Mapping):
        return tree
    return findings.error("F701", tree.where, "企业画像的最外层不是“指标: 值”。", "每个指标写一行，例如“企业名称: 某某公司”。")


def read_bytes(path: str | os.PathLike[str], file: str, findings: Findings, most: int = MAX_BYTES) -> bytes | None:
    """The bytes of a file, at most one more than is allowed."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            what = "一个文件夹" if stat.S_ISDIR(mode) else "设备或管道"
            return findings.error("X902", Where(file), f"这是{what}，不是文件。", "给出一个 YAML 或 JSON 文件的路径。")
        with open(path, "rb") as opened:
            return opened.read(most + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return findings.error("X901", Where(file), "找不到这个文件。", "核对路径和文件名。")
    except PermissionError:
        return findings.error("X902", Where(file), "没有权限读这个文件。", "请文件的主人放开读取权限。")
    except OSError as error:
        return findings.error("X902", Where(file), f"文件读不出来（系统错误 {error.errno}）。", "核对路径；换一个磁盘位置再试。")


def _read_yaml(source: bytes, file: str, findings: Findings) -> Node | None:
    """The tree of a YAML file without the entries in which YAML itself found a mistake.

    ``{2020: 1,234人}`` reads as 1, a doubled key as its first value. Both are
    reported, and neither may be used: the outermost entry counts as blank.
    """
    from ..language.yaml_tree import read_yaml, source_lines

    faults = Findings()
    tree = read_yaml(source, file, faults, dialect="profile")
    findings.items += faults.items
    if not isinstance(tree, Mapping) or not faults.items:
        return tree
    lines = source_lines(source.decode("utf-8", "replace").removeprefix("\ufeff"))
    starts = [key.where.line for key, _ in tree.entries]
    bad: set[int] = set()
    for fault in faults.items:
        bad |= _touched(tree, starts, fault, lines)
    return Mapping([entry for i, entry in enumerate(tree.entries) if i not in bad], tree.where, tree.flow)


def _touched(tree: Mapping, starts: list[int], fault: Diagnostic, lines: list[str]) -> set[int]:
    """Indexes of the outermost entries that a mistake in the YAML makes doubtful; ``starts`` are their lines."""
    where = fault.where
    touched: set[int] = set()
    if fault.code == "Y111":  # a doubled key is not in the tree: its first is
        word = lines[where.line - 1][where.col - 1 : where.col - 1 + where.length].strip("'\"")
        first = tree.key(word)
        if first is not None and (tree.flow or first.where.col == where.col):
            touched = {i for i, (key, _) in enumerate(tree.entries) if key is first}
            if not tree.flow:
                return touched
    end = bisect_right(starts, where.line)
    return touched | set(range(bisect_left(starts, starts[end - 1]), end)) if end else touched
