"""Help: in the language chosen, folded by columns, for Chinese is two wide."""

from __future__ import annotations

import click

from ..reports.lines import fold, width
from ..reports.speech import say
from .terminal import columns

WIDEST = 78
MOST_LEFT = 24  # columns of a left column; a longer entry has its explanation below
HEADINGS = {"Options": "选项", "Commands": "命令"}


def metavars(text: str) -> str:
    """``--year 年份`` in the language chosen, word by word."""
    return " ".join(word if word.isascii() else say(f"<{word}>")[1:-1] for word in text.split(" "))


class Formatter(click.HelpFormatter):
    """click's, with Chinese headings; click itself counts characters and breaks at blanks only."""

    def __init__(self, *_, **__):
        super().__init__(width=min(columns() or WIDEST, WIDEST))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        usage = say(prefix or "用法：")
        self._lines(f"{usage}{'' if usage.endswith('：') else ' '}{prog} {metavars(args)}", 0, 4)

    def write_heading(self, heading: str) -> None:
        self._lines(say(f"{HEADINGS.get(heading, heading)}："), self.current_indent)

    def write_text(self, text: str) -> None:
        for i, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" if i else "")
            self._lines(say(" ".join(paragraph.split())), self.current_indent)

    def write_dl(self, rows, col_max: int = MOST_LEFT, col_spacing: int = 2) -> None:
        rows = [(metavars(left), say(right)) for left, right in rows]
        start = self.current_indent + min(max((width(left) for left, _ in rows if width(left) <= col_max), default=0), col_max) + col_spacing
        for left, right in rows:
            told = fold(right, start, 0, self.width)
            if self.current_indent + width(left) + col_spacing <= start:
                told[0] = f"{'':{self.current_indent}}{left}{'':{start - self.current_indent - width(left)}}{told[0].lstrip()}"
            else:
                self._lines(left, self.current_indent, 2)
            self.write("\n".join(told) + "\n")

    def _lines(self, text: str, indent: int, hang: int = 0) -> None:
        self.write("\n".join(fold(text, indent, hang, self.width)) + "\n")
