"""`eligibility check`: exit codes, what goes where, which policies run, and what the text says."""

from __future__ import annotations

import json
import os
import sys
from datetime import date

import pytest

from eligibility.commands import when
from eligibility.reports.lines import WIDTH, width
from tests.commands.helpers import ELSEWHERE, PROFILE, WHEN, process, write_profile
from tests.setup.tree import ROOT


def decided(out: str, policy: str = "demo/research") -> dict:
    """The awards of one policy in JSON output, by name."""
    found = next(d for d in json.loads(out)["decisions"] if d["policy"] == policy)
    return {award["award"]: award for award in found["awards"]}


def test_refused_is_no_failure(run, rules, profile):
    """Whatever the status, exit code 0; decisions on standard output, nothing on standard error."""
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert (code, err) == (0, "")
    assert "× 研发：不符合" in out and "√ 一次性：可享受 3万元" in out


def test_reason_names_what_was_required_found_and_short(run, rules, profile):
    """A refusal says what was found and where, what was required and by how much it falls short."""
    out = run("check", profile, "--rules", rules, *WHEN)[1]
    assert "× 上年研发费用 ÷ 上年营业收入：4%；要求 不低于 5%" in out
    assert "差 1个百分点" in out
    assert "研发费用（2020年） 40万元（第 7 行）" in out
    assert "依据：第三条，官方原文" in out


def test_a_condition_names_its_own_clause(run, rules, tmp_path):
    """A gate of another document shows that document's clause, not the award's."""
    profile = write_profile(tmp_path, PROFILE.replace("东区", "西区"))
    out = run("check", profile, "--rules", rules, *WHEN)[1]
    assert "各项都因此不符合：\n    × 所在地：西区（第 3 行）；要求 为 东区；依据 第一条" in out


def test_unknown_amount_is_no_number(run, rules, profile):
    """An amount nobody published is told as such; the comparable stands beside it and is in no total."""
    code, out, _ = run("check", profile, "--rules", rules, *WHEN)
    assert code == 0
    assert "√ 专利：符合，金额未知" in out
    assert "参考测算：3万元（不计入合计）" in out and "邻区每项 1万元" in out
    assert out.split("合计\n")[-1].split("\n\n")[0].splitlines() == ["  确定可得：3万元", "  金额未知：研发补助"]


def test_assumed_is_marked_in_every_line(run, rules, profile):
    """With --assume every status and every sum says so, in text and in JSON."""
    out = run("check", profile, "--rules", rules, "--assume", *WHEN)[1]
    lines = [line for line in out.splitlines() if line.startswith(("√ 研", "× 研", "  √ ", "  × ")) and "：" in line]
    assert len(lines) == 4 and all("按参考值测算" in line for line in lines)
    sums, steps = out.split("合计\n")[-1].split("\n\n")
    assert all("按参考值测算" in line for line in sums.splitlines()) and steps.startswith("接下来（按参考值测算）\n")
    found = run("check", profile, "--rules", rules, "--assume", "--json", *WHEN)[1]
    assert json.loads(found)["assumed"] is True
    assert decided(found)["专利"]["amount"] == {"fen": 3_000_000, "text": "3万元"}
    assert any("参考值" in because for because in decided(found)["专利"]["provisional_because"])


def test_blank_profile_gets_nothing_and_is_asked(run, rules, tmp_path):
    """Blanks give neither an amount nor a refusal, and the report asks for them with question and proof."""
    profile = write_profile(tmp_path, "企业名称: 虚构乙公司\n")
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert (code, err) == (0, "")
    assert "× " not in out and "确定可得：0元" in out
    assert "  所在地：企业在哪个区？\n    凭证：营业执照\n    用于：全部待定的奖补项" in out
    assert "  已兑现：以前兑现过哪些奖补项？没有写“无”。\n    用于：一次性" in out
    assert "只要补上：所在地、停业、专利、迁出" in out


def test_reading_is_told_with_its_other_outcome(run, rules, tmp_path):
    """Where the text can be read in two ways the award says what the other would give."""
    profile = write_profile(tmp_path, PROFILE.replace("40万元", "60万元").replace("专利: 3项", "专利: 2项"))
    out = run("check", profile, "--rules", rules, *WHEN)[1]
    assert "  × 研发：不符合\n" in out
    assert "若“专利含外观设计”理解为“否”：可享受 6万元" in out


