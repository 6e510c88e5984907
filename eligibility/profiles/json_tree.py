"""JSON text to the same tree as YAML: every number is kept as written, every node knows its place.

``json`` proves the syntax; a scan of the then known-good text makes the tree.
Doubled keys are left in the tree: whoever reads a mapping must look at all
entries (see ``labels``), and reports them with both places.
"""

from __future__ import annotations

import re

from ..language.diagnostic import Findings, Where
from ..language.tree import Mapping, Node, Scalar, Sequence
from .words import shown
from .written import JsonLiteral

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000

# A string that is never closed still matches, so that no input is scanned twice.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]|\r\n?|\n|[^\s\[\]{}:,"]+', re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")

_CAUSES = {
    "Expecting value": ("这里应当有一个值", "写上值；不知道写 null。文字写在双引号里，最后一项后面不写逗号"),
    "Expecting property name": ("这里应当是双引号里的名称", '名称写成 "营业收入"；最后一项后面不写逗号'),
    "Expecting ':'": ("名称后面缺少冒号", '写成 "名称": 值，用半角冒号'),
    "Expecting ','": ("两项之间缺少逗号", "在前一项后面加半角逗号"),
    "Illegal trailing comma": ("最后一项后面多了逗号", "删去这个逗号"),
    "Extra data": ("内容结束后还有多余的字", "整个文件只写一对最外层的 { }"),
    "Unterminated string": ("双引号没有成对", "补上后面的双引号；文字里的双引号写成 \\\""),
    "Invalid control character": ("双引号里有换行、制表符或别的控制字符", "文字写在一行里，删去这个字符"),
    "Invalid \\": ("反斜线的写法不对", "文字里的反斜线写两遍：\\\\"),
}


def read_json(source: bytes, file: str, findings: Findings) -> Node | None:
    """The tree of a JSON file, or None with the reason in ``findings``."""
    if len(source) > MAX_BYTES:
        return findings.error("F705", Where(file), f"JSON 文件超过 {MAX_BYTES >> 20} MB。", "一个文件只写一家企业。")
    try:
        text = source.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8").removeprefix("\ufeff")
        where = _place(file, before, len(before))
        return findings.error("F707", where, "从这里起不是 UTF-8 编码的文字。", "在编辑器里用“另存为”，编码选 UTF-8。")
    return _build(text, file, findings) if _sound(text, file, findings) else None


def _sound(text: str, file: str, findings: Findings) -> bool:
    """Whether ``text`` is JSON, not too deep; reported where it is not."""
    depth = 0
    for found in _TOKEN.finditer(text):
        first = text[found.start()]
        depth += (first in "[{") - (first in "]}")
        if depth > MAX_DEPTH:
            findings.error("F705", _place(file, text, found.start()), f"括号套了 {MAX_DEPTH} 层以上。", "企业画像至多三层：指标、年度或记录、栏目。")
            return False
    import json

    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        message, index = error.msg, error.pos
        before = text[:index].rstrip()
        if text[index : index + 1] in ("]", "}") and before.endswith(","):  # said so by Python only from 3.13 on
            message, index = "Illegal trailing comma", len(before) - 1
        cause, hint = next((c for start, c in _CAUSES.items() if message.startswith(start)), ("JSON 写法不对", "检查引号、逗号和括号"))
        findings.error("F704", _place(file, text, index), f"{cause}，JSON 读不下去。", f"{hint}。")
        return False
    return True


def _place(file: str, text: str, index: int) -> Where:
    before = _LINE_END.split(text[:index])
    return Where(file, len(before), len(before[-1]) + 1)


def _build(text: str, file: str, findings: Findings) -> Node | None:
    """The tree of ``text``, which is known to be JSON."""
    root: Node | None = None
    stack: list[Mapping | Sequence] = []
    key: Scalar | None = None
    keys: list[Scalar | None] = []  # the key under which each open collection stands
    line, line_start, nodes = 1, 0, 0
    for found in _TOKEN.finditer(text):
        token, start = found.group(), found.start()
        first = token[0]
        if first in "\r\n":
            line, line_start = line + 1, found.end()
            continue
        if first in "]}":
            node: Node = stack.pop()
            key = keys.pop()
        else:
            nodes += 1
            if nodes > MAX_NODES:
                return findings.error("F705", Where(file, line, start - line_start + 1), f"键和值超过 {MAX_NODES} 个。", "一个文件只写一家企业。")
            where = Where(file, line, start - line_start + 1, len(token))
            if first in "[{":
                stack.append(Mapping([], where, True) if first == "{" else Sequence([], where, True))
                keys.append(key)
                key = None
                continue
            node = _scalar(token, where, findings)
            if stack and key is None and isinstance(stack[-1], Mapping):
                key = node
                continue
        if not stack:
            root = node
        elif isinstance(stack[-1], Sequence):
            stack[-1].items.append(node)
        elif key is not None:
            stack[-1].entries.append((key, node))
            key = None
    return root


def _scalar(token: str, where: Where, findings: Findings) -> Scalar:
    if token[0] == '"':
        if "\\" not in token:
            return Scalar(token[1:-1], where, '"')
        import json

        return Scalar(json.loads(token), where, ">")  # escapes: characters do not stand where they are written
    if token == "null":
        return Scalar("", where)
    if token[-1] in "Ny":  # NaN, Infinity
        findings.error("F706", where, f"{shown(token)} 不是数。", "写出具体的数；不知道写 null。")
        return Scalar("", where)
    return JsonLiteral(token, where)
