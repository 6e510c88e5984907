"""One cell to the scalar that the readers of values know: its text with the unit of its heading, or refused.

What a typed cell is (number, date, TRUE) decides nothing but how its text is
written; every value is then read exactly as in a YAML file.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from ...language.diagnostic import Findings
from ...language.fact import Fact
from ...language.quantities import decimal_text
from ...language.tree import Scalar
from ..numerals import Fault, read_quantity
from .grid import DATE, ERROR, NUMBER, SCALED, TRUTH, UNCALCULATED, VAGUE, Cell, Grid

_NUMERIC = ("money", "count", "number", "ratio", "points")
_NUMBERS = (NUMBER, SCALED, VAGUE)
_KIND_WORDS = {NUMBER: "数", SCALED: "数", VAGUE: "数", DATE: "日期", TRUTH: "TRUE/FALSE"}
_FIRST_DAY = date(1899, 12, 30)
_SERIAL = re.compile(r"[2-7][0-9]{4}")


def scalar_of(cell: Cell, grid: Grid, fact: Fact | None, unit: str, findings: Findings) -> Scalar:
    """``cell`` as a value of ``fact`` (None: 已兑现); a blank scalar where it is refused, with the reason in ``findings``.

    ``unit``: said by the heading, the row, the column or the sheet; it fits the fact.
    """
    where = grid.where(cell)
    refused = _refusal(cell, fact, unit)
    if refused:
        code, cause, hint = refused
        findings.error(code, where, f"“{fact.name if fact else '已兑现'}”{cause}。", f"{hint}。")
        return Scalar("", where)
    return Scalar(_text(cell, fact, unit), where)


def _text(cell: Cell, fact: Fact | None, unit: str) -> str:
    if cell.kind == TRUTH and fact is not None and fact.type == "yes_no":
        return "是" if cell.text == "TRUE" else "否"
    if unit and fact is not None and _own_unit(cell, fact) == "":
        return cell.text + unit
    return cell.text


def _own_unit(cell: Cell, fact: Fact) -> str | None:
    """The unit written in the cell itself; None where it is no number with at most a unit."""
    found = read_quantity(cell.text, "1") if fact.type in _NUMERIC else None
    return None if found is None or isinstance(found, Fault) else found.unit


def _refusal(cell: Cell, fact: Fact | None, unit: str) -> tuple[str, str, str] | None:
    """Code, cause and remedy where the cell must not be read as a value of ``fact``."""
    if cell.kind == ERROR:
        return "F770", f"的这一格是 Excel 的错误值 {cell.text}，按没有填写处理", "改好公式，或直接写上值；不知道就清空这一格"
    if cell.kind == UNCALCULATED:
        return "F771", "的这一格是公式，文件里没有存算好的结果，按没有填写处理", "用 Excel 或 WPS 打开并保存一次，或直接写上值"
    if fact is None:
        return None
    own = _own_unit(cell, fact)
    if unit and own and own.replace("％", "%") != unit.replace("％", "%"):
        return "F774", f"的单位两处不一致：这一格写“{own}”，表头写“{unit}”", f"只留一处单位，例如这一格只写数，单位写在表头；或去掉表头的“{unit}”"
    if cell.kind == SCALED and fact.type in _NUMERIC:
        return "F776", "的单元格格式带有单位或缩小了显示，存的数和看到的不是一回事", "把单元格格式改成“常规”，核对显示的数，单位写在表头或这一格里"
    if cell.kind == VAGUE and fact.type == "ratio" and unit:
        return "F775", f"的数 {cell.text} 看不出是不是按百分数显示的（旧的 xls 文件不说明）", f"另存为 xlsx 再检查；或在这一格里写明百分号：{cell.text}%{_share(cell.text)}"
    return _wrong_kind(cell, fact)


def _share(text: str) -> str:
    """The other percentage that a number such as 0.3 may stand for."""
    return f" 还是 {decimal_text(Fraction(text) * 100)}%" if abs(Fraction(text)) <= 1 else ""


def _wrong_kind(cell: Cell, fact: Fact) -> tuple[str, str, str] | None:
    if fact.type == "date" and cell.kind != DATE and _SERIAL.fullmatch(cell.text):
        day = (_FIRST_DAY + timedelta(days=int(cell.text))).isoformat()
        return "F773", f"写的 {cell.text} 是 Excel 的日期序号", f"把单元格格式改成日期（会显示 {day}，请核对），或直接写 {day}"
    if fact.type == "code" and cell.kind in _NUMBERS:
        if len(cell.text) >= 16:
            return "F777", f"的编号被 Excel 当作数，只剩前 15 位，后面成了 0（{cell.text}）", "先把单元格格式设为“文本”，再照营业执照重新输入 18 位"
        return "F772", "的编号是数字格式，前面的 0 可能已经丢了", "先把单元格格式设为“文本”，再重新输入编号"
    wrong = {
        NUMBER: fact.type in ("text",),
        SCALED: fact.type in ("text",),
        VAGUE: fact.type in ("text",),
        DATE: fact.type in (*_NUMERIC, "text", "code", "choice", "yes_no", "year"),
        TRUTH: fact.type != "yes_no",
    }
    if wrong.get(cell.kind):
        return "F772", f"的这一格是{_KIND_WORDS[cell.kind]}（{cell.text}），不是应填的内容", "把单元格格式改成“常规”或“文本”，再重新输入"
    return None
