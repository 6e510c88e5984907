"""Tables that cannot be used: each is refused with its place and a remedy, quickly and without room for what it holds."""

from __future__ import annotations

import os
import resource
import tracemalloc
from datetime import date, datetime

import polars as pl
import pytest
import xlsxwriter

from eligibility.profiles.credit_code import check_character
from eligibility.profiles.population.source import Unreadable
from tests.profiles.population.test_open import A, B, opened, whole, write
from tests.profiles.tables.books import workbook

HEAD = "统一社会信用代码,2021年营业收入（元）"


def refused(*paths: str) -> tuple[str, str, str]:
    """The only error of a population that cannot be opened: code, place and message."""
    population, findings = opened(*paths)
    errors = [d for d in findings if d.severity == "error"]
    assert population is None and len(errors) == 1, findings
    assert errors[0].hint.endswith("。") and errors[0].message.endswith("。")
    return errors[0].code, errors[0].where.inside if errors[0].where.cell or errors[0].where.line else "", errors[0].message


@pytest.mark.parametrize(
    ("lines", "code", "place", "says"),
    [
        ([], "F804", "", "空的"),
        (["", " , "], "F804", "", "没有内容"),
        ([HEAD], "F804", "", "只有表头"),
        ([HEAD, ",", ""], "F804", "", "只有表头"),
        (["企业,2021年营业收入（元）", f"{A},1"], "F801", "A1", "“企业”、“2021年营业收入（元）”"),
        ([f"{HEAD},2021年营收（万元）", f"{A},1,1"], "F712", "C1", "B1 和 C1"),
        (["统一社会信用代码,营业收入（元）", f"{A},1"], "F715", "B1", "哪一年"),
        (["统一社会信用代码,2021年研发占比（%）", f"{A},1"], "F716", "B1", "不分年度"),
        (["统一社会信用代码,2021年营业收入（美元）", f"{A},1"], "F779", "B1", "美元"),
        (["统一社会信用代码,开业年度 无", f"{A},是"], "F818", "B1", "说的那一栏"),
        ([HEAD, f"{A},甲", f"{B},乙", "91000000MA00000313,丙"], "F808", "B2", "一格也读不出"),
        (["统一社会信用代码,2021年营业收入", f"{A},1", f"{B},2", "91000000MA00000313,3"], "F808", "B2", "没有单位"),
        ([HEAD, f'{A},"1', f"{B},2"], "F811", "第 2 行第 1 列", "双引号"),
        ([HEAD, *[f"{A},1", f"{B},1"] * 60], "F809", "A1", "第 2、4、6、8、10 等 行"),
    ],
)  # fmt: skip
def test_a_csv_that_cannot_be_used(tmp_path, lines, code, place, says):
    """Nothing to read, no key, no unit, a column twice, or a column of which no cell can be read."""
    found = refused(write(tmp_path, "甲.csv", *lines))
    assert found[:2] == (code, place) and says in found[2]


def test_a_title_above_the_headings_is_to_be_removed(tmp_path):
    """Of a table whose first row has one cell only, people are told to remove what stands above the headings; of others not."""
    titled, named = ([d.hint for d in opened(write(tmp_path, "甲.csv", row, HEAD, f"{A},1"))[1] if d.code == "F801"] for row in ("2022年名单,", "名称,开业年度"))
    assert "先删去那几行" in titled[0] and "先删去" not in named[0] and "加一栏" in titled[0] and "加一栏" in named[0]


def test_a_csv_that_is_no_text(tmp_path):
    """UTF-16, other encodings, a workbook under another name, and a hole of zeros deep inside the file."""
    (tmp_path / "a.csv").write_bytes((HEAD + "\n").encode("utf-16"))
    assert refused(str(tmp_path / "a.csv"))[0] == "F764"
    (tmp_path / "b.csv").write_bytes(b"\xff\xff\xff\xff")
    assert refused(str(tmp_path / "b.csv"))[0] == "F764"
    (tmp_path / "c.csv").write_bytes(b"PK\x03\x04 and more")
    assert refused(str(tmp_path / "c.csv"))[0] == "F763"
    (tmp_path / "d.csv").write_bytes((HEAD + "\n" + f"{A},1\n" * 60_000).encode() + bytes(100))
    assert refused(str(tmp_path / "d.csv"))[:2] == ("F764", "第 60002 行第 1 列")
    (tmp_path / "e.csv").write_bytes((HEAD + "\n" + f"{A},1\n" * 60_000).encode() + "甲".encode("gb18030") + b",1\n")
    assert refused(str(tmp_path / "e.csv"))[:2] == ("F764", "第 60002 行第 1 列")


