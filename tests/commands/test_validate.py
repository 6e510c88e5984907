"""`eligibility validate`: whose findings are shown, the summary, the exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eligibility.commands import loading
from tests.commands.helpers import FACTS, POLICY, process
from tests.setup.tree import ROOT


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_shipped_rules_are_sound(run):
    """The rules that come with the program have no finding, and the summary counts what was read."""
    code, out, err = run("validate")
    assert (code, err) == (0, "") and out.count("\n") == 1
    assert out.startswith(f"共 {len(list((ROOT / 'rules').rglob('*.yaml')))} 个文件，") and out.endswith("没有发现问题\n")


def test_whole_library_by_itself(run, rules):
    """A path with a facts file is a library of its own: nothing of the shipped rules is mixed in."""
    code, out, _ = run("validate", rules)
    assert (code, out) == (0, "共 5 个文件，2 项政策，4 个奖补项，1 个用例：没有发现问题\n")


def test_all_findings_of_all_files_in_order(run, rules):
    """Nothing stops at the first mistake; findings come sorted by file and line, each with caret and remedy."""
    spoil(rules / "demo/research.yaml", "cap: 50万元", "cap: 50项")
    spoil(rules / "demo/research.yaml", "note: 由企业自行测算。", "notes: 由企业自行测算。")
    spoil(rules / "elsewhere/other.yaml", "西区", "南区")
    spoil(rules / "common/basic.yaml", "停业", "停产")
    code, out, err = run("validate", rules)
    heads = [line for line in out.splitlines() if " 错误 " in line]
    assert (code, err) == (1, "")
    assert [Path(head.split(":")[0]).name for head in heads] == ["basic.yaml", "research.yaml", "research.yaml", "other.yaml"]
    assert out.count("^\n") >= 4 and out.count("改法：") == 4 and out.endswith("4 个错误\n")


def test_cases_of_rules_that_cannot_be_read_are_not_blamed(run, rules):
    """A tab in the rules is the one thing to mend: their cases are not told that there are no such rules."""
    spoil(rules / "demo/research.yaml", "    cap: 50万元", "\tcap: 50万元")
    code, out, _ = run("validate", rules)
    assert code == 1 and "Y124" in out and "C801" not in out and out.endswith("1 个错误\n")


def test_warnings_alone_are_fine(run, rules):
    """A finding that is only a warning leaves exit code 0."""
    spoil(rules / "demo/research.cases.yaml", "专利: 3项", "专利: 不详")
    code, out, _ = run("validate", rules)
    assert code == 0 and " 警告 F732 " in out and out.endswith("：1 个警告\n")


def test_only_findings_of_the_path(run, rules):
    """A file without a vocabulary is checked against the rules, and only its own findings are shown."""
    policy = rules / "demo/research.yaml"
    assert run("validate", policy, "--rules", rules)[:2] == (0, "共 1 个文件，1 项政策，3 个奖补项，0 个用例：没有发现问题\n")
    spoil(rules / "elsewhere/other.yaml", "西区", "南区")
    assert run("validate", policy, "--rules", rules)[0] == 0
    assert run("validate", rules / "elsewhere", "--rules", rules)[0] == 1


def test_shipped_rules_are_the_context_by_default(run):
    """Without --rules the shipped rules are around the path."""
    code, out, _ = run("validate", ROOT / "rules" / "nanan" / "platforms.yaml")
    assert code == 0 and out.startswith("共 1 个文件，1 项政策，")


def test_copy_of_a_rule_is_not_read_twice(run, rules, tmp_path):
    """A copy under another name stands in for the original; a changed copy is another version and overlaps."""
    copy = tmp_path / "draft.yaml"
    copy.write_text(POLICY, encoding="utf-8")
    assert run("validate", copy, "--rules", rules)[0] == 0
    copy.write_text(POLICY + "# 改过\n", encoding="utf-8")
    code, out, _ = run("validate", copy, "--rules", rules)
    assert code == 1 and "P613" in out


def test_what_the_path_causes_elsewhere_is_shown(run, rules, tmp_path):
    """A finding in a rule around it counts if it was not there before."""
    newer = tmp_path / "a.yaml"
    newer.write_text(POLICY.replace("from: 2020-01-01, to: 2025-12-31", "from: 2019-01-01, to: 2020-12-31"), encoding="utf-8")
    spoil(rules / "elsewhere/other.yaml", "西区", "南区")
    code, out, _ = run("validate", newer, "--rules", rules)
    heads = [line for line in out.splitlines() if " 错误 " in line]
    assert code == 1 and len(heads) == 1 and "P613" in heads[0]


def test_broken_rules_do_not_blame_their_cases(run, rules):
    """Cases of a rule with an error say nothing: what they would say follows from that error."""
    spoil(rules / "demo/research.yaml", "amount: 3万元", "amount: 3万人")
    out = run("validate", rules)[1]
    assert "C8" not in out and out.count(" 错误 ") == 1


def test_broken_rules_do_not_blame_cases_of_limits_over_them(run, rules):
    """A limits file names awards of policies; where one of those has an error its cases say nothing either."""
    limits = """kind: limits
