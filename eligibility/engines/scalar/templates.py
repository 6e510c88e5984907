"""One operation as one Python expression; the table says what each means for this engine."""

from __future__ import annotations

from math import lcm

from ...plan.operations import Operation

SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "eq": "=="}
_ROUND = {"round_down": 0, "round": 1, "round_up": 2}


def _true(e, index: int) -> str:
    """The true value, for what is done to it digit by digit."""
    text, scale = e.ref(index), e.scale(index)
    return text if scale == 1 else f"quotient({text}, 1, 1, {scale})"


#: Python's compiler recurses into nested terms; longer ones are written as calls
LONGEST = 100


def added(terms: list[str]) -> str:
    """The sum of terms."""
    return " + ".join(terms) if len(terms) <= LONGEST else f"sum(({', '.join(terms)},))"


def _aligned(e, op: Operation, scale: int | None = None) -> list[str]:
    return [e.ref(a, scale or op.scale) for a in op.args]


def compare(e, op: Operation) -> str:
    """Both sides at one scale; a quotient on the left is cross-multiplied instead of divided."""
    left, right = op.args
    sign = SIGNS[op.op]
    quotient = e.quotient(left)
    if quotient is None:
        scale = lcm(e.scale(left), e.scale(right))
        return f"{e.ref(left, scale)} {sign} {e.ref(right, scale)}"
    over, under = quotient.args
    a, b, r = e.ref(over), e.ref(under), e.ref(right)
    divided = f"quotient({a}, {b}, {e.scale(under)}, {e.scale(over)}) * {e.scale(right)} {sign} {r}"
    known = " and ".join(f"{x}.__class__ is int" for x in (a, b, r) if not e.is_literal(x))
    plain = f"{times(a, e.scale(under) * e.scale(right))} {sign} {r} * {times(b, e.scale(over))}"
    return f"({plain}) if {known} and {b} > 0 else ({divided})" if known else divided


def times(text: str, factor: int) -> str:
    """A product with a constant, as text."""
    return text if factor == 1 else f"{text} * {factor}"


def _all(e, op: Operation) -> str:
    refs = list(dict.fromkeys(e.ref(a) for a in op.args))
    refs = [r for r in refs if r != "True"]
    if "False" in refs:
        return "False"
    if len(refs) <= 1:
        return refs[0] if refs else "True"
    return f"True if {' and '.join(refs)} else False if {' or '.join(f'{r} is False' for r in refs)} else None"


def _any(e, op: Operation) -> str:
    refs = list(dict.fromkeys(e.ref(a) for a in op.args))
    refs = [r for r in refs if r != "False"]
    if "True" in refs:
        return "True"
    if len(refs) <= 1:
        return refs[0] if refs else "False"
    return f"True if {' or '.join(refs)} else None if {' or '.join(f'{r} is None' for r in refs)} else False"


def _not(ref: str) -> str:
    return f"None if {ref} is None else not {ref}"


def truth_is(e, op: Operation, ref: str) -> str:
    """A yes/no that may be 无, which is neither; empty where it may not."""
    return f"None if {ref} is None else {ref} is {op.data == ['是']}" if e.may_be_none(op.args[0]) else ""


def _is(e, op: Operation) -> str:
    ref = e.ref(op.args[0])
    if e.unit(op.args[0]) == "bool":
        return truth_is(e, op, ref) or (ref if op.data == ["是"] else _not(ref))
    return f"{ref} == {op.data[0]!r}"


def _one_of(e, op: Operation) -> str:
    ref = e.ref(op.args[0])
    return f"None if {ref} is BLANK else {ref} in {e.constant(frozenset(op.data))}"


def _choose(name: str, fallback: str):
    """min and max: the usual case without a call."""

    def template(e, op: Operation) -> str:
        a, b = _aligned(e, op)
        return f"({b} if t else {a}) if (t := {a} {name} {b}) is not None else {fallback}({a}, {b})"

    return template


def _rounding(e, op: Operation) -> str:
    value, multiple = op.args
    scale = lcm(e.scale(value), e.scale(multiple))
    x, step, worth = e.ref(value, scale), e.ref(multiple, scale), e.ref(multiple)
    call = f"rounded({x}, {step}, {worth}, {_ROUND[op.op]})"
    if e.is_literal(x):
        return call
    whole = {"round": f"(2*{x} + {step}) // (2*{step})", "round_up": f"-(-{x} // {step})", "round_down": f"{x} // {step}"}[op.op]
    return f"{whole} * {worth} if {e.ref(value)}.__class__ is int and {e.ref(value)} >= 0 else {call}"


