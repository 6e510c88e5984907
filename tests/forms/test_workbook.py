"""The workbook reads back as it is and when filled in, and holds no formula."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook
from tests.forms.helpers import FACTS, filled_workbook, shipped, shipped_form, shipped_policies, small_form, value_of

from eligibility.forms.workbook import HEADER, LISTS, heading_of, workbook_bytes
from eligibility.language.diagnostic import Findings
from eligibility.profiles.reader import read_profiles
from eligibility.profiles.values import NONE_VALUE


def read(content: bytes, vocabulary, folder):
    """The only profile of a workbook, without findings."""
    file = folder / "画像.xlsx"
    file.write_bytes(content)
    findings = Findings()
    [(profile, own)] = read_profiles(file, vocabulary, findings)
    items = [*findings.items, *own.items]
    assert not items, [(d.code, d.message) for d in items]
    return profile


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_the_same_form_gives_the_same_bytes():
    """No clock and no chance."""
    form = small_form()[0]
    assert workbook_bytes(form) == workbook_bytes(form)
    assert "2000-01-01" in parts(workbook_bytes(form))["docProps/core.xml"]


def test_no_cell_is_a_formula():
    """No formula, and no text that a spreadsheet could take for one, even where the vocabulary begins so."""
    facts = FACTS.replace("哪天成立？", "=1+1 哪天成立？").replace("[甲, 乙]", "['=甲', '-乙']")
    content = workbook_bytes(small_form(facts=facts)[0])
    for name, part in parts(content).items():
        if name.startswith("xl/worksheets/sheet"):
            assert "<f>" not in part and ' t="str"' not in part
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    values = [value for row in book.get_sheet_by_name("企业信息").to_python() for value in row[:3]]
    assert not any(str(value).startswith(("=", "+", "-", "@")) for value in values)


def test_sheets_headers_and_frozen_panes():
    """One sheet of questions, one for each list, one for payments; headers stay in sight."""
    form, _ = small_form()
    content = workbook_bytes(form)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["企业信息", "合同", "已兑现"]
    rows = book.get_sheet_by_name("企业信息").to_python()
    assert tuple(rows[0]) == HEADER
    assert ["2020年收入（万元）", "", "万元"] == rows[[r[0] for r in rows].index("2020年收入（万元）")][:3]
    assert book.get_sheet_by_name("合同").to_python()[0] == ["类", "额（万元）", "日"]
    for number in (1, 2, 3):
        assert 'state="frozen"' in parts(content)[f"xl/worksheets/sheet{number}.xml"]


def test_drop_downs_and_checks():
    """Options, 是 and 否 and 无 to choose from; numbers and dates checked; the code is a text of 18 characters."""
    sheet = parts(workbook_bytes(small_form()[0]))["xl/worksheets/sheet1.xml"]
    rules = dict((place, (kind, text)) for kind, place, text in re.findall(
        r'<dataValidation(?: type="(\w+)")?[^>]*? sqref="(B\d+)"[^>]*>(?:<formula1>(.*?)</formula1>)?', sheet))
    found = list(rules.values())
    assert ("list", '"甲,乙,无"') in found and ("list", '"是,否"') in found and ("list", '"无"') in found
    kinds = [kind for kind, _ in found]
    assert {"decimal", "whole", "date", "textLength", "list"} <= set(kinds)
    assert ("textLength", "18") in found and ("decimal", "-100") in found and ("whole", "1900") in found


def test_a_long_list_of_options_stands_on_a_hidden_sheet():
    """Where a drop-down cannot hold its list, the list is in cells that nobody sees or reads."""
    options = [f"选项之{i}号，相当长的名称" for i in range(40)]
    facts = FACTS.replace("[甲, 乙]", "[" + ", ".join(f'"{o}"' for o in options) + "]")
    content = workbook_bytes(small_form(facts=facts)[0])
    assert f'sheet name="{LISTS}"' in parts(content)["xl/workbook.xml"] and 'state="hidden"' in parts(content)["xl/workbook.xml"]
    assert f"<formula1>{LISTS}!$A$1:$A$41</formula1>" in parts(content)["xl/worksheets/sheet1.xml"]


def test_blank_and_filled_in(tmp_path):
    """Blank it states nothing; filled in every question is read, in the unit of its label."""
    form, vocabulary = small_form()
    content = workbook_bytes(form)
    assert read(content, vocabulary, tmp_path).facts == {}
    answers = {heading_of(q.fact, q.label): value_of(q.fact) for q in form.questions}
    profile = read(filled_workbook(content, answers | {"已兑现": "无", "发证": "无"}), vocabulary, tmp_path)
    assert set(profile.facts) == {(q.fact.name, q.year) for q in form.questions}
    value = {key: given.value for key, given in profile.facts.items()}
    assert value["收入", 2020] == 5_000_000 and value["租金", None] == 500 and str(value["增速", None]) == "1/20"
    assert value["发证", None] is NONE_VALUE and value["合同", None] == [] and profile.paid == ()
    assert profile.code == "91000000MA00000157"


@pytest.mark.parametrize("policy", shipped_policies())
def test_forms_of_shipped_policies_read_back(policy, tmp_path):
    """Every shipped policy's workbook is read without findings, blank and with every question answered."""
    form = shipped_form(policy)
    content = workbook_bytes(form)
    assert read(content, shipped().vocabulary, tmp_path).facts == {}
    answers = {heading_of(q.fact, q.label): value_of(q.fact) for q in form.questions if q.fact.minimum is None or q.fact.minimum <= 5}
    answers = {label: value for label, value in answers.items() if value}
    profile = read(filled_workbook(content, answers), shipped().vocabulary, tmp_path)
    assert len(profile.facts) == len(answers)
