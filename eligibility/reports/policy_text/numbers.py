"""Numbers in words: what is added, divided and chosen, from the operations themselves."""

from __future__ import annotations

from fractions import Fraction

from ...language.quantities import value_text
from ...plan.operations import Operation
from ...plan.plan import Plan
from .item import Item

_SUM, _PRODUCT, _ATOM = 1, 2, 3  # how closely the parts of an expression hang together
_SIGNS = {"add": ("+", _SUM, _SUM), "sub": ("-", _SUM, _PRODUCT), "mul": ("×", _PRODUCT, _PRODUCT), "div": ("÷", _PRODUCT, _ATOM)}
_SINGLE = {0: "本年", -1: "上年", -2: "前年", -3: "大前年"}
_NUMERALS = "零一两三四五六七八九十"
ROUNDED = {"round": "四舍五入到", "round_up": "进到", "round_down": "舍到"}
_TO_WHOLE = {"round": "四舍五入到整数", "round_up": "有小数就进一", "round_down": "舍去小数"}
_OF_GROUP = {"column_sum": "{}之和", "column_mean": "{}的平均数", "column_min": "最小的{}", "column_max": "最大的{}"}


class Numbers:
    """Tells numbers of ``plan``.

    ``mentioned``: names, readings and parameters told of by name, in order, to
    be explained afterwards. ``year_words``, ``facts``, ``columns``: those used, likewise.
    """

    def __init__(self, plan: Plan):
        self.plan = plan
        self.operations = plan.operations
        self.mentioned: dict[int, None] = {}
        self.year_words: dict[str, None] = {}
        self.facts: dict[str, None] = {}
        self.columns: dict[str, None] = {}
        self._pools = {(self.operations[p.inside].file, p.line, p.name) for d in plan.documents for p in d.pools}
        self._each: tuple[int, str] | None = None  # the year of a 每年 comparison under way, and the words for all its years

    def condition(self, index: int) -> Item:
        raise NotImplementedError

    def number(self, index: int) -> str:
        """``近三年研发费用 ÷ 近三年营业收入``."""
        return self._told(index)[0]

    def mention(self, index: int) -> str:
        """“名称”, which will be explained."""
        self.mentioned.setdefault(index)
        return f"“{self.operations[index].label}”"

    def is_pool(self, index: int) -> bool:
        """Whether the name is that of a pool, followed to its fixed point."""
        op = self.operations[index]
        if op.op == "version":
            return all(map(self.is_pool, op.args))
        return op.op == "named" and (op.file, op.line, op.label) in self._pools

    def counted_in(self, records: int) -> str:
        """The measure word of rows: 份, 条."""
        fact = self.plan.vocabulary.get(self.operations[records].data[0])
        return (fact.counted_in if fact else "") or "条"

    def period(self, anchor: str, years: tuple[int, ...], mode: str = "") -> str:
        """Offsets from an anchor, or fixed years, as year words: 上年, 近三年, 2020年; ``mode`` is 平均 or 每年."""
        first, last = years[0], years[-1]
        if anchor == "fixed":
            return f"{first}年" if first == last else f"{first}年至{last}年"
        if first == last and not mode:
            word = _SINGLE.get(first) or f"本年以前第{-first}年"
        else:
            count = len(years)
            word = ("含本年" if last == 0 else "") + f"近{_NUMERALS[count] if count <= 10 else count}年" + mode
            if years != tuple(range(last - count + 1, last + 1)) or last not in (0, -1):
                word = "、".join(_SINGLE.get(y, f"本年以前第{-y}年") for y in years) + mode
        self.year_words.setdefault(word)
        return word

    # ------------------------------------------------------------------ expressions

    def _told(self, index: int) -> tuple[str, int]:
        """The text, and how closely its parts hang together."""
        op = self.operations[index]
        if op.op in ("named", "version", "parameter", "reading"):
            return self.mention(index), _ATOM
        span = self._span(op)
        if span:
            return span, _ATOM
        if op.op in _SIGNS and not (op.op == "div" and self._is_mean(op)):
            sign, left, right = _SIGNS[op.op]
            return f"{self._part(op.args[0], left)} {sign} {self._part(op.args[1], right)}", min(left, right)
        match op.op:
            case "const":
                return exact_text(Fraction(*op.data), op.unit), _SUM if op.data[0] < 0 else _ATOM
            case "fact":
                return self._fact(op), _ATOM
            case "records" | "column":
                (self.facts if op.op == "records" else self.columns).setdefault(op.data[0])
                return op.data[0], _ATOM
            case "is" | "one_of" | "all" | "any" | "not" | "has":
                return f"（{self.condition(index).inline()}）", _ATOM
            case "as_of":
                return "申报日期", _ATOM
            case "year":
                return "政策年度" if op.data[0] == "policy" else "申报年度", _ATOM
            case "year_start" | "year_end":
                return f"{self.period(op.data[0], (op.data[1],))}的{'第一天' if op.op == 'year_start' else '最后一天'}", _ATOM
            case "count":
                return f"{self.number(op.args[0])}的{op.unit[6:] + '数' if op.unit.startswith('count:') else '条数'}", _ATOM
            case "group_size":
                return "本组的条数", _ATOM
            case "neg":
                return f"-{self._part(op.args[0], _ATOM)}", _SUM
            case "edate":
                return self._moved(op), _PRODUCT
            case "div":
                parts = self.operations[op.args[0]].args
                return f"（{'、'.join(map(self.number, parts))}）的平均数", _ATOM
            case "sum":
                return " + ".join(self._part(a, _SUM) for a in op.args), _SUM
            case "min" | "max":
                return self._extreme(op.op, self._chain(index)), _ATOM
            case "if":
                return f"（{self.condition(op.args[0]).inline()}的，取 {self.number(op.args[1])}，否则取 {self.number(op.args[2])}）", _ATOM
        if op.op in ROUNDED:
            return f"（{self.number(op.args[0])} {self.rounded(op)}）", _ATOM
        if op.op in _OF_GROUP:
            self.columns.setdefault(op.data[0])
            return _OF_GROUP[op.op].format(op.data[0]), _ATOM
        raise TypeError(op.op)

    def rounded(self, op: Operation) -> str:
        """``舍到 1万元的倍数``; of plain numbers ``舍去小数``."""
        multiple = self.operations[op.args[1]]
        if multiple.data == [1, 1] and op.unit in ("number", "ratio"):
            return _TO_WHOLE[op.op]
        return f"{ROUNDED[op.op]} {self.number(op.args[1])}的倍数"

    def _part(self, index: int, least: int) -> str:
        text, closeness = self._told(index)
        return text if closeness >= least else f"（{text}）"

    def _chain(self, index: int) -> list[int]:
        """The parts of a MIN or MAX of several, which the plan takes two at a time."""
        op = self.operations[index]
        first = self.operations[op.args[0]]
        inner = self._chain(op.args[0]) if (first.op, first.label) == (op.op, op.label) else [op.args[0]]
        return [*inner, op.args[1]]

    def _extreme(self, kind: str, parts: list[int]) -> str:
        word = ("较" if len(parts) == 2 else "最") + ("小" if kind == "min" else "大")
        return f"（{'、'.join(map(self.number, parts))}）中{word}的"

    def _moved(self, op: Operation) -> str:
        date, months = op.args
        moved = self.operations[months]
        negative = moved.op == "neg" or moved.low < 0
        if moved.op == "neg":
            moved = self.operations[moved.args[0]]
        if moved.op != "const":
            return f"{self.number(date)} 起满 {self.number(months)}的那一天"
        return f"{self.number(date)} {'以前' if negative else '起满'} {exact_text(abs(Fraction(*moved.data)), 'count:个月')}的那一天"

    # ------------------------------------------------------------------------ years

    def _fact(self, op: Operation) -> str:
        name, anchor, year = op.data
        self.facts.setdefault(name)
        if not anchor:
            return name
        if self._each and year == self._each[0] and anchor != "fixed":
            return self._each[1] + name
        return self.period(anchor, (year,)) + name

    def _span(self, op: Operation) -> str | None:
        """近三年营业收入, a sum or mean over years; None where ``op`` is another operation."""
        if op.op == "div" and all(self.operations[a].op == "sum" and not self.operations[a].label for a in op.args):
            return self._years(self.operations[op.args[0]], "平均")
        if op.op == "sum" and op.label and not op.label.startswith("SUM") and op.label != "分段累计":
            return self._years(op, "")
        return None

    def _is_mean(self, op: Operation) -> bool:
        """AVERAGE（…）: a sum without a name divided by how many there are."""
        total, number = (self.operations[a] for a in op.args)
        return total.op == "sum" and total.label is None and number.op == "const" and number.data == [len(total.args), 1]

    def _years(self, op: Operation, mode: str) -> str | None:
        facts = [self._of_year(part) for part in op.args]
        if None in facts or len({(f.data[0], f.data[1]) for f in facts}) != 1:
            return None
        self.facts.setdefault(facts[0].data[0])
        years = tuple(f.data[2] for f in facts)
        return self.period(facts[0].data[1], years, mode) + facts[0].data[0]

    def _of_year(self, index: int) -> Operation | None:
        """The fact of one year, also where years before the firm existed count as nothing."""
        op = self.operations[index]
        if op.op == "if" and self.operations[op.args[0]].label == "已成立":
            op = self.operations[op.args[1]]
        return op if op.op == "fact" and op.data[1] else None


def exact_text(value: Fraction, unit: str) -> str:
    """A number with as many decimals as it has."""
    texts = (value_text(value, unit, more) for more in (0, 3, 6, 12, 30))
    return next((text for text in texts if not text.startswith("≈")), f"{value.numerator}/{value.denominator}")
