"""Remedies for what people write most: official wording taken for a name, and numbers of the wrong unit."""

from __future__ import annotations

import re

from ..language.quantities import decimal_text
from ..language.syntax import Binary, Expr, Number
from . import units
from .wording import expression_text

_NUMERAL = re.compile(r"[零一二三四五六七八九十百千两]+(?:万|亿)?(?:元|人|家|项|个|件|份|次|年|%|％)|百分之[零一二三四五六七八九十百]+")
_LIMIT = re.compile(r"(?:最高|最多|不超过|至多|上限)(?=\d)")
_SHARE = re.compile(r"(?:按照?)?(.+?)的(\d[\d.]*[%％‰])")
_LASTING = re.compile(r"满(\d{1,3}|[一二两三四五六七八九十])(?:年|个月)")
# What people write for 无 and 有.
_NONE_WORDS = {"没有": "无", "不存在": "无", "为空": "无", "不为无": "有", "不为空": "有", "非空": "有", "存在": "有"}
_MEASURES = "个项件家人名份次台套户"
# Words for years that official texts also use → the word of the language.
_YEAR_WORDS = (
    (re.compile(r"当年度?|今年"), "本年"),
    (re.compile(r"去年|上一年度?|上个年度"), "上年"),
    (re.compile(r"(?:最近|过去|前)([一二两三四五六七八九十]|\d{1,2})(?:个年度|年)"), r"近\1年"),
)


# What is meant as a range: it would be read as a difference, or not at all.
_END = r"(-?\d[^\s~～至到和与－—（()）-]*?)\s*"
_MARK = r"(?:[（(](不?含)[^（()）]{0,20}[）)])?\s*"
_NUMBERS = re.compile(rf"(?:介于|在)?\s*{_END}{_MARK}(?:(以上)\s*{_MARK}(?:[-－~～至到和与]|—+)?|(?:[-－~～至到和与]|—+))\s*{_END}{_MARK}(?:(以下)\s*{_MARK})?(?:之间)?")
_DATES = re.compile(r"(?:介于|在)?\s*(\d{4}[-年/.]\S+?)\s*(?:[~～至到和与]|—+)\s*(\d{4}[-年/.]\S+?)(?:\s*之间)?")


def range_hint(text: str, unit: str) -> str | None:
    """How to write ``2000万元-4亿元`` or ``2020-01-01 至 2021-12-31``; None where ``text`` is no range."""
    if len(text) > 100:
        return None
    found = (_DATES if unit == "date" else _NUMBERS).fullmatch(text.strip())
    if not found:
        return None
    if unit == "date":
        return f"写成“不早于 {found[1]}，不晚于 {found[2]}”。"
    first, second = found[2] or found[4] or (found[3] and "含"), found[6] or found[8] or (found[7] and "含")
    # Who says that one end is included says that the other is not, and the other way round.
    first, second = first or {"含": "不含", "不含": "含"}.get(second, "含"), second or {"含": "不含", "不含": "含"}.get(first, "不含")
    low, high = "不低于" if first == "含" else "超过", "不超过" if second == "含" else "低于"
    told = "（含的一边用“不低于”“不超过”，不含的一边用“超过”“低于”）"
    if not re.search("含|以上|以下", text):  # the next row mostly begins where this one ends
        told = "（两头含不含，对照原文和相邻的一档：含的用“不低于”“不超过”，不含的用“超过”“低于”）"
    return f"写成“{low} {found[1]}，{high} {found[5]}”{told}。"


def in_year_words(text: str) -> str | None:
    """``去年营业收入`` → ``上年营业收入``: the name with the year word of the language; None where it begins with no other."""
    for pattern, word in _YEAR_WORDS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            return found.expand(word) + text[found.end() :]
    return None


def wording_hint(text: str) -> str | None:
    """What to write instead of a piece of official wording that was read as a name; None for any other name."""
    if text in _NONE_WORDS:
        return f"写成“{_NONE_WORDS[text]}”：有这个指标写“有”，没有写“无”。"
    if _NUMERAL.fullmatch(text):
        return "数字用阿拉伯数字写，如 20万元、5%。"
    if found := _LIMIT.match(text):
        return f"上限写在同一层的 cap 里：“cap: {text[found.end():]}”。"
    if found := _SHARE.fullmatch(text):
        return f"写成“{found[1]} × {found[2]}”。"
    if _LASTING.fullmatch(text):
        return "“成立满三年”写成“成立日期: 不晚于 EDATE（申报日期，-36）”。"
    if text in ("其他", "其它", "否则"):
        return "都不符合时的那一行写“其余”。"
    if text in _MEASURES:
        return f"每{text}多少钱，写成“20万元 × {text}数”，其中的{text}数写指标的名称。"
    return None


