"""check --ask with answers from a pipe, and its JSON for other programs."""

from __future__ import annotations

import io
import json

import pytest
import yaml

from tests.commands.helpers import WHEN, write_profile

PLATFORMS = ("--policy", "nanan/platforms", *WHEN)


@pytest.fixture
def asked(run, monkeypatch, tmp_path):
    """Runs check --ask with these lines typed: (exit code, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)

    def call(lines: list[str], *arguments):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in lines)))
        return run("check", "--ask", *arguments)

    return call


def test_the_end_of_the_answers_is_the_end_of_the_talk(asked, rules):
    """A pipe that ends stops the interview; the result as far as it goes is printed, nothing is saved unasked."""
    code, out, err = asked([], *WHEN, "--rules", rules)
    assert code == 0 and "停在这里" in err and "没有保存" in err
    assert "研发补助：待定" in out and "第 1 问" not in out, "talk is on standard error"


def test_from_nothing_to_a_file(asked, run, rules, tmp_path):
    """The answers come back from the saved file with the same decision, year and unit of each as asked."""
    lines = ["", "东区", "3", "否", "50", "50万元", "1000万元"]
    code, out, err = asked(lines, *WHEN, "--rules", rules, "--save", "甲.yaml")
    assert code == 0 and "已保存到 甲.yaml" in err and "接着问" not in err, err
    saved = yaml.safe_load((tmp_path / "甲.yaml").read_text(encoding="utf-8"))
    assert {"2020年研发费用", "2020年营业收入", "专利", "停业", "迁出"} <= set(saved)
    again = run("check", "甲.yaml", *WHEN, "--rules", rules)
    assert again == (0, out, "")


def test_only_what_is_blank_is_asked(asked, rules, tmp_path):
    """A profile file leaves the rest to be asked, and its own facts are in the new file."""
    profile = write_profile(tmp_path, "所在地: 东区\n停业: 否\n迁出: 否\n专利: 3项\n营业收入: {2020: 1000万元}\n")
    code, _, err = asked(["不清楚", "不清楚", "退出"], profile, *WHEN, "--rules", rules, "--save", "乙.yaml")
    assert code == 0
    assert "2020年研发费用" in err and "停业" not in err and "2020年营业收入" not in err and "专利：" not in err
    assert "没有别的可问了" in err and "还不清楚的：已兑现、2020年研发费用" in err
    text = (tmp_path / "乙.yaml").read_text(encoding="utf-8")
    assert "2020年营业收入: 1000万元" in text and "\n2020年研发费用:\n" in text and "专利: 3项" in text


def test_the_next_question_as_json(run, rules, tmp_path):
    """With --json no talk: the question, what is open in the order of use, and the decision so far."""
    profile = write_profile(tmp_path, "停业: 否\n")
    code, out, err = run("check", profile, "--ask", "--json", *WHEN, "--rules", rules)
    found = json.loads(out)
    assert code == 0 and not err and found["format"] == "eligibility-question/1"
    assert found["question"]["kind"] == "choice" and found["question"]["facts"][0]["fact"] == "所在地"
    assert {f["award"] for f in found["question"]["facts"][0]["for"]} == {"研发", "专利资助", "一次性"}
    assert found["open"][0]["fact"] == "所在地" and ("研发费用", 2020) in {(f["fact"], f["year"]) for f in found["open"]}
    assert "停业" not in {f["fact"] for f in found["open"]}
    assert found["decision"]["decisions"][0]["status"] == "undetermined"


def test_json_of_a_settled_profile(run, rules, tmp_path):
    """Nothing is left to ask where nothing can change."""
    profile = write_profile(tmp_path, "所在地: 西区\n")
    found = json.loads(run("check", profile, "--ask", "--json", *WHEN, "--rules", rules)[1])
    assert found["question"] is None and found["open"] == []


def test_a_list_row_by_row(asked, tmp_path):
    """Only the columns that can matter, row after row; a second row where there is one."""
    lines = ["南岸区", "", "", "国家级", "重点实验室", "2021-03-01", "2022", "无", "是", "市级", "工程研究中心", "2020-01-01", "否", "否"]
    code, out, err = asked(lines, *PLATFORMS, "--save", "丙.yaml")
    assert code == 0, err
    rows = yaml.safe_load((tmp_path / "丙.yaml").read_text(encoding="utf-8"))["科技平台"]
    assert [row["平台级别"] for row in rows] == ["国家级", "市级"]
    assert "平台名称" not in rows[0] and "评估结果" not in rows[1], "asked although it cannot matter"
    assert "新认定国家级平台：可享受 200万元" in out


def test_back_in_the_middle_of_a_list(asked):
    """返回 between the cells of a row begins this question anew; at its beginning it goes to the one before."""
    code, out, err = asked(["南岸区", "", "", "国家级", "返回", "返回", "", "无", "否"], *PLATFORMS)
    assert code == 0 and err.index("这一问重新回答") < err.index("回到前一问") < err.index("问完了")


def test_without_a_policy_nothing_is_asked(asked, rules):
    """A year in which nothing is in force ends at once."""
    code, out, err = asked([], "--policy", "demo/research", "--year", "2030", "--as-of", "2031-06-30", "--rules", rules)
    assert code == 0 and "不用问" in err and "不在有效期内" in out


def test_none_of_a_list(asked):
    """无 is an answer to a list."""
    code, out, err = asked(["南岸区", "", "无", "否"], *PLATFORMS)
    assert code == 0 and "问完了" in err and "不符合" in out


def test_what_was_paid_before(asked, tmp_path):
    """A statement that is not so is followed up: which awards were paid."""
    policy = ("--policy", "nanan/high-tech-enterprise", *WHEN)
    code, _, err = asked(["南岸区", "4", "1", "退出"], *policy, "--save", "丁.yaml")
    assert "接着问：eligibility check --ask 丁.yaml" in err, err
    assert code == 0, err
    saved = yaml.safe_load((tmp_path / "丁.yaml").read_text(encoding="utf-8"))
    assert saved["已兑现"] == [{"事项": "nanan/high-tech-enterprise", "奖补项": "首次认定"}]
    assert "不符合 首次通过高新技术企业认定" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.yaml", "b.yaml"), "一家企业"),
        (("--save", "a.json"), ".yaml"),
        (("--save", "there/a.yaml"), "没有 there"),
        (("--save", "有.yaml"), "不会覆盖"),
        (("nowhere.yaml",), "找不到"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(asked, rules, tmp_path, arguments, words):
    """Exit code 2 and a remedy, no question."""
    (tmp_path / "有.yaml").write_text("停业: 否\n", encoding="utf-8")
    code, out, err = asked([], *arguments, *WHEN, "--rules", rules)
    assert code == 2 and words in err and "第 1 问" not in err and not out


def test_save_without_ask_is_refused(run, rules, profile):
    """--save belongs to --ask; a profile is needed without it."""
    assert run("check", profile, "--save", "a.yaml", "--rules", rules)[0] == 2
    code, _, err = run("check", "--rules", rules)
    assert code == 2 and "--ask" in err


def test_a_refusal_by_one_reading_is_called_provisional(asked, tmp_path):
    """Where another reading of the text would not refuse, the end of the talk says that some results are provisional."""
    profile = write_profile(tmp_path, "注册地: 渝北区\n已兑现: 无\n在两江新区直管区: 是\n")
    code, out, err = asked([], profile, "--policy", "chongqing/yubei/high-tech-enterprise", *WHEN)
    assert code == 0 and "不符合" in out and "暂定" in out and "下面注明“暂定”" in err.replace("\n  ", "")
