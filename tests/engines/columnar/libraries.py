"""Small libraries that between them use every operation of the plan, each in several surroundings."""

from __future__ import annotations

import yaml
from tests.engines.small_rules import FACTS, whole

#: the facts of ``small_rules``, with ranges that a plan can be made to suffer from
MORE = """  去年: {type: year}
  盈利: {type: money, per: year, range: -10亿元 至 10亿元}
  亏损: {type: money, range: -5元 至 0元}
  温度: {type: number, range: -50 至 50}
  净比: {type: ratio, range: -200% 至 300%}
  巨款: {type: money, range: 0元 至 90000万亿元}
  巨数: {type: count, unit: 个, range: 0个 至 9000000000000000000个}
  正数: {type: count, unit: 家, range: 1家 至 9家}
  份额: {type: ratio, none: 没有}
  件数: {type: count, unit: 件, none: 没有}
  期限: {type: count, unit: 个月, range: -600个月 至 600个月}
  到期: {type: date, none: 没有, range: 1999-12-31 至 2024-02-29}
  项目:
    type: records
    columns:
      级: {type: choice, of: [国, 市, 区], none: 无级}
      新: {type: yes_no}
      旧: {type: yes_no, none: 不适用}
      址: {type: text}
      投: {type: money}
      亏: {type: money, range: -100万元 至 100万元}
      率: {type: ratio}
      量: {type: number, none: 没有}
      人: {type: count, unit: 人}
      始: {type: date}
      终: {type: date, none: 没有}
"""
VOCABULARY = FACTS + MORE

CONDITIONS = """
{上年收入: 不低于 5万元}
{上年收入: 超过 5万元}
{上年收入: 不超过 5万元}
{上年收入: 低于 5万元}
{上年收入: 超过 100元，不超过 5万元}
{上年人数: 20人}
{专利: 0项}
{发证: 不早于 2020-02-29}
{发证: 早于 申报日期}
{发证: 在 近36个月}
{到期: 晚于 成立日期}
{成立日期: 不晚于 到期}
{成立日期: 早于 发证}
{成立年: 不早于 2015}
{成立年: 晚于 2018年}
{贷款: 不低于 100元}
{贷款: 低于 上年收入}
{上年收入: 不超过 贷款}
{上年年贷款: 超过 前年年贷款}
{上年收入: 不低于 上年研发}
{上年收入: 低于 前年收入}
{近三年收入: 不低于 12345元}
{近三年平均收入: 超过 12345元}
{近两年每年收入: 不低于 100元}
{含本年近三年研发: 低于 近三年收入}
{2019年收入: 超过 0元}
{盈亏: 低于 0元}
{盈亏: 超过 -5元}
{亏损: 不低于 -5元}
{亏损: 不低于 盈亏}
{上年盈利: 超过 前年盈利}
{温度: 低于 -1.5}
{净比: 不超过 -33.3%}
{份额: 不低于 12.5%}
{件数: 5件}
{巨款: 不低于 90000万亿元}
{巨数: 超过 4611686018427387904个}
{比例: 不低于 3.333333%}
上年研发 / 上年收入 不低于 5%
上年研发 / 上年收入 超过 3.333333%
上年研发 / 上年收入 不超过 比例
上年研发 / 上年收入 低于 前年研发 / 前年收入
近三年研发 / 近三年收入 不低于 3%
上年盈利 / 上年收入 超过 -10%
上年盈利 / 前年盈利 不低于 110%
上年收入 / 上年人数 不低于 100元
上年收入 / 正数 超过 12345元
盈亏 / 正数 不低于 -1元
（上年收入 - 前年收入） / 前年收入 不低于 20%
比例 - 前年研发 / 前年收入 超过 2个百分点
近两年每年研发 / 近两年每年收入 不低于 3%
AVERAGE（上年收入，前年收入） 不低于 12345元
MAX（上年收入，前年收入） 超过 100元
MIN（上年收入，盈亏） 不低于 0元
ROUND（上年收入 / 上年人数，0） 不低于 101元
INT（上年收入 × 比例） 超过 5元
ROUNDUP（盈亏 × 比例，1） 不超过 -1元
ROUND（盈亏 / 正数，2） 低于 0元
面积 × 盈亏 不超过 上年收入
系数 × 上年收入 不低于 5万元
上年收入 × 比例 × 系数 不低于 12345元
IF（规上，上年收入，前年收入） 不低于 5万元
IF（上年收入 超过 100元，比例，净比） 低于 10%
0元 - 盈亏 超过 5元
成立日期 + 30天 不晚于 申报日期
申报日期 - 成立日期 不低于 365天
发证 + 天数 晚于 到期
{成立日期: 不晚于 EDATE（申报日期，-36）}
EDATE（成立日期，期限） 不晚于 申报日期
EDATE（到期，12） 晚于 2021-02-28
EDATE（成立日期，月数） 早于 EDATE（申报日期，-12个月）
申报年度 - 成立年 不低于 3年
政策年度 - 去年 低于 2年
{等级: 甲}
{等级: [甲, 丙]}
{类别: 乙}
{类别: [乙, 丙]}
{not: {等级: 甲}}
{字号: 甲公司}
{not: {字号: 乙公司}}
{规上: 是}
{规上: 否}
{上市: 是}
{上市: 否}
{上市: 有}
{上市: 无}
{not: {上市: 是}}
规上
{发证: 有}
{发证: 无}
{贷款: 有}
{等级: 无}
{件数: 有}
{not: {份额: 无}}
{合同: 有}
{合同: 无}
{上年年贷款: 无}
COUNT（合同） 不低于 2份
COUNT（项目） 低于 2
{any: [规上, {等级: 甲}, {上年收入: 超过 5万元}]}
{all: [{上市: 否}, {类别: 甲}, {发证: 有}]}
{some: {at_least: 2, of: [规上, {等级: [甲, 乙]}, {上市: 是}, {上年收入: 超过 5万元}]}}
{some: {at_least: 3, of: [规上, 规上, {类别: 甲}]}}
{not: {any: [规上, {贷款: 超过 5元}]}}
{not: {some: {at_least: 1, of: [{上市: 是}, {发证: 早于 2021-01-01}]}}}
{口径: 是}
{any: [{口径: 否}, 规上]}
{has: {of: 合同, where: {类: 转让}}}
{has: {of: 合同, where: {额: 超过 100元，不超过 5万元}}}
{has: {of: 合同, where: {日: 在 本年, 类: 许可}}}
{has: {of: 合同, where: {押金: 不低于 5元}}}
{has: {of: 合同, where: {押金: 无}}}
{has: {of: 合同, where: {率: 超过 比例}}}
{has: {of: 合同, where: {额: 不低于 上年收入}}}
{has: {of: 项目, where: {级: [国, 市]}}}
{has: {of: 项目, where: {级: 无, 新: 是}}}
{has: {of: 项目, where: {旧: 否}}}
{has: {of: 项目, where: {not: {旧: 是}}}}
{has: {of: 项目, where: {址: 甲公司}}}
{has: {of: 项目, where: {终: 晚于 始}}}
{has: {of: 项目, where: {终: 不早于 申报日期}}}
{has: {of: 项目, where: {any: [{新: 是}, {人: 不低于 20人}], 投: 不低于 100元}}}
{has: {of: 项目, where: {all: [投 / 人 不低于 100元]}}}
{has: {of: 项目, where: {all: [亏 + 投 低于 0元]}}}
{has: {of: 项目, where: {all: [EDATE（始，12） 不晚于 终]}}}
{has: {of: 项目, where: {some: {at_least: 2, of: [{新: 是}, {旧: 是}, {级: 国}]}}}}
{not: {has: {of: 项目, where: {亏: 低于 0元}}}}
""".strip().splitlines()

