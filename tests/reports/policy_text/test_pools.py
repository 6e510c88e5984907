"""How pools and due days read: every form of stage, membership, way in and out, nearness and day."""

from __future__ import annotations

import pytest

from eligibility.reports.lines import WIDTH, width
from tests.reports.policy_text.telling import close, compiled, library, lines

FACTS = """\
kind: facts
facts:
  甲证到期: {type: date, none: 从未取得甲证}
  在甲库: {type: yes_no}
  在乙库: {type: yes_no}
  逾期: {type: yes_no}
  乙数: {type: count, unit: 件}
"""
HEAD = "title: 库\ninstrument: {title: 试, evidence: official}\nin_force: {by: 申报日期}\n"
POOLS = f"""\
kind: pools
id: edge/pools
{HEAD}define:
  达标: {{乙数: 不低于 3件}}
  在甲又达标: {{all: [{{甲库: 是}}, 达标]}}
pools:
  甲证企业:
    stage: 申报
    enter: {{甲证到期: 不早于 申报日期}}
    candidate: {{short_of: 达标, by_at_most: 0项}}
    due: {{do: 换证, from: EDATE（甲证到期，-6个月）, by: 甲证到期, clause: 第三条, evidence: recalled}}
  甲库:
    title: 甲类企业库
    stage: 挖掘
    clause: 第一条
    ref: T-01
    evidence: assumed
    note: 说明一句。
    member: {{在甲库: 是}}
    enter:
      any:
        - {{if: {{甲证企业: 是}}, clause: 第二条}}
        - {{if: 达标, ref: T-02}}
    leave: {{逾期: 是}}
    candidate: {{short_of: 达标, by_at_most: 2项}}
    due:
      - {{do: 更新数据, by: 每年5月31日}}
      - {{do: 参加评价, from: 每年3月1日, by: 每年4月30日}}
  乙库:
    after: [甲库, 甲证企业]
    member: {{在乙库: 是}}
    enter: unknown
    why: 没有公布。
    candidate: {{short_of: 达标, by_at_most: 1项}}
  丙库:
    member: {{在乙库: 是}}
    enter: {{not: {{乙库: 是}}}}
"""
POLICY = f"""\
kind: policy
id: edge/policy
uses: [edge/pools]
due: [{{do: 申报兑现, from: 2022-05-01, by: 2022-06-30}}, {{do: 领取, by: 2022-12-31, clause: 第九条, ref: T-09}}]
{HEAD}awards:
  奖: {{clause: 一, when: {{甲库: 是, 乙库: 否}}, amount: 1元}}
"""


@pytest.fixture
def plan(tmp_path):
    return compiled(tmp_path, facts=FACTS, pools=POOLS, policy=POLICY)


def told(plan, identity: str) -> str:
    return "\n".join(lines(plan, next(d for d in plan.documents if d.id == identity)))


def test_pools_read_as_staff_would_say_them(plan):
    """The whole of a small file: what is recorded and what not, named pools, unknown conditions, nearness, days."""
    told_pools = told(plan, "edge/pools")
    assert told_pools.split("二、企业库\n\n")[1].split("\n\n四、")[0] == """\
1. 甲证企业
   依据：官方原文
   阶段：申报
   记录在库：不另看记录，符合入库条件就是在库
   入库条件：甲证到期 不早于 申报日期
   退库条件：没有写
   候选：对照“达标”，差 0项以内的，就是每一项都符合的
   到期要办：换证，甲证到期 以前 6个月的那一天 起，到 甲证到
     期 止（含当天）〔第三条，凭记忆〕

2. 甲库：甲类企业库
   依据：第一条，T-01，推定
   阶段：挖掘
   记录在库：在甲库为“是”
   入库条件：满足下列之一：
     （1）在“甲证企业”〔第二条〕
     （2）符合“达标”〔T-02〕
   退库条件：逾期为“是”
   候选：对照“达标”，差 2项以内的
   到期要办：更新数据，每年5月31日以前（含当天）
   到期要办：参加评价，每年3月1日 起，到 每年4月30日 止（含
     当天）
   说明：说明一句。

3. 乙库
   依据：官方原文
   先要在：“甲库”、“甲证企业”，并且一直在
   记录在库：在乙库为“是”
   入库条件：不知道（没有公布），不当作符合，也不当作不符合
   退库条件：没有写
   候选：对照“达标”，差 1项以内的（不在“甲库”、“甲证企
     业”的，各算差一项）

4. 丙库
   依据：官方原文
   记录在库：在乙库为“是”
   入库条件：以下不成立：在“乙库”
   退库条件：没有写
   候选：没有写，不列

三、定义
  “达标”：乙数 不低于 3件
  “在甲又达标”：同时满足：
    （1）在“甲库”
    （2）符合“达标”"""


def test_the_stages_are_told_in_their_order(plan):
    """The usual four where the file names none."""
    assert "办理的先后：挖掘、培育、申报、进规" in told(plan, "edge/pools")


def test_a_policy_tells_its_due_days_and_the_pools_that_it_names(plan):
    """Both ends of a window; a pool named elsewhere is in it or not, and is explained with what puts one in."""
    text = close(told(plan, "edge/policy"))
    assert "到期要办的事申报兑现，2022-05-01起，到2022-06-30止（含当天）领取，2022-12-31以前（含当天）〔第九条，T-09〕" in text
    assert "（1）在“甲库”（2）不在“乙库”" in text
    assert "“甲库”〔第一条，T-01，推定〕：同时满足：（1）以下不成立：逾期为“是”（2）满足下列之一：" in text
    assert "乙库的入库条件不知道（没有公布。）" in text


def test_the_shipped_pools_fit_a_narrow_gbk_terminal():
    """No line is wider than the terminal, and every character can be shown there."""
    _, plan = library("rules")
    for line in lines(plan, next(d for d in plan.documents if d.id == "nanan/enterprise-pools")):
        line.encode("gbk")
        assert width(line) <= WIDTH, line