def test_rejected_value_is_reported_and_counts_as_blank(run, rules, tmp_path):
    """A value refused and a label unknown are pointed at on standard error; exit code 1, and the rest is decided."""
    profile = write_profile(tmp_path, PROFILE.replace("专利: 3项", "专利: 三项") + "营业收人: 5万元\n")
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert code == 1
    assert f"{profile}:8:5 错误" in err and "    专利: 三项\n          ^^^^" in err
    assert "您是不是想写“营业收入”？" in err
    assert "^" not in out and "? 一次性：待定" in out and "注意：画像有 2 处没有采用" in out


def test_problems_are_in_the_json(run, rules, tmp_path):
    """The same problems stand in the JSON, whose stream stays clean."""
    profile = write_profile(tmp_path, PROFILE.replace("专利: 3项", "专利: 三项"))
    code, out, err = run("check", profile, "--rules", rules, "--json", *WHEN)
    problem = json.loads(out)["problems"][0]
    assert code == 1 and err and problem["where"] == f"{profile}:8:5" and problem["severity"] == "error"


def test_placeholder_is_a_warning(run, rules, tmp_path):
    """不详 counts as blank with a warning, which is no reason for exit code 1."""
    profile = write_profile(tmp_path, PROFILE.replace("专利: 3项", "专利: 不详"))
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert code == 0 and "F732" in err and "注意：" not in out


def test_missing_profile_could_not_run(run, rules, profile, tmp_path):
    """A profile that is not there gives exit code 2, and the others are still decided."""
    code, out, err = run("check", tmp_path / "没有.yaml", profile, "--rules", rules, *WHEN)
    assert code == 2 and "X901" in err and "虚构甲公司" in out
    code, out, err = run("check", tmp_path / "没有.yaml", "--rules", rules, "--json")
    assert (code, json.loads(out)["code"]) == (2, "X901") and "X901" in err


def test_several_profiles_are_an_array(run, rules, profile, tmp_path):
    """One profile is one object, several are an array in the order given."""
    other = write_profile(tmp_path, PROFILE.replace("甲", "乙"), "乙.yaml")
    found = json.loads(run("check", other, profile, "--rules", rules, "--json", *WHEN)[1])
    assert [d["profile"]["name"] for d in found] == ["虚构乙公司", "虚构甲公司"]
    text = run("check", other, profile, "--rules", rules, *WHEN)[1]
    assert text.index("虚构乙公司") < text.index("=" * WIDTH) < text.index("虚构甲公司")


def test_policies_of_other_places_run_only_by_name(run, rules, profile):
    """elsewhere/ is left out until it is named."""
    found = json.loads(run("check", profile, "--rules", rules, "--json", *WHEN)[1])
    assert [d["policy"] for d in found["decisions"]] == ["demo/research"]
    found = json.loads(run("check", profile, "--rules", rules, "--json", "--policy", "elsewhere/other", *WHEN)[1])
    assert [d["policy"] for d in found["decisions"]] == ["elsewhere/other"]


def test_policy_by_title(run, rules, profile):
    """A policy can be named by its title."""
    found = json.loads(run("check", profile, "--rules", rules, "--json", "--policy", "研发补助", *WHEN)[1])
    assert [d["policy"] for d in found["decisions"]] == ["demo/research"]


@pytest.mark.parametrize(
    "name, words",
    [("demo/reserch", "最相近的有：demo/research（研发补助）"), ("common/basic", "是认定标准，不是政策"), ("甲乙丙丁", "eligibility rules")],
)
def test_unknown_policy(run, rules, profile, name, words):
    """A policy nobody knows ends with exit code 2 and the nearest one there is."""
    code, out, err = run("check", profile, "--rules", rules, "--policy", name, *WHEN)
    assert (code, out) == (2, "") and err.startswith("X905 ") and words in err


def test_policy_not_in_force_says_so(run, rules, profile):
    """Outside its years a policy is not decided, and the report says when it is in force."""
    arguments = ("check", profile, "--rules", rules, "--year", "2026", "--as-of", "2027-06-30")
    code, out, _ = run(*arguments)
    assert code == 0 and "没有可以判定的政策" in out and "合计" not in out
    assert "研发补助（demo/research）：有效期 2020-01-01 至 2025-12-31\n    （按政策年度计）" in out
    found = json.loads(run(*arguments, "--json")[1])
    assert found["decisions"] == [] and found["not_in_force"][0]["policy"] == "demo/research"


