"""Pools in words, where the examples do not reach: every status, blanks, unknown conditions, due days, chains, many enterprises."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from eligibility.decisions.decision import Need
from eligibility.pools.decision import CANDIDATE, MEMBER, OUTSIDE, PROMOTE, STATUSES, UNDETERMINED, DueDay, Link
from eligibility.pools.worklist import worklist
from eligibility.reports.lines import WIDTH, width
from eligibility.reports.pools import report
from eligibility.reports.pools.many import counts, table
from eligibility.reports.pools.one import chain_text
from eligibility.reports.pools.words import MARKS, WORDS, distance_text, due_text, needs_text
from tests.reports.pools.made import AS_OF, POOLS, SHORT, enterprise, pool

VOCABULARY = {"营业收入": SimpleNamespace(ask="营业收入是多少？", proof="审计报告")}


def one(*pools, **more) -> str:
    shown = report.of_one([enterprise(pools=pools or POOLS)], VOCABULARY, file="甲.yaml", **more)
    assert all(width(line) <= WIDTH for line in shown.split("\n"))
    return shown


def test_every_status_has_a_word_and_a_mark():
    """Six words, six marks, all of which a GBK console can show."""
    assert set(WORDS) == set(MARKS) == set(STATUSES) and len(set(WORDS.values())) == len(set(MARKS.values())) == 6
    "".join([*WORDS.values(), *MARKS.values()]).encode("gbk")


def test_one_enterprise_whole():
    """Head, pools by status in their order, the worklist by stages, and what may still be stated."""
    assert one() == """\
虚构甲公司（91000000MA00000157）
画像 甲.yaml
政策年度 2021；申报日期 2022-05-19；规则 abababababab

虚构的企业库
  《虚构的联动办法》
在库（1）
√ 高新技术企业库（申报）
    依据：CQ-09，转载
    √ 高企证书有效期至：2024-11-11（第 4 行）
      要求 不早于 申报日期（2022-05-19）
    2024-05-11 至 2024-11-11（还有 907 天）重新申请认定
    说明：证书三年有效。
应入库（1）
↑ 科技型企业库（挖掘）
    依据：CQ-09，转载
    √ 高企证书有效期至：2024-11-11（第 4 行）
      要求 不早于 申报日期（2022-05-19）
    2022-05-31 前（还有 12 天）更新企业数据（第三条，CQ-11）
应退库（1）
↓ 专精特新中小企业（申报）
    依据：CQ-09，转载
    退库条件
      √ 专精特新有效期至：2022-01-01（第 4 行）
        要求 早于 申报日期（2022-05-19）
候选（2）
○ 高新技术企业培育库（培育）：差 1 项
    依据：CQ-09，转载
    入库条件未公布：没有找到
    离“符合高企认定条件”
      · 科技人员占比 8%，要求不低于 10%，还差 2个百分点
○ 创新型中小企业（申报）：条件已全部符合，可以申报
    依据：CQ-09，转载
无法判定（1）
? 规上工业企业（进规）
    依据：CQ-09，转载
    还缺：营业收入（2021年）
不在库（1）
× 小巨人
    依据：第六条，CQ-09，转载
    × 专精特新认定：无（第 4 行）；要求 有

工作清单
  挖掘
    · 科技型企业库：应入库，2022-05-31 前（还有 12 天）更新
      企业数据（第三条，CQ-11），高新技术企业库
    · 还要问清 1 项指标，1 个库才能判定（见“请补充”）
  培育
    · 高新技术企业培育库：差 1 项：科技人员占比
  申报
    · 高新技术企业库：2024-05-11 至 2024-11-11（还有 907
      天）重新申请认定
    · 专精特新中小企业：应退库，专精特新有效期至 2022-01-01
    · 创新型中小企业：条件已全部符合，可以申报

