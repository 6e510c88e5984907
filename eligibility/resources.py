"""Where the shipped rules and schemas are: inside the installed package, else beside it in the source tree.

Paths are text, not ``Path``: ``check`` on a cached plan need not import pathlib.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def rules_dir() -> str:
    """The folder of the policy library. FileNotFoundError where there is none."""
    return _folder("rules")


def schemas_dir() -> str:
    """The folder of the JSON Schemas. FileNotFoundError where there is none."""
    return _folder("schemas")


def _folder(name: str) -> str:
    for parent in (_PACKAGE, os.path.dirname(_PACKAGE)):
        folder = os.path.join(parent, name)
        if os.path.isdir(folder):
            return folder
    raise FileNotFoundError(f"找不到随程序安装的文件夹 {name}，请重新安装")
