"""A form asks just what the awards rest on, of the right years."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.small_rules import compiled
from tests.forms.helpers import FACTS, RULES, shipped, shipped_form, shipped_policies, small_form

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.forms.needed import form_of


def labels(form) -> list[str]:
    return [question.label for question in form.questions]


def test_only_what_is_needed_in_the_order_of_the_vocabulary():
    """Names always; years made concrete; what no award looks at is not asked."""
    form, _ = small_form()
    assert labels(form) == [
        "企业名称", "信用代码", "成立日期", "2019年收入", "2020年收入", "2019年研发", "2020年研发", "2020年人数", "租金", "增速", "面积",
        "发证", "贷款", "等级", "规上", "开业年", "合同",
    ]  # fmt: skip
    assert [g.heading for g in form.groups] == ["基本"] and [r.name for r in form.records] == ["合同"]
    assert form.awards == (("试", "甲奖"),)


def test_years_follow_the_policy_year():
    """上年 of 2023 is 2022."""
    plan, _ = compiled(RULES, facts=FACTS)
    form = form_of(ScalarEngine(plan, 2023, date(2024, 6, 30)))
    assert "2022年人数" in labels(form) and not any("2020" in label for label in labels(form))


def test_what_was_paid_before_is_asked_only_where_it_matters():
    """Awards given each year do not ask."""
    form, _ = small_form("awards:\n  奖: {clause: 一, when: {规上: 是}, amount: 1元}\n")
    assert form.awards == () and labels(form) == ["企业名称", "信用代码", "规上"]


@pytest.mark.parametrize("policy", shipped_policies())
def test_no_slot_of_a_shipped_policy_is_left_out(policy):
    """What the engine reads for the awards of a policy is on its form, and nothing else but names."""
    form = shipped_form(policy)
    engine = ScalarEngine(shipped(), form.policy_year, form.as_of, [policy])
    if form.policies:
        documents = [d for d in engine.documents if d.id == policy]
        part = engine.part([r for d in documents for r in (d.settle, *(g for _, g in d.gates))], engine.bind({}))
        asked = {(q.fact.name, q.year) for q in form.questions if q.fact.role not in ("name", "code")}
        assert {slot.key for slot in part.engine.slots if slot.kind == "fact"} - {(q.fact.name, None) for q in form.questions} <= asked
