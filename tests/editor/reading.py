"""YAML as an editor reads it (the core schema of YAML 1.2), for holding files against the editor's schemas."""

from __future__ import annotations

import re

import yaml

_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = ("", "~", "null", "Null", "NULL")


def as_editor(text: str):
    """The content of a YAML file as JSON has it; keys are always texts."""
    return _value(yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader))


def _value(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return _scalar(node.value) if node is not None and node.style is None else node and node.value


def _scalar(text: str):
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text
