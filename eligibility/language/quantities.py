"""Numbers with their units, read and written exactly: money in 分, percentages as fractions.

A *unit* of the language is one of ``money``, ``ratio``, ``points`` (百分点),
``number``, ``date``, ``year``, ``bool``, ``text``, or ``count:X`` with X the
written unit (人, 项, 家, 个月, ㎡ …). Base values: money in 分, ratio and points
as plain fractions (5% is 1/20), dates as proleptic ordinal days.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

MONEY = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "千万元": 1_000_000_000,
    "亿元": 10_000_000_000,
    "万亿元": 100_000_000_000_000,
}
RATIO = {"%": Fraction(1, 100), "％": Fraction(1, 100), "‰": Fraction(1, 1000)}
POINTS = "百分点"
MULTIPLES = {"": 1, "万": 10_000, "亿": 100_000_000}

_FULLWIDTH = str.maketrans("０１２３４５６７８９．－＋％，　", "0123456789.-+%, ")
_QUANTITY = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([^\s\d,.]\S*)?")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2}))")


def split_quantity(text: str) -> tuple[Fraction, str] | None:
    """``"1,234.5万元"`` → (1234.5, "万元"); None when the text is no number. Full-width digits are read."""
    if len(text) > 60:
        return None
    found = _QUANTITY.fullmatch(text.translate(_FULLWIDTH).strip())
    if not found:
        return None
    sign, whole, decimals, unit = found.groups(default="")
    value = Fraction(whole.replace(",", "") + (decimals or ""))
    return (-value if sign == "-" else value), unit


def base(value: Fraction, unit: str) -> tuple[Fraction, str]:
    """A written number as base value and language unit: (20, 万元) → (20_000_000, money)."""
    if unit in MONEY:
        return value * MONEY[unit], "money"
    if unit in RATIO:
        return value * RATIO[unit], "ratio"
    if unit in (POINTS, "个" + POINTS):
        return value / 100, "points"
    if unit in MULTIPLES:
        return value * MULTIPLES[unit], "number"
    for prefix in ("万", "亿"):
        if unit.startswith(prefix):
            return value * MULTIPLES[prefix], "count:" + unit[1:]
    return value, "count:" + unit


def read_date(text: str) -> date | None:
    """``2021-11-12``, ``2021年11月12日``, ``2021/11/12``; None when it is no date of the calendar."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = [int(g) for g in found.groups() if g]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def decimal_text(value: Fraction, places: int = 12) -> str:
    """An exact decimal without trailing zeros; with ``≈`` before it where ``places`` cut it."""
    scaled = value * 10**places
    whole = round(scaled)
    sign = "-" if whole < 0 else ""
    digits = str(abs(whole)).rjust(places + 1, "0")
    text = (digits[:-places] + "." + digits[-places:]).rstrip("0").rstrip(".") if places else digits
    return ("" if whole == scaled else "≈") + sign + text


def money_text(fen: Fraction | int) -> str:
    """分 as people write it: 20万元, 12.5万元, 3456.78元; in 万元 only where four decimals are exact."""
    fen = Fraction(fen)
    if fen and abs(fen) >= 1_000_000 and (fen / 100).denominator == 1:
        unit, size = ("亿元", MONEY["亿元"]) if abs(fen) >= MONEY["亿元"] else ("万元", MONEY["万元"])
        return decimal_text(fen / size, 8 if unit == "亿元" else 4) + unit
    return decimal_text(fen / 100, 2) + "元"


def value_text(value, unit: str, more: int = 0) -> str:
    """A base value of ``unit`` as people write it; dates as 2021-11-12, 是/否 for bool. ``more`` decimals than usual."""
    if value is True or value is False:
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if unit == "money":
        return decimal_text(Fraction(value) / 100, 2 + more) + "元" if more else money_text(value)
    if unit == "date":
        return _date_text(int(value))
    if unit == "ratio":
        return decimal_text(Fraction(value) * 100, 4 + more) + "%"
    if unit == "points":
        return decimal_text(Fraction(value) * 100, 4 + more) + "个百分点"
    if unit == "year":
        return f"{int(value)}年"
    if unit.startswith("count:"):
        return decimal_text(Fraction(value), 4 + more) + unit[6:]
    return decimal_text(Fraction(value), 6 + more)


def _date_text(day: int) -> str:
    if 1 <= day <= date.max.toordinal():
        return date.fromordinal(day).isoformat()
    return "公元前" if day < 1 else "公元 9999 年以后"
