"""Made the tables of this folder, once: `python -m tests.profiles.wrong.make` writes those that are not there.

The YAML and JSON files are written by hand. A table is the sound form below
with one thing wrong; its mended twin is the same after the remedy.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.profiles.tables.books import CODE, CODE_B, Shown, workbook

HERE = Path(__file__).parent
NAME = "虚构渝科机电有限公司"
FORM = [
    ["企业名称", NAME],
    ["统一社会信用代码", CODE],
    ["成立日期", date(2016, 5, 18)],
    ["注册地", "南岸区"],
    ["严重失信", "否"],
    ["高企认定类型", "首次认定"],
    ["高企发证日期", date(2021, 11, 12)],
    ["高企证书编号", "GR202151100001"],
    ["2021年规模以上", "是"],
    ["2020年营业收入（万元）", 3200],
    ["2020年研发费用（万元）", 180],
    ["2020年净利润（万元）", 210],
    ["2020年职工总数（人）", 86],
    ["2020年科技人员数（人）", 20],
    ["办公面积（㎡）", 650],
    ["入驻年份", 2019],
    ["市级资金占比", "30%"],
    ["技术合同", "无"],
    ["已兑现", "无"],
]
ROW = {label: i for i, (label, _) in enumerate(FORM)}

Rows = list[list]


def form(**changed: list) -> Rows:
    """The sound form; ``changed``: the row with this label, without year and unit, is another."""
    rows = [list(row) for row in FORM]
    for key, row in changed.items():
        rows[next(i for i, (label, _) in enumerate(FORM) if key in label)] = row
    return rows


def without(*keys: str) -> Rows:
    return [row for row in form() if not any(key in row[0] for key in keys)]


def both(name: str, wrong: Rows | dict[str, Rows], mended: Rows | dict[str, Rows], hidden: tuple[str, ...] = ()) -> None:
    """Two workbooks, of one sheet 企业信息 where only rows are given."""
    for stem, sheets in ((name, wrong), (f"{name}.mended", mended)):
        path = HERE / f"{stem}.xlsx"
        if not path.exists():
            workbook(path, sheets if isinstance(sheets, dict) else {"企业信息": sheets}, hidden if stem == name else ())


def one(name: str, key: str, wrong: list, mended: list | None = None) -> None:
    """Two workbooks that differ in the row of ``key``."""
    both(name, form(**{key: wrong}), form(**{key: mended}) if mended else form())


def raw(name: str, content: bytes | Callable[[], bytes]) -> None:
    path = HERE / name
    if not path.exists():
        path.write_bytes(content() if callable(content) else content)


def delimited(rows: Rows, mark: str = ",") -> str:
    return "".join(mark.join(str(v) for v in row) + "\r\n" for row in rows)


def csv_pair(name: str, wrong: bytes, mended: bytes | None = None) -> None:
    raw(f"{name}.csv", wrong)
    raw(f"{name}.mended.csv", mended or delimited(form()).encode("utf-8-sig"))


def old_workbook(rows: Rows) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("企业信息")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, Shown):
                sheet.write(r, c, value.value, xlwt.easyxf(num_format_str=value.format))
            else:
                sheet.write(r, c, value, xlwt.easyxf(num_format_str="yyyy-mm-dd") if isinstance(value, date) else xlwt.Style.default_style)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def open_document(rows: Rows) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="企业信息")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=value)
            elif str(value).startswith("#"):
                cell = TableCell(valuetype="string", stringvalue="", formula="of:=[.Z1]")
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def sound() -> bytes:
    return (HERE / "F761-cut-off-in-the-mail.mended.xlsx").read_bytes()


def locked() -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    made = io.BytesIO()
    OOXMLFile(io.BytesIO(sound())).encrypt("123456", made)
    return made.getvalue()


def letter() -> bytes:
    """A document of a word processor under the name of a table."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return made.getvalue()


CONTRACTS = [["合同编号", "合同类型", "到账金额（万元）", "到账日期"], ["HT-1", "技术转让", 60, date(2021, 6, 1)], ["HT-2", "技术转让", 45, date(2021, 9, 9)]]


def contracts(**cells: object) -> dict[str, Rows]:
    """The form with a sheet of contracts, some of whose cells (C2=…) are others."""
    rows = [list(row) for row in CONTRACTS]
    for address, value in cells.items():
        rows[int(address[1:]) - 1]["ABCD".index(address[0])] = value
    return {"企业信息": without("技术合同"), "技术合同": rows}


