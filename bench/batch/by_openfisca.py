"""Three policies of the bench set in OpenFisca: variables with numpy formulas over all enterprises at once.

OpenFisca knows no blanks: what is not given is 0 or false. So it decides
enterprises of whom everything is known, and low and high are the same.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.batch.three import COMPRESSION, POLICIES, YEAR, answer_columns, headings

WAN = 1_000_000  # 万元 in 分

YEARLY = {"营业收入": "revenue", "研发费用": "research", "纳税总额": "tax", "设备投资额": "equipment", "职工总数": "staff", "引进人才数": "talents"}
LASTING = {"发明专利数": "inventions"}
YES_NO = {
    "独立法人": "legal_person", "失信被执行": "defaulter", "重大安全事故": "accident", "数字化改造验收": "digitised",
    "研发机构备案": "laboratory", "研发准备金备案": "reserve", "专精特新企业": "specialised",
}  # fmt: skip
CHOICES = {"企业规模": "scale", "产业方向": "industry", "高企认定类型": "recognition"}  # as the number of the option
SCALES = ["大型", "中型", "小型", "微型"]
INDUSTRIES = ["汽车电子", "智能终端", "生物医药", "新材料", "软件信息", "绿色环保"]
RECOGNITIONS = ["首次认定", "重新认定", "未认定"]
OPTIONS = {"企业规模": SCALES, "产业方向": INDUSTRIES, "高企认定类型": RECOGNITIONS}
VARIABLES = YEARLY | LASTING | YES_NO | CHOICES

# award → its variable; whether it is due is the same with "_due"
AWARDS = {
    "bench/p01/增量奖励": "more", "bench/p01/分档奖励": "stepped", "bench/p02/贡献奖励": "contribution",
    "bench/p02/超额累进补助": "tiered", "bench/p03/一次性奖励": "once", "bench/p03/按件奖励": "each",
}  # fmt: skip


def system():
    """The tax and benefit system; ImportError where OpenFisca is absent."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    entity = build_entity("enterprise", "enterprises", "an enterprise", is_person=True)
    found = TaxBenefitSystem([entity])

    def add(name: str, kind: type, period, formula=None) -> None:
        parts = {"value_type": kind, "entity": entity, "definition_period": period, "label": name}
        found.add_variable(type(name, (Variable,), parts | ({"formula": formula} if formula else {})))

    for name in YEARLY.values():
        add(name, float, DateUnit.YEAR)
    for name in [*LASTING.values(), *CHOICES.values()]:
        add(name, int, DateUnit.ETERNITY)
    for name in YES_NO.values():
        add(name, bool, DateUnit.ETERNITY)
    for name, formula in FORMULAS.items():
        add(name, bool if name == "sound" or name.endswith("_due") else float, DateUnit.YEAR, formula)
    return found


def decide(tax_benefit_system, population: str, out: str) -> int:
    """Reads ``population``, of whom everything is known, and writes row, code, name and the columns of ``three.ANSWERS``; gives the rows."""
    from openfisca_core.simulations import SimulationBuilder

    whose = {"统一社会信用代码": "code", "企业名称": "name"}
    facts = pl.read_parquet(population, columns=[*whose, *headings()], row_index_name="row", row_index_offset=2)
    simulation = SimulationBuilder().build_default_simulation(tax_benefit_system, facts.height)
    for heading, (name, year) in headings().items():
        values = facts[heading].cast(pl.Enum(OPTIONS[name])).to_physical() if name in OPTIONS else facts[heading]
        simulation.set_input(VARIABLES[name], "ETERNITY" if year is None else str(year), values.to_numpy())
    decided = facts.select(pl.col("row").cast(pl.Int64), *(pl.col(old).alias(new) for old, new in whose.items())).with_columns(_decided(simulation))
    decided.write_parquet(out, compression=COMPRESSION, statistics=False)
    return facts.height


def _decided(simulation) -> list[pl.Series]:
    found: dict[str, np.ndarray] = {}
    for policy in POLICIES:
        awards = [name for name in AWARDS if name.startswith(policy)]
        due = {name: simulation.calculate(f"{AWARDS[name]}_due", str(YEAR)) for name in awards}
        paid = {name: simulation.calculate(AWARDS[name], str(YEAR)) for name in awards}
        for name, status, amount in [(policy, np.any(list(due.values()), axis=0), sum(paid.values())), *((n, due[n], paid[n]) for n in awards)]:
            found[name] = status.astype(np.uint8)
            found[f"{name} 至少"] = found[f"{name} 至多"] = amount.astype(np.int64)
    return [pl.Series(name, found[name]) for name in answer_columns()]


