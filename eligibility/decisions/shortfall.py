"""What a refused award lacks: the tests that failed, how far each is off, and of alternatives the nearest.

Nothing is said that is not exact. A gap is the difference itself where that
can be written down in full, else it is taken up to the next base unit.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ..engines.scalar.engine import Trace
from ..language.quantities import value_text
from ..plan.operations import COMPARISONS
from .affirmed import affirmed
from .decision import Gap, Need, Reason
from .reason_trees import condition_text
from .shown_values import slot_name
from .turning import turning_values

#: the base unit in which a gap is said where the difference itself has no end
_GRAINS = {"money": Fraction(1), "date": Fraction(1), "year": Fraction(1), "points": Fraction(1, 10**6), "number": Fraction(1, 10**6)}
_COUNT_GRAIN = Fraction(1, 10**4)
_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}
#: operations below the comparisons for which a number that would do it is looked for, all together: each costs a small program
MOST_TRIED = 5_000
_HOPELESS = 1_000_000  # the size of what only another reading of the text would change


class Shortfalls:
    """Needs of one enterprise, each comparison looked at once."""

    def __init__(self, trace: Trace):
        self.trace = trace
        self.engine = trace.engine
        self.operations = trace.engine.operations
        self._also: dict[tuple[int, str], tuple[str, Gap] | None] = {}
        self._left = MOST_TRIED

    def need(self, reason: Reason) -> Need | None:
        """What ``reason`` lacks; None where it does not fail."""
        reason = affirmed(reason)
        return self._need(reason) if reason.result is False else None

    def _need(self, reason: Reason) -> Need:
        if reason.kind == "test":
            return self._test(reason)
        failing = [c for c in reason.children if c.result is False]
        if reason.kind == "any":  # what no statement could change is not what is lacking
            failing = [c for c in failing if not _hopeless(c)] or failing
        failed = list(dict.fromkeys(map(self._need, failing)))
        if reason.kind == "some":
            return self._some(reason, failed)
        if reason.kind == "any":
            return _nearest(failed)
        return together(failed)

    def _some(self, reason: Reason, failed: list[Need]) -> Need:
        """So many of a list; of one that must not hold, so many that must not."""
        op = self.operations[self.engine.target(reason.operation)]
        if op.op != "at_least" or len(op.args) != len(reason.children):
            return Need("test", reason.condition, "不成立", "成立")
        denied = self.trace.raw(reason.operation) is not False
        least = len(op.args) - op.data[0] + 1 if denied else op.data[0]
        lacking = least - sum(c.result is True for c in reason.children)
        open_ones = [Need("test", condition_text(c), "未知") for c in reason.children if c.result is None]
        return Need("some", reason.condition, count=lacking, children=(*failed, *open_ones))

    # ------------------------------------------------------------------------- a test

    def _test(self, reason: Reason) -> Need:
        index = self.engine.target(reason.operation)
        op = self.operations[index]
        gap = also = None
        if op.op == "all" and op.word == "在" and self.trace.raw(index) is False:
            gap = self._outside(op)
        elif op.op in COMPARISONS:
            word = op.op if self.trace.raw(index) is False else _OPPOSITE.get(op.op)
            gap = self._gap(word, *op.args) if word else None
            also = self._numerator(index, word) if gap and gap.more else None
        without = tuple(f.fact for f in reason.facts if f.value == "无") if op.op in COMPARISONS and gap is None else ()
        return Need("test", reason.condition, reason.actual, reason.required, gap, also, reading=reason.reading, without=without)

    def _outside(self, op) -> Gap | None:
        """A date before or after a span."""
        value = self.trace.value(self.operations[op.args[0]].args[0])
        start, end = (self.trace.value(self.operations[a].args[1]) for a in op.args)
        if not all(map(_is_number, (value, start, end))) or start <= value <= end:
            return None
        return Gap(Fraction(start - value if value < start else value - end), "date", value < start, False)

    def _gap(self, word: str, left: int, right: int) -> Gap | None:
        a, b = self.trace.value(left), self.trace.value(right)
        if not (_is_number(a) and _is_number(b)):
            return None
        units = {self.operations[i].unit for i in (left, right)}
        unit = "points" if "ratio" in units else self.operations[left].unit
        more = a < b or word in ("ge", "gt")
        by = abs(Fraction(b) - Fraction(a))
        if written(by, unit) is not None:
            return Gap(by, unit, more, word in ("gt", "lt"))
        if word == "eq":
            return None
        grain = _GRAINS.get(unit, _COUNT_GRAIN)
        return Gap(ceil(by / grain) * grain, unit, more, False)

    # ------------------------------------------------- what would reach it, all else as it is

    def _numerator(self, index: int, word: str) -> tuple[str, Gap] | None:
        """The fact above the line of a share that by itself would lift it far enough; tried on the engine."""
        key = index, word
        if key not in self._also:
            self._also[key] = self._lifted(index, word) if self._left > 0 else None
        return self._also[key]

    def _lifted(self, index: int, word: str) -> tuple[str, Gap] | None:
        left, right = self.operations[index].args
        share = self.operations[self.engine.target(left)]
        if share.op != "div" or word not in ("ge", "gt"):
            return None
        place = self._lever(self._facts(share.args[0]) - self._facts(share.args[1]) - self._facts(right))
        if place is None or self._left <= 0:
            return None
        slot, now = self.engine.slots[place], self.trace.inputs[place]
        for turn in turning_values(self.trace, index).get(place, ()):
            wanted = ceil(turn) if word == "ge" else floor(turn) + 1
            if wanted > now and self._turns_at(index, slot.operation, wanted, word != self.operations[index].op):
                op = self.operations[slot.operation]
                return slot_name(slot, op), Gap(Fraction(wanted - now), op.unit, True, False)
        return None

    def _lever(self, places: set[int]) -> int | None:
        """The one amount or count among slots; of one fact in several years the last year."""
        found = {}
        for place in places:
            slot = self.engine.slots[place]
            unit = self.operations[slot.operation].unit
            if slot.kind == "fact" and slot.scale == 1 and (unit == "money" or unit.startswith("count:")):
                found[slot.key] = place
        if len({fact for fact, _ in found}) != 1:
            return None
        place = found[max(found, key=lambda key: key[1] or 0)]
        return place if isinstance(self.trace.inputs[place], int) else None

    def _turns_at(self, index: int, operation: int, wanted: int, negated: bool) -> bool:
        """Whether the comparison comes out well with ``wanted`` and not with one less."""
        trial = self.engine.part([index], self.trace.inputs)
        place = trial.engine.slot_of[operation]
        found = []
        for value in (wanted, wanted - 1):
            inputs = list(trial.inputs)
            inputs[place] = value
            found.append(trial.engine.rerun(inputs).raw(index))
        return found == ([False, True] if negated else [True, False])

    def _facts(self, index: int) -> set[int]:
        """Slots below an operation."""
        pending, seen, slots = [index], set(), set()
        while pending and self._left > 0:
            index = self.engine.target(pending.pop())
            if index in seen or index in self.engine.constants:
                continue
            seen.add(index)
            self._left -= 1
            if index in self.engine.slot_of:
                slots.add(self.engine.slot_of[index])
            else:
                pending += self.operations[index].args
        return slots


def _hopeless(reason: Reason) -> bool:
    """Whether it fails by a comparison that comes out so whatever the enterprise states."""
    if reason.kind == "all":
        return any(c.result is False and _hopeless(c) for c in reason.children)
    return reason.idle and reason.result is False


def written(value: Fraction, unit: str) -> str | None:
    """A gap in full, in its own unit; None where it has no end as a decimal."""
    unit = {"date": "count:天", "year": "count:年"}.get(unit, unit)
    texts = (value_text(value, unit, more) for more in ((0,) if unit == "money" else (0, 6)))
    return next((text for text in texts if not text.startswith("≈")), None)


def _is_number(value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def together(needs: list[Need]) -> Need | None:
    """All of several needs as one; None where there are none."""
    flat = list(dict.fromkeys(part for need in needs for part in (need.children if need.kind == "all" else [need])))
    wanted = {need.condition for need in flat if need.required == "有"}
    flat = [need for need in flat if not wanted.intersection(need.without)]  # what must be there first cannot be compared yet
    tests = {need for need in flat if need.kind == "test"}
    flat = [need for need in flat if need in tests or not _reached(need, tests)]  # alternatives of which one is needed anyway
    return flat[0] if len(flat) == 1 else Need("all", children=tuple(flat)) if flat else None


def _reached(need: Need, tests: set[Need]) -> bool:
    """Whether a need lacks nothing more once ``tests`` hold."""
    if need.kind == "test":
        return need in tests
    reached = sum(_reached(child, tests) for child in need.children)
    return reached >= {"any": 1, "some": need.count}.get(need.kind, len(need.children))


def _nearest(needs: list[Need]) -> Need:
    """Of alternatives those where the fewest tests fail, and of tests of one thing the one least far off."""
    flat = [part for need in needs for part in (need.children if need.kind == "any" else [need])]
    least = min(map(_size, flat))
    kept: dict[object, Need] = {}
    for need in flat:
        if _size(need) > least:
            continue
        one = (need.condition, need.gap.unit, need.gap.more) if need.gap else need
        if one not in kept or (need.gap and (need.gap.by, need.gap.strict) < (kept[one].gap.by, kept[one].gap.strict)):
            kept[one] = need
    return next(iter(kept.values())) if len(kept) == 1 else Need("any", children=tuple(kept.values()))


def _size(need: Need) -> int:
    """How many tests would have to come out otherwise."""
    if need.kind == "test":
        return _HOPELESS if need.reading else 1 + bool(need.without)
    sizes = sorted(map(_size, need.children))
    return sum(sizes) if need.kind == "all" else sizes[0] if need.kind == "any" else sum(sizes[: need.count])
