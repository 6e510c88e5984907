"""The description of the code is held against the code."""

from __future__ import annotations

import re

from eligibility.decisions.decide import MOST_READINGS
from eligibility.decisions.missing import EXACT_UP_TO, MOST_RUNS
from eligibility.engines.scalar.settle import MOST_OPEN
from eligibility.language.codes import TITLES
from eligibility.plan.kept import MOST_FILES
from tests.docs.examples import ROOT
from tests.docs.write import ARCHITECTURE, generated
from tests.setup.test_imports import ARROW, MODULES, ours

DOCS = ROOT / "docs"
TEXT = ARCHITECTURE.read_text(encoding="utf-8")


def test_generated_tables_are_up_to_date():
    """The tables of operations and modules say what the code says."""
    assert generated(TEXT) == TEXT, "run: python -m tests.docs.write"


def test_the_picture_is_the_imports():
    """Every solid arrow is an import, and every import between packages follows the arrows."""
    arrows = set(re.findall(r"^  (\w+) -- .* --> (\w+)$", TEXT, re.MULTILINE))
    assert {name for arrow in arrows for name in arrow} == set(ARROW)

    def package(module: str) -> str:
        return (module.split(".") + [""])[1]

    imports = {(package(name), package(module)) for module in MODULES for name, _ in ours(module)}
    imports = {(a, b) for a, b in imports if a != b and {a, b} <= set(ARROW)}
    assert arrows <= imports
    reached = {a: {a} for a in ARROW}
    for _ in ARROW:
        for a in ARROW:
            reached[a] |= {c for b, c in arrows if b in reached[a]}
    assert not [(a, b) for a, b in imports if b not in reached[a]]


def test_every_file_and_code_named_exists():
    """Paths and codes that the documents for developers mention are there."""
    texts = {path: path.read_text(encoding="utf-8") for path in [ARCHITECTURE, *DOCS.glob("decisions/*.md")]}
    for path, text in texts.items():
        for named in re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.\w+)?)`", text):
            places = [ROOT / named, ROOT / "rules" / named, ROOT / "eligibility" / named, *(ROOT / "eligibility").glob(f"*/{named}")]
            assert any(place.exists() for place in places), f"{path.name}: {named}"
        for link in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (path.parent / link).exists(), f"{path.name}: {link}"
        assert set(re.findall(r"\b[YSLNTPFCX]\d{3}\b", text)) <= set(TITLES)


def test_decisions_are_listed_and_numbered():
    """The list of decisions has each once, in order, under its own title."""
    listed = re.findall(r"^- \[(\d{4})\]\((.+?)\) (.+)$", (DOCS / "decisions" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [number for number, _, _ in listed] == [f"{n:04}" for n in range(1, len(listed) + 1)]
    files = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert [name for _, name, _ in listed] == files
    for number, name, title in listed:
        assert (DOCS / "decisions" / name).read_text(encoding="utf-8").startswith(f"# {number}. {title}\n")


def test_figures_in_the_decisions_are_those_of_the_code():
    """Limits that the decisions name are the constants."""
    def text(number: str) -> str:
        return " ".join(next((DOCS / "decisions").glob(f"{number}-*.md")).read_text(encoding="utf-8").split())

    assert f"up to {MOST_READINGS if MOST_READINGS != 6 else 'six'}, {2**MOST_READINGS} runs" in text("0010")
    assert f"with up to {EXACT_UP_TO} blanks" in text("0011") and f"At most {MOST_RUNS:,} runs" in text("0011")
    assert f"{2**MOST_OPEN} ways" in text("0007")
    assert f"At most {MOST_FILES} plans" in text("0015")
