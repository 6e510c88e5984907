"""Profiles in JSON: the same facts, exact numbers, the same care."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eligibility.profiles.values import NONE_VALUE
from tests.profiles.vocabulary import read, values


def test_a_sound_profile(tmp_path):
    """JSON texts, numbers, true, false and null are read as what they are."""
    profile, findings = read(
        tmp_path,
        """\ufeff{
  "企业名称": "甲\\u516c司", "营收": {"2020": "5万元", "2021年": null},
  "规模以上": false, "创新评分": 71.50, "职工总数": {"2021": 30}, "开业年度": 2019,
  "证书有效期至": "无",
  "技术合同": [{"合同编号": "A", "到账金额": "3元"}], "已兑现": "无"
}""",
        "甲.JSON",
    )
    assert not findings.items
    got = values(profile)
    assert got.pop("证书有效期至") is NONE_VALUE
    assert got == {
        "企业名称": "甲公司", ("营业收入", 2020): 5_000_000, "规模以上": False, "创新评分": Fraction(143, 2),
        ("职工总数", 2021): 30, "开业年度": 2019, "技术合同": [{"合同编号": "A", "到账金额": 300}],
    }  # fmt: skip
    assert profile.paid == () and profile.name == "甲公司"
    where = profile.facts["创新评分", None].where
    assert (where.line, where.col, where.length) == (3, 26, 5)


def test_numbers_are_taken_from_their_digits(tmp_path):
    """No number passes through a float: 0.1 is a tenth, and what has too many digits is refused."""
    profile, findings = read(tmp_path, '{"创新评分": 0.1}', "甲.json")
    assert values(profile) == {"创新评分": Fraction(1, 10)} and not findings.items
    _, findings = read(tmp_path, '{"创新评分": 0.30000000000000004}', "甲.json")
    assert [d.code for d in findings.items] == ["F747"]
    _, findings = read(tmp_path, '{"创新评分": %s}' % ("9" * 10_000), "甲.json")
    assert [d.code for d in findings.items] == ["F741"]


@pytest.mark.parametrize(
    ("text", "code", "line", "col"),
    [
        ('{"规模以上": "true"}', "F734", 1, 11),
        ('{"规模以上": 1}', "F734", 1, 10),
        ('{"企业名称": true}', "F733", 1, 10),
        ('{"统一社会信用代码": 91500108}', "F733", 1, 14),
        ('{"成立日期": 20200101}', "F733", 1, 10),
        ('{"创新评分": 1e2}', "F743", 1, 11),
        ('{"营业收入": {"2020": 5}}', "F744", 1, 19),
        ('{"创新评分": 1,\n "创新评分": 2}', "F712", 2, 2),
        ('{"营业收入": {"2020": "1元", "2020": "2元"}}', "F712", 1, 25),
        ('{"创新评分": NaN}', "F706", 1, 10),
        ('{"创新评分": -Infinity}', "F706", 1, 10),
        ('{"创新评分": 1,}', "F704", 1, 11),
        ('["甲",\n  ]', "F704", 1, 5),
        ('{"企业名称": null,\r"创新评分": 1e2}', "F743", 2, 10),
        ('{"企业名称": null,\r\n"创新评分" 1}', "F704", 2, 8),
        ('{"创新评分" 1}', "F704", 1, 9),
        ('{"创新评分": "1}', "F704", 1, 10),
        ("{'创新评分': 1}", "F704", 1, 2),
        ("", "F704", 1, 1),
        ("[]", "F701", 1, 1),
        ('"甲"', "F701", 1, 1),
        ("[" * 100_000, "F705", 1, 65),
        ('{"企业名称": "\\ud800"}', "F736", 1, 10),
    ],
)
def test_refused_at_its_place(tmp_path, text, code, line, col):
    """Each mistake is one error at its line and column, and no value."""
    profile, findings = read(tmp_path, text, "甲.json")
    assert [(d.code, d.where.line, d.where.col) for d in findings.items if d.code != "F732"] == [(code, line, col)]
    assert profile is None or not profile.facts


def test_not_utf8_is_refused_where_it_begins(tmp_path):
    """A file from a GBK editor is refused at the first character that is not UTF-8."""
    profile, findings = read(tmp_path, '{"a": 1,\n "b": "'.encode() + "公司".encode("gbk") + b'"}', "甲.json")
    assert profile is None and [(d.code, d.where.line, d.where.col) for d in findings.items] == [("F707", 2, 8)]


def test_yaml_and_json_agree(tmp_path):
    """The same profile as JSON read under both names gives the same facts, where types do not differ."""
    text = '{"营业收入": {"2020": "5万元"}, "认定类型": "首次认定", "技术合同": [{"合同编号": "A"}]}'
    as_json, _ = read(tmp_path, text, "甲.json")
    as_yaml, _ = read(tmp_path, text, "甲.yaml")
    assert as_json.facts.keys() == as_yaml.facts.keys()
    for key, given in as_json.facts.items():
        other = as_yaml.facts[key]
        assert (given.value, given.where.line, given.where.col, given.text) == (other.value, other.where.line, other.where.col, other.text)
