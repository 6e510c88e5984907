"""The operations a plan is made of, and what each means.

An operation names its arguments by index; arguments always stand before it.
``unit`` is a unit of ``language.quantities`` or ``bool``, ``text``,
``records``, ``settlement``. ``low`` and ``high`` bound the true value.
``scale`` is the number by which an engine multiplies the true value so that
integers suffice (money in 分 has 1, 5 % as a constant has 20); a quotient has
scale 1 and is a fraction. ``scope`` is the ``for_each`` or ``has`` operation
whose row an operation is computed for, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

INFINITY = float("inf")

#: name → meaning. Every engine must know every name: ``engines.meanings`` has what each makes of it.
OPERATIONS = {
    # what is given
    "fact": "a fact of the profile: data [name, anchor, year]; anchor '' (not yearly), policy, application or fixed",
    "records": "the rows of a records fact: data [name]",
    "column": "a column of the row in scope: data [name]",
    "reading": "an open point of the text, read as yes or no: data [document, name, take]",
    "parameter": "a dated number: arguments are the values of its rows; data the rows",
    "pool": "in a pool, for those who chain: data [document, pool]; what decides has membership at the fixed point instead",
    "version": "the same name in each version of a document: the one in force; data [documents]",
    "paid_ever": "whether this award was paid before: data [policy, award]",
    "paid_sum": "what was paid before for these awards: data [policy, awards]",
    "const": "a constant: data [numerator, denominator]",
    "unknown": "a number nobody found: from 0 up; of a yes/no: neither; data [why]",
    "named": "a definition: its argument under a name",
    # the calendar
    "as_of": "申报日期",
    "year": "政策年度 or 申报年度: data [anchor]",
    "year_start": "first day of a year: data [anchor, year]",
    "year_end": "last day of a year: data [anchor, year]",
    "edate": "a date moved by months, as in Excel",
    # numbers
    "add": "sum of two",
    "sum": "sum of all",
    "sub": "difference",
    "mul": "product",
    "div": "quotient, exact; unknown where the divisor may be 0",
    "neg": "negative",
    "min": "smaller of two (also: cap)",
    "max": "larger of two (also: floor)",
    "round": "to a multiple of the second, half up",
    "round_up": "to a multiple of the second, up",
    "round_down": "to a multiple of the second, down",
    "nothing_below": "0 where less than the second",
    "if": "second where the first holds, else third; unknown: hull",
    "guard": "second where the first holds, else 0; unknown: hull of 0 and it",
    "first_of": "condition, value, condition, value, …, else value; hull up to the first surely true; "
    "data [subject of the bands or None, [clause, ref] of each row, test of the last row of bands or None]",
    # rows of a records fact
    "for_each": "sum of the last argument over rows (or groups); data [columns to group by, has a condition]",
    "count": "number of rows",
    "column_sum": "sum of a column over the rows of the group in scope: data [name]",
    "column_min": "smallest in the group: data [name]",
    "column_max": "largest in the group: data [name]",
    "column_mean": "mean over the group: data [name]",
    "group_size": "number of rows of the group in scope",
    "has": "a row for which the last argument holds exists",
    # truth: true, false or unknown (strong Kleene)
    "ge": "not below",
    "gt": "above",
    "le": "not above",
    "lt": "below",
    "eq": "equal",
    "is": "a choice or text equals: data [text]",
    "one_of": "a choice or text is one of: data texts",
    "exists": "有",
    "absent": "无",
    "all": "all hold",
    "any": "one holds",
    "not": "does not hold",
    "at_least": "at least so many hold: data [n]",
    # awards
    "fen": "an amount to integer 分, half up",
    "settle": "(total, payment of each award) after overrides and together; arguments: statuses, amounts, caps and sums paid",
}

#: read from what an enterprise states, and from nowhere else
GIVEN = frozenset({"fact", "records", "reading", "paid_ever", "paid_sum", "pool"})
#: in a selection another operation stands in their place, or nothing does
STAND_FOR = frozenset({"named", "version", "parameter"})
#: reckoned over rows of a list, or over all awards of a policy
WHOLE = frozenset({"for_each", "has", "settle"})
#: over all enterprises, such as a place in a ranking: none yet. Every other
#: operation is of one enterprise, so that any part of a population can be decided anywhere
OF_POPULATION: frozenset[str] = frozenset()

BOOLEAN = frozenset("ge gt le lt eq is one_of exists absent all any not at_least has paid_ever reading pool".split())
COMPARISONS = frozenset("ge gt le lt eq".split())


@dataclass(slots=True)
class Operation:
    """One row of the plan; see the module for the meaning of each part."""

    op: str
    args: tuple[int, ...]
    unit: str
    data: list
    low: Fraction | float
    high: Fraction | float
    scale: int
    file: int
    line: int
    col: int
    label: str | None = None
    word: str | None = None  # the comparison as written
    clause: str | None = None
    ref: str | None = None
    evidence: str | None = None
    scope: int | None = None


#: scales of facts by type: how finely a profile may state them
FACT_SCALES = {"number": 10**6, "ratio": 10**8, "points": 10**8}


def fact_scale(unit: str) -> int:
    """Scale of a fact of ``unit``: profiles state numbers to 6 decimals and percentages to 6."""
    return FACT_SCALES.get(unit, 1)
