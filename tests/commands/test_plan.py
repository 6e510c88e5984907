"""`eligibility plan`: what goes where, and what is told when it cannot."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.commands.helpers import PROFILE, WHEN, process, write_profile
from tests.setup.tree import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "plan-page.schema.json").read_text(encoding="utf-8"))
OTHER = PROFILE.replace("91000000MA00000157", "91000000MA0000031W")


@pytest.fixture
def plan(run, rules):
    """Runs the verb on the small library."""
    return lambda *arguments: run("plan", *arguments, "--rules", rules, *WHEN)


def test_markdown_on_standard_output(plan, profile):
    """Without --out the page is Markdown on standard output and nothing else is said."""
    code, out, err = plan(profile)
    assert (code, err) == (0, "") and out.startswith("# 虚构甲公司：一企一策\n") and out.endswith("\n") and not out.endswith("\n\n")
    assert "#### 一次性：可享受 3万元\n" in out and "| 确定可得 | 3万元 |" in out
    assert "### 研发\n" in out and "- 研发费用（2020年）：现在 40万元 → 50万元（还差 10万元） ※\n" in out and "营业收入（2020年）：现在" not in out


def test_html_on_standard_output(plan, profile):
    """--html writes the HTML of one enterprise; of several it asks for a folder."""
    code, out, err = plan(profile, "--html")
    assert (code, err) == (0, "") and out.startswith("<!DOCTYPE html>\n") and out.endswith("</html>\n")
    code, out, err = plan(profile, profile, "--html")
    assert (code, out) == (2, "") and err.startswith("X911 有 2 家企业") and "--out" in err


def test_several_pages_of_markdown(plan, profile, tmp_path):
    """Several enterprises stand one after the other, with a line between."""
    out = plan(profile, write_profile(tmp_path, "企业名称: 虚构乙公司\n", "乙.yaml"))[1]
    assert out.count("\n\n---\n\n# 虚构乙公司：一企一策\n") == 1


def test_rules_without_pools_have_no_section_of_pools(plan, profile):
    """The small library has no pools: nothing is said of them."""
    assert "企业库" not in plan(profile)[1]
    assert json.loads(plan(profile, "--json")[1])["pools"] == []


def test_both_files_in_a_folder(plan, profile, tmp_path):
    """--out makes the folder, writes both files as standard output has them, says where, and replaces what was there."""
    folder = tmp_path / "新" / "页"
    for _ in range(2):
        code, out, err = plan(profile, "--out", folder)
        assert (code, out) == (0, "") and err == f"已写好 {folder}/虚构甲公司.md\n已写好 {folder}/虚构甲公司.html\n"
    assert sorted(path.name for path in folder.iterdir()) == ["虚构甲公司.html", "虚构甲公司.md"]
    assert (folder / "虚构甲公司.md").read_text(encoding="utf-8") == plan(profile)[1]
    assert (folder / "虚构甲公司.html").read_text(encoding="utf-8") == plan(profile, "--html")[1]


def test_two_of_one_name(plan, profile, tmp_path):
    """Two enterprises of one name have files of their own."""
    folder = tmp_path / "页"
    plan(profile, write_profile(tmp_path, OTHER, "另一家.yaml"), "--out", folder)
    assert {path.stem for path in folder.iterdir()} == {"虚构甲公司（91000000MA00000157）", "虚构甲公司（91000000MA0000031W）"}
    assert "91000000MA0000031W" in (folder / "虚构甲公司（91000000MA0000031W）.md").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written(plan, profile, tmp_path):
    """A file in the place of the folder, or above it, is told with its path and a remedy; nothing else is written."""
    before = sorted(tmp_path.rglob("*"))
    for folder in (profile, profile / "里面"):
        code, out, err = plan(profile, "--out", folder)
        assert (code, out) == (2, "") and err.startswith("X902 ") and str(folder) in err and "改法：" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_page_that_cannot_be_replaced(plan, profile, tmp_path):
    """Where a folder has the name of the page, the page is not written and the file is named."""
    (tmp_path / "页" / "虚构甲公司.md").mkdir(parents=True)
    code, _, err = plan(profile, "--out", tmp_path / "页")
    assert code == 2 and err.startswith("X902 ") and "虚构甲公司.md" in err
    assert [path.name for path in (tmp_path / "页").iterdir()] == ["虚构甲公司.md"]


def test_findings_of_the_profile(plan, tmp_path):
    """What was not used is told on standard error, ends with 1, and the page says so."""
    code, out, err = plan(write_profile(tmp_path, PROFILE.replace("3项", "三项")))
    assert code == 1 and "F7" in err and "注意：画像有 1 处没有采用，按未填写处理。" in out


def test_no_profile_and_no_file(run, plan, rules, tmp_path):
    """A missing argument and a missing file end with 2 and say what to do; --json says it in JSON."""
    code, out, err = run("plan", "--rules", rules)
    assert (code, out) == (2, "") and "缺少参数" in err
    code, out, _ = plan(tmp_path / "没有.yaml", "--json")
    assert code == 2 and json.loads(out)["format"] == "eligibility-error/1"
    assert plan(tmp_path / "没有.yaml", "--out", tmp_path / "页")[0] == 2 and not (tmp_path / "页").exists()
    assert plan("甲.yaml", "--json", "--html")[0] == 2


@pytest.mark.parametrize("text", [PROFILE, "企业名称: 虚构乙公司\n", PROFILE.replace("停业: 否", "停业: 是"), "信用代码:\n"])
def test_json_is_by_the_schema(plan, tmp_path, text):
    """The page as JSON validates: full, blank, refused by a gate, nameless."""
    code, out, _ = plan(write_profile(tmp_path, text), "--json")
    assert code == 0 and [f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(json.loads(out))] == []


def test_json_of_the_examples_is_by_the_schema(run):
    """So do the pages of all examples with the shipped rules, pools and due days among them."""
    Draft202012Validator.check_schema(SCHEMA)
    code, out, _ = run("plan", *sorted((ROOT / "examples").glob("*.[yj]*")), "--json", "--as-of", "2026-06-30")
    pages = json.loads(out)
    assert code == 0 and [e.message for page in pages for e in Draft202012Validator(SCHEMA).iter_errors(page)] == []
    assert any(page["due"] for page in pages) and all(page["pools"] for page in pages)


def test_a_gate_is_said_first(plan, tmp_path):
    """Where a gate refuses everything it stands before all else, and the way to it before other ways."""
    out = plan(write_profile(tmp_path, PROFILE.replace("停业: 否", "停业: 是")))[1]
    assert out.index("**先看这里** — 研发补助") < out.index("- 停业 是，要求否") < out.index("## 现在可以领")
    assert "### 基本条件\n" in out and "- 停业：现在 是 → 否\n" in out


def test_windows_of_policies(plan, rules, tmp_path):
    """What is due for a policy stands sorted by day with the days left; for a refused policy nothing is."""
    due = ("due:\n  - {do: 报送年报, by: 每年3月31日}\n  - {do: 申报兑现, from: 2022-05-01, by: 2022-06-29, clause: 第八条}\n"
           "  - {do: 复核, by: EDATE（资质到期日，-3个月）}\n  - {do: 交旧证, by: 旧证到期日}\n")  # fmt: skip
    policy = rules / "demo/research.yaml"
    policy.write_text(policy.read_text(encoding="utf-8") + due, encoding="utf-8")
    facts = rules / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + "  资质到期日: {type: date}\n  旧证到期日: {type: date}\n", encoding="utf-8")
    text = PROFILE + "资质到期日: 2022-10-15\n"
    out = plan(write_profile(tmp_path, text))[1]
    table = out.partition("## 什么时候办什么")[2].partition("\n## ")[0].strip().splitlines()[2:]
    assert table == ["| 2022-06-29 | 申报兑现（研发补助），2022-05-01 起可以办（依据 第八条） | 已过 1天 |",
                     "| 2022-07-15 | 复核（研发补助） | 还有 15天 |", "| 2023-03-31 | 报送年报（研发补助） | 还有 274天 |"]  # fmt: skip
    assert "什么时候办什么" not in plan(write_profile(tmp_path, text.replace("停业: 否", "停业: 是")))[1]


def test_the_page_is_utf8_on_a_gbk_console(rules, profile):
    """Redirected, the page is a file and UTF-8, whatever the console speaks."""
    ran = process("plan", profile, "--rules", rules, *WHEN, PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert ran.returncode == 0 and ran.stdout.decode("utf-8").startswith("# 虚构甲公司")


def test_policies_of_the_page_are_those_that_were_named(run, rules, profile):
    """--policy chooses; what is not in force is said under 依据."""
    out = run("plan", profile, "--policy", "demo/research", "--rules", rules, "--year", "2026", "--as-of", "2027-06-30")[1]
    assert "没有可以判定的政策。" in out and "- 研发补助：没有判定，有效期" in out
