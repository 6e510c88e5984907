"""One policy ready to be tried: the program of its settlement alone, what rests on what, and which values turn it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from ..decisions.candidates import candidate_values
from ..decisions.open_amounts import reachable
from ..decisions.row_candidates import blank_cells, candidate_rows, statements_on
from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.inputs import value_of
from ..engines.scalar.values import BLANK, Interval, ends
from ..language.fact import Fact
from ..plan.facts import fact_span
from ..plan.plan import AwardPlan, DocumentPlan
from ..profiles.values import NONE_VALUE
from .answers import PAID, Key

MOST_READINGS = 5  #: open points of one policy that are all read in both ways
_PAYMENTS = (10**2, 10**13)  # 分 paid before: a little, and more than any limit


class Standing(NamedTuple):
    """One award as far as it is decided; ``low`` and ``high`` are what it pays, in 分."""

    status: bool | None
    low: int
    high: float

    @property
    def settled(self) -> bool:
        return self.status is not None and self.low == self.high


class Board:
    """``order``: the operations of the settlement, arguments first; ``slots_below``: the slots that each rests on."""

    def __init__(self, engine: ScalarEngine, document: DocumentPlan):
        self.document = document
        roots = [document.settle, *(operation for _, operation in document.gates)]
        self.engine = engine.part(roots, engine.bind({})).engine
        self.places = [engine.slot_of[slot.operation] for slot in self.engine.slots]
        self.order: list[int] = []
        self.slots_below: dict[int, frozenset[int]] = {}
        self._walk(self.engine.target(document.settle))
        self.lists: dict[Key, list[list[dict]]] = {}
        self.together = [self._together(position) for position in range(len(document.awards))]
        self.slots: dict[Key, list[int]] = {}
        for number, slot in enumerate(self.engine.slots):
            if number in self.slots_below[self.order[-1]] and (key := _key(slot)) is not None:
                self.slots.setdefault(key, []).append(number)

    def _walk(self, index: int) -> frozenset[int]:
        if index not in self.slots_below:
            slot = self.engine.slot_of.get(index)
            below = frozenset([slot]) if slot is not None else frozenset().union(
                *(self._walk(self.engine.target(a)) for a in self.engine.operations[index].args) if index not in self.engine.constants else ())
            self.slots_below[index] = below
            self.order.append(index)
        return self.slots_below[index]

    # ------------------------------------------------------------------------ trying

    def inputs(self, whole: list) -> list:
        """Inputs of this program from those of the whole engine."""
        return [whole[place] for place in self.places]

    def run(self, inputs: list) -> Trace:
        return self.engine.rerun(inputs)

    def with_value(self, inputs: list, key: Key, value) -> list:
        """The inputs with ``key`` at ``value``: a scaled value, or for 已兑现 a tuple of payments."""
        inputs = list(inputs)
        for slot in self.slots.get(key, ()):
            inputs[slot] = value_of(self.engine.slots[slot], list(value), {}) if key == PAID else value
        return inputs

    def standings(self, trace: Trace) -> tuple[Standing, ...]:
        """How each award stands."""
        _, payments = trace.raw(self.document.settle)
        return tuple(Standing(trace.raw(award.status), *ends(paid)) for award, paid in zip(self.document.awards, payments))

    def refused_by_gate(self, trace: Trace) -> bool:
        """Whether some gate of the policy surely fails."""
        return any(trace.raw(operation) is False for _, operation in self.document.gates)

    def total(self, trace: Trace) -> tuple[int, float]:
        """Lowest and highest 分 of the whole policy."""
        return ends(trace.raw(self.document.settle)[0])

    # --------------------------------------------------------------- what may matter

    def open_keys(self, trace: Trace, award: int | None = None) -> list[Key]:
        """Facts not stated that are reached through what is open alone, in the order of the rules; the others cannot matter.

        ``award``: its position, to look at what this one alone pays.
        """
        engine, found, seen = self.engine, set(), set()
        pending = self._open_arguments(trace, range(len(self.document.awards)) if award is None else self.together[award])
        while pending:
            index = engine.target(pending.pop())
            if index in seen or index in engine.constants:
                continue
            seen.add(index)
            op = engine.operations[index]
            if op.scope is None and not _is_open(trace.raw(index)):
                continue
            if index in engine.slot_of:
                found.add(engine.slot_of[index])
            else:
                pending += reachable(trace, index) if op.scope is None else op.args
        return [key for key, slots in self.slots.items() if found.intersection(slots)]

    def _open_arguments(self, trace: Trace, positions: Iterable[int]) -> list[int]:
        """Statuses and amounts of the awards that are not settled; of awards joined together, all that are not refused."""
        awards = self.document.awards
        groups = [group for group in self.document.together if any(awards[p].name in group.awards for p in positions)]
        joined = {name for group in groups for name in group.awards}
        standings = self.standings(trace)
        found: list[int] = []
        for position in positions:
            award, standing = awards[position], standings[position]
            if standing.status is not False and (not standing.settled or award.name in joined):
                found += [award.status, award.amount]
        return found + [i for group in groups for i in (group.cap, group.paid) if i is not None]

    def _together(self, position: int) -> list[int]:
        """Positions of the awards that can change what this one pays: those that replace it, those reckoned with it, and so on."""
        names = [award.name for award in self.document.awards]
        found, pending = set(), [names[position]]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += [over for over, under in self.document.overrides if under == name]
                pending += [other for group in self.document.together if name in group.awards for other in group.awards]
        return [i for i, name in enumerate(names) if name in found]

    def has_reading(self, position: int) -> bool:
        """Whether an award looks at an open point of the text."""
        award = self.document.awards[position]
        below = self.slots_below[self.engine.target(award.status)] | self.slots_below[self.engine.target(award.amount)]
        return any(self.engine.slots[slot].kind == "reading" for slot in below)

    def not_refused_otherwise(self, inputs: list) -> set[int]:
        """Positions of the awards that some other reading of the text would not surely refuse."""
        places = [number for number, slot in enumerate(self.engine.slots) if slot.kind == "reading"][:MOST_READINGS]
        found: set[int] = set()
        for taken in product((False, True), repeat=len(places)):
            turned = list(inputs)
            for place, value in zip(places, taken):
                turned[place] = value
            trace = self.run(turned)
            found.update(i for i, award in enumerate(self.document.awards) if trace.raw(award.status) is not False)
        return found

    def awards_on(self, key: Key, trace: Trace) -> list[int]:
        """Positions of the open awards whose condition or amount looks at ``key``, or what they are reckoned with does."""
        slots = set(self.slots.get(key, ()))
        target, found = self.engine.target, []
        for position, (award, standing) in enumerate(zip(self.document.awards, self.standings(trace))):
            looked_at = self.slots_below[target(award.status)] | (self._of_amount(award) if standing.status is not False else frozenset())
            if not standing.settled and slots & looked_at:
                found.append(position)
        return found

    def _of_amount(self, award: AwardPlan) -> frozenset[int]:
        """Slots that an amount rests on, with the caps over it and what was paid before."""
        joined = [i for group in self.document.together if award.name in group.awards for i in (group.cap, group.paid) if i is not None]
        return frozenset().union(*(self.slots_below.get(self.engine.target(i), frozenset()) for i in (award.amount, *joined)))

    def values(self, key: Key, trace: Trace) -> list:
        """Values of ``key`` at which something can turn."""
        if key == PAID:
            return self._ledgers()
        slot = self.slots[key][0]
        operation = self.engine.slots[slot].operation
        if self.engine.operations[operation].unit != "records":
            return candidate_values(trace, slot, self.order, self.slots_below)
        if key not in self.lists:
            found = self._different_lists(key, operation, trace)
            if any(self.slots_below[i] - {slot} for i in self._looking_at(operation)):
                return found  # what a row comes to depends on other facts
            self.lists[key] = found
        return self.lists[key]

    def _different_lists(self, key: Key, records: int, trace: Trace) -> list[list[dict]]:
        """Whole rows for a records fact, one list for each of the ways in which the tests over it can turn."""
        columns = self.engine.plan.vocabulary[key[0]].columns
        looked_at = [name for _, name in blank_cells(self.engine, records, self.order, [{}])]
        plain = {name: plain_cell(columns[name]) for name in (*looked_at, *self.grouping(records))}
        looking = self._looking_at(records)
        alone = all(self.engine.operations[i].op in ("has", "exists", "absent") for i in looking)  # one row is as good as many
        different: dict[str, list[dict]] = {}
        for rows in candidate_rows(self.engine, trace, records, self.order):
            if alone and len(rows) > 1:
                continue
            whole = [{**plain, **row} for row in rows]
            run = self.run(self.with_value(trace.inputs, key, whole))
            different.setdefault(repr([run.raw(i) for i in looking]), whole)
        return list(different.values())

    def _looking_at(self, records: int) -> list[int]:
        """The operations that make something of the rows: tests, sums, numbers of rows."""
        operations, target = self.engine.operations, self.engine.target
        return [i for i in self.order if operations[i].scope is None and i != records and records in map(target, operations[i].args)]

    def records(self, name: str) -> int:
        """The operation of a records fact."""
        return self.engine.slots[self.slots[name, None][0]].operation

    def grouping(self, records: int) -> list[str]:
        """Columns by which rows are put together; one that is blank makes the whole sum unknown."""
        return [column for i in statements_on(self.engine, records, self.order) if self.engine.operations[i].op == "for_each"
                for column in self.engine.operations[i].data[0]]

    def _ledgers(self) -> list[tuple]:
        """Nothing paid before, each award alone, and all of them."""
        names = dict.fromkeys(
            (policy, award) for slot in self.slots[PAID] for policy, awards in [self.engine.slots[slot].key]
            for award in ((awards,) if isinstance(awards, str) else awards))
        single = [((policy, award, fen),) for policy, award in names for fen in _PAYMENTS]
        return [(), *single, tuple((policy, award, _PAYMENTS[0]) for policy, award in names)]


def _key(slot) -> Key | None:
    return slot.key if slot.kind == "fact" else PAID if slot.kind in ("paid_ever", "paid_sum") else None


def plain_cell(column: Fact):
    """Something for a column that the test at hand does not look at."""
    if column.none:
        return NONE_VALUE
    match column.type:
        case "yes_no":
            return False
        case "choice":
            return column.options[-1]
        case "text" | "code":
            return "（其他）"
    return fact_span(column)[0]


def _is_open(raw) -> bool:
    return raw is None or raw is BLANK or isinstance(raw, Interval)
