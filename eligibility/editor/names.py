"""The names that stand left of a test, as tables of properties: facts with their years, columns, definitions of standards, pools."""

from __future__ import annotations

import re

from ..language.fact import Fact
from ..language.words import YEAR_WORD
from ..plan.facts import fact_unit
from ..plan.plan import DocumentPlan, Plan
from ..plan.units import is_number, unit_name
from .hover import described, pool_text
from .relaxed import scalar
from .tested import escaped, is_shared, number_key, one_of, tested

#: Year words offered for completion; every other that the language knows is held by a pattern.
SINGLE = ("上年", "本年", "前年")
SPANS = ("近三年", "近两年", "含本年近三年")
MODES = ("", "平均", "每年")
#: kinds of files whose names others may use
USED = ("standard", "pools")
_YEARS = "(?:" + YEAR_WORD.pattern.replace(r"\d", "[0-9]") + ")(?:平均|每年)?"

_BUILT_IN = {
    "申报日期": Fact("申报日期", "date", None, ask="申报的那一天。"),  # type: ignore[arg-type]
    "政策年度": Fact("政策年度", "year", None, ask="判定所按的年度。"),  # type: ignore[arg-type]
    "申报年度": Fact("申报年度", "year", None, ask="申报日期所在的年份。"),  # type: ignore[arg-type]
}
TEST = {"$ref": "#/$defs/any_test"}


def pointer(name: str) -> str:
    """``name`` as part of a ``$ref``: no sign that a pointer or an address reads otherwise."""
    return re.sub(r"[~/%#\\?\s]", "_", name)


class Names:
    """``names`` and ``in_rows`` (inside ``has`` and ``for_each``): properties and patternProperties that refer to ``defs``."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.defs: dict[str, dict] = {"any_test": scalar("array")}
        facts = {**_BUILT_IN, **plan.vocabulary}
        own = {name for d in plan.documents for name in definitions_of(d)}
        columns = self.columns = _columns(plan)
        names: dict[str, dict] = {}
        dated: dict[str, dict] = {}
        for fact in facts.values():
            ref = self._fact(fact)
            if not fact.per_year:
                names[fact.name] = ref
                continue
            dated[f"^{_YEARS}{escaped(fact.name)}$"] = ref
            for word in _year_words(fact):
                names[word + fact.name] = ref
        for document in plan.documents:
            if document.kind in USED:
                for name, index in definitions_of(document).items():
                    names.setdefault(name, _definition(plan, document, name, index))
        in_rows = {name: {**found[0], "anyOf": [*found, *([names[name]] if name in names else []), *([TEST] if name in own else [])]}
                   if len(found) > 1 or name in names or name in own else found[0]
                   for name, found in ((n, [self._column(owner, column) for owner, column in c]) for n, c in columns.items())}
        for schema in in_rows.values():
            if "anyOf" in schema:
                schema.pop("$ref", None)
        self.names = {"properties": names, "patternProperties": dated}
        self.in_rows = {"properties": {**names, **in_rows}, "patternProperties": dated}

    def rows_of_bands(self) -> list[dict]:
        """Parts of ``allOf`` for ``bands``: what the rows may test, by the fact after ``of``. A column's name may mean the column, so it is left out."""
        subjects: dict[str, list[str]] = {}
        for name, schema in self.names["properties"].items():
            ref = schema.get("$ref")
            if ref and name not in self.columns and "$ref" in self.defs[ref.removeprefix("#/$defs/")]:
                subjects.setdefault(self.defs[ref.removeprefix("#/$defs/")]["$ref"], []).append(name)
        parts = [_when_of(names, {"propertyNames": {"$ref": ref}}) for ref, names in sorted(subjects.items())]
        for fact in self.plan.vocabulary.values():
            if fact.type == "choice" and not fact.per_year and fact.name not in self.columns:
                options = {option: {"title": option, "description": f"“{fact.name}”的一项。"} for option in [*fact.options, "其余"]}
                words = [*options, *(["有", "无"] if fact.none else [])]
                keys = one_of(words, f"“{fact.name}”的选项：{'、'.join(words)}。")
                parts.append(_when_of([fact.name], {"properties": options, "propertyNames": keys}))
        return parts

    def _tests(self, fact: Fact) -> dict:
        if not is_shared(fact):
            return tested(fact)
        key = pointer(f"test_{number_key(fact)}")
        self.defs.setdefault(key, tested(fact))
        return {"$ref": f"#/$defs/{key}"}

    def _fact(self, fact: Fact) -> dict:
        key = pointer(f"fact_{fact.name}")
        self.defs[key] = {**described(fact), **self._tests(fact)}
        return {"$ref": f"#/$defs/{key}"}

    def _column(self, owner: Fact, column: Fact) -> dict:
        key = pointer(f"column_{owner.name}_{column.name}")
        self.defs[key] = {**described(column, owner.name), **self._tests(column)}
        return {"$ref": f"#/$defs/{key}"}


def _when_of(names: list[str], row: dict) -> dict:
    return {"if": {"properties": {"of": {"enum": names}}, "required": ["of"]}, "then": {"properties": {"steps": {"items": row}}}}


def definitions_of(document: DocumentPlan) -> dict[str, int]:
    """Every name that a document makes, with its operation: definitions, readings and parameters."""
    made = {r.name: r.operation for r in document.readings} | {p.name: p.operation for p in document.parameters}
    return {name: index for name, index in {**made, **document.definitions}.items() if index is not None}


def _columns(plan: Plan) -> dict[str, list[tuple[Fact, Fact]]]:
    found: dict[str, list[tuple[Fact, Fact]]] = {}
    for fact in plan.vocabulary.values():
        for column in fact.columns.values():
            found.setdefault(column.name, []).append((fact, column))
    return found


def _year_words(fact: Fact) -> list[str]:
    unit = fact_unit(fact)
    summed = is_number(unit)
    modes = [mode for mode in MODES if summed or mode == "每年"]
    return [*SINGLE, *(span + mode for span in SPANS for mode in modes)]


def definition_text(plan: Plan, document: DocumentPlan, name: str, index: int) -> dict[str, str]:
    """``title`` and ``description`` of a name that a document makes, a definition or a pool."""
    pool = next((pool for pool in document.pools if pool.name == name), None)
    if pool is not None:
        return pool_text(document, pool)
    unit = unit_name(plan.operations[index].unit)
    return {"title": name, "description": f"{document.title}（{document.id}）里定义的名称：{unit}。\n\n使用时在 uses 里写上 {document.id}。"}


def _definition(plan: Plan, document: DocumentPlan, name: str, index: int) -> dict:
    """A name of a standard or a pool. A file that does not use it may mean something else by it, so nothing is refused."""
    text = definition_text(plan, document, name, index)
    words = ["是", "否"] if plan.operations[index].unit == "bool" else []
    return {**text, "anyOf": [{"enum": words}, TEST]} if words else {**text, **TEST}
