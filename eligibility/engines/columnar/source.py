"""Each kind of node as a line of Python over numpy arrays; what a program of many nodes comes to is a plain function.

``n7`` holds the values of node 7 (int64, bool for a truth), ``k7`` of an open
number in which rows a bound is known: where it is not, ``n7`` means nothing.
What does not fit 64 bits is a polars series of 128 (see ``wide``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from . import wide
from .nodes import Node, Nodes

_SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "eq": "=="}
_LEAVES = frozenset({"column", "truth_column", "words", "given"})
#: whose arguments are not all nodes: which of them are
_PLACES = {"lit": (), "compare": (1, 2), "filled": (0,), "smaller": (0, 1), "larger": (0, 1), "looked_up": (0,)} | dict.fromkeys(_LEAVES, ())


def is_leaf(node: Node) -> bool:
    """Whether it is read from a table, and not calculated."""
    return node.op in _LEAVES


def places_below(node: Node) -> list[int]:
    """The nodes that ``node`` is calculated from."""
    if node.op == "at_least":
        return list(node.args[1:])
    if node.op == "packed":
        return [place for _, place in node.args]
    return [node.args[i] for i in _PLACES.get(node.op, range(len(node.args)))]


def values_of(node: Node) -> str:
    """The name of its values."""
    return f"n{node.place}"


def known_of(node: Node) -> str:
    """The name of the rows in which an open number is known."""
    return f"k{node.place}"


def names_of(node: Node) -> list[str]:
    """What it is handed on as; a constant is not."""
    if node.is_literal:
        return []
    return [values_of(node), known_of(node)] if node.open else [values_of(node)]


class Source:
    """The lines of one function; ``constants`` are what they read beside their arguments."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.constants: dict[str, object] = {"np": np, "wide": wide, "packed": packed, "u1": np.uint8}

    def lines(self, node: Node) -> list[str]:
        """The assignments that calculate ``node``."""
        below = [self.nodes.all[place] for place in places_below(node)]
        found = _TEMPLATES[node.op](self, node, *below)
        values, known = found if isinstance(found, tuple) else (found, None)
        if node.op not in ("compare", "looked_up") and not node.truth and not node.wide and any(b.wide for b in below if not b.truth):
            values = f"wide.narrow({values})"
        lines = [f"{values_of(node)} = {values}"]
        return [*lines, f"{known_of(node)} = {known}"] if node.open else lines

    def value(self, node: Node) -> str:
        """A node as an argument."""
        return repr(node.value) if node.is_literal else values_of(node)

    def table(self, node: Node, values: Sequence[int]) -> str:
        """The name of a constant array."""
        name = f"t{node.place}"
        self.constants[name] = np.array(values, dtype=np.int64)
        return name


def known(*nodes: Node) -> str | None:
    """Where all of them have a bound; None where they always have."""
    return " & ".join(known_of(n) for n in nodes if n.open) or None


def _reckoned(sign: str) -> Callable:
    def template(s: Source, node: Node, a: Node, b: Node) -> tuple[str, str | None]:
        if _is_wide(node, a, b):
            return f"wide.reckoned({sign!r}, {s.value(a)}, {s.value(b)})", known(a, b)
        return f"{s.value(a)} {sign} {s.value(b)}", known(a, b)

    return template


def _is_wide(*nodes: Node) -> bool:
    return any(n.wide for n in nodes)


def _compare(s: Source, node: Node, a: Node, b: Node) -> str:
    op, _, _, when_open = node.args
    sign, there = _SIGNS[op], known(a, b)
    found = f"wide.compared({sign!r}, {s.value(a)}, {s.value(b)})" if _is_wide(a, b) else f"({s.value(a)} {sign} {s.value(b)})"
    if there is None:
        return found
    return f"{found} | ~({there})" if when_open else f"{found} & {there}"


def _filled(s: Source, node: Node, a: Node) -> str:
    return f"{_where_of(node, a)}({known_of(a)}, {values_of(a)}, {node.args[1]})"


def _where_of(*nodes: Node) -> str:
    return "wide.where" if _is_wide(*nodes) else "np.where"


