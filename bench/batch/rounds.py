"""Contestants in processes of their own, each in its turn, round by round, so that what else the machine does meets all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2


class Broke(Exception):
    """A contestant ended before it answered; its own message stands on stderr."""


@dataclass
class Contestant:
    """``kind``: which of ``child.CONTESTANTS``; ``given``: what it is told. ``seconds``: one for each round."""

    name: str
    kind: str
    given: dict
    seconds: list[float] = field(default_factory=list)
    rows: int = 0
    peak: int = 0
    absent: str = ""
    process: subprocess.Popen | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        return min(self.seconds)

    @property
    def row(self) -> float:
        """Seconds a row, the median."""
        return self.median / self.rows

    def start(self) -> None:
        """Starts the process and waits until it is prepared."""
        environment = os.environ | {"POLARS_MAX_THREADS": str(THREADS), "OMP_NUM_THREADS": str(THREADS), "NUMEXPR_MAX_THREADS": str(THREADS)}
        command = [sys.executable, "-m", "bench.batch.child", self.kind, json.dumps(self.given | {"threads": THREADS})]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.absent = self._answer().get("absent", "")
        if self.absent:
            self.stop()

    def run(self, keep: Path | None = None) -> None:
        """One round, or one that is not timed and leaves what it writes at ``keep``. Broke where it did not come to an end."""
        self.process.stdin.write(f"keep {keep}\n" if keep else "go\n")
        self.process.stdin.flush()
        answer = self._answer()
        self.rows, self.peak = answer["rows"], answer["peak"]
        if keep is None:
            self.seconds.append(answer["seconds"])

    def stop(self) -> None:
        """Ends the process."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None

    def _answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise Broke(f"{self.name}: ended with {self.process.wait()}")
        return json.loads(line)


def in_turn(contestants: list[Contestant], rounds: int) -> list[Contestant]:
    """Those that are here, after one round to warm up that does not count and ``rounds`` that do."""
    try:
        for contestant in contestants:
            contestant.start()
        here = [contestant for contestant in contestants if not contestant.absent]
        for number in range(rounds + 1):
            for contestant in here:
                contestant.run()
                if not number:
                    contestant.seconds.clear()
        return here
    finally:
        for contestant in contestants:
            contestant.stop()


def alone(contestant: Contestant, keep: Path | None = None) -> Contestant:
    """One run in a new process, for its memory or for what it writes."""
    try:
        contestant.start()
        if not contestant.absent:
            contestant.run(keep)
        return contestant
    finally:
        contestant.stop()


def ratio(one: Contestant, other: Contestant) -> float:
    """How many times as long as ``other`` it took: the median over rounds, which stood under the same load."""
    return statistics.median(a / b for a, b in zip(one.seconds, other.seconds))
