"""The nodes of a program as one Python function over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .leaves import Arrays
from .nodes import Node, Nodes
from .source import Source, is_leaf, names_of, places_below


class Program:
    """Calculates ``results`` from its ``leaves``, which are read from a table, and from the nodes ``handed`` in, which another program calculates.

    Called with arrays by name it gives those of ``names``, by name (see
    ``source``); ``arguments`` are the names that it reads. Constants are not among
    the results. ``given``: places of nodes that another program has calculated,
    needed or not.
    """

    def __init__(self, nodes: Nodes, results: Iterable[Node], given: frozenset[int] = frozenset()):
        self.results = tuple({node.place: node for node in results if not node.is_literal}.values())
        needed = _needed(nodes, self.results, given)
        self.handed = tuple(node for node in needed if node.place in given)
        self.leaves = tuple(node for node in needed if is_leaf(node) and node.place not in given)
        self.arguments = [name for node in self.handed + self.leaves for name in names_of(node)]
        self.names = [name for node in self.results for name in names_of(node)]
        self.calculated = tuple(node for node in needed if node.place not in given and not is_leaf(node))
        self._function = _function(nodes, self.calculated, self.arguments, self.names)

    def __call__(self, arrays: Arrays) -> Arrays:
        return dict(zip(self.names, self._function(*[arrays[name] for name in self.arguments])))


def _needed(nodes: Nodes, results: Sequence[Node], given: frozenset[int]) -> list[Node]:
    """What has to be there for ``results``, in an order in which it can be calculated; no constants."""
    found: set[int] = set()
    waiting = [node.place for node in results]
    while waiting:
        place = waiting.pop()
        if place not in found and not nodes.all[place].is_literal:
            found.add(place)
            waiting += [] if place in given else places_below(nodes.all[place])
    return [nodes.all[place] for place in sorted(found)]  # places grow from arguments to results


def _function(nodes: Nodes, steps: Sequence[Node], arguments: Sequence[str], names: Sequence[str]):
    """A function of ``arguments`` that gives ``names`` in turn; what no later step reads is let go."""
    source = Source(nodes)
    last = {place: step.place for step in steps for place in places_below(step)}
    done: dict[int, list[str]] = {}
    for place, step in last.items():
        done.setdefault(step, []).extend(name for name in names_of(nodes.all[place]) if name not in names)
    lines = [f"def program({', '.join(arguments)}):"]
    for step in steps:
        lines += [f"    {line}" for line in source.lines(step)]
        if done.get(step.place):
            lines.append(f"    del {', '.join(done[step.place])}")
    lines.append(f"    return ({''.join(f'{name}, ' for name in names)})")
    exec(compile("\n".join(lines), "<columns>", "exec"), source.constants)
    return source.constants["program"]
