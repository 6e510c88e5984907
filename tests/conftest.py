"""What every test takes for granted."""

from __future__ import annotations

import signal

# What a shell starts in the background ignores Ctrl-C, and so would every process that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
