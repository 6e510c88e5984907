"""The plan while it is being built: operations are appended, equal ones shared."""

from __future__ import annotations

from fractions import Fraction

from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.syntax import Clause
from .bounds import scale_of, span_of
from .facts import fact_span, fact_unit
from .nones import Nones, nones_of
from .operations import BOOLEAN, INFINITY, Operation, fact_scale
from .units import COMMON_COUNTS
from .wording import Texts

#: rows of one records fact that bounds reckon with
MOST_ROWS = 100_000
MOST_OPERATIONS = 50_000
#: what engines keep: amounts and constants in 64 bits, steps between in 128
LARGEST = 2**63 - 1
LARGEST_BETWEEN = 2**127 - 1


#: how many operations may rest on one another; what walks through a plan may then recurse
MOST_DEPTH = 300


class TooLarge(Exception):
    """The library needs more operations than ``MOST_OPERATIONS``."""


class TooDeep(Exception):
    """More than ``MOST_DEPTH`` operations rest on one another; the argument is the place."""


class Draft:
    """Appends operations and remembers where each came from."""

    def __init__(self, findings: Findings, vocabulary: dict[str, Fact], unread: frozenset[str] = frozenset()):
        self.findings = findings
        self.vocabulary = vocabulary
        self.unread = unread  # facts that could not be read: reported, and no unknown names
        self.operations: list[Operation] = []
        self.nones: list[Nones] = []  # beside the operations: what may make each 无
        self.files: list[str] = []
        self.existence: dict[tuple[int, int], int] = {}  # (founding date, year end) → condition
        self.building: list[tuple[tuple, str]] = []  # definitions under way, for cycles
        self.oversize: set[int] = set()  # operations whose numbers are too large, and all that rest on them
        self.texts: Texts = {}
        self.homes: dict[str, list[str]] = {}  # name → ids of the documents that define it
        self.awards: dict[str, list[str]] = {}  # id → names of the awards of all its versions; none for what is no policy
        self.circles: set[str] = set()  # definitions of which a circle has been reported
        self.too_deep = False  # whether too much depth has been
        self.spans: dict[tuple, int] = {}  # sums and means over years
        self.founded = next((f for f in vocabulary.values() if f.role == "founded"), None)
        self._depths: list[int] = []
        self._numbers: dict[str, int] = {}  # file → its number
        self._seen: dict[tuple, int] = {}
        facts = [*vocabulary.values(), *(c for f in vocabulary.values() for c in f.columns.values())]
        self.counts = COMMON_COUNTS | {f.unit for f in facts} | {f.counted_in for f in facts}  # units one may count in

    def add(
        self, op: str, args: tuple[int, ...], unit: str, where: Where, *, data: list | None = None,
        label: str | None = None, word: str | None = None, clause: Clause | None = None,
        span: tuple | None = None, scale: int | None = None, scope: int | None = None,
    ) -> int:
        """Append an operation, or return the equal number operation that stands already."""
        if len(self.operations) >= MOST_OPERATIONS:
            raise TooLarge
        key = (op, args, unit, str(data), label, scope, clause)
        if op not in BOOLEAN and op not in ("all", "any") and key in self._seen:
            return self._seen[key]
        given = [self.operations[a] for a in args]
        low, high = span or span_of(op, given) or (Fraction(0), INFINITY)
        if scope is None and op not in ("for_each", "has"):
            scope = next((g.scope for g in given if g.scope is not None), None)
        if where.file not in self._numbers:
            self._numbers[where.file] = len(self.files)
            self.files.append(where.file)
        mark = clause or Clause()
        scale = scale or scale_of(op, given)
        depth = 1 + max((self._depths[a] for a in args), default=0)
        if depth > MOST_DEPTH:
            raise TooDeep(where)
        if not self.oversize.isdisjoint(args) or self._too_large(op, low, high, scale, where):
            self.oversize.add(len(self.operations))
            low, high, scale = Fraction(0), INFINITY, 1  # no plan will be run, and larger numbers would cost time
        self._depths.append(depth)
        self.operations.append(Operation(
            op, args, unit, data or [], low, high, scale,
            self._numbers[where.file], where.line, where.col, label, word,
            mark.clause, mark.ref, mark.evidence, scope,
        ))
        read = self.fact_of(len(self.operations) - 1) if op.startswith(("fact", "column")) else None
        self.nones.append(nones_of(self.operations[-1], read, [self.nones[a] for a in args]))
        self._seen[key] = len(self.operations) - 1
        return len(self.operations) - 1

    def _too_large(self, op: str, low, high, scale: int, where: Where) -> bool:
        """Constants fit 64 bits and steps between fit 128, wherever a bound can be proven (awards: see ``awards``)."""
        most = LARGEST if op == "const" else LARGEST_BETWEEN
        size = max((abs(end) for end in (low, high) if abs(end) != INFINITY), default=0)
        large = scale > most or size * scale > most
        if large:
            what = "这个数太大，或小数位太多" if op == "const" else "这一步的数可能太大"
            self.findings.error("P620", where, f"{what}，无法精确计算。", "核对数和单位；用到的指标取值不会那么大的，在词汇表里给它写 range。")
        return large

    def const(self, value: Fraction, unit: str, where: Where) -> int:
        """A constant in base units."""
        return self.add("const", (), unit, where, data=[value.numerator, value.denominator],
                        span=(value, value), scale=value.denominator)

    def truth(self, value: bool, where: Where) -> int:
        """A condition that always or never holds: all of nothing, any of nothing."""
        return self.add("all" if value else "any", (), "bool", where)

    def fact(self, fact: Fact, anchor: str, year: int | None, label: str, where: Where) -> int:
        """A fact of the profile, for one year where it is yearly."""
        unit = fact_unit(fact)
        if unit == "records":
            return self.add("records", (), unit, where, data=[fact.name], label=label)
        return self.add("fact", (), unit, where, data=[fact.name, anchor, year], label=label,
                        span=fact_span(fact), scale=fact_scale(fact.type))

    def column(self, name: str, column: Fact, scope: int, where: Where) -> int:
        """A column of the row in ``scope``."""
        return self.add("column", (), fact_unit(column), where, data=[name], label=name,
                        span=fact_span(column), scale=fact_scale(column.type), scope=scope)

    def named(self, index: int, name: str, where: Where, clause: Clause | None = None) -> int:
        """A definition: ``index`` under a name, with where its numbers stand."""
        return self.add("named", (index,), self.unit(index), where, label=name, clause=clause)

    def unit(self, index: int) -> str:
        return self.operations[index].unit

    def is_zero(self, index: int) -> bool:
        """A bare 0, which fits any unit."""
        op = self.operations[index]
        return op.op == "const" and op.data[0] == 0 and op.unit == "number"

    def fact_of(self, index: int) -> Fact | None:
        """The vocabulary entry behind a fact, column or records operation."""
        op = self.operations[index]
        while op.op == "named":
            op = self.operations[op.args[0]]
        if op.op in ("fact", "records"):
            return self.vocabulary.get(op.data[0])
        if op.op.startswith("column") and op.scope is not None:
            records = self.vocabulary.get(self.operations[op.scope].data[0])
            return records.columns.get(op.data[0]) if records else None
        return None
