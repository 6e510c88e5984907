"""`python cli.py` runs from the tree, and the command line never shows a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import click
import pytest

from eligibility.commands import main as command_line
from eligibility.commands.exits import CouldNotRun
from tests.setup.tree import ROOT


def run(*arguments: str, cwd=None, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        timeout=60,
    )


@pytest.fixture
def verb(monkeypatch):
    """Puts a verb of the test's own in the place of `check`."""

    def put(body) -> None:
        command = click.Command("check", callback=body)
        monkeypatch.setattr(command_line.importlib, "import_module", lambda name: SimpleNamespace(command=command))

    return put


def test_runs_uninstalled_from_elsewhere(tmp_path):
    """cli.py works from another folder without installing, and finds rules and schemas beside the package."""
    ran = run("--version", cwd=tmp_path)
    assert (ran.returncode, ran.stdout.split()[0]) == (0, b"eligibility")
    code = "from eligibility import resources as r; print(r.rules_dir()); print(r.schemas_dir())"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert shown.stdout.split() == [str(ROOT / "rules"), str(ROOT / "schemas")]


def test_help_imports_no_verb():
    """Listing the verbs loads none of them, so that each verb pays only for itself."""
    code = (
        "import sys; from eligibility.commands.main import main, VERBS; main(['--help']);"
        "assert not [v for v in VERBS if 'eligibility.commands.' + v in sys.modules]"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_every_verb_has_its_module():
    """Each verb that help lists can be called."""
    for name in command_line.VERBS:
        assert run(name, "--help").returncode == 0, name


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["nosuch"], "没有“nosuch”这个命令"),
        (["--nosuch"], "没有 --nosuch 这个选项"),
        (["check", "--nosuch"], "没有 --nosuch 这个选项"),
    ],
)
def test_usage_errors_are_chinese(arguments, words):
    """A wrong command line is answered in Chinese on stderr, with a remedy and exit code 2."""
    ran = run(*arguments)
    shown = ran.stderr.decode()
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert shown.startswith("X911 ") and words in shown and "改法：" in shown


def test_unforeseen_error_is_one_message(verb, capsys):
    """Whatever goes wrong inside a verb ends as an X919 line and exit code 2, never as a traceback."""
    verb(lambda: 1 // 0)
    assert command_line.main(["check"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("X919 ") and "ZeroDivisionError" in shown and "Traceback" not in shown


def test_unreadable_file_is_named(verb, capsys, tmp_path):
    """A file that cannot be read is named with the reason in Chinese."""
    verb(lambda: open(tmp_path / "没有.yaml"))
    assert command_line.main(["check"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("X901 ") and "没有.yaml" in shown and "没有这个文件" in shown


def test_giving_up_keeps_its_own_code(verb, capsys):
    """A verb that cannot run says why in its own words."""

    def give_up():
        raise CouldNotRun("X903", "没有可用的规则", "写明规则所在的文件夹")

    verb(give_up)
    assert command_line.main(["check"]) == 2
    assert capsys.readouterr().err == "X903 没有可用的规则\n  改法：写明规则所在的文件夹\n"


@pytest.mark.parametrize("code", [0, 1, 2])
def test_exit_code_of_a_verb_is_passed_on(verb, code):
    """A verb may return its exit code or leave with it."""
    verb(lambda: code)
    assert command_line.main(["check"]) == code
    verb(lambda: click.get_current_context().exit(code))
    assert command_line.main(["check"]) == code


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8", "cp1252"])
def test_no_console_makes_it_crash(encoding):
    """Help comes out whole on any console: GBK stays GBK, one without Chinese gets UTF-8."""
    ran = run("--help", PYTHONIOENCODING=encoding)
    assert ran.returncode == 0, ran.stderr
    assert "用法" in ran.stdout.decode("gbk" if encoding == "gbk" else "utf-8")


def test_reader_that_leaves_early_is_no_error_message():
    """`eligibility … | head -1` ends quietly."""
    code = (
        "import sys, click; from types import SimpleNamespace; from eligibility.commands import main as m;"
        "many = click.Command('check', callback=lambda: [click.echo('中文' * 99) for _ in range(9999)] and None);"
        "m.importlib.import_module = lambda name: SimpleNamespace(command=many); sys.exit(m.main(['check']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        writer.stdout.readline()
        writer.stdout.close()
        assert writer.stderr.read() == b""
        assert writer.wait(60) == 2
