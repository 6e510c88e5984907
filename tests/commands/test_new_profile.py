"""`eligibility new profile`: written where it is told, never over something else, and read back by `check`."""

from __future__ import annotations

import json

import pytest

from tests.commands.helpers import WHEN, process


def form(run, rules, *more):
    return run("new", "profile", "--rules", rules, *WHEN, *more)


def test_yaml_on_standard_output(run, rules):
    """Just the facts of our own policies, each with its question; other places are not asked about."""
    code, out, err = form(run, rules)
    assert (code, err) == (0, "")
    assert "# 企业在哪个区？\n# 选一项：东区 或 西区。凭证：营业执照\n所在地:\n" in out
    assert "2020年营业收入:" in out and "2020年研发费用:" in out and "# 企业画像：研发补助\n" in out
    assert "#   研发补助：一次性\n已兑现:\n" in out


def test_only_the_policies_that_are_named(run, rules):
    """A named policy asks its own facts alone."""
    out = form(run, rules, "--policy", "别处的补助")[1]
    keys = [line for line in out.splitlines() if line.endswith(":") and not line.startswith("#")]
    assert keys == ["企业名称:", "信用代码:", "所在地:"]


@pytest.mark.parametrize("name", ["画像.yaml", "画像.xlsx"])
def test_what_is_written_is_read_by_check(run, rules, tmp_path, name):
    """Left blank it is a profile without findings."""
    code, out, err = form(run, rules, "-o", tmp_path / name)
    assert (code, out) == (0, "") and f"已写好 {tmp_path / name}：" in err and "eligibility check" in err
    code, out, err = run("check", tmp_path / name, "--rules", rules, *WHEN)
    assert (code, err) == (0, "") and "? 研发补助：待定" in out


def test_the_command_told_decides_the_same_year(run, rules, tmp_path):
    """What it says to run next names the year, the day, the policies and the rules of the form."""
    code, out, err = run("new", "profile", "--rules", rules, "--policy", "demo/research", "--year", "2021", "--as-of", "2022-06-30", "-o", tmp_path / "我 厂.yaml")
    assert code == 0 and f'eligibility check "{tmp_path}/我 厂.yaml" --policy demo/research --year 2021 --as-of 2022-06-30 --rules {rules}' in "".join(err.split("\n  ")).replace("\n", "")


@pytest.mark.parametrize("name", ["画像.yaml", "画像.xlsx"])
def test_nothing_is_overwritten(run, rules, tmp_path, name):
    """A file that is there stays as it is, unless --force says otherwise."""
    file = tmp_path / name
    file.write_text("旧", encoding="utf-8")
    code, out, err = form(run, rules, "-o", file)
    assert code == 2 and err.startswith("X913 ") and "--force" in err and file.read_text(encoding="utf-8") == "旧"
    assert form(run, rules, "-o", file, "--force")[0] == 0 and file.read_bytes() != "旧".encode()


@pytest.mark.parametrize("arguments, said", [
    (["--xlsx"], "-o"), (["--xlsx", "-o", "画像.yaml"], ".xlsx"), (["--policy", "没有的"], "没有的"), (["-o", "没有的文件夹/画像.yaml"], "没有的文件夹"),
])
def test_what_cannot_be_written_says_why(run, rules, tmp_path, monkeypatch, arguments, said):
    """Each with a code and a remedy, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    code, out, err = form(run, rules, *arguments)
    assert code == 2 and out == "" and err.startswith("X9") and said in err and "改法：" in err
    assert sorted(tmp_path.iterdir()) == before


def test_no_policy_in_force(run, rules, tmp_path):
    """A year without policies gives no form, and says when they hold."""
    code, _, err = run("new", "profile", "--rules", rules, "--year", "2030", "--as-of", "2031-06-30", "-o", tmp_path / "画像.yaml")
    assert code == 2 and "研发补助不在有效期内" in err and "X905" in err and not (tmp_path / "画像.yaml").exists()


def test_json_lists_what_is_asked(run, rules, tmp_path):
    """Where it was written, or the text itself, and each fact with its year."""
    found = json.loads(form(run, rules, "-o", tmp_path / "画像.xlsx", "--json")[1])
    assert found["format"] == "eligibility-form/1" and found["written"] == str(tmp_path / "画像.xlsx") and found["text"] is None
    assert {"fact": "营业收入", "year": 2020, "type": "money", "unit": None, "ask": None, "proof": None, "options": [], "none": None, "group": None} in found["facts"]
    assert found["paid_before"] == [{"policy": "研发补助", "award": "一次性"}]
    found = json.loads(form(run, rules, "--json")[1])
    assert found["written"] is None and "所在地:" in found["text"]


def test_redirected_it_is_utf_8(rules):
    """Whatever the console speaks, a redirected form is what the reader of profiles reads."""
    done = process("new", "profile", "--rules", rules, *WHEN, PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert done.returncode == 0 and "# 企业画像：研发补助" in done.stdout.decode("utf-8")


def test_new_says_what_there_is(run):
    """Without a kind, help; with another, the kinds there are."""
    assert "profile" in run("new")[1]
    code, _, err = run("new", "车")
    assert code == 2 and "profile" in err
