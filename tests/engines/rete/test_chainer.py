"""Which engine answers: both where durable-rules is there, our own wherever it is not, breaks or dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from random import Random

import pytest

from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.program import Derivation
from eligibility.engines.rete.chainer import BOTH, NATIVE, RETE, EnginesDisagree, open_chainer
from eligibility.engines.rete.engine import available
from tests.engines.chaining.random_pools import random_program
from tests.setup.tree import ROOT

needs_rete = pytest.mark.skipif(not available(), reason="durable-rules comes with the rete extra, where it builds and imports")
PROGRAM = random_program(Random(6))
TOKENS = sorted(PROGRAM.given)[::2]
OWN = chain(PROGRAM, TOKENS)

ASK = """
import sys
{before}
from eligibility.engines.rete.chainer import open_chainer
from eligibility.engines.rete.engine import ReteAbsent, available
from eligibility.engines.chaining.program import Clause, Program
program = Program(((Clause("在:甲", ("证1",)),),), frozenset({{"证1"}}), ("在:甲",))
told = []
with open_chainer(None, told.append) as chainer:
    print(chainer.name, available(), "在:甲" in chainer.chain(program, ["证1"]).tokens, len(told))
for mode in ("rete", "both"):
    try:
        open_chainer(mode, told.append)
    except ReteAbsent as error:
        print(type(error).__name__, error)
"""


def asked_where(before: str, **environment: str) -> list[str]:
    """What a fresh process answers after running ``before``."""
    ran = subprocess.run(
        [sys.executable, "-c", ASK.format(before=before)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_absent_durable_rules_leave_our_own_chaining():
    """Where the package is not there nothing fails and nothing is said; only who asks for it by name hears so."""
    first, *errors = asked_where("sys.modules['durable'] = None")
    assert first == "native False True 0"
    assert errors == ["ReteAbsent durable-rules is not installed"] * 2


def test_durable_rules_that_do_not_import_are_absent(tmp_path):
    """As on Python 3.13, where it installs and its import fails: found out in the child, with the reason."""
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('undefined symbol: PyEval_CallObject')\n")
    first, *errors = asked_where(f"sys.path.insert(0, {str(tmp_path)!r})", PYTHONPATH=str(tmp_path))
    assert first == "native False True 0"
    assert errors == ["ReteAbsent ImportError: undefined symbol: PyEval_CallObject"] * 2


def test_durable_rules_that_crash_on_import_are_told(tmp_path):
    """Where the import takes the process with it, the answer still comes, with a notice."""
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("import os\nos.abort()\n")
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        patch.setenv("PYTHONPATH", str(tmp_path))
        with open_chainer(None, told.append) as chainer:
            assert chainer.name == NATIVE and chainer.chain(PROGRAM, TOKENS) == OWN
    assert len(told) == 1 and "没有启动成功" in told[0]


def test_native_starts_no_process():
    """Who asks for our own chaining gets it, by its name."""
    with open_chainer(NATIVE, pytest.fail) as chainer:
        assert chainer.name == NATIVE and chainer.chain(PROGRAM, TOKENS) == OWN


@needs_rete
def test_both_is_what_is_used_where_both_are_there():
    """Without a wish both chain and are compared; the steps are ours, so that they are the same everywhere."""
    with open_chainer(None, pytest.fail) as chainer:
        assert chainer.name == BOTH and chainer.chain(PROGRAM, TOKENS) == OWN


@needs_rete
def test_rete_alone_gives_its_own_answer():
    """The same tokens, by its own steps."""
    with open_chainer(RETE, pytest.fail) as chainer:
        assert chainer.name == RETE and chainer.chain(PROGRAM, TOKENS).tokens == OWN.tokens


@needs_rete
@pytest.mark.parametrize("mode", [RETE, BOTH])
def test_the_answer_comes_when_the_child_is_killed(mode):
    """SIGKILL between two enterprises: told once, in one sentence, and our own chaining goes on."""
    told: list[str] = []
    with open_chainer(mode, told.append) as chainer:
        assert chainer.chain(PROGRAM, TOKENS).tokens == OWN.tokens
        os.kill(chainer._rete.process.pid, signal.SIGKILL)
        for _ in range(3):
            assert chainer.chain(PROGRAM, TOKENS) == OWN
        assert chainer.name == NATIVE
    assert len(told) == 1 and "意外结束（退出码 -9）" in told[0] and "自带推理" in told[0] and told[0].count("。") == 1


@needs_rete
def test_the_answer_comes_when_the_child_is_killed_at_work():
    """SIGKILL in the middle of an enterprise, from another process, at a moment nobody chose."""
    told: list[str] = []
    with open_chainer(BOTH, told.append) as chainer:
        killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.3); os.kill({chainer._rete.process.pid}, 9)"])
        while killer.poll() is None or not told:
            assert chainer.chain(PROGRAM, TOKENS) == OWN
    assert len(told) == 1


@needs_rete
def test_the_answer_comes_when_the_child_reports_an_error():
    """An error it did not foresee ends the child; told once, and our own chaining goes on."""
    told: list[str] = []
    with open_chainer(BOTH, told.append) as chainer:
        chainer._rete.process.stdin.write(b"no JSON\n")
        for _ in range(3):
            assert chainer.chain(PROGRAM, TOKENS) == OWN
        assert chainer.name == NATIVE
    assert len(told) == 1 and "运行出错" in told[0]


CHILD = """
import sys, time
print({first!r}, flush=True)
for line in sys.stdin:
    {then}
