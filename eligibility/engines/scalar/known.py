"""The same program for an enterprise of which everything is known: truth has two values and numbers are numbers.

Half the time of the general program, which alone defines the meaning: here
min is min and *all* is ``and``, and a step that only one other needs is written
into it, so an amount nobody gets is not calculated. Whatever does not come out
known (a quotient by zero) raises ``NotKnown``, and the general program answers.
Rows, what was paid before, and numbers that nobody found stay *open*: what
rests on them is written as in the general program. It returns the verdicts of all tests, the statuses
and the settlements; the steps between are calculated when somebody looks.
"""

from __future__ import annotations

from collections import Counter

from ...plan.operations import COMPARISONS, WHOLE, Operation
from .templates import LONGEST, SIGNS, TEMPLATES, added, times, truth_is
from .values import BLANK, Interval

_TESTS = COMPARISONS | {"is", "one_of", "exists", "absent", "has"}


class NotKnown(Exception):
    """The known program has no answer; the general one has."""


def not_known():
    """Raises NotKnown, from inside an expression."""
    raise NotKnown


def _unknown(value) -> bool:
    return value is None or value is BLANK or value.__class__ is Interval


def made_known(value):
    """``value``, if it is known."""
    return not_known() if _unknown(value) else value


class KnownProgram:
    """Written from what the general emitter ``general`` has found: inputs, constants, equal operations."""

    def __init__(self, general, roots: list[int]):
        self.general = general
        self.operations = general.operations
        self.selection = general.selection
        self.order = [i for i in general.computed if i not in general.same]
        self.roots = {general.same.get(general.target(r), general.target(r)) for r in roots}
        self.texts = {i: text for i, text in general.texts.items() if i in general.constants or text == f"v{i}"}
        self.lines: list[str] = []
        self.uses: Counter[int] = Counter()
        self.results: list[int] = []
        self.names = 0
        self.open: set[int] = {i for i, v in general.constants.items() if _unknown(v)}
        self.open |= {s.operation for s in general.slots if s.kind not in ("fact", "reading")}

    def source(self) -> str:
        """Defines ``run_known(inputs)``; ``results`` then names what it returns."""
        for index in self.order:
            self._count(index)
        for index in self.order:
            self._emit(index)
        inputs = ", ".join(f"v{s.operation}" for s in self.general.slots)
        body = [f"    ({inputs},) = inputs"] if inputs else []
        body += ["    " + line for line in self.lines]
        result = "".join(f"v{i}, " for i in self.results)
        return "\n".join(["def run_known(inputs):", *body, f"    return ({result})", ""])

    # ------------------------------------------------------------ asked by templates

    def target(self, index: int) -> int:
        index = self.general.target(index)
        return self.general.same.get(index, index)

    def scale(self, index: int) -> int:
        return self.general.scale(index)

    def unit(self, index: int) -> str:
        return self.general.unit(index)

    def ref(self, index: int, scale: int | None = None) -> str:
        """As the general one; a step used once stands in brackets where it is used."""
        factor = (scale or self.scale(index)) // self.operations[self.general.target(index)].scale
        index = self.target(index)
        text = self.texts[index]
        if factor == 1:
            return text
        return repr(self.general.constants[index] * factor) if self.general.is_literal(text) else f"({text}*{factor})"

    def once(self, index: int, scale: int) -> tuple[str, str]:
        """(text where it is first written, text where it is written again), calculated once."""
        text = self.ref(index, scale)
        if text[0] != "(":
            return text, text
        self.names += 1
        return f"(t{self.names} := {text})", f"t{self.names}"

    def constant(self, value) -> str:
        return self.general.constant(value)

    def quotient(self, index: int) -> Operation | None:
        return self.general.quotient(index)

    def is_fractional(self, index: int) -> bool:
        return self.general.is_fractional(index)

    def may_be_none(self, index: int) -> bool:
        return self.general.may_be_none(index)

    def is_literal(self, text: str) -> bool:
        return self.general.is_literal(text)

    # -------------------------------------------------------------------- emitting

    def _count(self, index: int) -> None:
        """How often each operation is written, and which are open; what must be a variable counts twice."""
        op = self.operations[index]
        arguments = [self.target(a) for a in self.general.arguments(index)]
        if op.op in ("for_each", "has"):
            arguments = [self.target(a) for a in self.general.outside(index)]
            self.open.add(index)
        elif any(a in self.open for a in arguments):
            self.open.add(index)
        pinned = index in self.open or op.op in ("exists", "absent", "settle") or op.op.startswith("round")
        for argument in arguments:
            self.uses[argument] += 2 if pinned else 1
        if op.op in COMPARISONS and self.quotient(op.args[0]):
            self.uses[arguments[1]] += 1
        if op.op == "settle" and not op.data[2] and index not in self.open:  # an amount is written once, behind its status
            for argument in arguments[op.data[0] :]:
                self.uses[argument] -= 1

    def _emit(self, index: int) -> None:
        op = self.operations[index]
        if op.op == "settle":
            self.lines += self.general.settle_lines(index, op, self) if index in self.open else self._settle(index, op)
        elif op.op in WHOLE:
            self.lines += self.general.statements[index]
        else:
            code = (TEMPLATES if index in self.open else _KNOWN_OR_GENERAL)[op.op](self, op)
            if self.uses[index] <= 1 and index not in self.roots | self.open and op.op not in _TESTS:
                self.texts[index] = f"({code})"
                return
            self.lines.append(f"v{index} = {code}")
        self.texts[index] = f"v{index}"
        if op.op in _TESTS or index in self.roots:
            self.results.append(index)

    def _settle(self, index: int, op: Operation) -> list[str]:
        count, overrides, groups = op.data
        if groups:
            return [f"v{index} = settle({self.constant(op.data)}, ({', '.join(self.ref(a) for a in op.args)},))"]
        status, amount = ([self.ref(a) for a in op.args[i * count : (i + 1) * count]] for i in (0, 1))
        lines = []
        for i, (s, a) in enumerate(zip(status, amount)):
            held = " or ".join(status[o] for o, u in overrides if u == i)
            lines.append(f"p{i} = " + (f"0 if {held} else " if held else "") + f"{a} if {s} else 0")
        names = [f"p{i}" for i in range(count)]
        return [*lines, f"v{index} = ({added(names)}, ({', '.join(names)},))"]


