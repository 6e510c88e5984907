"""Why an expression could not be parsed, told by the two tokens where it stopped."""

from __future__ import annotations

import re

from . import words
from .diagnostic import Findings
from .tree import Scalar

_OPERANDS = {"NUMBER", "DATE", "NAME", "YEARNAME"}
_SIGNS = {"PLUS", "MINUS", "TIMES"}
_ENDS_COMPARISON = re.compile(f"(?:{words.COMPARISON.pattern})$")


def explain(error, text: str, tokens: list, scalar: Scalar, findings: Findings) -> None:
    """Report one lark ``UnexpectedInput`` for ``text`` (half-width, as long as ``scalar.text``) and its ``tokens``."""
    from lark.exceptions import UnexpectedCharacters

    def report(code: str, at: int, length: int, message: str, hint: str) -> None:
        findings.error(code, scalar.at(at, length), message, hint)

    if isinstance(error, UnexpectedCharacters):
        return _character(text, error.pos_in_stream, report)
    token = getattr(error, "token", None)
    ended = token is None or token.type == "$END"
    stop = len(text) if ended else token.start_pos
    before = [t for t in tokens if t.start_pos < stop]
    last = before[-1] if before else None
    opened = _open_brackets(before)

    if ended:
        if last is not None and last.type not in _OPERANDS | {"_CLOSE"}:
            if last.type == "_OPEN":
                return report("L303", last.start_pos, 1, "这个括号没有结束。", "补上右括号“)”。")
            return _missing_after(last, report)
        if opened:
            return report("L303", opened[-1], 1, "这个括号没有结束。", "补上右括号“)”。")
        return report("L302", max(0, len(text.rstrip()) - 1), 1, "表达式没有写完。", "补上后面的内容。")
    kind, shown, size = token.type, str(token), token.end_pos - token.start_pos
    if kind in _OPERANDS | {"_OPEN"}:
        return _two_operands(last, token, text, report)
    if kind == "_CLOSE" and not opened:
        return report("L303", stop, 1, "这里多了一个右括号。", "删掉它，或在前面补上左括号。")
    if last is None or last.type in _SIGNS | {"_OPEN", "COMPARE", "_SEPARATOR"}:
        if last is not None and kind in _SIGNS and last.type in _SIGNS:
            return report("L304", stop, size, f"“{last}”后面又有一个“{shown}”。", "只留一个；负数写在括号里，例如 a * (-1)。")
        if last is not None and last.type != "_OPEN" and kind != "COMPARE":
            return _missing_after(last, report)
        if kind == "COMPARE" and last is not None and last.type == "COMPARE":
            return report("L308", stop, size, f"“{last}”后面又有比较词“{shown}”。", "一处只写一个比较词。")
        return report("L302", stop, size, f"“{shown}”的左边缺少内容。", "补上一个数、一个名称或一个算式。")
    if kind == "COMPARE":
        if any(t.type == "COMPARE" for t in before):
            return report("L308", stop, size, "一个式子里只能比较一次。", "写成两个条件，都放进 all 列表。")
        return report("L318", stop, size, "括号里不能写比较。", "比较写在最外面，或写进 IF 的第一个参数。")
    if kind == "_SEPARATOR":
        rest = text[stop + 1 :].strip()
        if limit := re.match(r"(?:但|且)?(?:最高|最多|不超过|上限)(?:为|不超过)?\s*(\d.*)", rest):
            hint = f"上限写在同一层的 cap 里：“cap: {limit[1][:40]}”。"
        else:
            hint = "相加写“+”，取小的一个写 MIN（甲，乙），取大的写 MAX（甲，乙）；数字里不写逗号，列举写成 [甲, 乙]。"
        return report("L317", stop, 1, f"这里的“{shown}”不在函数的括号里，看不出前后怎样算。", hint)
    return report("L305", stop, size, f"“{shown}”在这里读不通。", "检查这一处前后的运算符和括号。")


def _character(text: str, at: int, report) -> None:
    sign = text[at]
    if sign in "'\"“”‘’":
        return report("L311", at, 1, f"表达式里不能用引号（{sign}）。", "名称和数字直接写，不加引号。")
    if sign in "%‰":
        return report("L315", at, 1, f"“{sign}”前面没有数字。", f"紧跟在数字后面写，例如 5{sign}。")
    if sign == "!":
        return report("L306", at, 1, "没有“!”这个比较词。", "不等于写进 not，例如 not: {名称: 值}。")
    return report("L315", at, 1, f"表达式里不能有“{sign}”。", "删掉它；可用的运算符是 + - * / × ÷ 和括号。")


