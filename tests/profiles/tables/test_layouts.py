"""Shapes of tables that people use: each is read as meant, or said to be unclear."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from eligibility.profiles.reader import read_profile
from eligibility.profiles.values import NONE_VALUE
from eligibility.language.diagnostic import Findings
from tests.profiles.tables.books import CODE, CODE_B, Shown, facts, read_csv, read_sheets, workbook
from tests.profiles.vocabulary import VOCABULARY


def test_labels_down(tmp_path):
    """Labels down the first column: title rows, blank rows, a header, units and notes around them change nothing."""
    found = read_sheets(
        tmp_path,
        [
            [None, Shown("企业基本情况表", merged=2)],
            ["单位：万元"],
            [],
            ["序号", "项目", "填写内容", "单位", "备注"],
            ["一", "企业名称：", "虚构甲公司", None, "按营业执照"],
            [None, "*统一社会信用代码（18位）", CODE],
            [2, "2020年营业收入", 3200, "万元", "审计报告"],
            [3, "营收（2019年度）", "1,234.5"],
            [4, "2018 年度营业收入（元）", "１２３４"],
            [5, "职工总数（人）（2020）", 86, "人"],
            ["二、其他"],
            [6, "成立日期", date(2016, 5, 18)],
            [7, "证书有效期至", "无"],
            [8, "规模以上（是/否）", True],
            [9, "研发占比(%)", 5.5],
            [10, "创新评分", None],
        ],
    )
    assert found.codes == []
    assert found.values == {
        "企业名称": "虚构甲公司", "统一社会信用代码": CODE,
        ("营业收入", 2020): 3_200_000_000, ("营业收入", 2019): 1_234_500_000, ("营业收入", 2018): 123_400,
        ("职工总数", 2020): 86, "成立日期": date(2016, 5, 18).toordinal(), "证书有效期至": found.values["证书有效期至"],
        "规模以上": True, "研发占比": Fraction(55, 1000),
    }  # fmt: skip
    assert found.values["证书有效期至"] is NONE_VALUE


def test_labels_across(tmp_path):
    """Labels across a row, one enterprise a row: one profile each, in order; a row of units; a column of numbers."""
    found = read_sheets(
        tmp_path,
        [
            ["序号", "企业名称", "信用代码", "2020年营业收入（万元）", "职工总数（2020年）", "成立日期"],
            [None, None, None, None, "人"],
            [1, "甲", CODE, 3200, 5, "2016年5月18日"],
            [],
            [2, "乙", CODE_B, "50万元", "6人", "2016/5/18"],
        ],
    )
    assert found.codes == [] and [p.name for p in found.profiles] == ["甲", "乙"]
    day = date(2016, 5, 18).toordinal()
    assert facts(found.profiles[1]) == {"企业名称": "乙", "统一社会信用代码": CODE_B, ("营业收入", 2020): 50_000_000, ("职工总数", 2020): 6, "成立日期": day}
    assert facts(found.profiles[0])["营业收入", 2020] == 3_200_000_000


def test_years_across(tmp_path):
    """Rows of facts by columns of years; what has no year may be merged over them."""
    found = read_sheets(
        tmp_path,
        [["企业名称", Shown("甲", merged=1)], ["年度", 2019, "2020年（万元）"], ["营业收入", "3200万元", 4100], ["职工总数", 80, 86], ["创新评分", Shown(7, merged=1)]],
    )
    assert found.codes == []
    assert found.values == {
        "企业名称": "甲", ("营业收入", 2019): 3_200_000_000, ("营业收入", 2020): 4_100_000_000,
        ("职工总数", 2019): 80, ("职工总数", 2020): 86, "创新评分": 7,
    }  # fmt: skip


def test_years_under_headings(tmp_path):
    """A heading merged over a second row of years is as many columns."""
    rows = [["企业名称", Shown("营业收入（万元）", merged=1), None, "职工总数", "创新评分"], [None, 2019, "2020年", "2020年"], ["甲", 5, 6, 7, 8], ["乙", None, 6]]
    found = read_sheets(tmp_path, rows)
    assert found.codes == [] and [p.name for p in found.profiles] == ["甲", "乙"]
    assert facts(found.profiles[0]) == {"企业名称": "甲", ("营业收入", 2019): 5_000_000, ("营业收入", 2020): 6_000_000, ("职工总数", 2020): 7, "创新评分": 8}


def test_years_down(tmp_path):
    """A column 年度: one row for each year of an enterprise; a value that stays the same is one value."""
    found = read_sheets(tmp_path, [["企业名称", "年度", "营业收入（元）", "开业年度"], ["甲", 2019, 5, 2001], ["甲", "2020年", 6, 2001]])
    assert found.codes == [] and found.values == {"企业名称": "甲", ("营业收入", 2019): 500, ("营业收入", 2020): 600, "开业年度": 2001}


def test_labels_in_two_columns(tmp_path):
    """A form with two columns of labels beside each other is one enterprise."""
    found = read_sheets(tmp_path, [["企业名称", "甲", "统一社会信用代码", CODE], ["成立日期", "2016-05-18", "创新评分", 5]])
    assert found.codes == [] and found.values == {"企业名称": "甲", "统一社会信用代码": CODE, "成立日期": date(2016, 5, 18).toordinal(), "创新评分": 5}


def test_enterprises_side_by_side(tmp_path):
    """One enterprise per further column, named by a row or by the heading of the column."""
    by_row = read_sheets(tmp_path, [["指标", "填报一", "填报二"], ["企业名称", "甲", "乙"], ["创新评分", 5, 6]])
    by_heading = read_sheets(tmp_path, [["指标", "甲", "乙", "填写示例"], ["创新评分", 5, 6, "x"], ["认定类型", "首次认定"]])
    assert [(p.name, facts(p)["创新评分"]) for p in by_row.profiles] == [("甲", 5), ("乙", 6)]
    assert by_row.codes == by_heading.codes == [] and [p.name for p in by_heading.profiles] == ["甲", "乙"]


def test_sheets_of_one_enterprise(tmp_path):
    """Figures in a second sheet belong to the only enterprise; with two enterprises they need a name."""
    years = [["项目", "2019年"], ["职工总数", 5]]
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "年度": years, "填写说明": [["企业名称", "全称"]]})
    assert found.codes == [] and found.values == {"企业名称": "甲", ("职工总数", 2019): 5}
    two = [["企业名称", "甲", "乙"], ["创新评分", 5, 6]]
    assert read_sheets(tmp_path, {"企业信息": two, "年度": years}).codes == [("F787", "年度!B2")]
    found = read_sheets(tmp_path, {"企业信息": two, "年度": [["企业名称", "乙"], *years]})
    assert found.codes == [] and [facts(p).get(("职工总数", 2019)) for p in found.profiles] == [None, 5]


def test_conflict_names_both_cells(tmp_path):
    """A fact stated twice is blank, and the finding names both cells, also across sheets and when one was refused."""
    sheets = {"企业信息": [["企业名称", "甲"], ["2020年职工总数", 5]], "年度": [["项目", "2020年"], ["职工总数", 6]]}
    found = read_sheets(tmp_path, sheets)
    assert found.codes == [("F712", "年度!B2")] and found.values == {"企业名称": "甲"}
    assert "企业信息!B2 和 年度!B2" in found.findings[0].message
    sheets["年度"][1][1] = True
    found = read_sheets(tmp_path, sheets)
    assert found.codes == [("F772", "年度!B2")] and found.values == {"企业名称": "甲"}


def test_records_of_several(tmp_path):
    """Rows of a records sheet go to the enterprises they name; 无 in a row, or alone in the sheet, says there are none."""
    two = [["企业名称", "甲", "乙"], ["创新评分", 5, 6]]
    rows = [["企业名称", "编号", "到账金额（万元）", "备注"], ["甲", "A", 3, "x"], ["乙", "无"], ["甲", "B", "4万元"]]
    found = read_sheets(tmp_path, {"企业信息": two, "技术合同": rows, "已兑现": [["企业名称", "事项", "奖补项", "年度"], ["乙", "p", "q", 2020], ["甲", "无"]]})
    assert found.codes == []
    assert [facts(p)["技术合同"] for p in found.profiles] == [[{"合同编号": "A", "到账金额": 3_000_000}, {"合同编号": "B", "到账金额": 4_000_000}], []]
    assert found.profiles[0].paid == () and found.profiles[1].paid[0][:3] == ("p", "q", 2020)
    alone = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "技术合同": [["无"]]})
    assert alone.codes == [] and alone.values["技术合同"] == []


def test_hidden_sheets_are_not_read(tmp_path):
    """A hidden sheet, such as the choices of a form, states nothing."""
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "附": [["企业名称", "乙"]]}, hidden=("附",))
    assert found.codes == [] and found.values == {"企业名称": "甲"}


def test_percentages_as_shown(tmp_path):
    """A number that Excel shows as 5% is 5%, with the unit in the heading or without."""
    for label in ("研发占比", "研发占比（%）"):
        found = read_sheets(tmp_path, [["企业名称", "甲"], [label, Shown(0.05, "0.0%")]])
        assert found.codes == [] and found.values["研发占比"] == Fraction(1, 20)


@pytest.mark.parametrize("code", ['0\\.0000', '0"."0000', "[$$-409]#,##0.00", '"US$"#,##0', '[<10000]0;0!.0,"万"', "0;-0%", '0"0000"', ";;;"])
def test_formats_that_show_another_number(tmp_path, code):
    """A format that sets a point, a currency, digits or a % beside the number, in any of its sections, or hides it, is not believed."""
    found = read_sheets(tmp_path, [["企业名称", "甲"], ["2020年营业收入（元）", Shown(12345, code)]])
    assert found.codes == [("F776", "企业信息!B2")]


@pytest.mark.parametrize("code", ["#,##0_);(#,##0)", '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "0.00_ ;[Red]\\-0.00\\ ", "[$￥-804]#,##0", "@"])
def test_formats_of_accountants(tmp_path, code):
    """Formats that show the number itself, with red, brackets or ¥ about it, change nothing."""
    found = read_sheets(tmp_path, [["企业名称", "甲"], ["2020年净利润（元）", Shown(-12345, code)]])
    assert found.codes == [] and found.values["净利润", 2020] == -1_234_500


@pytest.mark.parametrize("word", ["合 计", "合计（万元）", "本页小计：", "共2份"])
def test_total_rows(tmp_path, word):
    """A row of sums is no record, in whatever words it says so."""
    rows = [["编号", "到账金额（万元）"], ["A", 3], ["B", 4], [word, 7]]
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "技术合同": rows})
    assert found.codes == [("F789", "技术合同!A4")] and len(found.values["技术合同"]) == 2


def test_values_merged_over_rows(tmp_path):
    """Nor does a value merged over the rows of several enterprises, years or records; a date over its years does."""
    label = "营业收入（万元）"
    found = read_sheets(tmp_path, [["企业名称", "2020年" + label], ["甲", Shown(5, down=1)], ["乙"]])
    assert found.codes == [("F787", "企业信息!B2")] and ("营业收入", 2020) not in facts(found.profiles[0])
    years = [["企业名称", "年度", "成立日期", label], ["甲", 2019, Shown("2018-01-01", down=1), Shown(5, down=1)], ["甲", 2020]]
    found = read_sheets(tmp_path, years)
    assert found.codes == [("F717", "企业信息!D2")] and found.values == {"企业名称": "甲", "成立日期": date(2018, 1, 1).toordinal()}
    rows = [["编号", "到账金额（万元）"], ["A", Shown(5, down=1)], ["B"]]
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "技术合同": rows})
    assert found.codes == [("F786", "技术合同!B2")] and "技术合同" not in found.values


@pytest.mark.parametrize("amounts", [(3, 4, 7), (0.1, 0.2, 0.1 + 0.2), ("3", "4", 7), (3, 3), (3, 4, 7, 5)])
def test_sums_without_a_word(tmp_path, amounts):
    """A row of nothing but the sum of those above, last or in the middle, is doubtful: the list is not used."""
    rows = [[code if place + 1 != len(amounts) - (len(amounts) == 4) else None, amount] for place, (code, amount) in enumerate(zip("ABCD", amounts))]
    found = read_sheets(tmp_path, {"企业信息": [["企业名称", "甲"]], "技术合同": [["编号", "到账金额（万元）"], *rows]})
    assert [code for code, _ in found.codes] == ["F789"] and "技术合同" not in found.values


def test_values_merged_over_years_or_enterprises(tmp_path):
    """A value merged over several years or enterprises is nobody's for certain; a name merged over its years is a name."""
    label = "营业收入（万元）"
    years = [["企业名称", Shown("甲", merged=1)], ["项目", "2019年", "2020年"], [label, Shown(5, merged=1)], ["职工总数", 1, 2]]
    found = read_sheets(tmp_path, years)
    assert found.codes == [("F717", "企业信息!B3")] and found.values == {"企业名称": "甲", ("职工总数", 2019): 1, ("职工总数", 2020): 2}
    found = read_sheets(tmp_path, [["企业名称", "甲", "乙"], ["2020年" + label, 5, 6], ["2019年" + label, Shown(7, merged=1)]])
    assert found.codes == [("F787", "企业信息!B3")] and [facts(p).get(("营业收入", 2019)) for p in found.profiles] == [None, None]
    found = read_sheets(tmp_path, [["企业名称", Shown("甲", merged=2)], ["2020年" + label, Shown(5, merged=1)]])
    assert found.codes == [] and found.values["营业收入", 2020] == 5_000_000


