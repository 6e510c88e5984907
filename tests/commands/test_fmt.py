"""``eligibility fmt`` on files: what is rewritten, what is left, what is said."""

from __future__ import annotations

import json

import pytest
MESSY = "kind: policy\nawards:\n  甲:\n    when: {人数: ≥ 500人}   \n    amount: 1元   # 注\n"
TIDY = "kind: policy\nawards:\n  甲:\n    when: {人数: 不低于 500人}\n    amount: 1元   # 注\n"


@pytest.fixture
def messy(tmp_path, monkeypatch):
    """A folder with one rule file to be put right."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.yaml").write_text(MESSY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules/a.yaml"


def test_check_says_what_it_would_do_and_writes_nothing(run, messy):
    """``--check`` ends with 1 while there is something to do, and shows the lines with ``--diff``."""
    code, out, _ = run("fmt", "--check", "--diff")
    assert code == 1 and "要整理 rules/a.yaml" in out and "+    when: {人数: 不低于 500人}" in out
    assert messy.read_text(encoding="utf-8") == MESSY


def test_fmt_writes_and_then_has_nothing_to_do(run, messy):
    """The file is rewritten once; ``--check`` is content afterwards."""
    assert run("fmt")[0] == 0
    assert messy.read_text(encoding="utf-8") == TIDY
    code, out, _ = run("fmt", "--check", "--json")
    assert code == 0 and json.loads(out)["changed"] == []


def test_a_broken_file_is_told_and_left(run, messy):
    """A file that cannot be read is reported with its place, and keeps its content."""
    messy.write_text("kind: policy\n\ttitle: a\n", encoding="utf-8")
    code, _, err = run("fmt", messy)
    assert code == 1 and "Y124" in err and messy.read_text(encoding="utf-8").startswith("kind: policy\n\t")


def test_without_a_path_there_must_be_rules(run, tmp_path, monkeypatch):
    """Nothing is rewritten that was not meant: no ``rules`` here and no path is said."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run("fmt")
    assert code == 2 and "当前文件夹里没有 rules" in err
