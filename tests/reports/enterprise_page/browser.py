"""The page in a real browser: Chromium by its command line, the page in a frame of a given width, measured from outside."""

from __future__ import annotations

import html
import json
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage")
#: run beside the page: its own policy forbids scripts in it, and it has none
MEASURE = """
const frame = document.querySelector("iframe"), found = {};
frame.onload = () => {
  const page = frame.contentDocument, root = page.documentElement, style = e => frame.contentWindow.getComputedStyle(e);
  const seen = e => e.getClientRects().length > 0 && style(e).visibility === "visible";
  found.width = root.clientWidth; found.wide = root.scrollWidth; found.high = root.scrollHeight;
  const over = [...page.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
  found.over = over.map(e => e.tagName + " " + e.textContent.slice(0, 40));
  found.amounts = [...page.querySelectorAll(".amount")].filter(seen).map(e => [e.dataset.policy, e.dataset.award, e.innerText.trim()]);
  found.sums = Object.fromEntries([...page.querySelectorAll("[data-sum]")].filter(seen).map(e => [e.dataset.sum, e.innerText.trim()]));
  found.family = style(page.body).fontFamily;
  found.ink = Object.fromEntries([..."一企策额"].map(c => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 60, height: 60}), pen = canvas.getContext("2d");
    pen.font = "40px " + found.family; pen.fillText(c, 5, 45);
    return [c, [...pen.getImageData(0, 0, 60, 60).data].filter((_, i) => i % 4 === 3).map(a => a > 127 ? 1 : 0).join("")];
  }));
  document.querySelector("pre").textContent = JSON.stringify(found);
};
frame.srcdoc = JSON.parse(document.querySelector("#page").textContent);
"""


def measured(page: str, width: int, folder: Path) -> dict:
    """What the browser finds of ``page`` (HTML) in a frame of ``width`` pixels."""
    text = json.dumps(page).replace("<", "\\u003c")
    wrapper = (f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe style="width:{width}px;height:900px;border:0"></iframe><pre></pre>'
               f'<script type="application/json" id="page">{text}</script><script>{MEASURE}</script>')  # fmt: skip
    file = folder / f"{width}.html"
    file.write_text(wrapper, encoding="utf-8")
    shown = _run(folder, f"--window-size={max(width, 600)},1000", "--virtual-time-budget=5000", "--dump-dom", file.as_uri())
    return json.loads(html.unescape(re.search(r"<pre>(.*?)</pre>", shown.decode("utf-8"), re.S)[1]))


def screenshot(page: Path, folder: Path) -> bytes:
    """A picture of the file, PNG, 1280 pixels wide."""
    picture = folder / "page.png"
    _run(folder, f"--screenshot={picture}", "--window-size=1280,1600", page.as_uri())
    return picture.read_bytes()


def printed(page: Path, folder: Path) -> bytes:
    """The file printed, PDF."""
    paper = folder / "page.pdf"
    _run(folder, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
    return paper.read_bytes()


def _run(folder: Path, *arguments: str) -> bytes:
    command = [CHROMIUM, *QUIET, f"--user-data-dir={folder / 'user'}", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout


def grey(png: bytes) -> list[bytes]:
    """The rows of an 8-bit RGB or RGBA picture, each the bytes of its pixels."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and colour in (2, 6)
    size, place, packed = {2: 3, 6: 4}[colour], 8, b""
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        packed += png[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    raw, rows, above = zlib.decompress(packed), [], bytearray(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * size]), above, size)
        rows.append(bytes(above))
    return rows


def _unfiltered(kind: int, row: bytearray, above: bytearray, size: int) -> bytearray:
    """One row of a PNG as its pixels."""
    for i in range(len(row)):
        left, up, corner = (row[i - size] if i >= size else 0), above[i], (above[i - size] if i >= size else 0)
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda v: abs(guess - v))
        row[i] = (row[i] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return row
