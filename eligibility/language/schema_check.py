"""A tree against the JSON Schema of its kind: every error at its node, in Chinese, with a remedy."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ..resources import schemas_dir
from . import later, words
from .diagnostic import Findings, Where
from .schema_shape import Fits, compiled
from .spelling import did_you_mean, key_meant
from .tree import Mapping, Node, Scalar, Sequence, plain

MAX_ERRORS = 100
#: what is said besides of a key whose value is often not known: nobody should make one up
_NOT_KNOWN = {"in_force": "；施行日期还没有见到的，写“in_force: {by: 政策年度}”，不要估一个日期"}
_TYPES = {"object": "一组“键: 值”", "array": "列表", "string": "文字", "number": "数", "integer": "整数", "boolean": "是否", "null": "空"}


def check_schema(tree: Node, kind: str, findings: Findings) -> None:
    """Report every way in which ``tree`` departs from ``schemas/<kind>.schema.json``.

    A misspelt key, once reported, is put right in ``tree``, so that nothing
    more is said about what follows from it.
    """
    if _shape_of(kind)(tree):
        return
    made = Findings()
    misspelt: list[tuple[Mapping, Scalar, str]] = []
    for error in _validator(kind).iter_errors(plain(tree)):
        for leaf in _leaves(error):
            misspelt += _report(leaf, tree, made) or ()
        if len(made.items) >= MAX_ERRORS:
            break
    # Several parts of a schema may look at one node: what has the wrong shape is said once.
    seen = set()
    for item in made.items:
        once = (item.code, item.where) if item.code == "S215" else item
        if once not in seen:
            seen.add(once)
            findings.items.append(item)
    for mapping, key, meant in misspelt:
        if mapping.key(meant) is None:
            key.text = meant


def _schema(kind: str) -> dict:
    return json.loads((Path(schemas_dir()) / f"{kind}.schema.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def _shape_of(kind: str) -> Fits:
    return compiled(_schema(kind))


@lru_cache(maxsize=None)
def _validator(kind: str):
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema(kind))


def _leaves(error):
    """The errors that say something: into the branch of a choice that fits the node's shape best."""
    if error.validator in ("anyOf", "oneOf") and error.context:
        branches: dict[int, list] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        # A branch whose type does not fit at the node itself is not what was meant.
        best = min(branches.values(), key=lambda errors: (any(e.validator == "type" and not e.path for e in errors), len(errors)))
        if not any(e.validator == "type" and not e.path for e in best):
            for inner in best:
                yield from _leaves(inner)
            return
    yield error


# ------------------------------------------------------------------------ places


def _node(tree: Node, path) -> tuple[Node, Scalar | None]:
    """The node at a path of keys and indices, and the key it stands under."""
    node, key = tree, None
    for step in path:
        if isinstance(node, Mapping):
            key, node = next((k, v) for k, v in node.entries if k.text == step)
        elif isinstance(node, Sequence):
            key, node = None, node.items[step]
    return node, key


def _place(node: Node, key: Scalar | None) -> Where:
    """A mapping or list in lines is best shown by its key."""
    return key.where if key is not None and not isinstance(node, Scalar) and not node.flow else node.where


def _title(schema, fallback: str = "") -> str:
    return schema.get("title", fallback) if isinstance(schema, dict) else fallback


# ---------------------------------------------------------------------- messages


def _report(error, tree: Node, findings: Findings) -> list[tuple[Mapping, Scalar, str]] | None:
    node, key = _node(tree, error.absolute_path)
    if isinstance(node, Scalar) and node.blank:
        return None  # a key without a value: reported when the file was read
    if error.validator == "type":
        return _type(error, node, key, findings, _of_a_list(error.absolute_path, node, tree))
    handler = _HANDLERS.get(error.validator, _other)
    return handler(error, node, key, findings)


def _required(error, node, key, findings: Findings) -> None:
    if list(error.absolute_schema_path)[-2:-1] == ["then"] and "properties" not in error.schema:
        return  # needed because of another key's value: the language step says why
    present = node.keys() if isinstance(node, Mapping) else []
    known = error.schema.get("properties", {})
    for name in error.validator_value:
        if name in present or error.schema.get("additionalProperties") is False and any(key_meant(k, known) == name for k in present):
            continue  # a misspelt key is reported as such
        place = f"“{key.text}”里" if key is not None else "这里"
        findings.error("S211", _place(node, key), f"{place}缺少“{name}”{_described(error.schema, name)}。", f"加上“{name}: {_filled(known.get(name))}”{_NOT_KNOWN.get(name, '')}。")


def _filled(schema, text: str = "…") -> str:
    """A value for a key as one may write it: ``…``, or ``{title: …, evidence: …}`` where it has keys of its own."""
    fields = schema.get("required") if isinstance(schema, dict) else None
    if not fields and isinstance(schema, dict) and schema.get("additionalProperties") is False:
        fields = list(schema["properties"])[:1]
    return "{" + ", ".join(f"{name}: {'…' if at else text}" for at, name in enumerate(fields)) + "}" if fields else text


def _described(schema, name: str) -> str:
    title = _title(schema.get("properties", {}).get(name, {}) if isinstance(schema, dict) else {})
    return f"（{title}）" if title and title != name else ""


def _unknown_key(error, node, key, findings: Findings) -> list[tuple[Mapping, Scalar, str]]:
    allowed = {name: schema for name, schema in error.schema.get("properties", {}).items() if name not in later.KEYS}
    misspelt = []
    for name, _ in node.entries if isinstance(node, Mapping) else ():
        if name.text in allowed or name.text in later.KEYS or name.blank:
            continue
        meant = key_meant(name.text, allowed)
        guess = "" if meant else did_you_mean(name.text, allowed)
        place = f"“{key.text}”里" if key is not None else "这里"
        listed = f"改成“{meant}”。" if meant else f"{place}可以写：{'、'.join(allowed)}。" if allowed else "删掉这个键。"
        findings.error("S212", name.where, f"{place}没有“{name.text}”这个键。{guess}", listed)
        if meant:
            misspelt.append((node, name, meant))
    return misspelt


