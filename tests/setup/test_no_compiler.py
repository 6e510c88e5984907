"""The whole installation in an empty environment, as a stranger would do it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.tree import ROOT


@pytest.mark.long
def test_installs_and_runs_without_a_compiler(tmp_path):
    """`pip install .` into an empty environment works with no compiler on the path, and the command runs elsewhere."""
    place = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", place], check=True, timeout=300)
    bare = tmp_path / "path"
    bare.mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PATH": str(bare),
        "CC": str(bare / "none"),
        "PYTHONUTF8": "1",
        "ELIGIBILITY_CACHE": "off",
    }
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"

    def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess:
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600)

    installed = run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", ".")
    assert installed.returncode == 0, installed.stderr
    command = python.with_name("eligibility")
    assert run(command, "--version", cwd=tmp_path).stdout.startswith("eligibility ")
    sound = run(command, "validate", cwd=tmp_path)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    stray = run(python, "-c", "import cli", cwd=tmp_path)
    assert "ModuleNotFoundError" in stray.stderr
