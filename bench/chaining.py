"""The shipped pools followed for one enterprise: our own chaining beside durable-rules in its process."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from bench.source import YEAR
from eligibility.engines.chaining import native
from eligibility.engines.chaining.infer import Chain, infer
from eligibility.engines.chaining.pools_program import PoolsProgram, pools_program
from eligibility.engines.rete.engine import ReteAbsent, ReteEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.select import select

RULES = Path(__file__).resolve().parents[1] / "rules"
ENTERPRISES = 200


def shipped_pools() -> PoolsProgram:
    """The largest document of pools among the shipped rules."""
    findings = Findings()
    selection = select(compile_library(load([RULES], findings), findings), YEAR, date(YEAR + 1, 6, 30))
    return pools_program(selection, max(selection.documents, key=lambda document: len(document.pools)))


def chaining(rounds: int) -> None:
    """Prints µs an enterprise and the ratio, turn by turn in one process; a line where durable-rules is absent."""
    program, rng = shipped_pools(), Random(7)
    firms = [{token: rng.choice((True, False, False, None)) for token in program.verdicts} for _ in range(ENTERPRISES)]
    sure = [[token for token, value in firm.items() if value] for firm in firms]
    whole = program.parts[0].program
    print(f"{f'{len(program.inside)} pools of one enterprise, µs':40}{'median':>9}{'× own':>9}   of {rounds} rounds")
    with ExitStack() as stack:
        ways: dict[str, Callable[[], object]] = {
            "own chaining, one run": lambda: [native.chain(whole, tokens) for tokens in sure],
            "own chaining, sure and possible": lambda: _inferred(program, firms, native.chain),
        }
        try:
            rete = stack.enter_context(ReteEngine())
            ways["durable-rules, one run, many a line"] = lambda: rete.chain_all(whole, sure)
            ways["durable-rules, sure and possible"] = lambda: _inferred(program, firms, rete.chain)
        except ReteAbsent as error:
            print(f"durable-rules: not here ({error})")
        times = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                started = perf_counter()
                way()
                times[name].append((perf_counter() - started) / ENTERPRISES * 1e6)
    own = times["own chaining, one run"]
    for name, found in times.items():
        print(f"{name:40}{statistics.median(found):9.1f}{statistics.median(b / a for a, b in zip(own, found)):9.1f}")


def _inferred(program: PoolsProgram, firms: list[dict], chain: Chain) -> None:
    for firm in firms:
        infer(program, firm, chain)
