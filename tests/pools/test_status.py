"""Each status of the small pipeline, with why, what is lacking and what is missing."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from eligibility.pools.decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED
from eligibility.pools.status import recorded_of, status_of
from eligibility.profiles.values import NONE_VALUE

from .library import POOLS, pool

万元 = 1_000_000  # 分
FITS = {"营业收入_2020": 1000 * 万元, "职工总数": 500, "有专利": True}
VALID, EXPIRED = date(2022, 6, 30), date(2022, 6, 29)
STAYS = {"数据更新": "已更新"}


def texts(reasons):
    """Reasons as people read them."""
    return [f"{r.condition} {r.required}，{r.actual}" for r in reasons]


# ------------------------------------------------------------------- the table


@pytest.mark.parametrize(
    "recorded, inside, status",
    [(True, True, MEMBER), (False, True, PROMOTE), (True, False, LEAVE), (None, True, UNDETERMINED), (None, False, UNDETERMINED),
     (True, None, UNDETERMINED), (False, None, UNDETERMINED), (None, None, UNDETERMINED)],
)  # fmt: skip
def test_what_is_recorded_and_what_follows_decide(recorded, inside, status):
    """Both known: member, promote or leave; one of them blank: undetermined, however near."""
    assert status_of(recorded, inside, False, (0, 0), 2) == status


@pytest.mark.parametrize(
    "near, at_most, leave, status",
    [
        ((2, 2), 2, False, CANDIDATE), ((0, 0), 0, False, CANDIDATE), ((1, 2), 2, False, CANDIDATE),
        ((3, 3), 2, False, OUTSIDE), ((3, None), 2, False, OUTSIDE), ((0, 0), None, False, OUTSIDE), (None, 2, False, OUTSIDE),
        ((1, 3), 2, False, UNDETERMINED), ((0, None), 2, False, UNDETERMINED),
        ((1, 1), 2, True, OUTSIDE), ((1, 1), 2, None, UNDETERMINED), ((3, 3), 2, None, OUTSIDE),
    ],
)  # fmt: skip
def test_who_is_not_in_it_is_near_or_not(near, at_most, leave, status):
    """Candidate by the highest number of failing tests, outside by the lowest, and nobody while leaving is open."""
    assert status_of(False, False, leave, near, at_most) == status


def test_conditions_that_nobody_knows_leave_candidates_by_nearness():
    """Not recorded in it, not to leave and near: candidate. A pool that nothing records has no more to ask."""
    unknown = {"nobody_knows": True}
    assert status_of(False, None, False, (1, 1), 1, **unknown) == CANDIDATE
    assert status_of(None, None, False, (1, 1), 1, **unknown) == UNDETERMINED
    assert status_of(None, None, False, (1, 1), 1, **unknown, has_member=False) == CANDIDATE
    assert status_of(False, None, False, (2, 2), 1, **unknown) == UNDETERMINED
    assert status_of(False, None, None, (1, 1), 1, **unknown) == UNDETERMINED


def test_a_title_is_recorded_by_holding_it_or_by_having_to_leave_it():
    """Without ``member`` both count, three-valued; with it nothing else does."""
    for member, enter, leave in product((True, False, None), repeat=3):
        assert recorded_of(True, member, enter, leave) is member
        held = True if True in (enter, leave) else None if None in (enter, leave) else False
        assert recorded_of(False, member, enter, leave) is held
        assert recorded_of(False, member, enter, leave, (True,)) is held
        assert recorded_of(False, member, enter, leave, (False, None)) is leave


def test_who_never_was_in_the_pool_before_it_is_outside_and_does_not_leave():
    """A title asked for inside another pool was never held outside that pool; what is lacking is that pool."""
    found = pool("精选库", **FITS | STAYS | {"营业收入_2020": 2000 * 万元}, 在科技库=True, 高企证书有效期至=NONE_VALUE)
    assert (found.status, found.recorded, found.inside) == (OUTSIDE, False, False)
    assert found.lacks.condition == "在“高企库”"


# ---------------------------------------------------------------- the small pipeline


def test_member_by_record():
    """It is recorded, and nothing makes it leave."""
    found = pool("科技库", 在科技库=True, **STAYS)
    assert (found.status, found.recorded, found.inside) == (MEMBER, True, True)
    assert texts(found.why) == ["在科技库 是，是"]
    assert found.why[0].clause == "第一条"  # of the pool, where the condition has none
    assert (found.lacks, found.missing) == (None, ())


def test_promote_by_its_own_condition_and_by_another_pool():
    """Either way in is said with its clause; the other pool by its name."""
    by_size = pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, **FITS)
    assert by_size.status == PROMOTE
    assert texts(by_size.why) == ["上年营业收入 不低于 1000万元，1000万元", "职工总数 不超过 500人，500人", "有专利 是，是"]
    by_title = pool("科技库", 在科技库=False, 高企证书有效期至=VALID)
    assert by_title.status == PROMOTE
    assert texts(by_title.why) == ["在“高企库” 是，是"]
    assert by_title.why[0].clause == "第二条"
    assert [(link.then, link.because) for link in by_title.chain] == [
        ("在“高企库”", ("高企证书有效期至 不早于 申报日期（2022-06-30）",)),
        ("在“科技库”", ("在“高企库”", "在科技库 否")),
    ]


def test_candidate_with_what_is_lacking_and_by_how_much():
    """Two tests fail: both are named with their gaps."""
    found = pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, 营业收入_2020=900 * 万元, 职工总数=501, 有专利=True)
    assert (found.status, found.distance, found.short_of) == (CANDIDATE, (2, 2), "符合科技")
    assert [(n.condition, n.gap.by, n.gap.unit, n.gap.more) for n in found.lacks.children] == [
        ("上年营业收入", 100 * 万元, "money", True), ("职工总数", 1, "count:人", False)]  # fmt: skip


def test_candidate_with_a_blank_that_cannot_make_it_too_far():
    """One test fails and one is open: at most two, so a candidate, and the blank is named."""
    found = pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, 营业收入_2020=900 * 万元, 有专利=True)
    assert (found.status, found.distance, found.missing) == (CANDIDATE, (1, 2), ("职工总数",))


def test_candidate_that_meets_everything_only_lacks_the_record():
    """Distance (0, 0): the title's conditions are met, the certificate is not there."""
    facts = {"营业收入_2020": 1000 * 万元, "研发费用_2020": 50 * 万元, "有专利": True}
    found = pool("高企库", 高企证书有效期至=NONE_VALUE, **facts)
    assert (found.status, found.distance, found.lacks) == (CANDIDATE, (0, 0), None)


