"""The source tree as the packaging tests see it."""

from __future__ import annotations

import configparser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD_FILES = ("setup.cfg", "setup.py", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")
MAPPED = {"rules": "eligibility/rules", "schemas": "eligibility/schemas"}  # folder -> where it is installed


def setup_cfg() -> configparser.ConfigParser:
    parsed = configparser.ConfigParser()
    parsed.read(ROOT / "setup.cfg", encoding="utf-8")
    return parsed


def listed(section: str, key: str) -> list[str]:
    """The lines of a list in setup.cfg."""
    return setup_cfg()[section][key].split("\n")[1:]


def source_files(folder: str) -> list[Path]:
    """All files below ``folder`` that belong to the project, relative to the root."""
    return sorted(
        path.relative_to(ROOT)
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


def modules() -> list[Path]:
    """Every Python file of the package, relative to the root."""
    return [path for path in source_files("eligibility") if path.suffix == ".py"]
