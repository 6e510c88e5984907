"""The right side of a test, ``超过 5000万元，不超过 2亿元``, to ``syntax.Check``."""

from __future__ import annotations

import re

from . import words
from .diagnostic import Findings
from .expression_trouble import included_hint, instead, instead_of_suffix
from .expressions import half_width, parse_expression, too_long
from .syntax import Check
from .tree import Node, Scalar, Sequence

# 2000万元以上; the usual （含） changes nothing, since 以上 and 以下 include the number.
_SUFFIXED = re.compile(r"(\d[^\s，()]*?)\s*(?:\(含\))?\s*(以上|以下)(?:\(含\))?")
_EXCLUDED = re.compile(r"\d[^\s，()]*?\s*(\(不含[^()]{0,20}\))\s*(以上|以下)")
# A second comparison in the same test, with a blank, a wrong comma or a word between.
_SECOND = re.compile(rf"(?:[\s,、;；]+|\s*(?:并且|而且|且|并|和|及)\s*)(?=({words.COMPARISON.pattern}))")
_WITHIN = re.compile(r"在(?:\s+|(?=本年|上年|大?前年|近|含本年|\d))")
_OTHER = re.compile(rf"({words.OTHER_COMPARISON.pattern})(?=[\s\d]|$)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}，\d{3}(?!\d)")
# Where tests begin in a whole condition such as `高企证书有效期至 在 近三年`.
_TESTS = re.compile(rf"(?<!\s)\s+(?={words.COMPARISON.pattern}|在[\s本上前近含\d]|[有无]\s*(?:，|$)|\d[^\s，]*?\s*以[上下]\s*(?:，|$))")


def piece(scalar: Scalar, start: int, end: int) -> Scalar:
    """``scalar.text[start:end]`` without surrounding blanks, as a scalar at its own place."""
    text = scalar.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Scalar(text, scalar.at(start, len(text)), scalar.style if scalar.style in ("|", ">") else "")


def split_outside(text: str, sign: str = "，") -> list[tuple[int, int]]:
    """Start and end of the parts of half-width ``text`` between ``sign`` outside brackets."""
    parts, depth, start = [], 0, 0
    for at, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == sign and depth <= 0:
            parts.append((start, at))
            start = at + 1
    return [*parts, (start, len(text))]


def split_subject(text: str) -> int | None:
    """Where the tests begin in a whole condition of half-width ``text``; None for a bare expression."""
    for found in _TESTS.finditer(text):
        before = text[: found.start()]
        if before.strip() and before.count("(") <= before.count(")"):
            return found.end()
    return None


def parse_checks(node: Node, findings: Findings) -> tuple[Check, ...] | None:
    """The tests in ``node`` (a scalar, or a list: one of these), all of which must hold; None with findings."""
    if isinstance(node, Sequence):
        return _one_of(node, findings)
    if not isinstance(node, Scalar) or node.blank:
        return None  # the schema or the YAML reader has reported it
    if too_long(node, findings):
        return None
    text = half_width(node.text)
    parts = [piece(node, start, end) for start, end in split_outside(text)]
    made = [_comparison(part, findings) for part in parts]
    if any(check is False for check in made):
        return None
    if not any(made):
        return (Check("eq", "", piece(node, 0, len(text)), node.where),)
    found = _THOUSANDS.search(text)
    if found:
        findings.error("L312", node.at(found.start(), len(found.group())), "数字里的千分位逗号会把条件分成两条。", f"写成“{found.group().replace('，', '')}”。")
        return None
    for part, check in zip(parts, made):
        if check is None:
            shown = f"“{part.text[:40]}”不是比较" if part.text else "两个逗号之间没有内容"
            findings.error("L322", part.where, f"逗号分开的各条都要写比较，{shown}。", "补上比较词，例如“不超过 …”；几个选项之一写成 [甲, 乙]。")
            return None
    return tuple(made)


