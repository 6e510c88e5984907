"""What a YAML reader's error means to a policy officer: the place, the cause and one remedy.

Loaded only when a file cannot be read. The reader's own words are matched by
their stable parts; where they say little, the text of the line says more.
"""

from __future__ import annotations

import re

from .diagnostic import Findings, Where

_BEFORE_VALUE = r"(?:^|[:\-?,{\[])\s*"
_GREATER = re.compile(_BEFORE_VALUE + r"(>)\s*[=\d.\w]")
_WIDE_COLON = re.compile(r"^\s*(?:- +)*(?:\{ *)?[^\s:：，。'\"#]+(：)")
_NO_SPACE = re.compile(r"^\s*(?:- +)*(?:\{ *)?[^\s:：'\"#]+(:)(?=[^\s:/])")
_WIDE_SPACE = re.compile(r"^[ ]*(?:[^\s'\"#]+:|-)?([\u3000\xa0]+)")
_TWO_COLONS = re.compile(r"^\s*(?:- +)*[^\s:'\"{\[]+: +[^'\"{\[\s].*?(: )")
_CONDITION = re.compile(r"^\s*(?:- +)*(when|where|if|not|gates): +([^'\"{}\[\],#:]{1,60}): +([^'\"{}#:]{1,60}?)\s*(?:#.*)?$")
_WIDE_BRACKET = re.compile(r"[｛｝［］]")
_BRACKET = re.compile(r"\"[^\"]*\"|'[^']*'|#.*|[\[\]{}]")
_AFTER_CLOSED = re.compile(r"(?:: +|^\s*- +)(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\[[^\[\]]*\]|\{[^{}]*\})[ ]*([^\s#,:}\]])")

MAX_LINE = 2000  # longer lines are not searched for patterns


def explain(error, lines: list[str], file: str, findings: Findings) -> None:
    """Report one reader error (``yaml.YAMLError``) as a finding."""
    problem = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = getattr(error, "context_mark", None) or mark
    if mark is None:
        findings.error("Y139", Where(file), "文件无法读懂。", "对照示例文件检查写法。")
        return
    _Trouble(problem, context, mark, start, lines, file, findings).explain()


def _inner(line: str) -> str:
    """The remedy for a line ``键: 甲: 乙``: a condition goes into braces, a text into quotes."""
    found = _CONDITION.match(line)
    if not found:
        return "给整个值加引号。"
    key, name, value = found[1], found[2].strip(), found[3].strip()
    if key == "gates":
        return f"先在 define 里定义一个条件，如“主体合格: {{{name}: {value}}}”，再写“gates: [主体合格]”。"
    return f"条件写在花括号里：“{key}: {{{name}: {value}}}”。"


