"""`eligibility pools`: what it shows of the examples, whole; its JSON against the schema; what it says when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from eligibility.engines.chaining.program import Derivation
from eligibility.engines.rete.engine import available
from tests.commands.helpers import process, write_profile
from tests.commands.test_golden import masked
from tests.commands.test_json import SCHEMA as DECISION
from tests.pools.library import FILES, POOLS
from tests.setup.tree import ROOT

GOLDEN = ROOT / "tests" / "golden" / "pools"
WHEN = ("--year", "2025", "--as-of", "2026-06-30")
MOVING = ("虚构-江岸.yaml", "虚构-砺锋.yaml", "虚构-青禾.yaml")
NEWS = ("--event", "高企证书有效期至: 2029-01-01", "--event", "2025年主营业务收入: 3000万元")
SHOWN = {
    "江岸.txt": (MOVING[:1], []),
    "砺锋.txt": (MOVING[1:2], []),
    "砺锋.why.txt": (MOVING[1:2], ["--why"]),
    "青禾.txt": (MOVING[2:], []),
    "青禾.why.txt": (MOVING[2:], ["--why"]),
    "青禾.json": (MOVING[2:], ["--json"]),
    "青禾.event.txt": (MOVING[2:], NEWS),
    "青禾.event.json": (MOVING[2:], [*NEWS, "--json"]),
    "many.txt": (MOVING, []),
    "diagram.mmd": (MOVING, ["--diagram"]),
    "pipeline.mmd": ((), ["--diagram"]),
}
SCHEMA = json.loads((ROOT / "schemas" / "pools-decision.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PROFILE = "企业名称: 虚构甲公司\n在科技库: 否\n有专利: 是\n职工总数: 80人\n营业收入: {2020: 900万元}\n高企证书有效期至: 无\n违法: 否\n"
AT = ("--year", "2021", "--as-of", "2022-06-30", "--engine", "native")


@pytest.fixture
def small(tmp_path) -> Path:
    """The small pipeline of the tests of pools as a folder of rules."""
    root = tmp_path / "pools"
    root.mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def firm(tmp_path) -> Path:
    return write_profile(tmp_path, PROFILE)


# ---------------------------------------------------------------------------- golden


@pytest.mark.parametrize("name", SHOWN)
def test_examples_show_what_they_are_known_to_show(run, monkeypatch, name):
    """Every form of the report over the examples that move comes out as its golden file says."""
    monkeypatch.chdir(ROOT)
    files, options = SHOWN[name]
    code, out, err = run("pools", *(f"examples/{file}" for file in files), *WHEN, "--engine", "native", *options)
    assert (code, err) == (0, "")
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(masked(out), encoding="utf-8")
    assert masked(out) == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Each golden file is one that is looked at."""
    assert {path.name for path in GOLDEN.iterdir()} == set(SHOWN)


def test_each_writes_out_every_enterprise(run, small, tmp_path):
    """With --each the table and the worklist come first, then every enterprise as it is shown alone."""
    files = [write_profile(tmp_path, PROFILE.replace("甲", name), f"{name}.yaml") for name in "甲乙"]
    table = run("pools", *files, "--rules", small, *AT)[1].rstrip("\n")
    alone = [run("pools", file, "--rules", small, *AT)[1].rstrip("\n") for file in files]
    assert run("pools", *files, "--rules", small, *AT, "--each")[1].rstrip("\n").split(f"\n\n{'=' * 60}\n\n") == [table, *alone]


def test_gbk_consoles_can_show_everything():
    """No mark of a report is missing from GBK."""
    for file in GOLDEN.iterdir():
        file.read_text(encoding="utf-8").encode("gbk")


# ------------------------------------------------------------------------------ JSON


def faults(value) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(value)]


def test_schema_is_sound_closed_and_shares_its_parts():
    """No object lets unknown keys through, everything is described, and what `check` has too is the same there."""
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node):
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    assert all(node.get("additionalProperties") is False for node in objects(SCHEMA))
    assert all(p.get("title") and p.get("description") or "$ref" in p for node in objects(SCHEMA) for p in node["properties"].values())
    shared = SCHEMA["$defs"].keys() & DECISION["$defs"].keys() - {"reason"}
    assert shared >= {"need", "gap", "problem", "amount"} and all(SCHEMA["$defs"][name] == DECISION["$defs"][name] for name in shared)


@pytest.mark.parametrize(("files", "options"), [(sorted(p.name for p in (ROOT / "examples").glob("*.[yj]*")), []), (MOVING[1:], NEWS)])
def test_examples_are_by_the_schema(run, files, options):
    """The pools of all examples validate, and with facts that arrive too."""
    code, out, _ = run("pools", *(ROOT / "examples" / file for file in files), "--json", *WHEN, "--engine", "native", *options)
    found = json.loads(out)
    assert code == 0 and len(found) == len(files)
    for one in found:
        assert faults(one) == [] and ("changes" in one) is bool(options)


