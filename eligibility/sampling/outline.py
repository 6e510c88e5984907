"""What a population has to state, and around what: taken from the plan alone, before anything is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ..decisions.evidence import operations_below
from ..engines.scalar.engine import ScalarEngine
from ..language.fact import Fact
from ..plan.facts import fact_span
from ..plan.operations import COMPARISONS
from .edges import Edge, edges_of
from .leaf import Leaf, fact_of, leaf_of

#: around what sizes lie that the plan compares with nothing: 分, pieces, numbers, fractions
_USUAL = {"money": 2 * 10**9, "count": 20, "number": 100, "ratio": 0.2}
_MEASURED = ("money", "count", "number", "ratio")


@dataclass(slots=True)
class Outline:
    """``order``: the leaves of enterprises, those that others are placed by first; ``columns``: records fact → its leaves.

    ``edges`` of a leaf need only what stands before it. ``typical``: fact or
    (records, column) → its usual true size. ``wholes``: leaf → the leaf that it
    is a share of. ``named``: leaf → options and answers that conditions ask
    for, as often as they do. ``awards``: what may have been paid before.
    """

    engine: ScalarEngine
    order: list[Leaf] = field(default_factory=list)
    columns: dict[str, list[Leaf]] = field(default_factory=dict)
    edges: dict[Leaf, list[Edge]] = field(default_factory=dict)
    typical: dict[Leaf, float] = field(default_factory=dict)
    wholes: dict[Leaf, Leaf] = field(default_factory=dict)
    named: dict[Leaf, list[str]] = field(default_factory=dict)
    awards: list[tuple[str, str]] = field(default_factory=list)

    def fact(self, leaf: Leaf) -> Fact:
        return fact_of(self.engine.plan.vocabulary, leaf)


def outline_of(engine: ScalarEngine, all_facts: bool = False) -> Outline:
    """The facts that the documents of ``engine`` ask for in its years; with ``all_facts`` the whole vocabulary."""
    below = operations_below(engine, engine.roots())
    asked = _asked(engine, below)
    if all_facts:
        asked |= _everything(engine, asked)
    vocabulary = engine.plan.vocabulary
    outline = Outline(engine)
    rank = _ranks(engine, below)
    leaves = sorted(asked, key=rank)
    outline.order = [leaf for leaf in leaves if not isinstance(leaf[1], str) and vocabulary[leaf[0]].type != "records"]
    for name in dict.fromkeys(name for name, _ in leaves if vocabulary[name].type == "records"):
        outline.columns[name] = [leaf for leaf in leaves if leaf[0] == name and leaf[1] is not None]
    found = defaultdict(list)
    for edge in edges_of(engine):
        if all(_together(edge.leaf, other) and rank(other) < rank(edge.leaf) for other in edge.at.leaves):
            found[edge.leaf].append(edge)
    outline.edges = dict(found)
    outline.named = _named(engine, below)
    outline.wholes = {part: whole for part, whole in _shares(engine, below) if rank(whole) < rank(part)}
    outline.typical = _typical(outline, leaves)
    outline.awards = _awards(engine)
    return outline


def _asked(engine: ScalarEngine, below: list[int]) -> set[Leaf]:
    found = {slot.key for slot in engine.slots if slot.kind == "fact"}
    for index in below:
        op = engine.operations[index]
        if op.scope is not None:
            leaf = leaf_of(engine, op)
            found |= {leaf} if leaf is not None and isinstance(leaf[1], str) else set()
        if op.op == "for_each":
            records = engine.operations[engine.target(op.args[0])]
            found |= {(records.data[0], column) for column in op.data[0]} if records.op == "records" else set()
    return found


def _everything(engine: ScalarEngine, asked: set[Leaf]) -> set[Leaf]:
    year = engine.selection.policy_year
    years = {part for _, part in asked if isinstance(part, int)} or {year - 1, year}
    found: set[Leaf] = set()
    for fact in engine.plan.vocabulary.values():
        if fact.role not in ("name", "code"):
            found |= {(fact.name, y) for y in years} if fact.per_year else {(fact.name, None)}
            found |= {(fact.name, column) for column in fact.columns}
    return found


def _ranks(engine: ScalarEngine, below: list[int]):
    """The order of drawing: the founding day, then what others are divided by most, then the vocabulary; years as they come."""
    divided: dict[str, int] = defaultdict(int)
    for index in below:
        op = engine.operations[index]
        if op.op == "div":
            for name in {leaf_of(engine, engine.operations[i])[0] for i in operations_below(engine, [op.args[1]])
                         if engine.operations[i].op == "fact"}:
                divided[name] += 1
    vocabulary = engine.plan.vocabulary
    place = {name: (vocabulary[name].role != "founded", -divided[name], i) for i, name in enumerate(vocabulary)}
    column = {(name, c): i for name, fact in vocabulary.items() for i, c in enumerate(fact.columns)}

    def rank(leaf: Leaf) -> tuple:
        name, part = leaf
        return (*place[name], column[leaf] if isinstance(part, str) else part or 0)

    return rank


def _together(leaf: Leaf, other: Leaf) -> bool:
    """Whether both are known where one is placed: columns only within their row."""
    in_rows = isinstance(leaf[1], str), isinstance(other[1], str)
    return in_rows == (False, False) or (in_rows == (True, True) and leaf[0] == other[0])


def _named(engine: ScalarEngine, below: list[int]) -> dict[Leaf, list[str]]:
    found = defaultdict(list)
    for index in below:
        op = engine.operations[index]
        if op.op in ("is", "one_of"):
            leaf = leaf_of(engine, engine.operations[engine.target(op.args[0])])
            if leaf is not None:
                found[leaf] += op.data
    return dict(found)


def _shares(engine: ScalarEngine, below: list[int]) -> Iterable[tuple[Leaf, Leaf]]:
    """(part, whole) where the plan asks what share of one fact another of the same year is, and never for more than all of it."""
    edges = defaultdict(list)
    for edge in edges_of(engine):
        edges[edge.comparison].append(edge)
    found: dict[tuple[Leaf, Leaf], bool] = {}
    for index in below:
        op = engine.operations[index]
        share = engine.operations[engine.target(op.args[0])] if op.op in COMPARISONS else op
        if share.op != "div" or op.op not in COMPARISONS:
            continue
        over, under = (engine.operations[engine.target(i)] for i in share.args)
        part, whole = leaf_of(engine, over), leaf_of(engine, under)
        if over.unit == under.unit and part and whole and part[0] != whole[0] and part[1] == whole[1]:
            one = {whole: np.ones(1)}
            most = [float(np.max(e.at.of(one))) for e in edges[index] if e.leaf == part and e.at.leaves <= {whole}]
            found[part, whole] = found.get((part, whole), True) and max(most, default=0) <= 1
    return [pair for pair, within in found.items() if within]


def _typical(outline: Outline, leaves: list[Leaf]) -> dict[Leaf, float]:
    """The middle of what each is compared with, once what it is compared by has its own usual size."""
    found: dict[Leaf, float] = {}
    sizes: dict[Leaf, float] = {}
    groups: dict[Leaf, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        groups[leaf if isinstance(leaf[1], str) else (leaf[0], None)].append(leaf)
    for group, members in groups.items():
        fact = outline.fact(group)
        if fact.type not in _MEASURED:
            continue
        bounds = []
        for edge in (edge for leaf in members for edge in outline.edges.get(leaf, ())):
            own = [leaf for leaf in edge.at.leaves if leaf in members]  # of a sum over years each has its part
            if all(leaf in sizes or leaf in own for leaf in edge.at.leaves):
                cells = {leaf: np.full(1, 0.0 if leaf in own else sizes[leaf]) for leaf in edge.at.leaves}
                bounds += [b / (len(own) + 1) for b in np.ravel(edge.at.of(cells)) if np.isfinite(b) and b > 0]
        low, high = map(float, fact_span(fact))
        usual = float(np.exp(np.median(np.log(bounds)))) if bounds else _USUAL[fact.type]
        found[group] = min(max(usual, low), high)
        sizes |= dict.fromkeys(members, found[group])
    return found


def _awards(engine: ScalarEngine) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for slot in engine.slots:
        if slot.kind in ("paid_ever", "paid_sum"):
            policy, names = slot.key
            found |= dict.fromkeys((policy, name) for name in ([names] if isinstance(names, str) else names))
    return list(found)
