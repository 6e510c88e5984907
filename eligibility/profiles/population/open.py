"""A population: its tables found and looked over once, then read slice by slice.

Everything that stops is found before the first slice: headings, types,
doubled codes, files that break off. What is wrong with single cells rejects
their rows, with the reason; rows read are always rows used plus rows rejected.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from ...language.diagnostic import Findings, Where
from ...language.fact import Fact
from ..tables.headings import Headings
from ..words import or_list, shown
from .codes import doubled, plain
from .columns import read_headings, safe_name
from .delimited import DelimitedSource, open_delimited
from .digest import digest_of
from .order import find_rows
from .paid import Awards
from .parquet import open_parquet
from .parts import Part, Population
from .records import Records, open_records
from .slice import PAID
from .source import BLOCK, Source, Unreadable, changed
from .types import check_types
from .workbook import open_workbook

if TYPE_CHECKING:
    from ...plan.plan import Plan

__all__ = ["Part", "Population", "open_population"]

_DELIMITED = (".csv", ".tsv", ".tab")


def open_population(paths: Sequence[str], vocabulary: Mapping[str, Fact], findings: Findings, plan: "Plan | None" = None) -> Population | None:
    """The population in ``paths``: the main table first, then tables of records; None with the reasons in ``findings``.

    With a ``plan`` the names in 已兑现 become its ids, and one that it does not
    know rejects its enterprise; else they stay as written.
    """
    try:
        return _opened([os.fspath(path) for path in paths], vocabulary, findings, None if plan is None else Awards(plan))
    except Unreadable as stopped:
        findings.items.append(stopped.finding)
        return None


def _opened(paths: list[str], vocabulary: Mapping[str, Fact], findings: Findings, awards: Awards | None) -> Population | None:
    code = next((fact for fact in vocabulary.values() if fact.role == "code"), None)
    if code is None:
        return findings.error("F801", Where(paths[0]), "指标表里没有信用代码（role: code）的指标，不能整批读取。", "在指标表里登记统一社会信用代码。")
    name = next((fact for fact in vocabulary.values() if fact.role == "name"), None)
    owners = [fact for fact in (code, name) if fact is not None]
    lists = [fact for fact in vocabulary.values() if fact.type == "records"] + [Fact(PAID, "records", Where(""), none="从未兑现")]
    main: Source | None = None
    tables: list[tuple[Fact, Source]] = []
    for number, path in enumerate(paths):
        sources = _sources(path, findings)
        if sources is None:
            return None
        for source in sources:
            word = source.grid.sheet or os.path.splitext(os.path.basename(path.rstrip("/\\")))[0]
            fact = _list_named(word, lists, tail=not source.grid.sheet) if source.grid.sheet or number else None
            if fact is not None:
                tables.append((fact, source))
            elif main is None and number == 0:
                main = source
            elif not _aside(word):
                (findings.warning if number == 0 else findings.error)(
                    "F813", source.grid.whole, f"“{shown(word)}”不是记录的名称，不知道是什么表{'，没有采用' if number == 0 else ''}。",
                    f"记录的表以指标命名：{or_list(f.name for f in lists)}；只是说明的工作表，名称里写“说明”。",
                )  # fmt: skip
    if main is None:
        return findings.error("F804", Where(paths[0]), "里面没有企业的表。", "第一个文件放企业的表：第一行写栏目的名称，下面一行一家企业。")
    return _looked_over(main, tables, [*vocabulary.values(), lists[-1]], owners, findings, awards)


def _aside(word: str) -> bool:
    return any(part in word for part in ("说明", "目录", "封面", "选项", "字典", "示例", "样例"))


def _list_named(word: str, lists: Iterable[Fact], tail: bool) -> Fact | None:
    """The records fact that a sheet or file is named after; of a file also where the name stands after a dash."""
    read = Headings(lists)
    for text in (word, *((word.rpartition(mark)[2] for mark in "-_") if tail else ())):
        heading = read.of(text)
        if heading is not None and heading.fact is not None:
            return heading.fact
    # Files and sheets cannot be called everything, and sheets have short names.
    return next((fact for fact in lists if word in (safe_name(fact.name), safe_name(fact.name)[:31])), None)


def _sources(path: str, findings: Findings) -> Sequence[Source] | None:
    where, lower = Where(os.fsencode(path).decode("utf-8", "replace")), path.lower()
    if not os.path.exists(path):
        return findings.error("X901", where, "找不到这个文件。", "核对路径和文件名。")
    if os.path.isdir(path) or lower.endswith(".parquet"):
        if not os.path.isdir(path) and not os.path.isfile(path):
            return findings.error("X902", where, "这是设备或管道，不是文件。", "给出一个表格文件的路径。")
        source: Source | None = open_parquet(path, findings)
    elif not os.path.isfile(path):
        return findings.error("X902", where, "这是设备或管道，不是文件。", "给出一个表格文件的路径。")
    elif lower.endswith((".xlsx", ".xlsm")):
        return open_workbook(path, findings)
    elif lower.endswith(_DELIMITED):
        source = open_delimited(path, findings)
    else:
        ending = os.path.splitext(path)[1]
        return findings.error("F802", where, f"整批判定读不了{f' {shown(ending)} ' if ending else '没有扩展名的'}文件。", "另存为 xlsx 或“CSV UTF-8”，或导出为 Parquet；分成几份的 Parquet 放在一个文件夹里。")
    return None if source is None else [source]


def _looked_over(
    main: Source, tables: list[tuple[Fact, Source]], facts: list[Fact], owners: list[Fact], findings: Findings, awards: Awards | None
) -> Population | None:
    """Everything that may stop, in the order in which a person would mend it."""
    table = read_headings(main.headings, [f for f in facts if f.name != PAID] + [facts[-1]], main.grid, main.top, findings)
    code = table.columns.get((owners[0].name, None))
    if code is None:
        there = "、".join(f"“{shown(text, 20)}”" for text in [h for h in main.headings if h.strip()][:8]) or "空的"
        aliases = f"（也可以写 {or_list(owners[0].aliases)}）" if owners[0].aliases else ""
        remedy = f"表头加一栏 {owners[0].name}{aliases}，每行写上企业的 18 位代码。"
        if sum(1 for heading in main.headings if heading.strip()) == 1 < len(main.headings):
            remedy = f"表头上面有标题、说明的，先删去那几行；{remedy}"
        return findings.error("F801", main.grid.place(main.top, 1), f"没有 {owners[0].name} 这一栏，表头是：{there}。", remedy)
    check_types(main, table, findings)
    records: dict[str, Records] = {}
    for fact, source in tables:
        own = open_records(fact, source, owners, findings, awards)
        if fact.name in records:
            findings.error("F817", source.grid.whole, f"“{fact.name}”给了两张表。", "合成一张；不要的不写。")
        elif own is not None:
            records[fact.name] = own
            check_types(source, own.table, findings)
    if findings.has_errors:
        return None
    for source, key in ((main, code.at), *((own.source, own.owner) for own in records.values())):
        if isinstance(source, DelimitedSource):
            source.index(key)
    if not main.rows:
        return findings.error("F804", main.grid.whole, "只有表头，没有企业。", "表头下面一行写一家企业。")
    check_types(main, table, findings, sample=True)
    for own in records.values():
        check_types(own.source, own.table, findings, sample=True, of_records=True)
    if findings.has_errors:
        return None

    def pieces() -> Iterator[tuple[pl.Series, pl.Series]]:
        for begin in range(0, main.rows, BLOCK):
            raw = main.read(begin, begin + BLOCK, [code.at])
            yield plain(raw.cells[str(code.at)]).replace("", None), raw.rows

    files = dict.fromkeys([*main.files(), *(file for own in records.values() for file in own.source.files())])
    with ThreadPoolExecutor(1, "hashing") as pool:
        digest = pool.submit(digest_of, files)  # meanwhile
        twice = doubled(pieces, main.rows)
    many = int(twice["rows"].sum() or 0)
    if main.rows >= 100 and many * 2 > main.rows:
        first = twice.row(0, named=True)
        cause = f"{main.rows} 行里有 {many} 行的 {code.fact.name} 与别的行重复，例如 {shown(first['code'])} 在第 {first['named']} 行。"
        return findings.error("F809", main.grid.place(main.top, code.at + 1), cause, "一家企业只写一行：分年度的指标一年一栏，一家有几条的放进记录的表。")
    find_rows(list(records.values()), pieces, findings)
    if findings.has_errors:
        return None
    name = table.columns.get((owners[1].name, None)) if len(owners) > 1 else None
    try:
        return Population(main, table, code, name, list(records.values()), twice, digest.result())
    except OSError as error:
        raise changed(error.filename or main.grid.file) from error
