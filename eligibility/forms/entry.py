"""What a cell for a fact accepts: its unit, its number format, and the drop-down or check that a spreadsheet shows.

A check only warns: ``50万元`` is as good as 50 under a heading in 万元, and
whoever reads the file has the last word.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ..language.fact import Fact
from ..language.quantities import MONEY
from ..plan.facts import fact_span
from ..profiles.words import NONE_WORD
from .hints import how_to_write

TEXT_FORMAT, DATE_FORMAT = "@", "yyyy-mm-dd"
#: the longest list that a drop-down holds by itself, and the longest message, in characters
LONGEST_SOURCE = LONGEST_MESSAGE = 255
_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(2200, 12, 31)  # what spreadsheets agree upon
_SMALL = MONEY["万元"] * 100


def unit_of(fact: Fact) -> str:
    """The unit beside the number; amounts that are never large are told in 元."""
    match fact.type:
        case "money":
            return "元" if fact.maximum is not None and fact.maximum <= _SMALL else "万元"
        case "ratio":
            return "%"
        case "count" | "number":
            return fact.unit
    return ""


def number_format(fact: Fact) -> str | None:
    """Text for codes and names, so that no digit is lost; a date as it is written; else whatever is typed."""
    return {"code": TEXT_FORMAT, "text": TEXT_FORMAT, "date": DATE_FORMAT}.get(fact.type)


def choices(fact: Fact) -> list[str]:
    """What a drop-down offers; empty where anything of the type may stand."""
    found = {"yes_no": ["是", "否"], "choice": list(fact.options)}.get(fact.type, [])
    return found + ([NONE_WORD] if fact.none or fact.type == "records" else [])


def validation(fact: Fact, long_list: str | None = None) -> dict | None:
    """A data validation as xlsxwriter wants it. ``long_list``: the cells that hold a list too long for one."""
    words = {"error_type": "warning", "error_title": "请核对", "error_message": "这一格的内容和要求不一样。", "input_title": fact.name[:32],
             "input_message": how_to_write(fact, unit_of(fact))[:LONGEST_MESSAGE]}  # fmt: skip
    if not words["input_message"]:
        del words["input_title"], words["input_message"]
    listed = choices(fact)
    if listed:
        only = fact.type in ("choice", "yes_no")  # elsewhere 无 is offered beside what is typed
        return {"validate": "list", "source": long_list or listed, "show_error": only, **words}
    low, high = _span(fact)
    match fact.type:
        case "money" | "number" | "ratio":
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, **words}
        case "count" | "year":
            return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high, **words}
        case "date":
            return {"validate": "date", "criteria": "between", "minimum": low, "maximum": high, **words}
        case "code" if fact.role == "code":
            return {"validate": "length", "criteria": "==", "value": 18, **words}
    return {"validate": "any", **words} if "input_title" in words else None


def too_long(fact: Fact) -> bool:
    """Whether the drop-down's list does not fit into the validation itself."""
    listed = choices(fact)
    return len(",".join(listed)) > LONGEST_SOURCE or any("," in choice for choice in listed)


def _span(fact: Fact):
    """What the number in the cell can be, in its unit there."""
    low, high = fact_span(fact)
    if fact.type == "date":
        return tuple(date.fromordinal(int(min(max(end, _FIRST_DAY.toordinal()), _LAST_DAY.toordinal()))) for end in (low, high))
    scale = {"money": Fraction(1, MONEY[unit_of(fact)]) if fact.type == "money" else 1, "ratio": 100}.get(fact.type, 1)
    return tuple(int(end * scale) if (end * scale).denominator == 1 else float(end * scale) for end in (Fraction(low), Fraction(high)))
