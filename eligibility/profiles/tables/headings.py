"""What a heading says: ``2020年度营业收入（万元）`` is a fact, a year and a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ...language.fact import Fact
from ...language.quantities import MONEY
from ..labels import Labels, known_labels
from ..ledger import LABEL as PAID
from ..numerals import HALF_WIDTH

_YEAR = r"([0-9]{4})年?(?:度|末|底)?"
_YEAR_ONLY = re.compile(_YEAR)
_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})(?:年(?:度|末|底)?|(?![0-9]))(.+)")
_YEAR_LAST = re.compile(r"(.*[^0-9])((?:19|20)[0-9]{2})(?:年(?:度|末|底)?)?")
_BRACKETS = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[)）\]】]")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,3}[、.．](?![0-9])|[*＊★●])+")
#: Said of a heading in brackets, and no part of its name.
_REMARK = re.compile(
    r"必填|选填|必填项|可选|是/否|是或否|是否|填是或否|年/?月/?日|年-月-日|yyyy[-/年]mm?[-/月]dd?日?|日期|年度|年份|"
    r"下拉选择|下拉选|单选|文本|18位|全称|盖章|公章|加盖公章|三证合一|[照按与同]营业执照(?:一致)?|如有|可不填|(?:没有|无则|如无)[填写]?[“\"]?无[”\"]?|见[^）)]{1,20}|(?:示例|例如)[：:]?.{1,20}|(?:例|如)[：:].{1,20}",
    re.IGNORECASE,
)
_UNIT_PREFIX = re.compile(r"^(?:金额)?(?:计量)?单位[:：]?")

#: Headings of columns that hold no values of enterprises.
NOTES = frozenset(
    "备注 说明 填写说明 填报说明 注释 注 序号 编号 行次 排序 来源 出处 数据来源 证明材料 材料 凭证 依据 问题 怎么填 怎样填 填法 填写要求 要求 是否必填 必填 "
    "示例 例子 举例 样例 参考 可选项 选项 可选 类型 别名 口径 定义 解释 提示 审核 审核意见 合计 总计 小计 平均 平均值 增长率 同比 指标说明".split()
)
UNITS = frozenset("单位 计量单位 数据单位".split())
VALUES = frozenset("值 数值 内容 填写 填写内容 填报内容 填报 指标值 取值 数据 填写处 请填写 回答 答案 企业填写 企业填报 情况".split())
LABELS = frozenset("项目 指标 指标名称 名称 事项 字段 科目 栏目 年度 年份 期间 项目名称 填报项目 指标项 企业 问题 序号".split())
YEARS = frozenset("年度 年份 年 会计年度 所属年度 统计年度".split())
#: Years that depend on who reads.
RELATIVE = frozenset("本年 上年 前年 去年 今年 当年 本年度 上年度 去年度 本期 上期 本期数 上期数 本年数 上年数 年初 年末 期初 期末 近一年 近两年 近三年".split())
_TOTAL = re.compile("(?:本页|本表|以上|全部|各项|年度|[0-9]{4}年度?)?(?:合计|总计|小计|共计|累计|总和|总额|平均值?)(?:金额|数|值|额)?(?:[0-9.]+.?)?|共[0-9]+.?")


_NOTE = re.compile("示例|样例|例子|说明|备注|提示|要求|怎么|怎样|证明|可选|选项|合计|平均|增长")
_FOOTNOTE = re.compile("(?:附?注|说明|备注|填表人|填报人|制表|审核|联系人|日期)[0-9]?[:：].*", re.DOTALL)


def is_note(text: str) -> bool:
    """Whether the column or row under this heading explains, and states nothing."""
    word = squeezed(text)
    return word in NOTES or bool(_NOTE.search(word))


def is_total(text: str) -> bool:
    """Whether a row in which this stands sums up others: ``合计（万元）``, ``本页小计``."""
    return bool(_TOTAL.fullmatch(_BRACKETS.sub("", squeezed(text)).strip(":")))


def is_footnote(text: str) -> bool:
    """``注：以上为审计数``"""
    return bool(_FOOTNOTE.fullmatch(text))


class Heading(NamedTuple):
    """``fact`` None: 已兑现. ``unit`` as written, checked against the fact. ``strange``: brackets nobody understands."""

    fact: Fact | None
    year: int | None = None
    unit: str = ""
    strange: str = ""

    @property
    def name(self) -> str:
        return PAID if self.fact is None else self.fact.name


class Headings:
    """The headings that name one of ``facts``; the same text is read once."""

    def __init__(self, facts: Iterable[Fact], *, paid: bool = False) -> None:
        self.labels = Labels(known_labels(facts))
        self.paid = paid
        self._read: dict[str, Heading | None] = {}

    def of(self, text: str) -> Heading | None:
        if text not in self._read:
            self._read[text] = self._heading(text)
        return self._read[text]

    def _fact(self, word: str) -> Heading | None:
        if self.paid and word == PAID:
            return Heading(None)
        fact = self.labels.facts.get(word)
        return Heading(fact) if fact else None

    def _heading(self, text: str) -> Heading | None:
        if len(text) > 120:
            return None
        word = squeezed(text)
        exact = self._fact(text) or self._fact(word)
        if exact:
            return exact
        word = _ORDINAL.sub("", word)
        brackets = _BRACKETS.findall(word)
        word = _BRACKETS.sub("", word)
        year, word = _year_apart(word)
        found = self._fact(word)
        if found is None:
            return None
        unit = strange = ""
        for inside in brackets:
            stated = year_of(inside)
            bare = _UNIT_PREFIX.sub("", inside)
            if stated and year in (None, stated):
                year = stated
            elif found.fact is not None and is_unit(bare, found.fact) and unit in ("", bare):
                unit = bare
            elif inside and not _REMARK.fullmatch(inside):
                strange = inside
        return found._replace(year=year, unit=unit, strange=strange)

    def with_value(self, text: str) -> Heading | None:
        """What ``企业名称：虚构甲公司`` names, where a label and its value stand in one cell."""
        label, colon, value = text.replace("：", ":").partition(":")
        return self.of(label) if colon and value.strip() and len(label) < 60 else None

    def near(self, text: str) -> str | None:
        """The known name most like the heading, without its brackets; with its year where the fact has one for each year."""
        year, word = _year_apart(_BRACKETS.sub("", _ORDINAL.sub("", squeezed(text))))
        near = self.labels.near(word)
        return f"{year}年{near}" if near and year and self.labels.facts[near].per_year else near


def squeezed(text: str) -> str:
    """A heading without the white space, colons and stars that people set around and inside it."""
    return re.sub(r"\s", "", text.translate(HALF_WIDTH)).strip(":：*＊")


def _year_apart(word: str) -> tuple[int | None, str]:
    found = _YEAR_FIRST.fullmatch(word)
    if found:
        return int(found[1]), found[2]
    found = _YEAR_LAST.fullmatch(word)
    return (int(found[2]), found[1]) if found else (None, word)


def year_of(text: str) -> int | None:
    """``2020``, ``2020年``, ``2020年度``, ``2020年末`` as a year between 1900 and 2100."""
    found = _YEAR_ONLY.fullmatch(squeezed(text))
    year = int(found[1]) if found else 0
    return year if 1900 <= year <= 2100 else None


def year_heading(text: str) -> tuple[int, str] | None:
    """A column headed by a year, and the unit in its brackets: ``2020年（万元）``."""
    word = squeezed(text)
    year = year_of(_BRACKETS.sub("", word))
    units = [_UNIT_PREFIX.sub("", inside) for inside in _BRACKETS.findall(word)]
    return (year, units[0] if units else "") if year else None


def sheet_unit(text: str) -> str | None:
    """``单位：万元`` above a table; None where the text says nothing of the kind."""
    word = squeezed(text).strip("()（）")
    bare = _UNIT_PREFIX.sub("", word)
    return bare if bare != word and bare in MONEY else None


def is_unit(word: str, fact: Fact) -> bool:
    """Whether ``word`` may stand after a value of ``fact``."""
    if fact.type == "money":
        return word in MONEY
    if fact.type == "ratio":
        return word in ("%", "％", "‰")
    if fact.type == "points":
        return word in ("百分点", "个百分点")
    return fact.type in ("count", "number") and bool(fact.unit) and word in (fact.unit, f"万{fact.unit}", f"亿{fact.unit}")
