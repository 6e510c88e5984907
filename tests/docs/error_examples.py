"""What `eligibility errors` shows: an example of each mistake before and after, taken from the files that are wrong on purpose.

`python -m tests.docs.error_examples` writes `eligibility/language/error_examples.json` anew
from `tests/bad` and `tests/profiles/wrong`, where `<code>-<what>.yaml` has its
answer beside it as `….expected.txt` and itself mended as `….mended.yaml`.
"""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path

from eligibility.language.diagnostic import Findings
from eligibility.profiles.tables.grid import Grid
from eligibility.profiles.tables.workbook import read_workbook
from tests.docs.examples import ROOT

TARGET = ROOT / "eligibility" / "language" / "error_examples.json"
FOLDERS = (ROOT / "tests" / "bad", ROOT / "tests" / "profiles" / "wrong")
TEXTS = (".yaml", ".yml", ".json", ".csv")
BOOKS = (".xlsx", ".xls", ".ods")
AROUND = 2  # lines shown before a change, and one after
MOST = 14  # lines of one excerpt
_CODE = re.compile(r"[A-Z][0-9]{3}(?=-)")
_HEAD = re.compile(r"(?P<file>[^\s:]+)(?::(?P<line>\d+):(?P<col>\d+)|:(?P<cell>.*?))? (?:错误|警告) (?P<code>[A-Z]\d{3})")


def examples() -> dict[str, list[dict]]:
    """Code → at most two examples: ``before``, ``message``, ``hint``, ``after``; excerpts empty where a file is no text."""
    made: dict[str, list[dict]] = {}
    for folder in FOLDERS:
        for answer in sorted(folder.glob("*.expected.txt")):
            code = _CODE.match(answer.name)
            if code:
                made.setdefault(code[0], []).append(example(answer, code[0]))
    return {code: found[:2] for code, found in sorted(made.items())}


def example(answer: Path, code: str) -> dict:
    """The example whose answer lies at ``answer``."""
    stem = answer.name.removesuffix(".expected.txt")
    found = finding(answer.read_text(encoding="utf-8"), code)
    wrong, mended = (_texts(answer.parent, name) for name in (stem, f"{stem}.mended"))
    before, after = [], []
    for name in sorted(wrong.keys() | mended.keys()) if any(wrong.values()) else ():  # of what cannot be read there is nothing to show
        old, new = wrong.get(name, []), mended.get(name, [])
        place = found["line"] if not name or name == Path(found["file"]).name else 0
        row = re.fullmatch(re.escape(name) + r"![A-Z]+(\d+)", found["cell"] or "")
        before += _titled(found["cell"] if row else name, excerpt(old, new, int(row[1]) if row else place, None if row else found["caret"]) if old else [])
        after += _titled(name, excerpt(new, old, 0, None) if new else [])
    own = re.compile(rf"{re.escape(stem)}/|{re.escape(stem)}(?=\.)")
    message, hint = (own.sub(lambda m: "" if m[0].endswith("/") else "例子", found[key]) for key in ("message", "hint"))
    return {"before": before, "message": message, "hint": hint, "after": after}


def _titled(name: str, lines: list[str]) -> list[str]:
    return [*([f"# {name}"] if name else []), *lines] if lines else []


def finding(text: str, code: str) -> dict:
    """The first finding of ``code`` in an answer: file, line, caret line, message and hint."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if (head := _HEAD.match(line)) and head["code"] == code)
    head = _HEAD.match(lines[start])
    told = []
    for line in lines[start + 1 :]:
        if not line.startswith("    "):
            break
        told.append(line[4:])
    caret = told[1] if len(told) > 3 and re.fullmatch(r" *\^+", told[1]) else None
    at = next(i for i, line in enumerate(told) if line.startswith("改法："))
    message = "".join(told[2 if caret else 0 : at])
    return {"file": head["file"], "cell": head["cell"], "line": int(head["line"] or 0), "caret": caret, "shown": told[0] if caret else "", "message": message,
            "hint": "".join(told[at:]).removeprefix("改法：")}  # fmt: skip


def excerpt(own: list[str], other: list[str], place: int, caret: str | None) -> list[str]:
    """The lines of ``own`` that ``other`` has otherwise, and that of the finding, with a few around and the caret below its line."""
    changed = [i for tag, i1, i2, _, _ in SequenceMatcher(None, own, other, autojunk=False).get_opcodes() if tag != "equal" for i in range(i1, max(i2, i1 + 1))]
    if place:
        changed.append(place - 1)
    if not changed:
        return []
    wanted = sorted({n for i in changed for n in range(i - AROUND, i + 2) if 0 <= n < len(own)})[:MOST]
    lines: list[str] = []
    for n, following in zip(wanted, [*wanted[1:], None]):
        lines.append(_shown(own[n]))
        if n == place - 1 and caret:
            lines.append(caret)
        if following is not None and following != n + 1:
            lines.append("...")
    return lines


def _texts(folder: Path, name: str) -> dict[str, list[str]]:
    """File name → lines of the file or folder ``name``, sheet → rows of a workbook; nothing for what cannot be shown. A single text is named by nothing."""
    if (folder / name).is_dir():
        return {path.name: _lines(path) for path in sorted((folder / name).iterdir()) if path.suffix in TEXTS}
    book = next((path for suffix in BOOKS if (path := folder / (name + suffix)).is_file()), None)
    if book:
        return {grid.sheet: _rows(grid) for grid in read_workbook(book.read_bytes(), book.name, Findings()) or [] if grid.rows}
    return {"": _lines(path) for suffix in TEXTS if (path := folder / (name + suffix)).is_file()}


def _rows(grid: Grid) -> list[str]:
    """Each row of a sheet as its cells with bars between them; a row that is blank is a blank line."""
    cells = [[grid.at(row, col) for col in range(1, max(grid.rows.get(row, {0: None})) + 1)] for row in range(1, max(grid.rows) + 1)]
    return [" | ".join(cell.text if cell else "" for cell in row) for row in cells]


def _lines(path: Path) -> list[str]:
    source = path.read_bytes()
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):  # the encoding is what is wrong with it
        return []
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = source.decode("gb18030", "replace")
    return re.split("\r?\n", text.rstrip("\r\n"))


def _shown(line: str) -> str:
    """The line as any console shows it."""
    line = line.replace("\t", "    ")
    shown = "".join(c if c.isprintable() or c == "\u3000" else "·" for c in line)
    return shown.encode("gbk", "replace").decode("gbk")


def text() -> str:
    """The whole file."""
    return json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
