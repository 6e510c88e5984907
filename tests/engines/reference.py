"""A second, slow reading of the plan for enterprises of which everything is known: plain fractions, no scales.

Written from the meaning of each operation, not from the engine, so that the
two can be held against each other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from math import ceil, floor

from eligibility.plan.select import Selection
from eligibility.profiles.values import NONE_VALUE


class Undefined(Exception):
    """A division by zero: the reference has no answer, the engine says unknown."""


def half_up(x: Fraction) -> int:
    return floor(abs(x) + Fraction(1, 2)) * (1 if x >= 0 else -1)


class Reference:
    """Evaluates operations one by one; ``facts`` has every fact, ``paid`` is known."""

    def __init__(self, selection: Selection, facts: dict, paid: list):
        self.selection, self.facts, self.paid = selection, facts, paid
        self.operations = selection.plan.operations
        self.known: dict[int, object] = {}  # of operations outside of rows; a score sheet names its parts again and again

    def __call__(self, index: int, row: dict | None = None, group: list | None = None):
        if row is not None or group is not None:
            return self._evaluated(index, row, group)
        if index not in self.known:
            self.known[index] = self._evaluated(index, None, None)
        return self.known[index]

    def _evaluated(self, index: int, row: dict | None, group: list | None):
        op = self.operations[index]
        s = self.selection
        get = lambda i: self(op.args[i], row, group)  # noqa: E731
        number = lambda i: Fraction(get(i)) if get(i) is not NONE_VALUE else NONE_VALUE  # noqa: E731
        match op.op:
            case "fact":
                name, anchor, year = op.data
                return self.facts[name, s.year(anchor, year) if anchor else None]
            case "records":
                return self.facts[op.data[0], None]
            case "column":
                return row[op.data[0]]
            case "reading":
                return op.data[2]
            case "parameter" | "version":
                return self(s.aliases[index], row, group)
            case "paid_ever":
                return any([p, a] == op.data for p, a, _ in self.paid)
            case "paid_sum":
                return sum(f for p, a, f in self.paid if p == op.data[0] and a in op.data[1])
            case "const":
                return Fraction(*op.data)
            case "named" | "version":
                return get(0)
            case "as_of":
                return s.as_of.toordinal()
            case "year":
                return s.year(op.data[0], 0)
            case "year_start":
                return date(s.year(*op.data), 1, 1).toordinal()
            case "year_end":
                return date(s.year(*op.data), 12, 31).toordinal()
            case "edate":
                if get(0) is NONE_VALUE:
                    return NONE_VALUE
                day, months = date.fromordinal(int(get(0))), int(get(1))
                year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
                return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
            case "add" | "sum":
                values = [number(i) for i in range(len(op.args))]
                return NONE_VALUE if NONE_VALUE in values or any(v is NONE_VALUE for v in values) else sum(values)
            case "sub":
                return number(0) - number(1)
            case "neg":
                return -number(0)
            case "mul":
                return number(0) * number(1)
            case "div":
                if number(1) == 0:
                    raise Undefined
                return number(0) / number(1)
            case "min":
                return min(number(0), number(1))
            case "max":
                return max(number(0), number(1))
            case "round":
                return half_up(number(0) / number(1)) * number(1)
            case "round_up":
                return ceil(number(0) / number(1)) * number(1)
            case "round_down":
                return floor(number(0) / number(1)) * number(1)
            case "nothing_below":
                return number(0) if number(0) >= number(1) else Fraction(0)
            case "if":
                return get(1) if get(0) else get(2)
            case "guard":
                return get(1) if get(0) else Fraction(0)
            case "first_of":
                for i in range(0, len(op.args) - 1, 2):
                    if get(i):
                        return get(i + 1)
                return get(-1)
            case "count":
                return len(get(0))
            case "for_each":
                return self._for_each(op, get(0))
            case "has":
                return any(self(op.args[1], r) for r in get(0))
            case "column_sum":
                return sum(Fraction(r[op.data[0]]) for r in group)
            case "group_size":
                return len(group)
            case "ge" | "gt" | "le" | "lt" | "eq":
                a, b = get(0), get(1)
                if a is NONE_VALUE or b is NONE_VALUE:
                    return False
                return {"ge": a >= b, "gt": a > b, "le": a <= b, "lt": a < b, "eq": a == b}[op.op]
            case "is" | "one_of":
                value = get(0)
                if isinstance(value, bool):
                    return value is (op.data[0] == "是")
                return value in op.data
            case "exists":
                return get(0) is not NONE_VALUE and get(0) != []
            case "absent":
                return get(0) is NONE_VALUE or get(0) == []
            case "all":
                return all([get(i) for i in range(len(op.args))])
            case "any":
                return any([get(i) for i in range(len(op.args))])
            case "not":
                return not get(0)
            case "at_least":
                return sum(get(i) for i in range(len(op.args))) >= op.data[0]
            case "fen":
                return half_up(number(0))
        raise KeyError(op.op)

    def _for_each(self, op, rows):
        by, filtered = op.data
        kept = [r for r in rows if not filtered or self(op.args[1], r)]
        if not by:
            return sum((Fraction(self(op.args[-1], r)) for r in kept), Fraction(0))
        groups: dict = {}
        for r in kept:
            groups.setdefault(tuple(r[c] for c in by), []).append(r)
        return sum((Fraction(self(op.args[-1], g[0], g)) for g in groups.values()), Fraction(0))
