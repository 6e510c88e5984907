"""Money, counts, numbers and percentages: exact, with the unit that the fact asks for."""

from __future__ import annotations

from fractions import Fraction

from ..language.quantities import MONEY, RATIO, decimal_text
from .numerals import Fault, read_quantity
from .words import shown
from .written import Written, within

_FOREIGN = ("美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "澳元", "USD", "EUR", "HKD", "JPY", "GBP")
_EXAMPLES = {"money": "500万元", "number": "12.5", "ratio": "5%", "points": "3百分点"}


def _quantity(w: Written, example: str) -> tuple[Fraction, str, int] | None:
    found = read_quantity(w.text, example)
    if isinstance(found, Fault):
        return w.refuse(*found)
    return found


def read_money(w: Written) -> int | None:
    found = _quantity(w, _EXAMPLES["money"])
    if not found:
        return None
    value, unit, start = found
    if unit not in MONEY:
        number = shown(w.text[:start].strip())
        if not unit:
            return w.refuse("F744", "的金额没有单位", f"写明单位：{number}元 还是 {number}万元")
        if unit + "元" in MONEY:
            return w.refuse("F744", "的金额没有写“元”", f"写作 {number}{unit}元", start)
        if any(word in unit for word in _FOREIGN):
            return w.refuse("F745", f"的金额单位“{shown(unit, 12)}”是外币", "折算成人民币，例如 500万元", start)
        own = next((known for known in sorted(MONEY, key=len, reverse=True) if unit.startswith(known)), "")
        example = f"写作 {number}{own}" if own else "例如 500万元"
        return w.refuse("F745", f"的金额单位“{shown(unit, 12)}”不认识", f"单位用 元、万元 或 亿元，{example}", start)
    fen = value * MONEY[unit]
    if fen.denominator != 1:
        return w.refuse("F747", "的金额比分还细", "金额最细到分，例如 100.25元")
    return within(w, int(fen), "money")


def read_count(w: Written) -> int | None:
    value = _plain_number(w, f"30{w.fact.unit}")
    if value is None:
        return None
    if value.denominator != 1:
        return w.refuse("F748", "应当是整数", f"写整数，例如 30{w.fact.unit}")
    return within(w, int(value), "count")


def read_number(w: Written) -> Fraction | None:
    value = _plain_number(w, _EXAMPLES["number"] + w.fact.unit)
    return None if value is None else within(w, _fine(w, value, 6, "小数"), "number")


def _plain_number(w: Written, example: str) -> Fraction | None:
    """A number with the fact's own unit or none, 万 and 亿 allowed before it."""
    found = _quantity(w, example)
    if not found:
        return None
    value, unit, start = found
    for written, times in (("", 1), ("万", 10**4), ("亿", 10**8)):
        if unit in (written, written + w.fact.unit):
            return value * times
    own = f"单位用 {w.fact.unit} 或不写单位" if w.fact.unit else "不要写单位"
    return w.refuse("F745", f"的单位“{shown(unit, 12)}”不对", f"{own}，例如 {example}", start)


def read_ratio(w: Written) -> Fraction | None:
    found = _quantity(w, _EXAMPLES["ratio"])
    if not found:
        return None
    value, unit, start = found
    if not unit:
        either = f" 还是 {decimal_text(value * 100)}%" if abs(value) <= 1 else ""
        return w.refuse("F746", "的比例没有 %", f"写明百分号：{shown(w.text)}%{either}")
    if unit not in RATIO:
        return w.refuse("F745", f"的单位“{shown(unit, 12)}”不对", "比例用 %，例如 5%", start)
    return within(w, _fine(w, value * RATIO[unit], 8, "百分数的小数"), "ratio")


def read_points(w: Written) -> Fraction | None:
    found = _quantity(w, _EXAMPLES["points"])
    if not found:
        return None
    value, unit, start = found
    if unit not in ("百分点", "个百分点"):
        return w.refuse("F745", f"的单位“{shown(unit, 12)}”不对", "写百分点，例如 3百分点", start)
    return within(w, _fine(w, value / 100, 8, "百分数的小数"), "points")


def _fine(w: Written, value: Fraction, places: int, what: str) -> Fraction | None:
    if 10**places % value.denominator:
        return w.refuse("F747", f"的{what}超过 6 位", f"{what}最多写 6 位")
    return value
