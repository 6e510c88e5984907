"""The picture in the chapter on pools: ``python -m tests.docs.pools_picture FOLDER`` draws it anew.

FOLDER has Mermaid installed from ``tests/reports/pools/mermaid`` (``npm ci``).
Chromium draws the diagram that stands in the chapter; the picture keeps the
text it was drawn from, so that a test sees when it is out of date.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.examples import ROOT, blocks

CHAPTER = ROOT / "docs" / "pools.md"
PICTURE = ROOT / "docs" / "pools-diagram.svg"
_PAGE = """<!doctype html><meta charset="utf-8"><body><div id="drawn"></div>
<script src="node_modules/mermaid/dist/mermaid.min.js"></script><script>
mermaid.initialize({startOnLoad: false, htmlLabels: false, state: {htmlLabels: false},
  fontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'});
mermaid.render("pools", SOURCE).then(r => document.getElementById("drawn").innerHTML = r.svg);
</script>"""


def source() -> str:
    """The diagram in the chapter."""
    (shown,) = [block.text for block in blocks(CHAPTER) if block.language == "console" and "--diagram" in block.text]
    return shown.split("\n", 1)[1].strip() + "\n"


def drawn_from(picture: str) -> str:
    """The text that a picture says it was drawn from."""
    return html.unescape(re.search(r"<desc>(.*?)</desc>", picture, re.DOTALL)[1])


def draw(folder: Path) -> str:
    """The picture as Mermaid draws it, on white paper."""
    page = folder / "page.html"
    page.write_text(_PAGE.replace("SOURCE", json.dumps(source())), encoding="utf-8")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"]
    shown = subprocess.run([browser, *arguments, page.as_uri()], capture_output=True, text=True, timeout=120, check=True).stdout
    svg = re.search(r"<svg.*</svg>", shown, re.DOTALL)[0]
    svg = re.sub(r"<br\s*>", "<br/>", svg).replace("&nbsp;", "&#160;")
    head, rest = svg.split(">", 1)
    return f'{head}><desc>{html.escape(source(), quote=False)}</desc><rect x="-1000" y="-1000" width="4000" height="3000" fill="#fff"/>{rest}\n'


if __name__ == "__main__":
    PICTURE.write_text(draw(Path(sys.argv[1])), encoding="utf-8")
