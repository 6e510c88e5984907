"""Completion in a real shell: verbs, options and ids of policies come up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tests.setup.tree import ROOT



@pytest.fixture
def completed(tmp_path, monkeypatch):
    """What bash would offer at the end of a line, with the program on its path."""
    program = tmp_path / "eligibility"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "cli.py"}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def offers(line: str) -> list[str]:
        words = line.split(" ")
        script = f"""
        eval "$(eligibility completion bash)"
        COMP_WORDS=({' '.join(f"'{w}'" for w in words)}); COMP_CWORD={len(words) - 1}
        _eligibility_completion eligibility
        printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        return subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf-8", timeout=60).stdout.split()

    return offers


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(("line", "some"), [
    ("eligibility va", ["validate"]),
    ("eligibility check --pol", ["--policy"]),
    ("eligibility check --policy nanan/h", ["nanan/high-tech-enterprise"]),
    ("eligibility pools --pools nanan/", ["nanan/enterprise-pools"]),
    ("eligibility completion z", ["zsh"]),
])
def test_bash_offers(completed, line, some):
    """One Tab away: verbs, options, policies, choices."""
    assert completed(line) == some


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_scripts(run, shell):
    """zsh and fish get a script that asks this program."""
    code, out, _ = run("completion", shell)
    assert code == 0 and "_ELIGIBILITY_COMPLETE" in out


def test_an_unknown_shell_is_said(run, monkeypatch):
    """Without a shell that can be told, the remedy is to name one."""
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    code, _, err = run("completion")
    assert code == 2 and "写明一种：bash、zsh、fish" in err
