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
    """Calculates ``outputs`` (name → node) from a frame that has the columns the nodes read.

    ``there``: nodes that another program has calculated; the frame has them
    under ``name_of``.
    """

    def __init__(self, nodes: Nodes, outputs: dict[str, Node], there: frozenset[int] = frozenset()):
        self.nodes = nodes
        self.outputs = outputs
        self.there = there
        needed = self._needed([node.place for node in outputs.values()])
        uses = Counter(place for at in needed for place in dict.fromkeys(self._below(at)))
        uses.update(node.place for node in outputs.values())
        self._depth: dict[int, int] = {}
        self._level: dict[int, int] = {}
        self._shared: set[int] = set()
        for place in needed:  # places grow from arguments to results
            self._place(nodes.all[place], uses[place])
        self.needed = frozenset(needed)
        self.inputs = frozenset(name for place in needed for name in self._read(place))
        self.steps = self._steps()

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The outputs, one row for each row of ``frame``."""
        frame = frame.select(sorted(self.inputs)) if self.inputs else frame
        for new, done in self.steps:
            frame = frame.with_columns(new).drop(done)
        return frame.with_columns(self._last).select(*self.outputs)  # constants alone would make one row

    def _needed(self, roots: Sequence[int]) -> list[int]:
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += self._below(place)
        return sorted(found)

    def _below(self, place: int) -> list[int]:
        return [] if place in self.there else places_below(self.nodes.all[place])

    def _place(self, node: Node, uses: int) -> None:
        """On which step a node can be calculated, and whether it gets a column of its own."""
        below = self._below(node.place)
        self._level[node.place] = max((self._level[p] + (p in self._shared) for p in below), default=0)
        depth = 1 + max((0 if p in self._shared else self._depth[p] for p in below), default=0)
        self._depth[node.place] = depth
        if node.op not in _PLAIN and node.place not in self.there and (uses > 1 or depth > DEEPEST):
            self._shared.add(node.place)

    def _steps(self) -> list[tuple[list[pl.Expr], list[str]]]:
        """The columns that each step adds, and those that no later one reads."""
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
        for level in range(last):
            new = [self._expression(place, own=True).alias(name_of(place)) for place in made[level]]
            steps.append((new, [name for name, at in until.items() if at == level]))
        self._last = [self._expression(node.place).alias(name) for name, node in self.outputs.items()]
        return steps

    def _read(self, place: int) -> list[str]:
        """The columns of the frame that a node by itself reads."""
        node = self.nodes.all[place]
        if place in self.there:
            return [name_of(place)]
        return [node.args[0]] if node.op in ("column", "truth_column", "words", "given") else []

    def _note(self, place: int, level: int, until: dict[str, int], itself: bool = False) -> None:
        """Note what an expression calculated on ``level`` reads."""
        waiting = [place] if itself else self._below(place)
        names = [] if itself else self._read(place)
        while waiting:
            at = waiting.pop()
            if at in self._shared:
                names.append(name_of(at))
            else:
                names += self._read(at)
                waiting += self._below(at)
        for name in names:
            until[name] = max(level, until.get(name, 0))

    def _expression(self, place: int, own: bool = False) -> pl.Expr:
        node = self.nodes.all[place]
        if place in self.there or (place in self._shared and not own):
            return pl.col(name_of(place))
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


def name_of(place: int) -> str:
    """The column of a node that is shared."""
    return f"\0{place}"
