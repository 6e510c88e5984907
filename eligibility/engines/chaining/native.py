"""Our own forward chaining: a few lines, and the answer where no other engine is."""

from __future__ import annotations

from collections.abc import Iterable

from .program import Clause, Derivation, Program


def chain(program: Program, tokens: Iterable[str]) -> Derivation:
    """The least fixed point of ``program`` over ``tokens``, in whatever order they come.

    A token of ``program.denied`` is put in before the first layer that reads
    it, where what it denies does not hold then. Clauses stand in the order in
    which they follow from each other, circles aside, so that a second pass
    over a layer mostly finds nothing.
    """
    held = set(tokens)
    steps: list[Clause] = []
    for layer in program.layers:
        held |= {token for token, denies in denied_in(layer, program.denied).items() if denies not in held}
        before = -1
        while before < len(steps):
            before = len(steps)
            for clause in layer:
                head, body = clause
                if head not in held and body[0] in held and body[-1] in held:
                    held.add(head)
                    steps.append(clause)
    return Derivation(frozenset(held), tuple(steps))


def denied_in(layer: tuple[Clause, ...], denied: dict[str, str]) -> dict[str, str]:
    """Of ``denied``, what the clauses of ``layer`` read."""
    if not denied:
        return denied
    return {token: denied[token] for clause in layer for token in clause.body if token in denied}