@pytest.mark.parametrize("text", ["企业名称: 虚构乙公司\n", "企业名称:\n", PROFILE, PROFILE.replace("900万元", "九百万"), PROFILE.replace("无", "2022-01-01")])
def test_other_profiles_are_by_the_schema(run, small, tmp_path, text):
    """So do blank, partly rejected and leaving ones, with the problems of the profile among them."""
    code, out, _ = run("pools", write_profile(tmp_path, text), "--rules", small, "--json", *AT)
    found = json.loads(out)
    assert faults(found) == [] and bool(found["problems"]) is (code == 1)


def test_one_file_is_an_object_and_several_are_an_array(run, small, firm):
    """As with `check`."""
    assert isinstance(json.loads(run("pools", firm, "--rules", small, "--json", *AT)[1]), dict)
    assert [d["profile"]["name"] for d in json.loads(run("pools", firm, firm, "--rules", small, "--json", *AT)[1])] == ["虚构甲公司"] * 2


# --------------------------------------------------------------------------- engines


@pytest.mark.skipif(not available(), reason="durable-rules is not here")
def test_engines_say_the_same(run, small, firm):
    """All engines give the same report, and both is what runs unasked."""
    modes = ((), ("--engine", "rete"), ("--engine", "native"))
    found = {mode: json.loads(run("pools", firm, "--rules", small, "--json", *AT[:4], *mode)[1]) for mode in modes}
    assert [one.pop("engine") for one in found.values()] == ["both", "rete", "native"]
    for one in found.values():  # the chain may be another of several that are right
        for pool in one["documents"][0]["pools"]:
            pool.pop("chain")
    assert found[()] == found["--engine", "rete"] == found["--engine", "native"]


@pytest.mark.parametrize("mode", ["rete", "both"])
def test_an_engine_that_is_not_there_is_said(run, monkeypatch, small, firm, mode):
    """Asked for without durable-rules: why, and what to do; unasked our own engine answers without a word."""
    monkeypatch.setitem(sys.modules, "durable", None)
    code, out, err = run("pools", firm, "--rules", small, *AT[:4], "--engine", mode)
    assert (code, out) == (2, "") and "X915" in err and f"--engine {mode}" in err and "pip install" in err
    code, out, err = run("pools", firm, "--rules", small, *AT[:4], "--json")
    assert (code, err, json.loads(out)["engine"]) == (0, "", "native")