def _choice(error, node, key, findings: Findings) -> None:
    allowed = [str(v) for v in (error.validator_value if error.validator == "enum" else [error.validator_value])]
    written = node.text if isinstance(node, Scalar) else _shape(node)
    guess = did_you_mean(written, allowed) if isinstance(node, Scalar) else ""
    what = key.text if key is not None else _title(error.schema, "这里")
    hint = f"写成“{allowed[0]}”。" if len(allowed) == 1 else f"可以写：{'、'.join(allowed)}。" + error.schema.get("description", "")
    findings.error("S213", node.where, f"“{what}”不能写“{written[:40]}”。{guess}", hint)


def _pattern(error, node, key, findings: Findings) -> None:
    written = node.text if isinstance(node, Scalar) else ""
    title = _title(error.schema)
    what = f"“{key.text}”" + (f"（{title}）" if title else "") if key is not None else f"“{title or '这里'}”"
    findings.error("S214", node.where, f"{what}的写法不对：“{written[:40]}”。", error.schema.get("description") or "对照同类文件的写法改正。")


def _type(error, node, key, findings: Findings, better: str | None) -> None:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    shown = "或".join(dict.fromkeys(_TYPES["string"] if t in ("number", "integer", "boolean") and "string" in wanted else _TYPES.get(t, t) for t in wanted))
    what = key.text if key is not None else _title(error.schema, "这里")
    hint = _remedy(wanted) + error.schema.get("description", "")
    if isinstance(node, Scalar) and "：" in node.text and "object" in wanted:
        hint = "把全角冒号“：”改成半角冒号加一个空格“: ”。"
    elif isinstance(node, Scalar) and key is not None and wanted == ["array"]:
        hint = f"写成“{key.text}: [{node.text[:40]}]”。"
    elif isinstance(node, Scalar) and key is not None and wanted == ["object"] and _filled(error.schema) != "…":
        hint = f"写成“{key.text}: {_filled(error.schema, node.text[:40])}”。"
    findings.error("S215", _place(node, key), f"“{what}”要写{shown}，这里写的是{_shape(node)}。", better or hint)


def _of_a_list(path, node: Node, tree: Node) -> str | None:
    """The remedy for an item that belongs elsewhere: a condition among ``gates``, half of a row among ``steps``."""
    path = list(path)
    if len(path) < 2 or not isinstance(path[-1], int):
        return None
    if path[-2] == "gates" and isinstance(node, Mapping) and len(node.entries) == 1 and isinstance(node.entries[0][1], Scalar):
        name, value = node.entries[0]
        return f"先在 define 里定义一个条件，如“主体合格: {{{name.text[:40]}: {value.text[:40]}}}”，再写“gates: [主体合格]”。"
    if path[-2] == "steps" and isinstance(node, Scalar) and words.COMPARISON.match(node.text):
        items = _node(tree, path[:-1])[0].items
        following = items[path[-1] + 1] if path[-1] + 1 < len(items) else None
        if isinstance(following, Mapping) and len(following.entries) == 1 and words.COMPARISON.match(following.keys()[0]):
            key, value = following.entries[0]
            shown = f": {value.text[:40]}" if isinstance(value, Scalar) else ""
            return f"两个条件之间用中文逗号“，”：“{node.text[:40]}，{key.text[:40]}{shown}”。"
    return None


def _remedy(wanted: list[str]) -> str:
    if "object" in wanted:
        return "写成“键: 值”，每个键一行，比上一层多缩进两格。"
    return "写成列表：[甲, 乙]，或每项一行，前面加“- ”。" if "array" in wanted else "写成一行文字。"


def _shape(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"“{node.text[:40]}”"
    return "列表" if isinstance(node, Sequence) else "一组“键: 值”"


def _few(error, node, key, findings: Findings) -> None:
    what = key.text if key is not None else _title(error.schema, "这里")
    what_is_short = "不能是空的" if error.validator_value == 1 else f"至少要有 {error.validator_value} 项"
    findings.error("S216", _place(node, key), f"“{what}”{what_is_short}。", "补上内容，或删掉这个键。")


def _unique(error, node, key, findings: Findings) -> None:
    seen: list = []
    for item in node.items if isinstance(node, Sequence) else ():
        value = plain(item)
        if value in seen:
            findings.error("S218", item.where, f"{_shape(item)}写了两次。", "只留一个。")
            return
        seen.append(value)


def _one_way(error, node, key, findings: Findings) -> None:
    what = key.text if key is not None else _title(error.schema, "这里")
    findings.error("S219", _place(node, key), f"“{what}”的写法不属于允许的任何一种，或同时用了几种。", error.schema.get("description") or "对照同类文件，只用一种写法。")


def _other(error, node, key, findings: Findings) -> None:
    what = key.text if key is not None else _title(error.schema, "这里")
    findings.error("S229", _place(node, key), f"“{what}”不符合文件格式的规定（{error.validator}）。", (error.schema.get("description") if isinstance(error.schema, dict) else None) or "对照同类文件的写法改正。")


_HANDLERS = {
    "required": _required,
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "minItems": _few,
    "minProperties": _few,
    "minLength": _few,
    "maxProperties": lambda *_: None,  # of the rows of steps: the language step shows the key that is too many
    "uniqueItems": _unique,
    "anyOf": _one_way,
    "oneOf": _one_way,
}
