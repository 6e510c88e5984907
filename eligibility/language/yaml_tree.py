"""Text to tree, straight from the YAML event stream: every scalar is text and knows its place.

Nothing is composed before it is known to be small and flat, so no input can
make this slow or deep. What YAML does silently and policy staff never mean
(anchors, types, duplicate keys, folded lines) is refused with a remedy.
This module is on the start-up path of ``check``: it imports only ``yaml``.
"""

from __future__ import annotations

import re
from typing import NoReturn

import yaml

from .diagnostic import Findings, Where
from .tree import Mapping, Node, Scalar, Sequence

RULES = "rules"
PROFILE = "profile"

_C_LOADER = getattr(yaml, "CSafeLoader", None)
_LOADER = _C_LOADER or yaml.SafeLoader
# A rule costs more to read than a value, and the pure Python reader is twenty
# times slower than the C one; these limits keep every input under five seconds.
MAX_BYTES = {RULES: 1024 * 1024 if _C_LOADER else 400 * 1024, PROFILE: 4 * 1024 * 1024 if _C_LOADER else 400 * 1024}
MAX_NODES = {RULES: 20_000, PROFILE: 200_000 if _C_LOADER else 20_000}
MAX_DEPTH = 64
MAX_BRACES = 2
MAX_FINDINGS = 100
_NEAR = 200  # characters of a line looked at around a place

# What YAML calls printable, less the three exotic line ends that editors do not show as one.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDE_SPACES = "\u3000\xa0"
_LIKE_A_KEY = re.compile(r"[^\s，。；：]{1,30}：")


class _Stop(Exception):
    """Reading cannot go on; the finding has been reported."""


def source_lines(text: str) -> list[str]:
    """The lines of a file as YAML counts them (``splitlines`` also cuts at form feeds and the like)."""
    return _LINE_END.split(text)


def read_yaml(source: str | bytes, file: str, findings: Findings, *, dialect: str = RULES) -> Node | None:
    """The tree of one file, or None where it cannot be read; every refusal is in ``findings``.

    ``dialect`` ``"rules"`` asks for a value at every key and for shallow
    braces; ``"profile"`` lets a key stand without a value (a blank).
    """
    text = _decode(source, file, MAX_BYTES[dialect], findings)
    if text is None:
        return None
    try:
        return _Composer(text, file, findings, dialect).compose()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        from .yaml_trouble import explain

        # A value that swallowed the next line is the same mistake as the error it led to.
        while findings.items and (findings.items[-1].code, findings.items[-1].where.file) == ("Y125", file):
            findings.items.pop()
        explain(error, source_lines(text), file, findings)
        return None


def _decode(source: str | bytes, file: str, most: int, findings: Findings) -> str | None:
    size = len(source)
    if isinstance(source, str) and size <= most < 4 * size:
        size = len(source.encode("utf-8", "surrogatepass"))
    if size > most:
        report_size(size, most, file, findings)
        return None
    text = source
    if isinstance(source, bytes):
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            _not_utf8(source, error.start, file, findings)
            return None
    text = text.removeprefix("\ufeff")
    bad = _UNPRINTABLE.search(text)
    if bad:
        before = source_lines(text[: bad.start()])
        findings.error(
            "Y103",
            Where(file, len(before), len(before[-1]) + 1),
            f"这里有一个看不见的控制字符（U+{ord(bad.group()):04X}）。",
            "删掉这个字符；常见于从网页或 Word 粘贴，可先粘到记事本再复制。",
        )
        return None
    if not text.strip():
        findings.error("Y104", Where(file), "文件里没有任何内容。", "写上内容，或删掉这个文件。")
        return None
    return text


def report_size(size: int, most: int, file: str, findings: Findings) -> None:
    """The finding for a file of ``size`` bytes where ``most`` are read."""
    limit = f"{most // 1024} KB" if most < 1024 * 1024 else f"{most // 1024 // 1024} MB"
    findings.error("Y101", Where(file), f"文件有 {size / 1024 / 1024:.1f} MB，超过上限 {limit}。", "把内容分到几个文件里。")


def _not_utf8(source: bytes, start: int, file: str, findings: Findings) -> None:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "UTF-16"
    else:
        try:
            name = "GB18030（GBK）" if re.search("[\u4e00-\u9fff]", source.decode("gb18030")) else ""
        except UnicodeDecodeError:
            name = ""
    before = source_lines(source[:start].decode("utf-8").removeprefix("\ufeff"))
    findings.error(
        "Y102",
        Where(file, len(before), len(before[-1]) + 1),
        f"文件像是 {name} 编码，不是 UTF-8。" if name else "从这里起不是 UTF-8 编码的文字。",
        "在编辑器里用“另存为”，编码选 UTF-8。",
    )


class _Open:
    """A collection that is still being read."""

    __slots__ = ("node", "key", "seen", "braces")

    def __init__(self, node: Mapping | Sequence, braces: int):
        self.node, self.braces = node, braces
        self.key: Scalar | None = None
        self.seen: dict[str, int] = {}