class _Trouble:
    def __init__(self, problem, context, mark, start, lines, file, findings):
        self.problem, self.context, self.lines, self.file, self.findings = problem, context, lines, file, findings
        self.line, self.col = self.inside(mark)
        self.start_line, self.start_col = self.inside(start)

    def inside(self, mark) -> tuple[int, int]:
        """The mark, moved back from the empty end of the file to the last thing written."""
        line, col = mark.line, mark.column
        if line >= len(self.lines):
            line = len(self.lines) - 1
            col = len(self.lines[line])
        while line > 0 and not self.lines[line].strip():
            line, col = line - 1, len(self.lines[line - 1])
        return line, min(col, len(self.lines[line]))

    def explain(self) -> None:
        """The first reading that fits; the order goes from certain to general."""
        for reading in (
            self.quoted, self.block, self.strange_start, self.properties, self.tab,
            self.flow, self.by_the_lines, self.leftover, self.indentation,
        ):  # fmt: skip
            if reading():
                return
        self.report("Y139", self.line, self.col, "从这里起无法读懂。", "检查这一行和上一行：缩进是否对齐，冒号后面是否有空格，引号和括号是否成对。")

    def report(self, code: str, line: int, col: int, message: str, hint: str, length: int = 1) -> bool:
        self.findings.error(code, Where(self.file, line + 1, col + 1, length), message, hint)
        return True

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) and len(self.lines[line]) <= MAX_LINE else ""

    # --------------------------------------------------------------- readings

    def quoted(self) -> bool:
        if "quoted scalar" not in self.context:
            return False
        if "escape" in self.problem or "hexadecimal" in self.problem or "Unicode" in self.problem:
            slash = self.lines[self.line].rfind("\\", 0, self.col + 1)
            return self.report("Y135", self.line, max(slash, 0), "双引号里的反斜线“\\”有特别的意思，这里的写法不对。", "改用单引号，单引号里的反斜线就是它自己。")
        quote = self.lines[self.start_line][self.start_col : self.start_col + 1] or "引号"
        return self.report("Y130", self.start_line, self.start_col, f"从这里开始的引号（{quote}）没有结束。", f"在文字的末尾补上 {quote}。")

    def block(self) -> bool:
        if "block scalar" not in self.context:
            return False
        if self.text(self.start_line)[self.start_col : self.start_col + 1] == ">":
            return self.greater(self.start_line, self.start_col)
        return self.report("Y129", self.start_line, self.start_col, "“|”表示下面几行是一段文字，同一行里不能再写内容。", "文字从下一行起写，多缩进两格；或给整个值加引号。")

    def greater(self, line: int, col: int) -> bool:
        return self.report("Y128", line, col, "YAML 里开头的“>”表示折行文字，不是“大于”。", "写成“不低于 …”或“超过 …”，或给整个值加引号。")

    def strange_start(self) -> bool:
        if "cannot start any token" not in self.problem and "directive" not in self.context and "directive" not in self.problem:
            return False
        line, col = (self.start_line, self.start_col) if "directive" in self.context else (self.line, self.col)
        sign = self.lines[line][col : col + 1]
        if sign == "\t" or self.lines[line][:col].strip() == "" and "\t" in self.lines[line][: col + 1]:
            return self.tab()
        if sign == ">":
            return self.greater(line, col)
        return self.report("Y129", line, col, f"没有加引号的内容不能以“{sign}”开头。", "给整个值加引号。")

    def properties(self) -> bool:
        for word, code, sign in (("alias", "Y107", "*"), ("anchor", "Y107", "&"), ("tag", "Y109", "!")):
            if word in self.context or word in self.problem:
                return self.report(code, self.start_line, self.start_col, f"以“{sign}”开头的内容在 YAML 里有特别的意思，这里不能用。", "删掉它；如果是文字的一部分，给整个值加引号。")
        return "incompatible YAML document" in self.problem and self.report("Y129", self.line, self.col, "没有加引号的内容不能以“%”开头。", "删掉这一行。")

    def tab(self) -> bool:
        for line in (self.line, self.start_line):
            indent = re.match(r"[ \-]*(\t)", self.text(line))
            if indent:
                return self.report("Y124", line, indent.start(1), "这里用制表符（Tab）缩进。", "改成空格，每层两格；编辑器里可设“用空格代替 Tab”。")
        if self.lines[self.line][self.col : self.col + 1] == "\t":
            return self.report("Y124", self.line, self.col, "这里用了制表符（Tab）。", "改成一个空格。")
        return False

    def flow(self) -> bool:
        if "flow" not in self.context:
            return False
        opening = self.lines[self.start_line][self.start_col : self.start_col + 1]
        if opening not in ("[", "{"):  # the reader says where a value should have come: the bracket stands before it
            self.start_line, self.start_col, opening = self.unclosed() or (self.start_line, self.start_col, opening)
        closing = {"{": "}", "[": "]"}.get(opening, "}")
        here = self.text(self.line)
        if self.line == self.start_line:
            wide = here.rfind("，", self.start_col, self.col)
            if here[self.col : self.col + 1] == ":" and wide >= 0:
                return self.report("Y136", self.line, wide, "花括号里两项之间写了中文逗号。", "两项之间用英文逗号加空格“, ”。")
            if here[self.col : self.col + 1] == ":":
                return self.report("Y133", self.line, self.col, "值里面又有“冒号加空格”，分不清哪个是键。", "给整个值加引号。")
        if self.line == self.start_line and here[self.col :].strip():
            sign = here[self.col]
            if sign in "]}":
                outer = {"]": "[", "}": "{"}[sign]
                still = here[: self.start_col].count(outer) > here[: self.start_col].count(sign)
                hint = f"在它前面补上“{closing}”。" if still else f"改成“{closing}”。"
                return self.report("Y131", self.line, self.col, f"到这里的“{sign}”，前面的“{opening}”还没有结束。", hint)
            return self.report("Y134", self.line, self.col, "从这里起的文字既不属于前一项，也没有用逗号分开。", "补上英文逗号，或给整个值加引号。")
        return self.report("Y131", self.start_line, self.start_col, f"从这里开始的“{opening}”没有结束。", f"补上“{closing}”。")

    def unclosed(self) -> tuple[int, int, str] | None:
        """The last bracket before the place of the error that nothing has closed: (line, column, sign)."""
        opened: list[tuple[int, int, str]] = []
        for line in range(self.start_line + 1):
            upto = self.start_col if line == self.start_line else None
            for found in _BRACKET.finditer(self.text(line)[:upto]):
                if found.group() in ("[", "{"):
                    opened.append((line, found.start(), found.group()))
                elif found.group() in ("]", "}") and opened:
                    opened.pop()
        return opened[-1] if opened else None

    def by_the_lines(self) -> bool:
        """Full-width signs and missing spaces, looked for on the lines around the place."""
        previous = self.line - 1
        while previous > 0 and self.lines[previous].strip()[:1] in ("", "#"):
            previous -= 1
        for line in dict.fromkeys((self.start_line, self.line, previous)):
            text = self.text(line)
            found = _WIDE_SPACE.match(text)
            if found:
                return self.report("Y123", line, found.start(1), "这里用全角空格（或不间断空格）代替了半角空格。", "删掉它，改用键盘上的半角空格。", len(found.group(1)))
            found = _WIDE_COLON.match(text)
            if found:
                return self.report("Y121", line, found.start(1), "这里用的是全角冒号“：”，不能分开键和值。", "改成半角冒号加一个空格“: ”。")
            found = _NO_SPACE.match(text)
            if found:
                return self.report("Y122", line, found.start(1), "冒号后面要有一个半角空格。", "在冒号后面加一个空格。")
            found = _GREATER.search(text)
            if found and line == self.line:
                return self.greater(line, found.start(1))
            found = _WIDE_BRACKET.search(text)
            if found:
                return self.report("Y131", line, found.start(), f"这里用的是全角括号“{found.group()}”。", "改成半角的花括号或方括号。")
        found = _TWO_COLONS.match(self.text(self.line))
        if found:
            return self.report("Y133", self.line, found.start(1), "值里面又有“冒号加空格”，分不清哪个是键。", _inner(self.text(self.line)))
        return False

    def leftover(self) -> bool:
        found = _AFTER_CLOSED.search(self.text(self.line))
        if found and found.start(2) == self.col:
            return self.report("Y134", self.line, self.col, "引号或括号已经结束，后面还有文字。", "文字里的引号改成中文引号“”，或在整个值的外面加单引号。")
        sign = self.lines[self.line][self.col : self.col + 1]
        if "node content" in self.problem and sign in ("}", "]"):
            return self.report("Y131", self.line, self.col, f"这里多了一个“{sign}”。", "删掉它，或在前面补上成对的括号。")
        if "node content" in self.problem and sign == ",":
            return self.report("Y129", self.line, self.col, "没有加引号的内容不能以“,”开头。", "删掉这个逗号，或给整个值加引号。")
        return False

    def indentation(self) -> bool:
        line = self.text(self.line)
        if "sequence entries are not allowed" in self.problem:
            return self.report("Y132", self.line, self.col, "列表的“-”不能与键写在同一行。", "“- …”从下一行起写，比键多缩进两格。")
        if "could not find expected ':'" in self.problem:
            text = self.lines[self.start_line]
            return self.report("Y132", self.start_line, self.start_col, "这一行没有“: ”，看不出是哪个键的值。", "写成“键: 值”，或并到上一行的引号里。", max(1, min(40, len(text.rstrip()) - self.start_col)))
        if "<document start>" in self.problem:
            # The file ended where the first line's indentation did: it is that line which stands wrong.
            first = next((n for n, text in enumerate(self.lines) if text.strip() and not text.lstrip().startswith("#")), 0)
            if first < self.line and self.text(first).startswith(" "):
                return self.report("Y132", first, 0, "文件开头这一行前面有空格，后面的行没有对齐。", "最外层的键都从行首写起。")
            return self.report("Y132", self.line, self.col, "从这一行起不再是上面内容的一部分。", "与上面同一层的行左边对齐。")
        if any(words in self.problem for words in ("expected key", "expected '-'", "not allowed", "expected <block end>")):
            indent = len(line) - len(line.lstrip())
            return self.report("Y132", self.line, min(indent, self.col), "这一行的缩进与同层的各行没有对齐。", "同一层的键左边对齐，里层比外层多缩进两格。")
        return False
