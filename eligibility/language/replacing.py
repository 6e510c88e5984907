"""Put new content in the place of a file, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile


def replace_file(file: str, content: bytes) -> None:
    """A reader sees the old file or the new one, never half of it; one that was not there is made.

    Mode and links are kept. OSError, naming ``file``, where it cannot be written.
    """
    try:
        _replace(os.path.realpath(file), content)
    except OSError as error:
        error.filename = os.fspath(file)
        error.filename2 = None
        raise


def _replace(path: str, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if os.path.exists(path):
            shutil.copymode(path, beside)
        else:
            os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def _umask() -> int:
    """What new files of this process are not allowed; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
