"""The result of an expectation: read, compared with what came out, and written back.

Of an award (or ``total``): ``20万元``, ``5万元 至 10万元``, ``0元 以上``,
``eligible``, ``ineligible``, ``undetermined``. Of a pool: one of its six statuses. Of a defined name: 是, 否, 未知,
无, or a quantity, also as ``a 至 b``, ``a 以上``, or ``≈33.3333%`` where four
decimals are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ..decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount
from ..engines.scalar.values import BLANK, ends
from ..language.quantities import POINTS, base, read_date, split_quantity, value_text
from ..pools.decision import STATUSES as POOL_STATUSES
from ..profiles.values import NONE_VALUE, read_year

STATUSES = (ELIGIBLE, INELIGIBLE, UNDETERMINED)
TRUTHS = {"是": True, "否": False, "未知": None}
INFINITY = float("inf")

_SPAN = re.compile(r"(.+?)\s*至\s*(.+)")
_OPEN = re.compile(r"(.+?)\s*(以上|以下)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """``form``: status (also of a pool), truth, none, text, about, exact or span; the others by it.

    ``word`` is a status, a text, or the rounded text of ``about``. ``low`` and
    ``high`` are base values (money in 分), ``high`` infinite for 以上.
    """

    form: str
    word: str = ""
    truth: bool | None = None
    low: Fraction | float = Fraction(0)
    high: Fraction | float = Fraction(0)


class WrongUnit(ValueError):
    """A quantity that is one, in a unit the name does not have."""


# What people write for a status, and for the truth of a defined name.
_STATUS_WORDS = {
    ELIGIBLE: ("符合", "符合条件", "可申报", "可享受", "通过", "合格", "是"), INELIGIBLE: ("不符合", "不符合条件", "不可申报", "不可享受", "不通过", "不合格", "否"),
    UNDETERMINED: ("待定", "未定", "不确定", "无法确定", "未知", "待核实", "待核"),
}  # fmt: skip


_POOL_WORDS = {
    "member": ("在库", "已在库", "已入库", "库内", "成员", "是"), "promote": ("入库", "可入库", "应入库", "晋级", "晋升", "进库", "升级"),
    "candidate": ("候选", "后备", "接近", "培育"), "leave": ("应退库", "退库", "出库", "应出库", "退出", "移出"),
    "outside": ("不在库", "库外", "未入库", "不符合", "否"), UNDETERMINED: _STATUS_WORDS[UNDETERMINED],
}  # fmt: skip


def meant_pool_status(text: str) -> str:
    """The remedy for what is no status of a pool: the word that is meant where it is plain, and all six."""
    status = next((status for status, forms in _POOL_WORDS.items() if text.strip() in forms), None)
    return (f"“{text.strip()}”写成 {status}。" if status else "") + f"可以写：{'、'.join(POOL_STATUSES)}。"


def read_pool_result(text: str) -> Wanted | None:
    """What is expected of a pool; None where it is no status."""
    return Wanted("status", text.strip()) if text.strip() in POOL_STATUSES else None


def meant_status(text: str, named: bool) -> str | None:
    """The remedy for a status in Chinese: the word of the language for it; of a defined name (``named``) 是, 否, 未知."""
    status = next((status for status, forms in _STATUS_WORDS.items() if text.strip() in forms), None)
    if status is None:
        return None
    word = {ELIGIBLE: "是", INELIGIBLE: "否", UNDETERMINED: "未知"}[status] if named else status
    return f"“{text.strip()}”写成 {word}。"


def read_award_result(text: str) -> Wanted | None:
    """What is expected of an award; None where it cannot be read. Raises WrongUnit."""
    text = text.strip()
    return Wanted("status", text) if text in STATUSES else _read_quantities(text, "money")


def read_value_result(text: str, unit: str) -> Wanted | None:
    """What is expected of a defined name of ``unit``; None where it cannot be read. Raises WrongUnit."""
    text = text.strip()
    if unit == "bool":
        return Wanted("truth", truth=TRUTHS[text]) if text in TRUTHS else None
    if text == "未知":
        return Wanted("span", low=-INFINITY, high=INFINITY)
    if text == "无":
        return Wanted("none")
    if unit == "text":
        return Wanted("text", text)
    if text.startswith("≈"):
        return Wanted("about", text) if _quantity(text[1:], unit) is not None else None
    return _read_quantities(text, unit)


def _read_quantities(text: str, unit: str) -> Wanted | None:
    found = _SPAN.fullmatch(text)
    if found:
        low, high = (_quantity(part, unit) for part in found.groups())
        return Wanted("span", low=low, high=high) if None not in (low, high) and low < high else None
    found = _OPEN.fullmatch(text)
    value = _quantity(found[1] if found else text, unit)
    if value is None:
        return None
    if not found:
        return Wanted("exact", low=value, high=value)
    return Wanted("span", low=value, high=INFINITY) if found[2] == "以上" else Wanted("span", low=-INFINITY, high=value)


def _quantity(text: str, unit: str) -> Fraction | None:
    text = text.strip()
    if unit == "date":
        day = read_date(text)
        return None if day is None else Fraction(day.toordinal())
    if unit == "year":
        year = read_year(text)
        return None if year is None else Fraction(year)
    split = split_quantity(text)
    if split is None:
        return None
    value, found = base(*split)
    if found != unit:
        raise WrongUnit(text)
    return None if unit == "money" and Fraction(value).denominator != 1 else Fraction(value)


def example_of(unit: str) -> str:
    """Results that could be written for a name of ``unit``, for a remedy."""
    if unit.startswith("count:"):
        return f"3{unit[6:]}，或 3{unit[6:]} 至 5{unit[6:]}"
    return {
        "bool": "是、否 或 未知", "money": "20万元、5万元 至 10万元 或 0元 以上", "ratio": "5%，或 3% 至 5%", "points": f"2个{POINTS}",
        "date": "2021-11-12", "year": "2021年", "text": "一个选项", "number": "3，或 3 至 5",
    }.get(unit, "一个数")  # fmt: skip


# ------------------------------------------------------------------------ awards


def award_matches(wanted: Wanted, status: str, amount: Amount) -> bool:
    """Money: eligible and exactly that. A span: that span, and not ineligible. A word: the status."""
    if wanted.form == "status":
        return status == wanted.word
    if wanted.form == "exact":
        return status == ELIGIBLE and amount.low == amount.high == wanted.low
    high = INFINITY if amount.high is None else amount.high
    return status != INELIGIBLE and (amount.low, high) == (wanted.low, wanted.high)


def award_text(status: str, amount: Amount) -> str:
    """The result that would match."""
    if status == INELIGIBLE or (status == UNDETERMINED and amount.known):
        return status
    high = INFINITY if amount.high is None else amount.high
    return _span_text(amount.low, high, "money")


# ----------------------------------------------------------------- defined names


def value_matches(wanted: Wanted, value, unit: str) -> bool:
    """``value`` as the engine's trace gives it: truth, number, interval, text, 无 or blank."""
    if wanted.form == "truth":
        return value is wanted.truth
    if wanted.form == "none" or value is NONE_VALUE:
        return wanted.form == "none" and value is NONE_VALUE
    if wanted.form == "text" or isinstance(value, str) or value is BLANK:
        return isinstance(value, str) and value == wanted.word
    if wanted.form == "about":
        low, high = ends(value)
        return low == high and value_text(low, unit) == wanted.word
    return ends(value) == (wanted.low, wanted.high)


def result_text(value, unit: str) -> str:
    """The result that would match."""
    if value is None or value is BLANK:
        return "未知"
    if isinstance(value, (bool, str)):
        return value_text(value, unit)
    if value is NONE_VALUE:
        return "无"
    return _span_text(*ends(value), unit)


def _span_text(low, high, unit: str) -> str:
    if low == high:
        return value_text(low, unit)
    if low == -INFINITY:
        return "未知" if high == INFINITY else f"{value_text(high, unit)} 以下"
    return f"{value_text(low, unit)} 以上" if high == INFINITY else f"{value_text(low, unit)} 至 {value_text(high, unit)}"
