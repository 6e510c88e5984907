"""The pages of the book as sessions: what a page says to write is written, what it says to run is run, in order, in one folder.

The folder holds a copy of ``rules/``, which is what commands use that name no
rules, and of ``examples/``. Before a block stands a comment that readers do not see: ``<!-- file: PATH -->``, the block is this file;
``<!-- edit: PATH -->``, its lines with ``-`` are replaced there by those with
``+``; ``<!-- fill: PATH -->``, the table is filled into this workbook. Where
``<!-- copy: FOLDER TO -->`` stands a folder is copied. In a
``console`` block every line with ``$ `` is run; the lines below it are what was
shown, ``…`` alone on a line standing for lines left out, and ``> `` beginning a
line that was typed at a question.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import chdir, redirect_stderr, redirect_stdout
from difflib import SequenceMatcher
from pathlib import Path
from unittest import mock

from eligibility.commands.main import main
from eligibility.language import spelling
from tests.docs.examples import ROOT, Block, blocks
from tests.interview.terminal import Terminal

LEFT_OUT = "…"
PATIENCE = 60  # seconds for what is shown of a command that never ends
TYPED = "> "
PAGES = [ROOT / "docs" / f"{name}.md" for name in ("first-hour", "pools", "commands", "enterprise")]
_WITH_THESE_RULES = """
import os, sys
from eligibility import resources
from eligibility.commands.main import main

resources.rules_dir = lambda: os.path.abspath("rules")
sys.exit(main())
"""
_DIRECTIVE = re.compile(r"<!-- (file|edit|fill): (\S+) -->")
_COPY = re.compile(r"<!-- copy: (\S+) (\S+) -->")


def replayed(page: Path, folder: Path) -> str:
    """The page with everything that was shown made anew, ``folder`` being empty before."""
    for name in ("rules", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    lines = page.read_text(encoding="utf-8").split("\n")
    starts = {block.line: block for block in blocks(page)}
    made: list[str] = []
    directive, number = None, 1
    environment = {"ELIGIBILITY_CACHE": str(folder / ".cache"), "NO_COLOR": "1", "COLUMNS": "60"}
    shipped = mock.patch("eligibility.resources.rules_dir", lambda: str(folder / "rules"))
    with chdir(folder), shipped, mock.patch.dict(os.environ, environment):
        while number <= len(lines):
            line = lines[number - 1]
            block = starts.get(number)
            if block is None:
                directive = _DIRECTIVE.fullmatch(line) or directive
                if copied := _COPY.fullmatch(line):
                    shutil.copytree(copied[1], copied[2])
                if directive and directive[1] == "fill" and line.startswith("|"):
                    fill(Path(directive[2]), row) if (row := cells(line)) else None
                elif directive and directive[1] == "fill" and not line and made[-1].startswith("|"):
                    directive = None
                made.append(line)
                number += 1
                continue
            if block.language == "console":
                made += console(block)
            else:
                if directive:
                    {"file": write, "edit": edit}[directive[1]](Path(directive[2]), block.text)
                made += block.text.split("\n")[:-1]
            directive = None
            number += block.text.count("\n")
    return "\n".join(made)


# --------------------------------------------------------------------- what is written


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edit(path: Path, change: str) -> None:
    """Lines with ``-`` replaced by the lines with ``+`` that follow; those with a space are where it is."""
    old = "".join(line[1:] + "\n" for line in change.splitlines() if line[0] in "- ")
    new = "".join(line[1:] + "\n" for line in change.splitlines() if line[0] in "+ ")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: not there once:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def cells(line: str) -> list[str]:
    """The cells of a row of a table, [] for the rule below its head."""
    row = [cell.strip() for cell in line.strip("|").split("|")]
    return [] if set("".join(row)) <= set("-") else row


def fill(path: Path, row: list[str]) -> None:
    """The value of ``row`` [label, value] put beside its label in the workbook, which is written anew."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    label, value = row
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    places = [found for rows in sheets.values() for found in rows if found and found[0] == label]
    if label == "指标":
        return
    assert len(places) == 1, f"{path}: {label}"
    places[0][1] = value
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, found in enumerate(rows):
                sheet.write_row(number, 0, found)