def test_outside_by_distance():
    """Three tests fail where two may: outside, and still told what fails."""
    found = pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, 营业收入_2020=900 * 万元, 职工总数=501, 有专利=False)
    assert (found.status, found.distance) == (OUTSIDE, (3, 3))
    assert [n.condition for n in found.lacks.children] == ["上年营业收入", "职工总数", "有专利"]


def test_leave_by_the_rule_and_by_the_pool_before_it():
    """A certificate that expired; and a pool whose parent is lost, with the whole way in the chain."""
    title = pool("高企库", 高企证书有效期至=EXPIRED)
    assert (title.status, texts(title.why)) == (LEAVE, ["高企证书有效期至 早于 申报日期（2022-06-30），2022-06-29"])
    gone = pool("培育库", 在科技库=True, 数据更新="逾期未更新", 在培育库=True, 违法=False)
    assert gone.status == LEAVE
    assert texts(gone.why) == ["在“科技库” 是，否"]
    assert gone.lacks.condition == "在“科技库”"
    assert [(link.then, link.because) for link in gone.chain] == [
        ("不在“科技库”", ("在科技库 是", "数据更新 为 逾期未更新")), ("不在“培育库”", ("不在“科技库”",))]  # fmt: skip


def test_a_parent_counts_as_one_test():
    """Not in the pool before it: one more that is lacking, named by the pool."""
    facts = {"在培育库": False, "违法": False, "营业收入_2020": 1000 * 万元, "研发费用_2020": 50 * 万元, "有专利": True, "职工总数": 1}
    found = pool("培育库", 在科技库=True, 数据更新="逾期未更新", **facts)
    assert (found.status, found.distance, found.lacks.condition) == (CANDIDATE, (1, 1), "在“科技库”")
    found = pool("培育库", 在科技库=True, **STAYS, **facts)
    assert (found.status, found.distance, found.lacks) == (CANDIDATE, (0, 0), None)
    assert found.unknown == "条件没有公布"