ACROSS = [
    ["企业名称", "统一社会信用代码", "注册地", "严重失信", "2020年研发费用（万元）", "2020年营业收入（万元）"],
    ["虚构甲机械厂", CODE, "南岸区", "否", 180, 3200],
    ["虚构乙电子厂", CODE_B, "南岸区", "否", 90, 1500],
]


def across(*rows: list) -> Rows:
    return [list(ACROSS[0]), *rows]


def units() -> None:
    one("F774-yuan-under-wan-yuan", "营业收入", ["2020年营业收入（万元）", "32,000,000元"])
    both("F774-two-units-for-the-sheet", [["单位：万元"], ["单位：元"], *form(营业收入=["2020年营业收入", 3200])], [["单位：万元"], *form(营业收入=["2020年营业收入", 3200])])
    both(
        "F774-label-against-column-of-units",
        [["指标", "填写", "单位"], *form(营业收入=["2020年营业收入（元）", 32000000, "万元"])],
        [["指标", "填写", "单位"], *form(营业收入=["2020年营业收入", 32000000, "元"])],
    )
    one("F779-dollars", "营业收入", ["2020年营业收入（美元）", 5000000], ["2020年营业收入（元）", 32000000])
    both("F779-unit-that-is-none", [["指标", "填写", "单位"], *form(职工总数=["2020年职工总数", 86, "家"])], [["指标", "填写", "单位"], *form(职工总数=["2020年职工总数", 86, "人"])])
    one("F744-wan-without-yuan", "营业收入", ["2020年营业收入", "3200万"], ["2020年营业收入", "3200万元"])
    one("F744-no-unit-anywhere", "营业收入", ["2020年营业收入", 3200])
    one("F745-people-for-money", "研发费用", ["2020年研发费用", "180人"])
    one("F745-remark-behind-the-amount", "研发费用", ["2020年研发费用", "180万元（未审计）"])
    one("F745-area-in-mu", "办公面积", ["办公面积", "1亩"], ["办公面积", "666.67㎡"])
    one("F745-dollars", "净利润", ["2020年净利润", "$30万"], ["2020年净利润", "210万元"])
    one("F746-share-as-decimal", "市级资金占比", ["市级资金占比", 0.3])
    one("F746-share-without-sign", "市级资金占比", ["市级资金占比", 30])
    one("F749-share-of-500-percent", "市级资金占比", ["市级资金占比", Shown(5, "0%")], ["市级资金占比", Shown(0.05, "0%")])
    one("F776-format-shows-another-number", "研发费用", ["2020年研发费用（万元）", Shown(1800000, '0!.0,"万元"')])
    one("F776-format-adds-the-unit", "营业收入", ["2020年营业收入（元）", Shown(3200, '0"万元"')])


def numbers() -> None:
    one("F742-about", "研发费用", ["2020年研发费用", "约180万元"])
    one("F742-range", "营业收入", ["2020年营业收入", "3000-3400万元"])
    one("F742-or-more", "职工总数", ["2020年职工总数", "80多人"])
    one("F743-letter-for-digit", "营业收入", ["2020年营业收入", "３２OO万元"])
    one("F743-in-words", "职工总数", ["2020年职工总数", "八十六人"])
    one("F743-scientific", "营业收入", ["2020年营业收入", "3.2E+7元"])
    one("F743-sum-not-worked-out", "职工总数", ["2020年职工总数", "80+6"])
    one("F743-loss-in-brackets", "净利润", ["2020年净利润", "(210)万元"], ["2020年净利润", "-210万元"])
    one("F747-tenths-of-a-fen", "研发费用", ["2020年研发费用", "1800000.005元"])
    one("F748-half-a-person", "科技人员数", ["2020年科技人员数", 3.5])
    one("F749-negative-staff", "职工总数", ["2020年职工总数（人）", -86])
    one("F741-words-for-a-number", "职工总数", ["2020年职工总数", "见社保清单"])
    one("F732-slash", "净利润", ["2020年净利润（万元）", "/"], ["2020年净利润（万元）", None])
    one("F732-not-clear", "高企发证日期", ["高企发证日期", "不详"], ["高企发证日期", None])
    one("F731-none-for-money", "净利润", ["2020年净利润（万元）", "无"], ["2020年净利润（万元）", 0])
    one("F770-not-available", "研发费用", ["2020年研发费用（万元）", Shown("=VLOOKUP(A1,Z:Z,1,0)", "#N/A")])
    one("F770-reference-lost", "营业收入", ["2020年营业收入（万元）", Shown("=#REF!*10000", "#REF!")])
    one("F771-formula-not-calculated", "营业收入", ["2020年营业收入（万元）", Shown("=1500+1700", "0")])


