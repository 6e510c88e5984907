"""The quick walk says yes exactly where jsonschema does."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from eligibility.language.diagnostic import Findings
from eligibility.language.library import KINDS
from eligibility.language.schema_shape import UnknownKeyword, _Shapes, compiled
from eligibility.language.tree import Mapping, Node, Scalar, Sequence, plain
from eligibility.language.yaml_tree import read_yaml

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Scalar("", None).where


@cache
def schema(kind: str) -> dict:
    return json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))


@cache
def both(kind: str):
    return compiled(schema(kind)), Draft202012Validator(schema(kind))


def agree(tree: Node, kind: str) -> bool:
    shape, validator = both(kind)
    fits = shape(tree)
    assert fits == validator.is_valid(plain(tree)), plain(tree)
    return fits


def trees(*folders: str) -> list[tuple[str, Node]]:
    """Every tree of a kind that we have, (kind, tree)."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.y*ml")):
            tree = read_yaml(path.read_bytes(), path.name, Findings())
            kind = tree.get("kind") if isinstance(tree, Mapping) else None
            if isinstance(kind, Scalar) and kind.text in KINDS:
                found.append((kind.text, tree))
    return found


SOUND = trees("rules", "tests/bad/library", "tests/engines/mechanics")


@pytest.mark.parametrize("kind", KINDS)
def test_every_keyword_of_our_schemas_is_known(kind):
    """No schema falls back to jsonschema for a file that fits."""
    _Shapes(schema(kind)).shape(schema(kind))


def test_rules_fit_and_mistakes_do_not():
    """The shipped rules fit, and of the files with one mistake some fit and some do not, as jsonschema says."""
    assert all(agree(tree, kind) for kind, tree in trees("rules"))
    assert len({agree(tree, kind) for kind, tree in trees("tests/bad")}) == 2


def places(node: Node) -> list[tuple[list, int]]:
    """Where a node stands: in which list, at which place."""
    inner = node.entries if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else []
    here = [(inner, at) for at in range(len(inner))]
    return here + [deeper for child in inner for deeper in places(child[1] if isinstance(child, tuple) else child)]


STANDING = [into[at] for _, tree in SOUND for into, at in places(tree)]
PIECES = [child[1] if isinstance(child, tuple) else child for child in STANDING]
KEYS = sorted({child[0].text for child in STANDING if isinstance(child, tuple)})


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_files_fit_alike(data):
    """Rule files with nodes dropped, exchanged, emptied, repeated or under another key fit for both or for neither."""
    kind, tree = copy.deepcopy(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 3))):
        found = places(tree)
        if not found:
            break
        into, at = data.draw(st.sampled_from(found))
        keyed = isinstance(into[at], tuple)
        key, old = into[at] if keyed else (None, into[at])
        change = data.draw(st.sampled_from(["drop", "piece", "blank", "empty list", "empty mapping", "text", "again", "key"]))
        if change == "drop":
            del into[at]
            continue
        if change == "again" and not keyed:
            into.append(old)
            continue
        if change == "key" and keyed:
            name = data.draw(st.sampled_from(KEYS))
            if name not in {k.text for k, _ in into}:
                into[at] = (Scalar(name, key.where), old)
            continue
        new = {
            "piece": lambda: copy.deepcopy(data.draw(st.sampled_from(PIECES))),
            "empty list": lambda: Sequence([], old.where),
            "empty mapping": lambda: Mapping([], old.where),
            "text": lambda: Scalar(data.draw(st.text(max_size=4)), old.where, data.draw(st.sampled_from(["", "'"]))),
        }.get(change, lambda: Scalar("", old.where))()
        into[at] = (key, new) if keyed else new
    agree(tree, kind)


TEXTS = st.sampled_from(["", "甲", "ab", "2021-01-01", "abc"])
PLAIN = st.recursive(
    TEXTS | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("甲乙丙"), inner, max_size=3), max_leaves=8
)
KEYWORDS = {
    "type": st.sampled_from(["object", "array", "string", "null", "number", ["string", "array"], ["object", "null"], ["integer", "string"]]),
    "minLength": st.integers(0, 3),
    "pattern": st.sampled_from(["^a", "b$", r"^\d{4}"]),
    "enum": st.lists(TEXTS, min_size=1, max_size=3),
    "required": st.lists(st.sampled_from("甲乙丙"), max_size=2, unique=True),
    "minProperties": st.integers(0, 2),
    "maxProperties": st.integers(0, 2),
    "minItems": st.integers(0, 2),
    "uniqueItems": st.booleans(),
    "minimum": st.integers(0, 2),
    "$ref": st.just("#/$defs/named"),
}


def _schemas(inner):
    deeper = {
        "properties": st.dictionaries(st.sampled_from("甲乙丙"), inner, max_size=2), "additionalProperties": inner | st.booleans(),
        "items": inner | st.booleans(), "if": inner, "then": inner, "else": inner, "not": inner,
        "allOf": st.lists(inner, min_size=1, max_size=2), "anyOf": st.lists(inner, min_size=1, max_size=2),
    }  # fmt: skip
    return st.fixed_dictionaries({}, optional=KEYWORDS | deeper)


@settings(max_examples=500, deadline=None)
@given(st.recursive(st.fixed_dictionaries({}, optional={k: v for k, v in KEYWORDS.items() if k != "$ref"}), _schemas, max_leaves=6), PLAIN)
def test_any_schema_of_these_keywords(made, value):
    """For any schema of the keywords that are known, the walk says what jsonschema says; `then` without `if` is left to it."""
    whole = made | {"$defs": {"named": {"type": "object", "additionalProperties": {"type": "string"}}}}
    try:
        shape = _Shapes(whole).shape(whole)
    except UnknownKeyword:
        return
    assert shape(_tree(value)) == Draft202012Validator(whole).is_valid(value)


def test_unknown_keyword_is_left_to_jsonschema():
    """A schema with a keyword that the walk does not know fits nothing, so that nothing is let through."""
    assert compiled({"type": "string"})(Scalar("甲", NOWHERE))
    assert not compiled({"type": "string", "maxLength": 9})(Scalar("甲", NOWHERE))


def _tree(value) -> Node:
    if isinstance(value, dict):
        return Mapping([(Scalar(key, NOWHERE), _tree(inner)) for key, inner in value.items()], NOWHERE)
    if isinstance(value, list):
        return Sequence([_tree(inner) for inner in value], NOWHERE)
    return Scalar("", NOWHERE) if value is None else Scalar(value, NOWHERE, "'")
