"""汇总.xlsx: what a batch came to, as a workbook that is written row by row, so that long lists need no memory.

Names and codes are text cells and none is a formula; amounts are numbers in
元, exact to the 分, or text where a spreadsheet could not hold all digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from ...batch.folder import DECISIONS, REJECTED
from ...batch.listing import granted, moving, refused
from ...batch.parquet_sink import beside, put_in_place
from ...batch.summary import BatchSummary
from ...batch.totals import Total
from ..lines import fold
from .words import LIMITED, NO_AWARDS, POOL_WORDS, POOLS, UNTRACED, WHAT_SETTLES, award_words, blank_words, left_out_words

MOST_LISTED = 100_000  # rows of a list; a workbook of more takes minutes to open
_LONGEST = 32_767  # characters of a cell
_NOTE_WIDTH = 140
_EXACT = 10**15  # 分 that a spreadsheet, with its 15 digits, shows in full
_CREATED = datetime(2000, 1, 1)  # not the clock's
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class Fen(int):
    """Money in 分, written in 元."""


Cell = str | int | Fen | None


def write_summary_xlsx(summary: BatchSummary, path: str, most_listed: int = MOST_LISTED) -> None:
    """The workbook at ``path``, all of it or nothing. OSError where it cannot be written."""
    book = xlsxwriter.Workbook(beside(path), _OPTIONS)
    book.set_properties({"title": "批量判定汇总", "created": _CREATED})
    writer = _Writer(book)
    _by_policy(writer, summary)
    _granted(writer, summary, most_listed)
    _why_not(writer, summary)
    _refused(writer, summary, most_listed)
    _missing(writer, summary)
    if summary.pools:
        _pools(writer, summary)
        _moving(writer, summary, most_listed)
    _checks(writer, summary)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None
    put_in_place(beside(path), path)


# -------------------------------------------------------------------------------- sheets


def _by_policy(writer: "_Writer", summary: BatchSummary) -> None:
    headings = ("政策", "奖补项", "符合（家）", "不符合（家）", "待定（家）", "已能算准的金额（元）", "最少（元）", "最多（元）", "最多金额未知（家）")
    sheet = writer.sheet("按政策", headings, (40, 36, 12, 12, 12, 22, 22, 22, 18))
    for total in summary.policies:
        sheet.row(_total(summary, total), bold=True)
        for award in (t for t in summary.awards if t.answer.policy == total.answer.policy):
            sheet.row(_total(summary, award))
    sheet.note("符合、不符合、待定是企业数；一项政策有一个奖补项符合就算符合。金额是各家相加：最少把待定的按最低计，最多按最高计；不知道上限的不在“最多”里，家数另列。")
    if summary.limited:
        sheet.note(LIMITED)


def _total(summary: BatchSummary, total: Total) -> list[Cell]:
    policy, award = award_words(summary, total.answer)
    return [policy, "合计" if total.answer.award is None else award, total.eligible, total.ineligible, total.undetermined,
            Fen(total.settled), Fen(total.low), Fen(total.high), total.unbounded]  # fmt: skip


def _granted(writer: "_Writer", summary: BatchSummary, most: int) -> None:
    sheet = writer.sheet("符合名单", ("表格行号", "信用代码", "企业名称", "政策", "奖补项", "最少（元）", "最多（元）"), (10, 24, 36, 40, 36, 18, 18))
    rows = ([g.row, g.code, g.name, *award_words(summary, g.answer), Fen(g.low), "未知" if g.high is None else Fen(g.high)]
            for g in granted(summary.written, summary.listed))
    sheet.list(rows, most)


def _why_not(writer: "_Writer", summary: BatchSummary) -> None:
    sheet = writer.sheet("不符合的原因", ("政策", "奖补项", "第一个不满足的条件", "出处", "企业数"), (40, 36, 60, 30, 12))
    if summary.refusals is None:
        return sheet.note(UNTRACED)
    for refusal in summary.refusals:
        sheet.row([*award_words(summary, refusal.answer), refusal.condition, refusal.source, refusal.enterprises])
    sheet.note("按规则里的先后，先看门槛，再看奖补项自己的条件；一家企业只计第一个不满足的，后面的条件可能也不满足。奖补项写“全部”的，是门槛不满足。")


def _refused(writer: "_Writer", summary: BatchSummary, most: int) -> None:
    headings = ("表格行号", "信用代码", "企业名称", "政策", "奖补项", "第一个不满足的条件", "出处")
    sheet = writer.sheet("不符合", headings, (10, 24, 36, 40, 36, 60, 30))
    if summary.checks is None:
        return sheet.note(UNTRACED)
    rows = ([r.row, r.code, r.name, *award_words(summary, r.answer), r.condition, r.source] for r in refused(summary.written, summary.checks))
    sheet.list(rows, most)


def _missing(writer: "_Writer", summary: BatchSummary) -> None:
    sheet = writer.sheet("缺什么", ("缺的指标", "项次", "其中只差金额"), (60, 22, 22, 26, 26))
    if summary.missing is None:
        return sheet.note(UNTRACED if summary.checks is None else NO_AWARDS)
    for blank in summary.missing.blanks:
        sheet.row([blank_words(blank), blank.decisions, blank.amounts])
    sheet.note("一家企业的一个奖补项，因为缺这一项而待定或算不准金额，计一项次；同时缺几项的，每项都计。")
    sheet.headings(("只补这一项", "能定下是否符合（项次）", "能算准金额（项次）", "涉及金额：最多减最少（元）", "其中最多金额未知（项次）"))
    for one in summary.missing.lists:
        sheet.row([one.fact, one.awards, one.amounts, Fen(one.fen), one.unbounded])
    for note in (WHAT_SETTLES, *left_out_words(summary.missing)):
        sheet.note(note)


def _pools(writer: "_Writer", summary: BatchSummary) -> None:
    sheet = writer.sheet("企业库", ("企业库", *(f"{word}（家）" for word in POOL_WORDS.values())), (40, 14, 14, 14, 14, 14))
    for pool in summary.pools:
        sheet.row([pool.title, *(pool.counts[status] for status in POOL_WORDS)])
    sheet.note(POOLS)


def _moving(writer: "_Writer", summary: BatchSummary, most: int) -> None:
    sheet = writer.sheet("应入应退名单", ("表格行号", "信用代码", "企业名称", "企业库", "应入或应退"), (10, 24, 36, 40, 14))
    titles = {pool.answer: pool.title for pool in summary.pools}
    sheet.list(([m.row, m.code, m.name, titles[m.answer], POOL_WORDS[m.status]] for m in moving(summary.written, list(titles))), most)


def _checks(writer: "_Writer", summary: BatchSummary) -> None:
    manifest, counts, enterprises = summary.written.manifest, summary.counts, summary.enterprises
    sheet = writer.sheet("核对", ("项目", "内容"), (30, 80))
    sheet.row(["表格", "、".join(manifest.files)])
    sheet.row(["表格内容的摘要", manifest.digest])
    for label, number in (("读入行数", counts.read), ("判定行数", counts.used), ("退回行数", counts.rejected)):
        sheet.row([label, number])
    sheet.row(["读入 = 判定 + 退回", "相符" if counts.read == counts.used + counts.rejected and enterprises.decided == counts.used else "不符"])
    sheet.row(["至少一项符合的企业", enterprises.eligible])
    sheet.row(["没有符合的、有待定的企业", enterprises.undetermined])
    sheet.row(["全部不符合的企业", enterprises.refused])
    sheet.row(["政策年度", str(manifest.policy_year)])
    sheet.row(["申报日期", manifest.as_of])
    sheet.row(["规则的摘要（sha256）", manifest.rules])
    sheet.row(["程序版本", manifest.program])
    if counts.rejected:
        sheet.note(f"退回的行和原因在 {REJECTED}。")


# -------------------------------------------------------------------------------- writing


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.heading = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "vcenter"})
        self.remark = book.add_format({"font_color": "#595959"})
        self.plain = {bold: book.add_format({"bold": bold}) for bold in (False, True)}
        self.money = {bold: book.add_format({"bold": bold, "num_format": "#,##0.00"}) for bold in (False, True)}

    def sheet(self, name: str, headings: Sequence[str], widths: Sequence[int]) -> "_Sheet":
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        made = _Sheet(self, sheet)
        made.headings(headings)
        return made


class _Sheet:
    """Rows from above to below; ``constant_memory`` forgets each when the next begins."""

    def __init__(self, writer: _Writer, sheet):
        self.writer, self.sheet, self.at = writer, sheet, 0

    def headings(self, titles: Sequence[str]) -> None:
        self.at += self.at > 0  # a blank row above a second table
        for column, title in enumerate(titles):
            self.sheet.write_string(self.at, column, title, self.writer.heading)
        self.at += 1

    def row(self, cells: Iterable[Cell], bold: bool = False) -> None:
        for column, cell in enumerate(cells):
            self._write(column, cell, bold)
        self.at += 1

    def note(self, text: str) -> None:
        """A remark below a table, over the columns, in lines that a screen holds."""
        for line in fold(text, wide=_NOTE_WIDTH):
            self.sheet.write_string(self.at, 0, line, self.writer.remark)
            self.at += 1

    def list(self, rows: Iterable[Sequence[Cell]], most: int) -> None:
        """At most so many rows, and where there are more a line that says where all of them are."""
        rows = iter(rows)
        for cells in islice(rows, most):
            self.row(cells)
        if next(rows, None) is not None:
            self.note(f"只列前 {most} 行；全部在同一文件夹的 {DECISIONS} 里（Parquet 表），单家企业用 eligibility explain 看")

    def _write(self, column: int, cell: Cell, bold: bool) -> None:
        writer = self.writer
        if isinstance(cell, Fen) and abs(cell) >= _EXACT:
            cell = f"{cell // 100}.{cell % 100:02}"
        if isinstance(cell, Fen):
            self.sheet.write_number(self.at, column, cell / 100, writer.money[bold])
        elif isinstance(cell, int):
            self.sheet.write_number(self.at, column, cell, writer.plain[bold])
        elif cell:
            self.sheet.write_string(self.at, column, cell[:_LONGEST], writer.plain[bold])
