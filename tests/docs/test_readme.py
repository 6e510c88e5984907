"""The READMEs show what happens: their outputs, rule and decision are compared with reality."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.docs.examples import ROOT, Block, blocks

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
LEFT_OUT = "…"
TWO_SCREENS = 104


def parts(text: str) -> list[list[str]]:
    """Runs of lines between those that say that lines are left out."""
    found: list[list[str]] = [[]]
    for line in text.rstrip("\n").split("\n"):
        if line.strip() == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(line)
    assert any(found), "nothing is shown"
    return [part for part in found if part]


def stands_in(text: str, real: list[str]) -> str | None:
    """The first run of ``text`` that does not stand in ``real`` after those before it, or None."""
    start = 0
    for part in parts(text):
        ends = [i + len(part) for i in range(start, len(real)) if real[i : i + len(part)] == part]
        if not ends:
            return "\n".join(part)
        start = ends[0]
    return None


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> list[str]:
    """What `make demo` prints once all is installed: its commands, each with the output of the tree's command line.

    What it writes goes elsewhere, so that several may do this at once.
    """
    written = tmp_path_factory.mktemp("demo")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    examples = re.search(r"^EXAMPLES \?= (.*)$", makefile, re.MULTILINE)[1]
    recipe = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    lines = ["$ make demo"]
    for line in recipe.strip("\n").split("\n"):
        command = line.strip().replace("$(BIN)", ".venv/bin").replace("$(EXAMPLES)", examples)
        program, *arguments = command.replace("build/demo", str(written)).split()
        if program == "rm":
            lines.append(command)
            continue
        assert program == ".venv/bin/eligibility"
        ran = subprocess.run([sys.executable, "cli.py", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
                             env={**os.environ, "PYTHONUTF8": "1", "ELIGIBILITY_CACHE": "off"}, timeout=120)
        assert ran.returncode == 0, ran.stderr
        lines += [command, *ran.stdout.split("\n")]
    return lines


def of(readme, language: str) -> list[Block]:
    return [block for block in blocks(readme) if block.language == language]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_make_demo_prints_what_is_shown(readme, demo):
    """Every line shown of `make demo`, and of the decision beside the rule, is printed, in this order."""
    shown, _ = of(readme, "console")
    assert stands_in(shown.text, demo) is None
    (decision,) = of(readme, "text")
    assert stands_in(decision.text, demo) is None


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_rule_shown_is_in_force(readme):
    """The rule stands in the library as it is shown."""
    (rule,) = of(readme, "yaml")
    library = (ROOT / "rules" / "nanan" / "high-tech-enterprise.yaml").read_text(encoding="utf-8")
    assert stands_in(rule.text, library.split("\n")) is None


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_make_test_runs_what_is_shown(readme):
    """The shown end of `make test` claims no more tests than there are, and at least nine in ten of them."""
    _, shown = of(readme, "console")
    assert shown.text.startswith("$ make test\n")
    passed = int(re.search(r"^(\d+) passed(?:, \d+ skipped)?(?:, \d+ deselected)? in [\d.]+s \(\d:\d\d:\d\d\)$", shown.text, re.MULTILINE)[1])
    ran = subprocess.run([sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "not long"], cwd=ROOT,
                         capture_output=True, text=True, timeout=120)
    collected = sum(int(n) for n in re.findall(r"^tests/.*: (\d+)$", ran.stdout, re.MULTILINE))
    assert 0.9 * collected <= passed <= collected


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_fits_two_screens_and_its_links_lead_somewhere(readme):
    """Short enough to be read, and nothing it points to is missing."""
    text = readme.read_text(encoding="utf-8")
    assert text.count("\n") <= TWO_SCREENS
    for link in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (ROOT / link).exists(), link


def test_both_readmes_show_the_same():
    """The Chinese README shows the very blocks of the English one."""
    assert [b.text for b in blocks(READMES[0])] == [b.text for b in blocks(READMES[1])]