def days_and_codes() -> None:
    one("F773-serial-number", "高企发证日期", ["高企发证日期", 44512])
    one("F752-month-13", "高企发证日期", ["高企发证日期", "2021.13.12"])
    one("F752-31-november", "高企发证日期", ["高企发证日期", "2021年11月31日"])
    one("F751-year-of-two-digits", "高企发证日期", ["高企发证日期", "21/11/12"])
    one("F751-month-only", "成立日期", ["成立日期", "2016年5月"])
    one("F751-day-first", "高企发证日期", ["高企发证日期", "12/11/2021"])
    one("F751-with-the-hour", "高企发证日期", ["高企发证日期", "2021-11-12 10:30:00"])
    one("F772-amount-became-a-date", "研发费用", ["2020年研发费用（万元）", date(2021, 1, 8)])
    one("F753-day-for-a-year", "入驻年份", ["入驻年份", "2019年3月"])
    one("F777-rounded-to-zeros", "信用代码", ["统一社会信用代码", 915001080000000000])
    one("F777-rounded-as-text", "信用代码", ["统一社会信用代码", "9.15001083E+17"])
    one("F739-17-characters", "信用代码", ["统一社会信用代码", CODE[:-1]])
    one("F739-letter-o", "信用代码", ["统一社会信用代码", CODE.replace("0", "O", 1)])
    one("F738-spaces-inside", "信用代码", ["统一社会信用代码", f"{CODE[:6]} {CODE[6:]}"])
    one("F778-one-digit-wrong", "信用代码", ["统一社会信用代码", CODE.replace("2", "3", 1)])
    one("F736-line-break-in-the-name", "企业名称", ["企业名称", "虚构渝科\n机电有限公司"])


def words() -> None:
    one("F711-other-sound", "营业收入", ["2020年营业收如（万元）", 3200])
    one("F711-other-shape", "营业收入", ["2020年营业收人（万元）", 3200])
    one("F711-traditional", "营业收入", ["2020年營業收入（万元）", 3200])
    one("F714-this-year", "营业收入", ["本年营业收入（万元）", 3200])
    one("F735-other-district", "注册地", ["注册地", "渝中区"], ["注册地", "其他地区"])
    one("F735-district-in-full", "注册地", ["注册地", "重庆市南岸区"])
    one("F734-tick", "规模以上", ["2021年规模以上", "√"])
    one("F734-y-or-n", "严重失信", ["严重失信", "N"])
    one("F734-one-or-zero", "规模以上", ["2021年规模以上", 1])
    one("F772-true-for-a-choice", "高企认定类型", ["高企认定类型", True])


