"""Pools files and due days: what a tree becomes, and what is said of one that is wrong."""

from __future__ import annotations

import pytest

HEAD = "kind: pools\nid: test/pools\ntitle: 测试库\ninstrument: {title: 测试文件, evidence: official}\nin_force: {from: 2021-01-01}\n"


@pytest.fixture
def read_pools(read_file):
    """What follows the head of a pools file → Rules; its first line is line 6."""

    def read(text: str):
        found = read_file(HEAD + text)
        found.made = found.made.rules[0]
        return found

    return read


@pytest.fixture
def read_pool(read_pools):
    """The keys of one pool → Pool; they begin at line 8, column 5."""

    def read(text: str):
        found = read_pools("pools:\n  甲库:\n" + "".join(f"    {line}\n" for line in text.splitlines()))
        found.made = found.made.pools.get("甲库")
        return found

    return read


def test_a_pool_with_everything(read_pool):
    """Every key of a pool reaches the model."""
    found = read_pool(
        "title: 甲类企业库\nstage: 培育\nafter: [乙库, 丙库]\nmember: {在甲库: 是}\nenter: {甲: 是}\nleave: {乙: 是}\n"
        "candidate: {short_of: 达标, by_at_most: 两项}\ndue: {do: 更新, by: 每年5月31日}\nclause: 三\nref: [A-1, A-2]\nevidence: recalled\nnote: 注意"
    )
    pool = found.made
    assert found.codes == []
    assert (pool.name, pool.title, pool.stage.text, [n.text for n in pool.after]) == ("甲库", "甲类企业库", "培育", ["乙库", "丙库"])
    assert pool.member.subject.text == "在甲库" and pool.enter.subject.text == "甲" and pool.leave.subject.text == "乙"
    assert (pool.short_of.text, pool.at_most, pool.unknown, pool.note) == ("达标", 2, None, "注意")
    assert tuple(pool.clause.__getattribute__(k) for k in ("clause", "ref", "evidence")) == ("三", "A-1、A-2", "recalled")
    assert [(due.do, due.by, due.start) for due in pool.due] == [("更新", (5, 31), None)]


def test_the_least_that_a_pool_needs(read_pool):
    """A pool needs what lets one in, and no more."""
    pool = read_pool("enter: 甲").made
    assert (pool.stage, pool.after, pool.member, pool.leave, pool.short_of, pool.at_most, pool.due) == (None, (), None, None, None, None, ())
    assert read_pool("stage: 培育").codes == ["S211"]


def test_stages(read_pools):
    """The usual four stages stand for none written; a pool's stage is one of them, or the nearest is offered."""
    pools = "pools: {甲库: {stage: 申报, enter: 甲}}\n"
    assert [s.text for s in read_pools(pools).made.stages] == ["挖掘", "培育", "申报", "进规"]
    found = read_pools("stages: [先, 申报]\n" + pools)
    assert [s.text for s in found.made.stages] == ["先", "申报"] and found.codes == []
    wrong = read_pools("pools: {甲库: {stage: 培养, enter: 甲}}\n")
    assert wrong.places == [("L343", 6, 21)] and "培育" in wrong.findings[0].message + wrong.findings[0].hint
    assert wrong.made.pools["甲库"].stage is None


def test_unknown_conditions(read_pool):
    """Conditions that nobody published are unknown, and say why."""
    assert read_pool("enter: unknown\nwhy: 没有公布").made.unknown == "没有公布"
    found = read_pool("enter: unknown")
    assert found.codes == ["L340"] and found.made.unknown is None


@pytest.mark.parametrize(("written", "least"), [("2项", 2), ("3", 3), ("十项", 10), ("２项", 2), ("0项", 0)])
def test_how_near_is_near(read_pool, written, least):
    """The number of items is written in figures or in Chinese, with 项 or without."""
    found = read_pool(f"enter: 甲\ncandidate: {{short_of: 达标, by_at_most: {written}}}")
    assert found.codes == [] and found.made.at_most == least


