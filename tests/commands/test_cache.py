"""The plan cache: data keyed by content, never trusted, never in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eligibility.language.diagnostic import Findings
from eligibility.plan import cache
from eligibility.plan.kept import MOST_FILES, VARIABLE, cache_folder
from tests.commands.helpers import POLICY, WHEN
from tests.setup.tree import ROOT


def plan_of(rules: Path):
    findings = Findings()
    plan = cache.cached_plan([str(rules)], findings)
    assert plan is not None, findings.sorted()
    return plan


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("plan-*.json"))


@pytest.fixture
def no_compiler(monkeypatch):
    """From now on a plan must come from the cache."""

    def forbid() -> None:
        def compiled(*_):
            raise AssertionError("compiled, though the plan is in the cache")

        monkeypatch.setattr(cache, "compiled_plan", compiled)

    return forbid


@pytest.mark.parametrize("shipped", [False, True])
def test_cached_plan_equals_the_compiled_one(rules, shipped, no_compiler):
    """What comes from the cache is equal, part by part, to what was compiled."""
    root = ROOT / "rules" if shipped else rules
    compiled = plan_of(root)
    no_compiler()
    cached = plan_of(root)
    assert cached == compiled and cached is not compiled
    assert [type(o.low) for o in cached.operations] == [type(o.low) for o in compiled.operations]


def test_plan_in_the_cache_is_json_under_a_checksum(rules, own_cache):
    """A kept plan is a line with a checksum and JSON: data that no reader executes."""
    plan_of(rules)
    checksum, body = kept(own_cache)[0].read_text(encoding="utf-8").split("\n", 1)
    assert len(checksum) == 64 and set(json.loads(body)) == {"sha256", "files", "vocabulary", "operations", "documents"}


def test_changed_rule_makes_another_plan(rules, own_cache):
    """One character in a rule is another plan under another name, though the file keeps its size and date."""
    before, policy = plan_of(rules), rules / "demo/research.yaml"
    times = policy.stat().st_mtime_ns
    policy.write_text(policy.read_text(encoding="utf-8").replace("amount: 3万元", "amount: 4万元"), encoding="utf-8")
    os.utime(policy, ns=(times, times))
    after = plan_of(rules)
    assert after.sha256 != before.sha256 and after.operations != before.operations and len(kept(own_cache)) == 2


def test_added_renamed_and_removed_rules_are_seen(rules):
    """The name of every rule file counts, so no rule comes or goes unseen."""
    names = {plan_of(rules).sha256}
    extra = rules / "elsewhere/more.yaml"
    extra.write_text((rules / "elsewhere/other.yaml").read_text(encoding="utf-8").replace("elsewhere/other", "elsewhere/more"), encoding="utf-8")
    names.add(plan_of(rules).sha256)
    extra.rename(rules / "elsewhere/zzz.yaml")
    names.add(plan_of(rules).sha256)
    (rules / "elsewhere/zzz.yaml").unlink()
    (rules / "elsewhere/other.yaml").unlink()
    names.add(plan_of(rules).sha256)
    assert len(names) == 4


def test_cases_are_no_rules(rules, own_cache, no_compiler):
    """A case more or less changes neither the plan nor the name that decisions state."""
    before = plan_of(rules)
    no_compiler()
    (rules / "demo/research.cases.yaml").unlink()
    assert plan_of(rules) == before
    (rules / "demo/other.cases.yaml").write_text("# 另一组\n\nkind: cases # 用例\nfor: demo/research\n", encoding="utf-8")
    assert plan_of(rules) == before and len(kept(own_cache)) == 1


def test_name_of_the_rules_does_not_depend_on_where_they_are(rules, tmp_path, monkeypatch):
    """The same rules in another folder, seen from another folder, have one name and the same places."""
    before = plan_of(rules)
    moved = tmp_path / "elsewhere" / "rules"
    moved.parent.mkdir()
    rules.rename(moved)
    monkeypatch.chdir(moved.parent)
    assert plan_of(Path("rules")) == before
    assert before.files[0].startswith("rules/")


@pytest.mark.parametrize("source", ["language/units.lark", "plan/compile.py"])
def test_changed_compiler_makes_another_plan(rules, own_cache, monkeypatch, tmp_path, source):
    """A plan of an older compiler is not used by a newer one."""
    plan_of(rules)
    package = tmp_path / "package"
    for folder in ("language", "plan"):
        (package / folder).mkdir(parents=True)
    (package / source).write_text("# newer\n", encoding="utf-8")
    monkeypatch.setattr(cache, "_PACKAGE", str(package))
    plan_of(rules)
    assert len(kept(own_cache)) == 2


def test_new_version_makes_another_plan(rules, own_cache, monkeypatch):
    """So does a new version of the program, and a changed schema."""
    plan_of(rules)
    monkeypatch.setattr(cache, "__version__", "999")
    plan_of(rules)
    schemas = rules.parent / "schemas"
    schemas.mkdir()
    monkeypatch.setattr(cache.resources, "schemas_dir", lambda: str(schemas))
    monkeypatch.setattr(cache, "compiled_plan", lambda root, contents, findings: plan)
    plan = cache._read(str(kept(own_cache)[0]))
    plan_of(rules)
    assert len(kept(own_cache)) == 3


def spoilt(text: str) -> dict[str, str]:
    checksum, body = text.split("\n", 1)
    return {
        "empty": "",
        "cut short": text[: len(text) // 2],
        "one digit": f"{checksum}\n{body.replace('50000000', '50000001')}",
        "another checksum": f"{'0' * 64}\n{body}",
        "sound checksum, no plan": f"{cache.sha256_of(['{}'])}\n{{}}",
        "sound checksum, no JSON": f"{cache.sha256_of(['['])}\n[",
        "sound checksum, another shape": f"{cache.sha256_of(['[1]'])}\n[1]",
    }


@pytest.mark.parametrize("how", [*spoilt("\n"), "not UTF-8", "folder"])
def test_spoilt_cache_is_made_anew(rules, own_cache, how):
    """Whatever stands in the cache, a plan that is not exactly what was written is compiled again."""
    before = plan_of(rules)
    file = kept(own_cache)[0]
    text = file.read_text(encoding="utf-8")
    if how == "folder":
        file.unlink()
        file.mkdir()
    elif how == "not UTF-8":
        file.write_bytes(b"\xff\xfe\x00")
    else:
        new = spoilt(text)[how]
        assert new != text
        file.write_text(new, encoding="utf-8")
    assert plan_of(rules) == before
    if how != "folder":
        assert file.read_text(encoding="utf-8") == text


def test_cache_that_cannot_be_written_is_no_trouble(rules, tmp_path, monkeypatch, run, profile):
    """Where no folder can be made the command runs all the same, and says nothing of it."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(blocked / "cache"))
    code, out, err = run("check", profile, "--rules", rules, *WHEN)
    assert (code, err) == (0, "") and "研发补助" in out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_read_only_folder_is_no_trouble(rules, own_cache):
    """A cache folder that may not be written is left alone."""
    own_cache.chmod(0o500)
    plan_of(rules)
    assert kept(own_cache) == []


