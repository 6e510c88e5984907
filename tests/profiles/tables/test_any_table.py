"""Tables that nobody would make: whatever stands where, there is an answer, and every cell used is where its value says."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.language.codes import TITLES
from tests.profiles.tables.books import CODE, Shown, read_sheets

_CELLS = st.sampled_from(
    ["企业名称", "营业收入", "2020年营业收入（万元）", "职工总数(人)", "研发占比（%）", "技术合同", "已兑现", "规模以上", "成立日期", "创新评分", "编号", "到账金额",
     "项目", "年度", "备注", "单位", "单位：万元", "值", "合计", "2019年", 2020, "2020年（元）", "无", "甲", "乙", CODE, 9.15e17, 5, -1, 0.05, 1e300, "5万元",
     "５０％", "不详", True, date(2021, 1, 2), 44512, "#N/A", Shown("=1/0", "#DIV/0!"), Shown(0.5, "0%"), "企业名称：丙", "一、基本", "x" * 300, "\u200b", "a\nb"]
)  # fmt: skip
_GRIDS = st.lists(st.lists(st.none() | _CELLS, max_size=6), max_size=8)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(_GRIDS, _GRIDS, st.sampled_from(["技术合同", "已兑现", "年度", "Sheet2"]))
def test_any_table_is_answered(first, second, name):
    """No table makes the reader fail; what was used stands in the cell that is named as its place, once."""
    with tempfile.TemporaryDirectory() as folder:
        found = read_sheets(Path(folder), {"企业信息": first, name: second})
    assert found.profiles or found.findings
    assert all(d.code in TITLES and d.hint and str(d.where).startswith(folder) for d in found.findings)
    used = [g.where.cell for p in found.profiles for g in p.facts.values()]
    assert len(used) == len(set(used)) or "技术合同" in used
    cells = {f"{sheet}!{chr(65 + c)}{r}" for sheet, rows in (("企业信息", first), (name, second)) for r, row in enumerate(rows, 1) for c, v in enumerate(row) if v is not None}
    assert {cell for cell in used if not cell.endswith("!")} <= cells
