"""What other rules change as a workbook: a summary, and a sheet with one row for each enterprise that changes."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter

from ...batch.kinds_of_change import KINDS
from ...batch.rules_diff import RulesDiff
from ...profiles.population.slice import CODE, NAME, ROW
from ..speech import say
from .words import KIND_WORDS

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 1_000_000  # of a sheet, which ends at 1048576; more go on in another
_STATUS = ("不符合", "可享受", "待定")  # by the codes of columns
_HEAD = ("行", "信用代码", "企业名称")
_OF_POLICY = ("变化", "原来", "现在", "原来至少（元）", "原来至多（元）", "现在至少（元）", "现在至多（元）")
_NO_BOUND = "未知"
_CREATED = datetime(2000, 1, 1)  # not the clock's


class ChangesBook:
    """A context: written beside ``path`` as changes come, put in its place by ``save``, and without that gone at the end.

    OSError where nothing can be written there.
    """

    def __init__(self, path: str, diff: RulesDiff):
        self.policies = diff.compared
        self.path = os.path.realpath(path)
        self.folder = tempfile.mkdtemp(dir=os.path.dirname(self.path), prefix=".")  # rows wait here until all are known
        self.file = os.path.join(self.folder, "book.xlsx")
        self.book = xlsxwriter.Workbook(self.file, {"constant_memory": True, "tmpdir": self.folder})
        self.book.set_properties({"title": say("规则改动对企业的影响"), "created": _CREATED})
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.money = self.book.add_format({"num_format": "#,##0.00"})
        self.summary = self.book.add_worksheet(say("汇总"))
        self.sheet, self.row, self.sheets = None, 0, 0
        self._next_sheet()

    def add(self, changes: dict[str, pl.DataFrame]) -> None:
        """The changes of a slice, as ``Comparison.run`` tells them."""
        frames = [changes[p.policy] for p in self.policies]
        anybody = frames[0]["kind"] != 0
        for frame in frames[1:]:
            anybody |= frame["kind"] != 0
        rows = [frame.filter(anybody).iter_rows(named=True) for frame in frames]
        for cells in zip(*rows):
            self._enterprise(cells)

    def save(self) -> None:
        """Write the summary and put the workbook in its place."""
        self._summarise()
        self.book.close()
        os.replace(self.file, self.path)

    def __enter__(self) -> ChangesBook:
        return self

    def __exit__(self, *error: object) -> None:
        """What was not saved is gone."""
        self.book.fileclosed = 1  # or it would be written when it is forgotten
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------------------ enterprises

    def _next_sheet(self) -> None:
        self.sheets += 1
        self.sheet = self.book.add_worksheet(say("有变化的企业") + (f" {self.sheets}" if self.sheets > 1 else ""))
        self.sheet.freeze_panes(1, len(_HEAD))
        self.sheet.set_column(1, 1, 22)
        self.sheet.set_column(2, 2, 30)
        self.sheet.set_column(len(_HEAD), len(_HEAD) + len(self.policies) * len(_OF_POLICY), 14)
        heads = [*map(say, _HEAD), *(f"{p.title}{say(words)}" for p in self.policies for words in _OF_POLICY)]
        for column, head in enumerate(heads):
            self.sheet.write_string(0, column, head, self.bold)
        self.row = 1

    def _enterprise(self, cells: tuple[dict, ...]) -> None:
        """One row; a policy under which nothing changes has empty cells."""
        if self.row > MOST_ROWS:
            self._next_sheet()
        self.sheet.write_number(self.row, 0, cells[0][ROW])
        self.sheet.write_string(self.row, 1, cells[0][CODE])
        self.sheet.write_string(self.row, 2, cells[0][NAME] or "")
        for number, cell in enumerate(cells):
            if cell["kind"]:
                self._policy(len(_HEAD) + number * len(_OF_POLICY), cell)
        self.row += 1

    def _policy(self, column: int, cell: dict) -> None:
        words = KIND_WORDS[KINDS[cell["kind"]]], _STATUS[cell["status_before"]], _STATUS[cell["status_after"]]
        for i, text in enumerate(words):
            self.sheet.write_string(self.row, column + i, say(text))
        for i, end in enumerate(("low_before", "high_before", "low_after", "high_after")):
            self._fen(self.sheet, self.row, column + 3 + i, cell[end])

    def _fen(self, sheet, row: int, column: int, fen: int | None) -> None:
        if fen is None:
            sheet.write_string(row, column, say(_NO_BOUND))
        else:
            sheet.write_number(row, column, fen / 100, self.money)

    # ---------------------------------------------------------------------------- summary

    def _summarise(self) -> None:
        """A row for each policy and kind of change that somebody has."""
        heads = ("政策", "id", "变化", "企业", *_OF_POLICY[3:], "上限未知的企业（原来）", "上限未知的企业（现在）")
        self.summary.set_column(0, 1, 32)
        self.summary.set_column(2, len(heads), 16)
        for column, head in enumerate(heads):
            self.summary.write_string(0, column, say(head), self.bold)
        row = 1
        for policy in self.policies:
            for kind, tally in policy.kinds.items():
                if tally.enterprises:
                    for column, text in enumerate((policy.title, policy.policy, say(KIND_WORDS[kind]))):
                        self.summary.write_string(row, column, text)
                    self.summary.write_number(row, 3, tally.enterprises)
                    for column, fen in enumerate((tally.before.low, tally.before.high, tally.after.low, tally.after.high), 4):
                        self._fen(self.summary, row, column, fen)
                    self.summary.write_number(row, 8, tally.before.unbounded)
                    self.summary.write_number(row, 9, tally.after.unbounded)
                    row += 1
