"""Every code of tables: a file that gives it, alone and at its cell, and what is refused is not used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import eligibility.profiles.tables
from tests.profiles.tables.books import CODE, CODE_B, Shown, facts, read, read_csv, read_sheets

FILES = Path(__file__).parent / "files"
NAME = ["企业名称", "甲"]
TWO = [["企业名称", "甲", "乙"], ["信用代码", CODE, CODE_B]]

# code, place, rows of the sheet 企业信息 (or several sheets)
SHEETS = [
    ("F711", "企业信息!A2", [NAME, ["营业收人", "5万元"]]),
    ("F712", "企业信息!B3", [NAME, ["2020年营业收入", "5万元"], ["营收（2020年）", "5万元"]]),
    ("F713", "技术合同!A1", {"企业信息": [NAME], "技术合同": [["合同号", "编号"], ["A", "A"]]}),
    ("F714", "企业信息!B1", [["指标", "上年"], ["职工总数", 5]]),
    ("F714", "企业信息!A2", [NAME, ["上年营业收入（万元）", 5]]),
    ("F715", "企业信息!B2", [NAME, ["营业收入", "5万元"]]),
    ("F716", "企业信息!B3", [["项目", "2019年"], NAME, ["创新评分", 5]]),
    ("F717", "企业信息!B3", [["项目", "2019年"], NAME, ["2020年营业收入", "5元"]]),
    ("F721", "技术合同!A3", {"企业信息": [NAME], "技术合同": [["编号"], ["A"], ["无"]]}),
    ("F722", "技术合同!A2", {"企业信息": [NAME], "技术合同": [["统一社会信用代码", "编号"], [CODE]]}),
    ("F744", "企业信息!B2", [NAME, ["2020年营业收入", 500]]),
    ("F746", "企业信息!B2", [NAME, ["研发占比", 0.05]]),
    ("F747", "企业信息!B2", [NAME, ["2020年营业收入（元）", 0.001]]),
    ("F769", "企业信息!C1", [["企业名称", "甲", "甲"]]),
    ("F770", "企业信息!B2", [NAME, ["2020年营业收入", Shown("=1/0", "#DIV/0!")]]),
    ("F771", "企业信息!B2", [NAME, ["2020年营业收入（万元）", Shown("=A9*2", "0")]]),
    ("F772", "企业信息!B2", [NAME, ["2020年营业收入（万元）", date(2021, 1, 2)]]),
    ("F772", "企业信息!B2", [NAME, ["创新评分", True]]),
    ("F772", "企业信息!B1", [["企业名称", 123], ["创新评分", 5]]),
    ("F773", "企业信息!B2", [NAME, ["成立日期", 44512]]),
    ("F774", "企业信息!B2", [NAME, ["2020年营业收入（万元）", "5亿元"]]),
    ("F774", "企业信息!B3", [["项目", "值", "单位"], NAME, ["2020年营业收入（万元）", 5, "元"]]),
    ("F776", "企业信息!B2", [NAME, ["2020年营业收入（万元）", Shown(5000000, '0!.0,"万元"')]]),
    ("F777", "企业信息!B2", [NAME, ["信用代码", 915001080000000000]]),
    ("F777", "企业信息!B2", [NAME, ["信用代码", "9.15001E+17"]]),
    ("F778", "企业信息!B2", [NAME, ["信用代码", CODE[:-1] + "3"]]),
    ("F779", "企业信息!A2", [NAME, ["2020年营业收入（合并口径）", "5万元"]]),
    ("F779", "技术合同!B1", {"企业信息": [NAME], "技术合同": [["编号", "到账金额（美元）"], ["A", 5]]}),
    ("F780", "技术合同!A2", {"企业信息": TWO, "技术合同": [["编号"], ["A"]]}),
    ("F781", "技术合同!A2", {"企业信息": TWO, "技术合同": [["企业名称", "编号"], ["丙", "A"]]}),
    ("F782", "费用明细", {"企业信息": [NAME], "费用明细": [["甲"]]}),
    ("F779", "企业信息!B3", [["项目", "值", "单位"], NAME, ["2020年职工总数", 5, "家"]]),
    ("F779", "企业信息!B3", [["项目", "2020年（美元）"], NAME, ["营业收入", 5]]),
    ("F783", "企业信息!A1", [["认定类型", "首次认定"], ["企业名称", "创新评分"], ["甲", 5], ["注：自报"]]),
    ("F711", "企业信息!C1", [[*NAME, "联系电话", "12345678"], ["创新评分", 5, "规模以上", "是"], ["研发占比", "5%", "开业年度", "2001年"]]),
    ("F788", "企业信息!A2", [NAME, ["2020年营业收入：5万元"]]),
    ("F784", "技术合同", {"企业信息": TWO, "技术合同": [["企业名称", "编号"], ["甲", "A"]]}),
    ("F785", "企业信息!B2", [NAME, ["认定类型", "创新评分"]]),
    ("F786", "企业信息!B2", [NAME, [None, "5万元"]]),
    ("F786", "企业信息!C2", [["企业名称", "创新评分", None], ["甲", 5, 6]]),
    ("F787", "企业信息!C2", [[*NAME, None], ["认定类型", "首次认定", "见证书"]]),
    ("F789", "企业信息!A4", [["企业名称", "创新评分"], ["甲", 5], ["乙", 6], ["合计", 11]]),
]


@pytest.mark.parametrize(("code", "place", "sheets"), SHEETS, ids=[f"{code}-{i}" for i, (code, *_) in enumerate(SHEETS)])
def test_code_at_its_cell(tmp_path, code, place, sheets):
    """The workbook gives this finding alone, at this cell, with a remedy; the enterprise has nothing but its name and code."""
    found = read_sheets(tmp_path, sheets)
    assert found.codes == [(code, place)]
    assert len(found.findings[0].hint) > 3 and found.findings[0].hint[-1] in "。？" and found.findings[0].message.endswith("。")
    kept = {"F713", "F717", "F784", "F786", "F789"}
    assert code in kept or all(set(facts(p)) <= {"企业名称", "统一社会信用代码", "创新评分", "认定类型"} or code == "F711" for p in found.profiles)
    assert found.sources.keys() <= {str(found.findings[0].where)}


WHOLE = [
    ("F760", "大.csv", ",".join(["企业名称"] * 600)),
    ("F761", "坏.xlsx", b"PK\x03\x04 broken"),
    ("F761", "坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600),
    ("F763", "网页.xls", "<html><table><tr><td>企业名称</td></tr></table></html>"),
    ("F763", "文字.xlsx", "企业名称,甲\n"),
    ("F763", "空.xlsx", b""),
    ("F763", "簿.csv", b"PK\x03\x04"),
    ("F764", "乱.csv", b"\xff\xfeA\x00"),
    ("F764", "乱.csv", "企业名称,甲".encode("cp932", "replace") + b"\x80"),
    ("F765", "空字符.csv", b"a,b\0\n"),
    ("F765", "引号.csv", '企业名称,"甲\n成立日期,2020-01-01\n'),
    ("F766", "空白.csv", ",,\n,,\n"),
    ("F767", "生.csv", "你好,世界\n"),
    ("F768", "多.csv", "企业名称,创新评分\n" + "".join(f"企业{i},5\n" for i in range(51))),
    ("F703", "表.et", "x"),
    ("X901", "没有.xlsx", None),
]


@pytest.mark.parametrize(("code", "name", "content"), WHOLE, ids=[f"{code}-{name}" for code, name, _ in WHOLE])
def test_file_that_cannot_be_read(tmp_path, code, name, content):
    """A file that is no table gives one error with a remedy and no profile."""
    found = read_csv(tmp_path, content, name) if content is not None else read(tmp_path / name)
    assert [d.code for d in found.findings] == [code] and not found.profiles and found.findings[0].hint


def test_number_in_a_column_of_codes(tmp_path):
    """A code typed as a number may have lost its zeros: the cell is refused, the row and its other cells stay."""
    found = read_sheets(tmp_path, {"企业信息": [NAME], "技术合同": [["编号", "到账金额（元）"], [7, 5]]})
    assert found.codes == [("F772", "技术合同!A2")] and found.values["技术合同"] == [{"到账金额": 500}]


def test_locked_workbook():
    """A workbook with a password is told from a broken one."""
    found = read(FILES / "加密.xlsx")
    assert found.codes == [("F762", "")] and "取消密码" in found.findings[0].hint


def test_old_xls():
    """An xls file is read; where it hides whether a number is a percentage, or was calculated, the cell is refused."""
    found = read(FILES / "企业.xls")
    assert found.codes == [("F771", "企业信息!B7"), ("F775", "企业信息!B14")]
    assert found.values["营业收入", 2020] == 3_200_000_000 and found.values["成立日期"] == date(2016, 5, 18).toordinal()
    assert [row["到账金额"] for row in found.values["技术合同"]] == [3_000_000, 4_500_000] and found.profiles[0].paid == ()


def test_ods():
    """An ods file is read, percentages as shown; a truth that is a number is refused."""
    found = read(FILES / "企业.ods")
    assert found.codes == [("F734", "企业信息!B11"), ("F770", "企业信息!B15")]
    assert float(found.values["研发占比"]) == 0.055 and found.values["营业收入", 2021] == 6_401_000_000


def test_every_code_of_tables_has_its_file():
    """No code of this package is without an example here."""
    package = Path(eligibility.profiles.tables.__file__).parent
    used = {code for p in package.glob("*.py") for code in re.findall(r'"(F7\d\d)"', p.read_text(encoding="utf-8"))}
    assert used - {"F762", "F775", "F790"} <= {code for code, *_ in SHEETS} | {code for code, *_ in WHOLE}
