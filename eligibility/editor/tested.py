"""What may stand after a name in a condition, as JSON Schema: only what is surely wrong is refused.

A value may be an expression with names that nobody here knows, so a number is
refused only where a whole part of the test is a plain number with a unit that
can never meet the fact's. All patterns mean the same to Python and to
ECMAScript in its unicode mode.
"""

from __future__ import annotations

import re

from ..language.fact import Fact
from ..language.quantities import MONEY
from ..language.words import COMPARISONS, OTHER_COMPARISONS
from .relaxed import scalar, unless

#: What no unit contains; full-width signs are left out, for they may be read as half-width ones.
_UNIT_SIGN = r"[^\s0-9.+\-*/×÷(),，、=<>≥≤'\"“”‘’:：;；!?。\uFF01-\uFF5E]"
_END = r"\s*(?:，|$)"
_SIDES = r"\s*(?:以上|以下)?"
_START = r"^(?:[^(（]*，)?\s*"  # of a part; after a bracket a comma may belong to a function

_WITHIN = r"\s*在(?:\s|$|(?=本年|上年|前年|近|含本年|[0-9]))"
_NOT_PLAIN = r"^\s*=|，|^\s|\s$"  # rare ways to write 是 or an option; left to validate


def escaped(text: str) -> str:
    """``text`` in a pattern; only signs that both dialects let us escape."""
    return re.sub(r"([\\^$.|?*+()\[\]{}/])", r"\\\1", text)


def _alternatives(words) -> str:
    return "|".join(escaped(word) for word in sorted(words, key=len, reverse=True))


_COMPARISON = _alternatives(COMPARISONS)
_OTHER = rf"^(?!\s*(?:{_alternatives(OTHER_COMPARISONS)})(?:[\s0-9]|$))"

#: type → units of plain numbers that may meet it, and what to write instead of others
_ZERO = r"0+(?:\.0+)?(?:万|亿)?"
_NUMBERS = {
    "money": ([*MONEY], _ZERO, "金额要带“元”，如 100万元。"),
    "ratio": (["%", "％", "‰", "", "万", "亿"], _ZERO, "比例要带 %，如 5%。"),
    "number": (["", "万", "亿", "%", "％", "‰"], _ZERO, "这里是没有单位的数，如 12.5。"),
    "year": (["", "万", "亿", "年"], "(?!)", "这里是年份，如 不早于 2021年。"),
    "date": ([], "(?!)", "这里是日期：不早于 2021-01-01，或 在 本年、在 近36个月。"),
}
_WORDS = {"date": ("不早于", "晚于", "不晚于", "早于"), "year": ("不早于", "晚于", "不晚于", "早于")}
_SAMPLES = {"money": "100万元", "ratio": "5%", "number": "10", "year": "2021年", "date": "2021-01-01"}


def tested(fact: Fact) -> dict:
    """The schema of what is tested of ``fact``, a fact or column."""
    if fact.type == "yes_no":
        return _words(["是", "否"], fact, {"type": "array", "items": {"enum": ["是", "否"]}, "minItems": 1, "maxItems": 1})
    if fact.type == "choice":
        return _options(fact)
    if fact.type == "records":
        return _words(["有", "无"], fact)
    if fact.type in ("text", "code"):
        words = {"examples": ["有", "无"]} if fact.none else refusing(["有", "无"], f"“{fact.name}”不会为“无”，直接写文字。")
        return {**scalar("array"), **words}
    return _number(fact)


def yaml_forms(text: str) -> list:
    """The text, and what YAML 1.2 makes of it where that is no text."""
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return [text, int(text)]
    if re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+", text):
        return [text, float(text)]
    return [text, *([text.lower() == "true"] if text in ("true", "false", "True", "False") else [])]


def _words(words: list[str], fact: Fact, *others: dict) -> dict:
    """One of a few words."""
    allowed = [*words, *(["有", "无"] if fact.none and "有" not in words else [])]
    return one_of(allowed, f"“{fact.name}”只能写：{'、'.join(allowed)}。", *others)


