"""The value of a fact: one text read by the fact's type, or refused with place, cause and remedy.

A refused value counts as blank. The forms of values: money int 分, count int,
number and ratio ``Fraction``, date ordinal int, year int, yes_no bool,
choice, text and code str, and ``NONE_VALUE`` for 无.
"""

from __future__ import annotations

from ..language.diagnostic import Findings
from ..language.fact import Fact
from ..language.quantities import read_date
from ..language.tree import Mapping, Node, Scalar
from .amounts import read_count, read_money, read_number, read_points, read_ratio
from .numerals import HALF_WIDTH, LONGEST
from .words import NONE_WORD, harmful_at, is_placeholder, or_list, shown
from .written import JsonLiteral, Written, within

LONGEST_TEXT = 200
LONGEST_CODE = 64


class NoneValue:
    """无: known that there is none. Every comparison is false, calculating gives 无 again."""

    __slots__ = ()

    def __repr__(self) -> str:
        return NONE_WORD

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:  # copies and pickles are the one value
        return "NONE_VALUE"

    def _never(self, other: object) -> bool:
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]

    def _itself(self, *_: object) -> "NoneValue":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _itself
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _itself
    __neg__ = __pos__ = __abs__ = __round__ = __floor__ = __ceil__ = __trunc__ = _itself


NONE_VALUE = NoneValue()


def read_value(fact: Fact, scalar: Scalar, findings: Findings):
    """The value of one non-records ``fact`` written as ``scalar``; None where blank or refused.

    Everything refused is an error in ``findings``; a placeholder such as
    ``不详`` counts as blank and is a warning, so that it is never used silently.
    """
    if scalar.blank:
        return None
    written = Written(fact, scalar, findings)
    text = written.text
    if fact.type == "choice" and text in fact.options:
        return text
    if text == NONE_WORD:
        return NONE_VALUE if fact.none is not None else _none_refused(written)
    if is_placeholder(text):
        none = f"；确实没有（{fact.none}）写 无" if fact.none is not None else ""
        if not none and text in ("没有", "暂无") and fact.type in _NOTHING:
            none = f"；{_nothing(fact)}"
        shows = f"写的是“{shown(text)}”" if text else "只有空的引号"
        findings.warning("F732", written.at(), f"“{fact.name}”{shows}，按没有填写处理。", f"知道就写出来，不知道就整个留空{none}。")
        return None
    return _literal(written) if isinstance(scalar, JsonLiteral) else _READERS.get(fact.type, _text)(written)


def read_single(fact: Fact, node: Node, findings: Findings):
    """``read_value`` of a node that must be one value; a list or mapping is refused."""
    if isinstance(node, Scalar):
        return read_value(fact, node, findings)
    if isinstance(node, Mapping) and node.entries and all(read_year(key) for key in node.keys()):
        return findings.error("F716", node.where, f"“{fact.name}”不分年度。", f"只写一个值：“{fact.name}: …”。")
    kind = "一组键值" if isinstance(node, Mapping) else "一个列表"
    return findings.error("F718", node.where, f"“{fact.name}”只能有一个值，这里是{kind}。", f"只写一个值：“{fact.name}: …”。")


#: What to write where there is nothing, by the type of a fact that cannot be 无.
_NOTHING = {"yes_no": "不是就写 否", "money": "金额为零写 0元", "count": "数量为零写 0", "ratio": "比例为零写 0%", "number": "数值为零写 0"}


def _nothing(fact: Fact) -> str:
    return _NOTHING[fact.type] + (fact.unit if fact.type == "count" else "")


def _none_refused(w: Written) -> None:
    w.refuse("F731", "不能写“无”", f"{_nothing(w.fact)}；不知道就留空" if w.fact.type in _NOTHING else "写出具体内容；不知道就留空")


def _literal(w: Written):
    """A bare JSON value: true and false for 是 and 否, numbers where the type is one."""
    if w.text in ("true", "false"):
        if w.fact.type == "yes_no":
            return w.text == "true"
        return w.refuse("F733", f"不是“是或否”的指标，不能写 {w.text}", "把内容写在双引号里；不知道写 null")
    if w.fact.type == "date":
        return w.refuse("F733", "不能写成 JSON 的数", '写在双引号里，写作 "2021-11-12"')
    if w.fact.type in ("choice", "text", "code"):
        return w.refuse("F733", "不能写成 JSON 的数", f'写在双引号里，例如 "{shown(w.text)}"；前面的 0 不要丢')
    return _READERS.get(w.fact.type, _text)(w)


