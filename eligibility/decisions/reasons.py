"""Why: the conditions behind an operation as a tree, each with what was required and what was found."""

from __future__ import annotations

from fractions import Fraction

from ..engines.scalar.engine import Trace
from ..language.quantities import value_text
from ..plan.operations import COMPARISONS, Operation
from ..profiles.profile import Profile
from .asked_rows import AskedRows
from .decision import Reason
from .shown_values import ShownValues

#: definitions shown with what they rest on, in one tree and for one enterprise: where definitions use one
#: another many times over, a tree would grow without end, and from there on they are shown by their result alone
MOST_OPENED = 1_000
MOST_OPENED_IN_ALL = 20_000
_GROUPS = {"all": "all", "any": "any", "not": "not", "at_least": "some"}


class Explainer:
    """Turns operations of one trace into reasons; ``profile`` tells where values came from, ``values`` how they are said."""

    def __init__(self, trace: Trace, profile: Profile):
        self.trace = trace
        self.engine = trace.engine
        self.operations = trace.engine.operations
        self.plan = trace.engine.plan
        self._left = self._left_in_all = MOST_OPENED_IN_ALL
        self.values = ShownValues(trace, profile)
        self.asked_rows = AskedRows(trace)

    def reason(self, index: int, label: str | None = None) -> Reason:
        """The tree of conditions behind ``index``."""
        self._left = allowed = min(MOST_OPENED, self._left_in_all)
        found = self._reason(index, label)
        self._left_in_all -= allowed - max(0, self._left)
        return found

    def _open(self) -> bool:
        """Whether one more definition may be shown with what it rests on."""
        self._left -= 1
        return self._left >= 0

    def _reason(self, index: int, label: str | None = None) -> Reason:
        op = self.operations[index]
        result = self.trace.raw(index)
        if op.op in ("named", "version") and index not in self.engine.given and self._behind(index) != index and self._open():
            return _cited(self._reason(self._behind(index), op.label), op)
        if op.op in _GROUPS and op.word != "在":
            args = self._of_the_years(op) if op.label == "每年" else op.args
            inner = tuple(self._reason(a) for a in args)
            if len(inner) == 1 == len(op.args) and op.op in ("all", "any"):
                return inner[0]
            if op.op == "not" and self.operations[op.args[0]].op == "paid_ever":
                before = self.values.paid_before(*self.operations[op.args[0]].data) if result is False else "没有领过" if result else "不知道"
                return self._test(op, index, result, "以前是否领过", "没有领过", before)
            name = label or op.label or (f"以下至少 {op.data[0]} 项" if op.op == "at_least" else "")
            return Reason(_GROUPS[op.op], index, name, result, clause=op.clause, ref=op.ref, evidence=op.evidence,
                          children=inner, where=self._where(op))
        if op.op == "is" and self.operations[op.args[0]].unit == "bool":
            return self._truth(op, index, result)
        return self._leaf(op, index, result, label)

    def _of_the_years(self, op: Operation) -> list[int]:
        """The comparisons of a 每年, each year's own; whether the firm existed only where that decides or is not known."""
        years = []
        for index in op.args:
            year = self.operations[index]
            existed = self.operations[year.args[0]].args[0] if year.op == "any" and self.operations[year.args[0]].op == "not" else None
            if existed is not None and self.operations[existed].label == "已成立" and self.trace.raw(existed) is not None:
                years.append(year.args[1] if self.trace.raw(existed) else year.args[0])
            elif year.label != "其中至少一年已成立" or self.trace.raw(index) is not True:
                years.append(index)
        return years

    # ----------------------------------------------------------------------- tests

    def _truth(self, op: Operation, index: int, result) -> Reason:
        """A yes/no: a definition is shown with what it rests on, a fact by itself."""
        behind = op.args[0]
        subject = self.operations[behind]
        if subject.op in ("named", "version") and behind not in self.engine.given and self._behind(behind) != behind and self._open():
            inner = self._reason(behind)
            plain = op.data == ["是"]
            mark = {"clause": op.clause or inner.clause, "ref": op.ref or inner.ref, "evidence": op.evidence or inner.evidence}
            if inner.kind == "test" and plain:
                if self.operations[self.engine.target(inner.operation)].op == "has":
                    inner = inner._replace(required=f"“{subject.label}”，即{inner.required}")
                return inner._replace(**mark)
            if inner.kind != "test":
                children = inner.children if plain and inner.kind == "all" else (inner,)
                name = ("" if plain else "不是：") + (subject.label or "")
                return Reason("all" if plain else "not", index, name, result, children=children, where=self._where(op), **mark)
        reading = subject.op == "reading"
        name = ("原文理解：" if reading else "") + (subject.label or "")
        return self._test(op, index, result, name, op.data[0], _truth_text(self.trace.raw(behind)), [behind])._replace(reading=reading)

    def _leaf(self, op: Operation, index: int, result, label: str | None) -> Reason:
        if op.op in COMPARISONS:
            return self._comparison(op, index, result)
        if op.op == "all":  # 在 …
            start, end = (self.trace.value(self.operations[a].args[1]) for a in op.args)
            subject = self.operations[op.args[0]].args[0]
            required = f"{op.label}（{value_text(start, 'date')} 至 {value_text(end, 'date')}）"
            value = self.trace.value(subject)
            short = None
            if result is False and isinstance(value, int):
                short = _days(start - value, early=True) if value < start else _days(value - end, early=False)
            return self._test(op, index, result, self.values.name(subject), required, self.values.shown(subject), [subject], short)
        if op.op in ("is", "one_of"):
            subject = op.args[0]
            return self._test(op, index, result, self.values.name(subject), f"{op.word} {'、'.join(op.data)}", self.values.shown(subject), [subject])
        if op.op in ("exists", "absent"):
            subject = op.args[0]
            return self._test(op, index, result, self.values.name(subject), op.word or "", self.values.shown(subject), [subject])
        if op.op == "unknown":
            return self._test(op, index, None, op.label or "", "符合", op.data[0])
        if op.op == "has":
            rows = self.trace.raw(op.args[0])
            actual = "未填写" if rows is None else f"{len(rows)} 条记录" if result is None else f"{len(rows)} 条记录中{'有' if result else '没有'}"
            short = self.asked_rows.nearest(index, rows) if result is False else None
            return self._test(op, index, result, op.label or "", self.asked_rows.required(index), actual, [op.args[0]], short)
        return self._test(op, index, result, label or op.label or "", "是", _truth_text(result), [index])

    def _comparison(self, op: Operation, index: int, result) -> Reason:
        left, right = op.args
        bound = self.operations[self.engine.target(right)]
        limit = self.values.shown(right)
        found = self.trace.value(left)
        actual = _apart(found, self.operations[left].unit, limit) if _is_number(found) else self.values.shown(left)
        if bound.op != "const" and self.values.name(right):
            limit = f"{self.values.name(right)}（{limit}）"
        elif self.operations[right].op in ("named", "parameter"):
            limit = f"{self.operations[right].label}（{limit}）"
        found = self._test(op, index, result, self.values.name(left) or actual, f"{op.word or '为'} {limit}", actual, [left, right],
                           self._short(op) if result is False else None)
        return _cited(found, self.operations[left])._replace(idle=self._idle(op, result))

    def _idle(self, op: Operation, result) -> bool:
        """Whether no value that the left side can take would change the result, as of an amount 不低于 0元."""
        left, bound = self.operations[op.args[0]], self.trace.value(op.args[1])
        if not _is_number(bound) or result is not (op.op in ("ge", "le")):
            return False
        return left.low >= bound if op.op in ("ge", "lt") else left.high <= bound if op.op in ("gt", "le") else False

    def _test(self, op: Operation, index: int, result, condition: str, required: str, actual: str,
              rests_on: list[int] = (), short_by: str | None = None) -> Reason:
        return Reason("test", index, condition, result, required, actual, short_by, op.clause, op.ref, op.evidence,
                      self.values.facts(rests_on), (), self._where(op))

    def _short(self, op: Operation) -> str | None:
        """By how much the subject misses the bound, in its own unit."""
        a, b = (self.trace.value(i) for i in op.args)
        if not (_is_number(a) and _is_number(b)):
            return None
        unit = self.operations[op.args[0]].unit
        if self.trace.engine.operations[op.args[1]].unit == "ratio":
            unit = "ratio"
        gap = abs(Fraction(a) - Fraction(b))
        if unit == "date" and gap:
            return _days(gap, early=a < b)
        unit = {"ratio": "points", "date": "count:天", "year": "count:年"}.get(unit, unit)
        text = _apart(gap, unit, value_text(0, unit)) if gap else value_text(0, unit)
        if gap == 0 and op.op in ("gt", "lt"):
            bound = self.values.shown(op.args[1])
            if self.operations[op.args[0]].unit == "date":
                return f"须晚于 {bound}" if op.op == "gt" else f"须早于 {bound}"
            return f"须多于 {bound}" if op.op == "gt" else f"须少于 {bound}"
        return text

    def _behind(self, index: int) -> int:
        """One step through a definition or the version in force."""
        op = self.operations[index]
        if op.op == "named":
            return op.args[0]
        return self.engine.selection.aliases.get(index, index)

    def _where(self, op: Operation) -> str:
        return f"{self.plan.files[op.file]}:{op.line}:{op.col}"


def _is_number(value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def _apart(value, unit: str, other: str) -> str:
    """A value with as many decimals as tell it from ``other``: 4.99999% is not ≈5% beside 5%."""
    texts = (value_text(value, unit, more) for more in (0, 3, 6, 12, 24))
    return next((text for text in texts if not text.startswith("≈") or text[1:] != other), value_text(value, unit))


def _days(number, early: bool) -> str:
    return f"{'早' if early else '晚'} {int(number)}天"


def _truth_text(value) -> str:
    return "未填写" if value is None else "是" if value else "否"


def _cited(reason: Reason, op: Operation) -> Reason:
    """The reason with the source of the definition ``op`` where it has none of its own."""
    if op.op != "named" or reason.clause or reason.ref:
        return reason
    return reason._replace(clause=op.clause, ref=op.ref, evidence=reason.evidence or op.evidence)
