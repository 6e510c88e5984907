"""Every verb at the terminal: 60 columns, GBK, no colour where none is wanted, JSON for programs, English where asked."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import pytest
from wcwidth import wcswidth

from eligibility.commands import watch
from eligibility.commands.exits import CouldNotRun
from eligibility.commands.main import VERBS
from eligibility.commands.new import Kinds
from tests.commands.helpers import process
from tests.commands.terminals import RUNS, on_terminal, write_all
from tests.setup.tree import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: what is a file, printed: its lines are as they must be
FILES = (["completion", "bash"], ["completion"], RUNS["new"][0], RUNS["plan"][0], RUNS["plan"][3], RUNS["pools"][3])
ALL = [line for lines in RUNS.values() for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_all(tmp_path_factory.mktemp("terminal"))


@pytest.fixture
def inside(folder, monkeypatch, run):
    """Runs the command in this process, with ``folder`` as the current one."""
    monkeypatch.chdir(folder)
    return run


def too_wide(text: str, columns: int) -> list[str]:
    """Lines wider than the terminal that could have been folded; lines of the user's files are quoted whole."""
    lines = [COLOUR.sub("", line) for line in text.split("\n") if not line.startswith(("+", "-", "@@"))]
    wide = [line for line in lines if wcswidth(line) > columns]
    return [line for line in wide if len(line.split()) > 1 or CHINESE.search(line)]


