"""One name for a content: hashes of files, apart from reading them, so that ``check`` pays for nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def library_sha256(files: Iterable[tuple[str, bytes]]) -> str:
    """One name for the content of a library: (posix path relative to its root, bytes) in any order."""
    return sha256_of(part for pair in sorted(files) for part in pair)


def sha256_of(parts: Iterable[str | bytes]) -> str:
    """SHA-256 of the parts, each under its length, so that no two lists of parts look alike."""
    digest = hashlib.sha256()
    for part in parts:
        part = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
