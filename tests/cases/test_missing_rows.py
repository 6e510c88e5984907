"""A blank list of records is among what is missing, whatever its conditions want of a row."""

import pytest

from eligibility.cases.run import Engines
from eligibility.decisions.row_candidates import candidate_rows

from .library import POLICY, build, only_case, prepare


def missing(tmp_path, condition, define=""):
    """The sets missing of an award that hangs on ``condition`` alone, the contracts being blank."""
    from eligibility.cases.run import run_case

    policy = POLICY.replace(" {合同: 有}", f"\n      {condition}").replace("define:\n", "define:\n" + define)
    asked = "分段奖励: {result: undetermined, needs: [行业]}"  # surely not what is missing
    built = build(tmp_path, {"award.yaml": policy} | only_case("主体合格: 是, 研发费用: {2020: 1元}", asked))
    (prepared,) = [p for p in prepare(built) if p.case.name == "一例"]
    (checked,) = run_case(prepared, Engines(built.plan)).checked
    return checked.missing


@pytest.mark.parametrize(
    "condition, define",
    [
        ("合同: 有", ""),
        ("has: {of: 合同}", ""),
        ("has: {of: 合同, where: {种类: 转让, 已登记: 否}}", ""),
        ("has: {of: 合同, where: {金额: 超过 20万元，不超过 30万元}}", ""),
        ("合同数: 不低于 7份", ""),
        ("- COUNT（合同） 不低于 3份", ""),
        ("总额: 不低于 3亿元", "  总额:\n    for_each: {of: 合同, where: {种类: 其他}, amount: 金额}\n"),
    ],
)
def test_filling_the_records_is_found(tmp_path, condition, define):
    """Existence, words, bounds, counts and sums: some rows are found that make the award eligible."""
    assert missing(tmp_path, condition, define) == (("合同",),)


def test_what_no_rows_can_do_is_not_claimed(tmp_path):
    """A condition that no row can meet names no missing set."""
    assert missing(tmp_path, "has: {of: 合同, where: {金额: 超过 20万元，低于 10万元}}") == ()


def test_rows_that_are_tried_hold_only_what_the_vocabulary_allows(tmp_path):
    """Every cell is of its column's kind, and no list is longer than the bound."""
    built = build(tmp_path, only_case("主体合格: 是", "合同奖励: undetermined"))
    (prepared,) = [p for p in prepare(built) if p.case.name == "一例"]
    engine = Engines(built.plan).of(prepared)
    records = next(i for i, op in enumerate(built.plan.operations) if op.op == "records")
    tried = candidate_rows(engine, engine.run_profile(prepared.profile), records, list(range(len(built.plan.operations))))
    assert tried[0] == [] and len(tried) > 10
    for row in (row for rows in tried for row in rows):
        assert row.keys() <= {"金额", "已登记", "种类"}
        assert row.get("种类", "其他") in ("开发", "转让", "其他")
        assert isinstance(row.get("已登记", True), bool) and row.get("金额", 0) >= 0
