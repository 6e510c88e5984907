"""The command in a pseudo-terminal, as a person sees it: reads to a prompt, types a line."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

from tests.setup.tree import ROOT

PATIENCE = 60  # seconds for one answer, on a machine that is busy
_LABEL = re.compile(r"第 (\d+) 问(?:（续）)?　(.+)")


class Terminal:
    """``text`` is all that was shown so far."""

    def __init__(self, *arguments: object, cwd: Path, encoding: str = "utf-8", **environment: str):
        self.master, slave = pty.openpty()
        self.encoding, self.text, self.read_to = encoding, "", 0
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)], cwd=cwd, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True, close_fds=True, preexec_fn=_controlling,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": "60", "NO_COLOR": "1", **environment},
        )
        os.close(slave)
        self.raw = b""

    def _more(self) -> bool:
        """Read what there is; False at the end."""
        if not select.select([self.master], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing came for {PATIENCE} s:\n{self.text[-2000:]}")
        try:
            found = os.read(self.master, 65536)
        except OSError:  # the other end is closed
            found = b""
        self.raw += found
        self.text = self.raw.decode(self.encoding, "replace").replace("\r\n", "\n")
        return bool(found)

    def prompt(self) -> str | None:
        """What was shown up to the next prompt; None where the program ended."""
        while not (self.text.endswith("> ") and len(self.text) > self.read_to):
            if not self._more():
                self.process.wait(PATIENCE)
                return None
        shown, self.read_to = self.text[self.read_to :], len(self.text)
        return shown

    def type(self, line: str) -> None:
        os.write(self.master, (line + "\n").encode(self.encoding))
        end = time.monotonic() + PATIENCE
        while len(self.text) <= self.read_to + len(line) and time.monotonic() < end and self._more():
            pass  # the echo, so that the prompt before it is not taken for a new one
        self.read_to = max(self.read_to, self.text.rfind("\n", 0, self.read_to + len(line) + 2) + 1)

    def interrupt(self) -> None:
        os.write(self.master, b"\x03")

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def _controlling() -> None:
    """Make the pseudo-terminal the one that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def interview(terminal: Terminal, replies: dict[str, str]) -> tuple[list[str], int]:
    """Answer every question from ``replies`` (by label; several statements are confirmed); the labels asked, in order, and the last number."""
    asked: list[str] = []
    number = 0
    while (shown := terminal.prompt()) is not None:
        found = _LABEL.findall(shown)
        if found:
            number = int(found[-1][0])
            asked.append(found[-1][1].strip())
            terminal.type(replies.get(asked[-1], "") if "都属实" in asked[-1] else replies[asked[-1]])
        else:
            terminal.type(replies["保存"])
    return asked, number
