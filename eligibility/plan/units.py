"""Which units may meet: 元 + 人 is an error, % and 百分点 differ, a bare 0 fits anything."""

from __future__ import annotations

UNIT_NAMES = {
    "money": "金额", "ratio": "比例（%）", "points": "百分点", "number": "数值", "date": "日期",
    "year": "年份", "bool": "是/否", "text": "文字", "records": "记录",
}


def unit_name(unit: str) -> str:
    """A unit in words: 金额, 比例（%）, 数量（人）."""
    return UNIT_NAMES.get(unit) or f"数量（{unit[6:]}）"


#: measure words that need no entry in a vocabulary
COMMON_COUNTS = frozenset(
    "个 项 件 家 人 名 位 份 次 台 套 户 辆 架 艘 篇 本 册 期 场 届 天 日 周 月 个月 季度 年 小时 分钟 分 倍 亩 公顷 吨 千克 公斤 克 升 立方米 "
    "㎡ m² 平方米 平方公里 公里 千米 米 千瓦 兆瓦 千瓦时 度 席 间 栋 层 条 款 种 类 批 组 支 座 处 所 岁 人次 人月 人年 学时 课时 股 票".split()
)


def is_number(unit: str) -> bool:
    """Whether one can calculate with it (dates and years only compare)."""
    return unit in ("money", "ratio", "points", "number") or unit.startswith("count:")


def same(a: str, b: str, zero_a: bool = False, zero_b: bool = False) -> str | None:
    """Unit of a sum or comparison of ``a`` and ``b``, or None where they may not meet.

    ``zero_a``: the first is a bare 0. A ratio and a plain number meet.
    """
    if a == b:
        return a
    if zero_a and a == "number" and is_number(b):
        return b
    if zero_b and b == "number" and is_number(a):
        return a
    if {a, b} == {"ratio", "number"}:
        return "ratio"
    return None


def added(op: str, a: str, b: str, zero_a: bool, zero_b: bool) -> str | None:
    """Unit of ``a + b`` or ``a - b``: ratios differ by 百分点, dates by 天."""
    if op == "-" and a == b == "ratio":
        return "points"
    if (a, b) == ("ratio", "points") or (op == "+" and (a, b) == ("points", "ratio")):
        return "ratio"
    if op == "-" and a == b and a in ("date", "year"):
        return "count:天" if a == "date" else "count:年"
    if {a, b} & {"date", "year"}:
        if a == "year" and b in ("number", "count:年"):
            return "year"
        if a == "date" and b == "count:天":
            return "date"
        return None
    return same(a, b, zero_a, zero_b)


def multiplied(a: str, b: str) -> str | None:
    """Unit of a product: at most one money; counts count."""
    if not (is_number(a) and is_number(b)):
        return None
    for one, other in ((a, b), (b, a)):
        if one == "money":
            return None if other == "money" else "money"
    for plain in ("number", "ratio", "points"):  # 50% × 2个百分点 is 1个百分点, 5% × 2 is 10%
        if a == plain:
            return b
        if b == plain:
            return a
    return "number"


def divided(a: str, b: str) -> str | None:
    """Unit of a quotient: equal units give a ratio; 元 ÷ 人 stays 元."""
    if not (is_number(a) and is_number(b)):
        return None
    if a == b and a not in ("number",):
        return "ratio"
    if a == "money" and b != "money":
        return "money"
    if b in ("number", "ratio"):
        return a
    if b == "money":
        return None
    return "number"
