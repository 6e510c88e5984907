"""``eligibility check`` on tables: a table is a profile like any other."""

from __future__ import annotations

import json

from tests.profiles.tables.books import CODE, CODE_B, workbook

ROWS = [["企业名称", "信用代码", "所在地", "停业", "2020年营业收入（万元）", "2020年研发费用（万元）"], ["甲", CODE, "东区", "否", 1000, 60], ["乙", CODE_B, "西区", "否", 1000, 60]]


def test_a_table_is_decided(run, rules, tmp_path):
    """A workbook of one enterprise is decided, and the report names cells."""
    file = workbook(tmp_path / "企业.xlsx", {"企业信息": ROWS[:2]})
    code, out, err = run("check", file, "--rules", rules, "--as-of", "2021-06-30", "--year", 2021, "--explain")
    assert code == 0 and not err and "（企业信息!C2）" in out and out.startswith(f"甲（{CODE}）")


def test_several_enterprises(run, rules, tmp_path):
    """Each enterprise of a table gets its own decision, with its own problems and those of the file."""
    rows = [*ROWS, ["合计", None, None, None, 2000]]
    rows[2] = [*rows[2][:5], "约60"]
    file = workbook(tmp_path / "企业.xlsx", {"企业信息": rows})
    code, out, err = run("check", file, "--rules", rules, "--as-of", "2021-06-30", "--year", 2021)
    assert code == 1 and f"甲（{CODE}）" in out and f"乙（{CODE_B}）" in out and "企业.xlsx:企业信息!F3 错误 F742" in err
    code, out, _ = run("check", file, "--rules", rules, "--as-of", "2021-06-30", "--year", 2021, "--json")
    found = json.loads(out)
    assert [[p["code"] for p in decision["problems"]] for decision in found] == [["F789"], ["F789", "F742"]]
    assert found[1]["problems"][1]["where"].endswith("企业.xlsx:企业信息!F3")


def test_table_that_cannot_be_read(run, rules, tmp_path):
    """A file that is no table ends with exit code 2 and says what to do."""
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    code, out, err = run("check", tmp_path / "坏.xlsx", "--rules", rules)
    assert code == 2 and not out and "F761" in err and "改法" in err
