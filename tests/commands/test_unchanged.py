"""What validate said of rules is said again while nothing changed, and never after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eligibility.commands import loading, unchanged, validate
from eligibility.plan.kept import PACKAGE, VARIABLE, sha256_of
from tests.commands.helpers import FACTS
from tests.setup.tree import ROOT

MODULES = "import sys; from eligibility.commands.main import main; code = main(sys.argv[1:]); print(*sys.modules, file=sys.stderr); sys.exit(code)"
HEAVY = {"jsonschema", "lark", "rapidfuzz", "yaml", "wcwidth", "fractions"}


@pytest.fixture
def answers(run, monkeypatch):
    """Runs validate: (exit code, standard output, standard error, whether the rules were read)."""
    read = []
    load = loading.load_library
    monkeypatch.setattr(validate, "load_library", lambda *args: read.append(args) or load(*args))

    def call(*arguments):
        read.clear()
        return (*run("validate", *arguments), bool(read))

    return call


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("findings-*.json"))


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("wrong", [False, True])
def test_same_answer_again(answers, rules, form, wrong):
    """Exit code, findings with their source lines, and counts come out alike, to the byte, without the rules being read."""
    if wrong:
        for name, old, new in (("demo/research.yaml", "50万元", "50项"), ("demo/research.cases.yaml", "专利: 3项", "专利: 不详")):
            (rules / name).write_text((rules / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    first, second = answers(rules, *form), answers(rules, *form)
    assert first[:3] == second[:3] and first[0] == int(wrong)
    assert (first[3], second[3]) == (True, False)


def test_note_about_rules_left_aside_comes_again(answers, rules):
    """So does the note that rules were left aside."""
    (rules / "demo/more.yaml").write_text(
        "kind: policy\nid: demo/more\ntitle: 又一项\ninstrument: {title: 虚构, evidence: official}\nin_force: {from: 2020-01-01}\n"
        "awards: {奖: {clause: 一, when: {注册地: 南岸区}, amount: 1元}}\n",
        encoding="utf-8",
    )  # fmt: skip
    first, second = answers(rules), answers(rules)
    assert first[:3] == second[:3] and first[2] and not second[3]


def change(name: str, old: str, new: str):
    def do(rules: Path, monkeypatch):
        file = rules / name
        times, text = file.stat().st_mtime_ns, file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(file, ns=(times, times))

    return do


def add(rules: Path, monkeypatch):
    (rules / "elsewhere/more.yaml").write_text("kind: facts\nfacts:\n  别的: {type: yes_no}\n", encoding="utf-8")


def newer_sources(folder: str):
    def do(rules: Path, monkeypatch):
        hashed = unchanged.kept.sources_sha256
        monkeypatch.setattr(unchanged.kept, "sources_sha256", lambda folders, suffixes: hashed([f for f in folders if not f.endswith(folder)], suffixes))

    return do


CHANGES = {
    "a rule": change("demo/research.yaml", "3万元", "4万元"),
    "a case": change("demo/research.cases.yaml", "专利: 3项", "专利: 4项"),
    "a note": change("common/basic.yaml", "虚构的通知", "虚构的公告"),
    "a file more": add,
    "a file less": lambda rules, monkeypatch: (rules / "elsewhere/other.yaml").unlink(),
    "another name": lambda rules, monkeypatch: (rules / "elsewhere/other.yaml").rename(rules / "elsewhere/another.yaml"),
    "the version": lambda rules, monkeypatch: monkeypatch.setattr(unchanged, "__version__", "999"),
    "the folder it is seen from": lambda rules, monkeypatch: monkeypatch.chdir(rules),
    "the schemas": newer_sources("schemas"),
    **{f"the sources of {name}": newer_sources(name) for name in unchanged.PACKAGES},
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_seen(answers, rules, monkeypatch, what):
    """Whatever an answer depends on, a change of it means that the rules are read; dates of files mean nothing."""
    answers(rules)
    CHANGES[what](rules, monkeypatch)
    assert answers(rules)[3]


def test_rules_around_count(answers, rules, tmp_path):
    """A file checked with other rules is looked at again when those change, though it did not."""
    own = tmp_path / "own"
    own.mkdir()
    (rules / "elsewhere/other.yaml").rename(own / "other.yaml")
    assert answers(own, "--rules", rules)[::3] == (0, True)
    assert answers(own, "--rules", rules)[::3] == (0, False)
    (rules / "facts.yaml").write_text(FACTS.replace("西区", "南区"), encoding="utf-8")
    assert answers(own, "--rules", rules)[::3] == (1, True)


def test_with_and_without_rules_are_two_answers(answers, rules):
    """The same path alone, with rules, and rules alone: each is looked at by itself."""
    assert [answers(rules)[3], answers(rules, "--rules", ROOT / "rules")[3], answers("--rules", rules)[3]] == [True] * 3


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"findings": [1], "counts": {}, "apart": false}', '{"findings": [["a"]], "counts": {}, "apart": false}'])
@pytest.mark.parametrize("sound", [True, False])
def test_spoilt_answer_is_made_anew(answers, rules, own_cache, text, sound):
    """Whatever stands in the cache, what is not exactly an answer is not used, also under a sound checksum."""
    before = answers(rules)
    [file] = kept(own_cache)
    file.write_text(f"{sha256_of([text]) if sound else '0' * 64}\n{text}", encoding="utf-8")
    assert answers(rules) == before


def test_file_saved_meanwhile_makes_no_entry(answers, rules, own_cache, monkeypatch):
    """A rule changed while it was checked is not kept under its old content."""
    load = validate.load_library

    def slow(*args):
        CHANGES["a rule"](rules, monkeypatch)
        return load(*args)

    monkeypatch.setattr(validate, "load_library", slow)
    answers(rules)
    assert kept(own_cache) == []


@pytest.mark.parametrize("trouble", ["link to nowhere", "pipe", "empty folder"])
def test_nothing_is_kept_of_what_cannot_be_read(answers, rules, own_cache, trouble):
    """Files that cannot be read are looked at each time: they may be readable the next."""
    if trouble == "link to nowhere":
        (rules / "gone.yaml").symlink_to(rules / "nowhere.yaml")
    elif trouble == "pipe":
        os.mkfifo(rules / "pipe.yaml")
    else:
        (rules / "empty").mkdir()
    paths = [rules, rules / "empty"] if trouble == "empty folder" else [rules]
    first, second = answers(*paths), answers(*paths)
    assert first == second and first[3] and first[0] == 1 and kept(own_cache) == []


def test_switched_off(answers, rules, monkeypatch):
    """ELIGIBILITY_CACHE=off keeps no answer."""
    monkeypatch.setenv(VARIABLE, "off")
    assert [answers(rules)[3], answers(rules)[3]] == [True, True]


def test_kept_answer_is_plain_json(answers, rules, own_cache):
    """An answer is data that no reader executes."""
    answers(rules)
    [file] = kept(own_cache)
    assert set(json.loads(file.read_text(encoding="utf-8").split("\n", 1)[1])) == {"findings", "counts", "apart"}


def modules(*arguments) -> set[str]:
    ran = subprocess.run([sys.executable, "-c", MODULES, "validate", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60)
    return set(ran.stderr.split())


def test_nothing_of_the_compiler_is_loaded_for_unchanged_rules(rules):
    """Unchanged rules cost no more than a look: neither YAML nor anything that reads rules is imported."""
    cold, warm = modules(rules), modules(rules)
    assert {"yaml", "eligibility.language.library", "eligibility.plan.compile", "eligibility.cases.check"} <= cold - warm
    assert not warm & HEAVY and not [m for m in warm if m.startswith(("eligibility.cases", "eligibility.profiles", "eligibility.engines"))]


def test_every_source_that_makes_findings_is_hashed(rules):
    """A module that answers come from is in one of the folders whose sources are part of an answer's name."""
    (rules / "demo/research.yaml").write_text("kind: policy\nid: demo/research\nawards: {奖: {amount: 1 +}}\n", encoding="utf-8")
    hashed = {Path(PACKAGE) / name for name in ("", *unchanged.PACKAGES)}
    for name in modules(rules):
        path = Path(PACKAGE, *name.split(".")[1:])
        if name.startswith("eligibility.") and not name.startswith("eligibility.reports") and not path.is_dir():  # reports only show
            assert path.parent in hashed, name
