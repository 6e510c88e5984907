"""Text to tree, straight from the YAML event stream: every scalar is text and knows its place.

Nothing is composed before it is known to be small and flat, so no input can
make this slow or deep. What YAML does silently and policy staff never mean
(anchors, types, duplicate keys, folded lines) is refused with a remedy.
This module is on the start-up path of ``check``: it imports only ``yaml``.
"""

from __future__ import annotations

import yaml

from .diagnostic import Findings, Where
from .source import decode, source_lines
from .tree import Mapping, Node, Scalar, Sequence
from .yaml_refusals import NEAR, Refusals, Stop

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
_WIDE_SPACES = "\u3000\xa0"


def read_yaml(source: str | bytes, file: str, findings: Findings, *, dialect: str = RULES) -> Node | None:
    """The tree of one file, or None where it cannot be read; every refusal is in ``findings``.

    ``dialect`` ``"rules"`` asks for a value at every key and for shallow
    braces; ``"profile"`` lets a key stand without a value (a blank).
    """
    text = decode(source, file, MAX_BYTES[dialect], findings, strict=dialect == RULES)
    if text is None:
        return None
    try:
        return _Composer(text, file, findings, dialect).compose()
    except Stop:
        return None
    except yaml.YAMLError as error:
        from .yaml_trouble import explain

        # A value that swallowed the next line is the same mistake as the error it led to.
        while findings.items and (findings.items[-1].code, findings.items[-1].where.file) == ("Y125", file):
            findings.items.pop()
        explain(error, source_lines(text), file, findings)
        return None


class _Open:
    """A collection that is still being read."""

    __slots__ = ("node", "key", "seen", "braces")

    def __init__(self, node: Mapping | Sequence, braces: int):
        self.node, self.braces = node, braces
        self.key: Scalar | None = None
        self.seen: dict[str, int] = {}


class _Composer(Refusals):
    """The one pass over the events, with the collections that are open."""

    def __init__(self, text: str, file: str, findings: Findings, dialect: str):
        super().__init__(text, file, findings)
        self.dialect = dialect
        self.stack: list[_Open] = []

    def compose(self) -> Node | None:
        stack = self.stack
        root: Node | None = None
        nodes = documents = 0
        limit = MAX_NODES[self.dialect]
        for event in iter(_LOADER(self.text).get_event, None):
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
                if self.dialect == RULES:
                    node.where = self.whole(node, event)
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
            self.fail("Y114", where, "冒号左边是一个列表或一组键值，不是一个词。", "冒号左边只写一个词，几项的值相同时各写一行；花括号或方括号是文字时给它加引号。")
        flow, outer = bool(event.flow_style), parent.braces if parent else 0
        if isinstance(event, yaml.SequenceStartEvent):
            return _Open(Sequence([], where, flow), outer)
        # `[不超过 5000万元: 5%]` is a pair inside brackets: a mapping without braces.
        braces = outer + (flow and self.text[event.start_mark.index] == "{")
        if outer < braces == MAX_BRACES + 1 and self.dialect == RULES:
            self.report("Y126", where, f"花括号套了 {braces} 层，容易看错。", "里层改成分行缩进的写法，一行一个键。")
        return _Open(Mapping([], where, flow), braces)

    def attach(self, parent: _Open, node: Node) -> None:
        key = parent.key
        if type(parent.node) is Sequence:
            self.check_item(parent.node, node)
            parent.node.items.append(node)
            return
        if key is None:
            parent.key = node
            self.check_key(node)
            return
        parent.key = None
        if type(node) is Scalar:
            self.check_value(parent.node, key, node)
        first = parent.seen.get(key.text)
        if first is None:
            parent.seen[key.text] = key.where.line
            parent.node.entries.append((key, node))
        elif not key.blank:
            self.report("Y111", key.where, f"“{key.text}”在同一层写了两次，第一次在第 {first} 行。", "只留一个，或给其中一个改名；同一对象的两个条件写在一行，如“不低于 …，不超过 …”。")

    @staticmethod
    def whole(node: Mapping | Sequence, end) -> Where:
        """The place of a collection with its length: what stands in brackets on one line, else its first key."""
        where, mark = node.where, end.end_mark
        if node.flow and mark.line == where.line - 1:
            return where._replace(length=mark.column - where.col + 1)
        first = node.entries[0][0].where if isinstance(node, Mapping) and node.entries and not node.flow else where
        return first if first[:3] == where[:3] else where

    # ---------------------------------------------------------------- scalars

    def scalar(self, event) -> Scalar:
        start, end, value = event.start_mark, event.end_mark, event.value
        line, column = start.line, start.column
        one_line = end.line == line
        where = Where(self.file, line + 1, column + 1, end.column - column or 1 if one_line else 1)
        if event.anchor or event.tag:
            self.refuse_properties(event, where)
        style = event.style or ""
        if style == "":
            if not one_line:
                self.refuse_lines(start, value)
            elif value[:1] in _WIDE_SPACES and value or value[:2] in ("-\u3000", "-\xa0"):
                self.refuse_wide_spaces(where, value)
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
                dash = len(self.before(item.where).rstrip()) - len(self.before(item.where)) - 1
                self.report("Y113", self.shift(item.where, dash), "“-”后面没有内容。", "写上内容，或删掉这一行。")
        elif sequence.flow and not item.style and item.text[0].isdigit():
            before = self.before(item.where)
            if before[-1:] == "," and before[-2:-1].isdigit():
                self.cut_in_two(item.where)

    def blank_value(self, mapping: Mapping, key: Scalar) -> None:
        end = key.where.col - 1 + key.where.length
        rest = self.lines[key.where.line - 1][end : end + NEAR].lstrip()
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
