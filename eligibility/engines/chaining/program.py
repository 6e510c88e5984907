"""What is chained: clauses over text tokens, in layers."""

from __future__ import annotations

from typing import NamedTuple


class Clause(NamedTuple):
    """``head`` holds where all of ``body`` do: one or two tokens, never more (see ``engines.rete``)."""

    head: str
    body: tuple[str, ...]


class Program(NamedTuple):
    """Clauses in ``layers``: each is brought to its fixed point before the next begins.

    A token ``不在:库`` (a pool denied) is put in by whoever runs the program,
    between layers: it stands in the body of a clause only where the layer of
    ``在:库`` is done. ``given`` are the tokens an enterprise may start with,
    ``goals`` those that say in which pools it is.
    """

    layers: tuple[tuple[Clause, ...], ...]
    given: frozenset[str]
    goals: tuple[str, ...]
    denied: dict[str, str] = {}  # token 不在:… → the token it denies


class Derivation(NamedTuple):
    """What holds at the fixed point, and for each token derived the clause that first gave it, in that order."""

    tokens: frozenset[str]
    steps: tuple[Clause, ...]
