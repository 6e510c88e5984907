"""Whole profiles: labels, years, records, what was paid before."""

from __future__ import annotations

from datetime import date

import pytest

from eligibility.language.diagnostic import Findings
from eligibility.language.yaml_tree import read_yaml
from eligibility.profiles.profile import PaidBefore
from eligibility.profiles.reader import labels_of_cases, profile_from_tree
from eligibility.profiles.values import NONE_VALUE
from tests.profiles.vocabulary import VOCABULARY, read, values


def codes(findings: Findings) -> list[tuple[str, int, int]]:
    return [(d.code, d.where.line, d.where.col) for d in findings.sorted()]


def test_a_sound_profile(tmp_path):
    """Every kind of fact is read with its value, place and words as written."""
    profile, findings = read(
        tmp_path,
        """\
企业名称: 虚构科技有限公司
信用代码: 91500108MA5U00000M
营收: {2020: 500万元, 2021年: 600万元}
2019年营业收入: 400万元
职工总数:
  2021: 30
证书有效期至: 无
规模以上:
技术合同:
  - {合同编号: A-1, 到账金额: 3万元, 到账日期: 2021-05-06}
  - {编号: A-2, 到账金额: , 到账日期: 无}
已兑现: 无
""",
    )
    assert not findings.items
    assert values(profile) == {
        "企业名称": "虚构科技有限公司",
        "统一社会信用代码": "91500108MA5U00000M",
        ("营业收入", 2019): 400_000_000,
        ("营业收入", 2020): 500_000_000,
        ("营业收入", 2021): 600_000_000,
        ("职工总数", 2021): 30,
        "证书有效期至": profile.facts["证书有效期至", None].value,
        "技术合同": [
            {"合同编号": "A-1", "到账金额": 3_000_000, "到账日期": date(2021, 5, 6).toordinal()},
            {"合同编号": "A-2", "到账日期": profile.facts["技术合同", None].value[1]["到账日期"]},
        ],
    }
    assert profile.facts["证书有效期至", None].value is NONE_VALUE
    assert profile.facts["技术合同", None].value[1]["到账日期"] is NONE_VALUE
    assert (profile.name, profile.code, profile.paid) == ("虚构科技有限公司", "91500108MA5U00000M", ())
    given = profile.facts["营业收入", 2021]
    assert (given.text, given.where.line, given.where.col) == ("600万元", 3, 26)
    assert profile.facts["技术合同", None].text == "2份"


def test_all_blank(tmp_path):
    """Keys without values, and facts that are not there, are absent; nothing is known of earlier payments."""
    profile, findings = read(tmp_path, "企业名称:\n营业收入: {2020: }\n职工总数:\n技术合同:\n已兑现:\n")
    assert not findings.items and not profile.facts and profile.paid is None and profile.name is None


def test_name_and_alias_conflict_names_both_places(tmp_path):
    """The same fact under two labels is an error that names both places, and is blank."""
    profile, findings = read(tmp_path, "营收: {2020: 5万元, 2021: 6万元}\n营业收入:\n  2020: 5万元\n")
    assert codes(findings) == [("F712", 3, 3)]
    assert "第 1 行第 6 列" in findings.items[0].message and "第 3 行第 3 列" in findings.items[0].message
    assert values(profile) == {("营业收入", 2021): 6_000_000}


def test_alias_conflict_names_both_words(tmp_path):
    """A conflict of name and alias says which two words were used."""
    profile, findings = read(tmp_path, "信用代码: A\n统一社会信用代码: B\n")
    assert "“信用代码”和“统一社会信用代码”" in findings.items[0].message and not profile.facts and profile.code is None


def test_blank_alias_is_no_conflict(tmp_path):
    """A label without a value says nothing, so the other label counts."""
    profile, findings = read(tmp_path, "信用代码:\n统一社会信用代码: 91500108MA5U00000M\n")
    assert not findings.items and profile.code == "91500108MA5U00000M"


def test_year_prefix_and_mapping_conflict(tmp_path):
    """One year of a fact, given flat and in the mapping, is a conflict for that year only."""
    profile, findings = read(tmp_path, "2020年营收: 1元\n营业收入: {2020: 2元, 2019: 3元}\n")
    assert codes(findings) == [("F712", 2, 8)] and values(profile) == {("营业收入", 2019): 300}


def test_refused_cell_leaves_the_row(tmp_path):
    """A refused cell is blank; the row and its other cells stay."""
    profile, findings = read(tmp_path, "技术合同:\n  - {合同编号: A, 到账金额: 3}\n")
    assert codes(findings) == [("F744", 2, 21)] and values(profile) == {"技术合同": [{"合同编号": "A"}]}


@pytest.mark.parametrize("row", ["", "某合同", "{合同编号: , 到账金额: }", "[1, 2]"])
def test_a_row_that_is_none_makes_the_fact_blank(tmp_path, row):
    """Sums over fewer rows than there are would be wrong, so a broken row makes the whole fact blank."""
    profile, findings = read(tmp_path, f"技术合同:\n  - {{合同编号: A}}\n  - {row}\n")
    assert findings.has_errors and not profile.facts


