"""What files hold, as a short text that tells whether they are the same."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256

BLOCK = 8 << 20  # bytes; the digest depends on it
_THREADS = 4  # hashing lets go of the interpreter; more would only wait for the disk


def digest_of(files: Iterable[str]) -> str:
    """sha256 of the size of each file and the sha256 of each ``BLOCK`` of it, in order, blocks hashed side by side; raises OSError."""
    whole = sha256()
    with ThreadPoolExecutor(_THREADS, "digest") as pool:
        for file in files:
            size = os.path.getsize(file)
            whole.update(size.to_bytes(8, "big"))  # where a file ends, so that two files never look like one
            for digest in pool.map(partial(_of_block, file), range(0, size, BLOCK)):
                whole.update(digest)
    return whole.hexdigest()


def _of_block(file: str, start: int) -> bytes:
    with open(file, "rb") as opened:
        opened.seek(start)
        return sha256(opened.read(BLOCK)).digest()
