"""The book: what its pages show happens, what they copy is fresh, and as a site it needs nothing from elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from eligibility.commands.main import Context, group
from tests.docs.consoles import PAGES, refitted, replayed
from tests.docs.examples import ROOT, blocks
from tests.docs.write import GENERATED, generated
from tests.setup.tree import BUILD_FILES, MAPPED

DOCS = ROOT / "docs"
BOOK = [path for path in sorted(DOCS.glob("*.md")) if path.name != "architecture.md"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
REMOTE = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")


def page(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_commands_show_what_the_page_shows(path, tmp_path):
    """Every file of the page is written and every command run, in order; each shows what the page shows."""
    assert replayed(path, tmp_path) == path.read_text(encoding="utf-8"), "run: python -m tests.docs.write"


@pytest.mark.parametrize("path", [p for p in GENERATED if p in BOOK], ids=page)
def test_what_is_copied_is_fresh(path):
    """Options and errors are those of the program."""
    text = path.read_text(encoding="utf-8")
    assert generated(text) == text, "run: python -m tests.docs.write"


def verbs() -> list[str]:
    """Every command that can be run, with the words before it."""
    found = []
    for name in group.verbs:
        command = group.get_command(Context(group), name)
        found += [f"{name} {part}" for part in command.verbs] if isinstance(command, click.Group) else [name]
    return found


def test_every_verb_has_its_section():
    """Each verb is in commands.md with all its options."""
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    for verb in verbs():
        assert f"\n## {verb}\n" in text and f"<!-- generated: options {verb} -->" in text, verb


def test_commands_named_in_passing_exist():
    """`eligibility …` inside a sentence names a verb there is, with options it has."""
    known = verbs()
    for path in [*BOOK, ROOT / "README.md", ROOT / "README.zh-CN.md"]:
        for named in re.findall(r"`eligibility ([^`]+)`", path.read_text(encoding="utf-8")):
            if named.startswith("-"):
                continue
            verb = next((v for v in sorted(known, key=len, reverse=True) if f"{named} ".startswith(f"{v} ")), None)
            assert verb or named in group.verbs or CHINESE.match(named), f"{path.name}: {named}"
            command = group
            for word in (verb or "").split():
                command = command.get_command(Context(command), word)
            options = {option for param in command.params for option in param.opts} | {"--help"}
            for option in re.findall(r"(?<!\S)(--?[a-z][\w-]*)", named):
                assert option in options, f"{path.name}: {named}"


def test_whatever_is_left_out_is_marked():
    """A block shows all, or the lines around its cuts; after a change the cuts stay where they were."""
    real = ["甲", "乙", "共 3 个", "丙", "丁"]
    assert refitted(["甲"], real) == real
    assert refitted(["甲", "…", "丙", "丁"], real) == ["甲", "…", "丙", "丁"]
    assert refitted(["…", "共 2 个", "…"], real) == ["…", "共 3 个", "…"]
    assert refitted(["甲", "…"], ["戊"]) == ["戊", "…"]


# --------------------------------------------------------------------- as a site


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The book, built as `make docs` builds it."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("book") / "site"
    built = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)], cwd=ROOT,
                           capture_output=True, text=True, encoding="utf-8", timeout=120)  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


class Html(HTMLParser):
    """What a page loads, where it links to, the places that can be linked to, and its title."""

    def __init__(self, path: Path):
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.title, self._in = "", ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self._in = tag
        self.places |= {found["id"]} if found.get("id") else set()
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif found.get("href") or found.get("src"):
            self.loads.append(found.get("href") or found["src"])
        self.loads += re.findall(r"url\(([^)]*)\)", found.get("style", ""))

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, text):
        if self._in == "title":
            self.title += text


def test_nothing_comes_from_elsewhere(site):
    """No page, style or script loads a font, style, script or image over the network."""
    for path in site.rglob("*.html"):
        assert not [url for url in Html(path).loads if REMOTE.match(url)], path.name
    for path in [*site.rglob("*.css"), *site.rglob("search.js")]:
        assert not REMOTE.search(path.read_text(encoding="utf-8")), path.name
    assert not [path.name for path in site.rglob("*") if path.suffix in (".woff", ".woff2", ".ttf", ".eot")]


def test_links_lead_somewhere(site):
    """Every link inside the book leads to a page and a place that are there; none leads to an example's address."""
    pages = {path: Html(path) for path in site.rglob("*.html")}
    for path, html in pages.items():
        for link in html.links:
            if REMOTE.match(link):
                assert "example." not in link, f"{path.name}: {link}"
                continue
            target, _, place = unquote(link).partition("#")
            there = (path.parent / target).resolve() if target else path
            assert there in pages, f"{path.name}: {link}"
            assert not place or place in pages[there].places, f"{path.name}: {link}"


def test_every_page_is_in_the_book_under_a_chinese_title(site):
    """Each page of docs/ but those for developers is built, titled in Chinese, and found by the search."""
    built = {path.stem: Html(path) for path in site.glob("*.html")}
    assert set(built) == {path.stem for path in BOOK}
    assert all(CHINESE.search(html.title) for html in built.values())
    index = (site / "search" / "index.js").read_text(encoding="utf-8")
    assert index.startswith("window.BOOK_INDEX = {") and all(f'"{name}.html' in index for name in built)


@pytest.mark.long
@pytest.mark.parametrize("path", [p for p in PAGES if p.stem not in ("commands", "pools")], ids=page)
def test_installing_works_as_written(path, tmp_path):
    """The page's installation, run in a copy of the project, gives the command."""
    for name in BUILD_FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("eligibility", *MAPPED):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (install,) = [block.text for block in blocks(path) if block.language == "sh"]
    ran = subprocess.run(["bash", "-ec", f"{install}\neligibility validate"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
                         env={**os.environ, "ELIGIBILITY_CACHE": "off"}, timeout=600)  # fmt: skip
    assert ran.returncode == 0 and "没有发现问题" in ran.stdout, ran.stdout + ran.stderr
