"""Populations opened and read: what each cell becomes, and what rejects its row."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import SimpleNamespace

import polars as pl

from eligibility.language.diagnostic import Findings
from eligibility.profiles.credit_code import check_character
from eligibility.profiles.population.open import open_population
from tests.profiles.vocabulary import VOCABULARY

A, B = "91000000MA00000232", "91000000MA0000031W"
C, D = (f"{body}{check_character(body)}" for body in ("91500108MA0000001", "91500108MA0000002"))


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> str:
    """A file of these lines."""
    path = folder / name
    path.write_bytes("".join(line + "\n" for line in lines).encode(encoding))
    return str(path)


def opened(*paths: str):
    """The population and what was found in opening it."""
    findings = Findings()
    return open_population(paths, VOCABULARY, findings), findings.sorted()


def whole(population, **how):
    """All rows of a population as one part."""
    (part,) = population.slices(**how)
    return part


def test_a_row_is_an_enterprise(tmp_path):
    """Cells become integers of the slice, by the unit of their heading; blank stays blank, and 无 is said beside it."""
    path = write(
        tmp_path, "甲.csv", "统一社会信用代码,企业名称,2021年营业收入（万元）,研发占比（%）,成立日期,规模以上,认定类型,证书有效期至",
        f'{A},虚构甲公司,"1,234.56",5.25,2020年2月1日,是,首次认定,无', f"{B},虚构乙公司,,,2020-02-01,否,,2024-01-01",
    )  # fmt: skip
    population, findings = opened(path)
    assert not findings and population.rows == 2
    assert whole(population).slice.frame.to_dict(as_series=False) == {
        "row": [2, 3], "code": [A, B], "name": ["虚构甲公司", "虚构乙公司"], "营业收入 2021": [1_234_560_000, None], "研发占比": [5_250_000, None],
        "成立日期": [737456, 737456], "规模以上": [True, False], "认定类型": ["首次认定", None], "证书有效期至": [None, 738886], "证书有效期至 无": [True, False],
    }  # fmt: skip


def test_a_part_of_the_rows_and_of_the_columns(tmp_path):
    """Any rows, in pieces of any size and in another process, are those of the whole; of the columns only those that are wanted."""
    made = [f"{body}{check_character(body)}" for body in (f"91500108MA{number:07d}" for number in range(40))]
    lines = [f'{code},虚构{number}公司,{number},"{number}"' if number % 7 else f"{code},虚构{number}公司,{number},不是数" for number, code in enumerate(made)]
    head = "统一社会信用代码,企业名称,2021年职工总数,平台面积"
    contracts = [f"{code},A-{number}" for number, code in enumerate(made) if number % 3 == 0 for _ in range(2)]
    main = write(tmp_path, "甲.csv", head, *lines[:11], "", ",,,", *lines[11:])
    for records in (contracts, contracts[::-1]):
        listed = write(tmp_path, "技术合同.csv", "统一社会信用代码,合同编号", *records)
        population, findings = opened(main, listed)
        one = whole(population)
        assert not findings and population.rows == 40 and one.rejected["row"].to_list() == [2, 9, 18, 25, 32, 39]
        other = pickle.loads(pickle.dumps(population))
        for size in (1, 7, 40):
            parts = list(other.slices(3, 38, size))
            assert [(part.start, part.rows) for part in parts] == [(start, min(size, 38 - start)) for start in range(3, 38, size)]
            assert pl.concat([part.slice.frame for part in parts]).equals(one.slice.frame.filter(pl.col("code").is_in(made[3:38])))
            assert all(part.rows == part.slice.frame.height + part.rejected.height for part in parts)
            found = [rows for part in parts for rows in _named(part.slice)]
            assert found == [rows for rows in _named(one.slice) if rows[0] in made[3:38]]
        only = whole(population, wanted=[("职工总数", 2021), ("统一社会信用代码", None)])
        assert only.slice.frame.columns == ["row", "code", "name", "职工总数 2021", "统一社会信用代码"] and only.rejected.is_empty()
        assert only.slice.frame["name"].null_count() == 40 and not only.slice.records


def _named(piece) -> list[tuple[str, str]]:
    """Each record with the code of its enterprise."""
    rows = piece.records["技术合同"]
    return list(zip(piece.frame["code"].gather(rows["position"]), rows["合同编号"]))


def test_records(tmp_path):
    """An enterprise without rows is not known to have none; one that says 无 is; rows of others are told and left aside."""
    main = write(tmp_path, "甲.csv", "统一社会信用代码", A, B, C)
    paid = write(tmp_path, "已兑现.csv", "统一社会信用代码,事项,奖补项,金额（万元）", f"{B},事项甲,奖补甲,5")
    population, findings = opened(main, write(tmp_path, "技术合同.csv", "信用代码,合同编号,到账金额（元）", f"{C},C-10,1", f"{A},无,", f"{D},D-10,2", f"{C},C-11,"), paid)
    found = whole(population).slice
    assert [(d.code, d.severity, d.where.inside) for d in findings] == [("F819", "warning", "A4")]
    assert found.frame["技术合同 行数"].to_list() == [0, None, 2] and found.records["技术合同"]["到账金额"].to_list() == [100, None]
    assert found.frame["已兑现 行数"].to_list() == [None, 1, None] and found.paid.rows() == [(1, "事项甲", "奖补甲", 5_000_000)]


def test_records_that_cannot_be_read(tmp_path):
    """One row that cannot be read rejects its enterprise, as does 无 beside rows; the reason says which row of which table."""
    main = write(tmp_path, "甲.csv", "统一社会信用代码,技术合同", f"{A},", f"{B},", f"{C},无", f"{D},有")
    listed = write(tmp_path, "技术合同.csv", "信用代码,合同编号,到账金额（元）", f"{A},A-10,甲", f"{A},A-11,1", f"{B},无,", f"{B},B-10,1", f"{C},C-10,1", f"{D},D-10,1")
    population, findings = opened(main, listed)
    part = whole(population)
    assert not findings and part.slice.frame["code"].to_list() == [D] and part.slice.records["技术合同"].rows() == [(0, "D-10", 100)]
    assert part.rejected["原因"][0].startswith("F820 “技术合同”的表第 2 行：F741 “到账金额（元）”")
    assert [text[:4] for text in part.rejected["原因"]] == ["F820", "F721", "F721"]


def test_a_word_for_a_blank(tmp_path):
    """不详 counts as blank, and is told with its place; a heading that nobody knows is told when the table is opened."""
    population, findings = opened(write(tmp_path, "甲.csv", "统一社会信用代码,平台面积,奇怪的栏,备注", f"{A},不详,1,甲"))
    part = whole(population)
    assert part.slice.frame["平台面积"].to_list() == [None] and [(d.code, d.where.inside) for d in part.doubts] == [("F732", "B2")]
    assert population.unread == ("奇怪的栏",) and [(d.code, d.severity, d.where.inside) for d in findings] == [("F711", "warning", "C1")]


def test_chinese_encodings(tmp_path):
    """UTF-8 with and without a mark, GB18030, tabs and semicolons say the same."""
    lines = ["统一社会信用代码,企业名称,认定类型", f"{A},虚构甲㐂公司,首次认定"]
    frames = []
    for name, encoding, mark in (("a.csv", "utf-8", ","), ("b.csv", "utf-8-sig", ","), ("c.csv", "gb18030", ","), ("d.tsv", "utf-8", "\t"), ("e.csv", "gb18030", ";")):
        path = write(tmp_path, name, *[line.replace(",", mark) for line in lines], encoding=encoding)
        frames.append(whole(opened(path)[0]).slice.frame)
    assert all(frame.equals(frames[0]) for frame in frames) and frames[0]["name"].to_list() == ["虚构甲㐂公司"]


def test_reasons_are_all_told(tmp_path):
    """A row with several mistakes is told all of them; the cells come back as they were."""
    population, _ = opened(write(tmp_path, "甲.csv", "统一社会信用代码,平台面积,规模以上", f"{A},1.5,Y", f"{B},2,是", f"{C},3,否"))
    part = whole(population)
    assert [code for code in ("F748", "F734") if code in part.rejected["原因"][0]] == ["F748", "F734"]
    assert part.rejected.drop("原因").rows() == [(2, A, A, "1.5", "Y")]


def test_what_files_hold(tmp_path):
    """The digest is that of the contents of all files, whatever they are called."""
    one, two = write(tmp_path, "甲.csv", "统一社会信用代码", A), write(tmp_path, "乙.csv", "统一社会信用代码", A)
    other = write(tmp_path, "丙.csv", "统一社会信用代码", B)
    digests = [opened(path)[0].digest for path in (one, two, other)]
    assert digests[0] == digests[1] != digests[2] and len(digests[0]) == 64


def test_what_was_paid_is_looked_up(tmp_path):
    """With a plan policies and awards may be called by title; a name that no rule knows rejects its enterprise, since it would be paid twice."""
    award = SimpleNamespace(name="奖补甲", title="甲类奖励")
    plan = SimpleNamespace(documents=[SimpleNamespace(kind="policy", id="nanan/a", title="事项甲", awards=[award])])
    main = write(tmp_path, "甲.csv", "统一社会信用代码", A, B, C)
    paid = write(tmp_path, "已兑现.csv", "统一社会信用代码,事项,奖补项", f"{A},事项甲,甲类奖励", f"{A},nanan/a,奖补甲", f"{B},事项甲,奖补乙", f"{C},无,")
    findings = Findings()
    part = whole(open_population([main, paid], VOCABULARY, findings, plan))
    assert part.slice.paid.rows() == [(0, "nanan/a", "奖补甲", None)] * 2 and part.slice.frame["已兑现 行数"].to_list() == [2, 0]
    assert part.rejected["code"].to_list() == [B] and "F727 “已兑现”里的奖补项“奖补乙”" in part.rejected["原因"][0]


def test_a_file_that_goes_while_it_is_hashed_is_told(tmp_path, monkeypatch):
    """A table that is taken away between looking it over and hashing it is F816, with its name, and no failure."""
    path = write(tmp_path, "甲.csv", "统一社会信用代码", A)

    def gone(files):
        raise FileNotFoundError(2, "gone", next(iter(files)))

    monkeypatch.setattr("eligibility.profiles.population.open.digest_of", gone)
    population, findings = opened(path)
    assert population is None and [(d.code, d.where.file) for d in findings] == [("F816", path)]
