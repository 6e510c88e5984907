"""Some values of a leaf moved to where comparisons turn: just under, onto and just over."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..language.fact import Fact
from ..plan.facts import fact_span
from ..profiles.population.slice import scale_of
from .edges import Cells, Edge
from .leaf import Leaf
from .outline import Outline

_TRIES = 3


def place(outline: Outline, leaf: Leaf, values: np.ndarray, cells: Cells, boundary: float, rng) -> np.ndarray:
    """Move a share of the scaled ``values`` to edges, which may rest on ``cells``; says which were moved.

    Each comparison has an equal part, and each of its edges of that. An edge
    beyond the range of the fact is tried again with others, in the end with fixed ones.
    """
    placed = np.zeros(values.size, bool)
    edges = outline.edges.get(leaf, [])
    if not edges:
        return placed
    fact = outline.fact(leaf)
    scale, (low, high) = scale_of(fact), span(fact)
    whole = cells.get(outline.wholes.get(leaf))
    fixed = [edge for edge in edges if not edge.at.leaves]
    left = np.flatnonzero(rng.random(values.size) < boundary)
    for attempt in range(_TRIES):
        among = fixed if attempt == _TRIES - 1 else edges
        if not among or not left.size:
            break
        at = _at(among, left, cells, rng) * scale
        at = np.rint(at) + rng.integers(-1, 2, left.size)
        fits = (at >= low) & (at <= high)
        if whole is not None:
            fits &= ~(at > whole[left] * scale)
        values[left[fits]] = at[fits].astype(np.int64)
        placed[left[fits]] = True
        left = left[~fits]
    return placed


def _at(edges: list[Edge], rows_: np.ndarray, cells: Mapping[Leaf, np.ndarray], rng) -> np.ndarray:
    """For each of ``rows_`` where one of the edges lies, nan where it lies nowhere."""
    number = [edge.comparison for edge in edges]
    weights = np.array([1 / number.count(comparison) for comparison in number])
    picked = np.searchsorted(np.cumsum(weights)[:-1], rng.random(rows_.size) * weights.sum())
    constants = np.array([np.nan if edge.at.leaves else float(edge.at.of({})) for edge in edges])
    found = constants[picked]
    for i, edge in enumerate(edges):
        if edge.at.leaves:
            which = np.flatnonzero(picked == i)
            found[which] = edge.at.of(_Some(cells, rows_[which]))
    return found


class _Some(Mapping):
    """Some rows of the cells."""

    def __init__(self, cells: Mapping[Leaf, np.ndarray], at: np.ndarray):
        self.cells, self.at = cells, at

    def __getitem__(self, leaf: Leaf) -> np.ndarray:
        return self.cells[leaf][self.at]

    def __iter__(self):
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def span(fact: Fact) -> tuple[int, int]:
    """The least and the most that a fact can be, scaled as in a slice."""
    low, high = fact_span(fact)
    return int(low * scale_of(fact)), int(high * scale_of(fact))
