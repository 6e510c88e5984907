"""durable-rules as a chaining engine: a child process that gets the program once, then token sets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from ..chaining.program import Clause, Derivation, Program

ROOT = Path(__file__).parents[3]  # where the package stands, installed or not
SETS_A_LINE = 500
MOST_SECONDS = 60  # for one answer, which takes milliseconds: a child that hangs is ended
CHILD = "eligibility.engines.rete.child"


class ReteAbsent(Exception):
    """durable-rules is not installed, or does not import here; the argument says why."""


class ReteFailed(Exception):
    """durable-rules did what it must not; the argument says what. Its process has ended."""


class ReteDied(ReteFailed):
    """The process of durable-rules ended by itself, or never started; the argument is its exit code in words."""


@cache
def available() -> bool:
    """Whether durable-rules is installed and imports; tried in a child process, once, and only where it is installed."""
    try:
        ReteEngine().close()
    except (ReteAbsent, ReteFailed):
        return False
    return True


class ReteEngine:
    """``chain`` as the native one; one child process from the start to ``close``.

    Raises ReteAbsent at the start, later ReteDied where the child dies and
    ReteFailed where it reports an error; after these it is of no further use.
    """

    def __init__(self) -> None:
        if find_spec("durable") is None:
            raise ReteAbsent("durable-rules is not installed")
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self._loaded: dict[int, tuple[Program, _Loaded]] = {}  # id of a program, which is kept alive for it
        self._known: dict[tuple, _Loaded] = {}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", CHILD], env={**os.environ, "PYTHONPATH": path},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise ReteDied(str(error)) from error
        self._asked: float | None = monotonic()  # since when an answer is waited for
        self._slow = False
        self._closed = Event()
        Thread(target=self._watch, daemon=True).start()
        first = self._read()
        if "absent" in first:
            self.close()
            raise ReteAbsent(first["absent"])

    def __enter__(self) -> ReteEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; may be called twice."""
        self._closed.set()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:  # what was still to be written has no reader any more
                pass
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def chain(self, program: Program, tokens: Iterable[str]) -> Derivation:
        """The fixed point of ``program`` over ``tokens``."""
        return self.chain_all(program, [tokens])[0]

    def chain_all(self, program: Program, sets: Iterable[Iterable[str]]) -> list[Derivation]:
        """The fixed point over each of ``sets``, each for itself."""
        loaded = self._load(program)
        held = [frozenset(tokens) for tokens in sets]
        found: list[Derivation] = []
        for start in range(0, len(held), SETS_A_LINE):
            some = held[start : start + SETS_A_LINE]
            answer = self._ask({"run": loaded.number, "sets": [*map(loaded.numbers_of, some)]})
            try:
                found += map(loaded.derivation, some, answer["derived"])
            except (KeyError, IndexError, TypeError) as error:
                raise self._unreadable() from error
            if len(found) != start + len(some):
                raise self._unreadable()
        return found

    def _load(self, program: Program) -> _Loaded:
        """What the child was told of ``program``; it is told once, also where an equal one comes."""
        if id(program) not in self._loaded:
            content = (program.layers, frozenset(program.denied.items()))
            if content not in self._known:
                loaded = _Loaded(program, len(self._known))
                self._ask(loaded.told())
                self._known[content] = loaded
            self._loaded[id(program)] = program, self._known[content]
        return self._loaded[id(program)][1]

    def _ask(self, question: dict) -> dict:
        self._asked = monotonic()
        try:
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
        except (OSError, ValueError) as error:
            raise self._died() from error
        return self._read()

    def _read(self) -> dict:
        line = self.process.stdout.readline() if not self.process.stdout.closed else b""
        if not line.endswith(b"\n"):
            raise self._died()
        self._asked = None
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise self._unreadable() from error
        if not isinstance(answer, dict):
            raise self._unreadable()
        if "error" in answer:
            self.close()
            raise ReteFailed(answer["error"])
        return answer

    def _watch(self) -> None:
        """Ends the child where an answer does not come; the pipe it leaves wakes who waits for it."""
        while not self._closed.wait(min(1, MOST_SECONDS)):
            asked = self._asked
            if asked is not None and monotonic() - asked > MOST_SECONDS:
                self._slow = True
                self.process.kill()
                return

    def _unreadable(self) -> ReteFailed:
        self.close()
        return ReteFailed("它的回答读不懂")

    def _died(self) -> ReteDied:
        self.close()
        return ReteDied(f"{MOST_SECONDS} 秒没有回答" if self._slow else f"退出码 {self.process.returncode}")


class _Loaded:
    """A program as the child has it: numbers for tokens, in the order of their texts."""

    def __init__(self, program: Program, number: int) -> None:
        self.program, self.number = program, number
        self.clauses: tuple[Clause, ...] = tuple(clause for layer in program.layers for clause in layer)
        named = {token for clause in self.clauses for token in (clause.head, *clause.body)}
        self.tokens = sorted(named.union(program.denied, program.denied.values()))
        self.numbers = {token: place for place, token in enumerate(self.tokens)}

    def told(self) -> dict:
        """The line that loads it."""
        number = self.numbers
        layers = [[[number[head], [*dict.fromkeys(number[t] for t in body)]] for head, body in layer] for layer in self.program.layers]
        return {"load": self.number, "layers": layers, "denied": {number[t]: number[d] for t, d in self.program.denied.items()}}

    def numbers_of(self, tokens: Iterable[str]) -> list[int]:
        """Tokens the program knows, sorted."""
        return sorted(self.numbers[token] for token in tokens if token in self.numbers)

    def derivation(self, tokens: frozenset[str], derived: Sequence[list[int]]) -> Derivation:
        """The answer of the child in texts."""
        steps = tuple(self.clauses[place] for place in derived[0])
        return Derivation(tokens.union((step.head for step in steps), (self.tokens[place] for place in derived[1])), steps)
