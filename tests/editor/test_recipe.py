"""docs/editor.md: its settings are those of the project, its commands run, and the verb does what it says."""

from __future__ import annotations

import json
import re
import shlex
import shutil

import pytest

from eligibility.commands.main import main
from eligibility.editor.schemas import KINDS
from tests.commands.helpers import PROFILE, write_library, write_profile
from tests.docs.examples import blocks
from tests.setup.tree import ROOT

DOCUMENT = ROOT / "docs" / "editor.md"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a small library and a profile, as staff have it open."""
    write_library(tmp_path)
    (tmp_path / "examples").mkdir()
    write_profile(tmp_path / "examples", PROFILE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_are_those_of_the_project():
    """The settings shown are the file that the project carries, and the extension recommended is the one named."""
    shown = next(block.text for block in blocks(DOCUMENT) if block.language == "json")
    assert shown == (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    (extension,) = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert f"`{extension}`" in DOCUMENT.read_text(encoding="utf-8")


def test_commands_run(here, capsys):
    """Each command of the document runs, in order, and leaves everything fresh."""
    commands = [line[2:] for block in blocks(DOCUMENT) if block.language == "console" for line in block.text.splitlines()]
    assert len(commands) == 3
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, capsys.readouterr()
    assert {path.name for path in (here / "schemas" / "editor").iterdir()} == {f"{kind}.schema.json" for kind in KINDS}
    first = (here / "rules" / "demo" / "research.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schemas/editor/policy.schema.json"
    assert "`" + first not in DOCUMENT.read_text(encoding="utf-8") and first in DOCUMENT.read_text(encoding="utf-8")


def test_check_finds_what_is_stale(here, capsys):
    """After a fact is added --check ends with 1 and writes nothing; the plain command mends it."""
    assert main(["schema"]) == 0
    facts = here / "rules" / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + "  商标: {type: count, unit: 件}\n", encoding="utf-8")
    kept = (here / "schemas" / "editor" / "policy.schema.json").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["schema", "--check"]) == 1
    assert "不是最新：schemas/editor/policy.schema.json" in capsys.readouterr().out
    assert (here / "schemas" / "editor" / "policy.schema.json").read_text(encoding="utf-8") == kept
    assert main(["schema"]) == 0 and main(["schema", "--check"]) == 0
    assert "商标" in (here / "schemas" / "editor" / "profile.schema.json").read_text(encoding="utf-8")


def test_json_says_what_was_written(here, capsys):
    """As JSON: each file, and whether it was written; a second run changes nothing."""
    for changed in (True, False):
        capsys.readouterr()
        assert main(["schema", "-o", "out", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["format"] == "eligibility-schema/1" and {row["changed"] for row in told["files"]} == {changed}


def test_unfinished_rules_still_give_schemas(here, capsys):
    """Rules with errors are what an editor is needed for: what is sound in them is offered, with a word about the errors."""
    file = here / "rules" / "demo" / "research.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("不低于 5%", "不低于"), encoding="utf-8")
    assert main(["schema"]) == 0
    assert "有 1 处错误" in capsys.readouterr().err


def test_rules_without_facts_know_those_of_the_program(here, capsys):
    """Where the rules have no facts of their own, those that came with the program are known, as validate knows them."""
    (here / "rules" / "facts.yaml").unlink()
    shutil.rmtree(here / "rules" / "common")
    assert main(["schema"]) == 0
    assert "上年营业收入" in (here / "schemas" / "editor" / "policy.schema.json").read_text(encoding="utf-8")


def test_paths_want_modeline(here, capsys):
    """Paths without --modeline, --modeline without paths and a path that is not there end with 2 and a remedy."""
    for arguments in (["schema", "rules"], ["schema", "--modeline"], ["schema", "--modeline", "nowhere"]):
        assert main(arguments) == 2
        assert re.match(r"X9\d\d .*\n  改法：", capsys.readouterr().err)


def test_a_new_rule_elsewhere_needs_the_line_only(here):
    """A file that is no UTF-8 is left as it is and named."""
    shutil.copy(here / "rules" / "facts.yaml", here / "gbk.yaml")
    (here / "gbk.yaml").write_bytes("kind: policy\ntitle: 例\n".encode("gbk"))
    before = (here / "gbk.yaml").read_bytes()
    assert main(["schema", "--modeline", "gbk.yaml"]) == 2
    assert (here / "gbk.yaml").read_bytes() == before
