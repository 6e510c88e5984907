"""The schemas of rule files as an editor must hold them: it reads 2021 as a number and ``true`` as a truth, our reader reads all as text."""

from __future__ import annotations

def unless(kinds: list[str], message: str) -> dict:
    """Anything but values of ``kinds``. A plain list of types would be offered for completion (true, null), and ``not`` has no message."""
    return {"if": {"type": kinds}, "then": {"type": [kind for kind in ("string", "number") if kind not in kinds], "errorMessage": message}}


def scalar(*also: str) -> dict:
    """Any text as YAML may read it, or ``also`` (object, array)."""
    refused = [kind for kind in ("object", "array") if kind not in also]
    return {"allOf": [unless(refused, f"这里要写{_SHAPES[tuple(refused)]}。")]} if refused else {}


_SHAPES = {("object", "array"): "文字或数", ("object",): "文字、数或列表", ("array",): "文字、数或一组“键: 值”"}


def relaxed(schema):
    """``schema`` where every text may also be what YAML makes of a text."""
    if isinstance(schema, list):
        return [relaxed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: value if key in ("enum", "const", "required") else relaxed(value) for key, value in schema.items()}
    types = made.get("type")
    wanted = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    if "string" in wanted:
        del made["type"]
        return {**made, "allOf": [*made.get("allOf", []), *scalar(*wanted).get("allOf", [])]} if scalar(*wanted) else made
    return made


def renamed(schema, names: dict[str, str]):
    """``schema`` with references to the definitions ``names`` turned to others."""
    if isinstance(schema, list):
        return [renamed(item, names) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: renamed(value, names) for key, value in schema.items()}
    target = made.get("$ref")
    if isinstance(target, str) and target.removeprefix("#/$defs/") in names:
        made["$ref"] = "#/$defs/" + names[target.removeprefix("#/$defs/")]
    return made


def references(schema) -> set[str]:
    """The names of the definitions that ``schema`` refers to directly."""
    if isinstance(schema, list):
        return set().union(*map(references, schema))
    if not isinstance(schema, dict):
        return set()
    found = set().union(*map(references, schema.values()))
    target = schema.get("$ref")
    return found | {target.removeprefix("#/$defs/")} if isinstance(target, str) else found


def reaching(defs: dict[str, dict], goal: str) -> set[str]:
    """The definitions that refer to ``goal``, directly or not, and itself."""
    found, direct = {goal}, {name: references(schema) for name, schema in defs.items()}
    while more := {name for name, refs in direct.items() if refs & found} - found:
        found |= more
    return found


def used(root: dict, defs: dict[str, dict]) -> dict[str, dict]:
    """Those of ``defs`` that ``root`` refers to, directly or not, in their order."""
    wanted, seen = references(root), set()
    while wanted:
        seen |= wanted
        wanted = set().union(*(references(defs[name]) for name in wanted)) - seen
    return {name: schema for name, schema in defs.items() if name in seen}