def layouts() -> None:
    one("F715-no-year-in-the-label", "营业收入", ["营业收入（万元）", 3200])
    one("F716-year-where-there-is-none", "办公面积", ["2020年办公面积（㎡）", 650])
    one("F779-changed-date", "成立日期", ["成立日期（变更后）", date(2016, 5, 18)], ["成立日期", date(2016, 5, 18)])
    both("F712-two-values", [*form(), ["2020年营业收入（万元）", 3500]], form())
    both("F712-name-and-alias", [*form(), ["2020年销售收入（万元）", 3200]], form())
    both("F712-two-sheets", {"企业信息": form(), "年度数据": [["项目", "2020年"], ["职工总数", 68]]}, {"企业信息": without("职工总数"), "年度数据": [["项目", "2020年"], ["职工总数", 86]]})
    years = [["企业名称", NAME, None], ["指标", "2019年", "2020年"], ["营业收入（万元）", 2900, 3200], ["研发费用（万元）", 150, 180]]
    twice = [["企业名称", NAME, None], ["指标", "2020年", "2020年"], *years[2:]]
    both("F712-column-of-2020-twice", twice, years)
    both("F717-year-in-label-against-column", [*years[:3], ["2020年研发费用（万元）", 150, 180]], years)
    both(
        "F785-two-tables-in-one-sheet",
        [*ACROSS[:2], ["企业名称", "统一社会信用代码", "成立日期", "办公面积"], [ACROSS[1][0], CODE, date(2016, 5, 18), 650]],
        {"企业信息": ACROSS[:2], "第二页": [["企业名称", "统一社会信用代码", "成立日期", "办公面积"], [ACROSS[1][0], CODE, date(2016, 5, 18), 650]]},
    )
    both("F786-no-label-beside-the-value", form(研发费用=[None, 180]), form())
    both(
        "F715-year-in-its-own-column",
        [["企业名称", NAME, None], ["营业收入（万元）", "2019年", 2900], [None, "2020年", 3200]],
        [["企业名称", NAME], ["2019年营业收入（万元）", 2900], ["2020年营业收入（万元）", 3200]],
    )
    both("F779-year-column-with-a-remark", [years[0], ["指标", "2019年", "2020年（预计）"], *years[2:]], years)
    both("F711-part-of-a-year", form(营业收入=["2020年1-6月营业收入（万元）", 1500]), form())
    both("F769-same-code-twice", across(ACROSS[1], ["虚构甲机械厂（新）", CODE, "南岸区", "否", 90, 1500]), across(ACROSS[1]))
    both("F783-fact-above-the-head", [["注册地", "南岸区"], *[[v for i, v in enumerate(row) if i != 2] for row in ACROSS]], ACROSS)
    one("F788-label-and-value-in-one-cell", "营业收入", ["2020年营业收入：3200万元"], ["2020年营业收入", "3200万元"])
    both("F787-no-name", across(ACROSS[1], [None, None, "南岸区", "否", 90, 1500]), across(*ACROSS[1:]))
    both("F789-total-row", across(*ACROSS[1:], ["合计", None, None, None, 270, 4700]), across(*ACROSS[1:]))
    both("F769-two-codes-for-one-name", {"企业信息": form(), "第二页": [["企业名称", NAME], ["信用代码", CODE_B], ["2019年职工总数", 80]]}, {"企业信息": form(), "第二页": [["企业名称", NAME], ["信用代码", CODE], ["2019年职工总数", 80]]})
    apart = without("营业收入", "研发费用", "净利润")
    both("F744-unit-said-below", [*apart, ["2020年营业收入", 32000000], ["单位：万元"], ["2020年研发费用", 180], ["2020年净利润", 210]], [*apart, ["2020年营业收入（元）", 32000000], ["单位：万元"], ["2020年研发费用", 180], ["2020年净利润", 210]])
    both("F766-filled-in-a-hidden-sheet", {"空表": [], "企业信息": form()}, form(), hidden=("企业信息",))
    both("F767-letter-not-a-form", [["关于报送材料的函"], ["现将有关情况报送如下，请审阅。"]], form())


def records() -> None:
    both("F713-other-column", contracts(C1="到帐金额（万元）"), contracts())
    both("F782-other-name-of-the-sheet", {"企业信息": without("技术合同"), "技术合同清单": CONTRACTS}, contracts())
    both("F779-column-with-a-remark", contracts(C1="到账金额（含税）"), contracts())
    both("F735-kind-of-contract", contracts(B3="转让"), contracts())
    both("F744-amount-of-a-contract", {**contracts(C1="到账金额", C2="60万元")}, contracts(C1="到账金额", C2="60万元", C3="45万元"))
    both("F721-none-and-rows", contracts(A3="无", B3=None, C3=None, D3=None), {**contracts(), "技术合同": CONTRACTS[:2]})
    both("F774-other-unit-in-the-middle", {"企业信息": without("技术合同"), "技术合同": [*CONTRACTS[:2], ["单位：元"], ["HT-2", "技术转让", 450000, date(2021, 9, 9)]]}, contracts())
    both("F785-columns-named-twice", {"企业信息": without("技术合同"), "技术合同": [*CONTRACTS[:2], CONTRACTS[0], CONTRACTS[2]]}, contracts())
    both("F789-sum-without-a-word", {"企业信息": without("技术合同"), "技术合同": [*CONTRACTS, [None, None, 105, None]]}, contracts())
    two = {"企业信息": ACROSS}
    both("F780-whose-contract", {**two, "技术合同": CONTRACTS}, {**two, "技术合同": [["信用代码", *CONTRACTS[0]], [CODE, *CONTRACTS[1]], [CODE_B, *CONTRACTS[2]]]})
    owned = [["企业名称", *CONTRACTS[0]], ["虚构甲机械厂", *CONTRACTS[1]], ["虚构乙电子厂", *CONTRACTS[2]]]
    both("F781-contract-of-another", {**two, "技术合同": [*owned[:2], ["虚构乙电子公司", *CONTRACTS[2]]]}, {**two, "技术合同": owned})
    both("F784-no-row-for-one", {**two, "技术合同": owned[:2]}, {**two, "技术合同": [*owned[:2], ["虚构乙电子厂", "无"]]})
    both("F722-row-with-a-name-only", {**two, "技术合同": [*owned[:2], ["虚构乙电子厂"]]}, {**two, "技术合同": owned})
    paid = [["事项", "奖补项", "年度", "金额"], ["示例企业奖补", "首次认定补助", 2019, "20万元"]]
    both("F727-paid-for-another", {"企业信息": without("已兑现"), "已兑现": [paid[0], ["示例企业奖补", "高企首次认定奖", 2019, "20万元"]]}, {"企业信息": without("已兑现"), "已兑现": paid})
    both("F726-paid-without-matter", {"企业信息": without("已兑现"), "已兑现": [paid[0], [None, *paid[1][1:]]]}, {"企业信息": without("已兑现"), "已兑现": paid})


