"""Three policies of the bench set as an expert writes them in polars: one lazy query, Parquet to Parquet.

polars' own and/or take null for unknown, as ours do. An amount is from
``low`` to ``high``; a fact that is blank is from nothing to any height, which
here always ends at a cap. Written for these policies and no others; what they
say stands in bench/rules/p01.yaml, p02.yaml and p03.yaml.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl

from bench.batch.three import COMPRESSION, answer_columns, heading

WAN = 1_000_000  # 万元 in 分
THIS, LAST, BEFORE, THIRD = 2021, 2020, 2019, 2018


def decide(population: str, out: str) -> None:
    """Reads ``population`` and writes row, code, name and the columns of ``three.ANSWERS``."""
    facts = pl.scan_parquet(population, row_index_name="row", row_index_offset=2)
    whose = [pl.col("row").cast(pl.Int64), pl.col("统一社会信用代码").alias("code"), pl.col("企业名称").alias("name")]
    decided = facts.select(*whose, *_named(_research()), *_named(_recognition()), *_named(_platform()))
    decided.select("row", "code", "name", *answer_columns()).sink_parquet(out, compression=COMPRESSION, statistics=False)


def _named(found: dict[str, tuple[pl.Expr, pl.Expr, pl.Expr]]) -> list[pl.Expr]:
    """Three columns for each policy or award: status 0/1/2, at least, at most."""
    columns = []
    for name, (status, low, high) in found.items():
        columns += [status.cast(pl.UInt8).fill_null(2).alias(name), low.alias(f"{name} 至少"), high.alias(f"{name} 至多")]
    return columns


# --------------------------------------------------------------------- facts


def fact(name: str, *years: int) -> pl.Expr:
    """The sum of the years; null where one is blank."""
    return reduce(add, (pl.col(heading(name, year)) for year in years)) if years else pl.col(name)


def at_least(name: str, *years: int) -> pl.Expr:
    """The sum of the years that are known."""
    return reduce(add, (pl.col(heading(name, year)).fill_null(0) for year in years))


def reaches(name: str, years: tuple[int, ...], bound: int) -> pl.Expr:
    """Whether a sum reaches ``bound``: true too where the known years do."""
    return (at_least(name, *years) >= bound) | (fact(name, *years) >= bound)


def ratio_reaches(over: str, under: str, years: tuple[int, ...], lowest, highest) -> pl.Expr:
    """Whether over ÷ under reaches a bound between ``lowest`` and ``highest`` percent; unknown where ``under`` may be 0."""
    some, whole = fact(over, *years), fact(under, *years)
    surely = (some.is_null() & (at_least(over, *years) * 100 >= highest * whole)) | (some * 100 >= highest * whole)
    base = at_least(under, *years)
    possibly = some.is_null() | (base == 0) | (some * 100 >= lowest * base)
    return pl.when(surely.fill_null(False) & (base > 0)).then(True).when(possibly).then(None).otherwise(False)


def sound() -> pl.Expr:
    """申报主体合格."""
    return pl.col("独立法人") & ~pl.col("失信被执行") & ~pl.col("重大安全事故")


# ------------------------------------------------------------------- amounts


def money(fen: int) -> pl.Expr:
    """A fixed amount; polars would take a smaller type."""
    return pl.lit(fen, pl.Int64)


def paid(status: pl.Expr, low, high) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """An award: nothing at least where it is not sure, nothing at all where it is surely not due."""
    return status, pl.when(status).then(low).otherwise(0), pl.when(status.fill_null(True)).then(high).otherwise(0)


def both(first, second) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Two awards that are paid beside each other."""
    return first[0] | second[0], first[1] + second[1], first[2] + second[2]


def one_over(award, over, low, high):
    """``over``, from ``low`` to ``high``, takes the place of ``award``: the policy, and what is left of ``award``."""
    status, least, most = award
    due = over[0]
    total_low = pl.when(due).then(low).when(due.is_null()).then(pl.min_horizontal(low, least)).otherwise(least)
    total_high = pl.when(due).then(high).when(due.is_null()).then(pl.max_horizontal(high, most)).otherwise(most)
    left = status, pl.when(~due).then(least).otherwise(0), pl.when(due).then(0).otherwise(most)
    return (status | due, total_low, total_high), left


def bands(of: pl.Expr, steps: list, rest) -> pl.Expr:
    """The amount of the first step that is not exceeded."""
    chain = pl.when(of.is_null()).then(None)
    for bound, amount in steps:
        chain = chain.when(of <= bound).then(amount)
    return chain.otherwise(rest)