class _Composer:
    def __init__(self, text: str, file: str, findings: Findings, dialect: str):
        self.text, self.file, self.findings, self.dialect = text, file, findings, dialect
        self.reported = 0
        self.stack: list[_Open] = []
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = source_lines(self.text)
        return self._lines

    def compose(self) -> Node | None:
        stack = self.stack
        root: Node | None = None
        nodes = documents = 0
        limit = MAX_NODES[self.dialect]
        for event in yaml.parse(self.text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self.scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                stack.append(self.open(event))
                nodes += 1
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = stack.pop().node
                nodes -= 1  # counted when it was opened
            elif kind is yaml.AliasEvent:
                self.refuse_alias(event)
                node = Scalar("*" + event.anchor, self.place(event))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.fail("Y110", self.place(event), "“---”之后开始了第二份内容。", "一个文件只写一份；把后面的内容移到另一个文件。")
                continue
            else:
                continue
            nodes += 1
            if nodes > limit:
                self.fail("Y106", node.where, f"文件里的键和值超过 {limit} 个。", "把内容分到几个文件里。")
            if stack:
                self.attach(stack[-1], node)
            else:
                root = node
        if root is None or isinstance(root, Scalar) and root.blank:
            self.fail("Y104", Where(self.file), "文件里没有任何内容。", "写上内容，或删掉这个文件。")
        return root

    # ------------------------------------------------------------ collections

    def open(self, event) -> _Open:
        where, stack = self.place(event), self.stack
        self.refuse_properties(event, where)
        if len(stack) >= MAX_DEPTH:
            self.fail("Y105", where, f"这里嵌套超过 {MAX_DEPTH} 层。", "把里层的内容拿出来，用名称引用。")
        parent = stack[-1] if stack else None
        if parent and isinstance(parent.node, Mapping) and parent.key is None:
            self.fail("Y114", where, "冒号左边是一个列表或一组键值，不是一个词。", "冒号左边只写一个名称；花括号或方括号是文字时给它加引号。")
        flow, outer = bool(event.flow_style), parent.braces if parent else 0
        if isinstance(event, yaml.SequenceStartEvent):
            return _Open(Sequence([], where, flow), outer)
        # `[不超过 5000万元: 5%]` is a pair inside brackets: a mapping without braces.
        braces = outer + (flow and self.text[event.start_mark.index] == "{")
        if outer < braces == MAX_BRACES + 1 and self.dialect == RULES:
            self.report("Y126", where, f"花括号套了 {braces} 层，容易看错。", "里层改成分行缩进的写法，一行一个键。")
        return _Open(Mapping([], where, flow), braces)

    def attach(self, parent: _Open, node: Node) -> None:
        if isinstance(parent.node, Sequence):
            self.check_item(parent.node, node)
            parent.node.items.append(node)
            return
        if parent.key is None:
            parent.key = node
            self.check_key(node)
            return
        key, parent.key = parent.key, None
        if isinstance(node, Scalar):
            self.check_value(parent.node, key, node)
        first = parent.seen.get(key.text)
        if first is None:
            parent.seen[key.text] = key.where.line
            parent.node.entries.append((key, node))
        elif not key.blank:
            self.report("Y111", key.where, f"“{key.text}”在同一层写了两次，第一次在第 {first} 行。", "只留一个；两个条件都要时，写进 all 列表。")

    # ---------------------------------------------------------------- scalars

    def scalar(self, event) -> Scalar:
        start, end = event.start_mark, event.end_mark
        one_line = start.line == end.line
        where = Where(self.file, start.line + 1, start.column + 1, max(1, end.column - start.column) if one_line else 1)
        if event.anchor or event.tag:
            self.refuse_properties(event, where)
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        value = event.value
        if style == "":
            if not one_line:
                self.refuse_lines(start, value)
            elif value[:1] in _WIDE_SPACES and value or value[:2] in ("-\u3000", "-\xa0"):
                self.report("Y123", where, "这里用全角空格（或不间断空格）代替了半角空格。", "删掉它，改用键盘上的半角空格。")
        elif style == ">" and self.text[start.index + 1 : start.index + 2].isdigit():
            self.report("Y128", where, "YAML 里开头的“>”表示折行文字，不是“大于”。", "写成“超过 …”，或给整个值加引号。")
        elif style in "'\"" and not one_line:
            style = ">"  # its lines are folded, and characters no longer stand where they are written
        return Scalar(value, where, style)

    def check_key(self, key: Scalar) -> None:
        if key.text == "<<" and not key.style:
            self.report("Y108", key.where, "“<<”会把别处的键合并进来，看的人不知道有哪些键。", "把要用的键逐个写出来。")
        elif key.blank:
            self.report("Y114", key.where, "冒号左边没有名称。", "在冒号左边写上名称。")

    def check_value(self, mapping: Mapping, key: Scalar, value: Scalar) -> None:
        if value.blank:
            self.blank_value(mapping, key)
        elif not value.style and value.where.line > key.where.line:
            self.refuse_wide_colon(value.where, value.text)

    def check_item(self, sequence: Sequence, node: Node) -> None:
        item = node.entries[0][0] if isinstance(node, Mapping) and node.entries else node
        if not isinstance(item, Scalar):
            return
        if item.blank:
            if self.dialect == RULES and item is node:
                self.report("Y113", item.where, "“-”后面没有内容。", "写上内容，或删掉这一行。")
        elif sequence.flow and not item.style and item.text[0].isdigit():
            before = self.before(item.where)
            if before[-1:] == "," and before[-2:-1].isdigit():
                self.cut_in_two(item.where)

    def blank_value(self, mapping: Mapping, key: Scalar) -> None:
        end = key.where.col - 1 + key.where.length
        rest = self.lines[key.where.line - 1][end : end + _NEAR].lstrip()
        if mapping.flow and not rest.startswith(":"):
            if not key.style and self.refuse_wide_colon(key.where, key.text):
                return
            if ":" in key.text and not key.style:
                self.report("Y122", self.shift(key.where, key.text.index(":")), "冒号后面要有一个半角空格。", f"写成“{key.text.replace(':', ': ', 1)}”。")
                return
            if mapping.entries and self.before(key.where).rstrip().endswith(","):
                self.cut_in_two(key.where)
                return
        if self.dialect == PROFILE or any(o.key and o.key.text == "given" for o in self.stack):
            return  # a profile, also one inside a case, may leave a value blank
        following = self.lines[key.where.line : key.where.line + 1]
        if following and following[0].lstrip(" ")[:1] in tuple(_WIDE_SPACES):
            return  # its content, pushed in by wide spaces: reported there
        if rest.lstrip(":").lstrip().startswith("#"):
            message, hint = f"“{key.text}”的值以“#”开头，被当成了注释。", "给整个值加引号。"
        else:
            message, hint = f"“{key.text}”后面没有值。", "在冒号后面写上值；下面几行是它的内容时，要多缩进两格。"
        self.report("Y112", key.where, message, hint)

    # --------------------------------------------------------------- refusals

    def cut_in_two(self, where: Where) -> None:
        before = self.before(where)
        self.report(
            "Y127",
            self.shift(where, len(before.rstrip()) - 1 - len(before)),
            "花括号和方括号里的英文逗号是分隔号，把这里的值切成了两半。",
            "改成中文逗号“，”，或给整个值加引号；数字里不写千分位逗号。",
        )

    def refuse_properties(self, event, where: Where) -> None:
        if event.anchor:
            self.report("Y107", where, "这里用“&”给内容起了别名。", "删掉“&”和后面的名字；如果“&”是文字的一部分，给整个值加引号。")
        if event.tag:
            self.report("Y109", where, "这里用“!”写了类型标签。", "删掉标签；如果“!”是文字的一部分，给整个值加引号。")

    def refuse_alias(self, event) -> None:
        self.report("Y107", self.place(event), "这里用“*”引用别处的内容。", "把内容直接写出来；如果“*”是文字的一部分，给整个值加引号。")

    def refuse_lines(self, start, value: str) -> None:
        """An unquoted value over several lines: mostly a forgotten quote, or lines with a full-width colon."""
        for number in (start.line, start.line + 1):
            line = self.lines[number]
            begin = start.column if number == start.line else len(line) - len(line.lstrip())
            if self.refuse_wide_colon(Where(self.file, number + 1, begin + 1), line[begin : begin + _NEAR]):
                return
        where = Where(self.file, start.line + 2, begin + 1, max(1, len(line) - begin))
        self.report("Y125", where, "没有加引号的值不能换行接着写，这一行会并到上一行去。", "写在一行里；长的文字用“|”开头，下面各行缩进。")

    def refuse_wide_colon(self, where: Where, text: str) -> bool:
        """Report ``名称：值`` where a key is meant."""
        found = _LIKE_A_KEY.match(text)
        if found:
            self.report("Y121", self.shift(where, found.end() - 1), "这里用的是全角冒号“：”，不能分开键和值。", "改成半角冒号加一个空格“: ”。")
        return found is not None

    def before(self, where: Where) -> str:
        """A bounded stretch of the line before a place."""
        return self.lines[where.line - 1][max(0, where.col - 1 - _NEAR) : where.col - 1]

    @staticmethod
    def shift(where: Where, by: int) -> Where:
        return Where(where.file, where.line, where.col + by)

    def place(self, event) -> Where:
        start, end = event.start_mark, event.end_mark
        return Where(self.file, start.line + 1, start.column + 1, end.column - start.column if start.line == end.line and end.column > start.column else 1)

    def report(self, code: str, where: Where, message: str, hint: str) -> None:
        self.findings.error(code, where, message, hint)
        self.reported += 1
        if self.reported >= MAX_FINDINGS:
            raise _Stop

    def fail(self, code: str, where: Where, message: str, hint: str) -> NoReturn:
        self.report(code, where, message, hint)
        raise _Stop