@pytest.mark.parametrize("label", ["营业收人2020年", "2020年yingyeshouru", "2020年应页收入（万元）", "2020年营收额"])
def test_unknown_label_is_answered(tmp_path, label):
    """An unknown label is reported with the fact that is near by spelling, sound or alias."""
    found = read_sheets(tmp_path, [["企业名称", "甲"], [label, "5万元"]])
    assert found.codes == [("F711", "企业信息!A2")] and ("营业收入" in found.findings[0].hint or "营收" in found.findings[0].hint)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv(tmp_path, encoding, mark):
    """A csv file in each encoding and with each separator is the same profile; a code kept as a formula of text is a text."""
    text = f'企业名称{mark}"甲\n公司"\n信用代码{mark}"=""{CODE}"""\n2020年营业收入（万元）{mark}"1,234.5"\n'.replace("甲\n公司", "甲公司")
    found = read_csv(tmp_path, text.encode(encoding))
    assert found.codes == [] and found.values == {"企业名称": "甲公司", "统一社会信用代码": CODE, ("营业收入", 2020): 1_234_500_000}
    assert str(found.profiles[0].facts["企业名称", None].where).endswith("企业.csv:B1")


def test_findings_in_order_of_cells(tmp_path):
    """Findings stand in order of sheet, row and column, and the caret stands under the character of the cell."""
    from eligibility.reports.findings import render

    found = read_sheets(tmp_path, [["企业名称", "甲"], *[["创新评分", None] for _ in range(8)], ["2020年营业收入", "50万"], ["成立日期", "昨天"], ["规模以上", "yes"]])
    assert [place for _, place in found.codes] == ["企业信息!B10", "企业信息!B11", "企业信息!B12"]
    lines = render(found.findings[0], found.sources).split("\n")
    assert lines[0].endswith("企业.xlsx:企业信息!B10 错误 F744 金额没有写明元") and lines[1:3] == ["    50万", "      ^^"]


def test_one_profile_wanted(tmp_path):
    """Where one profile is wanted, a table of two is refused and a table of one is read."""
    one, two = Findings(), Findings()
    path = workbook(tmp_path / "甲.xlsx", {"企业信息": [["企业名称", "甲"]]})
    assert read_profile(path, VOCABULARY, one).name == "甲" and not one.items
    workbook(path, {"企业信息": [["企业名称", "甲", "乙"], ["创新评分", 5, 6]]})
    assert read_profile(path, VOCABULARY, two) is None and [d.code for d in two.items] == ["F768"]


@pytest.mark.parametrize(("value", "fen"), [(0.1, 10), (1e11, 10**13), (1234567.89, 123456789), (0.1 + 0.2, 30), (1e-7, None), (1.005, None)])
def test_numbers_are_exact(tmp_path, value, fen):
    """A number is the decimal that the file holds; money finer than one 分 is refused as in YAML."""
    found = read_sheets(tmp_path, [["企业名称", "甲"], ["2020年营业收入（元）", value]])
    assert found.values.get(("营业收入", 2020)) == fen and found.codes == ([] if fen else [("F747", "企业信息!B2")])