@pytest.mark.parametrize("name", ["甲.csv", "甲.xlsx", "甲.parquet"])
@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"PAR1", "统一社会信用代码\n".encode()])
def test_two_gigabytes_of_nothing(tmp_path, name, head):
    """Rubbish of any size under any name is refused after a look at its ends, or when no row of it ends."""
    path = tmp_path / name
    with open(path, "wb") as opened_file:
        opened_file.write(head)
        opened_file.truncate(2 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(str(path))[0] in ("F763", "F764", "F803", "F811", "F812")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_a_line_without_an_end(tmp_path):
    """Letters without any line break are given up after some megabytes."""
    path = tmp_path / "甲.csv"
    path.write_bytes(b"x" * (3 << 20))
    assert refused(str(path))[0] == "F811"
    path.write_bytes((HEAD + "\n").encode() + b"x" * (40 << 20))
    tracemalloc.start()
    assert refused(str(path))[0] == "F811"
    assert tracemalloc.get_traced_memory()[1] < 120 << 20
    tracemalloc.stop()


def test_rows_that_are_torn(tmp_path):
    """A row with more or fewer cells than the heading is rejected, and those around it are read."""
    path = write(tmp_path, "甲.csv", HEAD, f"{A},1,234", "", f"{B},5", "91000000MA00000313")
    population, findings = opened(path)
    part = whole(population)
    assert not findings and (part.rows, part.slice.frame["row"].to_list(), part.rejected["row"].to_list()) == (3, [4], [2, 5])
    assert ["F810" in text for text in part.rejected["原因"]] == [True, True] and "3 格" in part.rejected["原因"][0]


def frame(**columns) -> pl.DataFrame:
    return pl.DataFrame({"统一社会信用代码": [A, B]} | columns)


@pytest.mark.parametrize(
    ("columns", "code", "says"),
    [
        ({"2021年营业收入": [1, 2]}, "F744", "单位"),
        ({"研发占比": [0.05, 0.1]}, "F746", "单位"),
        ({"2021年营业收入（分）": [1.0, 2.0]}, "F807", "整数"),
        ({"2021年营业收入（元）": [True, False]}, "F807", "boolean"),
        ({"2021年营业收入（元）": [date(2021, 1, 1)] * 2}, "F807", "date"),
        ({"成立日期": [44512, 44513]}, "F807", "int64"),
        ({"规模以上": [1, 0]}, "F807", "是或否"),
        ({"认定类型": [1, 2]}, "F807", "选项"),
        ({"2021年营业收入（元）": [[1], [2]]}, "F807", "list"),
        ({"证书有效期至": [None, None], "证书有效期至 无": ["是", "否"]}, "F818", "真假值"),
        ({"成立日期": [date(2021, 1, 1)] * 2, "成立日期 无": [True, False]}, "F731", "无"),
    ],
)  # fmt: skip
def test_a_column_of_the_wrong_type(tmp_path, columns, code, says):
    """A whole column of Parquet that is not what its fact asks for is one error at its heading."""
    frame(**columns).write_parquet(tmp_path / "甲.parquet")
    found = refused(str(tmp_path / "甲.parquet"))
    assert found[0] == code and says in found[2] and found[1].endswith("1")


def test_parquet_that_breaks_off(tmp_path):
    """A file cut short is refused at once; one that is broken inside, when that is read."""
    path = tmp_path / "甲.parquet"
    pl.DataFrame({"统一社会信用代码": [A, B] * 500, "2021年职工总数": range(1000)}).write_parquet(path, compression="uncompressed")
    content = path.read_bytes()
    for length in (3, 4, 100, len(content) - 5, len(content) - 1):
        path.write_bytes(content[:length])
        assert refused(str(path))[0] in ("F803", "F763")
    path.write_bytes(content[:4] + bytes(200) + content[204:])
    assert refused(str(path))[0] == "F803"
    path.write_bytes(b"")
    assert refused(str(path))[0] == "F804"


def test_a_folder_of_parts(tmp_path):
    """Parts with the same columns are one table, whatever their order of columns; others are refused, as is a folder without any."""
    folder = tmp_path / "甲"
    folder.mkdir()
    assert refused(str(folder))[0] == "F802"
    frame(**{"2021年职工总数": [1, 2]}).head(1).write_parquet(folder / "a.parquet")
    frame(**{"2021年职工总数": [1, 2]}).tail(1).select("2021年职工总数", "统一社会信用代码").write_parquet(folder / "b.parquet")
    population, findings = opened(str(folder))
    assert not findings and whole(population).slice.frame["职工总数 2021"].to_list() == [1, 2]
    frame(**{"2021年职工总数": ["1", "2"]}).write_parquet(folder / "c.parquet")
    assert refused(str(folder))[0] == "F806"


def test_other_files(tmp_path):
    """No file, another ending, a device, an old workbook and an encrypted one."""
    assert refused(str(tmp_path / "无.csv"))[0] == "X901"
    (tmp_path / "甲.json").write_text("{}")
    assert refused(str(tmp_path / "甲.json"))[0] == "F802"
    (tmp_path / "甲.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refused(str(tmp_path / "甲.xlsx"))[0] == "F762"
    (tmp_path / "甲.xlsx").write_bytes(b"PK\x03\x04" + bytes(600))
    assert refused(str(tmp_path / "甲.xlsx"))[0] == "F761"
    os.mkfifo(tmp_path / "乙.csv")
    assert refused(str(tmp_path / "乙.csv"))[0] == "X902"


def test_a_workbook_without_enterprises(tmp_path):
    """Empty sheets, or nothing but sheets of records."""
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx") as book:
        book.add_worksheet()
    assert refused(str(tmp_path / "甲.xlsx"))[0] == "F804"
    workbook(tmp_path / "乙.xlsx", {"技术合同": [["统一社会信用代码", "合同编号"], [A, "A-12"]]})
    assert refused(str(tmp_path / "乙.xlsx"))[0] == "F804"


def test_doubled_codes(tmp_path):
    """Every row of a doubled code is rejected, and is told where the others stand; they may lie in other slices."""
    other = "91000000MA0000032" + check_character("91000000MA0000032")
    path = write(tmp_path, "甲.csv", HEAD, f"{A},1", f"{B},2", f"{A} ,3", f'"=""{other}""",4')
    population, findings = opened(path)
    parts = list(population.slices(size=1))
    assert not findings and [part.slice.frame["code"].to_list() for part in parts] == [[], [B], [], [other]]
    assert [text.count("第 2、4 行") for part in parts for text in part.rejected["原因"]] == [1, 1]


def test_a_file_that_changes(tmp_path):
    """A table that is changed while it is read stops the reading."""
    path = write(tmp_path, "甲.csv", HEAD, f"{A},1")
    population, _ = opened(path)
    write(tmp_path, "甲.csv", HEAD, f"{A},12")
    with pytest.raises(Unreadable) as stopped:
        whole(population)
    assert stopped.value.finding.code == "F816"


def test_tables_of_records_that_cannot_be_used(tmp_path):
    """Without codes, without columns, under a name that is no list, and two of one list."""
    main = write(tmp_path, "甲.csv", HEAD, f"{A},1")
    assert refused(main, write(tmp_path, "乙.csv", "a", "b"))[0] == "F813"
    assert refused(main, write(tmp_path, "技术合同.csv", "合同编号", "A-12"))[0] == "F814"
    assert refused(main, write(tmp_path, "技术合同.csv", "信用代码", A))[0] == "F814"
    assert refused(main, write(tmp_path, "技术合同.csv", "信用代码,合同编号", f"{A},A-12", ",A-13"))[:2] == ("F780", "A3")
    one = write(tmp_path, "技术合同.csv", "信用代码,合同编号", f"{A},A-12")
    assert refused(main, one, write(tmp_path, "2021-技术合同.csv", "信用代码,合同编号", f"{A},A-12"))[0] == "F817"


def test_days_with_an_hour_are_refused(tmp_path):
    """A moment that is no whole day rejects its row; midnight is the day."""
    frame(成立日期=[datetime(2021, 1, 2), datetime(2021, 1, 2, 8)]).write_parquet(tmp_path / "甲.parquet")
    population, _ = opened(str(tmp_path / "甲.parquet"))
    part = whole(population)
    assert part.slice.frame["成立日期"].to_list() == [date(2021, 1, 2).toordinal()] and "F751" in part.rejected["原因"][0]
