"""Reading a profile is on the start-up path of ``check``: it loads little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import sys
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.fact import Fact
from eligibility.profiles.reader import read_profile
facts = {name: Fact(name, type_, Where("")) for name, type_ in [("企业名称", "text"), ("评分", "number"), ("成立日期", "date")]}
findings = Findings()
profile = read_profile(sys.argv[1], facts, findings)
assert len(profile.facts) == 3 and not findings.items, findings.items
print("\\n".join(sys.modules))
"""

HEAVY = {
    "jsonschema", "lark", "rapidfuzz", "wcwidth", "click", "polars", "pypinyin", "unicodedata", "python_calamine", "csv",
    "eligibility.language.model", "eligibility.language.spelling",
}  # fmt: skip


def loaded(path: Path) -> set[str]:
    run = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, cwd=ROOT, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_yaml_profile_loads_only_yaml(tmp_path):
    """A sound YAML profile needs yaml and no other package, not even the model or json."""
    path = tmp_path / "甲.yaml"
    path.write_text("企业名称: 甲\n评分: 71.5\n成立日期: 2020-01-02\n", encoding="utf-8")
    modules = loaded(path)
    assert "yaml" in modules and not modules & (HEAVY | {"json", "eligibility.profiles.json_tree"})


def test_json_profile_does_not_load_yaml(tmp_path):
    """A JSON profile needs no yaml at all."""
    path = tmp_path / "甲.json"
    path.write_text('{"企业名称": "甲", "评分": 71.5, "成立日期": "2020-01-02"}', encoding="utf-8")
    assert not loaded(path) & (HEAVY | {"yaml"})