#: calculation blocks, without the floor and cap that make awards of them
AMOUNTS = """
{amount: 上年收入 × 5%}
{amount: 上年收入 × 0.0333333%}
{amount: 上年收入 / 3}
{amount: 上年收入 / 7 + 0.005元}
{amount: 上年收入 × 0.5}
{amount: 上年收入 × 比例}
{amount: 盈亏 × 净比}
{amount: 盈亏 × 温度}
{amount: 亏损 × 温度 × 净比}
{amount: 上年盈利 - 前年盈利}
{amount: '（上年盈利 - 前年盈利） × 10% - 盈亏'}
{amount: 'MAX（0元，上年研发 - 前年研发） × 10%'}
{amount: 上年收入 / 上年人数}
{amount: 上年收入 × （上年研发 / 上年收入）}
{amount: 盈亏 / 正数}
{amount: 上年收入 × 专利}
{amount: 巨款 × 10%}
{amount: 巨款 / 3}
{amount: 近三年收入 × 1%}
{amount: 近三年平均收入}
{amount: AVERAGE（上年收入，前年收入，盈亏）}
{amount: SUM（上年收入，上年研发，盈亏）}
{amount: IF（规上，上年收入，前年收入 / 3）}
{amount: IF（上年研发 / 上年收入 不低于 5%，20万元，上年研发）}
{amount: 'MIN（上年收入，上年研发，盈亏）'}
{amount: 'MAX（盈亏，亏损） + 5元'}
{amount: '-盈亏'}
{amount: 未知数 × 2}
{amount: 未知数 + 上年收入}
{amount: 上年收入 × 上限率}
{amount: 上年人数 × 每人}
{amount: unknown, why: 没有公布}
{amount: 'INT（上年收入 / 7） × 1.5'}
{amount: 'ROUND（盈亏 × 0.5，0）'}
{amount: 'ROUNDUP（盈亏 / 3，-1）'}
{amount: 'ROUNDDOWN（盈亏 / 正数，1） + 1万元'}
{amount: 上年收入 × 3%, round: 100元}
{amount: 上年收入 × 3%, round_up: 1万元}
{amount: 上年收入 / 3, round_down: 0.03元}
{amount: 盈亏, round: 3元}
{amount: 盈亏 / 3, round_up: 3元}
{amount: 上年收入 × 5%, nothing_below: 2万元}
{amount: 盈亏 + 3元, nothing_below: 5元}
{amount: 上年收入, nothing_below: 上年研发}
{when: {规上: 是}, amount: 上年收入}
{when: {贷款: 有}, amount: 贷款 × 1.5%}
{when: {份额: 有}, amount: 上年收入 × 份额}
{when: {件数: 有}, amount: 件数 × 100元}
{when: {上年年贷款: 有}, amount: 上年年贷款 / 3}
{bands: {of: 上年收入, steps: [不超过 100元: 1元, 不超过 5万元: 3元, 其余: 2元]}}
{bands: {of: 上年收入, steps: [不低于 20万元: 上年研发, 超过 5万元: 盈亏, 其余: 7元]}}
{bands: {of: 等级, steps: [甲: 5元, 乙: 上年收入, 丙: 3元, 无: 1元]}}
{bands: {of: 类别, steps: [甲: 5元, 乙: 2元, 丙: 0元]}}
{bands: {of: 上年研发 / 上年收入, steps: [不低于 10%: 5元, 不低于 5%: 3元, 其余: 1元]}}
{tiers: {of: 上年收入, steps: [不超过 100元: 1%, 不超过 5万元: 0.5%, 其余: 0.1%]}}
{tiers: {of: 盈亏, steps: [不超过 100元: 1%, 不超过 5万元: 0%, 其余: 3.3%]}}
{first_of: [{if: {规上: 是}, then: 上年收入}, {if: {等级: 甲}, then: 3元}, {其余: 盈亏}]}
{first_of: [{if: {上市: 是}, then: 5元}, {if: {上年收入: 不低于 5万元}, then: 1.005元}, {if: {发证: 有}, then: 上年研发 / 3}, {其余: 0.1元}]}
{for_each: {of: 合同, amount: 额 × 2%}}
{for_each: {of: 合同, where: {类: 转让}, amount: 额 / 3}}
{for_each: {of: 合同, where: {日: 在 近三年}, amount: 额 × 比例, cap: 5万元}}
{for_each: {of: 合同, amount: 5元}}
{for_each: {of: 合同, when: {率: 有}, amount: 额 × 率}}
{for_each: {of: 合同, when: {押金: 有}, amount: 额 - 押金, floor: 0元}}
{for_each: {of: 合同, where: {额: 不低于 上年收入}, first_of: [{if: {类: 转让}, then: 5元}, {其余: 额 × 1%}]}}
{for_each: {of: 合同, bands: {of: 额, steps: [不超过 100元: 1元, 其余: 额 × 10%]}, round: 3元}}
{for_each: {of: 合同, tiers: {of: 额, steps: [不超过 5万元: 1%, 其余: 0.5%]}, nothing_below: 1元}}
{for_each: {of: 合同, by: 类, amount: SUM（额） × 1% + COUNT（） × 10元, cap: 8万元}}
{for_each: {of: 合同, by: 类, amount: MAX（额） - MIN（额）}}
{for_each: {of: 合同, by: 类, where: {日: 在 近三年}, amount: AVERAGE（额） / 3}}
{for_each: {of: 合同, by: 类, where: {额: 超过 100元}, amount: AVERAGE（额）, round_up: 100元}}
{for_each: {of: 合同, by: 类, amount: 'IF（COUNT（） 不低于 2，SUM（额），5元）'}}
{for_each: {of: 合同, by: 类, bands: {of: 类, steps: [转让: SUM（额）, 许可: 5元]}}}
{for_each: {of: 项目, amount: 投 - 亏}}
{for_each: {of: 项目, amount: 亏 × 率}}
{for_each: {of: 项目, amount: 投 × 率 + 上年收入 × 比例}}
{for_each: {of: 项目, where: {旧: 是}, amount: 投 / 7}}
{for_each: {of: 项目, where: {人: 不低于 1人}, amount: 投 / 人}}
{for_each: {of: 项目, amount: 投 / 人}}
{for_each: {of: 项目, when: {量: 有}, amount: 量 × 10元}}
{for_each: {of: 项目, amount: '人 × 每人', cap: 投}}
{for_each: {of: 项目, by: 新, amount: SUM（亏） + MAX（投） - MIN（亏）}}
{for_each: {of: 项目, by: 址, amount: AVERAGE（亏） × COUNT（）}}
{for_each: {of: 项目, by: 级, amount: 'MAX（人） × 100元 + SUM（投） × 1%', cap: 50万元}}
{for_each: {of: 项目, by: 始, amount: 'IF（MIN（人） 低于 20人，MAX（投），MIN（投） / 3）'}}
{for_each: {of: 项目, by: [级, 新], amount: SUM（投） × AVERAGE（率）}}
{for_each: {of: 项目, by: [新, 址], where: {投: 不低于 100元}, amount: COUNT（） × COUNT（） × 10元}}
{for_each: {of: 项目, by: [级, 新], first_of: [{if: {级: 国, 新: 是}, then: SUM（投）}, {其余: MIN（投）}]}}
{for_each: {of: 项目, where: {has: {of: 合同, where: {额: 超过 100元}}}, amount: 投}}
""".strip().splitlines()

