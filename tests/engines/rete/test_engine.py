"""durable-rules in its child process says what our own chaining says, long, and fails in the open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from random import Random

import pytest

from eligibility.engines.chaining.native import chain
from eligibility.engines.chaining.program import Clause, Program
from eligibility.engines.rete import child
from eligibility.engines.rete.engine import ReteDied, ReteEngine, ReteFailed, available
from tests.engines.chaining.random_pools import naive, random_program

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules comes with the rete extra, where it builds and imports")

ENTERPRISES = 10_000
MOST_GROWTH_KB = 4_000


def some(rng: Random, program: Program) -> list[str]:
    """Tokens an enterprise starts with."""
    return rng.sample(sorted(program.given), rng.randint(0, len(program.given)))


def test_agrees_with_our_own_chaining_in_any_order_and_again():
    """Random programs in one process: the same tokens, whatever the order of tokens and enterprises, asked twice."""
    rng = Random(1)
    with ReteEngine() as engine:
        for _ in range(15):
            program = random_program(rng)
            enterprises = [some(rng, program) for _ in range(40)]
            expected = [naive(program, set(tokens)) for tokens in enterprises]
            assert [found.tokens for found in engine.chain_all(program, enterprises)] == expected
            for place in rng.sample(range(40), 40):
                tokens = enterprises[place]
                assert engine.chain(program, rng.sample(tokens, len(tokens))).tokens == expected[place]


def test_steps_can_be_followed():
    """Each step rests on what was given, denied or derived before, and gives something new."""
    rng = Random(2)
    with ReteEngine() as engine:
        for _ in range(20):
            program = random_program(rng)
            tokens = some(rng, program)
            found = engine.chain(program, tokens)
            held = set(tokens) | (found.tokens & program.denied.keys())
            for head, body in found.steps:
                assert held.issuperset(body) and head not in held
                held.add(head)
            assert held == found.tokens


def test_names_may_be_anything():
    """Quotes, escapes, line ends and characters of every plane in tokens do no harm."""
    odd = ['证1:“高企”"', "证2:\\", "证3:\n", "证4:𠮷$m{}", "证5:null"]
    program = Program((tuple(Clause(f"在:{token}", (token, "证0")) for token in odd),), frozenset([*odd, "证0"]), ())
    with ReteEngine() as engine:
        for token in odd:
            assert engine.chain(program, [token, "证0", "没有人读的"]) == chain(program, [token, "证0", "没有人读的"])


def test_first_question_may_be_an_empty_one():
    """An enterprise without tokens, a program without clauses: nothing follows, also before anything was asserted."""
    program = Program(((Clause("在:甲", ("证1",)),),), frozenset({"证1"}), ("在:甲",))
    with ReteEngine() as engine:
        assert engine.chain(program, []) == chain(program, [])
        assert engine.chain(Program((), frozenset(), ()), ["证1"]) == chain(Program((), frozenset(), ()), ["证1"])
        assert engine.chain_all(program, []) == []


@pytest.mark.long
def test_agrees_on_10000_enterprises_twice_in_a_row():
    """10,000 generated enterprises, twice in one child process, decided as by our own chaining, without a crash."""
    rng = Random(3)
    programs = [random_program(rng) for _ in range(20)]
    with ReteEngine() as engine:
        for _ in range(2):
            for program in programs:
                enterprises = [some(rng, program) for _ in range(ENTERPRISES // len(programs))]
                found = engine.chain_all(program, enterprises)
                assert [f.tokens for f in found] == [chain(program, tokens).tokens for tokens in enterprises]
        assert engine.process.poll() is None


@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_memory_stays_flat():
    """One state, everything taken back: 50,000 enterprises after the first 2,000 need no more than some MB."""
    rng = Random(4)
    program = random_program(rng)
    with ReteEngine() as engine:
        def run(count: int) -> int:
            engine.chain_all(program, [some(rng, program) for _ in range(count)])
            pages = int(open(f"/proc/{engine.process.pid}/statm", encoding="ascii").read().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") // 1024

        before = run(2_000)
        after = [run(5_000) for _ in range(10)]
        assert max(after) - before < MOST_GROWTH_KB, (before, after)


# ------------------------------------------------------------- failing in the open


def test_a_killed_child_is_told():
    """After SIGKILL the next question raises ReteDied, and so does each one after it; closing is no trouble."""
    program = random_program(Random(5))
    engine = ReteEngine()
    engine.chain(program, [])
    os.kill(engine.process.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(ReteDied):
            engine.chain(program, ["证1"])
    engine.close()


def test_an_error_of_the_child_is_raised():
    """What the child did not foresee comes back as an error, and the child has ended."""
    with ReteEngine() as engine, pytest.raises(ReteFailed, match="joins 3 facts"):
        engine.chain(Program(((Clause("在:甲", ("证1", "证2", "证3")),),), frozenset(), ()), ["证1"])
    assert engine.process.poll() is not None


def test_an_exception_in_an_action_is_raised():
    """durable-rules keeps it in the state and goes on; here it ends the run."""

    def breaks(number: int) -> None:
        raise KeyError(f"clause {number}")

    layer = child.Layer(child.quiet_host(), "x", [[1, [0]]], 7, breaks)
    with pytest.raises(child.Failed, match="clause 7"):
        layer.run({0})


def test_facts_left_behind_are_raised():
    """A fact that nobody takes back would answer for the next enterprise."""
    layer = child.Layer(child.quiet_host(), "x", [[2, [0, 1]]], 0, lambda number: None)
    assert layer.run({0, 1}) == {0, 1, 2}
    with suppress(layer.unmatched):
        layer.host.assert_fact("x", child.fact(1))
    with pytest.raises(child.Failed, match="left"):
        layer.run({0})


def test_no_match_is_an_ordinary_case():
    """A fact that no rule reads makes durable-rules raise; a token nobody reads, or without its partner, is no error here."""
    layer = child.Layer(child.quiet_host(), "x", [[2, [0, 1]]], 0, lambda number: None)
    with pytest.raises(layer.unmatched):
        layer.host.assert_fact("x", child.fact(9))
    for tokens in ({9}, {0, 9}, {1, 9}):
        assert layer.run(tokens) == tokens
    assert layer.run({0, 1, 9}) == {0, 1, 2, 9}


def test_the_host_starts_no_thread():
    """Its timers would run actions of an enterprise from another thread while the next is asserted."""
    code = "import threading; from eligibility.engines.rete.child import quiet_host; quiet_host(); print(threading.active_count())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "1", ran.stderr
