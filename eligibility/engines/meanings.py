"""What each operation of the plan means for each engine, in one place: an operation without one of its engines is a mistake.

The engine of pools (``chaining``, ``rete``) is not here: it gets verdicts and
names of pools, and no operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..plan.operations import GIVEN, OPERATIONS, STAND_FOR
from .columnar.compiler import Compiler
from .columnar.settling import Settling
from .columnar.templates import TEMPLATES as COLUMNAR
from .scalar.emit import OVER_ROWS, Emitter
from .scalar.inputs import slot_for
from .scalar.templates import TEMPLATES as SCALAR


class Meaning(NamedTuple):
    """``text``: what it is; what makes of it Python source, and nodes over columns."""

    text: str
    scalar: Callable
    columnar: Callable


def _meaning(name: str, text: str) -> Meaning:
    if name in GIVEN or name in STAND_FOR:
        return Meaning(text, slot_for, Compiler.given_value)
    if name == "settle":
        return Meaning(text, Emitter.settle_lines, Settling.run)
    return Meaning(text, SCALAR.get(name) or OVER_ROWS[name], COLUMNAR[name])


MEANINGS = {name: _meaning(name, text) for name, text in OPERATIONS.items()}
