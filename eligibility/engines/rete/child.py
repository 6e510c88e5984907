"""The process that runs durable-rules: ``python -m eligibility.engines.rete.child``, JSON lines in and out.

First it says ``{"ready": true}``, or ``{"absent": why}`` and ends. Then, one
answer a line:

* ``{"load": n, "layers": [[[head, [token, token]], …], …], "denied": {token: token}}`` → ``{"loaded": n}``
* ``{"run": n, "sets": [[token, …], …]}`` → ``{"derived": [[[clause, …], [denying token, …]], …]}``: for each set the
  clauses that first gave a token, numbered through all layers, and the denying tokens that were put in.

Tokens are numbers here, in the order of their texts: the engine gets them as
``t17``, which no quote or escape in a name can break. Anything unforeseen is
``{"error": text}``, and the process ends: a rule base in doubt is not used again.

What is known of durable-rules and shapes this module was found by long runs:
a state per enterprise takes 2.3 GB at 1,000 and deleting states crashes, so
there is one state (its default sid) and everything is taken back after each
enterprise; a batch of facts loses results, so they go in one at a time, sorted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

SID = "0"  # the state of facts that name none
MOST_FACTS_A_JOIN = 2  # retracting over a fired join of 6 to 9 facts crashes, memory checkers complain from 5 up

Clauses = list  # [head, [token, …]], …


class Failed(RuntimeError):
    """The engine did what it must not: an action raised, or facts were left behind."""


def quiet_host():
    """A durable-rules host without its timers.

    They run pending actions every 0.2 s from threads of their own, in the
    middle of an enterprise: the caller would go on before its actions are done.
    Imported by name: the star import of ``durable.lang`` shadows ``all`` and ``any``.
    """
    from durable import engine

    class QuietHost(engine.Host):
        def _run(self) -> None:
            """Starts nothing."""

    return QuietHost()


class Layer:
    """One ruleset: clauses brought to their fixed point by the engine, over and over, in one state.

    ``note(number)`` is called for each clause that gives a new token; ``first``
    is the number of the first clause.
    """

    def __init__(self, host, name: str, clauses: Clauses, first: int, note: Callable[[int], None]) -> None:
        from durable import engine

        self.host, self.name, self.note = host, name, note
        # No match raises, and is the ordinary case: a fact that no rule reads. Most of these are not even asserted.
        self.unmatched = engine.MessageNotHandledException
        self.read = {token for _, body in clauses for token in body}
        self.held: set[int] = set()
        host.register_rulesets({name: {
            f"c{number}": self._rule(number, head, body) for number, (head, body) in enumerate(clauses, start=first)
        }})  # fmt: skip

    def run(self, tokens: set[int]) -> set[int]:
        """What holds at the fixed point over ``tokens``; afterwards the state is empty again."""
        self.held = set(tokens)
        given = sorted(self.read & tokens)
        if not given:  # before its first fact there is no state to ask
            return self.held
        for token in given:
            with suppress(self.unmatched):
                self.host.assert_fact(self.name, fact(token))
        # An exception in an action ends in the state's ``exception`` and nowhere else.
        raised = self.host.get_state(self.name, SID).get("exception")
        if raised:
            raise Failed(f"an action raised: {raised}")
        for token in sorted(self.read & self.held):
            with suppress(self.unmatched):
                self.host.retract_fact(self.name, fact(token))
        left = self.host.get_facts(self.name, SID)
        if left:
            raise Failed(f"facts left after retracting: {left[:3]}")
        return self.held

    def _rule(self, number: int, head: int, body: list[int]) -> dict:
        if not 1 <= len(body) <= MOST_FACTS_A_JOIN:
            raise Failed(f"clause {number} joins {len(body)} facts")

        def fires(c) -> None:  # a second parameter would mean "calls back later"
            if head in self.held:
                return
            self.held.add(head)
            self.note(number)
            if head in self.read:
                with suppress(self.unmatched):
                    c.assert_fact(fact(head))

        return {"all": [{f"m{place}": fact(token)} for place, token in enumerate(body)], "run": fires}


def fact(token: int) -> dict:
    """A token as the engine takes it, in facts and in rules: a short text."""
    return {"t": f"t{token}"}


class RuleBase:
    """A program: its layers one after another, denying tokens put in between."""

    def __init__(self, host, number: int, layers: list[Clauses], denied: dict[str, int]) -> None:
        self.denied = {int(token): denies for token, denies in denied.items()}
        self.steps: list[int] = []
        self.layers: list[Layer] = []
        first = 0
        for place, clauses in enumerate(layers):
            self.layers.append(Layer(host, f"p{number}l{place}", clauses, first, self.steps.append))
            first += len(clauses)

    def run(self, tokens: list[int]) -> tuple[list[int], list[int]]:
        """Clauses that gave a token, in order, and denying tokens put in."""
        self.steps.clear()
        held, put_in = set(tokens), []
        for layer in self.layers:
            denying = [t for t in sorted(self.denied.keys() & layer.read) if t not in held and self.denied[t] not in held]
            put_in += denying
            held = layer.run(held.union(denying))
        return list(self.steps), put_in


def answer(question: dict, host, bases: dict[int, RuleBase]) -> dict:
    """One line out for one line in."""
    if "load" in question:
        number = question["load"]
        bases[number] = RuleBase(host, number, question["layers"], question["denied"])
        return {"loaded": number}
    base = bases[question["run"]]
    return {"derived": [base.run(tokens) for tokens in question["sets"]]}


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answers until ``lines`` end."""

    def say(what: dict) -> None:
        out.write(json.dumps(what).encode() + b"\n")
        out.flush()

    try:
        host = quiet_host()
    except Exception as error:  # not there; or, as on Python 3.13, there and not to be imported
        return say({"absent": f"{type(error).__name__}: {error}"})
    say({"ready": True})
    bases: dict[int, RuleBase] = {}
    for line in lines:
        try:
            say(answer(json.loads(line), host, bases))
        except Exception as error:
            return say({"error": f"{type(error).__name__}: {error}"})


def main() -> None:
    """Answers on what was stdout; what the engine prints itself goes to stderr."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
