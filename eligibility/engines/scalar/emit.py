"""The plan of a selection as the source of one Python function from inputs to the full trace."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ...language.fact import Fact
from ...plan.operations import GIVEN, STAND_FOR, WHOLE, Operation
from ...plan.select import Selection
from . import known, rows, settle, values
from .inputs import Slot, blank_of, slot_for
from .known import KnownProgram
from .templates import TEMPLATES, added


class Program(NamedTuple):
    """``source`` defines ``run(inputs)``, which returns the values of ``computed`` as a tuple.

    ``constants`` are operations whose value is settled by the selection alone,
    ``same`` those that have the value of another, ``twins`` those of them that
    are read from the same input. ``known_source`` defines
    ``run_known(inputs)`` for inputs that are all known, which returns the
    values of ``known``.
    """

    source: str
    namespace: dict
    slots: tuple[Slot, ...]
    computed: tuple[int, ...]
    constants: dict[int, object]
    same: dict[int, int]
    twins: dict[int, int]
    row_steps: int = 0  # operations calculated for each row of a list
    known_source: str = ""
    known: tuple[int, ...] = ()


def emit(selection: Selection, roots: list[int], given: dict[int, str], known_roots: list[int] | None = None) -> Program:
    """Generate for everything ``roots`` rest on; operations in ``given`` are inputs, whatever defines them.

    With ``known_roots`` also the program for inputs that are all known.
    """
    emitter = Emitter(selection, given)
    program = emitter.program(roots)
    if known_roots is None:
        return program
    known = KnownProgram(emitter, known_roots)
    return program._replace(known_source=known.source(), known=tuple(known.results))


class Emitter:
    def __init__(self, selection: Selection, given: dict[int, str]):
        self.selection = selection
        self.operations = selection.plan.operations
        self.given = given
        self.lines: list[str] = []
        self.slots: list[Slot] = []
        self.inputs: dict[tuple, int] = {}  # (kind, key) of a slot → its operation
        self.computed: list[int] = []
        self.texts: dict[int, str] = {}  # operation → literal or variable
        self.constants: dict[int, object] = {}
        self.same: dict[int, int] = {}
        self.twins: dict[int, int] = {}
        self.codes: dict[str, str] = {}  # expression → the variable that holds its value
        self.named: dict[object, str] = {}  # value without a literal → its name
        self.fractional: set[int] = set()
        self.statements: dict[int, list[str]] = {}
        self.row_steps = 0
        self.namespace: dict = {"date": date, "settle": settle.settle}
        for module in (values, rows, known):
            self.namespace.update({k: v for k, v in vars(module).items() if not k.startswith("_")})

    # ------------------------------------------------------ what templates ask for

    def target(self, index: int) -> int:
        return self.selection.target(index, self.given)

    def scale(self, index: int) -> int:
        """The scale at which ``ref`` gives an operation: its own, also where another stands for it."""
        return self.operations[index].scale

    def unit(self, index: int) -> str:
        return self.operations[index].unit

    def ref(self, index: int, scale: int | None = None) -> str:
        """The value of an operation as text, brought to ``scale`` (its own, if none is given)."""
        target = self.target(index)
        text = self.texts[target]
        factor = (scale or self.scale(index)) // self.operations[target].scale
        if factor == 1:
            return text
        return repr(self.constants[target] * factor) if self.is_literal(text) else f"({text}*{factor})"

    def is_literal(self, text: str) -> bool:
        return text[0] in "-0123456789" or text in ("True", "False", "None")

    def constant(self, value) -> str:
        """A name for a value that has no literal; equal shares and lists have one, so that equal tests are one test."""
        key = (type(value), value) if isinstance(value, (Fraction, frozenset)) else object()
        if key not in self.named:
            self.named[key] = f"k{len(self.namespace)}"
            self.namespace[self.named[key]] = value
        return self.named[key]

    def quotient(self, index: int) -> Operation | None:
        """The division behind ``index`` that a comparison may cross-multiply, or None."""
        index = self.target(index)
        op = self.operations[index]
        return op if op.op == "div" and index not in self.given else None

    def is_fractional(self, index: int) -> bool:
        return self.target(index) in self.fractional

    def blank_of_column(self, op: Operation) -> str:
        return self.constant(blank_of(self._column(op)))

    def may_be_none(self, index: int) -> bool:
        """Whether an operation reads a fact or column that may be 无."""
        op = self.operations[self.target(index)]
        fact = self.selection.plan.vocabulary[op.data[0]] if op.op == "fact" else self._column(op) if op.op == "column" else None
        return fact is not None and bool(fact.none)

    def _column(self, op: Operation) -> Fact:
        return self.selection.plan.vocabulary[self.operations[op.scope].data[0]].columns[op.data[0]]

    # -------------------------------------------------------------------- emitting

    def program(self, roots: list[int]) -> Program:
        for index in sorted(self._cone(roots)):
            self._emit(index)
        self.slots.sort(key=lambda slot: slot.kind != "fact")
        inputs = ", ".join(f"v{s.operation}" for s in self.slots)
        body = [f"    ({inputs},) = inputs"] if inputs else []
        body += ["    " + line for line in self.lines]
        result = ", ".join(f"v{i}" for i in self.computed)
        source = "\n".join(["def run(inputs):", *body, f"    return ({result}{',' if result else ''})", ""])
        return Program(source, self.namespace, tuple(self.slots), tuple(self.computed), self.constants, self.same, self.twins, self.row_steps)

    def arguments(self, index: int) -> list[int]:
        """What must be computed before ``index``; a cross-multiplied quotient is passed over."""
        op = self.operations[index]
        if index in self.given or op.op == "parameter":
            return [self.selection.bounded[index]] if index in self.selection.bounded else []
        if op.op in ("ge", "gt", "le", "lt", "eq") and self.quotient(op.args[0]):
            return [*self.quotient(op.args[0]).args, op.args[1]]
        return [] if op.op == "version" else list(op.args)

    def outside(self, index: int) -> set[int]:
        """Operations outside of rows that the loop ``index`` rests on directly."""
        inside = {i for i in self._cone(list(self.operations[index].args), inside=True) if self.operations[i].scope is not None}
        reached = {self.target(a) for i in inside | {index} for a in self.arguments(i)}
        return {i for i in reached if self.operations[i].scope is None}

    def _cone(self, roots: list[int], inside: bool = False) -> set[int]:
        """Operations outside rows that ``roots`` rest on; row operations are emitted with their loop."""
        found: set[int] = set()
        pending = [self.target(r) for r in roots]
        while pending:
            index = pending.pop()
            if index in found:
                continue
            found.add(index)
            if not inside or self.operations[index].scope is not None:  # what is outside of the row is there already
                pending += [self.target(a) for a in self.arguments(index)]
        return found if inside else {i for i in found if self.operations[i].scope is None}

    def _emit(self, index: int) -> None:
        op = self.operations[index]
        if index in self.given or op.op in GIVEN or op.op in STAND_FOR:
            self._emit_input(index)
            return
        if op.op == "div" or op.op == "column_mean" or (
            not op.op.startswith("round") and op.op != "fen" and any(self.is_fractional(a) for a in op.args)
        ):
            self.fractional.add(index)
        name = f"v{index}"
        if op.op in WHOLE:
            self.texts[index] = name
            start = len(self.lines)
            self._emit_statement(index, op)
            self.statements[index] = self.lines[start:]
            self.computed.append(index)
            return
        code = TEMPLATES[op.op](self, op)
        if op.scope is None and all(self.target(a) in self.constants for a in self.arguments(index)):
            value = eval(code, self.namespace)  # noqa: S307 - our own template over constants
            self.constants[index] = value
            simple = value is None or value.__class__ in (int, bool)
            self.texts[index] = repr(value) if simple else self.constant(value)
            return
        if op.scope is None:  # the same value as another operation's is not computed again
            code = self.codes.setdefault(code, code)
            if code[0] == "v" and code[1:].isdecimal():
                self.texts[index] = code
                self.same[index] = int(code[1:])
                return
            self.codes[code] = name
        self.texts[index] = name
        self.lines.append(f"{name} = {code}")
        if op.scope is None:
            self.computed.append(index)

    def _emit_input(self, index: int) -> None:
        """A slot; 上年收入 and 2020年收入 are one where they mean the same year, so that they are blank or known together."""
        slot = slot_for(index, self.selection, self.given)
        first = self.inputs.setdefault((slot.kind, slot.key, slot.scale, self.unit(index)), index)
        self.texts[index] = f"v{first}"
        if index in self.given:
            self.fractional.add(index)  # a share given directly may have any digits
        if first != index:
            self.same[index] = self.twins[index] = first
        else:
            self.slots.append(slot)

    def _emit_statement(self, index: int, op: Operation) -> None:
        if op.op == "settle":
            self.lines += self.settle_lines(index, op, self)
        else:
            OVER_ROWS[op.op](self, index, op)

    def settle_lines(self, index: int, op: Operation, e) -> list[str]:
        """Payments by status; where awards touch one another and that is open, the library reckons it through."""
        count, overrides, groups = op.data
        called = f"v{index} = settle({e.constant(op.data)}, ({', '.join(e.ref(a) for a in op.args)},))"
        if groups:
            return [called]
        status, amount = ([e.ref(a) for a in op.args[i * count : (i + 1) * count]] for i in (0, 1))
        over = list(dict.fromkeys(status[i] for i, _ in overrides))
        lines = []
        for i, (s, a) in enumerate(zip(status, amount)):
            held = " or ".join(status[o] for o, u in overrides if u == i)
            paid = f"({a} if {s} else 0) if {s} is not None else hull(0, {a})"
            lines.append(f"p{i} = 0 if {held} else {paid}" if held else f"p{i} = {paid}")
        names = [f"p{i}" for i in range(count)]
        lines.append(f"v{index} = ({added(names)}, ({', '.join(names)},))")
        if not over:
            return lines
        return [f"if {' or '.join(f'{s} is None' for s in over)}:", f"    {called}", "else:", *("    " + line for line in lines)]

    def _body(self, roots: list[int], rows_index: int, indent: str) -> None:
        """Lines of the operations computed for each row, indented into their loop."""
        inside = {i for i in self._cone(roots, inside=True) if self.operations[i].scope is not None}
        self.row_steps += len(inside) + 1
        outer, self.lines = self.lines, []
        for index in sorted(inside):
            self._emit(index)
        self.lines = outer + [indent + line for line in self.lines]

    def emit_has(self, index: int, op: Operation) -> None:
        source = self.ref(op.args[0])
        self.lines += [f"v{index} = None if {source} is None else False", f"for row in {source} or ():"]
        self._body([op.args[1]], op.args[0], "    ")
        holds = self.ref(op.args[1])
        self.lines += [f"    if {holds}:", f"        v{index} = True", "        break",
                       f"    if {holds} is None:", f"        v{index} = None"]

    def emit_for_each(self, index: int, op: Operation) -> None:
        by, filtered = op.data
        source, body = self.ref(op.args[0]), op.args[-1]
        total = f"v{index}"
        unknown = f"Interval({'-INFINITY' if self.operations[body].low < 0 else '0'}, INFINITY)"
        self.lines += [f"{total} = {unknown} if {source} is None else 0"]
        if not by:
            self.lines.append(f"for row in {source} or ():")
            self._body(op.args[1:], op.args[0], "    ")
            value = self.ref(body)
            added = f"guarded({self.ref(op.args[1])}, {value})" if filtered else value
            self.lines.append(f"    {total} = {total} + {added}")
            return
        kept = f"r{index}"
        self.lines += [f"{kept} = []", f"for row in {source} or ():"]
        if filtered:
            self._body([op.args[1]], op.args[0], "    ")
            self.lines += [f"    if {self.ref(op.args[1])} is None:", f"        {kept} = None", "        break",
                           f"    if {self.ref(op.args[1])}:", f"        {kept}.append(row)"]
        else:
            self.lines.append(f"    {kept}.append(row)")
        self.lines += [f"{kept} = None if {kept} is None else groups_of({kept}, {by!r})",
                       f"if {kept} is None:", f"    {total} = {unknown}",
                       f"for group in {kept} or ():", "    row = group[0]"]
        self._body([body], op.args[0], "    ")
        self.lines.append(f"    {total} = {total} + {self.ref(body)}")


#: operations over rows of a list, each some lines with a loop
OVER_ROWS = {"has": Emitter.emit_has, "for_each": Emitter.emit_for_each}
