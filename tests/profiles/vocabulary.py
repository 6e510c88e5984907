"""A small vocabulary with every type of fact, and short ways to read texts against it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from eligibility.language.diagnostic import Findings, Where
from eligibility.language.fact import Fact
from eligibility.language.tree import Scalar
from eligibility.profiles.profile import Profile
from eligibility.profiles.reader import read_profile
from eligibility.profiles.values import read_value


def fact(name: str, type_: str, **more) -> Fact:
    return Fact(name, type_, Where("facts.yaml"), **more)


_COLUMNS = [fact("合同编号", "code", aliases=("编号",)), fact("到账金额", "money"), fact("到账日期", "date", none="未到账")]

VOCABULARY = {
    f.name: f
    for f in [
        fact("企业名称", "text", role="name"),
        fact("统一社会信用代码", "code", role="code", aliases=("信用代码",)),
        fact("营业收入", "money", per_year=True, aliases=("营收", "年营业收入")),
        fact("净利润", "money", per_year=True, minimum=Fraction(-(10**14)), maximum=Fraction(10**14)),
        fact("职工总数", "count", per_year=True, unit="人"),
        fact("平台面积", "count", unit="㎡"),
        fact("创新评分", "number", unit="分", maximum=Fraction(100)),
        fact("研发占比", "ratio"),
        fact("成立日期", "date", role="founded"),
        fact("证书有效期至", "date", none="未认定"),
        fact("开业年度", "year"),
        fact("规模以上", "yes_no"),
        fact("认定类型", "choice", options=("首次认定", "重新认定")),
        fact("技术合同", "records", counted_in="份", columns={c.name: c for c in _COLUMNS}),
    ]
}


def value_of(name: str, text: str, style: str = ""):
    """(value, findings) of one fact, or of a column, written as ``text``."""
    found = VOCABULARY.get(name) or VOCABULARY["技术合同"].columns[name]
    findings = Findings()
    return read_value(found, Scalar(text, Where("甲.yaml", 1, 1, len(text)), style), findings), findings.items


def read(folder: Path, content: str | bytes, name: str = "甲.yaml") -> tuple[Profile | None, Findings]:
    """Write ``content`` to a file in ``folder`` and read it as a profile."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    findings = Findings()
    return read_profile(path, VOCABULARY, findings), findings


def values(profile: Profile | None) -> dict:
    """The facts of a profile without their places; the year is part of the key."""
    assert profile is not None
    return {name if year is None else (name, year): given.value for (name, year), given in profile.facts.items()}
