"""Which clauses must be at their fixed point before which: pools that are denied come first."""

from __future__ import annotations

from collections.abc import Mapping

from .program import Clause


def layered(
    clauses: Mapping[str, list[Clause]], inside: Mapping[str, str], denied: Mapping[str, str]
) -> tuple[tuple[Clause, ...], ...]:
    """The clauses of all pools in as few layers as denials allow, earlier causes first within each.

    ``clauses``: pool → its clauses; ``inside``: pool → its token; ``denied``:
    denying token → what it denies. Raises ValueError where a pool rests on
    its own denial.
    """
    pool_of = {token: pool for pool, token in inside.items()}
    reads: dict[str, set[str]] = {}
    denies: dict[str, set[str]] = {}
    for pool, own in clauses.items():
        tokens = {token for clause in own for token in clause.body}
        reads[pool] = {pool_of[token] for token in tokens if token in pool_of}
        denies[pool] = {pool_of[denied[token]] for token in tokens if denied.get(token) in pool_of}
    level: dict[str, int] = {}
    order: list[str] = []
    for circle in circles({pool: sorted(reads[pool] | denies[pool]) for pool in clauses}):
        against = sorted(denied_pool for pool in circle for denied_pool in denies[pool] if denied_pool in circle)
        if against:
            raise ValueError(f"a pool rests on its own denial: {against[0]}")
        before = [level[p] for pool in circle for p in reads[pool] if p not in circle]
        denied_before = [level[p] + 1 for pool in circle for p in denies[pool]]
        level.update(dict.fromkeys(circle, max([0, *before, *denied_before])))
        order += sorted(circle)
    return tuple(
        tuple(clause for pool in order if level[pool] == number for clause in clauses[pool])
        for number in range(max(level.values(), default=-1) + 1)
    )


def circles(graph: Mapping[str, list[str]]) -> list[set[str]]:
    """Strongly connected components of ``graph`` (name → names it rests on), what others rest on first (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    found: list[set[str]] = []
    path: list[str] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        path.append(name)
        for other in graph[name]:
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in path:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            start = path.index(name)
            found.append(set(path[start:]))
            del path[start:]

    for name in sorted(graph):
        if name not in number:
            visit(name)
    return found
