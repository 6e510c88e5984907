"""How to begin, as the description of the language tells it: its files are written and its commands run."""

from __future__ import annotations

import re
import shutil

import pytest

from eligibility.commands.main import main
from tests.docs.examples import ROOT, blocks, kind_of
from tests.docs.write import LANGUAGE

TEXT = LANGUAGE.read_text(encoding="utf-8")
SECTION = re.search(r"^## 从哪里开始\n.*?(?=^## )", TEXT, re.MULTILINE | re.DOTALL)[0]
FILES = {"facts": "facts.yaml", "policy": "rent.yaml", "cases": "rent.cases.yaml"}


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """The folder that the section describes: the rules, and beside them the files shown."""
    monkeypatch.setenv("ELIGIBILITY_CACHE", "off")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "begin.md").write_text(SECTION, encoding="utf-8")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "east").mkdir()
    for block in blocks(tmp_path / "begin.md"):
        if block.language == "yaml":
            name = FILES[kind_of(block.text)]
            assert f"`{name}`" in SECTION
            (tmp_path / "east" / name).write_text(block.text, encoding="utf-8")
    assert {path.name for path in (tmp_path / "east").iterdir()} == set(FILES.values())
    (line,) = re.findall(r"`画像.yaml` 可以先只写一行 `(.*?)`", SECTION)
    (tmp_path / "画像.yaml").write_text(line + "\n", encoding="utf-8")
    return tmp_path


def commands() -> list[str]:
    """Every command of the section, shown or named in passing, with its arguments."""
    return re.findall(r"^\$ eligibility (.*)$", SECTION, re.MULTILINE) + re.findall(r"`eligibility ([a-z]+ .*?)`", SECTION)


@pytest.mark.parametrize("command", commands())
def test_commands_work(begun, capsys, command):
    """Every command shown does what it should on the files shown, and finds nothing wrong."""
    code = main(command.split())
    out, err = capsys.readouterr()
    assert (code, err) == (0, ""), out + err
    if command.startswith("check"):
        assert "请补充" in out and ("入驻园区" in out) is ("east" in command)


def test_folders_are_there():
    """The folders of the rules that the section names are those that there are, and the file it edits holds the choice."""
    named = set(re.findall(r"^rules/(\w+)/ ", SECTION, re.MULTILINE))
    assert named == {path.name for path in (ROOT / "rules").iterdir() if path.is_dir()}
    assert "\n  注册地:\n    type: choice\n" in (ROOT / "rules" / "facts" / "enterprise.yaml").read_text(encoding="utf-8")


def test_a_library_of_its_own_stands_alone(begun, capsys):
    """Without --rules the folder with its own facts is not read with the others, and that is said."""
    assert main(["validate", "east"]) == 1
    out, err = capsys.readouterr()
    assert "N401" in out and err.startswith("注意：没有加上随程序安装的规则") and "--rules 随附" in out