def test_unknown_column_is_reported_once(tmp_path):
    """A misspelt column gives one finding, not one a row."""
    profile, findings = read(tmp_path, "技术合同:\n" + "  - {合同编号: A, 到帐金额: 3元}\n" * 50)
    assert codes(findings) == [("F713", 2, 15)] and "到账金额" in findings.items[0].hint
    assert len(values(profile)["技术合同"]) == 50


def test_records_none_is_an_empty_list_and_an_empty_list_is_a_doubt(tmp_path):
    """无 says that there are no rows; [] may be a form nobody filled in."""
    profile, findings = read(tmp_path, "技术合同: 无\n")
    assert values(profile) == {"技术合同": []} and not findings.items and profile.facts["技术合同", None].text == "无"
    profile, findings = read(tmp_path, "技术合同: []\n")
    assert not profile.facts and [(d.code, d.severity) for d in findings.items] == [("F723", "warning")]


def test_paid_before(tmp_path):
    """Each payment is read with its policy, award, year and amount; the last two may be missing."""
    text = "已兑现:\n  - {事项: nanan/a, 奖补项: 复审, 年度: 2020, 金额: 5万元}\n  - {事项: nanan/a, 奖补项: 首次认定}\n"
    profile, findings = read(tmp_path, text)
    assert not findings.items
    first, second = profile.paid
    assert first == PaidBefore("nanan/a", "复审", 2020, 5_000_000, first.where) and first.where.line == 2
    assert (second.award, second.year, second.fen) == ("首次认定", None, None)


@pytest.mark.parametrize("paid", ["有", "[]", "{事项: a}", "[{事项: a}]", "[复审]", "[{事项: a, 奖补: b}]", "不详"])
def test_paid_before_with_a_gap_is_unknown(tmp_path, paid):
    """A list of payments that cannot be read in full is reported, and nothing is known."""
    profile, findings = read(tmp_path, f"已兑现: {paid}\n")
    assert findings.items and profile.paid is None


def test_relative_year_asks_for_the_year(tmp_path):
    """上年 depends on when one asks; the remedy writes the label with a year."""
    profile, findings = read(tmp_path, "上年营业收入: 5万元\n近三年营收: 5万元\n")
    assert [d.code for d in findings.items] == ["F714", "F714"] and "2020年营业收入" in findings.items[1].hint
    assert not profile.facts


def test_unknown_label_is_corrected_by_spelling(tmp_path):
    """A misspelt label names the nearest known one, year prefix kept."""
    _, findings = read(tmp_path, "营业收人: 5万元\n2020年营业收人: 5万元\n完全无关xyz: 1\n")
    hints = [d.hint for d in findings.items]
    assert "营业收入" in hints[0] and "2020年营业收入" in hints[1] and hints[2]


def test_findings_are_bounded(tmp_path):
    """A file that is no profile gives a hundred findings and one that counts the rest, still an error."""
    _, findings = read(tmp_path, "".join(f"甲{i}: 1\n" for i in range(500)))
    assert len(findings.items) == 101 and findings.items[-1].code == "F708"
    assert "400" in findings.items[-1].message and findings.items[-1].severity == "error"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("职工总数: {2020: 1,234}\n创新评分: 3\n", {"创新评分"}),
        ("创新评分: 3\n企业名称: 甲\n创新评分: 4\n", {"企业名称"}),
        ("营业收入: {2020: 1元, 2020: 2元}\n企业名称: 甲\n", {"企业名称"}),
        ('"创新评分": 3\n企业名称: 甲\n创新评分: 4\n', {"企业名称"}),
        ("企业名称: 甲\n  乙\n创新评分: 4\n", {"创新评分"}),
    ],
)
def test_what_yaml_itself_doubts_is_blank(tmp_path, text, left):
    """A value cut at a comma, doubled or folded is reported by the YAML reader and not used."""
    profile, findings = read(tmp_path, text)
    assert findings.has_errors and {name for name, _ in profile.facts} == left


def test_definitions_of_a_case():
    """A case may give a defined name directly, read by its unit; money may be negative there."""
    findings = Findings()
    tree = read_yaml("合格: 是\n利润增量: -5万元\n占比: 3%\n提高: 2百分点\n台数: 3台\n企业名称: 甲\n截止: 2021-01-02\n", "例.yaml", findings)
    units = {"合格": "bool", "利润增量": "money", "占比": "ratio", "提高": "points", "台数": "count:台", "截止": "date"}
    profile = profile_from_tree(tree, "例.yaml", VOCABULARY, findings, known=labels_of_cases(VOCABULARY, units))
    assert not findings.items and profile.name == "甲"
    got = {name: given.value for name, given in profile.definitions.items()}
    assert got["合格"] is True and got["利润增量"] == -5_000_000 and got["台数"] == 3 and got["截止"] == date(2021, 1, 2).toordinal()
    assert got["占比"] * 100 == 3 and got["提高"] * 100 == 2


def test_definitions_are_unknown_in_a_profile(tmp_path):
    """What rules define is not the enterprise's to state."""
    profile, findings = read(tmp_path, "合格: 是\n")
    assert [d.code for d in findings.items] == ["F711"] and not profile.definitions