def _open_brackets(before) -> list[int]:
    opened = []
    for token in before:
        if token.type == "_OPEN":
            opened.append(token.start_pos)
        elif token.type == "_CLOSE" and opened:
            opened.pop()
    return opened


def _missing_after(last, report) -> None:
    word = "比较词" if last.type == "COMPARE" else "运算符" if last.type in _SIGNS else "逗号"
    report("L302", last.start_pos, last.end_pos - last.start_pos, f"{word}“{last}”后面缺少内容。", "补上一个数、一个名称或一个算式。")


def _two_operands(last, token, text: str, report) -> None:
    """Two things side by side: a glued or unknown comparison word, a spaced unit, or a missing sign."""
    start, size, shown = token.start_pos, token.end_pos - token.start_pos, str(token)
    written = str(last)
    glued = _ENDS_COMPARISON.search(written)
    if glued and glued.start() > 0:
        at = last.start_pos + glued.start()
        return report("L307", at, len(glued.group()), f"比较词“{glued.group()}”与前面的“{written[: glued.start()]}”连在一起，会被当成一个名称。", f"写成“{written[: glued.start()]} {glued.group()} …”。")
    for side, place in ((shown, start), (written, last.start_pos)):
        other = words.OTHER_COMPARISON.search(side)
        if other and (other.start() == 0 or side is written and other.end() == len(side)):
            return report("L306", place + other.start(), len(other.group()), f"没有“{other.group()}”这个比较词。", instead(other.group()))
    suffixed = words.OTHER_SUFFIX.fullmatch(shown)
    if suffixed:
        return report("L306", start + suffixed.start(2), len(suffixed[2]), f"没有“{suffixed[2]}”这个比较词。", instead_of_suffix(suffixed))
    included = words.INCLUDED.match(text, start) if token.type == "_OPEN" else None
    if included:
        return report("L306", start, included.end() - start, f"没有“（{included[1]}）”这种写法。", included_hint(text))
    if last.type == "NUMBER" and token.type == "NAME" and written[-1].isdigit():
        return report("L313", start, size, f"数字“{written}”与单位“{shown}”之间有空格。", f"连着写成“{written}{shown}”。")
    if token.type == "_OPEN":
        return report("L305", start, 1, f"“{written}”与括号之间缺少运算符。", "补上 + - * / 之一；名称里不能有括号。")
    return report("L305", start, size, f"“{written}”与“{shown}”之间缺少运算符或比较词。", "补上运算符或比较词；一个名称里不能有空格。")


def instead(word: str) -> str:
    """The remedy for a comparison word that the language does not have."""
    use = words.OTHER_COMPARISONS[word]
    return "不等于写进 not，例如 not: {名称: 值}。" if use == "not" else f"改用“{use}”。"


def instead_of_suffix(found: re.Match) -> str:
    """The remedy for ``5亿元及以上``, found by ``words.OTHER_SUFFIX``."""
    return f"写成“{words.OTHER_SUFFIXES[found[2]]} {found[1]}”。"


def included_hint(text: str) -> str:
    """The remedy for half-width ``text`` with （含） or （不含） in it: the comparison word says this."""
    found = words.INCLUDED.search(text)
    before, yes = text[: found.start()], found[1] == "含"
    words_before = list(words.COMPARISON.finditer(before))
    after = re.match(r"\s*(以上|以下)", text[found.end() :])
    op = words.COMPARISONS[words_before[-1].group()] if words_before else words.SUFFIXES[after[1]] if after else ""
    bound = before[words_before[-1].end() :].strip() if words_before else before.strip()
    if op in ("ge", "gt", "le", "lt") and re.fullmatch(r"[^\s，()]{1,40}", bound):
        word = ("不低于" if yes else "超过") if op in ("ge", "gt") else "不超过" if yes else "低于"
        return f"写成“{word} {bound}”：“不低于”“不超过”含这个数，“超过”“低于”不含。"
    return "去掉这个括号，用比较词说明：“不低于”“不超过”含这个数，“超过”“低于”不含。"
