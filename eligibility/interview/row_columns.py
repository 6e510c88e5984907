"""Which columns of one row still matter while it is being stated."""

from __future__ import annotations

from itertools import islice, product

from ..decisions.row_candidates import cells_by_column, statements_on
from ..engines.scalar.values import Interval
from .board import Board, plain_cell
from .state import State

#: completions of a row that are tried for one column
MOST_TRIED = 600


def column_matters(state: State, name: str, row: dict, asked: set[str], column: str) -> bool:
    """Whether ``column`` can change what any open policy finds in this row.

    ``row``: the cells stated so far, ``asked`` their columns and those that
    are not known.
    """
    return any(_matters(state.boards[p], state.inputs[p], state.traces[p], name, row, asked, column) for p in state.open_on.get((name, None), ()))


def _matters(board: Board, inputs: list, trace, name: str, row: dict, asked: set[str], column: str) -> bool:
    records = board.records(name)
    statements = statements_on(board.engine, records, board.order)
    if column in board.grouping(records):
        return True
    cells = {c: [*found, plain_cell(board.engine.plan.vocabulary[name].columns[c])]
             for c, found in cells_by_column(board.engine, trace, records, board.order).items()}
    if column not in cells:
        return False
    others = [c for c in cells if c not in asked and c != column]
    for filled in islice(product(*(cells[c] for c in others)), MOST_TRIED):
        whole = row | dict(zip(others, filled))
        results = (_found(board, inputs, name, {**whole, column: value}, statements) for value in cells[column])
        first = next(results)
        if any(result != first for result in results):
            return True
    return False


def _found(board: Board, inputs: list, name: str, row: dict, statements: list[int]) -> list:
    """What each test over the rows comes to with this row alone."""
    run = board.run(board.with_value(inputs, (name, None), [row]))
    raws = [run.raw(statement) for statement in statements]
    return [(raw.low, raw.high) if isinstance(raw, Interval) else raw for raw in raws]