请补充
  营业收入（2021年）：营业收入是多少？
    凭证：审计报告
    用于：规上工业企业"""


def test_why_adds_places_and_the_chain():
    """Every test with the place of its rule; the chain from the pool back to what began it."""
    shown = one(why=True)
    assert "    条件（规则文件 rules/a.yaml）\n      √ 高企证书有效期至：2024-11-11（第 4 行）\n        要求 不早于 申报日期（2022-05-19）；规则 3:5\n" in shown
    assert "    科技型企业库 ← 高新技术企业库 ← 高企证书有效\n" in shown and "    退库条件（规则文件 rules/a.yaml）\n" in shown


def test_chain_over_several_things():
    """A step that rests on several names them, and those that were derived go on below; a circle ends."""
    assert chain_text((Link("乙", ("丙", "有证书")), Link("丙", ("丁",)), Link("甲", ("乙", "丙")))) == ["甲 ← 乙、丙", "乙 ← 丙、有证书", "丙 ← 丁"]
    assert chain_text((Link("乙", ("甲",)), Link("甲", ("乙",)))) == ["甲 ← 乙 ← 甲"]
    assert chain_text((Link("不在“甲”", ()),)) == chain_text(()) == []


def test_an_outside_pool_says_one_reason():
    """The first alone, and how many more there are."""
    tests = tuple(POOLS[5].why[0]._replace(condition=f"条件{i}") for i in range(4))
    shown = one(pool("规上工业企业", None, OUTSIDE, why=tests))
    assert "条件0" in shown and "条件1" not in shown and "    另有 3 项不成立，加 --why 写出\n" in shown + "\n"
    assert "条件3" in one(pool("规上工业企业", None, OUTSIDE, why=tests), why=True)


def test_a_firm_without_a_name_and_with_rejected_facts():
    """The head says both, as `check` does."""
    problem = SimpleNamespace(severity="error")
    decision = enterprise(None, code=None, problems=(problem,))
    shown = report.of_one([decision], {}, year_note="（默认）")
    assert shown.startswith("（画像没有写企业名称）\n政策年度 2021（默认）\n申报日期 2022-05-19；规则 abababababab\n注意：画像有 1 处没有采用")


@pytest.mark.parametrize(("distance", "said"), [
    ((2, 2), "差 2 项"), ((0, 3), "差 0 至 3 项"), ((1, None), "至少差 1 项"), ((0, 0), "条件已全部符合，可以申报"), (None, ""),
])
def test_distance_in_words(distance, said):
    """Exactly, from so many to so many, at least, or nothing lacking."""
    assert distance_text(pool("库", None, CANDIDATE, distance=distance)) == said


def test_nothing_lacking_where_the_conditions_are_not_public():
    """Of conditions that are not all known nobody says that all are met."""
    assert distance_text(pool("库", None, CANDIDATE, distance=(0, 0), unknown="没有公布")) == "已知的条件全部符合，可以申报"


@pytest.mark.parametrize(("by", "start", "said"), [
    (date(2022, 5, 31), None, "2022-05-31 前（还有 12 天）办"),
    (date(2022, 5, 19), date(2022, 1, 1), "2022-05-19 前（就在今天）办"),
    (date(2022, 5, 9), None, "2022-05-09 前（已过 10 天）办"),
    (date(2022, 9, 30), date(2022, 9, 1), "2022-09-01 至 2022-09-30（还有 134 天）办"),
])
def test_due_days_in_words(by, start, said):
    """How many days are left; a window that has not begun says when it does."""
    as_of = date.fromisoformat(AS_OF)
    assert due_text(DueDay("办", by, (by - as_of).days, start, None, None), as_of) == said


def test_needs_on_one_line():
    """Alternatives among others stand in brackets, of many only those with numbers are told in full; so many of a list say how many."""
    both = Need("any", children=(SHORT, SHORT._replace(condition="职称占比")))
    said = "科技人员占比 8%，要求不低于 10%，还差 2个百分点 或 职称占比 8%，要求不低于 10%，还差 2个百分点"
    assert needs_text(both) == said and needs_text(Need("all", children=(SHORT, both))).endswith(f"；（{said}）")
    prize = Need("test", "科技奖励", "无", "有")
    many = Need("any", children=(prize, SHORT, prize._replace(condition="编制标准")))
    assert needs_text(many) == "科技人员占比 8%，要求不低于 10%，还差 2个百分点 或 科技奖励 或 编制标准"
    assert needs_text(Need("some", "以下至少 2 项", count=1, children=(SHORT,))).startswith("以下至少 2 项，还差 1 项，可从中选：科技人员占比")


# ---------------------------------------------------------------------- many enterprises


def test_table_counts_every_status():
    """A row for each pool in its order; what nobody is shown as is a dash, and every enterprise is in one column of each row."""
    decisions = [enterprise(), enterprise("虚构乙公司", tuple(p._replace(status=MEMBER) for p in POOLS))]
    rows = table(decisions)
    assert rows[0].split() == ["库", "在库", "应入库", "应退库", "候选", "无法判定", "不在库"]
    assert rows[1].split() == ["科技型企业库", "1", "1", "-", "-", "-", "-"] and rows[2].split() == ["高新技术企业库", "2", "-", "-", "-", "-", "-"]
    assert {width(row) for row in rows} == {WIDTH}
    assert all(sum(row["counts"].values()) == 2 for row in counts(decisions)) and [r["pool"] for r in counts(decisions)] == [p.pool for p in POOLS]


def test_a_long_title_stands_on_its_own_line():
    """Its numbers below it, under the others."""
    rows = table([enterprise(pools=(pool("一个名称很长的企业库，一行写不下", None, MEMBER), POOLS[1]))])
    assert rows[1] == "一个名称很长的企业库，一行写不下" and rows[2].split() == ["1", "-", "-", "-", "-", "-"] and width(rows[2]) == WIDTH


def test_the_worklist_names_enterprises_by_stage():
    """Every stage is there; whom to ask comes last in the first, with what most pools wait for first."""
    waits = pool("规上服务业企业", "进规", "undetermined", missing=("所属行业", "营业收入（2021年）"))
    shown = report.of_many([[enterprise()], [enterprise("虚构乙公司", (*POOLS, waits))], [enterprise(None, POOLS[:1], code=None)]])
    lines = shown.split("\n")
    assert lines[0] == "3 家企业" and [line for line in lines if line.endswith("）") and line[:2] in ("挖掘", "培育", "申报")] == ["挖掘（5）", "培育（2）", "申报（6）"]
    assert lines[-1] == "进规：没有" and "（画像没有写企业名称）" in shown
    asked = lines[lines.index("  还要问清") :]
    assert "".join(line.strip() for line in asked[1:3]).startswith("· 虚构乙公司：营业收入（2021年）、所属行业（2 个库待定）")
    assert "    · 虚构乙公司：差 1 项：科技人员占比 8%，要求不低于 10%，\n      还差 2个百分点" in shown
    assert all(width(line) <= WIDTH for line in lines)


def test_of_very_many_enterprises_the_facts_are_told_with_how_many_lack_them():
    """More than ten to be asked are not listed one by one: each fact once, most wanted first."""
    few, more = pool("甲库", "挖掘", UNDETERMINED, missing=("所属行业",)), pool("乙库", "挖掘", UNDETERMINED, missing=("所属行业", "资产总额（2021年）"))
    shown = report.of_many([[enterprise(f"虚构{n}公司", (more if n < 4 else few,), code=f"{n}")] for n in range(11)])
    lines = shown.split("\n")
    asked = [line.strip() for line in lines[lines.index("  还要问清") + 1 :]]
    assert asked[0].startswith("共 11 家、2 项指标") and "· 所属行业（11）" in asked and "· 资产总额（2021年）（4）" in asked
    assert "虚构3公司" not in shown


def test_nothing_to_do_has_no_worklist():
    """An enterprise in its pools without due days is shown without the heading."""
    assert "工作清单" not in one(pool("库", "申报", MEMBER)) and not any(worklist([enterprise(pools=(pool("库", "申报", MEMBER),))]).values())


def test_only_first_lines_of_pools_are_painted():
    """Colour goes to where the enterprise stands and to nothing else."""
    shown = report.of_one([enterprise(pools=(pool("库", "申报", PROMOTE),))], {}, paint=lambda line, status: f"<{status}>{line}")
    assert [line for line in shown.split("\n") if "<" in line] == ["<promote>↑ 库（申报）"]
