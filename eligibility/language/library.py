"""Paths to one Library: every YAML file below them, read, checked against its schema and made into the model."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from . import later, spelling
from .casebook import read_cases
from .diagnostic import Findings, Where
from .documents import read_rules
from .model import Library
from .rule_files import reason, rule_files
from .schema_check import check_schema
from .source import report_size
from .tree import Mapping, Node, Scalar
from .vocabulary import read_vocabulary
from .yaml_tree import MAX_BYTES, RULES, read_yaml

KINDS = ("facts", "standard", "policy", "pools", "limits", "cases")
_LISTED = "facts（指标）、standard（认定标准）、policy（政策事项）、pools（企业库）、limits（合并限额）、cases（用例）"
# The part that a file of each kind must have.
_TELLING = {"awards": "policy", "pools": "pools", "limits": "limits", "facts": "facts", "cases": "cases", "define": "standard"}

# Builder findings that a schema finding on the same line has already made.
_SAME_AS_SCHEMA = {
    "L336": ("S214",), "L352": ("S214",), "L354": ("S214",), "L361": ("S216",), "L364": ("S214",),
}  # fmt: skip

# File → its content and model, where nothing was wrong when it was last read: `watch` reads again only
# what was saved. Nothing changes a model once it is made. (What is wrong is read anew, hints being rationed.)
_SOUND: dict[str, tuple[bytes, Library]] = {}
_MOST_SOUND = 1000


def load(paths: Iterable[Path | str], findings: Findings, *, base: Path | None = None) -> Library:
    """Read every ``*.yaml`` and ``*.yml`` at or below ``paths`` in sorted order.

    File names in places are as a user would type them: relative to ``base``
    (default: the working folder) where they lie below it. What cannot be read
    or is wrong goes to ``findings``; the rest is in the library.
    """
    spelling.reset()
    library = Library()
    for path, name in rule_files(paths, base or Path.cwd(), findings):
        source = read_source(path, name, findings)
        if source is None:
            continue
        library.sources[name] = source.decode("utf-8-sig", "replace")
        part = _read(source, name, findings)
        library.vocabularies += part.vocabularies
        library.rules += part.rules
        library.cases += part.cases
    return library


def _read(source: bytes, name: str, findings: Findings) -> Library:
    """The model of one file."""
    content, known = _SOUND.get(name, (None, None))
    if content == source:
        return known
    found, library = Findings(), Library()
    tree = read_yaml(source, name, found)
    if tree is not None:
        add(library, tree, name, found)
    findings.items += found.items
    if not found.items:
        if len(_SOUND) >= _MOST_SOUND:
            _SOUND.clear()
        _SOUND[name] = source, library
    return library


def add(library: Library, tree: Node, name: str, findings: Findings) -> None:
    """Check one tree and add its model to ``library``."""
    kind = _kind(tree, name, findings)
    if kind is None:
        return
    schema, language = Findings(), Findings()
    check_schema(tree, kind, schema)
    if kind == "facts":
        library.vocabularies.append(read_vocabulary(tree, name, language))
    elif kind == "cases":
        library.cases.append(read_cases(tree, name, language))
    else:
        library.rules.append(read_rules(tree, kind, name, language))
    reported = {(d.where.line, d.code) for d in schema.items}
    findings.items += schema.items
    findings.items += [d for d in language.items if not any((d.where.line, code) in reported for code in _SAME_AS_SCHEMA.get(d.code, ()))]


def read_source(path: Path | str, name: str, findings: Findings) -> bytes | None:
    """The bytes of one file, or None with a finding."""
    try:
        if not os.path.isfile(path):
            raise FileNotFoundError(path) if not os.path.exists(path) else OSError(path)
        size, most = os.path.getsize(path), MAX_BYTES[RULES]
        if size > most:
            report_size(size, most, name, findings)
            return None
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        findings.error("X902", Where(name), f"文件打不开：{reason(error)}。", "检查文件是否存在、是否有读的权限。")
        return None


def _kind(tree: Node, name: str, findings: Findings) -> str | None:
    """The kind of a file by its first key; None where it has none that can be read."""
    if not isinstance(tree, Mapping):
        findings.error("S204", tree.where, "文件最外层应当是“键: 值”，第一行写 kind。", f"第一行写 kind: 和种类：{_LISTED}；其余内容写在各个键下面。")
        return None
    key, value = tree.key("kind"), tree.get("kind")
    if key is None or not tree.entries:
        first = tree.entries[0][0] if tree.entries else tree
        misspelt = isinstance(first, Scalar) and spelling.key_meant(first.text, {"kind": {}})
        likely = next((kind for part, kind in _TELLING.items() if tree.key(part)), None)
        hint = "把它改成“kind”。" if misspelt else f"在第一行加上“kind: {likely}”。" if likely else f"在第一行写 kind: 和种类：{_LISTED}。"
        findings.error("S201", first.where, "看不出这是哪一种文件：没有 kind。", hint)
        return None
    if tree.entries[0][0] is not key:
        findings.error("S201", key.where, "kind 要写在第一行。", "把这一行移到文件最前面。")
    text = value.text if isinstance(value, Scalar) else ""
    if text in KINDS:
        return text
    if isinstance(value, Scalar) and value.blank:
        return None
    if text in later.KINDS:
        findings.error("S203", value.where, f"“kind: {text}”（{later.KINDS[text]}）这一版尚未支持。", "先把这个文件移出规则文件夹。")
    else:
        findings.error("S202", value.where, f"没有“{text[:40]}”这一种文件。{spelling.did_you_mean(text, KINDS)}", f"可以写：{_LISTED}。")
    return None
