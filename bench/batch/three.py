"""The three policies that everybody decides: which they are, and the columns of their decisions."""

from __future__ import annotations

POLICIES = ("bench/p01", "bench/p02", "bench/p03")
ANSWERS = (
    "bench/p01", "bench/p02", "bench/p03", "bench/p01/增量奖励", "bench/p01/分档奖励",
    "bench/p02/贡献奖励", "bench/p02/超额累进补助", "bench/p03/一次性奖励", "bench/p03/按件奖励",
)  # fmt: skip
COMPRESSION = "lz4"  # of what is written, by whomever, as our own batches are


def answer_columns() -> list[str]:
    """Status, at least and at most of each policy and award, as our own batches name them."""
    return [name + part for name in ANSWERS for part in ("", " 至少", " 至多")]


#: the facts that they ask for: fact → the years before 2021, () where it has none
FACTS: dict[str, tuple[int, ...]] = {
    "营业收入": (3, 2, 1), "研发费用": (3, 2, 1, 0), "纳税总额": (2, 1), "设备投资额": (1,), "职工总数": (0,), "引进人才数": (1, 0),
    "发明专利数": (), "独立法人": (), "失信被执行": (), "重大安全事故": (), "数字化改造验收": (), "研发机构备案": (), "研发准备金备案": (), "专精特新企业": (),
    "企业规模": (), "产业方向": (), "高企认定类型": (),
}  # fmt: skip
YEAR = 2021
_MONEY = ("营业收入", "研发费用", "纳税总额", "设备投资额")


def heading(name: str, year: int | None = None) -> str:
    """Over which column of a population a fact stands, as ``eligibility sample`` writes it."""
    return name if year is None else f"{year}年{name}{'（分）' if name in _MONEY else ''}"


def headings() -> dict[str, tuple[str, int | None]]:
    """Heading → fact and year, of all that they ask for."""
    keys = [(name, YEAR - back) for name, years in FACTS.items() for back in years] + [(name, None) for name, years in FACTS.items() if not years]
    return {heading(*key): key for key in keys}