def _date(w: Written) -> int | None:
    half = w.text.translate(HALF_WIDTH)
    found = read_date(half) if len(half) <= LONGEST and not any(c.isdecimal() and not c.isascii() for c in half) else None
    if found:
        return within(w, found.toordinal(), "date")
    digits = "".join(c if c in "0123456789" else " " for c in half[:LONGEST]).split()
    if len(half) <= 11 and [len(d) for d in digits] in ([4, 1, 1], [4, 1, 2], [4, 2, 1], [4, 2, 2]):
        return w.refuse("F752", f"写的“{shown(w.text)}”在日历上没有", "核对月份和日期")
    none = f"；没有（{w.fact.none}）写 无" if w.fact.none is not None else ""
    return w.refuse("F751", "的值不是日期", f"写作 2021-11-12 或 2021年11月12日，年月日都要写{none}；不知道就留空")


def read_year(text: str) -> int | None:
    """``2020`` or ``2020年`` as an int; None where it is neither."""
    half = text.strip().translate(HALF_WIDTH).removesuffix("年")
    return int(half) if len(half) == 4 and half.isascii() and half.isdecimal() else None


def _year(w: Written) -> int | None:
    year = read_year(w.text)
    if year is None:
        return w.refuse("F753", "的值不是年份", "写四位年份，例如 2020 或 2020年；不知道就留空")
    return within(w, year, "year")


_MEANT = {
    "是": ("true", "yes", "y", "1", "有", "√", "对", "t", "on", "是的"),
    "否": ("false", "no", "n", "0", "×", "不是", "f", "off", "没"),
}


def _yes_no(w: Written) -> bool | None:
    if w.text in ("是", "否"):
        return w.text == "是"
    likely = next((f"写 {word}" for word, forms in _MEANT.items() if w.text.lower() in forms), "写 是 或 否")
    return w.refuse("F734", "只能写 是 或 否", f"{likely}；不知道就留空")


def _choice(w: Written) -> None:
    from ..language.spelling import slip_of

    none = f"；没有（{w.fact.none}）写 无" if w.fact.none is not None else ""
    options = f"{slip_of(w.text, w.fact.options)}可选：{or_list(w.fact.options)}" + none if w.fact.options else "词汇表没有列出这个指标的选项，请规则人员补上"
    w.refuse("F735", f"没有“{shown(w.text)}”这一项", options)


def _text(w: Written, longest: int = LONGEST_TEXT) -> str | None:
    """A text that cannot disturb a terminal, a table or a letter."""
    if len(w.text) > longest:
        return w.refuse("F737", f"有 {len(w.text)} 个字符，太长", f"最多写 {longest} 个字符", longest)
    bad = harmful_at(w.text)
    if bad >= 0:
        return w.refuse("F736", f"里有看不见的控制字符（U+{ord(w.text[bad]):04X}）", "删去这个字符，内容写在一行里", bad, 1)
    return w.text


def _code(w: Written) -> str | None:
    text = _text(w, LONGEST_CODE)
    if text is None:
        return None
    space = next((i for i, c in enumerate(text) if c.isspace()), -1)
    if space >= 0:
        return w.refuse("F738", "的编号里有空格", "去掉空格", space, 1)
    if w.fact.role == "code":
        from .credit_code import fault

        wrong = fault(text)
        if wrong:
            return w.refuse(*wrong)
    return text


_READERS = {
    "money": read_money, "count": read_count, "number": read_number, "ratio": read_ratio, "points": read_points,
    "date": _date, "year": _year, "yes_no": _yes_no, "choice": _choice, "text": _text, "code": _code,
}


def nearest(word: str, known) -> str | None:
    """The known word most like ``word``. The speller is loaded only here: a sound profile never needs it."""
    from ..language.spelling import closest

    return next(iter(closest(word, known)), None)
