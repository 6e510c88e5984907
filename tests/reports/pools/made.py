"""Decisions about pools made by hand, with everything that a report may have to tell."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eligibility.decisions.decision import FactShown, Gap, Need, Reason
from eligibility.pools.decision import (
    CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED, DueDay, Link, PoolDecision, PoolsDecision,
)

STAGES = ("挖掘", "培育", "申报", "进规")
AS_OF = "2022-05-19"


def tested(name: str, result: bool | None, required: str, actual: str, **more) -> Reason:
    fact = FactShown(name, actual, "甲.yaml:4:5" if result is not None else "未填写")
    return Reason("test", 0, name, result, required, actual, facts=(fact,), where="rules/a.yaml:3:5", **more)


def pool(name: str, stage: str | None, status: str, **more) -> PoolDecision:
    fields = dict(recorded=None, inside=None, clause=None, ref="CQ-09", evidence="secondary") | more
    return PoolDecision(name, name, stage, status, **fields)


SHORT = Need("test", "科技人员占比", "8%", "不低于 10%", gap=Gap(Fraction(2, 100), "points", True, False))
UPDATE = DueDay("更新企业数据", date(2022, 5, 31), 12, None, "第三条", "CQ-11")
RENEW = DueDay("重新申请认定", date(2024, 11, 11), 907, date(2024, 5, 11), None, None)
HELD = tested("高企证书有效期至", True, "不早于 申报日期（2022-05-19）", "2024-11-11")

#: one pool of every status
POOLS = (
    pool("科技型企业库", "挖掘", PROMOTE, recorded=False, inside=True, why=(HELD,), due=(UPDATE,),
         chain=(Link("高新技术企业库", ("高企证书有效",)), Link("科技型企业库", ("高新技术企业库",)))),
    pool("高新技术企业库", "申报", MEMBER, recorded=True, inside=True, why=(HELD,), due=(RENEW,), note="证书三年有效。",
         chain=(Link("高新技术企业库", ("高企证书有效",)),)),
    pool("高新技术企业培育库", "培育", CANDIDATE, recorded=False, short_of="符合高企认定条件", lacks=SHORT, distance=(1, 1), unknown="没有找到"),
    pool("创新型中小企业", "申报", CANDIDATE, recorded=False, inside=False, short_of="符合创新型条件", distance=(0, 0)),
    pool("专精特新中小企业", "申报", LEAVE, recorded=True, inside=False,
         why=(tested("专精特新有效期至", True, "早于 申报日期（2022-05-19）", "2022-01-01"),)),
    pool("小巨人", None, OUTSIDE, recorded=False, inside=False, clause="第六条",
         why=(tested("专精特新认定", False, "有", "无"),)),
    pool("规上工业企业", "进规", UNDETERMINED, recorded=None, missing=("营业收入（2021年）",), why=(tested("营业收入（2021年）", None, "不低于 2000万元", "未填写"),)),
)


def enterprise(name: str | None = "虚构甲公司", pools: tuple[PoolDecision, ...] = POOLS, **more) -> PoolsDecision:
    fields = dict(code="91000000MA00000157") | more
    return PoolsDecision("demo/pools", "虚构的企业库", "《虚构的联动办法》", STAGES, 2021, AS_OF, "ab" * 32, name=name, pools=pools, **fields)
