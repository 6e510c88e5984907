"""Whether a tree fits a JSON Schema: yes or no, in one quick walk over the nodes.

A file that fits needs nothing more, and nearly every file does. jsonschema is
imported (see ``schema_check``) only for one that does not, to say where and why.
Only the keywords that our schemas use are known here; a schema with any other
fits nothing, so that jsonschema decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .tree import Mapping, Node, Scalar, Sequence, plain

Fits = Callable[[Node], bool]

# What says something about numbers alone means nothing here: every scalar of a tree is text.
_SAYS_NOTHING = {"$schema", "$id", "$comment", "$defs", "title", "description", "markdownDescription", "examples", "default", "minimum", "maximum"}


class UnknownKeyword(ValueError):
    """A schema uses what is not known here."""


def compiled(schema: dict) -> Fits:
    """The walk for a whole schema; one that fits nothing where a keyword is not known."""
    try:
        return _Shapes(schema).shape(schema)
    except UnknownKeyword:
        return lambda node: False


class _Shapes:
    """The shapes of one schema file; those under ``$defs`` are made once, also where they hold themselves."""

    def __init__(self, root: dict):
        self.root = root
        self.named: dict[str, list[Fits]] = {}

    def shape(self, schema: dict | bool) -> Fits:
        if isinstance(schema, bool):
            return lambda node: schema
        checks = [getattr(self, "_" + part)(schema) for part, keys in _PARTS.items() if not keys.isdisjoint(schema)]
        unknown = set(schema) - _SAYS_NOTHING - _KNOWN
        if unknown:
            raise UnknownKeyword(*unknown)
        return checks[0] if len(checks) == 1 else _all(checks)

    def _type(self, schema: dict) -> Fits:
        wanted = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        types, blank = tuple(_TYPES[name] for name in wanted if name in _TYPES), "null" in wanted
        return lambda node: blank if type(node) is Scalar and not node.text and node.blank else isinstance(node, types)

    def _values(self, schema: dict) -> Fits:
        values = schema["enum"] if "enum" in schema else [schema["const"]]
        if "enum" in schema and "const" in schema or not all(isinstance(value, str) for value in values):
            raise UnknownKeyword("enum", "const")
        texts = frozenset(values)
        return lambda node: isinstance(node, Scalar) and node.text in texts and not node.blank

    def _text(self, schema: dict) -> Fits:
        least, found = schema.get("minLength", 0), re.compile(schema.get("pattern", "")).search
        return lambda node: not isinstance(node, Scalar) or node.blank or len(node.text) >= least and found(node.text) is not None

    def _object(self, schema: dict) -> Fits:
        known = {name: self.shape(inner) for name, inner in schema.get("properties", {}).items()}
        other = self.shape(schema.get("additionalProperties", True))
        required = frozenset(schema.get("required", ()))
        least, most = schema.get("minProperties", 0), schema.get("maxProperties", float("inf"))

        def fits(node: Node) -> bool:
            if not isinstance(node, Mapping):
                return True
            if not least <= len(node.entries) <= most or required and not required <= {key.text for key, _ in node.entries}:
                return False
            for key, value in node.entries:
                if not known.get(key.text, other)(value):
                    return False
            return True

        return fits

    def _array(self, schema: dict) -> Fits:
        item, least, unique = self.shape(schema.get("items", True)), schema.get("minItems", 0), schema.get("uniqueItems", False)

        def fits(node: Node) -> bool:
            if not isinstance(node, Sequence):
                return True
            if len(node.items) < least or unique and not _different(node.items):
                return False
            return all(map(item, node.items))

        return fits

    def _reference(self, schema: dict) -> Fits:
        name = schema["$ref"].removeprefix("#/$defs/")
        if name not in self.root.get("$defs", {}):
            raise UnknownKeyword(schema["$ref"])
        if name not in self.named:
            made = self.named[name] = []
            made.append(self.shape(self.root["$defs"][name]))
        shape = self.named[name]
        return lambda node: shape[0](node)

    def _choice(self, schema: dict) -> Fits:
        if "if" not in schema:
            raise UnknownKeyword("then", "else")
        condition, then, other = (self.shape(schema.get(key, True)) for key in ("if", "then", "else"))
        return lambda node: then(node) if condition(node) else other(node)

    def _every(self, schema: dict) -> Fits:
        return _all([self.shape(inner) for inner in schema["allOf"]])

    def _any(self, schema: dict) -> Fits:
        shapes = [self.shape(inner) for inner in schema["anyOf"]]
        return lambda node: any(shape(node) for shape in shapes)

    def _not(self, schema: dict) -> Fits:
        shape = self.shape(schema["not"])
        return lambda node: not shape(node)


_TYPES = {"object": Mapping, "array": Sequence, "string": Scalar}  # no node is a number or true
# Part of a schema → its keywords, which are looked at together.
_PARTS = {
    "type": {"type"},
    "values": {"enum", "const"},
    "text": {"minLength", "pattern"},
    "object": {"properties", "additionalProperties", "required", "minProperties", "maxProperties"},
    "array": {"items", "minItems", "uniqueItems"},
    "reference": {"$ref"},
    "choice": {"if", "then", "else"},
    "every": {"allOf"},
    "any": {"anyOf"},
    "not": {"not"},
}
_KNOWN = set().union(*_PARTS.values())


def _all(shapes: list[Fits]) -> Fits:
    def fits(node: Node) -> bool:
        for shape in shapes:  # a loop is twice as fast here as all()
            if not shape(node):
                return False
        return True

    return fits


def _different(items: list[Node]) -> bool:
    seen = [plain(item) for item in items]
    return all(value not in seen[:at] for at, value in enumerate(seen))
