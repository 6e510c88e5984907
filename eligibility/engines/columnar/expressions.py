"""Each kind of node as a polars expression over the expressions of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, and_, or_

import polars as pl

from .nodes import SIGNS, Node

Below = Callable[[int], pl.Expr]  # the expression of a node, by its place


def _literal(node: Node, below: Below) -> pl.Expr:
    return pl.lit(node.value, dtype=pl.Boolean if node.truth else _dtype(node))


def _dtype(node: Node) -> pl.DataType:
    return pl.Int128() if node.wide else pl.Int64()


def _words(node: Node, below: Below) -> pl.Expr:
    name, texts, when_null = node.args
    column = pl.col(name)
    found = column == texts[0] if len(texts) == 1 else reduce(or_, [column == text for text in texts])
    return found.fill_null(when_null)


def _compare(node: Node, below: Below) -> pl.Expr:
    op, a, b, when_open = node.args
    return SIGNS[op](below(a), below(b)).fill_null(when_open)


def _extreme(choose: Callable, node: Node, below: Below) -> pl.Expr:
    a, b, absorbing = node.args
    found = choose(below(a), below(b))
    if not absorbing:
        return found
    return pl.when(below(a).is_null() | below(b).is_null()).then(pl.lit(None, dtype=_dtype(node))).otherwise(found)


def _where(node: Node, below: Below) -> pl.Expr:
    condition, yes, no = map(below, node.args)
    return pl.when(condition).then(yes).otherwise(no)


def _at_least(node: Node, below: Below) -> pl.Expr:
    count, *parts = node.args
    one, nothing = pl.lit(1, dtype=pl.UInt16), pl.lit(0, dtype=pl.UInt16)
    return reduce(add, [pl.when(below(p)).then(one).otherwise(nothing) for p in parts]) >= count


def _looked_up(node: Node, below: Below) -> pl.Expr:
    a, first, table = node.args
    return pl.lit(pl.Series(table, dtype=pl.Int64)).gather(below(a) - first)


def _status(node: Node, below: Below) -> pl.Expr:
    sure, possible = map(below, node.args)
    eligible, open_, no = (pl.lit(code, dtype=pl.UInt8) for code in (1, 2, 0))
    return pl.when(sure).then(eligible).when(possible).then(open_).otherwise(no)


def _packed(node: Node, below: Below) -> pl.Expr:
    """Bytes first, which are quick to join, then the bytes together."""
    octets: dict[int, list[pl.Expr]] = {}
    for bit, place in node.args:
        value = pl.when(below(place)).then(pl.lit(1 << bit % 8, dtype=pl.UInt8)).otherwise(pl.lit(0, dtype=pl.UInt8))
        octets.setdefault(bit // 8, []).append(value)
    shifted = [reduce(or_, parts).cast(pl.Int64) * (1 << 8 * octet) for octet, parts in sorted(octets.items())]
    return reduce(or_, shifted)


EXPRESSIONS: dict[str, Callable[[Node, Below], pl.Expr]] = {
    "lit": _literal,
    "column": lambda node, below: pl.col(node.args[0]),
    "truth_column": lambda node, below: pl.col(node.args[0]).fill_null(node.args[1]),
    "words": _words,
    "given": lambda node, below: pl.col(node.args[0]).is_not_null(),
    "and": lambda node, below: reduce(and_, map(below, node.args)),
    "or": lambda node, below: reduce(or_, map(below, node.args)),
    "not": lambda node, below: ~below(node.args[0]),
    "at_least": _at_least,
    "compare": _compare,
    "unbounded": lambda node, below: below(node.args[0]).is_null(),
    "filled": lambda node, below: below(node.args[0]).fill_null(pl.lit(node.args[1], dtype=_dtype(node))),
    "add": lambda node, below: below(node.args[0]) + below(node.args[1]),
    "sub": lambda node, below: below(node.args[0]) - below(node.args[1]),
    "mul": lambda node, below: below(node.args[0]) * below(node.args[1]),
    "floor": lambda node, below: below(node.args[0]) // below(node.args[1]),
    "smaller": lambda node, below: _extreme(pl.min_horizontal, node, below),
    "larger": lambda node, below: _extreme(pl.max_horizontal, node, below),
    "where": _where,
    "looked_up": _looked_up,
    "status": _status,
    "packed": _packed,
}
#: whose arguments are not all nodes: which of them are
_PLACES = {
    "lit": (), "column": (), "truth_column": (), "words": (), "given": (),
    "compare": (1, 2), "filled": (0,), "smaller": (0, 1), "larger": (0, 1), "looked_up": (0,),
}


def places_below(node: Node) -> list[int]:
    """The nodes that ``node`` is calculated from."""
    if node.op == "at_least":
        return list(node.args[1:])
    if node.op == "packed":
        return [place for _, place in node.args]
    return [node.args[i] for i in _PLACES.get(node.op, range(len(node.args)))]
