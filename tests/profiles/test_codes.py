"""Every code of profiles: a file that gives it, at the right place and alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import eligibility.profiles
from eligibility.language.codes import TITLES
from eligibility.language.diagnostic import Findings
from eligibility.profiles.reader import read_profile
from tests.profiles.vocabulary import VOCABULARY, read

# code, ending, content, (line, col, length)
FILES = [
    ("F701", "yaml", "- 企业名称: 甲\n", (1, 1, 1)),
    ("F702", "yaml", "kind: policy\nid: a/b\n", (1, 1, 4)),
    ("F703", "et", "PK", (0, 0, 1)),
    ("F704", "json", '{"企业名称" "甲"}', (1, 9, 1)),
    ("F705", "json", "[" * 65, (1, 65, 1)),
    ("F706", "json", '{"创新评分": NaN}', (1, 10, 3)),
    ("F707", "json", b'{"\xff": 1}', (1, 3, 1)),
    ("F711", "yaml", "营业收人: 1\n", (1, 1, 4)),
    ("F712", "yaml", "信用代码: A\n统一社会信用代码: B\n", (2, 1, 8)),
    ("F713", "yaml", "技术合同: [{合同号: A}]\n", (1, 9, 3)),
    ("F714", "yaml", "上年营业收入: 1元\n", (1, 1, 6)),
    ("F715", "yaml", "营业收入: 1元\n", (1, 7, 2)),
    ("F716", "yaml", "2020年创新评分: 1\n", (1, 1, 9)),
    ("F717", "yaml", "营业收入: {20: 1元}\n", (1, 8, 2)),
    ("F718", "yaml", "创新评分: [1]\n", (1, 7, 1)),
    ("F721", "yaml", "技术合同: 甲\n", (1, 7, 1)),
    ("F722", "yaml", "技术合同:\n  - {合同编号: }\n", (2, 5, 1)),
    ("F723", "yaml", "技术合同: []\n", (1, 7, 1)),
    ("F724", "yaml", "技术合同:\n" + "- {合同编号: A}\n" * 10_001, (2, 1, 1)),
    ("F725", "yaml", "已兑现: 有\n", (1, 6, 1)),
    ("F726", "yaml", "已兑现: [{事项: a}]\n", (1, 7, 1)),
    ("F731", "yaml", "规模以上: 无\n", (1, 7, 1)),
    ("F732", "yaml", "规模以上: 不详\n", (1, 7, 2)),
    ("F733", "json", '{"统一社会信用代码": 915}', (1, 14, 3)),
    ("F734", "yaml", "规模以上: yes\n", (1, 7, 3)),
    ("F735", "yaml", "认定类型: 初次认定\n", (1, 7, 4)),
    ("F736", "yaml", "企业名称: 甲\u200b乙\n", (1, 8, 1)),
    ("F737", "yaml", "企业名称: " + "长" * 201 + "\n", (1, 207, 1)),
    ("F738", "yaml", "信用代码: A 1\n", (1, 8, 1)),
    ("F739", "yaml", "信用代码: A1\n", (1, 7, 2)),
    ("F777", "yaml", "信用代码: 9.15001E+17\n", (1, 7, 11)),
    ("F778", "yaml", "信用代码: 91500109MA5U00000M\n", (1, 7, 18)),
    ("F741", "yaml", "创新评分: 高\n", (1, 7, 1)),
    ("F742", "yaml", "创新评分: 约70\n", (1, 7, 1)),
    ("F743", "yaml", "创新评分: 070\n", (1, 7, 1)),
    ("F744", "yaml", "营业收入: {2020: 500}\n", (1, 14, 3)),
    ("F745", "yaml", "创新评分: 70点\n", (1, 9, 1)),
    ("F746", "yaml", "研发占比: 0.6\n", (1, 7, 3)),
    ("F747", "yaml", "净利润: {2020: 0.001元}\n", (1, 13, 6)),
    ("F748", "yaml", "平台面积: 1.5㎡\n", (1, 7, 4)),
    ("F749", "yaml", "创新评分: 101\n", (1, 7, 3)),
    ("F751", "yaml", "成立日期: 2021-11\n", (1, 7, 7)),
    ("F752", "yaml", "成立日期: 2021-02-29\n", (1, 7, 10)),
    ("F753", "yaml", "开业年度: 20年\n", (1, 7, 3)),
]


@pytest.mark.parametrize(("code", "ending", "content", "place"), FILES, ids=[f[0] for f in FILES])
def test_code_at_its_place(tmp_path, code, ending, content, place):
    """The file gives this finding alone, at this place, and what is refused is not used."""
    profile, findings = read(tmp_path, content, f"甲.{ending}")
    assert [(d.code, (d.where.line, d.where.col, d.where.length)) for d in findings.items] == [(code, place)]
    found = findings.items[0]
    assert found.where.file == str(tmp_path / f"甲.{ending}")
    assert found.message.endswith("。") and len(found.hint) > 3 and found.hint[-1] in "。？"
    assert profile is None or code == "F713" or not profile.facts


def test_every_code_has_its_file():
    """No code of this package is without a title or without an example here (those of tables alone: tests/profiles/tables)."""
    package = Path(eligibility.profiles.__file__).parent
    used, in_tables = (
        {code for p in folder.glob("*.py") for code in re.findall(r'"(F7\d\d)"', p.read_text(encoding="utf-8"))}
        for folder in (package, package / "tables")
    )
    # F791 is of a fact that arrives (--event): tests/pools/test_event.py.
    assert used | in_tables == {code for code in TITLES if code.startswith("F7")} - {"F791"}
    # F708 needs a hundred others: test_reader. F727 needs rules: tests/commands/test_check.py. F768 needs a table.
    assert used - {"F708", "F727", "F768"} == {code for code, *_ in FILES}


@pytest.mark.parametrize("path", ["没有.yaml", "没有/甲.json", "甲.yaml/乙.yaml", "a\0b.yaml", "x" * 5000])
def test_missing_file(tmp_path, path):
    """A path at which there is no file is said to be missing (or unreadable), without a traceback."""
    (tmp_path / "甲.yaml").write_text("", encoding="utf-8")
    findings = Findings()
    assert read_profile(f"{tmp_path}/{path}", VOCABULARY, findings) is None
    assert [d.code for d in findings.items] in (["X901"], ["X902"])


def test_folder_and_pipe_are_no_files(tmp_path):
    """A folder is refused, and a pipe too: reading it might never end."""
    os.mkfifo(tmp_path / "管道.yaml")
    for path in (tmp_path, tmp_path / "管道.yaml"):
        findings = Findings()
        assert read_profile(path, VOCABULARY, findings) is None and [d.code for d in findings.items] == ["X902"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    """A file one may not read is reported as such."""
    path = tmp_path / "甲.yaml"
    path.write_text("企业名称: 甲\n", encoding="utf-8")
    path.chmod(0)
    findings = Findings()
    assert read_profile(path, VOCABULARY, findings) is None and [d.code for d in findings.items] == ["X902"]


def test_source_is_kept_for_showing_lines(tmp_path):
    """The text of the file is handed over under the name that findings carry, also when it cannot be read."""
    path = tmp_path / "甲.json"
    path.write_bytes("\ufeff{\xff".encode())
    findings, sources = Findings(), {}
    assert read_profile(path, VOCABULARY, findings, sources=sources) is None
    assert sources == {findings.items[0].where.file: "{\xff"}


def test_file_name_that_is_not_utf8(tmp_path):
    """A file name in another encoding can still be shown."""
    path = os.fsencode(tmp_path) + b"/\xbc\xd7.yaml"
    try:
        with open(path, "wb") as file:
            file.write("企业名称: 甲\n".encode())
    except OSError:
        pytest.skip("the file system allows only UTF-8 names")
    findings = Findings()
    profile = read_profile(os.fsdecode(path), VOCABULARY, findings)
    assert profile.name == "甲" and profile.file.encode("utf-8")
