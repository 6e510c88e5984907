"""A limits file over two policies, from YAML to what `check`, `test`, `show` and an interview say."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from eligibility.commands.main import main

RULES = str(Path(__file__).parent / "limited")
WHEN = ("--year", "2021", "--as-of", "2022-06-30", "--rules", RULES)
FULL = "企业名称: 甲\n平台级别: 国家级\n平台数: 1个\n2020年研发费用: 400万元\n"
OPEN = "企业名称: 乙\n平台级别: 国家级\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """``run(verb, profile text, *more)``: exit code and standard output; ``run.told`` is what went to standard error."""
    monkeypatch.setenv("ELIGIBILITY_CACHE", str(tmp_path / "cache"))

    def go(verb: str, profile: str | None, *more: str) -> tuple[int, str]:
        words = [verb, *more]
        if profile is not None:
            (tmp_path / "画像.yaml").write_text(profile, encoding="utf-8")
            words.append(str(tmp_path / "画像.yaml"))
        capsys.readouterr()
        code = main(words)
        out, go.told = capsys.readouterr()
        return code, out

    return go


def amounts(found: dict) -> dict:
    """Award → amount in words."""
    return {a["award"]: a["amount"]["text"] for d in found["decisions"] for a in d["awards"]}


def test_text_says_what_to_claim_and_what_is_left_out(run):
    """The section names the claims, their total, and for each award left out the limit, its clause and the award that kept it out."""
    code, out = run("check", FULL, *WHEN)
    flat = "".join(line.strip() for line in out.split("最优组合")[1].splitlines())
    assert code == 0 and "确定可得：60万元" in out
    assert "申报：国家级平台奖（平台奖励）、运行补助（平台奖励）这几项合计：60万元" in flat
    assert "研发补助（研发奖励）：按“同一平台不重复”（第九条），已有“国家级平台奖”（平台奖励），少 40万元" in flat
    assert "运行补助（平台奖励）：按“年度封顶”（第十条），已有“国家级平台奖”（平台奖励），少 20万元" in flat
    assert "转人工：原则上不超过" in flat


def test_json_has_the_combination_and_the_lawful_total(run):
    """Amounts of awards and policies are what is paid under the limits; the total counts them once."""
    found = json.loads(run("check", FULL, *WHEN, "--json")[1])
    assert amounts(found) == {"国家级平台奖": "50万元", "运行补助": "10万元", "研发补助": "0元", "平台研发奖": "0元"}
    assert [d["amount"]["text"] for d in found["decisions"]] == ["60万元", "0元"]
    assert found["totals"]["certain"]["text"] == "60万元" and found["totals"]["open"]["fen"] == 0
    combination = found["combination"]
    assert [c["award"] for c in combination["claimed"]] == ["国家级平台奖", "运行补助"] and combination["exact"]
    assert {r["award"]: (r["rule"], r["clause"], [b["award"] for b in r["by"]], r["lost"]["text"]) for r in combination["left_out"]} == {
        "运行补助": ("年度封顶", "第十条", ["国家级平台奖"], "20万元"),
        "研发补助": ("同一平台不重复", "第九条", ["国家级平台奖"], "40万元"),
        "平台研发奖": ("同一平台不重复", "第九条", ["国家级平台奖"], "20万元"),
    }


def test_claiming_only_what_it_says_gives_the_total(run):
    """An enterprise that is eligible for just the claims of the best combination is paid its total."""
    only = json.loads(run("check", "平台级别: 国家级\n平台数: 1个\n2020年研发费用: 0元\n", *WHEN, "--json")[1])
    assert only["totals"]["certain"]["text"] == "60万元"


def test_open_facts_give_the_possible_combinations_and_what_decides(run):
    """While facts are missing the combinations that could be best are told, with the facts that decide; nothing is claimed for sure."""
    found = json.loads(run("check", OPEN, *WHEN, "--json")[1])
    combination = found["combination"]
    assert not combination["claimed"] and combination["decided_by"] == ["平台数", "研发费用（2020年）"]
    assert ["国家级平台奖", "运行补助"] in [[a["award"] for a in c] for c in combination["possible"]]
    assert found["totals"]["certain"]["text"] == "50万元" and found["totals"]["open"]["text"] == "0元 至 10万元"
    out = run("check", OPEN, *WHEN)[1]
    assert "还定不下来，这几项合计 50万元 至 60万元" in out and "要看：平台数、研发费用（2020年）" in out


@pytest.mark.parametrize("number", ["0个", "1个"])
@pytest.mark.parametrize("spent", ["0元", "100万元", "400万元"])
def test_filling_in_the_blanks_stays_within_what_was_said(run, number, spent):
    """However the missing facts turn out, amounts lie within those told before, and so does the total."""
    before = json.loads(run("check", OPEN, *WHEN, "--json")[1])
    after = json.loads(run("check", f"{OPEN}平台数: {number}\n2020年研发费用: {spent}\n", *WHEN, "--json")[1])
    for key in ("total",):
        told, got = before["combination"][key], after["combination"][key]
        assert told["min_fen"] <= got["fen"] <= told["max_fen"]
    for then, now in zip((a for d in before["decisions"] for a in d["awards"]), (a for d in after["decisions"] for a in d["awards"])):
        low, high = (then["amount"].get(k, then["amount"].get("fen")) for k in ("min_fen", "max_fen"))
        assert low <= now["amount"]["fen"] <= high


def test_one_policy_alone_is_still_under_its_limits(run):
    """A limit applies where at least one of its policies is run: here the cap over two awards of the first."""
    found = json.loads(run("check", FULL, *WHEN, "--policy", "t/first", "--json")[1])
    assert amounts(found) == {"国家级平台奖": "50万元", "运行补助": "10万元"} and found["totals"]["certain"]["text"] == "60万元"


def test_one_policy_alone_says_which_others_its_limits_speak_of(run):
    """An award whose limit also speaks of a policy that was not asked for says so; asked for together, nothing is to be said."""
    alone = json.loads(run("check", FULL, *WHEN, "--policy", "t/second", "--json")[1])
    notes = {a["award"]: a["notes"] for d in alone["decisions"] for a in d["awards"]}
    assert amounts(alone)["研发补助"] == "40万元"
    assert "合并限额“同一平台不重复”（第九条）还管“平台奖励”，这次没有判定，没有合并计算" in notes["研发补助"]
    assert "这次没有判定" not in run("check", FULL, *WHEN)[1]


def test_without_anything_left_out_nothing_is_said(run):
    """Where the limits take nothing away the text has no section, and the total is the sum."""
    out = run("check", "平台级别: 无级别\n平台数: 1个\n2020年研发费用: 100万元\n", *WHEN)[1]
    assert "最优组合" not in out and "确定可得：40万元" in out


def test_a_limit_out_of_force_does_nothing(run):
    """Before the first day of the limits file nothing is limited."""
    found = json.loads(run("check", FULL.replace("2020年", "2019年"), "--year", "2020", "--as-of", "2021-06-30", "--rules", RULES, "--json")[1])
    assert found["combination"] is None and found["totals"]["certain"]["text"] == "140万元"


def test_an_interview_tells_the_lawful_total(run, monkeypatch):
    """While asking the total is that under the limits, and what is settled says that limits are not yet counted."""
    monkeypatch.setattr("sys.stdin", StringIO("1\n4万元\n退出\n"))
    code, out = run("check", OPEN, *WHEN, "--ask")
    assert code == 0 and "确定可得：60万元" in out
    assert "运行补助 30万元（未计合并限额）" in run.told and "目前：符合 4 项；合计 60万元" in run.told


def test_show_tells_every_limit(run):
    """`show` names the awards, the cap and its clause."""
    out = run("show", None, "t/limits", "--rules", RULES)[1]
    assert "“年度封顶”〔第十条" in out and "合计至多 60万元" in out and "只付最高的一项" in out


def test_cases_cover_limits(run):
    """The cases of the library try everything: each limit bites in one of them and not in another."""
    code, out = run("test", None, RULES, "--min-coverage", "100")
    assert code == 0 and "100% t/limits（4/4）" in out


def test_a_limit_that_no_case_tries_is_told(run, tmp_path):
    """Without the case in which it bites, coverage says that a limit was not seen to."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in Path(RULES).iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "limits.cases.yaml":
            head, *cases = text.split("  - case: ")
            text = head + "  - case: " + cases[1]
        (folder / file.name).write_text(text, encoding="utf-8")
    code, out = run("test", None, str(folder), "--min-coverage", "100")
    assert code == 1 and "限额“年度封顶”没有试到：起作用" in out


def test_limits_of_one_name_in_two_files_are_told_apart(run, tmp_path):
    """What one of them rests on makes its own awards provisional, whatever the other of that name rests on."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in Path(RULES).iterdir():
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    second = (folder / "limits.yaml").read_text(encoding="utf-8")
    for name, evidence, awards in (("t/a", "assumed", "国家级平台奖"), ("t/z", "official", "运行补助")):
        text = f"kind: limits\nid: {name}\n" + second.split("limits:\n")[0].split("\n", 2)[2].replace("official", evidence)
        text += f"limits:\n  同名:\n    awards: {{t/first: [{awards}]}}\n    cap: 10万元\n    clause: 第一条\n"
        (folder / f"{name[2:]}.yaml").write_text(text, encoding="utf-8")
    found = json.loads(run("check", "平台级别: 国家级\n平台数: 1个\n2020年研发费用: 0元\n", *WHEN[:4], "--policy", "t/first", "--rules", str(folder), "--json")[1])
    because = {a["award"]: a["provisional_because"] for d in found["decisions"] for a in d["awards"]}
    assert because == {"国家级平台奖": ["合并限额“同名”为推定"], "运行补助": []}