def test_clock_gives_the_defaults(run, rules, profile, monkeypatch):
    """Without --as-of it is today, without --year the year before; where the year was left to the clock, that is said."""

    class Clock(date):
        @classmethod
        def today(cls):
            return cls(2023, 3, 4)

    monkeypatch.setattr(when, "date", Clock)
    assert "\n政策年度 2022（默认；问别的年度用 --year）\n申报日期 2023-03-04；规则 " in run("check", profile, "--rules", rules)[1]
    assert '"policy_year": 2022,' in run("check", profile, "--rules", rules, "--json")[1]
    assert "政策年度 2020；申报日期 2021-01-02" in run("check", profile, "--rules", rules, "--as-of", "2021年1月2日")[1]
    assert "政策年度 2024；申报日期 2023-03-04" in run("check", profile, "--rules", rules, "--year", "2024")[1]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--year", "二〇二一"], "--year 的值不对：要四位的年份"),
        (["--year", "1899"], "--year 的值 1899 不在 1901 至 2200 之间"),
        (["--as-of", "2022-02-30"], "--as-of 的值“2022-02-30”不是 1901 至 2200 年间的日期"),
        (["--as-of", "去年"], "应写成 2022-06-30 这样"),
        (["--as-of"], "--as-of"),
    ],
)
def test_wrong_dates_are_answered_in_chinese(run, rules, profile, arguments, words):
    """A year or day that is none ends with exit code 2 and says in Chinese what is wanted."""
    code, out, err = run("check", profile, "--rules", rules, *arguments)
    assert (code, out) == (2, "") and words in err and "改法：" in err


def test_no_profile_and_no_rules(run, profile, tmp_path):
    """Without a profile, or with a rules folder that is not there, exit code 2."""
    assert run("check")[0] == 2 and "缺少参数 画像文件…" in run("check")[2]
    code, _, err = run("check", profile, "--rules", tmp_path / "没有")
    assert code == 2 and err.startswith("X901 ")


def test_rules_with_errors_are_not_run(run, rules, profile):
    """Rules with an error are shown at their place and decide nothing."""
    policy = rules / "demo/research.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("cap: 50万元", "cap: 50项"), encoding="utf-8")
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert (code, out) == (2, "")
    assert f"{policy}:" in err and "^" in err and "X904 规则有 1 处错误" in err


def test_cases_with_errors_do_not_stop_a_decision(run, rules, profile):
    """What is wrong with a case does not touch the rules."""
    (rules / "demo/research.cases.yaml").write_text("kind: cases\nfor: nobody\n", encoding="utf-8")
    assert run("check", profile, "--rules", rules, *WHEN)[0] == 0


def test_explain_shows_everything(run, rules, profile):
    """--explain shows conditions that did not decide, the place of every rule and the calculation."""
    out = run("check", profile, "--rules", rules, "--explain", *WHEN)[1]
    assert "√ 停业：否（第 4 行）；依据 第二条；规则 10:19" in out
    assert "条件（规则文件 rules/demo/research.yaml）" in out
    assert "√ 有一项成立即可；规则 18:7" in out and "× 原文理解：专利含外观设计：是；要求 否\n" in out
    assert "    计算\n      每项标准 = 未知" in out
    found = run("check", profile, "--rules", rules, "--explain", "--json", *WHEN)[1]
    assert decided(found)["研发"]["conditions"]["kind"] == "all"


def test_ledger_by_title_refuses_a_second_time(run, rules, tmp_path):
    """A payment named by the policy's title and the award's name counts as paid."""
    paid = "已兑现:\n  - {事项: 研发补助, 奖补项: 一次性, 年度: 2019, 金额: 3万元}\n"
    profile = write_profile(tmp_path, PROFILE.replace("已兑现: 无\n", paid))
    code, out, _ = run("check", profile, "--rules", rules, *WHEN)
    assert code == 0 and "× 一次性：不符合" in out and "× 以前是否领过：已经领过（2019年，3万元，画像里 第" in out


@pytest.mark.parametrize("policy, award", [("研发补贴", "一次性"), ("研发补助", "一次姓"), ("别处", "别处")])
def test_ledger_with_unknown_names_is_not_known(run, rules, tmp_path, policy, award):
    """A payment under a name no rule has is reported, and nobody knows what was paid: never twice."""
    profile = write_profile(tmp_path, PROFILE.replace("已兑现: 无\n", f"已兑现:\n  - {{事项: {policy}, 奖补项: {award}}}\n"))
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert code == 1 and "F727" in err and "? 一次性：待定" in out