def _options(fact: Fact) -> dict:
    """An option, or a list of them."""
    forms = [form for option in fact.options for form in yaml_forms(option)]
    none = ["有", "无"] if fact.none else []
    message = f"“{fact.name}”的选项：{'、'.join([*fact.options, *none])}。"
    several = {"type": "array", "items": {"enum": forms, "errorMessage": message}, "minItems": 1}
    snippet = {"label": f"[{', '.join(fact.options[:2])}]", "description": "其中之一", "body": list(fact.options[:2])}
    return one_of([*forms, *none], message, several) | {"defaultSnippets": [snippet]}


def one_of(words: list, message: str, *others: dict) -> dict:
    """``anyOf`` first: from there editors take what they offer."""
    return {"anyOf": [{"enum": words, "errorMessage": message}, *others, {"type": "string", "pattern": _NOT_PLAIN, "patternErrorMessage": message}]}


def refusing(words: list[str], message: str) -> dict:
    """No text that is one of ``words``."""
    return {"pattern": rf"^(?!\s*(?:{_alternatives(words)})\s*$)", "patternErrorMessage": message}


def number_key(fact: Fact) -> str:
    """The name under which equal schemas of numbers are shared: ``money``, ``count_人_none``."""
    unit = f"_{fact.unit}" if fact.unit else ""
    return f"{fact.type}{unit}{'_none' if fact.none else ''}"


def is_shared(fact: Fact) -> bool:
    """Whether the tests of ``fact`` depend on its type, unit and 无 alone."""
    return fact.type in _NUMBERS or fact.type == "count"


def _number(fact: Fact) -> dict:
    units, zero, message = _NUMBERS.get(fact.type) or ([], _ZERO, "")
    sample = _SAMPLES.get(fact.type) or f"100{fact.unit}"
    if fact.unit:  # a count, or a number that is measured
        units, message = [fact.unit, "万" + fact.unit, "亿" + fact.unit], f"单位要写“{fact.unit}”，如 {sample}。"
    allowed = rf"(?!{zero}{_SIDES}{_END})[0-9]+(?:\.[0-9]+)?" + (rf"(?!(?:{_alternatives(units)}){_SIDES}{_END})" if units else "")
    wrong_unit = rf"(?!{_START[1:]}(?:(?:{_COMPARISON})\s*)?[-+]?{allowed}{_UNIT_SIGN}*{_SIDES}{_END})"
    refused = ["是", "否", *([] if fact.none else ["有", "无"])]
    bare = fact.type in ("ratio", "number", "year") and not fact.unit
    words = _WORDS.get(fact.type, ("不低于", "超过", "不超过", "低于"))
    samples = [f"{word} {sample}" for word in words] + (["在 本年", "在 上年", "在 近36个月"] if fact.type == "date" else []) + (["有", "无"] if fact.none else [])
    return {
        "allOf": [
            unless(["object", "array", *(["number"] if fact.type == "date" else [])], message),
            {"pattern": f"^{wrong_unit}", "patternErrorMessage": message},
            {"pattern": _OTHER, "patternErrorMessage": "比较词用 不低于、超过、不超过、低于；日期用 不早于、晚于、不晚于、早于。"},
            refusing(refused, message),
            *([] if fact.type == "date" else [{"pattern": f"^(?!{_WITHIN})", "patternErrorMessage": "“在 …”只用于日期。"}]),
            *([] if bare or fact.type == "date" else [{"if": {"type": "number"}, "then": {"enum": [0], "errorMessage": message}}]),
        ],
        "defaultSnippets": [{"label": text, "body": _with_stop(text)} for text in samples],
    }


def paid(message: str = "金额要带“元”，如 20万元。") -> list[dict]:
    """Parts of ``allOf`` for an amount that is paid: a plain number without 元 is refused, every expression is not."""
    fine = rf"(?!{_ZERO}\s*$)[0-9]+(?:\.[0-9]+)?(?!(?:{_alternatives(MONEY)})\s*$)"
    return [
        {"pattern": rf"^(?!\s*[-+]?{fine}{_UNIT_SIGN}*\s*$)", "patternErrorMessage": message},
        {"if": {"type": "number"}, "then": {"enum": [0], "errorMessage": message}},
    ]


def _with_stop(text: str) -> str:
    """The number as the place where typing goes on: ``不低于 ${1:100}万元``."""
    return re.sub(r"([0-9]+(?:-[0-9]+)*)", r"${1:\1}", text, count=1)