@pytest.mark.skipif(not available() or not Path("/proc/self/task").exists(), reason="durable-rules, or a list of processes, is not here")
def test_a_killed_child_is_noticed_and_the_answer_still_comes(tmp_path):
    """SIGKILL to the process of durable-rules while the command works: one notice, the same report, exit code 0."""
    files = [str(write_profile(tmp_path, f"企业名称: 虚构{n}公司\n", f"{n}.yaml")) for n in range(80)]
    arguments = [sys.executable, str(ROOT / "cli.py"), "pools", *files, *WHEN]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    started = subprocess.Popen([*arguments, "--engine", "rete"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while not (child := children.read_text().split()) and started.poll() is None:
        time.sleep(0.02)
    time.sleep(0.5)
    os.kill(int(child[0]), signal.SIGKILL)
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0 and err.decode().count("已改用自带推理") == 1
    assert out == subprocess.run([*arguments, "--engine", "native"], capture_output=True, env=environment).stdout


def test_engines_that_differ_give_no_answer(run, monkeypatch, small, firm):
    """Where chaining and the rules do not agree nobody is told anything but that."""
    monkeypatch.setattr("eligibility.engines.rete.chainer.native.chain", lambda program, tokens: Derivation(frozenset(tokens), ()))
    code, out, err = run("pools", firm, "--rules", small, *AT, "--event", "高企证书有效期至: 2024-11-11")
    assert (code, out) == (2, "") and "X916" in err and "test/pools" in err


# ------------------------------------------------------------------------- new facts


def test_an_event_tells_pools_policies_and_amounts(run, small, firm):
    """A certificate arrives: two pools, the policy that names one of them, its amount, and why."""
    code, out, err = run("pools", firm, "--rules", small, *AT, "--event", "高企证书有效期至: 2024-11-11")
    assert (code, err) == (0, "")
    assert "  √ 高企库：候选，差 1 至 2 项 → 在库" in out and "  ↑ 科技库：候选，差 1 项 → 应入库" in out
    assert "      在“科技库” ← 在“高企库”" in out and "\n    精选库：不在库\n      不再差：在“高企库”；在“科技库”\n      还差：上年营业收入 900万元" in out
    assert "  试奖：不符合 → 可享受 10万元\n    · 入库奖：不符合 → 可享受 10万元\n" in out


def test_several_events_come_together(run, small, firm):
    """The second fact builds on the first; both are named."""
    out = run("pools", firm, "--rules", small, *AT, "--event", "高企证书有效期至: 2024-11-11", "--event", "2020年营业收入: 2500万元")[1]
    assert "  · 高企证书有效期至: 2024-11-11\n  · 2020年营业收入: 2500万元\n" in out and "↑ 精选库" in out or "√ 精选库" in out


def test_an_event_that_changes_nothing_says_so(run, small, firm):
    """In one plain sentence, and as empty lists."""
    assert "没有改变：企业库、标准、政策和金额都和原来一样。" in run("pools", firm, "--rules", small, *AT, "--event", "职工总数: 80人")[1]
    found = json.loads(run("pools", firm, "--rules", small, *AT, "--event", "职工总数: 80人", "--json")[1])
    assert faults(found) == [] and found["changes"] == {"pools": [], "standards": [], "policies": [], "awards": []}


@pytest.mark.parametrize(("event", "code", "hint"), [
    ("高企证书有效期: 2024-11-11", "F711", "您是不是想写“高企证书有效期至”？"),
    ("职工总数", "F791", "职工总数: 值"),
    ("职工总数: 八十", "F7", "改法"),
    ("营业收入: 900万元", "F7", "2020"),
    ("", "F791", "改法"),
])
def test_an_event_that_cannot_be_read_is_refused(run, small, firm, event, code, hint):
    """With the place, the cause and the remedy; nothing is decided, also where JSON was asked for."""
    ended, out, err = run("pools", firm, "--rules", small, *AT, "--event", event)
    assert (ended, out) == (2, "") and code in err and hint in err and "X911" in err
    assert json.loads(run("pools", firm, "--rules", small, *AT, "--event", event, "--json")[1])["code"] == "X911"


# ------------------------------------------------------------------------ what is wrong


def test_a_profile_that_is_not_there(run, small):
    """The finding, no report, and an object that says so where JSON was asked for."""
    code, out, err = run("pools", "没有.yaml", "--rules", small, *AT)
    assert (code, out) == (2, "") and "X901" in err
    assert json.loads(run("pools", "没有.yaml", "--rules", small, *AT, "--json")[1])["code"] == "X901"


def test_one_profile_that_is_not_there_leaves_the_other(run, small, firm):
    """The enterprise that can be read is decided all the same."""
    code, out, err = run("pools", "没有.yaml", firm, "--rules", small, *AT)
    assert code == 2 and "X901" in err and out.startswith("虚构甲公司\n")


@pytest.mark.parametrize(("arguments", "said"), [
    ((), "缺少参数 画像文件…"),
    (("--diagram", "--json"), "不能与 --json 同用"),
    (("--diagram", "--event", "a: 1"), "--diagram 与 --event 不能同用"),
    (("--engine", "drools", "甲.yaml"), "rete、native、both"),
])
def test_options_that_make_no_sense(run, small, arguments, said):
    """Each with what is wrong and how to see more."""
    code, out, err = run("pools", *arguments, "--rules", small)
    assert code == 2 and "X911" in err and said in err


def test_pools_are_found_by_id_title_or_part(run, small, firm):
    """As other files are; a policy named instead is told which verb runs it."""
    for name in ("test/pools", "试库", "pools"):
        assert run("pools", firm, "--rules", small, *AT, "--pools", name)[0] == 0
    code, _, err = run("pools", firm, "--rules", small, *AT, "--pools", "test/award")
    assert code == 2 and "X907" in err and "test/award 是政策，不是企业库" in err and "check --policy test/award" in err
    code, _, err = run("pools", firm, "--rules", small, *AT, "--pools", "test/pols")
    assert code == 2 and "X907" in err and "您是不是想写“test/pools”？" in err


def test_no_pools_at_all_and_none_in_force(run, rules, small, firm, profile):
    """Rules without pools, and a day before they are in force: how to go on."""
    code, out, err = run("pools", profile, "--rules", rules, *AT)
    assert (code, out) == (2, "") and "X914" in err and "--rules 随附" in err
    code, out, err = run("pools", firm, "--rules", small, "--as-of", "2019-06-30")
    assert (code, out) == (2, "") and "X914" in err and "test/pools 2020-01-01 至 今" in err


def test_pools_of_other_places_run_only_when_named(run, small, firm):
    """As policies of other places do; a diagram is of one file."""
    (small / "other.yaml").write_text(POOLS.replace("test/pools", "elsewhere/pools").replace("试库", "别处的库"), encoding="utf-8")
    assert "别处的库" not in run("pools", firm, "--rules", small, *AT)[1]
    both = ("--pools", "试库", "--pools", "elsewhere/pools")
    out = run("pools", firm, "--rules", small, *AT, *both)[1]
    assert "\n试库\n" in out and "\n别处的库\n" in out
    code, _, err = run("pools", "--rules", small, *AT, *both, "--diagram")
    assert code == 2 and "X907" in err and "test/pools" in err


def test_check_sends_pools_to_their_verb(run, small, firm):
    """A pools file named as a policy is refused with the command that decides it."""
    code, out, err = run("check", firm, "--rules", small, *AT[:4], "--policy", "test/pools")
    assert (code, out) == (2, "") and "test/pools 是企业库，不是政策" in err and "eligibility pools --pools test/pools" in err


def test_the_shell_completes_pools(small):
    """Ids of pools documents only."""
    typed = f"eligibility pools --rules {small} --pools te"
    shown = process("", cwd=small.parent, _ELIGIBILITY_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD="5")
    assert shown.stdout.decode().split() == ["plain,test/pools"]
