"""Limits across policies read into the model."""

from __future__ import annotations

import pytest

from eligibility.language.diagnostic import Findings
from eligibility.language.limits import read_limits
from eligibility.language.yaml_tree import read_yaml


def read(text: str):
    """The limits of a mapping, and the codes of what is wrong."""
    findings = Findings()
    return read_limits(read_yaml(text, "x.yaml", findings), findings), [d.code for d in findings.items]


def test_a_limit_with_everything():
    """Policies, awards, how it pays and cuts, and where it stands."""
    found, codes = read("甲: {awards: {a/b: [一, 二], c: 全部}, cap: 50万元, per: lifetime, cut: pro_rata, refer: 原则上, clause: 第九条, ref: X-1, note: 注}")
    limit = found["甲"]
    assert codes == [] and [(policy.text, [n.text for n in names]) for policy, names in limit.awards] == [("a/b", ["一", "二"]), ("c", [])]
    assert (limit.pay, limit.per, limit.cut, limit.refer, limit.clause.clause, limit.clause.ref, limit.note) == (
        "all", "lifetime", "pro_rata", "原则上", "第九条", "X-1", "注")
    assert limit.cap is not None


@pytest.mark.parametrize(("text", "code"), [("甲: {awards: {a: 全部}}", "L345"), ("甲 乙: {awards: {a: 全部}, cap: 1元}", "L351")])
def test_what_is_wrong_is_told(text, code):
    """All paid and no cap limits nothing; names are as everywhere."""
    assert read(text)[1] == [code]


def test_highest_needs_no_cap():
    """Where only the highest is paid a cap may be left out."""
    found, codes = read("甲: {awards: {a: 全部}, pay: highest}")
    assert codes == [] and found["甲"].cap is None