id: demo/limits
title: 合计
instrument: {title: 示例办法, evidence: official}
in_force: {from: 2020-01-01}
limits:
  合计:
    awards: {demo/research: 全部}
    cap: 2万元
    clause: 第一条
"""
    cases = "kind: cases\nfor: demo/limits\npolicy_year: 2021\ncases:\n  - {case: 甲, given: {没有的指标: 是}, expect: {没有的奖: 1万元}}\n"
    (rules / "demo/limits.yaml").write_text(limits, encoding="utf-8")
    (rules / "demo/limits.cases.yaml").write_text(cases, encoding="utf-8")
    out = run("validate", rules)[1]
    assert "F711" in out and "C805" in out  # while the policy is sound, its cases are blamed
    spoil(rules / "demo/research.yaml", "amount: 3万元", "amount: 3万人")
    out = run("validate", rules)[1]
    assert "F711" not in out and "C805" not in out and out.count(" 错误 ") == 1


def test_cases_are_checked(run, rules):
    """A case that names what is not there is a finding."""
    spoil(rules / "demo/research.cases.yaml", "专利: 3项", "专力: 3项")
    code, out, _ = run("validate", rules)
    assert code == 1 and "research.cases.yaml:7:" in out


def test_json(run, rules):
    """--json gives the same findings and counts as data."""
    spoil(rules / "demo/research.yaml", "cap: 50万元", "cap: 50项")
    code, out, _ = run("validate", rules, "--json")
    found = json.loads(out)
    assert code == 1 and found["errors"] == 1 and found["files"] == 5 and found["warnings"] == 0
    finding = found["findings"][0]
    assert finding["file"].endswith("demo/research.yaml") and finding["line"] == 20 and finding["hint"] and finding["title"]


@pytest.mark.parametrize("arguments", [["没有.yaml"], ["--rules", "没有"], [str(ROOT / "rules" / "nanan"), "--rules", "没有"]])
def test_missing_path_could_not_run(run, arguments):
    """A path that is not there ends with exit code 2 and nothing on standard output."""
    code, out, err = run("validate", *arguments)
    assert (code, out) == (2, "") and err.startswith("X901 ") and "没有" in err


def test_folder_without_rules(run, tmp_path):
    """A folder without a rule file is a finding, not silence."""
    code, out, _ = run("validate", tmp_path)
    assert code == 1 and "X903" in out


def test_places_are_as_typed(rules, tmp_path):
    """Files are named relative to the folder the command runs in."""
    (rules / "facts.yaml").write_text(FACTS.replace("count", "counts"), encoding="utf-8")
    shown = process("validate", "rules", cwd=tmp_path).stdout.decode()
    assert "\nrules/facts.yaml:" in "\n" + shown and str(tmp_path) not in shown


OWN_FACTS = "kind: facts\nfacts:\n  新指标: {type: yes_no}\n"
OWN_POLICY = POLICY.replace("demo/research", "own/research").replace("迁出: 是", "新指标: 是")


def own_folder(folder: Path) -> Path:
    """A folder with a vocabulary of its own and a policy that also uses words and a standard of the library."""
    own = folder / "own"
    own.mkdir()
    (own / "facts.yaml").write_text(OWN_FACTS, encoding="utf-8")
    (own / "research.yaml").write_text(OWN_POLICY, encoding="utf-8")
    return own


def test_chosen_rules_are_the_context_of_a_path_with_its_own_vocabulary(run, rules, tmp_path):
    """--rules that are written always count: the facts of both are one vocabulary, and only the path is judged."""
    own = own_folder(tmp_path)
    assert run("validate", own, "--rules", rules) == (0, "共 2 个文件，1 项政策，3 个奖补项，0 个用例：没有发现问题\n", "")
    (own / "facts.yaml").write_text(OWN_FACTS + "  停业: {type: yes_no}\n", encoding="utf-8")
    code, out, _ = run("validate", own, "--rules", rules)
    assert code == 1 and "N415" in out


def test_a_library_of_its_own_says_what_it_leaves_aside(run, rules, tmp_path, monkeypatch):
    """Where a name is not found that the shipped rules have, one line on standard error says how to add them."""
    own = own_folder(tmp_path)
    code, out, err = run("validate", own)
    assert (code, err) == (1, "") and "N413" in out  # nor do the shipped rules have these names
    monkeypatch.setattr(loading.resources, "rules_dir", lambda: str(rules))
    code, out, err = run("validate", own)
    assert code == 1 and "N413" in out and "改法：随程序安装的规则里有；要一起用，加 --rules 随附。" in out
    assert err == "注意：没有加上随程序安装的规则（有自己的指标表或写了 --rules 的，单独成一套）；要一起用，加 --rules 随附\n"
    code, out, err = run("test", own)
    assert (code, out) == (2, "") and "\n注意：没有加上随程序安装的规则" in err
    for verb in (["rules"], ["show", "demo/own"], ["check", "x.yaml"]):  # whatever runs rules says it, too
        code, out, err = run(*verb, "--rules", own)
        assert code == 2 and "X904" in err and "\n注意：没有加上随程序安装的规则" in err


def test_shipped_rules_have_a_word(run, rules, tmp_path, monkeypatch):
    """--rules 随附 stands for the rules that came with the program, alone or beside others, and no note is needed then."""
    own = own_folder(tmp_path)
    monkeypatch.setattr(loading.resources, "rules_dir", lambda: str(rules))
    assert run("validate", own, "--rules", rules) == run("validate", own, "--rules", "随附")
    assert run("rules", "--rules", "随附") == run("rules")
    code, out, err = run("validate", own)
    assert code == 1 and "随附" in err
    code, out, err = run("validate", own, "--rules", "随附")
    assert "N413" not in out and not err


def test_changed_copy_of_the_shipped_rules_is_not_sent_to_them(run, rules, tmp_path, monkeypatch):
    """Who works on a copy of those rules has the same ids: a name lost there is not looked for in the original."""
    monkeypatch.setattr(loading.resources, "rules_dir", lambda: str(rules))
    copy = tmp_path / "copy"
    shutil.copytree(rules, copy)
    spoil(copy / "common/basic.yaml", "id: common/basic", "id: common/basics")
    spoil(copy / "demo/research.yaml", "cap: 50万元", "cap: 60万元")
    code, out, err = run("validate", copy)
    assert code == 1 and "N413" in out and "随附" not in out + err


def test_a_sound_library_of_its_own_is_quiet(run, rules):
    """Without unknown names nothing is said of the rules left aside."""
    assert run("validate", rules)[2] == ""
    spoil(rules / "demo/research.yaml", "cap: 50万元", "cap: 50项")
    assert run("validate", rules)[::2] == (1, "")


def test_several_rules_are_one_library(run, rules, tmp_path):
    """--rules given several times: all folders together, whether they are judged or only around the path."""
    own = own_folder(tmp_path)
    assert run("validate", "--rules", rules, "--rules", own)[:2] == (0, "共 7 个文件，3 项政策，7 个奖补项，1 个用例：没有发现问题\n")
    assert run("validate", "--rules", own, "--rules", rules, "--rules", own)[1].startswith("共 7 个文件，")
    draft = tmp_path / "draft.yaml"
    draft.write_text(OWN_POLICY.replace("own/research", "own/draft"), encoding="utf-8")
    assert run("validate", draft, "--rules", rules)[0] == 1
    assert run("validate", draft, "--rules", rules, "--rules", own)[:2] == (0, "共 1 个文件，1 项政策，3 个奖补项，0 个用例：没有发现问题\n")