HEAD = """parameters:
  每人:
    - {value: 0.001元}
    - {from: 2021-01-01, value: 1200元}
    - {from: 2022-01-01, value: 1200.5元}
  未知数: {value: unknown, why: 未公开, unit: 元, reference: {value: 3万元, basis: 外地}}
  上限率: {value: 不超过 3%}
readings:
  口径: {take: 是, why: 没有说清}
"""




def conditions(lines: list[str] = CONDITIONS) -> str:
    """A policy with an award for each condition."""
    awards = {f"件{n}": {"clause": "一", "when": [_read(line)], "amount": f"{n + 1}元"} for n, line in enumerate(lines)}
    return whole(HEAD + _written({"awards": awards}))


def amounts(lines: list[str] = AMOUNTS, cap: str = "1000万元") -> str:
    """A policy with a definition for each block, and an award that pays it within bounds."""
    define = {f"数{n}": _read(line) for n, line in enumerate(lines)}
    awards = {f"奖{n}": {"clause": "一", "amount": f"数{n}", "floor": "0元", "cap": cap} for n in range(len(lines))}
    return whole(HEAD + _written({"define": define, "awards": awards}))


def _read(line: str):
    return yaml.load(line, yaml.BaseLoader)


def _written(document: dict) -> str:
    return yaml.dump(document, allow_unicode=True, sort_keys=False, width=10**6)


