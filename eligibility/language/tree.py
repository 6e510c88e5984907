"""What a YAML file is made of, with the place of every key and value. All scalars are text."""

from __future__ import annotations

from dataclasses import dataclass

from .diagnostic import Where


@dataclass(slots=True)
class Scalar:
    """A text. ``style`` is ``""`` (plain), ``"'"``, ``'"'``, ``"|"`` or ``">"``."""

    text: str
    where: Where
    style: str = ""

    @property
    def blank(self) -> bool:
        """A key without a value (plain and empty)."""
        return self.style == "" and self.text == ""

    def at(self, start: int, length: int = 1) -> Where:
        """The place of ``text[start:start+length]``, exact for one-line scalars."""
        if self.where.cell:
            return self.where._replace(start=start, length=max(1, length))
        if self.style in ("|", ">"):
            return self.where
        quote = 1 if self.style else 0
        return self.where._replace(col=self.where.col + quote + start, length=max(1, length))


@dataclass(slots=True)
class Mapping:
    """Keys in order of the file; keys are unique (a duplicate is reported and the first kept)."""

    entries: list[tuple[Scalar, "Node"]]
    where: Where
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        for k, v in self.entries:
            if k.text == key:
                return v
        return None

    def key(self, key: str) -> Scalar | None:
        for k, _ in self.entries:
            if k.text == key:
                return k
        return None

    def keys(self) -> list[str]:
        return [k.text for k, _ in self.entries]


@dataclass(slots=True)
class Sequence:
    items: list["Node"]
    where: Where
    flow: bool = False


Node = Scalar | Mapping | Sequence


def plain(node: "Node | None"):
    """The node as str, dict and list, for JSON Schema. A blank scalar becomes None."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return None if node.blank else node.text
    if isinstance(node, Mapping):
        return {k.text: plain(v) for k, v in node.entries}
    return [plain(v) for v in node.items]
