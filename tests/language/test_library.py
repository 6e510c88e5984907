"""Paths to a library: files found, named, read and checked, all findings together."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import pytest

from eligibility.cases.check import check_cases
from eligibility.language import library
from eligibility.language.diagnostic import Findings
from eligibility.language.digest import library_sha256
from eligibility.language.library import load
from eligibility.plan.compile import compile_library

RULES = Path(__file__).parents[2] / "rules"
FACTS = "kind: facts\nfacts: {甲: {type: money}}\n"


def loaded(*paths, base=None):
    findings = Findings()
    return load(paths, findings, base=base), findings.sorted()


def test_published_rules():
    """The rules that are published load without a finding."""
    library, findings = loaded(RULES)
    assert findings == [] and library.rules and library.vocabularies and library.cases


def test_files_below_a_folder(tmp_path):
    """Every .yaml and .yml below a folder is read in sorted order, hidden ones are not."""
    for name in ("乙.yaml", "a/甲.yml", "a/b/丙.YAML", "注.txt", ".隐.yaml", ".git/丁.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FACTS, encoding="utf-8")
    library, findings = loaded(tmp_path, base=tmp_path)
    assert [v.file for v in library.vocabularies] == ["a/b/丙.YAML", "a/甲.yml", "乙.yaml"] and findings == []


def test_names_as_typed(tmp_path, monkeypatch):
    """Below the working folder a file is named relative to it, elsewhere in full; each file is read once."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.yaml").write_text("kind: x\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [d.where.file for d in loaded("r", tmp_path / "r" / "a.yaml", "./r/a.yaml")[1]] == ["r/a.yaml"]
    monkeypatch.chdir(tmp_path / "r")
    outside = tmp_path.parent / "elsewhere.yaml"
    outside.write_text("kind: x\n", encoding="utf-8")
    assert loaded(outside)[1][0].where.file == str(outside)


def test_explicit_file_of_any_name(tmp_path):
    """A file given by name is read whatever its ending."""
    (tmp_path / "rules.txt").write_text(FACTS, encoding="utf-8")
    assert loaded(tmp_path / "rules.txt")[0].vocabularies


def test_sources_are_kept(tmp_path):
    """The text of every file is kept for carets, without its byte order mark, also where it is not UTF-8."""
    (tmp_path / "a.yaml").write_bytes("\ufeffkind: x\n".encode())
    (tmp_path / "b.yaml").write_bytes("甲: 乙\n".encode("gb18030"))
    library, findings = loaded(tmp_path, base=tmp_path)
    assert library.sources["a.yaml"] == "kind: x\n" and "b.yaml" in library.sources
    assert [d.code for d in findings] == ["S202", "Y102"]


def test_what_cannot_be_read(tmp_path):
    """Missing paths, empty folders, devices and dangling links each have their finding, and the rest is read."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "good.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "r" / "link.yaml").symlink_to(tmp_path / "nowhere")
    library, findings = loaded(tmp_path / "missing", tmp_path / "empty", tmp_path / "r", os.devnull, "a\0b", base=tmp_path)
    assert sorted(d.code for d in findings) == ["X901", "X901", "X902", "X902", "X903"]
    assert len(library.vocabularies) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path):
    """A file that may not be read is a finding."""
    (tmp_path / "a.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "a.yaml").chmod(0)
    assert [d.code for d in loaded(tmp_path)[1]] == ["X902"]


def test_large_file_is_not_read(tmp_path):
    """A file over the limit is refused by its size."""
    with open(tmp_path / "a.yaml", "wb") as file:
        file.truncate(5 * 1024**3)
    assert [d.code for d in loaded(tmp_path)[1]] == ["Y101"]


@pytest.mark.parametrize(
    "text, code, line, col",
    [
        ("标题: 甲\n", "S201", 1, 1),
        ("id: a/b\nkind: facts\nfacts: {甲: {type: money}}\n", "S201", 2, 1),
        ("kind: fact\n", "S202", 1, 7),
        ("kind: round\n", "S203", 1, 7),
        ("- kind: facts\n", "S204", 1, 1),
        ("kind\n", "S204", 1, 1),
        ("kind:\nfacts: {甲: {type: money}}\n", "Y112", 1, 1),
    ],
)
def test_kind(read_file, text, code, line, col):
    """The kind is the first key, known, and one that is supported."""
    assert (code, line, col) in read_file(text).places


def test_unknown_kind_suggests(read_file):
    """A misspelt kind is answered with the nearest."""
    assert "“policy”" in read_file("kind: polcy\n").findings[0].message


def test_all_findings_of_all_files(tmp_path):
    """One run reports every file, sorted by file, line and column."""
    (tmp_path / "b.yaml").write_text("kind: facts\nfacts:\n  甲: {type: mony}\n  乙: {type: choice}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("kind: facts\nfacts:\n  丙：5\n  丁: 6\n", encoding="utf-8")
    _, findings = loaded(tmp_path, base=tmp_path)
    assert [(d.where.file, d.code) for d in findings] == [("a.yaml", "Y121"), ("b.yaml", "S213"), ("b.yaml", "L361")]


def test_sha256():
    """The name of a library depends on every path and byte, and on nothing else."""
    one = library_sha256([("a", b"1"), ("b", b"2")])
    assert one == library_sha256([("b", b"2"), ("a", b"1")])
    assert len({one, library_sha256([("a", b"1"), ("b", b"3")]), library_sha256([("a", b"1b"), ("", b"2")]), library_sha256([("a", b"1")])}) == 4


def test_only_what_was_saved_is_read_again(tmp_path, monkeypatch):
    """A second look reads the files that changed, and those with mistakes; the library is the same as from reading all."""
    for name, text in (("a.yaml", FACTS), ("b.yaml", FACTS.replace("甲", "乙")), ("c.yaml", FACTS.replace("money", "mony"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    before, findings = loaded(tmp_path, base=tmp_path)
    read, read_yaml = [], library.read_yaml
    monkeypatch.setattr(library, "read_yaml", lambda source, name, found: read.append(name) or read_yaml(source, name, found))
    assert loaded(tmp_path, base=tmp_path) == (before, findings) and read == ["c.yaml"]
    (tmp_path / "a.yaml").write_text(FACTS.replace("甲", "丙"), encoding="utf-8")
    after, _ = loaded(tmp_path, base=tmp_path)
    assert read == ["c.yaml", "a.yaml", "c.yaml"] and [list(v.facts) for v in after.vocabularies[:2]] == [["丙"], ["乙"]]
    (tmp_path / "b.yaml").unlink()
    assert [v.file for v in loaded(tmp_path, base=tmp_path)[0].vocabularies][:2] == ["a.yaml", "c.yaml"]


def test_a_library_is_not_changed_by_its_use():
    """Compiling the published rules and checking their cases leaves their models as they were read."""
    before = copy.deepcopy(loaded(RULES)[0])
    made, findings = loaded(RULES)[0], Findings()
    check_cases(made, compile_library(made, findings), findings)
    assert made == before