# ------------------------------------------------------------------- formulas


def _sum(enterprise, variable: str, *years: int):
    return sum(enterprise(variable, str(YEAR - back)).astype(np.float64) for back in years)


def _whole(amount):
    return np.floor(amount + 0.5)


def _sound(e, period):
    return e("legal_person", "ETERNITY") & ~e("defaulter", "ETERNITY") & ~e("accident", "ETERNITY")


def _more_due(e, period):
    due = e("sound", period) & (_sum(e, "equipment", 1) >= 400 * WAN) & e("digitised", "ETERNITY")
    recognised = np.isin(e("recognition", "ETERNITY"), (RECOGNITIONS.index("重新认定"), RECOGNITIONS.index("未认定")))
    return due & ((e("inventions", "ETERNITY") >= 1) | recognised)


def _more(e, period):
    grown = np.maximum(_sum(e, "research", 0) - _sum(e, "research", 1), 0)
    return e("more_due", period) * np.minimum(_whole(grown * 2 / 100), 100 * WAN)


def _stepped_due(e, period):
    recognised = np.isin(e("recognition", "ETERNITY"), (RECOGNITIONS.index("首次认定"), RECOGNITIONS.index("未认定")))
    return e("sound", period) & recognised & (_sum(e, "revenue", 1, 2, 3) >= 10_000 * WAN)


def _stepped(e, period):
    of = _sum(e, "revenue", 1)
    steps = np.select([of <= 1_000 * WAN, of <= 5_000 * WAN, of <= 20_000 * WAN], [5 * WAN, 10 * WAN, 20 * WAN], 40 * WAN)
    return e("stepped_due", period) * steps


def _contribution_due(e, period):
    last, revenue = _sum(e, "revenue", 1), _sum(e, "revenue", 1, 2, 3)
    needed = np.select([last <= 5_000 * WAN, last <= 20_000 * WAN], [5, 4], 3)
    branch = np.isin(e("industry", "ETERNITY"), [INDUSTRIES.index(name) for name in ("智能终端", "新材料", "软件信息")])
    share = (revenue > 0) & (_sum(e, "research", 1, 2, 3) * 100 >= needed * revenue)
    return e("sound", period) & (_sum(e, "staff", 0) >= 30) & (branch | e("reserve", "ETERNITY")) & share


def _contribution(e, period):
    amount = np.clip(_whole(_sum(e, "tax", 1, 2) * 8 / 100), 2 * WAN, 120 * WAN)
    return (e("contribution_due", period) & ~e("tiered_due", period)) * amount


def _tiered_due(e, period):
    return e("sound", period) & (_sum(e, "talents", 0) <= 8) & e("laboratory", "ETERNITY")


def _tiered(e, period):
    of = _sum(e, "equipment", 1)
    parts = [(0, 500, 60), (500, 2_000, 40), (2_000, 8_000, 25), (8_000, np.inf, 10)]
    marginal = sum((np.clip(of, start * WAN, end * WAN) - start * WAN) * rate for start, end, rate in parts)
    return e("tiered_due", period) * np.minimum(_whole(marginal / 1000), 300 * WAN)


def _once_due(e, period):
    small = (e("scale", "ETERNITY") == SCALES.index("微型")) | (_sum(e, "talents", 1) >= 1)
    return e("sound", period) & small & (_sum(e, "revenue", 1) <= 50_000 * WAN)


def _once(e, period):
    return (e("once_due", period) & ~e("each_due", period)) * (30 * WAN)


def _each_due(e, period):
    revenue = _sum(e, "revenue", 1, 2)
    two = sum(e(name, "ETERNITY").astype(int) for name in ("reserve", "specialised", "digitised")) >= 2
    return e("sound", period) & (revenue >= 20_000 * WAN) & (_sum(e, "tax", 1, 2) * 100 >= revenue) & two


def _each(e, period):
    return e("each_due", period) * np.minimum(e("inventions", "ETERNITY") * (2.0 * WAN), 20 * WAN)


FORMULAS = {
    "sound": _sound, "more_due": _more_due, "more": _more, "stepped_due": _stepped_due, "stepped": _stepped,
    "contribution_due": _contribution_due, "contribution": _contribution, "tiered_due": _tiered_due, "tiered": _tiered,
    "once_due": _once_due, "once": _once, "each_due": _each_due, "each": _each,
}  # fmt: skip
