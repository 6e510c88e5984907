"""The words the language reserves: comparisons, years, functions; and what a name may be."""

from __future__ import annotations

import re

from .diagnostic import Findings
from .tree import Scalar

# Comparison as written → op. The canonical word of each op is the first written with it.
COMPARISONS = {
    "不低于": "ge", "超过": "gt", "不超过": "le", "低于": "lt",
    "≥": "ge", "≤": "le", ">=": "ge", "<=": "le", ">": "gt", "<": "lt",
    "达到": "ge", "至少": "ge", "不足": "lt",
    "不早于": "ge", "晚于": "gt", "不晚于": "le", "早于": "lt",
    "=": "eq",
}  # fmt: skip
SUFFIXES = {"以上": "ge", "以下": "le"}
# What people also write, and the word to use instead.
OTHER_COMPARISONS = {
    "大于等于": "不低于", "小于等于": "不超过", "不小于": "不低于", "不大于": "不超过", "不少于": "不低于",
    "不多于": "不超过", "不高于": "不超过", "大于": "超过", "小于": "低于", "高于": "超过", "多于": "超过",
    "少于": "低于", "不满": "低于", "未满": "低于", "不到": "低于", "未达到": "低于", "未超过": "不超过", "不等于": "not", "等于": "=", "!=": "not", "<>": "not", "==": "=", "≠": "not",
}  # fmt: skip


# The same after a number: 5亿元及以上, 5亿元以内. And what says which side holds the bound itself: 1亿元（含）.
OTHER_SUFFIXES = {"及以上": "不低于", "或以上": "不低于", "及以下": "不超过", "或以下": "不超过", "以内": "不超过", "之内": "不超过"}
OTHER_SUFFIX = re.compile(rf"(-?\d[^\s，()]*?)\s*({'|'.join(OTHER_SUFFIXES)})")
INCLUDED = re.compile(r"\s*\((不?含)[^()]{0,20}\)")

FUNCTIONS = ("SUM", "AVERAGE", "MIN", "MAX", "ROUND", "ROUNDDOWN", "ROUNDUP", "INT", "IF", "COUNT", "EDATE")

REST = "其余"
UNKNOWN = "unknown"
YES, NO = "是", "否"
BUILT_IN = ("申报日期", "政策年度", "申报年度")

_COUNT = r"(?:[一二两三四五六七八九十]|\d{1,2})"
YEAR_WORD = re.compile(rf"本年度?|上年度?|大?前年度?|(?:含本年)?近{_COUNT}年|\d{{4}}年度?")

_OPERATORS = "+-*/×÷（）()，、,=<>≥≤"
_NOT_IN_NAMES = re.compile(r"[\s" + re.escape(_OPERATORS) + "]")
_LONGEST_FIRST = sorted([*COMPARISONS, *OTHER_COMPARISONS], key=len, reverse=True)
STARTS_COMPARISON = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))
COMPARISON = re.compile("|".join(map(re.escape, sorted(COMPARISONS, key=len, reverse=True))))
OTHER_COMPARISON = re.compile("|".join(map(re.escape, sorted(OTHER_COMPARISONS, key=len, reverse=True))))

MAX_NAME = 60


def check_name(name: Scalar, what: str, findings: Findings, *, dated: bool = False) -> bool:
    """Whether ``name`` may name a fact, definition or parameter; if not, the finding says why.

    ``dated``: year words are put before this name (it is a fact's), so it may not begin with one.
    """
    text = name.text
    bad = _NOT_IN_NAMES.search(text)
    if not text or name.blank:
        return False  # reported by the YAML reader
    if bad:
        sign = "空格" if bad.group().isspace() else f"“{bad.group()}”"
        where, cause = name.at(bad.start()), f"名称里不能有{sign}，表达式里会分不清。"
        hint = f"写成“{_NOT_IN_NAMES.sub('', text) or '新名称'}”这样不带符号的名称。"
    elif text[0].isdigit():
        where, cause, hint = name.at(0), "名称不能以数字开头。", "在前面加上文字。"
    elif text[:1] in "'\"“”‘’":
        where, cause, hint = name.at(0), "名称不能以引号开头。", "去掉引号。"
    elif found := STARTS_COMPARISON.match(text):
        where, cause = name.at(0, found.end()), f"名称不能以比较词“{found.group()}”开头。"
        hint = "换一个开头，例如在前面加上所说的对象。"
    elif dated and (found := YEAR_WORD.match(text)):
        where, cause = name.at(0, found.end()), f"名称不能以年度词“{found.group()}”开头，它会被读成某一年的数。"
        hint = f"换一个开头；按年度的指标写 per: year，名称只写“{text[found.end():] or '指标名'}”。"
    elif text in (REST, YES, NO, "有", "无", UNKNOWN) or text in BUILT_IN:
        where, cause, hint = name.at(0, len(text)), f"“{text}”是语言自己的词，不能作名称。", "换一个名称。"
    elif len(text) > MAX_NAME:
        where, cause, hint = name.at(0), f"名称有 {len(text)} 个字，超过 {MAX_NAME} 个。", "取一个短名称，说明写进 why 或 title。"
    else:
        return True
    findings.error("L351", where, f"{what}“{text[:MAX_NAME]}”：{cause}", hint)
    return False
