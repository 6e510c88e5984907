"""``python -m bench``: one enterprise decided, ours beside other engines, and whole commands.

All engines decide the same firms in the same process, turn by turn, so that
what else the machine does meets all alike. On a busy machine the best rounds
say more than the medians.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

from bench import ours, to_durable, to_zen
from bench.chaining import chaining
from bench.generate import bench_set
from bench.source import BenchSet
from bench.validation import validation
from bench.vocabulary import enterprises
from bench.whole_process import whole_process

SEED = 7
LEAST_SECONDS = 0.02
Decided = dict[str, tuple[bool, int]]  # award token → (eligible, 分 paid)


class Contestant:
    """An engine with the firms in its own form. ``decide`` is timed, ``read`` only compared."""

    def __init__(self, name: str, firms: Sequence, decide: Callable, read: Callable[[object], Decided]) -> None:
        self.name = name
        self.firms = firms
        self.decide = decide
        self.read = read
        self.rounds: list[float] = []

    def round(self) -> None:
        """Notes µs a firm, over passes that fill a while, after one that warms the machine up."""
        once = self._pass()
        passes = max(1, round(LEAST_SECONDS / once))
        self.rounds.append(sum(self._pass() for _ in range(passes)) / passes / len(self.firms) * 1e6)

    def _pass(self) -> float:
        started = perf_counter()
        for firm in self.firms:
            self.decide(firm)
        return perf_counter() - started


def contestants(bench: BenchSet, firms: list[dict]) -> tuple[list[Contestant], list[str]]:
    """Those that are here, ours first, and a line for each that is not."""
    mine = ours.Ours()
    run = mine.engine.run
    own = [ours.facts(firm, bench) for firm in firms]
    found = [
        Contestant("ours: verdicts, amounts and trace", own, run, mine.read),
        Contestant("ours, statuses and payments read out", own, lambda firm: mine.read(run(firm)), lambda decided: decided),
    ]
    absent = []
    try:
        decide, as_in_readme = to_zen.engine(bench), to_zen.decision(bench)
        flat = [to_zen.facts(firm, bench) for firm in firms]
        found.append(Contestant("zen-engine: verdicts and amounts", flat, decide, read_zen))
        traced = {"trace": True}
        found.append(Contestant("zen-engine: and its trace", flat, lambda firm: decide(firm, traced), read_zen))
        found.append(Contestant("zen-engine: by create_decision, no trace", flat, as_in_readme, read_zen))
    except ImportError as error:
        absent.append(f"zen-engine: absent ({error})")
    try:
        durable = to_durable.Durable(bench)
        awards = [award.id for policy in bench.policies for award in policy.awards]
        found.append(
            Contestant("durable-rules: verdicts and amounts", firms, durable.decide, lambda d: read_durable(d, awards))
        )
    except ImportError as error:
        absent.append(f"durable-rules: absent ({error})")
    return found, absent


def read_zen(response: dict) -> Decided:
    result = response["result"]
    return {key[:-3]: (value, round(result[key[:-3]])) for key, value in result.items() if key.endswith("_ok")}


def read_durable(decided: tuple[set[str], dict[str, float]], awards: list[str]) -> Decided:
    seen, amounts = decided
    return {award: (f"{award}_ok" in seen, round(amounts.get(award, 0))) for award in awards}


def disagreements(found: list[Contestant]) -> list[str]:
    """Where another engine's status or amount is not ours; one 分 is allowed for its floating point."""
    wrong = []
    first = found[0]
    for number, firm in enumerate(first.firms):
        decided = first.read(first.decide(firm))
        for other in found[1:]:
            theirs = other.read(other.decide(other.firms[number]))
            wrong += [
                f"firm {number}, {award}: ours {decided[award]}, {other.name} {theirs[award]}"
                for award in decided
                if decided[award][0] != theirs[award][0] or abs(decided[award][1] - theirs[award][1]) > 1
            ]
    return wrong


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("--rounds", type=int, default=25)
    options.add_argument("--firms", type=int, default=40)
    options.add_argument("--no-process", action="store_true", help="leave out the whole command")
    chosen = options.parse_args()

    bench = bench_set()
    awards = sum(len(policy.awards) for policy in bench.policies)
    print(f"{len(bench.policies)} policies, {len(bench.leaves())} clauses, {awards} awards; ", end="")
    print(f"Python {platform.python_version()}, {platform.machine()}")
    found, absent = contestants(bench, enterprises(SEED, chosen.firms))
    wrong = disagreements(found)
    for line in wrong[:10]:
        print(line)
    print(f"{chosen.firms} firms decided alike by all" if not wrong else f"{len(wrong)} disagreements")

    for _ in range(chosen.rounds):
        for contestant in found:
            contestant.round()
    print(f"\n{'one enterprise, µs':40}{'median':>9}{'× ours':>9}{'best':>9}{'× ours':>9}   of {chosen.rounds} rounds")
    for contestant in found:
        own, theirs = found[0].rounds, contestant.rounds
        ratio = statistics.median(b / a for a, b in zip(own, theirs))
        print(f"{contestant.name:40}{statistics.median(theirs):9.1f}{ratio:9.1f}{min(theirs):9.1f}{min(theirs) / min(own):9.1f}")
    for line in absent:
        print(line)
    print()
    chaining(chosen.rounds)
    if not chosen.no_process:
        print()
        whole_process(chosen.rounds)
        print()
        validation(max(chosen.rounds, 15))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