def rounded(of: pl.Expr, rate: int, unit: int = 100) -> pl.Expr:
    """``of`` × ``rate`` / ``unit`` to the nearest 分."""
    return (of * rate + unit // 2) // unit


# ------------------------------------------------------------ the three policies


def _research() -> dict:
    """p01 研发投入补助."""
    kind = pl.col("高企认定类型")
    due = sound() & (fact("设备投资额", LAST) >= 400 * WAN) & ((pl.col("发明专利数") >= 1) | kind.is_in(["重新认定", "未认定"])) & pl.col("数字化改造验收")
    now, last = fact("研发费用", THIS), fact("研发费用", LAST)
    more_low = rounded((now - last).clip(0), 2).clip(upper_bound=100 * WAN).fill_null(0)
    more_high = rounded((now - last.fill_null(0)).clip(0), 2).clip(upper_bound=100 * WAN).fill_null(100 * WAN)
    more = paid(due, more_low, more_high)

    due = sound() & kind.is_in(["首次认定", "未认定"]) & reaches("营业收入", (LAST, BEFORE, THIRD), 10_000 * WAN)
    steps = [(1_000 * WAN, money(5 * WAN)), (5_000 * WAN, money(10 * WAN)), (20_000 * WAN, money(20 * WAN))]
    amount = bands(fact("营业收入", LAST), steps, money(40 * WAN))
    stepped = paid(due, amount.fill_null(5 * WAN), amount.fill_null(40 * WAN))
    return {"bench/p01": both(more, stepped), "bench/p01/增量奖励": more, "bench/p01/分档奖励": stepped}


def _recognition() -> dict:
    """p02 高企认定奖励."""
    needed = bands(fact("营业收入", LAST), [(5_000 * WAN, 5), (20_000 * WAN, 4)], 3)
    share = ratio_reaches("研发费用", "营业收入", (LAST, BEFORE, THIRD), needed.fill_null(3), needed.fill_null(5))
    branch = pl.col("产业方向").is_in(["智能终端", "新材料", "软件信息"]) | pl.col("研发准备金备案")
    due = sound() & (fact("职工总数", THIS) >= 30) & branch & share
    low = rounded(at_least("纳税总额", LAST, BEFORE), 8).clip(2 * WAN, 120 * WAN)
    high = rounded(fact("纳税总额", LAST, BEFORE), 8).clip(2 * WAN, 120 * WAN).fill_null(120 * WAN)
    contribution = paid(due, low, high)

    due = sound() & (fact("引进人才数", THIS) <= 8) & pl.col("研发机构备案")
    of = fact("设备投资额", LAST)
    parts = [(0, 500, 60), (500, 2_000, 40), (2_000, 8_000, 25)]
    marginal = reduce(add, ((of.clip(start * WAN, end * WAN) - start * WAN) * rate for start, end, rate in parts))
    amount = rounded(marginal + (of - 8_000 * WAN).clip(0) * 10, 1, 1000).clip(upper_bound=300 * WAN)
    low, high = amount.fill_null(0), amount.fill_null(300 * WAN)
    tiered = paid(due, low, high)
    policy, left = one_over(contribution, tiered, low, high)
    return {"bench/p02": policy, "bench/p02/贡献奖励": left, "bench/p02/超额累进补助": tiered}


def _platform() -> dict:
    """p03 创新平台建设."""
    due = sound() & ((pl.col("企业规模") == "微型") | (fact("引进人才数", LAST) >= 1)) & (fact("营业收入", LAST) <= 50_000 * WAN)
    once = paid(due, money(30 * WAN), money(30 * WAN))

    a, b, c = pl.col("研发准备金备案"), pl.col("专精特新企业"), pl.col("数字化改造验收")
    two_of_three = (a & b) | (a & c) | (b & c)
    share = ratio_reaches("纳税总额", "营业收入", (LAST, BEFORE), 1, 1)
    due = sound() & share & reaches("营业收入", (LAST, BEFORE), 20_000 * WAN) & two_of_three
    amount = (pl.col("发明专利数") * 2 * WAN).clip(upper_bound=20 * WAN)
    low, high = amount.fill_null(0), amount.fill_null(20 * WAN)
    each = paid(due, low, high)
    policy, left = one_over(once, each, low, high)
    return {"bench/p03": policy, "bench/p03/一次性奖励": left, "bench/p03/按件奖励": each}
