"""Diagrams read by Mermaid itself, and drawn by it in a browser where one is there."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.test_pools import GOLDEN
from tests.pools.library import POOLS
from tests.reports.pools.test_diagram import MORE, drawn

pytestmark = pytest.mark.long

HERE = Path(__file__).parent / "mermaid"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGE = """<!doctype html><meta charset="utf-8"><body><div id="drawn"></div>
<script src="node_modules/mermaid/dist/mermaid.min.js"></script><script>
const drawn = document.getElementById("drawn");
mermaid.initialize({startOnLoad: false});
mermaid.render("g", SOURCE).then(r => drawn.innerHTML = r.svg, e => drawn.textContent = "refused: " + e.message);
</script>"""


@pytest.fixture(scope="module")
def mermaid(tmp_path_factory) -> Path:
    """A folder with Mermaid installed from the lock file."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("needs Node.js and npm")
    folder = tmp_path_factory.mktemp("mermaid")
    for file in HERE.iterdir():
        shutil.copy(file, folder)
    install = [shutil.which("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=600)
    return folder


def diagrams(folder: Path) -> dict[str, Path]:
    """The diagrams of the shipped rules, and one whose names try to break it."""
    made = {file.name: folder / file.name for file in GOLDEN.glob("*.mmd")}
    for name, path in made.items():
        shutil.copy(GOLDEN / name, path)
    made["names.mmd"] = folder / "names.mmd"
    made["names.mmd"].write_text("\n".join(drawn(POOLS + MORE)), encoding="utf-8")
    return made


def test_mermaid_reads_them(mermaid):
    """Each is a state diagram to Mermaid's own parser; one that is cut off is not, so the parser does look."""
    files = diagrams(mermaid)
    read = subprocess.run(["node", "parse.mjs", *map(str, files.values())], cwd=mermaid, capture_output=True, text=True, timeout=120)
    assert read.returncode == 0, read.stderr[-1000:]
    assert read.stdout.split() == ["stateDiagram"] * len(files)
    broken = mermaid / "broken.mmd"
    broken.write_text(files["names.mmd"].read_text(encoding="utf-8").split("    }")[0], encoding="utf-8")
    assert subprocess.run(["node", "parse.mjs", str(broken)], cwd=mermaid, capture_output=True, timeout=120).returncode != 0


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium or Chrome")
@pytest.mark.parametrize("name", ["pipeline.mmd", "diagram.mmd", "names.mmd"])
def test_a_browser_draws_them(mermaid, name):
    """Every label of the source is to be read in the picture, as it was before it was written as codes."""
    source = diagrams(mermaid)[name].read_text(encoding="utf-8")
    (mermaid / "page.html").write_text(PAGE.replace("SOURCE", json.dumps(source)), encoding="utf-8")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"]
    drawn = subprocess.run([BROWSER, *arguments, (mermaid / "page.html").as_uri()], capture_output=True, text=True, timeout=120).stdout
    shown = re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", drawn.split('id="drawn"')[1].split("<script")[0])))
    assert "refused" not in shown and "<svg" in drawn
    labels = re.findall(r'state "(.*)" as|--> \S+ : (.*)', source)
    assert len(labels) > 5
    for label in (part for pair in labels for text in pair if text for part in text.split("<br/>")):
        assert re.sub(r"\s+", "", re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label)) in shown