def test_undetermined_names_the_blanks():
    """The blank record, the blank date; and the reasons say what is open."""
    found = pool("高企库")
    assert (found.status, found.missing) == (UNDETERMINED, ("高企证书有效期至",))
    found = pool("科技库", 高企证书有效期至=VALID)
    assert found.status == UNDETERMINED
    assert found.missing == ("在科技库", "数据更新")
    assert all(reason.result is None for reason in found.why)


def test_undetermined_by_distance_names_the_blanks_that_keep_it_open():
    """One fails, two are open, two may fail: near or not depends on the two."""
    found = pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, 营业收入_2020=900 * 万元)
    assert (found.status, found.distance, set(found.missing)) == (UNDETERMINED, (1, 3), {"职工总数", "有专利"})


def test_a_pool_without_candidates_has_no_distance():
    """Outside is said with the conditions that fail, pools among them."""
    found = pool("精选库", 高企证书有效期至=EXPIRED, 在科技库=False, 营业收入_2020=0, 有专利=True, 职工总数=1)
    assert (found.status, found.distance) == (OUTSIDE, None)
    assert texts(found.why) == ["在“高企库” 是，否", "在“科技库” 是，否", "上年营业收入 不低于 2000万元，0元"]


# -------------------------------------------------------------------------- due days


def test_due_days_of_members_and_those_to_promote():
    """The next day of the year; a date of the certificate with its first day and the days until then."""
    (day,) = pool("科技库", 在科技库=True, **STAYS).due
    assert (day.what, day.by, day.days, day.start, day.clause) == ("更新数据", date(2023, 5, 31), 335, None, "第三条")
    (day,) = pool("高企库", 高企证书有效期至=date(2022, 12, 31)).due
    assert (day.by, day.days, day.start) == (date(2022, 12, 31), 184, date(2022, 6, 30))
    (day,) = pool("高企库", 高企证书有效期至=EXPIRED).due
    assert day.days == -1  # it is too late


def test_due_days_only_where_they_matter():
    """None for candidates and those outside, and none by a date that nobody knows."""
    assert pool("科技库", 在科技库=False, 高企证书有效期至=EXPIRED, **(FITS | {"职工总数": 501})).due == ()
    by_blank = POOLS.replace("by: 每年5月31日", "by: 高企证书有效期至")
    assert pool("科技库", by_blank, 在科技库=True, **STAYS).due == ()


def test_a_day_of_the_year_with_a_first_day_of_the_year():
    """From and by both every year: the window that the next last day ends; the day itself still counts."""
    window = POOLS.replace("by: 每年5月31日", "by: 每年6月30日, from: 每年9月1日")
    (day,) = pool("科技库", window, 在科技库=True, **STAYS).due
    assert (day.start, day.by, day.days) == (date(2021, 9, 1), date(2022, 6, 30), 0)


def test_who_can_be_no_candidate_is_not_asked_how_near_it_is():
    """Where it has to leave, or belongs in it, whether it is recorded there decides alone."""
    found = pool("培育库", 在科技库=True, 数据更新="已更新", 违法=True)
    assert (found.status, found.missing) == (UNDETERMINED, ("在培育库",))
    found = pool("科技库", 高企证书有效期至=VALID, 数据更新="已更新")
    assert (found.status, found.inside, found.missing) == (UNDETERMINED, True, ("在科技库",))
