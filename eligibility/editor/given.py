"""What an enterprise may write for a fact, as JSON Schema: what a profile accepts, by type."""

from __future__ import annotations

from ..language.fact import Fact
from ..language.quantities import MONEY
from ..profiles.words import PLACEHOLDERS
from .hover import described
from .names import pointer
from .relaxed import scalar
from .tested import escaped, refusing, yaml_forms

_DIGIT = "[0-9０-９]"
_NUMBER = rf"[+\-＋－−]?(?:[1-9１-９]{_DIGIT}{{0,2}}(?:[,，]{_DIGIT}{{3}})+|{_DIGIT}+)(?:[.．]{_DIGIT}+)?"
_DATE = rf"{_DIGIT}{{4}}(?:[\-－−]{_DIGIT}{{1,2}}[\-－−]{_DIGIT}{{1,2}}|年{_DIGIT}{{1,2}}月{_DIGIT}{{1,2}}日|[/／]{_DIGIT}{{1,2}}[/／]{_DIGIT}{{1,2}}|[.．]{_DIGIT}{{1,2}}[.．]{_DIGIT}{{1,2}})"
_BLANK = r"[\s\u3000]*"
YEAR_KEY = rf"^{_BLANK}{_DIGIT}{{4}}年?{_BLANK}$"

PLACEHOLDER = "|".join("".join(f"[{c.upper()}{c}]" if c.isascii() and c.isalpha() else escaped(c) for c in word) for word in sorted(PLACEHOLDERS))
_SAMPLES = {"money": "100万元", "ratio": "5%", "date": "2021-11-12", "year": "2020"}
_MESSAGES = {
    "money": "金额必须带“元”，如 500万元、1234.56元；不知道就留空。",
    "ratio": "比例必须带 %，如 5%；不知道就留空。",
    "date": "日期写作 2021-11-12 或 2021年11月12日；不知道就留空。",
    "year": "年份写作 2020；不知道就留空。",
    "yes_no": "写 是 或 否；不知道就留空。",
}


class Given:
    """The schemas of what is given for facts: ``value(fact)`` refers to what is shared in ``defs``."""

    def __init__(self) -> None:
        self.defs: dict[str, dict] = {"placeholder": {"type": "string", "pattern": f"^{_BLANK}(?:{PLACEHOLDER})?{_BLANK}$"}}

    def value(self, fact: Fact) -> dict:
        """One value: by type and unit shared, options and records of the fact's own."""
        if fact.type == "records":
            return self._records(fact)
        if fact.type == "choice":
            return _value(fact)
        key = pointer("_".join(filter(None, ("given", fact.type, fact.unit, "none" if fact.none else ""))))
        self.defs.setdefault(key, _value(fact))
        return {"$ref": f"#/$defs/{key}"}

    def fact(self, fact: Fact) -> dict:
        """What stands after a fact's name: its value, or a value for each year. A ``$ref``."""
        key = pointer(f"given_fact_{fact.name}")
        value = self.value(fact)
        if fact.per_year:
            yearly = {"type": "object", "minProperties": 1, "additionalProperties": False, "patternProperties": {YEAR_KEY: value}}
            value = {
                "if": {"type": "object"}, "then": yearly, "else": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/placeholder"}],
                "errorMessage": f"写明年份，如 {{2020: …}}，或把名称写成 2020年{fact.name}。"},
                "defaultSnippets": [{"label": "{2020: …}", "description": "每年一个数", "body": {"${1:2020}": f"${{2:{_sample(fact)}}}"}}],
            }  # fmt: skip
        self.defs.setdefault(key, {**described(fact), **value})
        return {"$ref": f"#/$defs/{key}"}

    def in_one_year(self, fact: Fact) -> dict:
        """What stands after ``2020年营业收入``."""
        return {**described(fact), **self.value(fact)}

    def _records(self, fact: Fact) -> dict:
        columns = {}
        for column in fact.columns.values():
            for name in (column.name, *column.aliases):
                columns.setdefault(name, {**described(column), **self.value(column)})
        row = {"type": "object", "title": f"{fact.name}的一行", "properties": columns, "additionalProperties": False}
        return {"if": {"type": "array"}, "then": {"items": row}, "else": _else(fact, {"enum": ["无"]}, f"写 无，或每{fact.counted_in or '行'}一项。")}


def _sample(fact: Fact) -> str:
    return _SAMPLES.get(fact.type) or ("是" if fact.type == "yes_no" else f"30{fact.unit}")


def _else(fact: Fact, schema: dict, message: str) -> dict:
    """Blank, a placeholder or ``schema``; otherwise the message."""
    return {"if": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/placeholder"}]}, "then": {}, "else": {**schema, "errorMessage": message}}


def _value(fact: Fact) -> dict:
    none = ["无"] if fact.none is not None else []
    if fact.type in ("text", "code"):
        return {**scalar(), **({"examples": ["无"]} if none else refusing(["无"], "不能写“无”：写出具体内容；不知道就留空。"))}
    if fact.type in ("yes_no", "choice"):
        options = list(fact.options) or ["是", "否"]
        message = _MESSAGES.get(fact.type) or f"可选：{'、'.join([*options, *none])}；不知道就留空。"
        enum = {"enum": [form for option in [*options, *none] for form in yaml_forms(option)], "errorMessage": message}
        return {"anyOf": [enum, {"type": "null"}, {"$ref": "#/$defs/placeholder"}, {"type": "string", "pattern": r"^\s|\s$"}]}
    message = _MESSAGES.get(fact.type) or f"写一个数，如 {_sample(fact)}；不知道就留空。"
    if fact.type == "date":
        types, pattern = ["string", "null"], _DATE
    elif fact.type == "year":
        types, pattern = ["string", "integer", "null"], rf"{_DIGIT}{{4}}{_BLANK}年?"
    elif fact.type in ("money", "ratio"):
        units = list(MONEY) if fact.type == "money" else ["%", "％", "‰"]
        types, pattern = ["string", "null"], rf"{_NUMBER}{_BLANK}(?:{'|'.join(sorted(units, key=len, reverse=True))})"
    else:
        types, pattern = ["string", "integer" if fact.type == "count" else "number", "null"], rf"{_NUMBER}{_BLANK}(?:万|亿)?(?:{escaped(fact.unit)})?"
    words = f"|{PLACEHOLDER}" + ("|无" if none else "")
    return {"type": types, "pattern": f"^{_BLANK}(?:{pattern}{words})?{_BLANK}$", "patternErrorMessage": message, "errorMessage": message,
            **({"examples": ["无"]} if none else {})}