def test_lines_are_not_wider_than_they_say(run, rules, tmp_path):
    """No line that could be broken is wider than the report's width."""
    profiles = [*sorted((ROOT / "examples").glob("*.[yj]*")), write_profile(tmp_path, "企业名称: 虚构乙公司\n")]
    out = run("check", *profiles, "--explain", *WHEN)[1]
    assert [line for line in out.splitlines() if width(line) > WIDTH and not line.startswith("画像 ") and "规则 rules/" not in line] == []


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_text_on_any_console(encoding, rules, profile, own_cache):
    """On a GBK console every character of a report is in GBK; JSON for another program is UTF-8 everywhere."""
    ran = process("check", profile, "--rules", rules, *WHEN, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    text = ran.stdout.decode("gbk" if encoding == "gbk" else "utf-8")
    assert ran.returncode == 0 and "√ 一次性：可享受 3万元" in text and "× 研发" in text
    ran = process("check", profile, "--rules", rules, "--json", *WHEN, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert json.loads(ran.stdout.decode("utf-8"))["profile"]["name"] == "虚构甲公司"


def test_runs_uninstalled_from_any_folder(tmp_path, profile):
    """`python cli.py check` works from another folder, and names rules the same wherever it runs."""
    here = process("check", profile, "--explain", *WHEN, cwd=tmp_path)
    there = process("check", profile, "--explain", *WHEN, cwd=ROOT)
    assert here.returncode == there.returncode == 1  # the small library's facts are not all known to the real one
    assert here.stdout == there.stdout and "规则文件 rules/" in here.stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo terminals")
@pytest.mark.parametrize("no_color, coloured", [("", True), ("1", False)])
def test_colour_only_on_a_terminal(rules, profile, no_color, coloured):
    """A terminal gets colours unless NO_COLOR is set; a pipe never does."""
    import pty
    import subprocess

    main, side = pty.openpty()
    command = [sys.executable, str(ROOT / "cli.py"), "check", str(profile), "--rules", str(rules), *WHEN]
    subprocess.run(command, stdout=side, env={**os.environ, "NO_COLOR": no_color, "PYTHONUTF8": "1"}, timeout=60, check=True)
    os.close(side)
    shown = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(main)
    assert (b"\x1b[3" in shown) is coloured
    assert b"\x1b[" not in process("check", profile, "--rules", rules, *WHEN).stdout


def test_several_rules_are_one_library(run, rules, profile, tmp_path, own_cache):
    """--rules given several times: the policies of all folders are decided, in any order and from the cache."""
    other = tmp_path / "own" / "other.yaml"
    other.parent.mkdir()
    other.write_text(ELSEWHERE.replace("elsewhere/other", "own/other"), encoding="utf-8")
    found = run("check", profile, "--rules", rules, "--rules", other.parent, "--json", *WHEN)
    assert found[0] == 0 and {d["policy"] for d in json.loads(found[1])["decisions"]} == {"demo/research", "own/other"}
    assert run("check", profile, "--rules", other, "--rules", rules, "--rules", rules, "--json", *WHEN)[1] == found[1]
    assert run("check", profile, "--rules", other.parent, "--rules", rules, "--json", *WHEN) == found
    assert len(list(own_cache.glob("plan-*.json"))) == 2
    explained = run("check", profile, "--rules", rules, "--rules", other.parent, "--explain", *WHEN)[1]
    assert "own/other.yaml" in explained and "rules/demo/research.yaml" in explained and str(tmp_path / "own") not in explained
    other.write_text(ELSEWHERE.replace("西区", "南区"), encoding="utf-8")
    code, out, err = run("check", profile, "--rules", rules, "--rules", other.parent, *WHEN)
    assert (code, out) == (2, "") and f"eligibility validate --rules {rules} --rules {other.parent}" in err


def test_one_of_several_rules_that_is_not_there(run, rules, profile, tmp_path):
    """A folder that is missing or without rules is never passed over."""
    (tmp_path / "empty").mkdir()
    code, _, err = run("check", profile, "--rules", rules, "--rules", tmp_path / "没有")
    assert code == 2 and err.startswith("X901 ")
    code, _, err = run("check", profile, "--rules", rules, "--rules", tmp_path / "empty")
    assert code == 2 and "X903" in err
