"""汇总.xlsx and the lines on the terminal, read as people read them."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from wcwidth import wcswidth

from eligibility.batch.manifest import Counts
from eligibility.batch.summary import BatchSummary, summarise
from eligibility.batch.totals import Enterprises
from eligibility.reports.batch.as_json import summary_json
from eligibility.reports.batch.text import summary_text
from eligibility.reports.batch.workbook import write_summary_xlsx
from tests.batch.summary_rules import random_table, summary_plan, table_of
from tests.batch.written_batches import write_batch

GOOD = {"所在地": "东区", "失信": False, "规上": True, "研发费用 2020": 80_000_000, "营业收入 2020": 100_000_000, "专利": 4}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return summary_plan(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def summary(tmp_path_factory, plan) -> BatchSummary:
    """150 random enterprises."""
    root = tmp_path_factory.mktemp("batch") / "果"
    write_batch(root, plan, random_table(plan, 150, 5), shard_rows=40)
    return summarise(str(root), plan)


def sheets(path) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def written(summary, path, **how) -> dict[str, list[list]]:
    write_summary_xlsx(summary, str(path), **how)
    return sheets(path)


def test_the_sheets_say_what_the_summary_says(summary, tmp_path):
    """A row for each policy and award with its counts and its money in 元; the rows of the table add up."""
    found = written(summary, tmp_path / "汇总.xlsx")
    assert list(found) == ["按政策", "符合名单", "不符合的原因", "不符合", "缺什么", "核对"]
    rows = {(row[0], row[1]): row for row in found["按政策"]}
    for total in summary.policies:
        row = rows[summary.titles[total.answer], "合计"]
        assert row[2:5] == [total.eligible, total.ineligible, total.undetermined]
        assert [round(cell * 100) for cell in row[5:8]] == [total.settled, total.low, total.high]
    assert sum(isinstance(row[2], float) for row in rows.values()) == len(summary.totals)
    assert ["读入 = 判定 + 退回", "相符"] in [row[:2] for row in found["核对"]]


def test_no_cell_is_a_formula(tmp_path, plan):
    """A name that begins with = stays a text, and so does a code of digits."""
    write_batch(tmp_path / "果", plan, table_of(plan, [GOOD, GOOD | {"失信": True}]))
    path = tmp_path / "汇总.xlsx"
    found = written(summarise(str(tmp_path / "果"), plan), path)
    assert found["符合名单"][1][1:3] == ["910000000000000000", "=虚构0公司"]
    assert found["不符合"][1][1:3] == ["910000000000000001", "=虚构1公司"]
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if name.startswith("xl/worksheets/") and b"<f>" in book.read(name)]


def test_long_lists_stop_and_say_where_the_rest_is(summary, tmp_path):
    """At most the stated number of rows, and one line more that names the folder of all of them."""
    found = written(summary, tmp_path / "汇总.xlsx", most_listed=3)
    for name in ("符合名单", "不符合"):
        assert len(found[name]) == 1 + 3 + 1
        assert "只列前 3 行" in found[name][-1][0] and "判定" in found[name][-1][0]


def test_a_list_that_just_fits_says_nothing_of_more(summary, tmp_path):
    """As many rows as are allowed are a whole list."""
    rows = len(written(summary, tmp_path / "一.xlsx")["符合名单"]) - 1
    assert len(written(summary, tmp_path / "二.xlsx", most_listed=rows)["符合名单"]) == rows + 1


def test_sums_beyond_the_digits_of_a_spreadsheet_are_texts(summary, tmp_path):
    """A sum of more than fifteen digits is written out, not rounded."""
    huge = [total._replace(low=12_345_678_901_234_567_890) for total in summary.totals]
    found = written(replace(summary, totals=tuple(huge)), tmp_path / "汇总.xlsx")
    assert found["按政策"][1][6] == "123456789012345678.90"


def test_the_same_summary_gives_the_same_bytes(summary, tmp_path):
    """No clock in the file."""
    for name in ("一.xlsx", "二.xlsx"):
        written(summary, tmp_path / name)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(summary, tmp_path):
    """A folder that is not there is an OSError, which the command line explains."""
    with pytest.raises(OSError):
        write_summary_xlsx(summary, str(tmp_path / "没有" / "汇总.xlsx"))


def test_without_masks_the_sheets_say_so(tmp_path, plan):
    """Reasons and what is missing are told to be unknown, not none."""
    write_batch(tmp_path / "果", plan, table_of(plan, [GOOD]), trace=False)
    found = written(summarise(str(tmp_path / "果"), plan), tmp_path / "汇总.xlsx")
    assert all("没有记录条款" in found[name][1][0] for name in ("不符合的原因", "不符合", "缺什么"))


def test_lines_fit_sixty_columns(summary):
    """Nothing but a path is wider than 60 columns, and nothing ends in blanks."""
    for line in summary_text(summary).split("\n"):
        assert wcswidth(line) <= 60 and line == line.rstrip()


def test_the_lines_say_who_what_and_how_much(tmp_path, plan):
    """One enterprise that gets everything, one without a place: counts, money, and the place as what is missing."""
    write_batch(tmp_path / "果", plan, table_of(plan, [GOOD, GOOD | {"所在地": None}]))
    text = summary_text(summarise(str(tmp_path / "果"), plan), ["果/汇总.xlsx"])
    assert "判定 2 家：2 家至少一项符合" in text
    assert "升规奖励" in text and "6万元" in text
    assert "所在地" in text and "3 项次" in text
    assert text.endswith("果/汇总.xlsx")


def test_rows_that_were_returned_are_told(summary):
    """Rows read, decided and returned stand in a line where some were returned."""
    text = summary_text(replace(summary, counts=Counts(160, 150, 10)))
    assert "读入 160 行，判定 150 行，退回 10 行" in text


def test_counts_that_do_not_add_up_are_not_called_right(summary, tmp_path):
    """The check looks at what the shards hold, not only at what was counted."""
    wrong = replace(summary, enterprises=Enterprises(149, *summary.enterprises[1:]))
    assert ["读入 = 判定 + 退回", "不符"] in [row[:2] for row in written(wrong, tmp_path / "汇总.xlsx")["核对"]]


def test_json_has_the_same_figures(summary):
    """Money in 分; a policy of which somebody's highest amount is unknown has no highest."""
    found = summary_json(summary)
    for row, total in zip(found["policies"], summary.policies):
        assert (row["eligible"], row["low"], row["unbounded"]) == (total.eligible, total.low, total.unbounded)
        assert (row["high"] is None) is (total.unbounded > 0)
    assert [b["decisions"] for b in found["missing"]["blanks"]] == sorted((b["decisions"] for b in found["missing"]["blanks"]), reverse=True)
