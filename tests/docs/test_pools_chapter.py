"""The chapter on pools: its picture is of the diagram beside it, its table of results has them all, its codes are real."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from eligibility.language.codes import TITLES
from eligibility.pools.decision import CANDIDATE, LEAVE, MEMBER, OUTSIDE, PROMOTE, UNDETERMINED
from tests.docs.pools_picture import CHAPTER, PICTURE, drawn_from, source

TEXT = CHAPTER.read_text(encoding="utf-8")


def test_the_picture_is_of_the_diagram_beside_it():
    """What the chapter shows as Mermaid text is what the picture was drawn from; the text itself is held to the program with the other outputs."""
    assert drawn_from(PICTURE.read_text(encoding="utf-8")) == source(), "run: python -m tests.docs.pools_picture FOLDER"


def test_the_picture_shows_every_name_and_needs_nothing():
    """Each pool, stage and way out stands in it as text; no script, no font and no address but that of SVG itself."""
    tree = ElementTree.parse(PICTURE)
    space = "{http://www.w3.org/2000/svg}"
    shown = "".join("".join(element.itertext()) for element in tree.iter(f"{space}text"))
    for name in re.findall(r'state "(?:\d )?(.*?)" as', source()) + re.findall(r"--> \S+ : (.*)", source()):
        for part in re.split(r"<br/>| ", name):
            assert part in shown.replace("\xa0", " "), part
    text = PICTURE.read_text(encoding="utf-8")
    assert "<script" not in text and "foreignObject" not in text and "@import" not in text
    assert set(re.findall(r"https?://[^\"'<>)\s]+", text)) == {"http://www.w3.org/2000/svg"}


def test_every_result_is_in_the_table():
    """The six words that a case may expect, each with a row."""
    rows = re.findall(r"^\| \S+ \S+ \| `(\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(rows) == sorted([MEMBER, PROMOTE, LEAVE, CANDIDATE, UNDETERMINED, OUTSIDE])


def test_its_codes_are_real():
    """Every code named is one there is, and links to its own explanation."""
    named = re.findall(r"\[([A-Z]\d{3})\]\(errors\.md#([A-Z]\d{3})\)", TEXT)
    assert len(named) >= 10 and all(shown == linked and shown in TITLES for shown, linked in named)
