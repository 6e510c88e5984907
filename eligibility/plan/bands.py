"""Do the rows of a band table cover every value of their subject, each once?

A point of the number line is (value, side) with side −1 just below, 0 at, 1
just above; an interval is a pair of points, both inside. So 不超过 5 ends at
(5, 0) and 低于 5 at (5, −1), and gaps are found without special cases.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from ..language.diagnostic import Findings
from ..language.quantities import value_text
from ..language.syntax import BandRow, Bands
from .draft import Draft
from .facts import fact_span

#: operations that make whole numbers of whole numbers
_WHOLE = frozenset("named add sum sub neg mul min max nothing_below guard if for_each".split())
NONE_WORD = "无"

Point = tuple[Fraction | float, int]
Interval = tuple[Point, Point]


def check_bands(bands: Bands, subject: int, tests: list[int], draft: Draft, none: bool) -> None:
    """Report gaps, overlaps and rows that cannot be reached.

    ``tests`` are the rows' conditions in order, ``none`` whether the subject
    may be 无; that a row must cover this is checked by the caller.
    """
    fact = draft.fact_of(subject)
    rows = list(zip(bands.rows, tests))
    open_end = not bands.rows[-1].checks
    if draft.unit(subject) in ("text", "bool"):
        options = ("是", "否") if draft.unit(subject) == "bool" else fact.options if fact else ()
        _check_options(bands, (*options, NONE_WORD) if none else options, rows, open_end, draft)
        return
    absent = [(row, test) for row, test in rows if draft.operations[test].op == "absent"]
    for row, _ in absent if not none else absent[1:]:
        draft.findings.error("P606", row.where, "这一行永远轮不到：不会为“无”，或前面已经有一行。", "删去这一行。")
    rows = [pair for pair in rows if pair not in absent]
    intervals = [_interval(test, subject, draft) for _, test in rows]
    if any(i is None for i in intervals):
        if not open_end:
            draft.findings.error("P607", bands.where, "界值不是固定的数，无法核对各行是否覆盖所有取值。", "在最后加一行“其余: …”。")
        return
    low, high = fact_span(fact) if fact else (draft.operations[subject].low, draft.operations[subject].high)
    whole = whole_number(subject, draft)
    _check_intervals(bands, [(row, i) for (row, _), i in zip(rows, intervals)], ((low, 0), (high, 0)),
                     open_end and not (none and not absent), whole, draft.unit(subject), draft.findings)


def _check_intervals(bands: Bands, rows: list[tuple[BandRow, Interval]], span: Interval, rest: bool, whole: bool,
                     unit: str, findings: Findings) -> None:
    """``span``: what the subject can be; ``rest``: a row 其余 is there for what is left of it."""
    left = [span]  # what no row has taken yet: pieces in order
    taken = _Taken()
    for row, interval in rows:
        interval = _rounded(interval) if whole else interval
        first = bisect_left(left, interval[0], key=lambda piece: piece[1])
        last = bisect_right(left, interval[1], key=lambda piece: piece[0])
        if first >= last:
            findings.error("P606", row.where, "这一行永远轮不到：前面各行已经包括了它的全部取值。", "删去这一行，或调整各行的次序与界值。")
            continue
        other = taken.overlapping(interval)
        if other is not None:
            findings.error("P605", row.where, f"这一行与{_which(other[1], row)}都包括{_span_text(_common(other[0], interval), unit)}。",
                           "让两行的界值只有一边含等号，如“不超过 5000万元”与“超过 5000万元”。")
        taken.add(interval, row)
        left[first:last] = [part for piece in left[first:last] for part in _minus(piece, interval)]
    if whole:
        left = [piece for piece in map(_rounded, left) if piece[0] <= piece[1]]
    if rest and not left:
        findings.error("P606", bands.rows[-1].where, "“其余”永远轮不到：前面各行已经包括了所有取值。", "删去“其余”这一行。")
    if bands.rows[-1].checks:
        for piece in left[:3]:
            findings.error("P604", bands.where, f"没有一行包括{_span_text(piece, unit)}。", "补上这一段，或在最后加一行“其余: …”。")


def _which(other: BandRow, row: BandRow) -> str:
    """Another row, told by its line, or by its test where both stand on one line."""
    if other.where.line != row.where.line:
        return f"第 {other.where.line} 行"
    return "“" + "，".join(f"{check.word} {check.operand.text}".strip() for check in other.checks if check.operand)[:40] + "”那一行"


class _Taken:
    """The rows so far, kept so that one which overlaps another is found without looking at all of them.

    An earlier row that lies wholly inside a later one is no overlap: 不超过 1
    before 不超过 2. So one is wanted that begins before the later and reaches
    into it, or ends after it and begins in it; of two rows only the one that
    reaches further can matter.
    """

    def __init__(self):
        self.by_low: list[tuple[Interval, BandRow]] = []  # beginnings and ends both rising
        self.by_high: list[tuple[Interval, BandRow]] = []

    def overlapping(self, interval: Interval) -> tuple[Interval, BandRow] | None:
        before = bisect_left(self.by_low, interval[0], key=lambda t: t[0][0]) - 1
        if before >= 0 and self.by_low[before][0][1] >= interval[0]:
            return self.by_low[before]
        after = bisect_right(self.by_high, interval[1], key=lambda t: t[0][1])
        if after < len(self.by_high) and self.by_high[after][0][0] <= interval[1]:
            return self.by_high[after]
        return None

    def add(self, interval: Interval, row: BandRow) -> None:
        at = bisect_right(self.by_low, interval[0], key=lambda t: t[0][0])
        if at == 0 or self.by_low[at - 1][0][1] < interval[1]:
            end = bisect_right(self.by_low, interval[1], lo=at, key=lambda t: t[0][1])
            self.by_low[at:end] = [(interval, row)]
        at = bisect_left(self.by_high, interval[1], key=lambda t: t[0][1])
        if at == len(self.by_high) or self.by_high[at][0][0] > interval[0]:
            start = bisect_left(self.by_high, interval[0], hi=at, key=lambda t: t[0][0])
            self.by_high[start:at] = [(interval, row)]


def _check_options(bands: Bands, options: tuple[str, ...], rows: list[tuple[BandRow, int]], rest: bool, draft: Draft) -> None:
    left = list(options)
    seen: set[str] = set()
    for row, test in rows:
        op = draft.operations[test]
        words = {"absent": [NONE_WORD], "exists": [o for o in options if o != NONE_WORD]}.get(op.op, op.data)
        if set(words) <= seen:
            draft.findings.error("P606", row.where, f"这一行永远轮不到：“{'、'.join(words)}”在前面已经有一行。", "删去这一行，或改成另一项。")
        seen.update(words)
        left = [o for o in left if o not in words]
    if rest and options and not left:
        draft.findings.error("P606", bands.rows[-1].where, "“其余”永远轮不到：前面各行已经包括了所有选项。", "删去“其余”这一行。")
    if not rest and (left or not options):
        what = f"没有一行包括“{'、'.join(left)}”。" if left else "选项不是固定的，无法核对是否覆盖。"
        draft.findings.error("P604", bands.where, what, "补上这些选项，或在最后加一行“其余: …”。")


# -------------------------------------------------------------- interval algebra


def _interval(index: int, subject: int, draft: Draft) -> Interval | None:
    """The values of ``subject`` for which condition ``index`` holds; None where a bound is no constant."""
    op = draft.operations[index]
    low: Point = (float("-inf"), 0)
    high: Point = (float("inf"), 0)
    for part in [op] if op.op != "all" else [draft.operations[a] for a in op.args]:
        if part.op not in ("ge", "gt", "le", "lt", "eq") or part.args[0] != subject:
            return None
        value = _constant(part.args[1], draft)
        if value is None:
            return None
        if part.op in ("ge", "gt", "eq"):
            low = max(low, (value, 1 if part.op == "gt" else 0))
        if part.op in ("le", "lt", "eq"):
            high = min(high, (value, -1 if part.op == "lt" else 0))
    return low, high


def _constant(index: int, draft: Draft) -> Fraction | None:
    """A bound that is a number, also a negative one or one under a name; None for any other."""
    op = draft.operations[index]
    if op.op == "const":
        return Fraction(*op.data)
    inner = _constant(op.args[0], draft) if op.op in ("named", "neg") else None
    return inner if inner is None or op.op == "named" else -inner


def whole_number(index: int, draft: Draft) -> bool:
    """Whether an operation is surely a whole number of its base unit (分, 人, days): 100 and 101 then leave no gap."""
    op = draft.operations[index]
    fact = draft.fact_of(index)
    if fact is not None and op.op != "column_mean":
        return fact.type in ("money", "count", "date", "year")
    if op.op in ("count", "group_size", "year", "as_of", "year_start", "year_end", "edate"):
        return True
    if op.op == "const":
        return op.data[1] == 1
    parts = {"for_each": op.args[-1:], "guard": op.args[1:], "if": op.args[1:]}.get(op.op, op.args)
    return op.op in _WHOLE and all(whole_number(part, draft) for part in parts)


def _common(a: Interval, b: Interval) -> Interval | None:
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return (low, high) if low <= high else None


def _minus(a: Interval, b: Interval) -> list[Interval]:
    common = _common(a, b)
    if not common:
        return [a]
    before = (a[0], (common[0][0], common[0][1] - 1))
    after = ((common[1][0], common[1][1] + 1), a[1])
    return [piece for piece in (before, after) if piece[0] <= piece[1] and abs(piece[0][1]) < 2 and abs(piece[1][1]) < 2]


def _rounded(interval: Interval) -> Interval:
    """The same whole numbers, with both ends inside."""
    (low, above), (high, below) = interval
    if abs(low) != float("inf"):
        low = Fraction(low.__floor__() + 1) if above > 0 else Fraction(low.__ceil__())
    if abs(high) != float("inf"):
        high = Fraction(high.__ceil__() - 1) if below < 0 else Fraction(high.__floor__())
    return (low, 0), (high, 0)


def _span_text(interval: Interval, unit: str) -> str:
    (low, above), (high, below) = interval
    if low == high:
        return f"“{value_text(low, unit)}”"
    parts = []
    if abs(low) != float("inf"):
        parts.append(("超过 " if above > 0 else "不低于 ") + value_text(low, unit))
    if abs(high) != float("inf"):
        parts.append(("低于 " if below < 0 else "不超过 ") + value_text(high, unit))
    return f"“{'，'.join(parts) or '任何值'}”"
