"""A number with its unit as people write it: read exactly, or refused at the character that is wrong.

Nothing is guessed. ``约100万元``, ``1e6``, ``007``, ``1,23`` and ``一百`` are
refused, each with its own remedy, since a payer must not calculate with what
somebody may have meant.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

LONGEST = 60  #: characters; the largest lawful quantity needs fewer than 30

#: Full-width forms are the same number; one character for one, so that places stay right.
HALF_WIDTH = str.maketrans("０１２３４５６７８９．－−＋％，：／　\u00a0", "0123456789.--+%,:/  ")

_NUMBER = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|0|[1-9][0-9]*)(\.[0-9]+)?(?![0-9])")

_ABOUT = ("大约", "约", "大概", "近", "将近", "超过", "超", "逾", "不到", "不足", "不低于", "不超过", "至少", "低于", "高于",
          "≥", "≤", ">", "<", "＞", "＜", "~", "～", "±", "≈")
_ABOUT_AFTER = ("左右", "上下", "以上", "以下", "以内", "多", "余", "几", "+", "-", "~", "～", "—", "–", "至", "到", "或")
_CHINESE_DIGITS = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟半"


class Quantity(NamedTuple):
    """``value`` × ``unit``; ``unit`` stands at ``unit_start`` of the text (its end, when there is none)."""

    value: Fraction
    unit: str
    unit_start: int


class Fault(NamedTuple):
    """Why a text is no number: code, cause and remedy, and where in the text."""

    code: str
    cause: str
    hint: str
    start: int
    length: int


def read_quantity(text: str, example: str) -> Quantity | Fault:
    """Read ``text`` (stripped). ``example`` is a right value of this kind, for the remedy."""
    if len(text) > LONGEST:
        return Fault("F741", f"的值有 {len(text)} 个字符，不是一个数", f"只写一个数，例如 {example}", 0, LONGEST)
    half = text.translate(HALF_WIDTH)
    found = _NUMBER.match(half)
    if not found:
        return _no_number(text, half, example)
    sign, whole, decimals = found.groups()
    unit_start = len(half) - len(half[found.end():].lstrip())
    unit = half[unit_start:]
    fault = _after_number(unit, unit_start, found.end(), example) if unit else None
    if fault:
        return fault
    value = Fraction(whole.replace(",", "") + (decimals or ""))
    return Quantity(-value if sign == "-" else value, unit, unit_start)


def _no_number(text: str, half: str, example: str) -> Fault:
    word = next((w for w in _ABOUT if half.startswith(w)), None)
    if word:
        return Fault("F742", f"写的不是确定的数：“{word}”", f"写确定的数，例如 {example}；不知道就留空", 0, len(word))
    if text[0] in "$＄€£":
        return Fault("F745", f"的金额是外币：“{text[0]}”", f"折算成人民币，例如 {example}", 0, 1)
    if text[0] in "¥￥":
        return Fault("F745", f"的单位要写在数的后面：“{text[0]}”", f"例如 {example}", 0, 1)
    if text[0] in _CHINESE_DIGITS or text[0] in "万亿":
        return Fault("F743", "要用阿拉伯数字写", f"例如 {example}", 0, len(text))
    if text[0] in "(（":
        return Fault("F743", "的数外面有括号", "去掉括号；负数在前面写 -", 0, 1)
    digits = half.lstrip("+-")
    start = len(half) - len(digits)
    if start > 1 or digits[:1] == " ":
        return Fault("F743", "的正负号写得不对", f"正负号至多一个，紧挨着数，例如 {example}", 0, start)
    if digits[:1] == "0":
        return Fault("F743", "的数以 0 开头", "去掉前面的 0；编号不能写在数的位置", start, 1)
    if digits[:1] == ".":
        return Fault("F743", "的小数点前面没有数字", "小数点前面补 0，例如 0.5", start, 1)
    return Fault("F741", "的值不是数", f"写一个数，例如 {example}；不知道就留空", 0, len(text))


def _after_number(unit: str, start: int, number_end: int, example: str) -> Fault | None:
    """What follows the number, where that is no unit."""
    digit = next((i for i, c in enumerate(unit) if c.isdecimal()), None)
    if unit[0] in "eE" and digit is not None:
        return Fault("F743", "用了科学记数法", f"把数写全，例如 {example}", start, 1)
    if unit[0] in "OoＯｏlIＩｌ" and start == number_end:
        return Fault("F743", f"的数里有字母“{unit[0]}”", f"像是数字 {'0' if unit[0] in 'OoＯｏ' else '1'}，核对后用数字重写", start, 1)
    if unit[0] == "+" and digit is not None:
        return Fault("F743", "写的是算式：“+”", f"写算好的结果，例如 {example}", start, 1)
    about = next((w for w in _ABOUT_AFTER if unit.startswith(w) or unit.endswith(w)), None)
    if digit is not None and about is None:
        about = next((w for w in _ABOUT_AFTER if w in unit[:digit]), None)
    if about:
        return Fault("F742", "写的不是确定的数", f"写确定的数，例如 {example}；不知道就留空", start + unit.find(about), len(about))
    if unit[0] in ".," or (unit[0].isdecimal() and start == number_end):
        return Fault("F743", f"的数里多了“{unit[0]}”", f"小数点至多一个，千分位逗号每三位一个，例如 {example}", start, 1)
    if unit[0].isdecimal():
        return Fault("F743", "的数中间有空格", "去掉空格；不要把两个数写在一起", number_end, start - number_end)
    if unit[0] in "/*×÷+:=":
        return Fault("F743", f"写的是算式或比例：“{unit[0]}”", f"写算好的结果，例如 {example}", start, 1)
    if digit is not None:
        return Fault("F743", "的数和单位写了不止一组", f"只写一个数和一个单位，例如 {example}", start + digit, 1)
    return None