def _extreme(name: str) -> Callable:
    def template(s: Source, node: Node, a: Node, b: Node) -> tuple[str, str | None]:
        own, where = ("wide." if _is_wide(a, b) else "np.") + name, _where_of(a, b)
        found = f"{own}({s.value(a)}, {s.value(b)})"
        if node.args[2] or not (a.open or b.open):
            return found, known(a, b)
        if not (a.open and b.open):  # an end without bound gives way to the other
            opened, other = (a, b) if a.open else (b, a)
            return f"{where}({known_of(opened)}, {found}, {s.value(other)})", None
        return f"{where}({known_of(a)} & {known_of(b)}, {found}, {where}({known_of(a)}, {s.value(a)}, {s.value(b)}))", f"{known_of(a)} | {known_of(b)}"

    return template


def _where(s: Source, node: Node, condition: Node, yes: Node, no: Node) -> tuple[str, str | None]:
    holds = values_of(condition)
    there = f"np.where({holds}, {_there(yes)}, {_there(no)})"
    for one, other in ((yes, no), (no, yes)):
        if one.is_literal and one.value is None:  # its values mean nothing
            return f"np.full(len({holds}), {s.value(other)})" if other.is_literal else s.value(other), there
    if _is_wide(yes, no):
        return f"wide.where({holds}, {s.value(yes)}, {s.value(no)})", there
    # A product takes as long whatever the condition is, a choice twice as long where it is hard to foresee.
    if no.is_literal and no.value == 0:
        return f"{holds} * {_whole(yes)}", there
    if yes.is_literal and yes.value == 0:
        return f"~{holds} * {_whole(no)}", there
    return f"np.where({holds}, {_whole(yes)}, {_whole(no)})", there


def _whole(node: Node) -> str:
    """A number as an argument beside which nothing else says that it has 64 bits."""
    return f"np.int64({node.value})" if node.is_literal else values_of(node)


def _there(node: Node) -> str:
    if not node.open:
        return "True"
    return "False" if node.is_literal else known_of(node)


def _at_least(s: Source, node: Node, *parts: Node) -> str:
    counted = " + ".join(f"{values_of(p)}.view(u1)" if len(parts) < 256 else f"{values_of(p)}.astype(np.int64)" for p in parts)
    return f"({counted}) >= {node.args[0]}"


def _looked_up(s: Source, node: Node, a: Node) -> tuple[str, str | None]:
    _, first, table = node.args
    at = f"{values_of(a)} - {first}"
    return f"{s.table(node, table)}[{f'np.where({known_of(a)}, {at}, 0)' if a.open else at}]", known(a)


def _status(s: Source, node: Node, sure: Node, possible: Node) -> str:
    if sure.is_literal or possible.is_literal:
        return f"np.where({s.value(sure)}, u1(1), np.where({s.value(possible)}, u1(2), u1(0)))"
    return f"(({values_of(sure)} | {values_of(possible)}).view(u1) << u1(1)) - {values_of(sure)}.view(u1)"


def _packed(s: Source, node: Node, *parts: Node) -> str:
    bits = [(bit, s.nodes.all[place]) for bit, place in node.args]
    always = sum(1 << bit for bit, part in bits if part.is_literal and part.value)
    asked = ", ".join(f"({bit}, {values_of(part)})" for bit, part in bits if not part.is_literal)
    return f"packed({always}, [{asked}])" if asked else str(always)


def packed(always: int, bits: list[tuple[int, np.ndarray]]) -> np.ndarray:
    """An int64 of each row with these bits: bytes first, which are quick to join."""
    octets: dict[int, np.ndarray] = {}
    for bit, truth in bits:
        own = truth.view(np.uint8) << np.uint8(bit % 8)
        octets[bit // 8] = octets[bit // 8] | own if bit // 8 in octets else own
    found = np.zeros((len(bits[0][1]), 8), dtype=np.uint8)
    for octet, values in octets.items():
        found[:, octet] = values
    return found.view("<i8")[:, 0] | always


def _joined(sign: str) -> Callable:
    return lambda s, node, *parts: f" {sign} ".join(values_of(p) for p in parts)


_TEMPLATES: dict[str, Callable] = {
    "and": _joined("&"),
    "or": _joined("|"),
    "not": lambda s, node, a: f"~{values_of(a)}",
    "at_least": _at_least,
    "compare": _compare,
    "unbounded": lambda s, node, a: f"~{known_of(a)}",
    "filled": _filled,
    "add": _reckoned("+"),
    "sub": _reckoned("-"),
    "mul": _reckoned("*"),
    "floor": _reckoned("//"),
    "smaller": _extreme("minimum"),
    "larger": _extreme("maximum"),
    "where": _where,
    "looked_up": _looked_up,
    "status": _status,
    "packed": _packed,
}
