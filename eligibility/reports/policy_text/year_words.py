"""What the year words in a document mean, each that is used once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...plan.plan import DocumentPlan
from .item import Item

_SEVERAL = re.compile(r"(含本年)?近(.+?)年(平均|每年)?")


def this_year(document: DocumentPlan) -> str:
    """What 本年 is in ``document``."""
    return "政策年度" if document.this_year == "政策年度" else "申报日期所在的年份"


def explained(document: DocumentPlan, words: Iterable[str]) -> list[Item]:
    """Sentences for ``words`` such as 上年, 近三年平均, 近36个月."""
    words = list(words)
    if not words:
        return []
    before = [f"，“{word}”是它以前第{nth}年" for word, nth in (("上年", "一"), ("前年", "二"), ("大前年", "三")) if word in words]
    items = [Item(f"“本年”是{this_year(document)}{''.join(before)}")]
    several = [found for word in words if (found := _SEVERAL.fullmatch(word)) and not word.endswith("个月")]
    plain = sorted({f"“近{found[2]}年”" for found in several if not found[1]})
    including = sorted({f"“含本年近{found[2]}年”" for found in several if found[1]})
    if plain:
        items.append(Item(f"{'、'.join(plain)}从上年往回数，不含本年"))
    if including:
        items.append(Item(f"{'、'.join(including)}从本年往回数，含本年"))
    if several:
        items.append(Item("企业成立以前的年份不算：求和跳过，平均只除以存在的年数，“每年”只看存在的年份，至少要有一年"))
    items += [Item(f"“{word}”从申报日期往回数，两头都算") for word in words if word.endswith("个月")]
    return items