"""


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("[]", "pass", "没有启动成功（它的回答读不懂）"),
        ("rubbish", "pass", "没有启动成功（它的回答读不懂）"),
        ('{"ready": true}', 'print("rubbish", flush=True)', "运行出错（它的回答读不懂）"),
        ('{"ready": true}', 'print("\\udc80".encode("utf-8", "surrogatepass").decode("latin-1"), flush=True)', "运行出错（它的回答读不懂）"),
        ('{"ready": true}', 'print(\'{"derived": [[[99999], []]]}\', flush=True)', "运行出错（它的回答读不懂）"),
        ('{"ready": true}', 'print(\'{"derived": []}\', flush=True)', "运行出错（它的回答读不懂）"),
        ('{"ready": true}', "print('{}', flush=True)", "运行出错（它的回答读不懂）"),
        ('{"ready": true}', "sys.exit(3)", "意外结束（退出码 3）"),
        ('{"ready": true}', "time.sleep(60)", "意外结束（0.5 秒没有回答）"),
    ],
)
def test_the_answer_comes_when_the_child_hangs_or_talks_nonsense(tmp_path, monkeypatch, first, then, says):
    """Whatever the child does instead of answering is told once, and our own chaining goes on."""
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("")
    (tmp_path / "rete_child_of_a_test.py").write_text(CHILD.format(first=first, then=then))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("eligibility.engines.rete.engine.CHILD", "rete_child_of_a_test")
    monkeypatch.setattr("eligibility.engines.rete.engine.MOST_SECONDS", 0.5 if "sleep" in then else 20)
    told: list[str] = []
    with open_chainer(None, told.append) as chainer:
        for _ in range(2):
            assert chainer.chain(PROGRAM, TOKENS) == OWN
    assert len(told) == 1 and says in told[0] and "自带推理" in told[0]


@needs_rete
def test_a_difference_is_raised_with_what_it_takes_to_see_it_again(monkeypatch):
    """Program and tokens are named, and what only one of them derived."""
    with open_chainer(BOTH, pytest.fail) as chainer:
        monkeypatch.setattr("eligibility.engines.rete.chainer.native.chain", lambda program, tokens: Derivation(OWN.tokens | {"在:多"}, ()))
        with pytest.raises(EnginesDisagree, match="只有自带推理推出：在:多") as raised:
            chainer.chain(PROGRAM, TOKENS)
    assert raised.value.program is PROGRAM and raised.value.tokens == frozenset(TOKENS)
    assert "、".join(sorted(TOKENS)) in str(raised.value)