def test_nothing_else_is_left_behind(rules, own_cache):
    """A plan appears whole under its name; no temporary file stays."""
    plan_of(rules)
    assert [p.suffix for p in own_cache.iterdir()] == [".json"]


def test_rules_with_errors_are_not_kept(rules, own_cache):
    """Only a plan without errors is kept."""
    (rules / "demo/research.yaml").write_text(POLICY.replace("50万元", "50项"), encoding="utf-8")
    findings = Findings()
    assert cache.cached_plan([str(rules)], findings) is None
    assert findings.has_errors and kept(own_cache) == []


def test_file_saved_meanwhile_makes_no_entry(rules, own_cache, monkeypatch):
    """A rule changed between hashing and compiling must not be kept under the old content's name."""
    compile_it = cache.compiled_plan

    def compiled(root, contents, findings):
        policy = rules / "demo/research.yaml"
        policy.write_text(POLICY.replace("3万元", "4万元"), encoding="utf-8")
        return compile_it(root, contents, findings)

    monkeypatch.setattr(cache, "compiled_plan", compiled)
    plan_of(rules)
    assert kept(own_cache) == []


def test_unreadable_rule_is_never_left_out(rules):
    """A rule that cannot be read stops the command; going on without it would be another library."""
    (rules / "demo/gone.yaml").symlink_to(rules / "nowhere.yaml")
    with pytest.raises(OSError):
        plan_of(rules)


@pytest.mark.parametrize("off", ["off", "OFF", "0", "no"])
def test_cache_can_be_switched_off(rules, own_cache, monkeypatch, off):
    """ELIGIBILITY_CACHE=off keeps nothing anywhere."""
    monkeypatch.setenv(VARIABLE, off)
    assert cache_folder() is None
    plan_of(rules)
    assert kept(own_cache) == []


def test_where_the_cache_is(monkeypatch, tmp_path):
    """A folder named by the variable, else XDG_CACHE_HOME if absolute, else ~/.cache; nowhere without a home."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "own"))
    assert cache_folder() == str(tmp_path / "own")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == str(tmp_path / "xdg" / "eligibility")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == str(tmp_path / "home" / ".cache" / "eligibility")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert cache_folder() is None


def test_oldest_plans_go_first(rules, own_cache):
    """At most so many plans are kept, and the one just used is not the first to go."""
    plan_of(rules)
    first = kept(own_cache)[0]
    os.utime(first, (1, 1))
    for i in range(MOST_FILES + 3):
        old = own_cache / f"plan-{i:064}.json"
        old.write_text("", encoding="utf-8")
        os.utime(old, (1000 + i, 1000 + i))
    plan_of(rules)  # used: the youngest now
    (rules / "elsewhere/other.yaml").unlink()
    plan_of(rules)
    left = kept(own_cache)
    assert len(left) == MOST_FILES and first in left
    assert own_cache / f"plan-{0:064}.json" not in left


@pytest.mark.parametrize(
    "text, cases",
    [
        ("kind: cases\n", True), ("\ufeff# 说明\n\n---\nkind:   cases  # 用例\n", True), ("kind: policy\n", False), ("", False),
        ("id: cases\nkind: cases\n", False), ("kind: casesfoo\n", False), ("'kind': cases\n", False), ("\rkind: cases\r", True),
    ],
)  # fmt: skip
def test_what_counts_as_cases(text, cases):
    """Only a file that plainly begins with kind: cases is no rule; anything doubtful counts as one."""
    assert cache.is_cases(text.encode("utf-8")) is cases
