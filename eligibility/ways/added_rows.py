"""Lists of rows worth trying in the place of a list: what is there stays, rows are added, empty cells are filled in."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ..decisions.evidence import operations_below
from ..decisions.row_candidates import blank_cells, candidate_rows, completed_rows
from ..engines.scalar.values import Interval
from ..language.fact import FIXED, Fact
from ..plan.facts import fact_span
from ..plan.operations import fact_scale
from .domains import Lists, earliest
from .goal import Goal

#: lists tried for one fact
MOST_LISTS = 300


def lists_to_try(goal: Goal, slot: int) -> Lists:
    """What a list of rows may become; of a blank one, what it may turn out to be."""
    engine, now = goal.engine, goal.inputs[slot]
    records = engine.slots[slot].operation
    fact = engine.plan.vocabulary[engine.slots[slot].key[0]]
    if now is None:
        return Lists(candidate_rows(engine, goal.start, records, goal.order)[:MOST_LISTS])
    filled = completed_rows(engine, goal.start, records, goal.order, now) if blank_cells(engine, records, goal.order, now) else []
    if fact.can_change == FIXED:
        return Lists(filled[:MOST_LISTS])
    added = candidate_rows(engine, goal.start, records, goal.order)
    lists = [[*now, *(_not_past(goal, fact, row) for row in rows)] for rows in sorted(added, key=len) if rows]
    any_rows = None if filled or _counted(goal, records) else [*now, _any_row(goal, fact)]
    goal.any_rows += [any_rows] if any_rows is not None else []
    return Lists((filled + lists)[:MOST_LISTS], any_rows)


def _any_row(goal: Goal, fact: Fact) -> dict:
    """Whatever a new row can be: no cell is known, but what it dates is not past."""
    firsts = {name: earliest(column, goal.engine) for name, column in fact.columns.items()}
    return {name: Interval(first, floor(fact_span(fact.columns[name])[1])) for name, first in firsts.items()
            if first is not None and not fact.columns[name].none}


def _counted(goal: Goal, records: int) -> bool:
    """Whether it matters to the condition how many rows there are: then no one row stands for several."""
    operations = goal.engine.operations
    below = operations_below(goal.engine, [goal.root])
    return any(operations[i].op not in ("has", "exists", "absent", "named", "version") and operations[i].scope is None
               and any(goal.engine.target(a) == records for a in operations[i].args) for i in below)


def _not_past(goal: Goal, fact: Fact, row: dict) -> dict:
    """A new row: what it dates is not before the day of application."""
    kept = dict(row)
    for name, value in row.items():
        first = earliest(fact.columns[name], goal.engine)
        if first is not None and isinstance(value, (int, Fraction)) and value < first:
            kept[name] = first
    return kept


def lessened(goal: Goal, slot: int, inputs: list) -> list:
    """The same with no more in its new rows than is needed: cells that need no value left out, numbers made small."""
    now = goal.inputs[slot] or []
    fact = goal.engine.plan.vocabulary[goal.engine.slots[slot].key[0]]
    rows = inputs[slot]
    if not isinstance(rows, list) or len(rows) == len(now):
        return inputs
    new = dict(rows[-1])  # rows that are added are alike
    for name in list(new):
        fewer = {column: cell for column, cell in new.items() if column != name}
        if _holds(goal, slot, inputs, now, fewer):
            new = fewer
        elif fact.columns[name].type in ("money", "count", "number", "ratio"):
            new = _smallest(goal, slot, inputs, now, new, fact.columns[name])
    changed = list(inputs)
    changed[slot] = _with(now, new, len(rows))
    return changed


def _smallest(goal: Goal, slot: int, inputs: list, now: list, row: dict, column: Fact) -> dict:
    """One number of the row as small as halving finds it; each that is kept was tried."""
    scale = fact_scale(column.type)
    low, high = ceil(fact_span(column)[0] * scale) - 1, int(row[column.name] * scale)
    while high - low > 1 and not goal.spent:
        middle = (low + high) // 2
        trial = row | {column.name: middle if scale == 1 else Fraction(middle, scale)}
        if _holds(goal, slot, inputs, now, trial):
            row, high = trial, middle
        else:
            low = middle
    return row


def _with(now: list, row: dict, count: int) -> list[dict]:
    return [*now, *(dict(row) for _ in range(count - len(now)))]


def _holds(goal: Goal, slot: int, inputs: list, now: list, row: dict) -> bool:
    trial = list(inputs)
    trial[slot] = _with(now, row, len(inputs[slot]))
    return goal.verdict(goal.run(trial)) is True