# --------------------------------------------------------------------- what is run


def console(block: Block) -> list[str]:
    """The block's lines with what its commands show now."""
    made: list[str] = []
    for part in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE)[1:]:
        lines = part.rstrip("\n").split("\n")
        end = next(n for n, line in enumerate(lines) if not line.endswith("\\")) + 1
        command = " ".join(line.rstrip("\\").strip() for line in lines[:end])
        shown = lines[end:]
        while shown and not shown[-1]:
            shown.pop()
        made += lines[:end] + refitted(shown, run(command.removeprefix("$ "), shown))
        if part.endswith("\n\n"):
            made.append("")
    return made


def run(command: str, shown: list[str]) -> list[str]:
    """The lines that a command shows. A file named after ``>`` gets them instead."""
    program, *arguments = shlex.split(command)
    assert program == "eligibility", command
    target = arguments.pop() if arguments[-2:-1] == [">"] else None
    if target:
        arguments.pop()
    if "--ask" in arguments and "--json" not in arguments:
        text = asked(arguments, [line[len(TYPED) :] for line in shown if f"{line} ".startswith(TYPED)])
    elif arguments[0] == "watch":
        text = watched(arguments, shown[-1])
    else:
        text = in_process(arguments)
    if target:
        Path(target).write_text(text, encoding="utf-8")
        return []
    return [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []


def in_process(arguments: list[str]) -> str:
    spelling.reset()
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), mock.patch("sys.stdin", io.StringIO()):
        main(arguments)
    return said.getvalue()


def asked(arguments: list[str], replies: list[str]) -> str:
    """A dialogue in a pseudo-terminal."""
    terminal = Terminal(*arguments, cwd=Path.cwd())
    try:
        for reply in replies:
            assert terminal.prompt() is not None, terminal.text
            terminal.type(reply)
        assert terminal.prompt() is None, f"more is asked:\n{terminal.text[-600:]}"
        return terminal.text
    finally:
        terminal.close()


def watched(arguments: list[str], last: str) -> str:
    """What is said up to the line shown last; then Ctrl+C."""
    process = subprocess.Popen([sys.executable, "-c", _WITH_THESE_RULES, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)})  # fmt: skip
    said = []
    late = threading.Timer(PATIENCE, process.kill)
    late.start()
    try:
        for line in process.stdout:
            said.append(line)
            if SequenceMatcher(None, line.strip(), last).ratio() > 0.6:
                break
        process.send_signal(signal.SIGINT)
        process.wait(30)
    finally:
        late.cancel()
        process.kill()
        process.wait()
    return "".join(said)


# --------------------------------------------------------------------- what is shown of it


def refitted(shown: list[str], real: list[str]) -> list[str]:
    """``real`` cut where ``shown`` is: itself where all of it stands there, else from the lines most like those at the cuts."""
    if LEFT_OUT not in shown:
        return real
    made: list[str] = []
    position = 0
    runs = _runs(shown)
    for number, wanted in enumerate(runs):
        if number:
            made.append(LEFT_OUT)
        if not wanted:  # a cut at the beginning or the end
            continue
        start = _whole(wanted, real, position)
        if start is None:
            start = _like(wanted[0], real, position)
            end = _like(wanted[-1], real, start) + 1
        else:
            end = start + len(wanted)
        start = position if number == 0 else start
        end = len(real) if number == len(runs) - 1 else end
        made += real[start:end]
        position = end
    return made


def _runs(shown: list[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == LEFT_OUT:
            runs.append([])
        else:
            runs[-1].append(line)
    return runs


def _whole(wanted: list[str], real: list[str], position: int) -> int | None:
    """Where the run stands in ``real`` from ``position`` on, or None."""
    return next((n for n in range(position, len(real)) if real[n : n + len(wanted)] == wanted), None)


def _like(line: str, real: list[str], position: int) -> int:
    """The number of the line most like ``line`` from ``position`` on, the first of several."""
    numbers = range(min(position, len(real) - 1), len(real))
    return max(numbers, key=lambda n: (SequenceMatcher(None, line, real[n]).ratio(), -n))
