"""Put new content in the place of a file, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile


def replace_file(file: str, content: bytes) -> None:
    """A reader sees the old file or the new one, never half of it. Mode and links are kept; OSError where it cannot be written."""
    path = os.path.realpath(file)
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if os.path.exists(path):
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