@pytest.mark.parametrize("written", ["几项", "2.5项", "两三项", "很近"])
def test_nearness_that_is_no_number(read_pool, written):
    """What is no number of items is reported once."""
    assert read_pool(f"enter: 甲\ncandidate: {{short_of: 达标, by_at_most: {written}}}").codes == ["S214"]


DAYS = [("每年5月31日", (5, 31)), ("每年 12 月 1 日", (12, 1)), ("每年２月28日", (2, 28))]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_a_day_of_every_year(read_pool, written, day):
    """每年5月31日 is a month and a day, for the last day and for the first."""
    [due] = read_pool(f"enter: 甲\ndue: {{do: 更新, from: {written}, by: {written}}}").made.due
    assert due.by == due.start == day


def test_days_that_are_expressions(read_pool):
    """A date, a name and a calculation are expressions; several days are a list."""
    found = read_pool("enter: 甲\ndue:\n  - {do: 申报, from: 2022-05-01, by: 2022-06-30, clause: 五, ref: A-1}\n  - {do: 再申请, by: 有效期至, from: EDATE（有效期至，-6个月）}")
    first, second = found.made.due
    assert found.codes == []
    assert (str(first.by.value), str(first.start.value), first.clause.clause, first.clause.ref) == ("2022-06-30", "2022-05-01", "五", "A-1")
    assert (second.by.text, second.start.function) == ("有效期至", "EDATE")


@pytest.mark.parametrize(
    ("due", "codes"),
    [
        ("{do: 更新, by: 每年2月29日}", ["L342"]),
        ("{do: 更新, by: 每年2月30日}", ["L342"]),
        ("{do: 更新, by: 每年13月1日}", ["L342"]),
        ("{do: 更新, by: 每年0月1日}", ["L342"]),
        ("{do: 更新, by: 每年6月31日}", ["L342"]),
        ("{do: 更新, by: 每年五月}", ["L342"]),
        ("{do: 更新, by: 每年5月31日, from: 每年2月29日}", ["L342"]),
        ("{do: 更新, by: 2022-02-30}", ["L314"]),
        ("{do: 更新, by: 有效期至, from: 每年4月1日}", ["L344"]),
        ("{do: 更新}", ["S211"]),
        ("{by: 每年5月31日}", ["S211"]),
        ("每年5月31日", ["S215"]),
        ("[]", ["S216"]),
        ("{do: 更新, by: 甲 不低于 2元}", ["L318"]),
    ],
)
def test_days_that_are_none(read_pool, due, codes):
    """A day that is in no calendar, or no day at all, is reported once and left out."""
    found = read_pool(f"enter: 甲\ndue: {due}")
    assert found.codes == codes and found.made.due == ()


def test_29_february_is_told_what_to_write(read_pool):
    """The remedy for 29 February is 28 February."""
    assert "每年2月28日" in read_pool("enter: 甲\ndue: {do: 更新, by: 每年2月29日}").findings[0].hint


def test_due_of_a_policy(read_file):
    """A policy says by when to apply in the same words."""
    found = read_file("kind: policy\nid: t/p\ntitle: 甲\ninstrument: {title: 甲, evidence: official}\nin_force: {from: 2021-01-01}\n"
                      "due: {do: 申报兑现, from: 2022-05-01, by: 2022-06-30}\nawards: {奖: {clause: 一, amount: 1元}}\n")
    [due] = found.made.rules[0].due
    assert found.codes == [] and (due.do, str(due.by.value)) == ("申报兑现", "2022-06-30")


def test_names_of_pools(read_pools):
    """A pool is named as anything is; a name with a space is reported."""
    assert read_pools("pools: {甲 库: {enter: 甲}}\n").codes == ["L351"]


def test_words_for_pools_and_limits(read_file):
    """A file that has pools but no kind is told which kind it is."""
    assert "kind: pools" in read_file("id: a/b\npools: {甲库: {enter: 甲}}\n").findings[0].hint
    assert "kind: limits" in read_file("id: a/b\nlimits: {甲: {}}\n").findings[0].hint