def test_every_verb_is_run():
    """The command lines of these tests leave out no verb."""
    assert set(RUNS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_sixty_columns(folder, verb):
    """On a terminal of 60 columns no line of any verb is wider: results, findings, talk and help."""
    for line in [*RUNS[verb], [verb, "--help"]]:
        text = on_terminal(folder, line, 60)
        assert text.strip() and "X919" not in text.split()[:1]
        assert line in FILES or too_wide(text, 60) == [], line


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("columns, language", [(120, "zh"), (60, "en"), (120, "en")])
def test_other_widths_and_english(folder, verb, columns, language):
    """So it is on a wide terminal, and in English."""
    for line in [*RUNS[verb], [verb, "--help"]]:
        text = on_terminal(folder, line, columns, ELIGIBILITY_LANG=language)
        assert line in FILES or too_wide(text, columns) == [], line


def test_findings_fold_on_terminals_only(folder):
    """On a terminal a message is folded below its place; in a file each sentence stays on its line, for grep."""
    line = ["validate", "wrong.yaml", "--rules", "rules"]
    folded, whole = on_terminal(folder, line, 60), process(*line, cwd=folder).stdout.decode()
    assert "    改法：先在 kind: facts 的词汇表里登记这个指标，或在\n      define 里定义它" in folded
    assert "    改法：先在 kind: facts 的词汇表里登记这个指标，或在 define 里定义它；在别的文件里定义的，加入 uses。\n" in whole


def test_carets_stay_under_their_characters(folder):
    """Where a source line is cut to the width, the caret still points at the word."""
    lines = on_terminal(folder, ["validate", "wrong.yaml", "--rules", "rules"], 60).split("\n")
    at = next(i for i, line in enumerate(lines) if line.strip() == "^^^^")
    start = len(lines[at]) - 4
    before = next(n for n in range(len(lines[at - 1])) if wcswidth(lines[at - 1][:n]) == start)
    assert lines[at - 1][before:].startswith("三成")


def test_colour(folder):
    """Colour only on a terminal, and not where NO_COLOR is set."""
    line = RUNS["check"][0]
    assert COLOUR.search(on_terminal(folder, line, 80))
    assert not COLOUR.search(on_terminal(folder, line, 80, NO_COLOR="1"))
    assert b"\x1b" not in process(*line, cwd=folder).stdout


# ------------------------------------------------------------------------------ GBK


def test_everything_can_be_written_in_gbk(inside):
    """Nothing that a verb says of itself lacks a character in GBK, in Chinese or English."""
    for line in [*ALL, *([verb, "--help"] for verb in VERBS)]:
        for language in ("zh", "en"):
            if line[0] == "watch" and line[1] == "rules":
                continue
            _, out, err = inside("--lang", language, *line)
            (out + err).encode("gbk")


def test_the_shipped_rules_can_be_shown_in_gbk(run):
    """So it is with every document, fact and code that came with the program; examples of wrong files may hold anything."""
    documents = [d["id"] for d in json.loads(run("rules", "--json")[1])["documents"]]
    for line in [["rules"], ["rules", "--gaps"], ["facts"], ["errors"], *(["show", d] for d in documents)]:
        run(*line)[1].encode("gbk")


@pytest.mark.parametrize("line", [RUNS["check"][1], RUNS["validate"][1], RUNS["errors"][1], ["--help"]])
def test_redirected_on_a_gbk_console(folder, line):
    """Redirected to a file, the bytes are the same text in GBK, with the exit code as usual."""
    ours = process(*line, cwd=folder, PYTHONUTF8="0", PYTHONIOENCODING="utf-8")
    gbk = process(*line, cwd=folder, PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert gbk.returncode == ours.returncode
    assert (gbk.stdout.decode("gbk"), gbk.stderr.decode("gbk")) == (ours.stdout.decode(), ours.stderr.decode())


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_redirected_on_a_gbk_console(folder, verb):
    """So it is with every verb; files that go to standard output are UTF-8, as files are."""
    for line in [*RUNS[verb], [verb, "--help"]]:
        if line not in FILES and line != ["watch", "rules"] and line[:2] != ["new", "policy"]:
            test_redirected_on_a_gbk_console(folder, line)


# ----------------------------------------------------------------------------- JSON


@pytest.mark.parametrize("name", [*(verb for verb in VERBS if verb != "new"), *(f"new_{kind}" for kind in Kinds.verbs)])
def test_every_verb_has_json(name):
    """Every verb, and everything that can be begun anew, takes --json."""
    command = importlib.import_module(f"eligibility.commands.{name}").command
    assert any("--json" in parameter.opts for parameter in command.params)


@pytest.mark.parametrize("line", [line for line in ALL if line not in (["new"], ["watch", "rules"])], ids=" ".join)
def test_json_of_every_verb(inside, line):
    """With --json, standard output is one JSON document that names its format; a verb that could not run says so in JSON too."""
    if line[:2] == ["new", "policy"]:
        line = [*line, "--folder", "another"]
    code, out, err = inside(*line, "--json")
    found = json.loads(out)
    formats = {part["format"] for part in (found if isinstance(found, list) else [found])}
    assert all(re.fullmatch(r"eligibility-[a-z]+/1", name) for name in formats)
    assert (code == 2) == (formats == {"eligibility-error/1"})
    if code == 2:
        assert {"format", "code", "message", "hint"} == set(found) and found["code"] in err and found["hint"]


def test_json_is_utf8_on_a_gbk_console(folder):
    """Programs get UTF-8, whatever the console speaks, and the talk goes to standard error in its encoding."""
    ran = process(*RUNS["check"][1], "--json", cwd=folder, PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert [d["profile"]["name"] for d in json.loads(ran.stdout.decode("utf-8"))] == ["虚构甲公司", "虚构乙公司"]
    assert "不认识的指标" in ran.stderr.decode("gbk")


@pytest.mark.parametrize("stop, name", [(None, "eligibility-watch/1"), (CouldNotRun("X904", "规则有错误", "先改正规则"), "eligibility-error/1")])
def test_watch_prints_one_line_of_json_each_time(folder, monkeypatch, capsys, stop, name):
    """``watch --json`` prints a line of JSON for each look, also where nothing could be run."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(watch, "_run_cases", lambda loaded: throw(stop) if stop else None)
    watch._look(("rules",), (), ["rules/facts.yaml"], True)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["format"] == name


def throw(error: Exception) -> None:
    raise error


# -------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    "line, words",
    [
        (["--help"], ["Usage: eligibility [OPTIONS] COMMAND", "check rule files", "show this help"]),
        (["check", "--help"], ["Usage: eligibility check [OPTIONS] PROFILE", "--year YEAR", "policy year; without it"]),
        (RUNS["validate"][0], ["no problems found", "2 policies"]),
        (RUNS["validate"][1], ["error T506 the two sides have different units", "cannot be compared", "Fix: make it a ratio (%), such as 5%", "unknown name “三成”", "2 errors"]),
        (RUNS["show"][0], ["Who may apply", "all of these must hold", "rule file: "]),
        (RUNS["errors"][1], ["the two sides have different units", "before:", "Fix: "]),
        (RUNS["errors"][0], ["T506 the two sides have different units", "Types and units"]),
        (RUNS["check"][0], ["√ 一次性: may have 3万元", "not eligible", "required: 不低于 5%", "short by 1个百分点", "certain: 3万元"]),
        (RUNS["check"][1], ["乙.yaml:3:14 error F744 amount without 元", "“营业收入”: the amount has no unit.", "unknown fact “没有的指标”."]),
        (RUNS["check"][3], ["X911 no such option: --nosuch", "Fix: run eligibility check --help for its usage"]),
        (RUNS["test"][1], ["coverage:", "not tried", "1 cases: 1 passed"]),
        (RUNS["fmt"][2], ["X901 no such file or folder: 没有", "Fix: check the path"]),
        (RUNS["facts"][1], ["营业收入 (pinyin)", "used by: "]),
        (RUNS["rules"][0], ["policies (1)", "awards"]),
        (["nosuch"], ["no such command: “nosuch”"]),
    ],
)
def test_english(inside, line, words):
    """With --lang en messages are English, names and lines of files as they are; the exit code is the same."""
    code, out, err = inside("--lang", "en", *line)
    told = " ".join((out + err).split())
    assert [word for word in words if word not in told] == []
    assert code == inside(*line)[0]


def test_source_lines_are_never_translated(inside):
    """The line of a file under a finding is the same in every language."""
    line = RUNS["validate"][1]
    quoted = [[row for row in inside(*line, "--lang", language)[1].split("\n") if "三成" in row and "不低于" in row] for language in ("zh", "en")]
    assert quoted[0] == quoted[1] != []


def test_json_in_english(inside):
    """JSON has English sentences and the same keys, codes, places and names."""
    chinese, english = (json.loads(inside(*RUNS["validate"][1], "--json", "--lang", language)[1]) for language in ("zh", "en"))
    said = {"title", "message", "hint"}
    assert [{k: v for k, v in f.items() if k not in said} for f in chinese["findings"]] == [{k: v for k, v in f.items() if k not in said} for f in english["findings"]]
    assert english["findings"][0]["title"] == "the two sides have different units"


def test_the_language_may_stand_anywhere_or_in_the_environment(inside, monkeypatch):
    """--lang before the verb, after it, with =, or ELIGIBILITY_LANG, which --lang overrules."""
    for line in (["--lang", "en", "fmt", "没有"], ["fmt", "没有", "--lang", "en"], ["fmt", "--lang=en", "没有"]):
        assert "no such file" in inside(*line)[2]
    monkeypatch.setenv("ELIGIBILITY_LANG", "en")
    assert "no such file" in inside("fmt", "没有")[2]
    assert "找不到" in inside("fmt", "没有", "--lang", "zh")[2]


def test_another_language_is_chinese(inside):
    """A language without a catalogue is said once on standard error, and everything is Chinese."""
    code, out, err = inside("--lang", "fr", "validate", "rules")
    assert (code, err) == (0, "注意：没有语言“fr”的译文，用中文\n") and "没有发现问题" in out


def test_chinese_does_not_wait_for_translation(folder):
    """Without --lang neither gettext nor the catalogue is looked at."""
    code = (
        "import sys; from eligibility.commands.main import main; main(['validate', 'rules']); before = set(sys.modules);"
        "assert 'eligibility.reports.translation' not in before;"
        "main(['validate', 'rules', '--lang', 'en']); assert 'eligibility.reports.translation' in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout.decode().split("\n")[1].endswith("no problems found")
