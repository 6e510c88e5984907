"""What the composer refuses: each with its code, place, cause and one remedy."""

from __future__ import annotations

import re
from typing import NoReturn

from .diagnostic import Findings, Where
from .source import source_lines

MAX_FINDINGS = 100
NEAR = 200  # characters of a line looked at around a place
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_WIDE = re.compile("-?([\u3000\xa0]+)")
_LIKE_A_KEY = re.compile(r"[^\s，。；：]{1,30}：")


class Stop(Exception):
    """Reading cannot go on; the finding has been reported."""


class Refusals:
    """The text being read, and the findings about it."""

    def __init__(self, text: str, file: str, findings: Findings):
        self.text, self.file, self.findings = text, file, findings
        self.reported = 0
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = source_lines(self.text)
        return self._lines

    def cut_in_two(self, where: Where) -> None:
        before = self.before(where)
        comma = self.shift(where, len(before.rstrip()) - 1 - len(before))
        hint = "改成中文逗号“，”，或给整个值加引号。"
        if before[-1:] == "," and before[-2:-1].isdigit() and _THOUSANDS.match(self.lines[where.line - 1], where.col - 1):
            hint = "删掉这个逗号：数字里不写千分位逗号。"
        self.report("Y127", comma, "花括号和方括号里的英文逗号是分隔号，把这里的值切成了两半。", hint)

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
            if self.refuse_wide_colon(Where(self.file, number + 1, begin + 1), line[begin : begin + NEAR]):
                return
        where = Where(self.file, start.line + 2, begin + 1, max(1, len(line) - begin))
        self.report("Y125", where, "没有加引号的值不能换行接着写，这一行会并到上一行去。", "写在一行里；长的文字用“|”开头，下面各行缩进。")

    def refuse_wide_colon(self, where: Where, text: str) -> bool:
        """Report ``名称：值`` where a key is meant."""
        found = _LIKE_A_KEY.match(text)
        if found:
            self.report("Y121", self.shift(where, found.end() - 1), "这里用的是全角冒号“：”，不能分开键和值。", "改成半角冒号加一个空格“: ”。")
        return found is not None

    def refuse_wide_spaces(self, where: Where, value: str) -> NoReturn:
        """Wide spaces before a key or item: what is indented by them is not where it seems, so nothing more is read."""
        spaces = _WIDE.match(value)
        self.fail(
            "Y123",
            where._replace(col=where.col + spaces.start(1), length=spaces.end(1) - spaces.start(1)),
            "这里用全角空格（或不间断空格）代替了半角空格。",
            "删掉它，改用键盘上的半角空格；与同层的各行左边对齐。",
        )

    def before(self, where: Where) -> str:
        """A bounded stretch of the line before a place."""
        return self.lines[where.line - 1][max(0, where.col - 1 - NEAR) : where.col - 1]

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
            raise Stop

    def fail(self, code: str, where: Where, message: str, hint: str) -> NoReturn:
        self.report(code, where, message, hint)
        raise Stop
