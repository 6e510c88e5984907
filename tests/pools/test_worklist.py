"""The worklist: who stands in which stage, for what, in which order."""

from __future__ import annotations

from datetime import date
from random import Random

from eligibility.pools.decision import (
    CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED, DueDay, PoolDecision, PoolsDecision,
)  # fmt: skip
from eligibility.pools.worklist import worklist

STAGES = ("挖掘", "培育", "申报", "进规")


def row(name: str, stage: str, status: str, **more) -> PoolDecision:
    """A pool decided by hand."""
    return PoolDecision(name, name, stage, status, None, None, None, None, "official", **more)


def of(name: str, *pools: PoolDecision, stages=STAGES) -> PoolsDecision:
    """An enterprise with these pools."""
    return PoolsDecision("test/pools", "试", "《试》", stages, 2021, "2022-06-30", "0", None, name, pools)


def day(what: str, month: int) -> DueDay:
    """Something due in a month of 2023."""
    return DueDay(what, date(2023, month, 1), 0, None, None, None)


def lines(decisions) -> dict[str, list[tuple]]:
    """Stage → (enterprise, pool, kind, what is due)."""
    return {stage: [(e.name, e.pool.pool, e.kind, e.due.what if e.due else None) for e in entries] for stage, entries in worklist(decisions).items()}


def test_each_status_has_its_stage():
    """Promote, leave and due days: the pool's own; near: 培育, or 挖掘 for pools there; meets everything: its own; blanks: 挖掘."""
    found = lines([of("甲", row("科", "挖掘", PROMOTE), row("高", "申报", LEAVE, due=(day("重新申请", 5),)), row("规", "进规", PROMOTE),
                      row("精", "申报", CANDIDATE, distance=(1, 2)), row("型", "挖掘", CANDIDATE, distance=(1, 1)),
                      row("巨", "申报", CANDIDATE, distance=(0, 0)), row("问", "进规", UNDETERMINED, missing=("营业收入",)),
                      row("库", "培育", MEMBER, due=(day("更新", 3), day("年报", 4))))])  # fmt: skip
    assert found == {
        "挖掘": [("甲", "型", "candidate", None), ("甲", "科", "promote", None), ("甲", "问", "ask", None)],
        "培育": [("甲", "库", "due", "更新"), ("甲", "库", "due", "年报"), ("甲", "精", "candidate", None)],
        "申报": [("甲", "高", "leave", "重新申请"), ("甲", "巨", "apply", None)],
        "进规": [("甲", "规", "promote", None)],
    }


def test_what_needs_nothing_done_is_not_on_the_list():
    """Members without a day to keep, those outside, and what no fact would settle."""
    found = lines([of("甲", row("库", "培育", MEMBER), row("远", "申报", OUTSIDE), row("密", "培育", UNDETERMINED))])
    assert found == {stage: [] for stage in STAGES}


def test_due_days_first_and_then_by_name_whatever_the_order():
    """Thousands in any order give one list: days ascending, then enterprises without a day by name."""
    rng = Random(1)
    decisions = [of(f"企{n:04}", row("库", "申报", PROMOTE, due=(day("更新", 1 + n % 12),) if n % 3 == 0 else ())) for n in range(3000)]
    rng.shuffle(decisions)
    entries = worklist(decisions)["申报"]
    assert len(entries) == 3000
    keys = [(e.due.by if e.due else date.max, e.name) for e in entries]
    assert keys == sorted(keys)
    assert worklist(reversed(decisions)) == worklist(decisions)


def test_stages_of_the_office_itself():
    """Other stages: what has no 挖掘 or 培育 to go to stays with the first, and with the pool's own."""
    found = lines([of("甲", row("精", "申办", CANDIDATE, distance=(1, 1)), row("问", "申办", UNDETERMINED, missing=("营业收入",)), stages=("摸排", "申办"))])
    assert found == {"摸排": [("甲", "问", "ask", None)], "申办": [("甲", "精", "candidate", None)]}