# ------------------------------------------------- operations that are plainer when known


def _compare(e, op: Operation) -> str:
    quotient = e.quotient(op.args[0])
    if quotient is None:
        return TEMPLATES[op.op](e, op)
    (over, under), right = quotient.args, op.args[1]
    sign = SIGNS[op.op]
    left = times(e.ref(over), e.scale(under) * e.scale(right))
    other = times(e.ref(under), e.scale(over)) if e.ref(right) == "1" else f"{e.ref(right)} * {times(e.ref(under), e.scale(over))}"
    return f"{left} {sign} {other} if {e.ref(under)} > 0 else not_known()"


def _joined(word: str, empty: str):
    def template(e, op: Operation) -> str:
        refs = list(dict.fromkeys(e.ref(a) for a in op.args))
        return f" {word} ".join(r for r in refs if r != empty) or empty

    return template


def _is(e, op: Operation) -> str:
    ref = e.ref(op.args[0])
    if e.unit(op.args[0]) == "bool":
        return truth_is(e, op, ref) or (ref if op.data == ["是"] else f"not {ref}")
    return f"{ref} == {op.data[0]!r}"


def _first_of(e, op: Operation) -> str:
    if len(op.args) > 2 * LONGEST:
        return TEMPLATES["first_of"](e, op)
    rows = [f"{e.ref(value, op.scale)} if {e.ref(test)}" for test, value in zip(op.args[:-1:2], op.args[1::2])]
    return " else ".join([*rows, e.ref(op.args[-1], op.scale)])


def _either(sign: str):
    """The smaller or larger; a step that stands in brackets is given a name, so that it is calculated once."""

    def template(e, op: Operation) -> str:
        (a, named_a), (b, named_b) = (e.once(x, op.scale) for x in op.args)
        return f"{named_b} if {a} {sign} {b} else {named_a}"

    return template


def _fen(e, op: Operation) -> str:
    ref, scale = e.ref(op.args[0]), e.scale(op.args[0])
    if e.is_literal(ref):
        return TEMPLATES["fen"](e, op)
    if scale == 1 and not e.is_fractional(op.args[0]):
        return ref
    # awards are never negative: the plan has proven it
    return f"(2 * {ref} + {scale}) // {2 * scale}"


def _nothing_below(e, op: Operation) -> str:
    (x, named), least = e.once(op.args[0], op.scale), e.ref(op.args[1], op.scale)
    return f"{named} if {x} >= {least} else 0"


_KNOWN_OR_GENERAL = TEMPLATES | {
    **dict.fromkeys(COMPARISONS, _compare),
    "all": _joined("and", "True"),
    "any": _joined("or", "False"),
    "not": lambda e, op: f"not {e.ref(op.args[0])}",
    "is": _is,
    "one_of": lambda e, op: f"{e.ref(op.args[0])} in {e.constant(frozenset(op.data))}",
    "if": lambda e, op: f"{e.ref(op.args[1], op.scale)} if {e.ref(op.args[0])} else {e.ref(op.args[2], op.scale)}",
    "guard": lambda e, op: f"{e.ref(op.args[1])} if {e.ref(op.args[0])} else 0",
    "first_of": _first_of,
    "at_least": lambda e, op: f"{added([e.ref(a) for a in op.args])} >= {op.data[0]}",
    "div": lambda e, op: f"made_known({TEMPLATES['div'](e, op)})",
    "fen": _fen,
    "min": _either(">"),
    "max": _either("<"),
    "nothing_below": _nothing_below,
}
