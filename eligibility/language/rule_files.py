"""Paths to the rule files at or below them, apart from reading these, so that unchanged rules cost no more than a look."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from .diagnostic import Findings, Where

SUFFIXES = (".yaml", ".yml")


def rule_files(paths: Iterable[os.PathLike | str], base: os.PathLike | str, findings: Findings) -> list[tuple[str, str]]:
    """Every rule file at or below ``paths`` once, with its shown name, sorted by that name."""
    found: dict[str, tuple[str, str]] = {}
    for path in map(os.fspath, paths):
        name = shown_name(path, base)
        try:
            if stat.S_ISDIR(os.stat(path).st_mode):
                files = list(_below(path, _Unreadable(base, findings)))
                if not files:
                    findings.error("X903", Where(name), "这个文件夹里没有 .yaml 文件。", "换成规则所在的文件夹，例如 rules。")
            else:
                files = [path]
        except (FileNotFoundError, NotADirectoryError, ValueError):
            findings.error("X901", Where(name), "找不到这个文件或文件夹。", "检查路径；可以写规则文件，也可以写规则所在的文件夹。")
            continue
        except OSError as error:
            findings.error("X902", Where(name), f"文件打不开：{reason(error)}。", "检查路径和读的权限。")
            continue
        for file in files:
            found.setdefault(os.path.abspath(file), (file, shown_name(file, base)))
    return sorted(found.values(), key=lambda pair: pair[1])


def shown_name(path: os.PathLike | str, base: os.PathLike | str) -> str:
    """The path as a user would type it, with forward slashes."""
    full = os.path.abspath(path)
    start = os.path.abspath(base)
    if full == start or full.startswith(start.rstrip(os.sep) + os.sep):
        full = os.path.relpath(full, start)
    return full.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")


def reason(error: Exception) -> str:
    """Why a file or folder cannot be read, in a few words."""
    if isinstance(error, PermissionError):
        return "没有读的权限"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹"
    if isinstance(error, FileNotFoundError):
        return "文件不存在"
    return "系统不让读"


def _below(folder: str, onerror) -> Iterable[str]:
    """Rule files in a folder and below; hidden files and folders are not looked at."""
    for place, folders, names in os.walk(folder, onerror=onerror):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(place, name) for name in names if name.lower().endswith(SUFFIXES) and not name.startswith("."))


class _Unreadable:
    """os.walk's way to say that a folder cannot be read."""

    def __init__(self, base: os.PathLike | str, findings: Findings):
        self.base, self.findings = base, findings

    def __call__(self, error: OSError) -> None:
        name = shown_name(error.filename or ".", self.base)
        self.findings.error("X902", Where(name), f"文件夹打不开：{reason(error)}。", "检查读的权限。")