def unit_hint(wanted: str, got: str, expr: Expr | None) -> str:
    """How to bring ``expr``, whose unit is ``got``, to the unit ``wanted``."""
    text = expression_text(expr) if expr is not None else ""
    if got == "number" and isinstance(expr, Number):
        return f"补上单位，如“{_with_unit(expr, wanted)}”。"
    if wanted == "money" and got in ("ratio", "points"):
        return f"比例要乘以一个金额，如“上年研发费用 × {text}”。"
    bare = _bare_numbers(expr) if wanted == "money" else []
    if bare:  # 件数 × 5000: a guess at 元 or 万元 would be wrong ten thousand times over
        digits = decimal_text(bare[0].value)
        return f"“{digits}”是钱的，写明单位：{digits}元 还是 {digits}万元。"
    if wanted == "money" and got.startswith("count:"):
        return f"乘以每{got[6:]}的金额，如“{text} × 1万元”。"
    if wanted == "money" and got == "number":
        return f"乘以一个金额，如“{text} × 1万元”。"
    if wanted == "ratio" and got == "points":
        return "两个比例之差用百分点（如 2个百分点），比例本身用 %。"
    if wanted == "date" and got in ("count:年", "count:个月", "count:月", "count:天", "number"):
        return "写成日期；满三年写“不晚于 EDATE（申报日期，-36）”，近三年内写“在 近36个月”。"
    return f"改写成{units.unit_name(wanted)}，如 {_EXAMPLES.get(wanted) or '10' + wanted[6:]}。"


def _bare_numbers(expr: Expr | None) -> list[Number]:
    """The numbers without unit among the factors of ``expr``."""
    if isinstance(expr, Binary) and expr.op in "*/":
        return _bare_numbers(expr.left) + _bare_numbers(expr.right)
    return [expr] if isinstance(expr, Number) and not expr.unit else []


_MEANT_UNITS = {
    "﹪": "%", "个点": "个百分点", "点": "个百分点", "百分比": "%", "w": "万元", "W": "万元", "块": "元", "块钱": "元", "圆": "元",
    "元整": "元", "元人民币": "元", "人民币": "元", "万人民币": "万元", "RMB": "元",
}


def unknown_unit_hint(number: Number) -> str:
    """What to write for a unit that neither the language nor the vocabulary has."""
    digits, unit = decimal_text(number.value), number.unit
    if unit in _MEANT_UNITS:
        return f"写成“{digits}{_MEANT_UNITS[unit]}”。"
    if unit in ("折", "成"):
        return f"写成“{decimal_text(number.value * 10)}%”。"
    if unit.endswith(("美元", "欧元", "港元", "日元")):
        return "金额一律折算成人民币，写 元、万元。"
    return "金额写 元、万元、亿元，比例写 % 或 个百分点；个数用词汇表里指标的单位，如 人、家。"


_EXAMPLES = {"money": "20万元", "ratio": "5%", "points": "2个百分点", "number": "10", "date": "2024-01-01", "year": "2024年", "bool": "是", "text": "一个选项", "records": "一个记录类指标"}
_SUFFIXES = {"money": "万元", "ratio": "%", "points": "个百分点", "year": "年"}


def _with_unit(number: Number, unit: str) -> str:
    if unit == "money" and number.unit:  # 20万 → 20万元
        return f"{decimal_text(number.value)}{number.unit}元"
    suffix = number.unit + unit[6:] if unit.startswith("count:") else _SUFFIXES.get(unit, "")
    return decimal_text(number.value) + suffix




def records_hint(vocabulary: dict) -> str:
    """What may stand where a list of records is wanted."""
    known = [f.name for f in vocabulary.values() if f.type == "records"]
    return f"写记录类指标（type: records）的名称{'，如 ' + '、'.join(known[:5]) if known else ''}。"