def _nothing_below(e, op: Operation) -> str:
    x, least = _aligned(e, op)
    return f"({x} if t else 0) if (t := {x} >= {least}) is not None else nothing_below({x}, {least})"


def _if(e, op: Operation) -> str:
    c = e.ref(op.args[0])
    yes, no = (e.ref(a, op.scale) for a in op.args[1:])
    return f"({yes} if {c} else {no}) if {c} is not None else hull({yes}, {no})"


def _guard(e, op: Operation) -> str:
    c, value = e.ref(op.args[0]), e.ref(op.args[1])
    return f"({value} if {c} else 0) if {c} is not None else hull(0, {value})"


def _first_of(e, op: Operation) -> str:
    tests = [e.ref(a) for a in op.args[:-1:2]]
    values = [e.ref(a, op.scale) for a in op.args[1::2]] 
    last = e.ref(op.args[-1], op.scale)
    if not tests:
        return last
    quick = " else ".join(f"{v} if {t}" for t, v in zip(tests, values)) + f" else {last}"
    open_tests = " or ".join(f"{t} is None" for t in tests)
    pairs = "".join(f"({t}, {v}), " for t, v in zip(tests, values))
    if len(tests) > LONGEST:
        return f"first_of(({pairs}), {last})"
    return f"({quick}) if not ({open_tests}) else first_of(({pairs}), {last})"


def _fen(e, op: Operation) -> str:
    ref, scale = e.ref(op.args[0]), e.scale(op.args[0])
    if e.is_literal(ref):
        return f"whole_fen({ref}, {scale})"
    if scale == 1 and not e.is_fractional(op.args[0]):
        return f"{ref} if {ref}.__class__ is int else whole_fen({ref}, 1)"
    return f"(2*{ref} + {scale}) // {2 * scale} if {ref}.__class__ is int and {ref} >= 0 else whole_fen({ref}, {scale})"


def _column(e, op: Operation) -> str:
    return f"cell(row, {op.data[0]!r}, {e.blank_of_column(op)}, {op.scale})"


def _over_group(name: str):
    def template(e, op: Operation) -> str:
        return f"{name}(group, {op.data[0]!r}, {e.blank_of_column(op)}, {op.scale})"

    return template


TEMPLATES = {
    "const": lambda e, op: repr(op.data[0]),
    "unknown": lambda e, op: "None" if op.unit == "bool" else "Interval(0, INFINITY)",
    "as_of": lambda e, op: repr(e.selection.as_of.toordinal()),
    "year": lambda e, op: repr(e.selection.year(op.data[0], 0)),
    "year_start": lambda e, op: f"date({e.selection.year(*op.data)}, 1, 1).toordinal()",
    "year_end": lambda e, op: f"date({e.selection.year(*op.data)}, 12, 31).toordinal()",
    "edate": lambda e, op: f"add_months({', '.join(_true(e, a) for a in op.args)})",
    "add": lambda e, op: " + ".join(_aligned(e, op)),
    "sum": lambda e, op: added(_aligned(e, op)),
    "sub": lambda e, op: " - ".join(_aligned(e, op)),
    "neg": lambda e, op: f"-{e.ref(op.args[0])}",
    "mul": lambda e, op: " * ".join([r for a in op.args if (r := e.ref(a)) != "1"] or ["1"]),
    "div": lambda e, op: f"quotient({e.ref(op.args[0])}, {e.ref(op.args[1])}, {e.scale(op.args[1])}, {e.scale(op.args[0])})",
    "min": _choose(">", "smaller"),
    "max": _choose("<", "larger"),
    "round": _rounding,
    "round_up": _rounding,
    "round_down": _rounding,
    "nothing_below": _nothing_below,
    "if": _if,
    "guard": _guard,
    "first_of": _first_of,
    "count": lambda e, op: f"count_of({e.ref(op.args[0])})",
    "column": _column,
    "column_sum": _over_group("column_sum"),
    "column_min": _over_group("column_min"),
    "column_max": _over_group("column_max"),
    "column_mean": _over_group("column_mean"),
    "group_size": lambda e, op: "len(group)",
    **{name: compare for name in SIGNS},
    "is": _is,
    "one_of": _one_of,
    "exists": lambda e, op: f"exists({e.ref(op.args[0])})",
    "absent": lambda e, op: _not(f"exists({e.ref(op.args[0])})"),
    "all": _all,
    "any": _any,
    "not": lambda e, op: _not(e.ref(op.args[0])),
    "at_least": lambda e, op: f"truth_at_least({op.data[0]}, ({', '.join(e.ref(a) for a in op.args)},))",
    "fen": _fen,
}
