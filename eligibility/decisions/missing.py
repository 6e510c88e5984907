"""Which blanks stand between an undetermined award and a decision.

A set of blanks *could make it eligible* when values exist for just these, the
others staying blank, under which the award is surely eligible. Candidate
values are those at which a test can turn: the options of a choice, the bound
of a comparison and its two neighbours, the ends of the range. Every set that
is named has been tried on the engine.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.values import BLANK
from ..plan.operations import Operation
from .candidates import candidate_values
from .decision import Missing
from .shown_values import slot_name
from .row_candidates import MOST_ROWS, blank_cells, candidate_rows, completed_rows

#: blanks up to which every subset is considered
EXACT_UP_TO = 12
#: runs of the engine spent on one award
MOST_RUNS = 4000
#: blanks for which one set that would do is still looked for
MOST_BLANKS = 300
#: operations looked at in all searches for one enterprise: some seconds at most, which only hostile rules need
MOST_WORK = 10_000_000
#: empty cells of a list that are named
MOST_CELLS = 6
_FILLABLE = ("fact", "paid_ever", "paid_sum", "definition")


class Work:
    """What may still be spent on one enterprise; which slots were found blank is remembered here."""

    def __init__(self, most: int = MOST_WORK):
        self.left = most
        self._of_rows: int | None = None
        self.blank: dict[tuple, bool] = {}

    def of_rows(self, engine: ScalarEngine, inputs: list) -> int:
        """What is calculated for each row of the lists given."""
        if self._of_rows is None:
            rows = sum(len(value) for value in inputs if isinstance(value, list))
            self._of_rows = rows and rows * sum(op.scope is not None for op in engine.operations)
        return self._of_rows


def missing_of(trace: Trace, status: int, work: Work | None = None) -> Missing:
    """The missing sets of the undetermined status operation ``status``; once ``work`` is spent, none are named."""
    work = work or Work()
    if work.left <= 0:
        return Missing((), False)
    search = _Search(trace, status, work)
    if not search.blanks:
        return Missing()
    refuse = [slot for slot in search.blanks if search.can_refuse(slot)]
    sets, exact = search.smallest_sets() if len(search.blanks) <= EXACT_UP_TO else search.greedy_set()
    name = search.names
    return Missing(tuple(dict.fromkeys(tuple(dict.fromkeys(name[s] for s in chosen)) for chosen in sets)),
                   exact and not search.spent, tuple(dict.fromkeys(name[s] for s in refuse)))


class _Row(NamedTuple):
    """A group of a condition, or a leaf, which has no arguments but a ``value``, and a ``place`` in the rows of traces."""

    index: int
    op: Operation
    args: tuple[int, ...]
    value: bool | None
    below: frozenset[int]
    place: int | None


class _Search:
    def __init__(self, trace: Trace, status: int, work: Work):
        self.work = work
        self.trace = trace.engine.part([status], trace.inputs)
        self.engine: ScalarEngine = self.trace.engine
        self.inputs = self.trace.inputs
        self.status = status
        self.runs = 0
        self.rows: dict[int, list] = {}  # records slot → rows to try
        self.order: list[int] = []  # operations of the condition, arguments first
        self.slots_below: dict[int, frozenset[int]] = {}
        self._walk(self.engine.target(status))
        self.blanks = sorted(self.slots_below[self.engine.target(status)])
        self.names = {s: self._name(s) for s in self.blanks}
        self.skeleton = self._skeleton(self.engine.target(status))
        self.cost = len(self.engine.positions) + 1 + work.of_rows(self.engine, self.inputs)  # of one run
        work.left -= len(self.order)

    @property
    def spent(self) -> bool:
        return self.runs >= MOST_RUNS or self.work.left <= 0

    # ------------------------------------------------------------ what rests on what

    def _walk(self, index: int) -> frozenset[int]:
        """Blank slots below an operation."""
        if index in self.slots_below:
            return self.slots_below[index]
        engine, slot = self.engine, self.engine.slot_of.get(index)
        if slot is not None:
            kind, given = engine.slots[slot], self.inputs[slot]
            key = kind.kind, kind.key
            if key not in self.work.blank:
                self.work.blank[key] = kind.kind in _FILLABLE and (_same(given, kind.blank) or _has_blank_cells(given, engine, kind.operation))
            below = frozenset([slot]) if self.work.blank[key] else frozenset()
        elif index in engine.constants:
            below = frozenset()
        else:
            below = frozenset().union(*(self._walk(engine.target(a)) for a in engine.operations[index].args))
        self.slots_below[index] = below
        self.order.append(index)
        return below

    def _name(self, slot: int) -> str:
        """The blank in words; of a list with empty cells, the cells."""
        kind = self.engine.slots[slot]
        name = slot_name(kind, self.engine.operations[kind.operation])
        if not isinstance(self.inputs[slot], list):
            return name
        cells = blank_cells(self.engine, kind.operation, self.order, self.inputs[slot])
        more = f"等 {len(cells)} 处" if len(cells) > MOST_CELLS else ""
        return name + "（" + "，".join(f"第{row + 1}行的{column}" for row, column in cells[:MOST_CELLS]) + more + "）"

    def _skeleton(self, root: int) -> list[_Row]:
        """The groups from the leaves up; arguments are numbers of rows."""
        rows: list[_Row] = []
        number: dict[int, int] = {}
        engine = self.engine

        def visit(index: int) -> int:
            if index in number:
                return number[index]
            op = engine.operations[index]
            group = op.op in ("all", "any", "not", "at_least") or (op.op == "is" and engine.operations[op.args[0]].unit == "bool")
            group = group and self.slots_below[index] and index not in engine.slot_of
            args = tuple([visit(engine.target(a)) for a in op.args]) if group else ()
            number[index] = len(rows)
            rows.append(_Row(index, op, args, None if args else self.trace.raw(index), self.slots_below[index],
                             engine.positions.get(engine.same.get(index, index))))
            return number[index]

        visit(root)
        return rows

    def could_come_out(self, chosen: frozenset[int], trace: Trace | None = None) -> tuple[bool, bool]:
        """Whether the condition could come out true, and false, if every test that ``chosen`` touches can be settled at will.

        The other tests are as in ``trace``, or as they are given. Necessary for
        a set, and quick; the engine has the last word.
        """
        self.work.left -= len(self.skeleton)
        yes: list[bool] = []  # by row: whether it could hold
        no: list[bool] = []
        for index, op, args, value, below, place in self.skeleton:
            if not args:
                if trace is not None and below:
                    value = trace.raw(index) if place is None else trace.row[place]
                free = value is None and not below.isdisjoint(chosen)
                true, false = value is True or free, value is False or free
            elif op.op == "all":
                true, false = all([yes[a] for a in args]), any([no[a] for a in args])
            elif op.op == "any":
                true, false = any([yes[a] for a in args]), all([no[a] for a in args])
            elif op.op == "at_least":
                n = op.data[0]
                true, false = sum([yes[a] for a in args]) >= n, sum([no[a] for a in args]) > len(args) - n
            else:
                turned = op.op == "not" or op.data == ["否"]
                true, false = (no[args[0]], yes[args[0]]) if turned else (yes[args[0]], no[args[0]])
            yes.append(true)
            no.append(false)
        return yes[-1], no[-1]

    # -------------------------------------------------------------------- the search

    def smallest_sets(self) -> tuple[list[tuple[int, ...]], bool]:
        """Every set none of whose parts would do, smallest first."""
        found: list[frozenset[int]] = []
        for size in range(1, len(self.blanks) + 1):
            for chosen in combinations(self.blanks, size):
                if self.spent:
                    return [tuple(sorted(f)) for f in found], False
                self.work.left -= len(found) + 1
                group = frozenset(chosen)
                if any(f <= group for f in found) or not self.could_come_out(group)[0]:
                    continue
                if self.settle(list(chosen), list(self.inputs)):
                    found.append(group)
        return [tuple(sorted(f)) for f in found], True

    def greedy_set(self) -> tuple[list[tuple[int, ...]], bool]:
        """One set that would do, made smaller blank by blank; there may be smaller ones."""
        witness = self.settle(self.blanks, list(self.inputs)) if len(self.blanks) <= MOST_BLANKS else None
        if not witness:
            return [], False
        kept = list(self.blanks)
        for slot in self.blanks:
            if self.spent:
                break
            trial = list(witness)
            trial[slot] = self.inputs[slot]
            if self._run(trial).raw(self.status) is True:
                witness, kept = trial, [s for s in kept if s != slot]
        return [tuple(kept)], False

    def can_refuse(self, slot: int) -> bool:
        """Whether this blank alone can make the award ineligible."""
        if not self.could_come_out(frozenset([slot]))[1]:
            return False
        for value in self.candidates(slot, self.trace):
            if self.work.left <= 0:
                break
            trial = list(self.inputs)
            trial[slot] = value
            if self._run(trial).raw(self.status) is False:
                return True
        return False

    def settle(self, slots: list[int], inputs: list) -> list | None:
        """Values for ``slots`` under which the award is eligible, as inputs; depth first, refusals cut off."""
        if not slots or self.spent:
            return None
        slot, rest = slots[0], slots[1:]
        trace = self.engine.rerun(inputs)
        trials = (self._tried(slot, value, inputs) for value in self.candidates(slot, trace))
        if not rest or self.could_come_out(frozenset([slot]), trace)[0]:  # one value may do: each is tried before the rest is
            open_ones = []
            for trial, found in trials:
                if found.raw(self.status):
                    return trial
                open_ones.append((trial, found))
            trials = iter(open_ones if rest else ())
        for trial, found in trials:
            if self.could_come_out(frozenset(rest), found)[0]:
                done = self.settle(rest, trial)
                if done:
                    return done
        return None

    def _tried(self, slot: int, value, inputs: list) -> tuple[list, Trace]:
        """The inputs with ``value`` in a slot, and their run."""
        trial = list(inputs)
        trial[slot] = value
        return trial, self._run(trial)

    def _run(self, inputs: list) -> Trace:
        self.runs += 1
        self.work.left -= self.cost
        return self.engine.rerun(inputs)

    # ---------------------------------------------------------------- candidate values

    def candidates(self, slot: int, trace: Trace) -> list:
        """Values of a blank at which some test of the condition can turn."""
        engine = self.engine
        self.work.left -= len(self.order)
        kind = engine.slots[slot]
        if engine.operations[kind.operation].unit != "records":
            return candidate_values(trace, slot, self.order, self.slots_below)
        if slot not in self.rows:
            given = self.inputs[slot]
            self.work.left -= MOST_ROWS * len(given or ())
            if self.work.left <= 0:
                return []
            self.rows[slot] = (candidate_rows(engine, self.trace, kind.operation, self.order) if given is None else
                               completed_rows(engine, self.trace, kind.operation, self.order, given))
        return self.rows[slot]


def _same(value, blank) -> bool:
    return value is blank or (value is None and blank is None) or value is BLANK


def _has_blank_cells(rows, engine: ScalarEngine, records: int) -> bool:
    """Whether some row has no value for a column that some condition looks at."""
    if not isinstance(rows, list):
        return False
    columns = {op.data[0] for op in engine.operations if op.op.startswith("column") and op.scope == records}
    return any(column not in row for row in rows for column in columns)
