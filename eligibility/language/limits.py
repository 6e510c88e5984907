"""Limits across policies: tree → ``model.Limit``."""

from __future__ import annotations

from .diagnostic import Findings
from .model import Limit
from .tree import Node


def read_limits(node: Node | None, findings: Findings) -> dict[str, Limit]:
    """``limits``: name → limit."""
    return {}
