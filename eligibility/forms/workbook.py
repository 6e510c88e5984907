"""A form as an xlsx workbook that reads back as a profile: one sheet of questions, one for each list of rows.

The same form gives the same bytes. Every cell is a text; none is a formula.
"""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from ..language.diagnostic import Where
from ..language.fact import Fact
from ..profiles.ledger import LABEL as PAID
from .entry import choices, number_format, too_long, unit_of, validation
from .hints import how_to_write, one_line, sentence
from .needed import Form, Question

MAIN, LISTS = "企业信息", "选项"
HEADER = ("指标", "填写", "单位", "填写说明", "证明材料")
_WIDTHS = (34, 30, 8, 60, 36)
_ROWS = 500  # rows of a list that have drop-downs
_LONGEST_NAME = 31  # of a sheet
_CREATED = datetime(2000, 1, 1)  # not the clock's
_ADVICE = "不知道的空着：空着不是零，也不是否。\n确实没有的，允许写“无”的写 无。\n不要改第一列的名称；可以删去整行。"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def workbook_bytes(form: Form) -> bytes:
    """The whole file."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties({"title": "企业画像", "subject": "、".join(form.policies)[:255], "created": _CREATED})
    writer = _Writer(book)
    writer.main(form)
    for fact in form.records:
        writer.rows(sheet_name(fact), list(fact.columns.values()))
    if form.awards:
        writer.rows(PAID, _paid_columns(form))
    writer.lists()
    book.close()
    return file.getvalue()


def sheet_name(fact: Fact) -> str:
    """The sheet of a fact that is a list."""
    return "".join(c for c in fact.name if c not in "[]:*?/\\'")[:_LONGEST_NAME]


def heading_of(fact: Fact, label: str | None = None) -> str:
    """A label with its unit; a name that has brackets of its own gets none more."""
    unit, label = unit_of(fact), label or fact.name
    return f"{label}（{unit}）" if unit and "（" not in label else label


def _paid_columns(form: Form) -> list[Fact]:
    """The columns of 已兑现, with the names that count to choose from."""
    place = Where("")
    return [
        Fact("事项", "choice", place, options=tuple(dict.fromkeys(policy for policy, _ in form.awards))),
        Fact("奖补项", "choice", place, options=tuple(dict.fromkeys(award for _, award in form.awards))),
        Fact("年度", "year", place),
        Fact("金额", "money", place),
    ]


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.header = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "vcenter"})
        self.group = book.add_format({"bold": True, "bg_color": "#EDEDED"})
        self.label = book.add_format({"text_wrap": True, "valign": "top"})
        self.remark = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959"})
        self.values: dict[str | None, object] = {}
        self.long: list[list[str]] = []  # lists for the hidden sheet, one a column

    def value(self, fact: Fact):
        """The format of a cell to be filled in."""
        form = number_format(fact)
        if form not in self.values:
            shown = {"bg_color": "#FFF9E5", "border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True}
            self.values[form] = self.book.add_format(shown | ({"num_format": form} if form else {}))
        return self.values[form]

    # ------------------------------------------------------------------- the questions

    def main(self, form: Form) -> None:
        sheet = self.book.add_worksheet(MAIN)
        for col, (title, width) in enumerate(zip(HEADER, _WIDTHS)):
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, title, self.header)
        sheet.write_comment(0, 1, _ADVICE, {"x_scale": 2})
        sheet.freeze_panes(1, 1)
        row = 1
        for group in form.groups:
            if group.heading:
                sheet.write_string(row, 0, group.heading, self.group)
                row += 1
            for question in group.questions:
                self._question(sheet, row, question)
                row += 1
        if form.awards:
            named = "；".join(f"{policy}：{award}" for policy, award in form.awards)
            paid = Fact(PAID, "records", Where(""), ask=f"以前兑现过这些奖补项吗？{named}。")
            self._question(sheet, row, Question(paid, None))

    def _question(self, sheet, row: int, question: Question) -> None:
        fact = question.fact
        sheet.write_string(row, 0, heading_of(fact, question.label), self.label)
        sheet.write_blank(row, 1, None, self.value(fact))
        sheet.write_string(row, 2, unit_of(fact), self.remark)
        where = f"有的填在工作表“{sheet_name(fact)}”里，每行一{fact.counted_in or '项'}" if fact.type == "records" else ""
        sheet.write_string(row, 3, sentence(one_line(fact.ask), how_to_write(fact, unit_of(fact)), where), self.remark)
        sheet.write_string(row, 4, one_line(fact.proof), self.remark)
        self._check(sheet, row, row, 1, fact)
        if fact.none or where:
            sheet.write_comment(row, 1, where or how_to_write(fact, unit_of(fact)), {"x_scale": 1.5})

    # ------------------------------------------------------------------------- lists

    def rows(self, name: str, columns: list[Fact]) -> None:
        """A sheet with one row for each entry, its columns headed by their names."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for col, fact in enumerate(columns):
            heading = heading_of(fact)
            sheet.set_column(col, col, max(14, 2 * len(heading) + 2), self.value(fact))
            sheet.write_string(0, col, heading, self.header)
            said = "\n".join(filter(None, (one_line(fact.ask), how_to_write(fact, unit_of(fact)), f"凭证：{one_line(fact.proof)}" if fact.proof else "")))
            if said:
                sheet.write_comment(0, col, said, {"x_scale": 1.5})
            self._check(sheet, 1, _ROWS, col, fact)

    def _check(self, sheet, first: int, last: int, col: int, fact: Fact) -> None:
        rule = validation(fact, self._long_list(fact) if too_long(fact) else None)
        if rule:
            sheet.data_validation(first, col, last, col, rule)

    def _long_list(self, fact: Fact) -> str:
        """The cells of the hidden sheet that hold the choices."""
        from xlsxwriter.utility import xl_col_to_name

        listed = choices(fact)
        if listed not in self.long:
            self.long.append(listed)
        column = xl_col_to_name(self.long.index(listed))
        return f"={LISTS}!${column}$1:${column}${len(listed)}"

    def lists(self) -> None:
        """The hidden sheet of choices, where there are any."""
        if self.long:
            sheet = self.book.add_worksheet(LISTS)
            for col, listed in enumerate(self.long):
                for row, choice in enumerate(listed):
                    sheet.write_string(row, col, choice)
            sheet.hide()
