"""How far a long run has come, on one line of the terminal that is written over and over; nothing where there is no terminal."""

from __future__ import annotations

import sys
import time

from ..reports.lines import width
from ..reports.speech import say
from .terminal import DEFAULT_WIDTH, columns

_EVERY = 0.2  # seconds between two lines


class Progress:
    """A context for ``total`` rows; call it with the rows just done. The first call after ``already`` sets the rate."""

    def __init__(self, total: int, quiet: bool = False):
        self.total, self.done = total, 0
        self.shown = not quiet and sys.stderr.isatty()
        self.begun = self.told = time.monotonic()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, rows: int) -> None:
        self.done += rows
        now = time.monotonic()
        if self.shown and now - self.told >= _EVERY:
            self.told = now
            sys.stderr.write("\r\x1b[K" + self._fitting(now - self.begun))
            sys.stderr.flush()

    def _fitting(self, seconds: float) -> str:
        """The line, or the share alone where the line would be folded."""
        said = say(self._line(seconds))
        return said if width(said) < (columns(err=True) or DEFAULT_WIDTH) else f"{100 * self.done // self.total}%"

    def _line(self, seconds: float) -> str:
        rate = self.done / max(seconds, 1e-9)
        left = (self.total - self.done) / rate if rate else 0
        return f"已判定 {self.done:,} / {self.total:,} 家，每秒 {rate:,.0f} 家，还要约 {time_text(left)}"


def time_text(seconds: float) -> str:
    """About how long, in the two largest units."""
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
