from __future__ import annotations

import pytest

from eligibility.commands.main import main
from eligibility.language import spelling
from tests.commands.helpers import write_library, write_profile


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Each test has a cache of its own, and the speller all its look-ups."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("ELIGIBILITY_CACHE", str(folder))
    spelling.reset()
    return folder


@pytest.fixture
def rules(tmp_path):
    return write_library(tmp_path)


@pytest.fixture
def profile(tmp_path):
    return write_profile(tmp_path)


@pytest.fixture
def run(capsys):
    """Runs the command in this process: (exit code, standard output, standard error)."""

    def call(*arguments) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call