def files() -> None:
    both("F761-cut-off-in-the-mail", form(), form())
    whole = (HERE / "F761-cut-off-in-the-mail.mended.xlsx").read_bytes()
    (HERE / "F761-cut-off-in-the-mail.xlsx").write_bytes(whole[: len(whole) // 2])
    for stem, ending, content in (
        ("F763-letter-named-xlsx", "xlsx", letter),
        ("F762-password", "xlsx", locked),
        ("F763-empty", "xlsx", b""),
        ("F763-web-page", "xls", "<html><table><tr><td>企业名称</td><td>虚构渝科机电有限公司</td></tr></table></html>".encode()),
        ("F703-wps", "et", lambda: old_workbook(form())),
    ):
        raw(f"{stem}.{ending}", content)
        raw(f"{stem}.mended.xlsx", sound)
    raw("F775-share-in-an-old-file.xls", lambda: old_workbook(form(市级资金占比=["市级资金占比（%）", Shown(0.3, "0%")])))
    raw("F775-share-in-an-old-file.mended.xls", lambda: old_workbook(form(市级资金占比=["市级资金占比（%）", "30%"])))
    raw("F748-half-a-person-in-an-old-file.xls", lambda: old_workbook(form(职工总数=["2020年职工总数", 86.5])))
    raw("F748-half-a-person-in-an-old-file.mended.xls", lambda: old_workbook(form()))
    raw("F770-error-in-open-document.ods", lambda: open_document(form(营业收入=["2020年营业收入（万元）", "#REF!"])))
    raw("F770-error-in-open-document.mended.ods", lambda: open_document(form()))


def plain_text() -> None:
    text = delimited(form())
    csv_pair("F764-unicode-text", text.encode("utf-16"))
    csv_pair("F764-odd-byte", text.encode("gb18030").replace("南岸区".encode("gb18030"), b"\xc4\xff\xb0\xb6\xc7\xf8"), text.encode("gb18030"))
    csv_pair("F765-zeros", text.encode().replace(b"\xe5\x90\xa6", b"\0", 1))
    csv_pair("F765-quote-not-closed", delimited(form(企业名称=["企业名称", f'"{NAME}'])).encode())
    csv_pair("F766-only-commas", b",,\r\n,,\r\n")
    csv_pair("F765-thousands-comma-unquoted", delimited(form(营业收入=["2020年营业收入（万元）", "3,200"])).encode())
    remarks = [["指标", "填写", "备注"], *[[*row, ""] for row in form()]]
    torn = delimited([["2020年营业收入（万元）", "3", "200"] if "营业收入" in row[0] else row for row in remarks])
    csv_pair("F765-thousands-comma-into-the-remarks", torn.encode(), delimited(remarks).encode())
    one_row = [["企业名称", "注册地", "严重失信", "2020年研发费用（万元）", "2020年营业收入（万元）"], ["虚构甲机械厂", "南岸区", "否", "180", "3200"], ["虚构乙电子厂", "南岸区", "否", "90", "1500"]]
    csv_pair("F765-thousands-comma-across", delimited([*one_row[:2], [*one_row[2][:4], "1,500"]]).encode(), delimited(one_row).encode())
    csv_pair("F743-decimal-comma", delimited(form(营业收入=["2020年营业收入", "3200,5万元"]), ";").encode(), delimited(form(营业收入=["2020年营业收入", "3200.5万元"]), ";").encode())
    csv_pair("F777-code-from-a-csv", delimited(form(信用代码=["统一社会信用代码", "915001080000000000"])).encode("gb18030"), text.encode("gb18030"))


if __name__ == "__main__":
    for part in (units, numbers, days_and_codes, words, layouts, records, files, plain_text):
        part()
