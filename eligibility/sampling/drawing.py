"""The values of one leaf for a block of enterprises or rows: drawn around what is usual, from how large and how old it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from ..language.fact import Fact
from ..profiles.population.slice import dtype_of, scale_of
from . import identity
from .edges import Edge
from .leaf import Leaf
from .outline import Outline
from .placing import place, span

if TYPE_CHECKING:
    import polars as pl

BLANK = 0.03  # of all cells
NONE = 0.15  # of the facts that may be 无
AT_LEAST = 0.02  # of all sizes are the least there can be: mostly 0
NEGATIVE = 0.2  # of what may be negative
ASKED_FOR = 0.8  # of yes or no: the answer that conditions ask for; of options: those they name

_SPREAD = {"money": 1.3, "count": 1.0, "number": 0.8, "ratio": 0.6}  # of logarithms
_STEP = {"money": 10**4, "number": 10**4, "ratio": 10**4}  # sizes are multiples of 100元, 0.01, 0.01%
_NARROW = 100  # declared ranges up to so wide are drawn evenly
_RECENT, _LONG, _AHEAD = 6 * 365, 25 * 365, 3 * 365  # days: events, foundings, validity to come


@dataclass(slots=True)
class Firms:
    """What the facts of an enterprise have in common, and what was drawn of it so far.

    ``size`` (standard normal) and ``growth`` (a year, of logarithms) drive all
    sizes; both are 0 for rows of records. ``counted``: how many, from the first,
    are counted as written. ``cells``: true values, nan for 无.
    """

    count: int
    counted: int
    size: np.ndarray
    growth: np.ndarray
    cells: dict[Leaf, np.ndarray] = field(default_factory=dict)
    own: dict[str, np.ndarray] = field(default_factory=dict)  # fact → what makes it larger or smaller than the size says


class Drawn(NamedTuple):
    """``column`` as in a slice, null for blanks and 无; ``none``: whose is 无 (None where nobody's may be).

    Of those that are counted: ``cells``, how many are ``blanks``, and of facts
    with edges how many are not (``edged``) and lie at one (``placed``).
    """

    column: "pl.Series"
    none: np.ndarray | None
    cells: int
    blanks: int
    edged: int = 0
    placed: int = 0


class Stream:
    """Random numbers of one block; each purpose has its own, so that a fact more or less changes no other."""

    def __init__(self, seed: int, block: int):
        self.seed, self.block = seed, block

    def of(self, *purpose: object) -> np.random.Generator:
        return np.random.default_rng((self.seed, self.block, crc32(" ".join(map(str, purpose)).encode())))


def firms(count: int, counted: int, stream: Stream) -> Firms:
    """As many enterprises with nothing drawn yet but how large they are and how fast they grow."""
    rng = stream.of("firms")
    return Firms(count, counted, rng.standard_normal(count), 0.08 + 0.18 * rng.standard_normal(count))


def rows(count: int, counted: int) -> Firms:
    """Rows of records: not driven by anything in common."""
    return Firms(count, counted, np.zeros(count), np.zeros(count))


def draw(outline: Outline, leaf: Leaf, group: Firms, boundary: float, stream: Stream, stated: np.ndarray | None = None) -> Drawn:
    """One column; its true values go to ``group.cells`` for those that are placed by it. It has a value for all of ``stated``."""
    fact, rng = outline.fact(leaf), stream.of("values", *leaf)
    blank = rng.random(group.count) < BLANK
    none = rng.random(group.count) < NONE if fact.none is not None else None
    if stated is not None:
        blank &= ~stated
        none = None if none is None else none & ~stated
    if fact.type in ("yes_no", "choice", "text", "code"):
        missing = blank if none is None else blank | none
        return Drawn(_words(outline, leaf, fact, group, missing, rng), _known(none, blank), group.counted, _count(blank, group))
    values = _days(outline, leaf, fact, group, rng) if fact.type in ("date", "year") else _sizes(outline, leaf, fact, group, stream, rng)
    placed = place(outline, leaf, values, group.cells, boundary, rng)
    if none is not None:
        none &= ~placed
    group.cells[leaf] = values / scale_of(fact) if none is None else np.where(none, np.nan, values / scale_of(fact))
    missing = blank if none is None else blank | none
    edged = _count(~blank, group) if outline.edges.get(leaf) else 0
    return Drawn(_column(values, missing), _known(none, blank), group.counted, _count(blank, group), edged, _count(placed & ~blank, group))


def _count(which: np.ndarray, group: Firms) -> int:
    return int(which[: group.counted].sum())


def _known(none: np.ndarray | None, blank: np.ndarray) -> np.ndarray | None:
    return None if none is None else none & ~blank


def _column(values: np.ndarray, missing: np.ndarray) -> "pl.Series":
    import polars as pl
    import pyarrow as pa

    return pl.from_arrow(pa.array(values, mask=missing))


def _words(outline: Outline, leaf: Leaf, fact: Fact, group: Firms, missing: np.ndarray, rng) -> "pl.Series":
    """Answers, options, texts and codes: those that conditions name more often than the others."""
    import polars as pl

    named = outline.named.get(leaf, [])
    if fact.type == "yes_no":
        wanted = {("是",): ASKED_FOR, ("否",): 1 - ASKED_FOR}.get(tuple(sorted(set(named))), 0.5)
        return _column(rng.random(group.count) < wanted, missing)
    if fact.type == "code":
        found = identity.codes(rng.integers(0, identity.MOST, group.count), mark="X")
        return found.zip_with(pl.Series(~missing), pl.Series([None], dtype=pl.String))
    words = list(fact.options) or [*dict.fromkeys(named), *(f"虚构{fact.name}{mark}" for mark in "甲乙丙")]
    weights = np.full(len(words), (1 - ASKED_FOR if named else 1) / len(words))
    asked = [i for i, word in enumerate(words) if word in named]
    weights[asked] += ASKED_FOR / max(len(asked), 1)
    picked = np.searchsorted(np.cumsum(weights)[:-1], rng.random(group.count)).astype(np.uint32)
    return pl.Series(words, dtype=dtype_of(fact)).gather(_column(picked, missing))


def _sizes(outline: Outline, leaf: Leaf, fact: Fact, group: Firms, stream: Stream, rng) -> np.ndarray:
    """Scaled sizes: log-normal around the usual one, from the size of the enterprise and what is its own; yearly ones grow."""
    scale = scale_of(fact)
    low, high = span(fact)
    drawn = rng.standard_normal(group.count)
    if fact.minimum is not None and fact.maximum is not None and fact.maximum - fact.minimum <= _NARROW and fact.type != "ratio":
        return rng.integers(low, high + 1, group.count) if fact.type == "count" else rng.integers(low, high, group.count) // 10**4 * 10**4
    name, year = leaf
    if isinstance(year, int):
        if name not in group.own:
            group.own[name] = stream.of("own", name).standard_normal(group.count)
        level = 0.9 * group.size + 0.44 * group.own[name]
        years = year - outline.engine.selection.policy_year
        growth = group.growth * years + 0.08 * drawn
    else:
        level, growth = 0.6 * group.size + 0.8 * drawn, 0.0
    usual = outline.typical[leaf if isinstance(year, str) else (name, None)]
    values = usual * np.exp(_SPREAD[fact.type] * level + growth) * scale
    if low < 0:
        values = np.where(rng.random(group.count) < NEGATIVE, -values, values)
    step = _STEP.get(fact.type, 1)
    values = np.clip(np.rint(values / step) * step, low, high)
    if low >= 0:
        values = np.where(rng.random(group.count) < AT_LEAST, low, values)
    whole = group.cells.get(outline.wholes.get(leaf))
    if whole is not None:
        values = np.fmin(values, np.maximum(np.floor(whole * scale), low))
    return values.astype(np.int64)


def _days(outline: Outline, leaf: Leaf, fact: Fact, group: Firms, rng) -> np.ndarray:
    """Ordinals or years: what happened lately, after the founding; ahead of the day where something must still hold on it."""
    selection = outline.engine.selection
    today = selection.as_of.toordinal()
    part = rng.random(group.count)
    if fact.type == "year":
        values = np.floor(selection.policy_year - 5 + 7 * part)
    elif fact.role == "founded":
        values = np.floor(today - _LONG * part)
    else:
        last = today + (_AHEAD if any(_still_on(outline, edge, today) for edge in outline.edges.get(leaf, ())) else 0)
        founded = next((cells for (name, _), cells in group.cells.items() if _is_founding(outline, name)), None)
        first = today - _RECENT if founded is None else np.fmin(np.fmax(founded, today - _RECENT), today)
        values = np.floor(first + (last - first) * part)
    return np.clip(values, *span(fact)).astype(np.int64)


def _is_founding(outline: Outline, name: str) -> bool:
    return outline.engine.plan.vocabulary[name].role == "founded"


def _still_on(outline: Outline, edge: Edge, today: int) -> bool:
    """Whether an edge says that a day must not lie before ``today``."""
    operation = outline.engine.operations[edge.comparison]
    return operation.op in ("ge", "gt") and not edge.at.leaves and float(edge.at.of({})) == today
