"""Nothing in the project speaks of the machine it was written on."""

from __future__ import annotations

import re

from tests.setup.tree import ROOT, source_files

FOLDERS = ("eligibility", "rules", "schemas", "examples", "docs", "tests", "bench")
PATHS = re.compile(r"(?<![\w.])/(?:work|home|root|Users|tmp|mnt|opt|var|usr)/\w|\b[A-Z]:\\\\?Users\b")


def test_no_path_of_a_machine():
    """No file of the project names a folder of somebody's machine; a shebang may name the system's env."""
    files = [path for folder in FOLDERS for path in source_files(folder)]
    files += [path.relative_to(ROOT) for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]
    found = []
    for path in files:
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if PATHS.search(line) and not line.startswith("#!"):
                found.append(f"{path}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)