def _comparison(part: Scalar, findings: Findings) -> Check | None | bool:
    """The test in one part; None where it is no comparison (so equality), False where it is wrong."""
    text = half_width(part.text)
    other, found = _OTHER.match(text), words.COMPARISON.match(text)
    if other and (not found or len(other.group(1)) > len(found.group())):
        findings.error("L306", part.at(0, len(other.group(1))), f"没有“{other.group(1)}”这个比较词。", instead(other.group(1)))
        return False
    if found and (included := words.INCLUDED.search(text)):
        findings.error("L306", part.at(included.start(), included.end() - included.start()), f"没有“（{included[1]}）”这种写法。", included_hint(text))
        return False
    if found:
        return _ordered(words.COMPARISONS[found.group()], found.group(), part, piece(part, found.end(), len(text)), findings)
    if text in ("有", "无"):
        return Check("exists" if text == "有" else "absent", text, None, part.where)
    found = _WITHIN.match(text)
    if found or text == "在":
        operand = piece(part, found.end() if found else 1, len(text))
        if not operand.text:
            findings.error("L321", part.where, "“在”后面没有写时段。", "写成“在 本年”“在 近三年”或“在 近36个月”。")
            return False
        return Check("within", "在", operand, part.where)
    found = words.OTHER_SUFFIX.fullmatch(text)
    if found:
        findings.error("L306", part.at(found.start(2), len(found[2])), f"没有“{found[2]}”这个比较词。", instead_of_suffix(found))
        return False
    found = _EXCLUDED.fullmatch(text)
    if found:
        findings.error("L306", part.at(found.start(1), len(found[1])), "没有“（不含）”这种写法。", included_hint(f"{text[: found.start(1)]}{found[1]}{found[2]}"))
        return False
    found = _SUFFIXED.fullmatch(text)
    if found:
        return _ordered(words.SUFFIXES[found.group(2)], found.group(2), part, piece(part, 0, found.end(1)), findings)
    return None


def _ordered(op: str, word: str, part: Scalar, operand: Scalar, findings: Findings) -> Check | bool:
    if not operand.text:
        findings.error("L321", part.where, f"“{word}”后面没有写与什么相比。", f"写成“{word} 100万元”的样子。")
        return False
    again = words.COMPARISON.match(half_width(operand.text))
    if again:
        findings.error("L308", operand.at(0, again.end()), f"“{word}”后面又有比较词“{again.group()}”。", "只留一个；两个条件之间用中文逗号“，”。")
        return False
    second = _SECOND.search(half_width(operand.text))
    if second and operand.text.count("(", 0, second.start()) + operand.text.count("（", 0, second.start()) == 0:
        shown = f"{word} {operand.text[: second.start()][:40]}，{operand.text[second.end() :][:40]}"
        findings.error("L308", operand.at(second.end(), len(second[1])), "一条测试里有两个比较，中间没有用中文逗号分开。", f"写成“{shown}”。")
        return False
    if parse_expression(operand, findings, comparison=False) is None:
        return False
    return Check(op, word, operand, part.where)


def _one_of(node: Sequence, findings: Findings) -> tuple[Check, ...] | None:
    options = [item for item in node.items if isinstance(item, Scalar) and not item.blank]
    if len(options) < len(node.items) or not options:
        return None
    for option in options:
        text = half_width(option.text)
        if words.COMPARISON.match(text) and not option.style:
            findings.error("L323", option.where, f"方括号表示“几项之一”，里面不能写比较“{option.text[:40]}”。", "两个条件都要满足时去掉方括号，用中文逗号“，”分开。")
            return None
        if len(options) == 1 and not option.style and re.search("[，、]", text):
            at = re.search("[，、]", text).start()
            findings.error("L324", option.at(at), f"方括号里只读出一项“{option.text[:40]}”。", "各项之间用英文逗号加空格“, ”；如果确是一项，给它加引号。")
            return None
    return (Check("one_of", "", None, node.where, tuple(options)),)
