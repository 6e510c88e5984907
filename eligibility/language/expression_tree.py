"""The tree of an expression that follows ``expressions.lark``, read in one pass; None for any other text.

lark takes longer to start than all the expressions of a library to be read, so
it is asked (see ``expressions``) only about a text that does not fit, to say
where and why. The tokens are those of the grammar file; the rules are the
methods below, each named after its rule there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

GRAMMAR = Path(__file__).with_name("expressions.lark")
_TERMINAL = re.compile(r'^(_?[A-Z]+)(?:\.\d)?: (?:/(.+)/|"(.+)")$', re.MULTILINE)


class Token(NamedTuple):
    """``text[start_pos:end_pos]``, by the names of lark's own tokens."""

    type: str
    value: str
    start_pos: int
    end_pos: int


class Tree(NamedTuple):
    """A rule of the grammar and what it holds, as lark's own tree."""

    data: str
    children: list[Tree | Token]


def read_tree(text: str) -> Tree | None:
    """The tree that lark would make of half-width ``text``, or None where it would refuse it."""
    tokens, end = [], 0
    for found in _tokens().finditer(text):
        if found.start() != end:
            return None  # a character that begins no token
        end = found.end()
        if found.lastgroup != "blank":
            tokens.append(Token(found.lastgroup, found.group(), found.start(), end))
    if end != len(text):
        return None
    try:
        return _Rules(tokens).start()
    except _DoesNotFit:
        return None


@lru_cache(maxsize=1)
def _tokens() -> re.Pattern:
    """One pattern for all tokens. The grammar file has those first that win over others."""
    terminals = _TERMINAL.findall(GRAMMAR.read_text(encoding="utf-8"))
    patterns = [f"(?P<{name}>{pattern or re.escape(sign)})" for name, pattern, sign in terminals]
    return re.compile("|".join([*patterns, r"(?P<blank>\s+)"]))


class _DoesNotFit(Exception):
    pass


_END = Token("", "", 0, 0)
_OPERANDS = {"NUMBER": "number", "DATE": "date", "NAME": "name", "YEARNAME": "name"}


class _Rules:
    """What is left of the tokens; each rule takes its own from the front."""

    def __init__(self, tokens: list[Token]):
        self.tokens, self.at = [*tokens, _END], 0

    @property
    def next(self) -> str:
        return self.tokens[self.at].type

    def take(self, kind: str = "") -> Token:
        token = self.tokens[self.at]
        if kind and token.type != kind:
            raise _DoesNotFit
        self.at += 1
        return token

    def start(self) -> Tree:
        whole = self.compared()
        if self.next:
            raise _DoesNotFit
        return whole if whole.data == "compare" else Tree("start", [whole])

    def compared(self) -> Tree:
        left = self.sum()
        return Tree("compare", [left, self.take(), self.sum()]) if self.next == "COMPARE" else left

    def sum(self) -> Tree:
        made = Tree("negate", [self.take(), self.product()]) if self.next == "MINUS" else self.product()
        while self.next in ("PLUS", "MINUS"):
            made = Tree("binary", [made, self.take(), self.product()])
        return made

    def product(self) -> Tree:
        made = self.atom()
        while self.next == "TIMES":
            made = Tree("binary", [made, self.take(), self.atom()])
        return made

    def atom(self) -> Tree:
        token = self.take()
        if token.type == "_OPEN":
            inner = self.sum()
            self.take("_CLOSE")
            return inner
        if token.type == "NAME" and self.next == "_OPEN":
            return Tree("call", [token, self.args()])
        if token.type not in _OPERANDS:
            raise _DoesNotFit
        return Tree(_OPERANDS[token.type], [token])

    def args(self) -> Tree:
        self.take("_OPEN")
        made = []
        while self.next != "_CLOSE":
            if made:
                self.take("_SEPARATOR")
            made.append(self.compared())
        self.take()
        return Tree("args", made)
