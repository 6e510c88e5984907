"""Every file in tests/bad makes one mistake that policy staff make; what the command says of it is kept beside it.

``bad/<code>-<what>.yaml`` (a folder where the mistake takes several files) is
answered with the code of its name, as ``….expected.txt`` says; ``….mended``
is the same after its remedy. ``places.yaml`` says where the mistake stands,
written by hand. Rules are read together with ``bad/library``; profiles (F) are
held against it. After a change that is meant, ``UPDATE_GOLDEN=1 pytest
tests/test_bad.py`` writes the answers anew: read the difference as somebody
who does not program, and follow each remedy to the letter.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml

from eligibility.commands.main import main
from eligibility.language import spelling
from eligibility.language.codes import TITLES

BAD = Path(__file__).parent / "bad"
PLACES = yaml.safe_load((BAD / "places.yaml").read_text(encoding="utf-8"))
WHEN = ("--year", "2024", "--as-of", "2025-06-30")
INDENT = "    "
FOREIGN = re.compile("(?<![a-z])(None|null|int|str|dict|list|object|node|parse|token)(?![a-z])|解析|语法|异常|节点|字符串|布尔")
HEAD = re.compile(r"(?P<file>[^\s:]+)(?::(?P<line>\d+):(?P<col>\d+))? (?:错误|警告) (?P<code>[A-Z]\d{3}) \S+")


@pytest.fixture(autouse=True)
def in_bad(tmp_path, monkeypatch):
    """Files are named as from tests/bad, and nothing is left in the user's cache."""
    monkeypatch.chdir(BAD)
    monkeypatch.setenv("ELIGIBILITY_CACHE", str(tmp_path))
    spelling.reset()


@pytest.fixture
def answer(capsys):
    """What the command says of a file or folder, and its exit code."""

    def ask(target: str) -> tuple[int, str]:
        capsys.readouterr()
        if target[0] == "F":
            code = main(["check", "--rules", "library", *WHEN, target])
            return code, capsys.readouterr().err
        code = main(["validate", "library", target])
        return code, capsys.readouterr().out

    return ask


def stem(target: str) -> str:
    return target.removesuffix(".yaml")


def twin(target: str) -> str:
    """The mended file or folder."""
    file = f"{stem(target)}.mended.yaml"
    return file if (BAD / file).exists() else f"{stem(target)}.mended"


def cells(text: str) -> int:
    """Columns on a terminal, reckoned otherwise than the program does."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def underlined(line: str, carets: str) -> str:
    """The characters of ``line`` above the carets."""
    start, end = len(carets) - len(carets.lstrip()), len(carets.rstrip())
    found, at = "", 0
    for c in line:
        if start <= at < end:
            found += c
        at += cells(c)
    return found


@pytest.mark.parametrize("target", PLACES)
def test_answer(target, answer):
    """The mistake is answered as the golden file says, by one code: nothing is said of what follows from it."""
    code, text = answer(target)
    golden = BAD / f"{stem(target)}.expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert code == (" 错误 " in text)  # warnings alone are no findings for the exit code
    assert {found["code"] for found in HEAD.finditer(text)} == {target[:4]}


@pytest.mark.parametrize("target", PLACES)
def test_caret(target):
    """The first finding stands at the line and column of the mistake, and its carets underline the mistake and no more."""
    place = PLACES[target]
    lines = (BAD / f"{stem(target)}.expected.txt").read_text(encoding="utf-8").splitlines()
    head = HEAD.match(lines[0])
    assert (head["file"], head["code"]) == (place.get("file", target), place["code"])
    assert (int(head["line"] or 0), int(head["col"] or 0)) == (place["line"], place["col"])
    if not place["line"]:
        assert "^" not in "".join(lines[:3])
        return
    source, carets = lines[1], lines[2]
    assert re.fullmatch(" +\\^+", carets)
    if "\t" in place["text"] or "\x0b" in place["text"] or "\u200b" in place["text"]:
        shown = {"\t": " " * 4, "\x0b": "·", "\u200b": "\ufffd"}  # what no terminal shows is shown by a sign
        assert underlined(source[len(INDENT):], carets[len(INDENT):]) == shown[place["text"]]
    else:
        assert underlined(source, carets) == place["text"]


@pytest.mark.parametrize("target", PLACES)
def test_places_are_where_they_say(target):
    """The index itself is sound: at its line and column the file holds its text."""
    place = PLACES[target]
    assert place["code"] == target[:4]
    if place["line"] and place["text"] != "\ufffd":
        text = (BAD / place.get("file", target)).read_text(encoding="utf-8")
        assert re.split("\r?\n", text)[place["line"] - 1][place["col"] - 1 :].startswith(place["text"])


@pytest.mark.parametrize("target", PLACES)
def test_mended(target, answer):
    """The file mended as the remedy says has no errors and no warnings."""
    code, text = answer(twin(target))
    assert (code, HEAD.search(text)) == (0, None), text


def test_every_file_is_in_the_index():
    """Nothing lies about: each bad file has its place, its golden answer and its mended twin, and nothing else is there."""
    made = {name for target in PLACES for name in (target, twin(target), f"{stem(target)}.expected.txt")}
    there = {p.name for p in BAD.iterdir() if not p.name.startswith(("test_", "__"))}
    assert there == made | {"library", "places.yaml"}


def test_enough_codes():
    """Most codes that a file can give are here, none in more than three files."""
    counted = Counter(target[:4] for target in PLACES)
    assert len(counted) >= 150 and max(counted.values()) <= 3
    assert set(counted) <= set(TITLES)


def test_every_remedy_is_a_sentence():
    """Cause and remedy are whole Chinese sentences, and no word of a programmer's is among them."""
    for target in PLACES:
        lines = (BAD / f"{stem(target)}.expected.txt").read_text(encoding="utf-8").splitlines()
        told = [line.strip() for line in lines if line.startswith(INDENT)]
        remedies = [line for line in told if line.startswith("改法：")]
        assert len(remedies) == sum(bool(HEAD.match(line)) for line in lines), target
        for line in remedies + [told[told.index(line) - 1] for line in remedies]:
            assert re.search("[\u4e00-\u9fff]", line) and line[-1] in "。？", (target, line)
            assert not FOREIGN.search(line), (target, line)
