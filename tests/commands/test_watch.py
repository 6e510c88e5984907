"""``eligibility watch`` as a process: a save is answered, a mistake is shown, the next save mends it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from tests.setup.tree import ROOT

PATIENCE = 30  # seconds for one answer, on a machine that does other things as well


class Watching:
    """A running ``watch`` and what it says."""

    def __init__(self, *arguments: object):
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "watch", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()

    def until(self, word: str, again=lambda: None) -> str:
        """What is said up to a line with ``word``; ``again`` is repeated while nothing comes."""
        said, end = "", time.monotonic() + PATIENCE
        while word not in said:
            assert time.monotonic() < end, said
            try:
                said += self.lines.get(timeout=2)
            except queue.Empty:
                again()
        return said

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watching(rules):
    made = Watching(rules)
    yield made
    made.process.kill()
    made.process.wait()


def test_each_save_is_answered(watching, rules):
    """A saved mistake is shown with its place; the mended file is sound again; Ctrl+C ends it with 0."""
    policy = rules / "demo/research.yaml"
    sound = policy.read_text(encoding="utf-8")
    assert "写法：没有发现问题；用例：" in watching.until("用例：")
    watching.until("正在盯着")

    def save(text: str) -> None:
        scratch = policy.with_suffix(".tmp")
        scratch.write_text(text, encoding="utf-8")
        os.replace(scratch, policy)  # as editors do

    spoilt = sound.replace("cap: 50万元", "cap: 50项")
    save(spoilt)
    said = watching.until("用例：", lambda: save(spoilt))
    assert "research.yaml" in said and "T523" in said and "规则有错误，没有运行" in said
    save(sound)
    assert "写法：没有发现问题" in watching.until("写法：没有发现问题", lambda: save(sound))
    assert watching.stop() == 0


def test_an_end_in_the_midst_of_a_look_is_no_failure(rules, monkeypatch):
    """Ctrl+C while rules are being read ends it with 0 as well."""
    from eligibility.commands import watch

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "_look", interrupted)
    assert watch.command.callback((str(rules),), (), False) == 0


def test_pools_and_limits_are_watched_with_their_cases(capsys):
    """A look at rules with limits runs their cases, and one at shipped pools the cases of the pools."""
    from eligibility.commands import watch

    for path in (ROOT / "tests" / "combining" / "limited", ROOT / "rules" / "nanan" / "enterprise-pools.cases.yaml"):
        watch._look((str(path),), (), [], False)
        said = re.search("写法：没有发现问题；用例：([1-9][0-9]*) 例：([0-9]+) 例通过\n", capsys.readouterr().out)
        assert said and said[1] == said[2]
