"""Ctrl+C while other libraries are at work: it stops once, as an exception of ours."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[None]:
    """KeyboardInterrupt once for each Ctrl+C. With Python's own handler polars raises it and Python once more, while the first is being told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt
