"""How to fill a fact in, in words: what to write, what 无 means, what proves it."""

from __future__ import annotations

from ..language.fact import Fact
from ..language.quantities import value_text
from ..plan.facts import fact_unit
from ..profiles.words import NONE_WORD, or_list

LONGEST_LIST = 40


def how_to_write(fact: Fact, unit: str = "") -> str:
    """What may stand as the value; ``unit`` stands beside it already, so that only the number is written."""
    form = _form(fact, unit)
    within = _range(fact) if fact.type in ("money", "count", "number", "ratio", "date", "year") else ""
    none = f"没有（{fact.none}）写 {NONE_WORD}" if fact.none else ""
    return "；".join(filter(None, (form, within, none)))


def _form(fact: Fact, unit: str) -> str:
    match fact.type:
        case "money":
            return f"只写数，单位是{unit}" if unit else "金额带单位，如 500万元"
        case "count":
            return f"整数，单位是{fact.unit}" if unit else f"整数，如 30{fact.unit}"
        case "number":
            return f"数，单位是{fact.unit}" if fact.unit else "数"
        case "ratio":
            return "百分数，只写数：5 就是 5%" if unit else "百分数，如 5%"
        case "date":
            return "日期，如 2021-11-12"
        case "year":
            return "四位年份，如 2020"
        case "yes_no":
            return "是 或 否"
        case "choice":
            return f"选一项：{or_list(fact.options, LONGEST_LIST)}"
        case "records":
            return f"没有写 {NONE_WORD}"
        case "code":
            return "18 位数字和大写字母" if fact.role == "code" else "编号"
    return ""


def _range(fact: Fact) -> str:
    if fact.minimum is None or fact.maximum is None:
        return ""
    unit = fact_unit(fact)
    return f"{value_text(fact.minimum, unit)} 至 {value_text(fact.maximum, unit)}"


def one_line(text: str | None) -> str:
    """A text of the vocabulary as part of one line."""
    return " ".join((text or "").split())


def sentence(*parts: str) -> str:
    """What there is of ``parts`` side by side, a mark between them where none stands."""
    text = ""
    for part in filter(None, parts):
        text += ("；" if text and text[-1] not in "？。！；" else "") + part
    return text
