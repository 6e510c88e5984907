"""Rows that a blank records fact could hold, such that some test of its ``has`` and ``for_each`` can turn."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from math import ceil

from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.values import ends
from ..plan.facts import fact_span
from ..plan.operations import COMPARISONS
from ..profiles.values import NONE_VALUE
from .turning import turning_values

#: rows tried for one ``has`` or ``for_each``
MOST_ROWS = 400
#: copies of a row, for conditions that want several
MOST_COPIES = 1000


def blank_cells(engine: ScalarEngine, records: int, order: list[int], rows: list[dict]) -> list[tuple[int, str]]:
    """(row, column) of the empty cells that the conditions in ``order`` look at."""
    columns = dict.fromkeys(c for s in statements_on(engine, records, order) for c in _columns(engine, None, engine.operations[s].args[1:]))
    return [(number, column) for number, row in enumerate(rows) for column in columns if column not in row]


def completed_rows(engine: ScalarEngine, trace: Trace, records: int, order: list[int], rows: list[dict]) -> list[list[dict]]:
    """``rows`` with their empty cells filled in, each way that may turn some condition in ``order``."""
    values = cells_by_column(engine, trace, records, order)
    places = blank_cells(engine, records, order, rows)
    found = []
    for filled in islice(product(*(values[column] for _, column in places)), MOST_ROWS):
        whole = [dict(row) for row in rows]
        for (number, column), cell in zip(places, filled):
            whole[number][column] = cell
        found.append(whole)
    return found


def cells_by_column(engine: ScalarEngine, trace: Trace, records: int, order: list[int]) -> dict[str, list]:
    """Column → the cells at which some condition in ``order`` may turn."""
    values: dict[str, list] = {}
    for statement in statements_on(engine, records, order):
        for column, cells in _columns(engine, trace, engine.operations[statement].args[1:], _turning(trace, order)).items():
            values.setdefault(column, []).extend(c for c in cells if c is not None)
    return values


def statements_on(engine: ScalarEngine, records: int, order: list[int]) -> list[int]:
    """The ``has`` and ``for_each`` in ``order`` over ``records``."""
    operations = engine.operations
    return [i for i in order if operations[i].op in ("has", "for_each") and engine.target(operations[i].args[0]) == records]


def candidate_rows(engine: ScalarEngine, trace: Trace, records: int, order: list[int]) -> list[list[dict]]:
    """Lists of rows for the operation ``records``: none, or one row (also a blank one) once or several times. ``order``: what rests on it."""
    operations = engine.operations
    statements = statements_on(engine, records, order)
    copies = sorted({1, *_wanted_counts(engine, order)})
    found: list[list[dict]] = [[], *([{}] * count for count in copies)]  # 有 and COUNT ask nothing of a row
    for statement in statements:
        columns = _columns(engine, trace, operations[statement].args[1:], _turning(trace, order))
        for cells in islice(product(*columns.values()), MOST_ROWS):
            row = {name: cell for name, cell in zip(columns, cells) if cell is not None}
            found += [[row] * count for count in copies]
    return found


def _wanted_counts(engine: ScalarEngine, order: list[int]) -> list[int]:
    """Bounds that some number of rows or things is compared with."""
    operations = engine.operations
    bounds = [operations[engine.target(a)] for i in order if operations[i].op in COMPARISONS for a in operations[i].args]
    counts = [ceil(op.low) for op in bounds if op.op == "const" and (op.unit == "number" or op.unit.startswith("count:"))]
    return [n + more for n in counts for more in (0, 1) if 0 < n + more <= MOST_COPIES]


def _turning(trace: Trace, order: list[int]) -> dict[tuple, list]:
    """(records operation, column) → where a comparison with what is summed over the rows turns."""
    found: dict[tuple, list] = {}
    for comparison in (i for i in order if trace.engine.operations[i].op in COMPARISONS and trace.engine.operations[i].scope is None):
        for key, values in turning_values(trace, comparison).items():
            if isinstance(key, tuple):
                found.setdefault(key, []).extend(values)
    return found


def _columns(engine: ScalarEngine, trace: Trace | None, roots: tuple[int, ...], turning: dict | None = None) -> dict[str, list]:
    """Column → the cells worth trying (none without ``trace``); only columns that something rests on. None: left blank."""
    operations = engine.operations
    below: set[int] = set()
    pending = [engine.target(r) for r in roots]
    while pending:
        index = pending.pop()
        if index not in below:
            below.add(index)
            pending += [engine.target(a) for a in operations[index].args] if operations[index].scope is not None else []
    columns: dict[str, list] = {}
    for index in sorted(below):
        op = operations[index]
        if op.op in ("column", "column_sum", "column_min", "column_max", "column_mean"):
            fact = engine.plan.vocabulary[operations[op.scope].data[0]].columns[op.data[0]]
            cells = columns.setdefault(op.data[0], [])
            if trace is None:
                continue
            tests = [operations[t] for t in sorted(below) if index in map(engine.target, operations[t].args)]
            near = (turning or {}).get((op.scope, op.data[0]), [])
            cells += [c for c in _cells(engine, trace, index, fact, tests, near) if not any(c is k or c == k for k in cells)]
    return columns


def _cells(engine: ScalarEngine, trace: Trace, index: int, fact, tests: list, near: list) -> list:
    """Values of one column: the words and bounds it is tested with, then others that it may have."""
    none = [NONE_VALUE] if fact.none else []
    if fact.type == "yes_no":
        return [True, False, *none]
    if fact.type in ("choice", "text", "code"):
        words = [w for op in tests if op.op in ("is", "one_of") for w in op.data]
        return [*dict.fromkeys([*words, *fact.options])] + none or [None]
    low, high = fact_span(fact)
    step = Fraction(1, engine.operations[index].scale)
    values = [v for n in near for b in (n // step * step,) for v in (b, b + step, b - step) if low <= v <= high]
    for other in (a for op in tests if op.op in COMPARISONS for a in op.args if engine.target(a) != index):
        if engine.operations[engine.target(other)].scope is None:
            bounds = [e for e in ends(trace.value(other)) if isinstance(e, (int, Fraction)) and not isinstance(e, bool)]
            values += [v for b in bounds for v in (b, b + step, b - step) if low <= v <= high]
    return [*dict.fromkeys([*values, high])] + none
