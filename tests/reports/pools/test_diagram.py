"""The pipeline as a Mermaid state diagram: which arrows there are, what stands in the boxes, and that nothing in a name breaks it."""

from __future__ import annotations

import pytest

from eligibility.pools.decision import CANDIDATE, MEMBER, OUTSIDE, PoolsDecision
from eligibility.reports.lines import width
from eligibility.reports.pools.diagram import LONGEST, diagram, escaped, short
from tests.pools.library import FILES, POOLS, compiled
from tests.reports.pools.made import enterprise, pool

MORE = """
  孤库:
    title: "[孤]\\"库\\" #1; <b>: {x}%% --> end"
    enter: {在科技库: 是}
    leave: {any: [{违法: 是, 职工总数: 低于 10人}, {有专利: 否}]}
  反库:
    enter: {在科技库: 是, not: {高企库: 是}}
  双库:
    enter: {any: [{高企库: 是}, {科技库: 是}]}
"""


def drawn(pools: str = POOLS, decisions=None) -> list[str]:
    plan = compiled(FILES | {"pools.yaml": pools})
    return diagram(plan, next(d for d in plan.documents if d.kind == "pools"), decisions).split("\n")


def test_the_pipeline_whole():
    """Stages with their pools, ways in and out, pools before and pools named; unknown conditions are said and dashed."""
    assert drawn() == """\
---
title: "试库"
---
stateDiagram-v2
    direction LR
    state "1 挖掘" as s1 {
        state "科技库" as p1
        [*] --> p1
        p1 --> [*] : 在科技库为“是”，数据更新 为 …
    }
    state "2 培育" as s2 {
        state "培育库<br/>入库条件未公布" as p2
        p2 --> [*] : 违法为“是”
    }
    state "3 申报" as s3 {
        state "高企库" as p3
        [*] --> p3
        p3 --> [*] : 高企证书有效期至 早于 申报日期
    }
    state "4 进规" as s4 {
        state "精选库" as p4
    }
    p3 --> p1
    p1 --> p2 : 须先在库
    p3 --> p4 : 须先在库
    p1 --> p4
    classDef unknown stroke-dasharray:5
    class p2 unknown""".split("\n")


def test_pools_without_a_stage_and_denied_ones():
    """They stand beside the stages; an arrow of a pool that is denied says so, and nobody comes from nowhere where a pool is asked for."""
    lines = drawn(POOLS + MORE)
    assert [line for line in lines if " p6" in line or "p6 " in line] == ['    state "反库" as p6', "    [*] --> p6", "    p3 --> p6 : 须不在库"]
    assert [line for line in lines if " p7" in line or "p7 " in line] == ['    state "双库" as p7', "    p1 --> p7", "    p3 --> p7"]


def test_names_cannot_break_it():
    """Quotes, brackets, colons, comments and arrows in a title stand as codes, and the label is still on one line."""
    (box,) = (line for line in drawn(POOLS + MORE) if line.endswith(" as p5"))
    label = box.split('"')[1]
    assert box.count('"') == 2 and not set(label) & set("[]<>{}:%") and "--" not in label and label.count(";") == label.count("#")


@pytest.mark.parametrize(("text", "said"), [
    ("2021-11-12 前", "2021-11-12 前"), ("1. 甲", "1#46; 甲"), ("- 甲", "#45; 甲"), ("甲\n乙", "甲 乙"), ("甲--乙", "甲#45;#45;乙"), ("#35;", "#35;35#59;"),
])
def test_what_mermaid_could_take_for_mark_up(text, said):
    """Only that is written as codes."""
    assert escaped(text) == said


def test_labels_beside_arrows_are_short():
    """Cut to what has room, with a mark."""
    assert short("很" * 40) == "很" * (LONGEST // 2 - 1) + "…" and width(short("很" * 40)) == LONGEST and short("到期") == "到期"


def test_counts_stand_in_the_boxes():
    """Counts that are not 0; who is outside only where nobody is anything else; the title says how many there are and for which day."""
    def firm(*statuses: str) -> PoolsDecision:
        return enterprise(pools=tuple(pool(name, None, status) for name, status in zip(("科技库", "培育库", "高企库", "精选库"), statuses)))

    lines = drawn(decisions=[firm(MEMBER, CANDIDATE, OUTSIDE, OUTSIDE), firm(MEMBER, MEMBER, OUTSIDE, OUTSIDE)])
    assert lines[1] == 'title: "试库（2 家企业，申报日期 2022-05-19）"'
    boxes = [line.split('"')[1] for line in lines if " as p" in line]
    assert boxes == ["科技库<br/>在库 2", "培育库<br/>入库条件未公布<br/>在库 1<br/>候选 1", "高企库<br/>不在库 2", "精选库<br/>不在库 2"]
    assert drawn(decisions=[])[1] == 'title: "试库（0 家企业）"'
