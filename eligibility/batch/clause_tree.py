"""The clauses of an award as a tree over the bits of the masks: what each verdict is made of, and which facts it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..decisions.shown_values import slot_name
from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.inputs import Slot
from ..engines.scalar.values import BLANK, Interval
from ..profiles.ledger import LABEL as PAID
from .columns import Bit
from .folder import CLAUSES, Folder

GROUPS = ("all", "any", "not", "at_least", "same")
Key = tuple[str, int | None]  # a fact and its year; past payments are one list, (已兑现, None)


class Rests(NamedTuple):
    """What a value rests on: ``facts`` that an enterprise states, ``rules`` numbers and standards that nobody found.

    ``settles``: once all the facts are known in full it is surely known.
    """

    facts: frozenset[Key]
    rules: frozenset[str]
    settles: bool


class Row(NamedTuple):
    """A verdict: a group of rows (``args`` are their numbers), or a test, which has none and ``rests`` on facts."""

    operation: int
    kind: str  # of GROUPS, or test
    args: tuple[int, ...]
    need: int
    bit: Bit | None  # None: nobody ever knows it
    rests: Rests | None


@dataclass(slots=True)
class Tree:
    """``rows``: arguments before use, the last the award's status. ``parts``: rows that all must hold, nested *all* opened.

    ``below[i]``: the bits of row ``i`` and of all rows it is made of, by mask.
    """

    rows: list[Row] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    below: list[dict[int, int]] = field(default_factory=list)


class Clauses:
    """Trees of the awards of one policy; ``bits`` as the masks have them, ``nothing_given`` a run on no facts."""

    def __init__(self, engine: ScalarEngine, bits: Sequence[Bit], nothing_given: Trace):
        self.engine, self.nothing_given = engine, nothing_given
        self.bit = {engine.same.get(b.operation, b.operation): b for b in bits}  # a run of fewer policies may call it otherwise
        self._rests: dict[int, Rests] = {}

    def tree(self, status: int) -> Tree:
        """The tree of a status, or of any other verdict that has a bit."""
        tree, number = Tree(), {}
        root = self._add(status, tree, number)
        tree.parts = list(dict.fromkeys(self._parts(root, tree)))
        return tree

    def _add(self, index: int, tree: Tree, number: dict[int, int]) -> int:
        target = self.engine.target(index)
        if target in number:
            return number[target]
        kind, args, need = self._shape(target)
        parts = tuple([self._add(a, tree, number) for a in args])
        bit = self.bit.get(self._same(target))
        below = {} if bit is None else {bit.mask: 1 << bit.bit}
        for part in parts:
            for mask, bits in tree.below[part].items():
                below[mask] = below.get(mask, 0) | bits
        number[target] = len(tree.rows)
        tree.rows.append(Row(index, kind, parts, need, bit, None if parts else self.rests(target)))
        tree.below.append(below)
        return number[target]

    def _same(self, target: int) -> int:
        return self.engine.same.get(target, target)

    def _shape(self, target: int) -> tuple[str, tuple[int, ...], int]:
        """What kind of verdict it is, and of what it is made; a test where a part of it has no bit of its own."""
        engine, op = self.engine, self.engine.operations[target]
        kind, need = op.op, 0
        if op.op == "at_least":
            need = op.data[0]
        elif op.op == "is" and engine.operations[op.args[0]].unit == "bool":
            kind = "same" if op.data == ["是"] else "not" if op.data == ["否"] else "test"
        if kind not in GROUPS or not op.args or not all(self._is_verdict(engine.target(a)) for a in op.args):
            return "test", (), 0
        return kind, op.args, need

    def _is_verdict(self, target: int) -> bool:
        """Whether it has a bit, or is never known; a fact may also be 无, so that its denial is not the other way round."""
        op = self.engine.operations[target]
        return op.op == "unknown" or op.op not in ("fact", "version") and self._same(target) in self.bit

    def _parts(self, row: int, tree: Tree) -> list[int]:
        found = tree.rows[row]
        if found.kind not in ("all", "same") or self.engine.operations[self.engine.target(found.operation)].word == "在":  # two days, one test
            return [row]
        return [part for arg in found.args for part in self._parts(arg, tree)]

    # ------------------------------------------------------------- what a value rests on

    def rests(self, index: int) -> Rests:
        """The facts below an operation, and whether knowing them is enough."""
        target = self.engine.target(index)
        if target not in self._rests:
            self._rests[target] = self._rests_of(target)
        return self._rests[target]

    def _rests_of(self, root: int) -> Rests:
        engine = self.engine
        facts: set[Key] = set()
        rules: set[str] = set()
        settles, seen, waiting = True, set(), [root]
        while waiting:
            index = engine.target(waiting.pop())
            if index in seen or self._known_constant(index):
                continue
            seen.add(index)
            op, slot = engine.operations[index], engine.slot_of.get(index)
            if slot is not None:
                key = fact_of(engine.slots[slot])
                if key is not None:
                    facts.add(key)
                elif engine.slots[slot].kind != "reading":
                    rules.add(slot_name(engine.slots[slot], op))
            elif op.op == "unknown":
                rules.add(str(op.data[0]).rstrip("。") or op.label or "")
            elif op.op == "div":
                divisor = engine.operations[engine.target(op.args[1])]
                settles = settles and (divisor.low > 0 or divisor.high < 0)  # by 0 nothing is known
            waiting += op.args
        return Rests(frozenset(facts), frozenset(rules), settles and not rules)

    def _known_constant(self, index: int) -> bool:
        """Whether the rules alone settle a value."""
        if index not in self.engine.constants:
            return False
        value = self.engine.constants[index]
        return value is not None and value is not BLANK and not isinstance(value, Interval)


def clauses_of_policies(engine: ScalarEngine, table: Folder) -> dict[str, Clauses]:
    """The clauses of each policy of a batch. A policy taken over from an earlier batch has its bits where that one had them."""
    import polars as pl

    bits: dict[str, list[Bit]] = {}
    for policy, *bit in pl.read_parquet(table / CLAUSES, columns=["policy", "operation", "mask", "bit"], glob=False).iter_rows():
        bits.setdefault(policy, []).append(Bit(*bit))
    nothing_given = engine.run({})
    return {policy: Clauses(engine, own, nothing_given) for policy, own in bits.items()}


def fact_of(slot: Slot) -> Key | None:
    """The fact that an enterprise would state for a slot; None where it is not the enterprise's to state."""
    if slot.kind == "fact":
        return slot.key
    return (PAID, None) if slot.kind in ("paid_ever", "paid_sum") else None


def fact_words(key: Key) -> str:
    """A fact as people call it: 营业收入（2020年）."""
    name, year = key
    return name if year is None else f"{name}（{year}年）"
