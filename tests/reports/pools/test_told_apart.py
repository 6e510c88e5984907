"""Enterprises of one list are told apart: nobody's blanks are asked of another who has the same name."""

from __future__ import annotations

from eligibility.reports.pools import report
from eligibility.reports.pools.told_apart import told_apart

from .made import enterprise, pool


def names(*enterprises, files=()) -> list[str]:
    """The names in a list."""
    return [own[0].name for own in told_apart([[e] for e in enterprises], files)]


def test_equal_names_are_told_apart_by_code_file_or_place():
    """By as little as it takes; a name that only one has stays as it is."""
    twins = [enterprise("甲", code="1"), enterprise("甲", code="2"), enterprise("乙", code="3")]
    assert names(*twins) == ["甲（1）", "甲（2）", "乙"]
    same = [enterprise("甲", code=None)] * 2
    assert names(*same, files=["a/一.yaml", "a/二.yaml"]) == ["甲（一.yaml）", "甲（二.yaml）"]
    assert names(*same, files=["a/一.yaml", "b/一.yaml"]) == ["甲（一.yaml）（a/一.yaml）", "甲（一.yaml）（b/一.yaml）"]
    assert names(*same) == ["甲（第 1 家）", "甲（第 2 家）"]


def test_who_has_no_name_is_called_by_code_or_file():
    """The office can find the profile."""
    found = names(enterprise(None, code="1"), enterprise(None, code=None), enterprise(None, code=None), files=["x.yaml", "y.yaml", "z.yaml"])
    assert found == ["1", "（画像没有写企业名称）y.yaml", "（画像没有写企业名称）z.yaml"]


def test_blanks_of_namesakes_are_asked_apart():
    """Two enterprises of one name: each with its own blanks and its own count of pools."""
    waits = [pool("库", "申报", "undetermined", missing=(fact,)) for fact in ("所属行业", "资产总额")]
    shown = report.of_many([[enterprise("甲", (own,), code=None)] for own in waits], files=["一.yaml", "二.yaml"])
    assert "· 甲（一.yaml）：所属行业（1 个库待定）" in shown and "· 甲（二.yaml）：资产总额（1 个库待定）" in shown and "挖掘（2）" in shown
