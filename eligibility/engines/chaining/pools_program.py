"""The pools of a document as clauses over text tokens, for engines that chain.

Tokens: ``证12`` the verdict of operation 12 (``证12:名称`` where it has a name),
``未知:库`` that nobody knows the conditions of a pool, ``入:库`` that it may be
entered, ``在:库`` that the enterprise is in it, ``入:库·3`` steps between;
``非:…`` and ``不在:库`` deny. What rests on no pool is one verdict, however
large: the plan has decided it already.
"""

from __future__ import annotations

from typing import NamedTuple

from ...plan.plan import DocumentPlan, PoolPlan
from ...plan.select import Selection
from .layers import layered
from .native import denied_in
from .program import Clause, Program


class Part(NamedTuple):
    """One layer as a program of its own; ``denied``: the denying tokens it reads, to be put in before it runs."""

    program: Program
    denied: dict[str, str]


class PoolsProgram(NamedTuple):
    """``verdicts``: token → operation that decides it; ``inside``: pool → the token that says it is in it.

    Tokens of ``program.given`` without a verdict are unknown for everybody.
    ``stands_for``: step between → the operation it is true with, where there is one.
    """

    program: Program
    verdicts: dict[str, int]
    inside: dict[str, str]
    parts: tuple[Part, ...]
    stands_for: dict[str, int]


def inside_token(pool: str) -> str:
    """The token that says an enterprise is in ``pool``."""
    return f"在:{pool}"


def pools_program(selection: Selection, document: DocumentPlan) -> PoolsProgram:
    """The clauses of all pools of ``document``.

    Raises ValueError where a pool rests on its own denial, or on a number
    made of pools: no plan without errors has either.
    """
    writer = _Writer(selection)
    for pool in document.pools:
        writer.write(pool)
    inside = {pool.name: inside_token(pool.name) for pool in document.pools}
    layers = layered(writer.clauses, inside, writer.denied)
    program = Program(layers, frozenset(writer.given), tuple(inside.values()), writer.denied)
    parts = tuple(
        Part(Program((layer,), program.given, program.goals), denied_in(layer, writer.denied)) for layer in layers
    )
    return PoolsProgram(program, writer.verdicts, inside, parts, writer.stands_for)


class _Writer:
    """Collects the clauses of each pool; a token says one thing wherever it stands."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.operations = selection.plan.operations
        self.on_pools = _resting_on_pools(selection)
        self.clauses: dict[str, list[Clause]] = {}  # pool → its clauses
        self.given: dict[str, None] = {}
        self.verdicts: dict[str, int] = {}
        self.denied: dict[str, str] = {}
        self.stands_for: dict[str, int] = {}
        self.pool, self.steps = "", 0

    def write(self, pool: PoolPlan) -> None:
        """In it: in all of ``after``, not to leave, and recorded in it or to be let in."""
        self.pool, self.steps = pool.name, 0
        self.clauses[pool.name] = []
        if pool.asks is None:
            entered = [f"未知:{pool.name}"]
            self.given[entered[0]] = None
        else:
            entered = [self._condition(pool.asks, True)]
        if pool.member is not None:
            entered.append(self._verdict(pool.member, True))
        needs = [inside_token(name) for name in pool.after]
        if pool.leave is not None:
            needs.append(self._verdict(pool.leave, False))
        entry = f"入:{pool.name}"
        for token in dict.fromkeys(entered):
            self._clause(entry, token)
        self._all([entry, *needs], inside_token(pool.name))

    # -------------------------------------------------------------- conditions

    def _condition(self, index: int, wanted: bool) -> str:
        """The token that holds where operation ``index`` is ``wanted``; no "not" is left but before single tokens."""
        if index not in self.on_pools:
            return self._verdict(index, wanted)
        index = self.selection.target(index)
        op = self.operations[index]
        if op.op == "pool":
            token = inside_token(op.data[1])
            return token if wanted else self._denying(f"不在:{op.data[1]}", token)
        if op.op == "not":
            return self._condition(op.args[0], not wanted)
        if op.op == "is":
            return self._condition(op.args[0], wanted == (op.data[0] == "是"))
        if op.op not in ("all", "any", "at_least"):
            raise ValueError(f"“{op.op}” is no condition that can be chained")
        tokens = [self._condition(arg, wanted) for arg in op.args]
        if op.op == "at_least":
            head = self._step(index if wanted else None)
            self._at_least(op.data[0] if wanted else len(tokens) - op.data[0] + 1, tokens, head)
            return head
        tokens = list(dict.fromkeys(tokens))
        if len(tokens) == 1:
            return tokens[0]
        head = self._step(index if wanted else None)
        if (op.op == "all") == wanted:
            self._all(tokens, head)
        else:
            for token in tokens:
                self._clause(head, token)
        return head

    def _verdict(self, index: int, wanted: bool) -> str:
        label = self.operations[index].label
        token = f"证{index}:{label}" if label else f"证{index}"
        self.given[token] = None
        self.verdicts[token] = index
        return token if wanted else self._denying(f"非:{token}", token)

    def _denying(self, token: str, denies: str) -> str:
        self.denied[token] = denies
        return token

    # ------------------------------------------------- bodies of at most 2 tokens

    def _step(self, stands_for: int | None = None) -> str:
        self.steps += 1
        token = f"入:{self.pool}·{self.steps}"
        if stands_for is not None:
            self.stands_for[token] = stands_for
        return token

    def _clause(self, head: str, *body: str) -> None:
        self.clauses[self.pool].append(Clause(head, body))

    def _all(self, tokens: list[str], head: str) -> None:
        """``head`` where all ``tokens`` hold: the first two, their step and the third, and so on."""
        so_far = tokens[0]
        for token in tokens[1:-1]:
            between = self._step()
            self._clause(between, so_far, token)
            so_far = between
        self._clause(head, *([so_far, tokens[-1]] if len(tokens) > 1 else [so_far]))

    def _at_least(self, least: int, tokens: list[str], head: str) -> None:
        """``head`` where ``least`` of ``tokens`` hold, counted one after the other: few steps where sets of them are many."""
        counts: dict[int, str] = {}  # so many of those before → its step
        for seen, token in enumerate(tokens, start=1):
            grown = {}
            for count in range(max(1, least - len(tokens) + seen), min(least, seen) + 1):
                step = head if count == least else self._step()
                self._clause(step, *([counts[count - 1]] if count > 1 else []), token)
                if count < least and count in counts:
                    self._clause(step, counts[count])
                grown[count] = step
            counts = grown


def _resting_on_pools(selection: Selection) -> set[int]:
    """Operations with a symbolic pool among what they rest on; arguments stand before what reads them."""
    found: set[int] = set()
    for index, op in enumerate(selection.plan.operations):
        read = (selection.aliases[index],) if index in selection.aliases else op.args
        if op.op == "pool" or not found.isdisjoint(read):
            found.add(index)
    return found
