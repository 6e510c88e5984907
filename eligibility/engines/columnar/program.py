"""The nodes of a program as polars queries: steps, each of which adds the columns that later ones share and drops those done with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from .expressions import EXPRESSIONS, places_below
from .nodes import Node, Nodes

DEEPEST = 60  # expressions within expressions: polars reads them recursively

#: cheaper calculated again, or no calculation at all
_PLAIN = frozenset({"lit", "column"})


class Program:
    """Calculates ``outputs`` (name → node) from a frame that has the columns the nodes read."""

    def __init__(self, nodes: Nodes, outputs: dict[str, Node]):
        self.nodes = nodes
        self.outputs = outputs
        needed = self._needed([node.place for node in outputs.values()])
        uses = Counter(place for at in needed for place in dict.fromkeys(places_below(nodes.all[at])))
        uses.update(node.place for node in outputs.values())
        self._depth: dict[int, int] = {}
        self._level: dict[int, int] = {}
        self._shared: set[int] = set()
        for place in needed:  # places grow from arguments to results
            self._place(nodes.all[place], uses[place])
        self.inputs = frozenset(n.args[0] for n in map(nodes.all.__getitem__, needed) if n.op in ("column", "truth_column", "words", "given"))
        self.steps = self._steps(needed)

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The outputs, one row for each row of ``frame``."""
        for step in self.steps:
            frame = frame.select(step)
        return frame

    def _needed(self, roots: Sequence[int]) -> list[int]:
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += places_below(self.nodes.all[place])
        return sorted(found)

    def _place(self, node: Node, uses: int) -> None:
        """On which step a node can be calculated, and whether it gets a column of its own."""
        below = places_below(node)
        self._level[node.place] = max((self._level[p] + (p in self._shared) for p in below), default=0)
        depth = 1 + max((0 if p in self._shared else self._depth[p] for p in below), default=0)
        self._depth[node.place] = depth
        if node.op not in _PLAIN and (uses > 1 or depth > DEEPEST):
            self._shared.add(node.place)

    def _steps(self, needed: list[int]) -> list[list[pl.Expr]]:
        last = max((self._level[n.place] for n in self.outputs.values()), default=0)
        last = max(last, max((self._level[p] + 1 for p in self._shared), default=0))
        until: dict[str, int] = {}  # column → the last step that reads it
        made: list[list[int]] = [[] for _ in range(last + 1)]
        for place in sorted(self._shared):
            made[self._level[place]].append(place)
            self._note(place, self._level[place], until)
        for node in self.outputs.values():
            self._note(node.place, last, until, itself=True)
        steps = []
        there = {name for name in until if not name.startswith("\0")}
        for level in range(last):
            kept = sorted(name for name in there if until[name] > level)
            new = [self._expression(place, own=True).alias(_name(place)) for place in made[level]]
            steps.append([*map(pl.col, kept), *new])
            there = {*kept, *(_name(place) for place in made[level])}
        steps.append([self._expression(node.place).alias(name) for name, node in self.outputs.items()])
        return steps

    def _note(self, place: int, level: int, until: dict[str, int], itself: bool = False) -> None:
        """Note what an expression calculated on ``level`` reads."""
        waiting = [place] if itself else places_below(self.nodes.all[place])
        if not itself and self.nodes.all[place].op in ("truth_column", "words", "given"):
            until[self.nodes.all[place].args[0]] = max(level, until.get(self.nodes.all[place].args[0], 0))
        while waiting:
            at = waiting.pop()
            node = self.nodes.all[at]
            if at in self._shared:
                until[_name(at)] = max(level, until.get(_name(at), 0))
            elif node.op in ("column", "truth_column", "words", "given"):
                until[node.args[0]] = max(level, until.get(node.args[0], 0))
            else:
                waiting += places_below(node)

    def _expression(self, place: int, own: bool = False) -> pl.Expr:
        node = self.nodes.all[place]
        if place in self._shared and not own:
            return pl.col(_name(place))
        return EXPRESSIONS[node.op](node, self._argument(node))

    def _argument(self, node: Node):
        """Arguments as expressions, brought to 128 bits where the result, or the other side, needs them."""
        below = [self.nodes.all[p] for p in places_below(node)]
        wide = (node.wide or any(n.wide for n in below)) and not node.truth or node.op == "compare" and any(n.wide for n in below)

        def argument(place: int) -> pl.Expr:
            found = self._expression(place)
            own = self.nodes.all[place]
            return found.cast(pl.Int128) if wide and not own.wide and not own.truth else found

        return argument


def _name(place: int) -> str:
    return f"\0{place}"