#: cut, highest, lifetime, ceilings; what each award pays is open, known, or taken by another
PAYS = ("all", "highest")
CUTS = ("last_first", "pro_rata")
CAPS = (None, "20元", "上年研发", "盈亏", "至多")
OVERRIDES = ({}, {"甲": ["乙"]}, {"甲": ["乙"], "乙": ["丙"]}, {"甲": ["乙", "丙"], "丁": ["甲"]}, {"甲": ["乙"], "乙": ["丙"], "丙": ["丁"], "丁": ["戊"]})


def together(pay: str, per: str, cut: str, cap: str | None, overrides: dict, outside: bool = True) -> str:
    """Five awards, three or all of them in one group; some once in a lifetime."""
    when = {"甲": ["规上"], "乙": [{"上市": "是"}], "丙": [{"类别": ["甲", "乙"]}], "丁": [{"发证": "有"}], "戊": [{"等级": "甲"}]}
    paid = {"甲": "上年收入", "乙": "前年收入", "丙": "上年收入 × 50%", "丁": "11元", "戊": "专利 × 3元"}
    awards = {}
    for name in when:
        awards[name] = {"clause": "一", "when": when[name], "amount": paid[name], "cap": "1万元"}
        awards[name] |= {"once": "lifetime"} if name in "丁戊" else {}
        awards[name] |= {"overrides": overrides[name]} if name in overrides else {}
    group = {"awards": ["丙", "甲", "乙"] if outside else list(when), "pay": pay, "per": per, "cut": cut} | ({"cap": cap} if cap else {})
    return whole("parameters:\n  至多: {value: 不超过 15元}\n" + _written({"awards": awards, "together": {"组": group}}))


VERSIONS = [
    "kind: standard\nid: t/s\nin_force: {from: 2000-01-01, to: 2021-12-30}\ndefine:\n  线: 100元\n  合: {上年收入: 不低于 100元}\n",
    "kind: standard\nid: t/s\nin_force: {from: 2021-12-31, to: 2022-12-30}\ndefine:\n  线: 12345元\n  合: {上年收入: 低于 12345元, 规上: 是}\n",
    "uses: [t/s]\nawards:\n  一: {clause: 一, when: {合: 是, 上年研发: 不低于 线}, amount: 线}\n  二:\n    clause: 一\n    when: {not: {合: 是}}\n    amount: 线 × 比例\n    cap: 5万元\n",
]
